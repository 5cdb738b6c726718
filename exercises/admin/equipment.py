"""Equipment in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exercises.admin.import_export import CatalogueImportExportMixin, PublishableResource
from exercises.admin.publishable import PublishableAdmin
from exercises.admin.translation import TranslationMixin
from exercises.content.catalogue import EquipmentLoader
from exercises.models import Equipment


class EquipmentResource(PublishableResource):
    """A kind of equipment."""

    class Meta(PublishableResource.Meta):
        model = Equipment
        fields = (
            "slug",
            "name",
            "status",
            "order",
            "place",
            "summary",
            "how_to_choose",
            "safety",
            "stands_in_for",
            "search_terms",
        )


@admin.register(Equipment)
class EquipmentAdmin(TranslationMixin, CatalogueImportExportMixin, PublishableAdmin):
    content_loader = EquipmentLoader()
    resource_classes = (EquipmentResource,)
    list_display = ("name", "place", "status", "order")
    list_filter = ("status", "place")
    search_fields = ("name", "summary")
    autocomplete_fields = ("stands_in_for",)
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = (
        (None, {"fields": ["name", "slug", "status", "place", "order"]}),
        (_("Words"), {"fields": ["summary", "how_to_choose", "safety"]}),
        (_("When something is missing"), {"fields": ["stands_in_for"]}),
        (_("Search"), {"fields": ["search_terms"]}),
    )

    def uses(self, row: Equipment) -> str:
        number = row.exercises.count()
        if not number:
            return ""
        return ngettext(
            "%(entry)s is needed for %(number)s exercise: take it off that first.",
            "%(entry)s is needed for %(number)s exercises: take it off them first.",
            number,
        ) % {"entry": row, "number": number}
