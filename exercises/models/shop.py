"""Shops, their weekly opening hours, and how many pieces of a product they have."""

from __future__ import annotations

from datetime import datetime
from typing import Self
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from exercises.content_version import ContentQuerySet
from exercises.models.fields import LineField
from exercises.models.product import Product
from exercises.models.publishable import PublishableModel, PublishableQuerySet
from exercises.products.opening_hours import DAY_NAMES, OpeningInterval, is_open, week_in_words


class ShopQuerySet(PublishableQuerySet["Shop"]):
    """Shops by visibility."""

    def cities(self) -> list[str]:
        """The cities with a published shop, each once, by name."""
        found = self.published().order_by("city").values_list("city", flat=True)
        return list(found.distinct())


class Shop(PublishableModel):
    """A place that sells equipment. Backfit sells nothing: it says where things were seen."""

    name = LineField(max_length=80, help_text="The shop, or the shopping centre it is in.")
    city = LineField(max_length=80, db_index=True)
    address = LineField(
        max_length=120, blank=True, help_text="Short: street and house; no phone number."
    )
    time_zone = LineField(max_length=40, help_text="IANA name, such as Europe/Moscow.")

    objects = ShopQuerySet.as_manager()

    class Meta:
        ordering = ["city", "name"]

    def __str__(self) -> str:
        return f"{self.city}, {self.name}"

    def clean(self) -> None:
        """Check that the zone is one."""
        super().clean()
        if self.time_zone not in available_timezones():
            raise ValidationError({"time_zone": f"“{self.time_zone}” is no IANA time zone."})

    def spans(self) -> list[OpeningInterval]:
        """The weekly hours as plain values; prefetch `hours` first."""
        return [OpeningInterval(row.weekday, row.opens, row.closes) for row in self.hours.all()]

    def open_at(self, now: datetime) -> bool:
        """Whether the shop is open at the moment `now` (aware), in its own zone."""
        return is_open(self.spans(), now, self.time_zone)

    def week(self) -> list[tuple[str, str]]:
        """Days and hours in words; empty when no hours are known."""
        spans = self.spans()
        return week_in_words(spans) if spans else []


class OpeningHours(models.Model):
    """One stretch of opening of a shop on one weekday, in its own wall-clock time."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(choices=list(enumerate(DAY_NAMES)))
    opens = models.TimeField()
    closes = models.TimeField(help_text="At or before the opening time: on the next day.")

    objects = ContentQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name_plural = "opening hours"
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "weekday", "opens"],
                name="opening_hours_once",
                violation_error_message="The shop opens at this time already.",
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_hours_weekday"),
        ]

    def __str__(self) -> str:
        return OpeningInterval(self.weekday, self.opens, self.closes).line()


class StockQuerySet(ContentQuerySet["Stock"]):
    """Stock by what people may see."""

    def on_show(self) -> Self:
        """What published shops have, by city, with the shop and its hours (two queries)."""
        shown = self.filter(shop__status="published", pieces__gt=0)
        return (
            shown.select_related("shop")
            .prefetch_related("shop__hours")
            .order_by("shop__city", "shop__name")
        )


class Stock(models.Model):
    """How many pieces of a product a shop had on a day."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="stock")
    shop = models.ForeignKey(Shop, models.CASCADE, related_name="stock")
    pieces = models.PositiveIntegerField()
    counted_on = models.DateField(help_text="The day somebody looked.")

    objects = StockQuerySet.as_manager()

    class Meta:
        ordering = ["shop__city", "shop__name"]
        verbose_name_plural = "stock"
        constraints = [
            models.UniqueConstraint(
                fields=["product", "shop"],
                name="stock_once_a_shop",
                violation_error_message="This shop’s stock of this product is entered already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pieces} × {self.product} in {self.shop}"
