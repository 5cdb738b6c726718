"""Guides in the admin."""

from __future__ import annotations

import nested_admin
from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from import_export.fields import Field

from exercises.admin.import_export import (
    CatalogueImportExportMixin,
    PublishableResource,
    SlugWidget,
)
from exercises.admin.inlines import OrderedInline
from exercises.admin.publishable import PublishableAdmin
from exercises.models import Exercise, Guide, GuideSource


class GuideSourceInline(OrderedInline, nested_admin.NestedTabularInline):
    model = GuideSource
    extra = 0
    sortable_field_name = "position"


class GuideResource(PublishableResource):
    """A guide without its sources: these are edited in its form."""

    cover = Field("cover", "cover", SlugWidget(Exercise))

    class Meta(PublishableResource.Meta):
        model = Guide
        fields = (
            "slug",
            "title",
            "status",
            "essential",
            "order",
            "summary",
            "body",
            "cover",
            "exercises",
        )


class GuideForm(forms.ModelForm[Guide]):
    """A guide with room to write."""

    class Meta:
        model = Guide
        fields = "__all__"  # noqa: DJ007 (the admin shows what its fieldsets name)
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3, "cols": 100}),
            "body": forms.Textarea(attrs={"rows": 30, "cols": 100}),
        }

    def clean_body(self) -> str:
        """The body with the line ends of the content files; browsers send CRLF."""
        return "\n".join(self.cleaned_data["body"].splitlines())


@admin.register(Guide)
class GuideAdmin(CatalogueImportExportMixin, PublishableAdmin, nested_admin.NestedModelAdmin):
    form = GuideForm
    resource_classes = (GuideResource,)
    list_display = ("title", "order", "essential", "rating", "status")
    list_filter = ("status", "essential")
    search_fields = ("title", "summary", "body", "exercises__name")
    autocomplete_fields = ("cover", "exercises")
    prepopulated_fields = {"slug": ["title"]}
    inlines = (GuideSourceInline,)
    fieldsets = (
        (None, {"fields": ["title", "slug", "status", "essential", "order"]}),
        ("Words", {"fields": ["summary", "body"]}),
        ("What goes with it", {"fields": ["cover", "exercises"]}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Guide]:
        return super().get_queryset(request).for_list()  # type: ignore[attr-defined,no-any-return]

    @admin.display(ordering="rating_mean")
    def rating(self, guide: Guide) -> str:
        """`4.0 from 1 rating`"""
        return guide.rating_label
