"""Forms of products: the filter of the list, reviews, and reports about them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Count, F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from exercises.formats import label_with_count, number_text
from exercises.models import Equipment, Product, Review, ReviewReport, Shop
from exercises.models.fields import NumberFormField
from exercises.models.product import ProductQuerySet
from exercises.models.translated import named_choices

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ANY: list[tuple[str, Any]] = [("", _("Any"))]
SORTS: dict[str, tuple[StrPromise, list[Any]]] = {
    "name": (pgettext_lazy("of a thing", "Name"), ["brand", "model"]),
    "price": (_("Price, lowest first"), [F("price_currency").asc(nulls_last=True), F("price").asc(nulls_last=True)]),
    "-price": (_("Price, highest first"), [F("price_currency").asc(nulls_last=True), F("price").desc(nulls_last=True)]),
    "rating": (_("Rating, best first"), [F("mean").desc(nulls_last=True), F("review_count").desc()]),
    "discount": (_("Discount, largest first"), [F("price_ratio").asc(nulls_last=True)]),
}  # fmt: skip
RATINGS = ("4.5", "4", "3")
MAX_ID_LENGTH = 18
"""Digits of a key that fits into the database’s largest integer."""


def _rating_label(mark: str) -> str:
    return gettext("%(mark)s and up") % {"mark": number_text(Decimal(mark))}


class ProductFilter(forms.Form):
    """The filter of products; its fields are the parameters of `/equipment/products/`, all optional."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    city = forms.ChoiceField(label=_("In stock in"), required=False)
    rating = forms.ChoiceField(label=_("Rating"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    price_from = NumberFormField(
        label=_("Price from"), required=False, min_value=Decimal(0), max_digits=10, decimal_places=2
    )
    price_to = NumberFormField(
        label=_("Price to"), required=False, min_value=Decimal(0), max_digits=10, decimal_places=2
    )
    discount = forms.BooleanField(label=_("With a discount"), required=False)
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[(value, label) for value, (label, __) in SORTS.items()],
    )

    def __init__(self, products: ProductQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.products = products
        kinds = named_choices(Equipment.objects.published())
        currencies = products.order_by().values_list("price_currency", flat=True).distinct()
        self._choose("kind", kinds)
        self._choose("city", Shop.objects.cities())
        self._choose("rating", [(mark, _rating_label(mark)) for mark in RATINGS])
        self._choose("currency", [(code, code) for code in sorted(filter(None, currencies))])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = [*ANY, *choices]

    def clean(self) -> dict[str, Any]:
        """Require a currency with an amount when there are several: amounts are never converted."""
        data: dict[str, Any] = super().clean() or {}
        low, high = data.get("price_from"), data.get("price_to")
        if low is not None and high is not None and high < low:
            self.add_error("price_to", _("The highest price is below the lowest."))
        asked = low is not None or high is not None
        if asked and not data.get("currency") and len(self._codes()) > 1:
            self.add_error("currency", _("Choose the currency of the price: we convert none."))
        return data

    def _codes(self) -> list[str]:
        field = self.fields["currency"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        return [code for code, _ in field.widget.choices if code]

    def found(self, but: str = "") -> ProductQuerySet:
        """The products that match the filter, ignoring the field `but`, in no order."""
        chosen = {name: value for name, value in self.cleaned_data.items() if name != but}
        products = self.products
        if kind := chosen.get("kind"):
            products = products.filter(equipment__slug=kind)
        if city := chosen.get("city"):
            products = products.in_stock_in(city)
        if rating := chosen.get("rating"):
            products = products.rated_at_least(Decimal(rating))
        if currency := chosen.get("currency"):
            products = products.filter(price_currency=currency)
        if (low := chosen.get("price_from")) is not None:
            products = products.filter(price__gte=low)
        if (high := chosen.get("price_to")) is not None:
            products = products.filter(price__lte=high)
        return products.discounted() if chosen.get("discount") else products

    def in_order(self) -> ProductQuerySet:
        """The products that match the filter, sorted as chosen, then by name."""
        sort = self.cleaned_data.get("sort") or "name"
        products = self.found()
        if sort == "rating":
            products = products.with_rating().with_mean()
        if sort == "discount":
            products = products.with_discount()
        return products.order_by(*SORTS[sort][1], "brand", "model", "pk")

    def show_counts(self) -> None:
        """Add to each choice's label how many products it would leave (four queries)."""
        kinds = self._tally("kind", "equipment__slug")
        cities = self._tally(
            "city", "stock__shop__city", Q(stock__pieces__gt=0, stock__shop__status="published")
        )
        self._label("kind", kinds)
        self._label("city", cities)
        self._label("rating", self._tally_ratings())
        discounted = self.found(but="discount").discounted().count()
        self["discount"].label = gettext("With a discount (%(count)s)") % {"count": discounted}

    def _tally_ratings(self) -> dict[str, int]:
        """How many products each minimum rating would leave."""
        tallies = {
            f"at_{number}": Count("pk", filter=Q(mean__gte=Decimal(rating)))
            for number, rating in enumerate(RATINGS)
        }
        found: dict[str, int] = self.found(but="rating").with_mean().aggregate(**tallies)
        return dict(zip(RATINGS, found.values(), strict=True))

    def _tally(self, field: str, path: str, condition: Q | None = None) -> dict[str, int]:
        """How many products each value at the end of `path` would leave."""
        rows = self.found(but=field).order_by().filter(condition or Q()).values(path)
        return dict(rows.annotate(number=Count("pk", distinct=True)).values_list(path, "number"))

    def _label(self, name: str, counts: dict[str, int]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = [
            (value, label_with_count(label, counts.get(str(value), 0)) if value else label)
            for value, label in field.widget.choices
        ]

    def shown_fields(self) -> list[forms.BoundField]:
        """The fields to show: the currency only when there are several."""
        hidden = {"currency"} if len(self._codes()) < 2 else set()
        return [self[name] for name in self.fields if name not in hidden]

    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(self.data.get(name) for name in self.fields if name != "sort")


class VersionInput(forms.HiddenInput):
    """Always renders the key of the stored review, whatever was sent, so that sending again replaces it."""

    key = ""

    def format_value(self, value: Any) -> str:
        return self.key


class ReviewForm(forms.ModelForm[Review]):
    """A person's review of one product, new or to change."""

    class Meta:
        model = Review
        fields = ("efficiency", "value", "design", "text")
        labels = {"text": _("What should others know?")}
        help_texts = {"text": _("Plain text, at most 5,000 characters. You may leave it empty.")}
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}

    seen = forms.CharField(required=False, widget=VersionInput())
    """The key of the review that the form was rendered with; empty for a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = self.fields["seen"].widget
        assert isinstance(seen, VersionInput)  # noqa: S101 (for the type checker)
        seen.key = str(self.instance.pk or "")
        for name in ("efficiency", "value", "design"):
            self.fields[name].error_messages["required"] = _("Choose a mark from 1 to 5.")

    def clean(self) -> dict[str, Any]:
        """Refuse a new review by somebody who has one, so that it is not overwritten by accident."""
        data: dict[str, Any] = super().clean() or {}
        if self.instance.pk and data.get("seen") != str(self.instance.pk):
            raise forms.ValidationError(
                _(
                    "You have reviewed this product already. Nothing is saved yet: send the form"
                    " again to replace your earlier review."
                )
            )
        return data


class ReportForm(forms.ModelForm[ReviewReport]):
    """What is wrong with a review."""

    class Meta:
        model = ReviewReport
        fields = ("reason", "note")
        labels = {"reason": _("What is wrong with it?"), "note": _("Anything else? (optional)")}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class ProductIdsField(forms.ModelMultipleChoiceField[Product]):
    """Products by key; refuses keys too large for the database's integers."""

    def clean(self, value: Any) -> Any:
        for key in value:
            if not (key.isdecimal() and len(key) <= MAX_ID_LENGTH):
                raise forms.ValidationError(
                    _("“%(key)s” is not the number of a product."), params={"key": key[:40]}
                )
        return super().clean(value)


class CompareForm(forms.Form):
    """The products to compare, by key."""

    item = ProductIdsField(
        queryset=Product.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": _("There is no product %(value)s to compare."),
        },
    )

    def __init__(self, products: ProductQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, ProductIdsField)  # noqa: S101 (for the type checker)
        field.queryset = products
