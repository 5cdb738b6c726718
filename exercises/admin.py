"""The catalogue in the admin."""

from __future__ import annotations

from typing import Any, ClassVar

import nested_admin
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from exercises.models import (
    BodyPart,
    Condition,
    Equipment,
    Exercise,
    JointAction,
    Muscle,
    Stabiliser,
    Status,
)

PRESCRIPTION_ROWS: list[Any] = [
    ("sets", "reps_min", "reps_max"),
    ("total_min", "total_max"),
    ("hold_seconds", "duration_seconds"),
    ("each_side", "rest_seconds", "load_kg", "tempo"),
    "note",
]


@admin.action(description="Publish", permissions=["change"])
def publish(admin_: Any, request: HttpRequest, rows: QuerySet[Any]) -> None:
    """Let the public see the chosen entries."""
    rows.update(status=Status.PUBLISHED)


@admin.action(description="Unpublish", permissions=["change"])
def unpublish(admin_: Any, request: HttpRequest, rows: QuerySet[Any]) -> None:
    """Take the chosen entries back to drafts."""
    rows.update(status=Status.DRAFT)


class CuratedAdmin(admin.ModelAdmin[Any]):
    """What all curated content shares: its state first, publishing in bulk."""

    actions = (publish, unpublish)
    list_filter: ClassVar[Any] = ("status",)
    save_on_top = True
    list_per_page = 50


@admin.register(BodyPart)
class BodyPartAdmin(admin.ModelAdmin[BodyPart]):
    list_display = ("name", "region", "order")
    list_filter = ("region",)
    search_fields = ("name",)
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Muscle)
class MuscleAdmin(admin.ModelAdmin[Muscle]):
    list_display = ("name", "latin_name", "body_part", "order")
    list_filter = ("body_part",)
    list_select_related = ("body_part",)
    search_fields = ("name", "latin_name")
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Equipment)
class EquipmentAdmin(CuratedAdmin):
    list_display = ("name", "place", "status", "order")
    list_filter = ("status", "place")
    search_fields = ("name", "summary")
    autocomplete_fields = ("stands_in_for",)
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Condition)
class ConditionAdmin(CuratedAdmin):
    list_display = ("name", "kind", "status", "order")
    list_filter = ("status", "kind")
    search_fields = ("name", "question")
    prepopulated_fields = {"slug": ["name"]}


class StabiliserInline(nested_admin.NestedTabularInline):
    model = Stabiliser
    extra = 0
    sortable_field_name = "order"
    autocomplete_fields = ("muscles",)


class JointActionInline(nested_admin.NestedTabularInline):
    model = JointAction
    extra = 0
    sortable_field_name = "order"
    autocomplete_fields = ("muscles",)


@admin.register(Exercise)
class ExerciseAdmin(CuratedAdmin, nested_admin.NestedModelAdmin):
    list_display = ("name", "body_part", "kind", "level_min", "words", "status")
    list_filter = ("status", "kind", "mode", "level_min", "body_part", "equipment")
    list_select_related = ("body_part",)
    search_fields = ("name", "aliases", "summary", "primary_muscles__name")
    autocomplete_fields = (
        "body_part",
        "equipment",
        "primary_muscles",
        "secondary_muscles",
        "contraindications",
        "harder",
    )
    prepopulated_fields = {"slug": ["name"]}
    inlines = (StabiliserInline, JointActionInline)
    fieldsets = (
        (None, {"fields": ["name", "slug", "status", "aliases", "summary"]}),
        (
            "Kind",
            {
                "fields": [
                    ("kind", "mode", "mechanics"),
                    ("level_min", "level_max"),
                    ("effort_min", "effort_max"),
                ]
            },
        ),
        ("How to do it", {"fields": ["steps", "breathing", "cues", "mistakes"]}),
        (
            "What it trains, and with what",
            {
                "fields": [
                    "body_part",
                    "primary_muscles",
                    "secondary_muscles",
                    ("bodyweight", "equipment"),
                ]
            },
        ),
        (
            "Default prescription",
            {
                "fields": PRESCRIPTION_ROWS,
                "description": "Sets with repetitions, a total, a hold with repetitions, or a time.",
            },
        ),
        ("Safety and variants", {"fields": ["contraindications", "harder"]}),
    )


from exercises import product_admin  # noqa: E402, F401 (registers the models of products)
