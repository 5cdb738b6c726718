"""What products cost over time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from djmoney.models.fields import MoneyField

from exercises.content_version import ContentQuerySet
from exercises.models.product import Product
from exercises.products.prices import price_in_words


class PriceChangeQuerySet(ContentQuerySet["PriceChange"]):
    """Prices over time."""

    def record(self, product: Product) -> None:
        """Keep the product's price under its day; harmless when repeated."""
        if product.price and product.priced_on:
            self.update_or_create(
                product=product, on=product.priced_on, defaults={"price": product.price}
            )


class PriceChange(models.Model):
    """What a product cost on a day. One entry a day: a later one of the same day corrects it."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="prices")
    price = MoneyField(max_digits=10, decimal_places=2)  # type: ignore[no-untyped-call]
    on = models.DateField("day")

    objects = PriceChangeQuerySet.as_manager()

    class Meta:
        ordering = ["on"]
        verbose_name = "price"
        verbose_name_plural = "price history"
        constraints = [
            models.UniqueConstraint(
                fields=["product", "on"],
                name="price_once_a_day",
                violation_error_message="There is a price of this day already.",
            ),
            models.CheckConstraint(condition=Q(price__gt=0), name="price_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.label} on {self.on:%Y-%m-%d}"

    @property
    def label(self) -> str:
        return price_in_words(self.price)
