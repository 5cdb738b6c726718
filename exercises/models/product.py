"""Products: models of a brand, each of one kind of equipment."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, FloatField, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from djmoney.models.fields import MoneyField

from exercises.formats import comma_list, number_text, range_text
from exercises.models.equipment import Equipment
from exercises.models.fields import LineField, NumberField, ProseField
from exercises.models.photo import PhotoField
from exercises.models.publishable import PublishableModel, PublishableQuerySet
from exercises.models.rating import Rating
from exercises.models.review import Review, ReviewQuerySet
from exercises.models.shop import Stock
from exercises.models.translated import TranslatedModel
from exercises.prices import discount_percent, price_text
from exercises.units import with_unit

ALL_MARKS = F("efficiency") + F("value") + F("design")


def _reviews_of_product() -> ReviewQuerySet:
    """The published reviews of the outer query's product, as one group."""
    reviews = Review.objects.published().filter(product=OuterRef("pk"))
    return reviews.order_by().values("product")  # type: ignore[return-value]


class ProductQuerySet(PublishableQuerySet["Product"]):
    """Products by visibility and filter, and with what a page shows of them."""

    def published(self) -> Self:
        """Published products of published kinds; samples only where `SHOW_SAMPLE_PRODUCTS` says so."""
        shown = super().published().filter(equipment__status="published")
        return shown if settings.SHOW_SAMPLE_PRODUCTS else shown.filter(is_sample=False)

    def with_rating(self) -> Self:
        """With `review_count` and `marks_total`, the sum of all marks, of published reviews."""
        reviews, marks = _reviews_of_product(), Sum(ALL_MARKS)
        count = Subquery(reviews.annotate(count=Count("pk")).values("count"))
        total = Subquery(reviews.annotate(total=marks).values("total"))
        return self.annotate(review_count=Coalesce(count, 0), marks_total=total)

    def with_mean(self) -> Self:
        """With `mean`, the mean mark to filter and sort by; null without reviews."""
        marks = Cast(Sum(ALL_MARKS), FloatField()) / (Count("pk") * Rating.CRITERIA)
        return self.annotate(
            mean=Subquery(_reviews_of_product().annotate(mean=marks).values("mean"))
        )

    def for_cards(self) -> Self:
        """With what a list shows: kind, rating, and where it is in stock (constant queries)."""
        stock = Prefetch("stock", Stock.objects.on_show(), to_attr="stock_on_show")
        return self.with_rating().select_related("equipment").prefetch_related(stock)

    def in_order(self, keys: list[int]) -> list[Product]:
        """The products with these keys, in this order."""
        found = {product.pk: product for product in self.filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]

    def rated_at_least(self, mark: Decimal) -> Self:
        """With at least one review, and a mean of at least `mark`."""
        return self.with_mean().filter(mean__gte=mark)

    def in_stock_in(self, city: str) -> Self:
        """With a piece in some published shop of the city."""
        there = Stock.objects.filter(
            product=OuterRef("pk"), pieces__gt=0, shop__city=city, shop__status="published"
        )
        return self.filter(Exists(there))

    def discounted(self) -> Self:
        """With an old price, which is always higher."""
        return self.filter(old_price__isnull=False)

    def with_discount(self) -> Self:
        """With `price_ratio`, the price over the old price, to sort by."""
        old = Cast(F("old_price"), FloatField())
        return self.annotate(price_ratio=Cast(F("price"), FloatField()) / old)


class Product(TranslatedModel, PublishableModel):
    """A product that shops sell: facts with their dates. Backfit itself sells nothing."""

    equipment = models.ForeignKey(
        Equipment, models.PROTECT, related_name="products", verbose_name=_("kind of equipment")
    )
    brand = LineField(_("brand"), max_length=60)
    model = LineField(_("model"), max_length=100, help_text=_("Name or number under the brand."))
    maker = LineField(
        _("maker"), max_length=80, blank=True, help_text=_("When it is not the brand.")
    )
    country = LineField(_("country"), max_length=60, blank=True)
    summary = ProseField(_("summary"), max_length=1000, blank=True)
    is_sample = models.BooleanField(
        _("sample"),
        default=False,
        help_text=_("Shows how products look here; its figures are not kept up to date."),
    )
    rating_note = ProseField(
        _("rating note"),
        max_length=500,
        blank=True,
        help_text=_("How the mean comes about, when that needs words."),
    )
    photo = PhotoField(
        _("photo"),
        upload_to="products/",
        blank=True,
        help_text=_("JPEG, PNG or WebP, at most 10 MB. Without one, the kind’s drawing is shown."),
    )

    price = MoneyField(_("price"), max_digits=10, decimal_places=2, null=True, blank=True)  # type: ignore[no-untyped-call]
    old_price = MoneyField(_("old price"), max_digits=10, decimal_places=2, null=True, blank=True)  # type: ignore[no-untyped-call]
    priced_on = models.DateField(
        _("price seen on"), null=True, blank=True, help_text=_("The day the price was seen.")
    )

    weight_kg = NumberField(
        _("weight (kg)"), max_digits=7, decimal_places=3, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.001"))],
    )  # fmt: skip
    resistance_min_kg = NumberField(
        _("resistance from (kg)"), max_digits=6, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )  # fmt: skip
    resistance_max_kg = NumberField(
        _("resistance to (kg)"), max_digits=6, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )  # fmt: skip
    length_cm = NumberField(
        _("length (cm)"), max_digits=6, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.1"))],
    )  # fmt: skip
    material = LineField(_("material"), max_length=60, blank=True)

    objects = ProductQuerySet.as_manager()

    translated_fields = ("model", "country", "summary", "rating_note", "material")

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["brand", "model"]
        indexes = [
            models.Index(fields=["status", "brand", "model"], name="product_by_name"),
            models.Index(fields=["status", "price_currency", "price"], name="product_by_price"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "model"],
                name="product_unique_model",
                violation_error_message=_("This model of the brand is entered already."),
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gt=0),
                name="product_price_positive",
                violation_error_message=_("The price must be more than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(old_price__isnull=True) | Q(old_price__gt=F("price")),
                name="product_old_price_higher",
                violation_error_message=_("The old price must be higher than the price."),
            ),
            models.CheckConstraint(
                condition=Q(old_price__isnull=True) | Q(old_price_currency=F("price_currency")),
                name="product_one_currency",
                violation_error_message=_("The old price must be in the price’s currency."),
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(priced_on__isnull=False),
                name="product_price_dated",
                violation_error_message=_("Say on which day the price was seen."),
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=False) | Q(old_price__isnull=True),
                name="product_old_price_needs_price",
                violation_error_message=_("An old price needs a price."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exercises:product-detail", args=[self.equipment.slug, self.slug])

    def clean(self) -> None:
        """Check the order of the resistances."""
        super().clean()
        low, high = self.resistance_min_kg, self.resistance_max_kg
        if low is not None and high is not None and high < low:
            message = _("The highest resistance is the lower one.")
            raise ValidationError({"resistance_max_kg": message})

    @property
    def name(self) -> str:
        return f"{self.brand} {self.model}"

    @property
    def origin(self) -> str:
        """`Prime Sport, Russia`: the maker or the brand, and the country."""
        return comma_list([self.maker or self.brand, self.country])

    @property
    def price_label(self) -> str:
        return price_text(self.price) if self.price else ""

    @property
    def old_price_label(self) -> str:
        return price_text(self.old_price) if self.old_price else ""

    @property
    def discount_label(self) -> str:
        """`−18%`; empty without an old price."""
        if not self.price or not self.old_price:
            return ""
        percent = discount_percent(self.price, self.old_price)
        return gettext("−%(percent)s%%") % {"percent": percent}

    @property
    def rating(self) -> Rating:
        """Count and mean of all marks; load with `with_rating`."""
        return Rating(count=self.review_count, total=self.marks_total or Decimal(0))  # type: ignore[attr-defined]

    @property
    def in_shops(self) -> list[Stock]:
        """Its stock in shops, by city; load with `for_cards`."""
        return list(self.stock_on_show)  # type: ignore[attr-defined]

    @property
    def cities_in_stock(self) -> list[str]:
        """The cities where a shop has it, each once; load with `for_cards`."""
        return list(dict.fromkeys(row.shop.city for row in self.in_shops))

    @property
    def picture_url(self) -> str:
        """The address of its photo, else of its kind's drawing, else empty."""
        if self.photo:
            args = [self.equipment.slug, self.slug]
            version = int(self.updated_at.timestamp())
            return f"{reverse('exercises:product-photo', args=args)}?v={version}"
        return self.equipment.picture_url

    def specifications(self) -> list[tuple[str, str]]:
        """Label and value of every attribute; the value of an unknown one is empty."""
        return [
            (gettext("Weight"), _weight(self.weight_kg)),
            (gettext("Resistance"), _resistance(self.resistance_min_kg, self.resistance_max_kg)),
            (gettext("Length"), _length(self.length_cm)),
            (gettext("Material"), self.material),
        ]


def _weight(kilograms: Decimal | None) -> str:
    """`0.5 kg`."""
    return "" if kilograms is None else with_unit(number_text(kilograms), "kg")


def _length(centimetres: Decimal | None) -> str:
    if centimetres is None:
        return ""
    return gettext("%(number)s cm") % {"number": number_text(centimetres)}


def _resistance(low: Decimal | None, high: Decimal | None) -> str:
    """`5–20 kg`, `from 5 kg`, `up to 20 kg`."""
    if low is None:
        return gettext("up to %(weight)s") % {"weight": _weight(high)} if high else ""
    if high is None:
        return gettext("from %(weight)s") % {"weight": _weight(low)}
    if low == high:
        return _weight(low)
    return with_unit(range_text(number_text(low), number_text(high)), "kg")
