"""Prices as text, and discounts. Exact: `Money` holds decimals, never floats."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from djmoney.money import Money

from exercises.formats import number_text


def amount_text(amount: Decimal) -> str:
    """`790`, `1,299.50`: without needless cents."""
    return number_text(
        amount, places=0 if amount == amount.to_integral_value() else 2, grouped=True
    )


def price_text(price: Money) -> str:
    """`790 RUB`, `1,299.50 EUR`: the amount, then the currency's ISO 4217 code."""
    return pgettext("price", "%(amount)s %(currency)s") % {
        "amount": amount_text(price.amount),
        "currency": price.currency.code,
    }


def read_price(text: str) -> Money:
    """The price that `790 RUB` says. Raises `ValueError` with the reason."""
    amount, __, code = text.strip().partition(" ")
    if code not in settings.CURRENCIES:
        raise ValueError(
            _("“%(text)s” is no price such as “790 RUB”, in a currency of the settings.")
            % {"text": text}
        )
    try:
        return Money(Decimal(amount), code)
    except InvalidOperation as error:
        message = _("“%(text)s” is not written as “790 RUB”.") % {"text": text}
        raise ValueError(message) from error


def exact_price(price: Money | None) -> str:
    """The price as `read_price` reads it: exact, without needless zeros; nothing for none."""
    return f"{price.amount.normalize():f} {price.currency.code}" if price else ""


def discount_percent(price: Money, old_price: Money) -> int:
    """How much less the price is than the old one, in whole percent rounded half up, as shops do.

    960 → 790 is 18. Raises `TypeError` when the currencies differ: we convert none.
    """
    saved = (old_price - price).amount / old_price.amount * 100
    return int(saved.quantize(Decimal(1), ROUND_HALF_UP))
