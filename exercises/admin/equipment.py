"""Equipment in the admin."""

from __future__ import annotations

from django.contrib import admin

from exercises.admin.import_export import CatalogueImportExportMixin, PublishableResource
from exercises.admin.publishable import PublishableAdmin
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
        )


@admin.register(Equipment)
class EquipmentAdmin(CatalogueImportExportMixin, PublishableAdmin):
    resource_classes = (EquipmentResource,)
    list_display = ("name", "place", "status", "order")
    list_filter = ("status", "place")
    search_fields = ("name", "summary")
    autocomplete_fields = ("stands_in_for",)
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = (
        (None, {"fields": ["name", "slug", "status", "place", "order"]}),
        ("Words", {"fields": ["summary", "how_to_choose", "safety"]}),
        ("When something is missing", {"fields": ["stands_in_for"]}),
    )

    def uses(self, row: Equipment) -> str:
        number = row.exercises.count()
        return f"is needed for exercises ({number}): take it off them first" if number else ""
