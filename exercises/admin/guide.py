"""Guides in the admin."""

from __future__ import annotations

import nested_admin
from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from exercises.admin.checked import CheckedAdmin, CheckFilter
from exercises.admin.import_export import (
    CatalogueImportExportMixin,
    SourcedResource,
)
from exercises.admin.inlines import OrderedInline
from exercises.admin.translation import TranslationMixin
from exercises.content.guides import GuideLoader
from exercises.models import Guide, GuideSource


class GuideSourceInline(OrderedInline, nested_admin.NestedTabularInline):
    model = GuideSource
    extra = 0
    sortable_field_name = "position"


class GuideResource(SourcedResource):
    """A guide with its sources."""

    class Meta(SourcedResource.Meta):
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
            "search_terms",
            "sources",
            "checked_on",
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
class GuideAdmin(
    TranslationMixin, CatalogueImportExportMixin, CheckedAdmin, nested_admin.NestedModelAdmin
):
    content_loader = GuideLoader()
    form = GuideForm
    resource_classes = (GuideResource,)
    list_display = ("title", "order", "essential", "rating", "status")
    list_filter = ("status", CheckFilter, "essential")
    search_fields = ("title", "summary", "body", "exercises__name")
    autocomplete_fields = ("cover", "exercises")
    prepopulated_fields = {"slug": ["title"]}
    inlines = (GuideSourceInline,)
    fieldsets = (
        (None, {"fields": ["title", "slug", "status", "checked_on", "essential", "order"]}),
        (_("Words"), {"fields": ["summary", "body"]}),
        (_("What goes with it"), {"fields": ["cover", "exercises"]}),
        (_("Search"), {"fields": ["search_terms"]}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Guide]:
        return super().get_queryset(request).for_list()  # type: ignore[attr-defined,no-any-return]

    @admin.display(description=_("rating"), ordering="rating_mean")
    def rating(self, guide: Guide) -> str:
        """`4.0 from 1 rating`"""
        return guide.rating_label
