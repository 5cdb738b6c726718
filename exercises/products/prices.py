"""Prices in words, and what a discount amounts to. Exact: `Money` holds decimals, never floats."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.conf import settings
from djmoney.money import Money


def price_in_words(price: Money) -> str:
    """`790 RUB`, `1,299.50 EUR`: the amount without needless cents, then the currency's ISO 4217 code."""
    amount: Decimal = price.amount
    number = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"{number} {price.currency.code}"


def read_price(text: str) -> Money:
    """The price that `790 RUB` says. Raises `ValueError` that says what is wrong."""
    amount, _, code = text.strip().partition(" ")
    if code not in settings.CURRENCIES:
        raise ValueError(f"“{text}” is no price such as “790 RUB”, in a currency of the settings.")
    try:
        return Money(Decimal(amount), code)
    except InvalidOperation as error:
        raise ValueError(f"“{text}” is not written as “790 RUB”.") from error


def price_text(price: Money | None) -> str:
    """The price as `read_price` reads it: exact, without needless zeros; nothing for none."""
    return f"{price.amount.normalize():f} {price.currency.code}" if price else ""


def discount_percent(price: Money, old_price: Money) -> int:
    """How much less the price is than the old one, in whole percent rounded half up, as shops do.

    960 → 790 is 18. Raises `TypeError` when the currencies differ: we convert none.
    """
    saved = (old_price - price).amount / old_price.amount * 100
    return int(saved.quantize(Decimal(1), ROUND_HALF_UP))
