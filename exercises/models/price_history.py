"""Price history of products."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from djmoney.models.fields import MoneyField

from exercises.content_version import ContentQuerySet
from exercises.models.product import Product
from exercises.prices import price_text


class PriceChangeQuerySet(ContentQuerySet["PriceChange"]):
    """Prices over time."""

    def record(self, product: Product) -> None:
        """Record the product's price under the day it was seen; idempotent."""
        if product.price and product.priced_on:
            self.update_or_create(
                product=product, on=product.priced_on, defaults={"price": product.price}
            )


class PriceChange(models.Model):
    """A product's price on a day; a later entry of the same day replaces it."""

    product = models.ForeignKey(
        Product, models.CASCADE, related_name="prices", verbose_name=_("product")
    )
    price = MoneyField(_("price"), max_digits=10, decimal_places=2)  # type: ignore[no-untyped-call]
    on = models.DateField(_("day"))

    objects = PriceChangeQuerySet.as_manager()

    class Meta:
        ordering = ["on"]
        verbose_name = _("price")
        verbose_name_plural = _("price history")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "on"],
                name="price_once_a_day",
                violation_error_message=_("There is a price of this day already."),
            ),
            models.CheckConstraint(condition=Q(price__gt=0), name="price_positive"),
        ]

    def __str__(self) -> str:
        return gettext("%(price)s on %(day)s") % {
            "price": self.label,
            "day": self.on.isoformat(),
        }

    @property
    def label(self) -> str:
        return price_text(self.price)
