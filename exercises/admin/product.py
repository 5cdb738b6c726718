"""Products, prices, stock, shops and reviews in the admin, and their import from spreadsheets."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from djmoney.forms import MoneyField as MoneyFormField
from djmoney.models.fields import MoneyField
from import_export.instance_loaders import ModelInstanceLoader

from exercises.admin.fields import PLAIN_TEXT
from exercises.admin.import_export import (
    CatalogueImportExportMixin,
    CatalogueResource,
    PublishableResource,
)
from exercises.admin.inlines import RowInline
from exercises.admin.publishable import PublishableAdmin
from exercises.admin.translation import TranslationMixin
from exercises.content.products import ProductLoader, ShopLoader
from exercises.models import (
    OpeningHours,
    PriceChange,
    Product,
    Review,
    ReviewReport,
    Shop,
    Stock,
)
from exercises.models.fields import DecimalInput, NumberFormField


class PriceField(MoneyFormField):
    """A sum and its currency; a sum without one is an error, where the package alone would fail."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)  # type: ignore[no-untyped-call]
        amount, currency = self.fields
        limits = {
            name: getattr(amount, name) for name in ("max_digits", "decimal_places", "required")
        }
        self.fields = (NumberFormField(**limits), currency)
        self.widget.widgets[0] = DecimalInput()

    def compress(self, data_list: Any) -> Any:
        amount, currency = data_list or (None, None)
        if amount is not None and not currency:
            raise ValidationError(_("Choose the currency as well."))
        return super().compress(data_list)  # type: ignore[no-untyped-call]


PRICES: Any = {MoneyField: {"form_class": PriceField}}
"""The `formfield_overrides` of what has a price."""


class ProductResource(PublishableResource):
    """A product."""

    class Meta(PublishableResource.Meta):
        model = Product
        fields = (
            *("slug", "status", "equipment", "brand", "model", "maker", "country", "summary"),
            *("price", "old_price", "priced_on", "is_sample", "rating_note"),
            *("weight_kg", "resistance_min_kg", "resistance_max_kg", "length_cm", "material"),
        )

    def after_save_instance(self, instance: Product, row: Any, **kwargs: Any) -> None:
        """Keep the price in the history."""
        PriceChange.objects.record(instance)


class StockResource(CatalogueResource):
    """What a shop has of a product, known by both slugs."""

    class Meta(CatalogueResource.Meta):
        model = Stock
        import_id_fields = ("product", "shop")
        instance_loader_class = ModelInstanceLoader
        fields = ("product", "shop", "pieces", "counted_on")


class ShopResource(PublishableResource):
    """A shop; opening hours are edited on its page."""

    class Meta(PublishableResource.Meta):
        model = Shop
        fields = ("slug", "status", "name", "city", "address", "time_zone")


class StockInline(RowInline, admin.TabularInline[Stock, Product]):
    model = Stock
    extra = 0
    autocomplete_fields = ("shop",)


class PriceInline(RowInline, admin.TabularInline[PriceChange, Product]):
    model = PriceChange
    extra = 0
    formfield_overrides = PRICES


@admin.register(Product)
class ProductAdmin(TranslationMixin, CatalogueImportExportMixin, PublishableAdmin):
    content_loader = ProductLoader()
    resource_classes = (ProductResource,)
    list_display = ("name", "equipment", "price_label", "discount_label", "priced_on", "status")
    list_filter = ("status", "is_sample", "equipment")
    list_select_related = ("equipment",)
    search_fields = ("brand", "model", "maker", "summary")
    autocomplete_fields = ("equipment",)
    prepopulated_fields = {"slug": ["brand", "model"]}
    formfield_overrides = {**PLAIN_TEXT, **PRICES}
    inlines = (StockInline, PriceInline)
    fieldsets = (
        (None, {"fields": ["equipment", ("brand", "model"), "slug", "status", "is_sample"]}),
        (_("Words"), {"fields": [("maker", "country"), "summary", "photo"]}),
        (_("Price"), {"fields": ["price", "old_price", "priced_on"]}),
        (
            _("Specifications"),
            {
                "fields": [
                    ("weight_kg", "length_cm", "material"),
                    ("resistance_min_kg", "resistance_max_kg"),
                ]
            },
        ),
        (_("Reviews"), {"fields": ["rating_note"]}),
    )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save stock and prices, and keep today's price in the history."""
        super().save_related(request, form, formsets, change)
        PriceChange.objects.record(form.instance)

    @admin.display(description=_("name"))
    def name(self, row: Any) -> str:
        return str(row.name)

    @admin.display(description=_("price"))
    def price_label(self, row: Any) -> str:
        return str(row.price_label)

    @admin.display(description=_("discount"))
    def discount_label(self, row: Any) -> str:
        return str(row.discount_label)


class OpeningHoursInline(RowInline, admin.TabularInline[OpeningHours, Shop]):
    model = OpeningHours
    extra = 0


@admin.register(Shop)
class ShopAdmin(TranslationMixin, CatalogueImportExportMixin, PublishableAdmin):
    content_loader = ShopLoader()
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


@admin.action(description=_("Hide"), permissions=["change"])
def hide(admin_: Any, request: HttpRequest, reviews: QuerySet[Review]) -> None:
    """Take the chosen reviews off the site; they no longer count."""
    reviews.update(status=Review.Status.HIDDEN)


@admin.action(description=_("Show again"), permissions=["change"])
def show(admin_: Any, request: HttpRequest, reviews: QuerySet[Review]) -> None:
    """Let the public see the chosen reviews, and close the reports about them."""
    ReviewReport.objects.filter(review__in=reviews).delete()
    reviews.update(status=Review.Status.PUBLISHED)


class ReportInline(RowInline, admin.TabularInline[ReviewReport, Review]):
    model = ReviewReport
    extra = 0
    can_delete = True
    readonly_fields = ("reason", "note", "created_at")
    fields = readonly_fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReportedFilter(admin.SimpleListFilter):
    """Reviews that members reported."""

    title = _("reports")
    parameter_name = "reported"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", gettext("Reported")), ("0", gettext("Not reported"))]

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

    @admin.display(description=_("reports"), ordering="report_count")
    def reports(self, review: Any) -> int:
        """How many members reported it."""
        return int(review.report_count)

    @admin.display(description=_("author"))
    def author_name(self, row: Any) -> str:
        return str(row.author_name)
