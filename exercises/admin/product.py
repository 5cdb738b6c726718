"""Products, prices, stock, shops and reviews in the admin, and their import from spreadsheets."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest
from djmoney.forms import MoneyField as MoneyFormField
from djmoney.models.fields import MoneyField
from import_export import fields, widgets

from exercises.admin.fields import PLAIN_TEXT
from exercises.admin.import_export import CatalogueImportExportMixin
from exercises.admin.import_export.resources import HtmlDiff, StrictColumns
from exercises.admin.publishable import PublishableAdmin
from exercises.models import (
    Equipment,
    OpeningHours,
    PriceChange,
    Product,
    Review,
    ReviewReport,
    Shop,
    Stock,
)
from exercises.products.prices import exact_price, read_price


class PriceField(MoneyFormField):
    """A sum and its currency; a sum without one is told, where the package alone would fail."""

    def compress(self, data_list: Any) -> Any:
        amount, currency = data_list or (None, None)
        if amount is not None and not currency:
            raise ValidationError("Choose the currency as well.")
        return super().compress(data_list)  # type: ignore[no-untyped-call]


class PriceWidget(widgets.Widget):
    """A price in one cell, `790 RUB`; an empty cell is no price."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return read_price(str(value)) if value else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return exact_price(value)


def by_slug(name: str, model: Any) -> fields.Field:
    """A column that names a row of another table by its slug."""
    return fields.Field(name, name, widgets.ForeignKeyWidget(model, "slug"))


class CheckedResource(StrictColumns):
    """Every row is checked as a form would check it, and all rows are written or none."""

    @classmethod
    def get_diff_class(cls) -> type[HtmlDiff]:
        """What the dry run shows: only the columns that change."""
        return HtmlDiff

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        use_transactions = True


class ProductResource(CheckedResource):
    """A product a row, known by its slug."""

    equipment = by_slug("equipment", Equipment)
    price = fields.Field("price", "price", PriceWidget())
    old_price = fields.Field("old_price", "old_price", PriceWidget())

    class Meta(CheckedResource.Meta):
        model = Product
        import_id_fields = ("slug",)
        fields = (
            *("slug", "status", "equipment", "brand", "model", "maker", "country", "summary"),
            *("price", "old_price", "priced_on", "is_sample", "rating_note"),
            *("weight_kg", "resistance_min_kg", "resistance_max_kg", "length_cm", "material"),
        )

    def after_save_instance(self, instance: Product, row: Any, **kwargs: Any) -> None:
        """Keep the price in the history."""
        PriceChange.objects.record(instance)


class StockResource(CheckedResource):
    """What a shop has of a product, known by both slugs."""

    product = by_slug("product", Product)
    shop = by_slug("shop", Shop)

    class Meta(CheckedResource.Meta):
        model = Stock
        import_id_fields = ("product", "shop")
        fields = ("product", "shop", "pieces", "counted_on")


class ShopResource(CheckedResource):
    """A shop a row, known by its slug; opening hours are edited on its page."""

    class Meta(CheckedResource.Meta):
        model = Shop
        import_id_fields = ("slug",)
        fields = ("slug", "status", "name", "city", "address", "time_zone")


class StockInline(admin.TabularInline[Stock, Product]):
    model = Stock
    extra = 0
    autocomplete_fields = ("shop",)


class PriceInline(admin.TabularInline[PriceChange, Product]):
    model = PriceChange
    extra = 0


@admin.register(Product)
class ProductAdmin(CatalogueImportExportMixin, PublishableAdmin):
    resource_classes = (ProductResource,)
    list_display = ("name", "equipment", "price_label", "discount_label", "priced_on", "status")
    list_filter = ("status", "is_sample", "equipment")
    list_select_related = ("equipment",)
    search_fields = ("brand", "model", "maker", "summary")
    autocomplete_fields = ("equipment",)
    prepopulated_fields = {"slug": ["brand", "model"]}
    formfield_overrides = {**PLAIN_TEXT, MoneyField: {"form_class": PriceField}}
    inlines = (StockInline, PriceInline)
    fieldsets = (
        (None, {"fields": ["equipment", ("brand", "model"), "slug", "status", "is_sample"]}),
        ("Words", {"fields": [("maker", "country"), "summary", "photo"]}),
        ("Price", {"fields": ["price", "old_price", "priced_on"]}),
        (
            "Specifications",
            {
                "fields": [
                    ("weight_kg", "length_cm", "material"),
                    ("resistance_min_kg", "resistance_max_kg"),
                ]
            },
        ),
        ("Reviews", {"fields": ["rating_note"]}),
    )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save stock and prices, and keep today's price in the history."""
        super().save_related(request, form, formsets, change)
        PriceChange.objects.record(form.instance)


class OpeningHoursInline(admin.TabularInline[OpeningHours, Shop]):
    model = OpeningHours
    extra = 0


@admin.register(Shop)
class ShopAdmin(CatalogueImportExportMixin, PublishableAdmin):
    resource_classes = (ShopResource,)
    list_display = ("name", "city", "time_zone", "status")
    list_filter = ("status", "city")
    search_fields = ("name", "city", "address")
    prepopulated_fields = {"slug": ["city", "name"]}
    inlines = (OpeningHoursInline,)


@admin.register(Stock)
class StockAdmin(CatalogueImportExportMixin, admin.ModelAdmin[Stock]):
    resource_classes = (StockResource,)
    list_display = ("product", "shop", "pieces", "counted_on")
    list_filter = ("shop__city",)
    list_select_related = ("product", "shop")
    search_fields = ("product__brand", "product__model", "shop__name", "shop__city")
    autocomplete_fields = ("product", "shop")


@admin.action(description="Hide", permissions=["change"])
def hide(admin_: Any, request: HttpRequest, reviews: QuerySet[Review]) -> None:
    """Take the chosen reviews off the site; they no longer count."""
    reviews.update(status=Review.Status.HIDDEN)


@admin.action(description="Show again", permissions=["change"])
def show(admin_: Any, request: HttpRequest, reviews: QuerySet[Review]) -> None:
    """Let the public see the chosen reviews, and close the reports about them."""
    ReviewReport.objects.filter(review__in=reviews).delete()
    reviews.update(status=Review.Status.PUBLISHED)


class ReportInline(admin.TabularInline[ReviewReport, Review]):
    model = ReviewReport
    extra = 0
    can_delete = True
    readonly_fields = ("reason", "note", "created_at")
    fields = readonly_fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReportedFilter(admin.SimpleListFilter):
    """Reviews that members reported."""

    title = "reports"
    parameter_name = "reported"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", "Reported"), ("0", "Not reported")]

    def queryset(self, request: HttpRequest, rows: QuerySet[Review]) -> QuerySet[Review]:
        if self.value() is None:
            return rows
        reported = Exists(ReviewReport.objects.filter(review=OuterRef("pk")))
        return rows.filter(reported if self.value() == "1" else ~reported)


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin[Review]):
    """Moderation: editors hide and show reviews; the words stay their author's."""

    actions = (hide, show)
    list_display = ("product", "author_name", "efficiency", "value", "design", "reports", "status")
    list_filter = ("status", ReportedFilter, "created_at")
    list_select_related = ("product", "author")
    search_fields = ("text", "product__brand", "product__model")
    fields = (
        *("product", "author_name", "efficiency", "value", "design", "text"),
        *("created_at", "updated_at", "status"),
    )
    readonly_fields = fields[:-1]
    inlines = (ReportInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        return super().get_queryset(request).annotate(report_count=Count("reports"))

    @admin.display(ordering="report_count")
    def reports(self, review: Any) -> int:
        """How many members reported it."""
        return int(review.report_count)
