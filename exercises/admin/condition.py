"""Conditions in the admin."""

from __future__ import annotations

from django.contrib import admin

from exercises.admin.import_export import CatalogueImportExportMixin, PublishableResource
from exercises.admin.publishable import PublishableAdmin
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
        )


@admin.register(Condition)
class ConditionAdmin(CatalogueImportExportMixin, PublishableAdmin):
    resource_classes = (ConditionResource,)
    list_display = ("name", "kind", "status", "order")
    list_filter = ("status", "kind")
    search_fields = ("name", "question")
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = (
        (None, {"fields": ["name", "slug", "status", "kind", "order"]}),
        ("What people read", {"fields": ["question", "reason", "what_to_do"]}),
        (
            "Source",
            {
                "fields": ["source", "source_url"],
                "description": "Where the facts are from; the sentences are ours.",
            },
        ),
    )

    def uses(self, row: Condition) -> str:
        number = row.exercises.count()
        return f"is named by exercises ({number}): take it off them first" if number else ""
