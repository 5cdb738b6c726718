"""Shops, their weekly opening hours, and their stock."""

from __future__ import annotations

from datetime import datetime
from typing import Self
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.content_version import ContentQuerySet
from exercises.models.fields import LineField
from exercises.models.publishable import PublishableModel, PublishableQuerySet
from exercises.models.translated import TranslatedModel
from exercises.opening_hours import OpeningInterval, is_open, weekly_hours
from exercises.weekdays import WEEKDAY_NAMES


class ShopQuerySet(PublishableQuerySet["Shop"]):
    """Shops by visibility."""

    def cities(self) -> list[tuple[str, str]]:
        """The cities with a published shop, each once: as the column has it, and as it is called; by name."""
        shops = self.published().only("city", "translations")
        named = {shop.__dict__["city"]: shop.city for shop in shops}
        return sorted(named.items(), key=lambda city: city[1])


class Shop(TranslatedModel, PublishableModel):
    """A place that sells equipment. Backfit sells nothing: it says where things were seen."""

    name = LineField(
        _("name"), max_length=80, help_text=_("The shop, or the shopping centre it is in.")
    )
    city = LineField(_("city"), max_length=80, db_index=True)
    address = LineField(
        _("address"),
        max_length=120,
        blank=True,
        help_text=_("Short: street and house; no phone number."),
    )
    time_zone = LineField(
        _("time zone"), max_length=40, help_text=_("IANA name, such as Europe/Moscow.")
    )

    objects = ShopQuerySet.as_manager()

    translated_fields = ("name", "city", "address")

    class Meta:
        verbose_name = _("shop")
        verbose_name_plural = _("shops")
        ordering = ["city", "name"]

    def __str__(self) -> str:
        return f"{self.city}, {self.name}"

    def clean(self) -> None:
        """Check the time zone."""
        super().clean()
        if self.time_zone not in available_timezones():
            message = gettext("“%(zone)s” is no IANA time zone.") % {"zone": self.time_zone}
            raise ValidationError({"time_zone": message})

    def spans(self) -> list[OpeningInterval]:
        """The weekly hours as plain values; prefetch `hours` first."""
        return [OpeningInterval(row.weekday, row.opens, row.closes) for row in self.hours.all()]

    def open_at(self, now: datetime) -> bool:
        """Whether the shop is open at the moment `now` (aware), in its own zone."""
        return is_open(self.spans(), now, self.time_zone)

    def week(self) -> list[tuple[str, str]]:
        """Days and hours as text; empty when no hours are known."""
        spans = self.spans()
        return weekly_hours(spans) if spans else []


class OpeningHours(models.Model):
    """One stretch of opening of a shop on one weekday, in its own wall-clock time."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="hours", verbose_name=_("shop"))
    weekday = models.PositiveSmallIntegerField(
        _("weekday"), choices=list(enumerate(WEEKDAY_NAMES.values()))
    )
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(
        _("closes"), help_text=_("At or before the opening time: on the next day.")
    )

    objects = ContentQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening hours")
        ordering = ["weekday", "opens"]
        verbose_name_plural = _("opening hours")
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "weekday", "opens"],
                name="opening_hours_once",
                violation_error_message=_("The shop opens at this time already."),
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_hours_weekday"),
        ]

    def __str__(self) -> str:
        return OpeningInterval(self.weekday, self.opens, self.closes).line()


class StockQuerySet(ContentQuerySet["Stock"]):
    """Stock by what people may see."""

    def on_show(self) -> Self:
        """What published shops have in stock, by city, with the shop and its hours (two queries)."""
        shown = self.filter(shop__status="published", pieces__gt=0)
        return (
            shown.select_related("shop")
            .prefetch_related("shop__hours")
            .order_by("shop__city", "shop__name")
        )


class Stock(models.Model):
    """How many pieces of a product a shop had on a day."""

    product = models.ForeignKey(
        "exercises.Product", models.CASCADE, related_name="stock", verbose_name=_("product")
    )
    shop = models.ForeignKey(Shop, models.CASCADE, related_name="stock", verbose_name=_("shop"))
    pieces = models.PositiveIntegerField(_("pieces"))
    counted_on = models.DateField(_("counted on"), help_text=_("The day somebody looked."))

    objects = StockQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock")
        ordering = ["shop__city", "shop__name"]
        verbose_name_plural = _("stock")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "shop"],
                name="stock_once_a_shop",
                violation_error_message=_("This shop’s stock of this product is entered already."),
            )
        ]

    def __str__(self) -> str:
        return gettext("%(pieces)s × %(product)s in %(shop)s") % {
            "pieces": self.pieces,
            "product": self.product,
            "shop": self.shop,
        }
