"""Conditions in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exercises.admin.checked import CheckedAdmin, CheckFilter
from exercises.admin.import_export import CatalogueImportExportMixin, PublishableResource
from exercises.admin.translation import TranslationMixin
from exercises.content.catalogue import ConditionLoader
from exercises.models import Condition


class ConditionResource(PublishableResource):
    """A condition."""

    class Meta(PublishableResource.Meta):
        model = Condition
        fields = (
            "slug",
            "name",
            "status",
            "kind",
            "order",
            "question",
            "reason",
            "what_to_do",
            "source",
            "source_url",
            "search_terms",
            "checked_on",
        )


@admin.register(Condition)
class ConditionAdmin(TranslationMixin, CatalogueImportExportMixin, CheckedAdmin):
    content_loader = ConditionLoader()
    resource_classes = (ConditionResource,)
    list_display = ("name", "kind", "status", "order")
    list_filter = ("status", CheckFilter, "kind")
    search_fields = ("name", "question")
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = (
        (None, {"fields": ["name", "slug", "status", "checked_on", "kind", "order"]}),
        (_("What people read"), {"fields": ["question", "reason", "what_to_do"]}),
        (_("Search"), {"fields": ["search_terms"]}),
        (
            _("Source"),
            {
                "fields": ["source", "source_url"],
                "description": _("Where the facts are from; the sentences are ours."),
            },
        ),
    )

    def uses(self, row: Condition) -> str:
        number = row.exercises.count()
        if not number:
            return ""
        return ngettext(
            "%(entry)s is named by %(number)s exercise: take it off that first.",
            "%(entry)s is named by %(number)s exercises: take it off them first.",
            number,
        ) % {"entry": row, "number": number}
