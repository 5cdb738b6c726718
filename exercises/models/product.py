"""Products of some brand under a kind of equipment."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, FloatField, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from djmoney.models.fields import MoneyField

from exercises.models.equipment import Equipment
from exercises.models.fields import LineField, ProseField
from exercises.models.photo import PhotoField
from exercises.models.publishable import PublishableModel, PublishableQuerySet
from exercises.models.rating import Rating
from exercises.people import Visitor
from exercises.products.prices import discount_percent, price_in_words

if TYPE_CHECKING:
    from exercises.models.review import ReviewQuerySet
    from exercises.models.shop import Stock


ALL_MARKS = F("efficiency") + F("value") + F("design")


def _reviews_of_product() -> ReviewQuerySet:
    """Reviews that the public sees of the product of the outer query, in one group."""
    from exercises.models.review import Review

    reviews = Review.objects.published().filter(product=OuterRef("pk"))
    return reviews.order_by().values("product")  # type: ignore[return-value]


class ProductQuerySet(PublishableQuerySet["Product"]):
    """Products by visibility and filter, and with what a page shows of them."""

    def published(self) -> Self:
        """Published products of published kinds."""
        return super().published().filter(equipment__status="published")

    def with_rating(self) -> Self:
        """With `review_count` and `marks_total`, the sum of all marks that may be seen."""
        reviews, marks = _reviews_of_product(), Sum(ALL_MARKS)
        count = Subquery(reviews.annotate(count=Count("pk")).values("count"))
        total = Subquery(reviews.annotate(total=marks).values("total"))
        return self.annotate(review_count=Coalesce(count, 0), marks_total=total)

    def with_mean(self) -> Self:
        """With `mean`, the mean mark as a number to filter and sort by; nothing without reviews."""
        marks = Cast(Sum(ALL_MARKS), FloatField()) / (Count("pk") * Rating.CRITERIA)
        return self.annotate(
            mean=Subquery(_reviews_of_product().annotate(mean=marks).values("mean"))
        )

    def for_cards(self) -> Self:
        """With what a list shows: kind, rating, and where it is in stock (constant queries)."""
        from exercises.models.shop import Stock

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
        from exercises.models.shop import Stock

        there = Stock.objects.filter(
            product=OuterRef("pk"), pieces__gt=0, shop__city=city, shop__status="published"
        )
        return self.filter(Exists(there))

    def discounted(self) -> Self:
        """With an old price, which is always higher."""
        return self.filter(old_price__isnull=False)

    def with_discount(self) -> Self:
        """With `kept`, the share of the old price that is still asked, to sort by."""
        old = Cast(F("old_price"), FloatField())
        return self.annotate(kept=Cast(F("price"), FloatField()) / old)

    def favourites_of(self, user: Visitor) -> Self:
        """What the person keeps, the last kept first."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(favourites__user=user).order_by("-favourites__created_at")


class Product(PublishableModel):
    """Something one can buy somewhere: facts with their dates. Backfit sells nothing."""

    equipment = models.ForeignKey(
        Equipment, models.PROTECT, related_name="products", verbose_name="kind of equipment"
    )
    brand = LineField(max_length=60)
    model = LineField(max_length=100, help_text="Name or number under the brand.")
    maker = LineField(max_length=80, blank=True, help_text="When it is not the brand.")
    country = LineField(max_length=60, blank=True)
    summary = ProseField(max_length=1000, blank=True)
    is_sample = models.BooleanField(
        "sample",
        default=False,
        help_text="Shows how products look here; its figures are not kept up to date.",
    )
    rating_note = ProseField(
        max_length=500, blank=True, help_text="How the mean comes about, when that needs words."
    )
    photo = PhotoField(
        upload_to="products/",
        blank=True,
        help_text="JPEG, PNG or WebP, at most 10 MB. Without one, the kind’s drawing is shown.",
    )

    price = MoneyField(max_digits=10, decimal_places=2, null=True, blank=True)  # type: ignore[no-untyped-call]
    old_price = MoneyField(max_digits=10, decimal_places=2, null=True, blank=True)  # type: ignore[no-untyped-call]
    priced_on = models.DateField(
        "price seen on", null=True, blank=True, help_text="The day the price was seen."
    )

    weight_kg = models.DecimalField(
        "weight (kg)", max_digits=7, decimal_places=3, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.001"))],
    )  # fmt: skip
    resistance_min_kg = models.DecimalField(
        "resistance from (kg)", max_digits=6, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )  # fmt: skip
    resistance_max_kg = models.DecimalField(
        "resistance to (kg)", max_digits=6, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )  # fmt: skip
    length_cm = models.DecimalField(
        "length (cm)", max_digits=6, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.1"))],
    )  # fmt: skip
    material = LineField(max_length=60, blank=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["brand", "model"]
        indexes = [
            models.Index(fields=["status", "brand", "model"], name="product_by_name"),
            models.Index(fields=["status", "price_currency", "price"], name="product_by_price"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "model"],
                name="product_unique_model",
                violation_error_message="This model of the brand is entered already.",
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gt=0),
                name="product_price_positive",
                violation_error_message="The price must be more than nothing.",
            ),
            models.CheckConstraint(
                condition=Q(old_price__isnull=True) | Q(old_price__gt=F("price")),
                name="product_old_price_higher",
                violation_error_message="The old price must be higher than the price.",
            ),
            models.CheckConstraint(
                condition=Q(old_price__isnull=True) | Q(old_price_currency=F("price_currency")),
                name="product_one_currency",
                violation_error_message="The old price must be in the price’s currency.",
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(priced_on__isnull=False),
                name="product_price_dated",
                violation_error_message="Say on which day the price was seen.",
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=False) | Q(old_price__isnull=True),
                name="product_old_price_needs_price",
                violation_error_message="An old price needs a price.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exercises:product-detail", args=[self.equipment.slug, self.slug])

    def clean(self) -> None:
        """Check that the resistance runs upwards."""
        super().clean()
        low, high = self.resistance_min_kg, self.resistance_max_kg
        if low is not None and high is not None and high < low:
            raise ValidationError({"resistance_max_kg": "The highest resistance is the lower one."})

    @property
    def name(self) -> str:
        return f"{self.brand} {self.model}"

    @property
    def origin(self) -> str:
        """`Prime Sport, Russia`: the maker or the brand, and the country."""
        return ", ".join(filter(None, [self.maker or self.brand, self.country]))

    @property
    def price_label(self) -> str:
        return price_in_words(self.price) if self.price else ""

    @property
    def old_price_label(self) -> str:
        return price_in_words(self.old_price) if self.old_price else ""

    @property
    def discount_label(self) -> str:
        """`−18%`; empty without an old price."""
        if not self.price or not self.old_price:
            return ""
        return f"−{discount_percent(self.price, self.old_price)}%"

    @property
    def rating(self) -> Rating:
        """Count and mean of all marks; load `with_rating` first."""
        return Rating(count=self.review_count, total=self.marks_total or Decimal(0))  # type: ignore[attr-defined]

    @property
    def in_shops(self) -> list[Stock]:
        """What shops have of it, by city; load `for_cards` first."""
        return list(self.stock_on_show)  # type: ignore[attr-defined]

    @property
    def cities_in_stock(self) -> list[str]:
        """The cities with a piece, each once; load `for_cards` first."""
        return list(dict.fromkeys(row.shop.city for row in self.in_shops))

    @property
    def picture_url(self) -> str:
        """The photo's address, else the drawing's of its kind, else nothing."""
        if self.photo:
            args = [self.equipment.slug, self.slug]
            version = int(self.updated_at.timestamp())
            return f"{reverse('exercises:product-photo', args=args)}?v={version}"
        return self.equipment.picture_url

    def specifications(self) -> list[tuple[str, str]]:
        """Label and value of every attribute; the value of an unknown one is empty."""
        return [
            ("Weight", _measure(self.weight_kg, "kg")),
            ("Resistance", _range(self.resistance_min_kg, self.resistance_max_kg, "kg")),
            ("Length", _measure(self.length_cm, "cm")),
            ("Material", self.material),
        ]


def _measure(value: Decimal | None, unit: str) -> str:
    """`0.5 kg`, without needless zeros."""
    return "" if value is None else f"{value.normalize():f} {unit}"


def _range(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    """`5–20 kg`, `from 5 kg`, `up to 20 kg`."""
    if low is None or high is None or low == high:
        word = "from " if high is None else "up to " if low is None else ""
        value = _measure(low if low is not None else high, unit)
        return f"{word}{value}" if value else ""
    return f"{low.normalize():f}–{_measure(high, unit)}"
