"""Exercises in the admin, with their anatomy and their figure."""

from __future__ import annotations

import nested_admin
from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.html import format_html
from import_export.fields import Field

from exercises.admin.figure import FigureField, figure_preview
from exercises.admin.import_export import (
    CatalogueImportExportMixin,
    PublishableResource,
    SlugWidget,
)
from exercises.admin.inlines import OrderedInline
from exercises.admin.publishable import PRESCRIPTION_ROWS, PublishableAdmin
from exercises.models import BodyPart, Exercise, ExercisePhoto, JointAction, Stabiliser
from exercises.models.prescription import PRESCRIPTION_COLUMNS


class ExerciseForm(forms.ModelForm[Exercise]):
    """An exercise, its figure with a preview."""

    figure = FigureField()

    class Meta:
        model = Exercise
        fields = "__all__"  # noqa: DJ007 (the admin shows what its fieldsets name)


class ExerciseResource(PublishableResource):
    """An exercise with its prescription, without its joints and stabilisers."""

    body_part = Field("body_part", "body_part", SlugWidget(BodyPart))

    class Meta(PublishableResource.Meta):
        model = Exercise
        fields = (
            "slug",
            "name",
            "status",
            "aliases",
            "summary",
            "kind",
            "mode",
            "mechanics",
            "level_min",
            "level_max",
            "effort_min",
            "effort_max",
            "steps",
            "breathing",
            "cues",
            "mistakes",
            "body_part",
            "primary_muscles",
            "secondary_muscles",
            "bodyweight",
            "equipment",
            *PRESCRIPTION_COLUMNS,
            "contraindications",
            "harder",
            "figure",
        )


class StabiliserInline(OrderedInline, nested_admin.NestedTabularInline):
    model = Stabiliser
    extra = 0
    sortable_field_name = "order"
    autocomplete_fields = ("muscles",)
    fields = ("group", "muscles", "order")
    verbose_name = "stabiliser"


class JointActionInline(OrderedInline, nested_admin.NestedTabularInline):
    model = JointAction
    extra = 0
    sortable_field_name = "order"
    autocomplete_fields = ("muscles",)
    fields = ("joint", "position", "role", "muscles", "order")
    verbose_name = "joint"
    verbose_name_plural = "joints"


class PhotoInline(OrderedInline, nested_admin.NestedStackedInline):
    model = ExercisePhoto
    extra = 0
    sortable_field_name = "order"
    fields = ("shown", "image", "alt", "order")
    readonly_fields = ("shown",)

    @admin.display(description="As it is")
    def shown(self, photo: ExercisePhoto) -> str:
        """The stored photo, small; one that waits for a mended form is not stored yet."""
        if not photo.is_stored:
            return "Not uploaded yet"
        return format_html('<img class="photo-shown" src="{}" alt="{}">', photo.url, photo.alt)


@admin.register(Exercise)
class ExerciseAdmin(CatalogueImportExportMixin, PublishableAdmin, nested_admin.NestedModelAdmin):
    form = ExerciseForm
    resource_classes = (ExerciseResource,)
    list_display = ("name", "body_part", "kind", "level_min", "dose", "status")
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
    inlines = (StabiliserInline, JointActionInline, PhotoInline)
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
        (
            "Safety and variants",
            {
                "fields": ["contraindications", "harder"],
                "description": "Easier variants are those that name this one as their harder one.",
            },
        ),
        (
            "Pictures",
            {
                "fields": ["figure"],
                "description": "Drawn from poses. The page shows all frames, lists show the “still” one.",
            },
        ),
    )

    @admin.display(description="usual dose")
    def dose(self, row: Exercise) -> str:
        return row.prescription_label

    def uses(self, row: Exercise) -> str:
        """Whether plans hold the exercise, and so protect it; not whose they are."""
        held = any(
            relation.related_model._default_manager.filter(**{relation.field.name: row}).exists()
            for relation in row._meta.related_objects
            if relation.on_delete is models.PROTECT
        )
        return "is used in programs or in people’s workouts" if held else ""

    def get_urls(self) -> list[URLPattern]:
        preview = path(
            "figure-preview/",
            self.admin_site.admin_view(self.figure_preview_view),
            name="exercises_exercise_figure_preview",
        )
        return [preview, *super().get_urls()]

    def figure_preview_view(self, request: HttpRequest) -> HttpResponse:
        """The frames of a figure that is being edited, for those who may edit it."""
        allowed = self.has_change_permission(request) or self.has_add_permission(request)
        return figure_preview(request, allowed=allowed)
