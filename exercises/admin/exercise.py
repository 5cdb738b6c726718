"""Exercises in the admin, with their anatomy and their figure."""

from __future__ import annotations

from typing import Any

import nested_admin
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from exercises.admin.checked import CheckedAdmin, CheckFilter
from exercises.admin.figure import FigureField, figure_preview
from exercises.admin.import_export import (
    CatalogueImportExportMixin,
    SourcedResource,
)
from exercises.admin.inlines import OrderedInline
from exercises.admin.translation import TranslationMixin
from exercises.content.catalogue import ExerciseLoader
from exercises.models import Exercise, ExercisePhoto, ExerciseSource, JointAction, Stabiliser
from exercises.models.history import record_history
from exercises.models.prescription import PRESCRIPTION_COLUMNS
from exercises.models.publishing import publishing_errors


class ExerciseForm(forms.ModelForm[Exercise]):
    """An exercise, its figure with a preview; published only with all that the public needs."""

    figure = FigureField(label=_("Figure"))

    class Meta:
        model = Exercise
        fields = "__all__"  # noqa: DJ007 (the admin shows what its fieldsets name)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        names = ["steps", "cues", "contraindications", "no_contraindications"]
        given = {name: data.get(name, ()) for name in names}
        for column, problem in publishing_errors(data.get("status", ""), **given).items():
            if column not in self.errors:
                self.add_error(column, problem)
        return data


class ExerciseResource(SourcedResource):
    """An exercise with its prescription, without its joints and stabilisers."""

    class Meta(SourcedResource.Meta):
        model = Exercise
        fields = (
            "slug",
            "name",
            "status",
            "aliases",
            "search_terms",
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
            "stand_ins",
            *PRESCRIPTION_COLUMNS,
            "contraindications",
            "no_contraindications",
            "harder",
            "figure",
            "sources",
            "checked_on",
        )

    def import_instance(self, instance: Exercise, row: Any, **kwargs: Any) -> None:
        """Set the columns. Raises `ValidationError` for what would be public and lacks something."""
        super().import_instance(instance, row, **kwargs)
        chosen: Any = ()
        if "contraindications" in row:
            chosen = self.fields["contraindications"].clean(row)
        elif instance.pk:
            chosen = instance.contraindications.all()
        if problems := instance.publishing_errors(instance.status, chosen):
            raise ValidationError(dict(problems))


class StabiliserInline(OrderedInline, nested_admin.NestedTabularInline):
    model = Stabiliser
    extra = 0
    sortable_field_name = "order"
    autocomplete_fields = ("muscles",)
    fields = ("group", "muscles", "order")
    verbose_name = _("stabiliser")
    verbose_name_plural = _("stabilisers")


class JointActionInline(OrderedInline, nested_admin.NestedTabularInline):
    model = JointAction
    extra = 0
    sortable_field_name = "order"
    autocomplete_fields = ("muscles",)
    fields = ("joint", "position", "role", "muscles", "order")
    verbose_name = _("joint")
    verbose_name_plural = _("joints")


class ExerciseSourceInline(OrderedInline, nested_admin.NestedTabularInline):
    model = ExerciseSource
    extra = 0
    sortable_field_name = "position"


class PhotoInline(OrderedInline, nested_admin.NestedStackedInline):
    model = ExercisePhoto
    extra = 0
    sortable_field_name = "order"
    fields = ("shown", "image", "alt", "order")
    readonly_fields = ("shown",)

    @admin.display(description=_("As it is"))
    def shown(self, photo: ExercisePhoto) -> str:
        """The stored photo, small; one that waits for a mended form is not stored yet."""
        if not photo.is_stored:
            return gettext("Not uploaded yet")
        return format_html('<img class="photo-shown" src="{}" alt="{}">', photo.url, photo.alt)


@admin.action(description=_("Copy this exercise"), permissions=["add"])
def copy_exercise(admin_: ExerciseAdmin, request: HttpRequest, rows: models.QuerySet[Any]) -> None:
    """Begin a new draft from each chosen exercise: all but its photos and its links to variants."""
    for row in rows.order_by("name"):
        copied = admin_.copy(request, row)
        link = reverse("admin:exercises_exercise_change", args=[copied.pk])
        done = gettext("“{name}” is a draft now: <a href='{link}'>change it</a>.")
        message = format_html(done, name=copied, link=link)
        admin_.message_user(request, message, messages.SUCCESS)


@admin.register(Exercise)
class ExerciseAdmin(
    TranslationMixin, CatalogueImportExportMixin, CheckedAdmin, nested_admin.NestedModelAdmin
):
    content_loader = ExerciseLoader()
    form = ExerciseForm
    resource_classes = (ExerciseResource,)
    list_display = ("name", "body_part", "kind", "level_min", "dose", "status")
    actions = (*CheckedAdmin.actions, copy_exercise)
    list_filter = ("status", CheckFilter, "kind", "mode", "level_min", "body_part", "equipment")
    list_select_related = ("body_part",)
    search_fields = ("name", "aliases", "summary", "primary_muscles__name")
    autocomplete_fields = (
        "body_part",
        "equipment",
        "stand_ins",
        "primary_muscles",
        "secondary_muscles",
        "contraindications",
        "harder",
    )
    prepopulated_fields = {"slug": ["name"]}
    inlines = (StabiliserInline, JointActionInline, PhotoInline, ExerciseSourceInline)
    fieldsets = (
        (
            None,
            {
                "fields": [
                    "name",
                    "slug",
                    "status",
                    "checked_on",
                    "aliases",
                    "search_terms",
                    "summary",
                ]
            },
        ),
        (
            _("Kind"),
            {
                "fields": [
                    ("kind", "mode", "mechanics"),
                    ("level_min", "level_max"),
                    ("effort_min", "effort_max"),
                ]
            },
        ),
        (_("How to do it"), {"fields": ["steps", "breathing", "cues", "mistakes"]}),
        (
            _("What it trains, and with what"),
            {
                "fields": [
                    "body_part",
                    "primary_muscles",
                    "secondary_muscles",
                    ("bodyweight", "equipment", "stand_ins"),
                ]
            },
        ),
        (
            _("Default prescription"),
            {
                "fields": [
                    ("sets", "reps_min", "reps_max"),
                    ("total_min", "total_max"),
                    ("hold_seconds", "duration_seconds"),
                    ("each_side", "rest_seconds", "load_kg", "tempo"),
                    "note",
                ],
                "description": _(
                    "Sets with repetitions, a total, a hold with repetitions, or a time."
                ),
            },
        ),
        (
            _("Safety and variants"),
            {
                "fields": ["contraindications", "no_contraindications", "harder"],
                "description": _(
                    "Easier variants are those that name this one as their harder one."
                ),
            },
        ),
        (
            _("Pictures"),
            {
                "fields": ["figure"],
                "description": _(
                    "Drawn from poses. The page shows all frames, lists show the “still” one."
                ),
            },
        ),
    )

    @admin.display(description=_("usual dose"))
    def dose(self, row: Exercise) -> str:
        return row.prescription_label

    def uses(self, row: Exercise) -> str:
        """Whether plans hold the exercise, and so protect it; not whose they are."""
        held = any(
            relation.related_model._default_manager.filter(**{relation.field.name: row}).exists()
            for relation in row._meta.related_objects
            if relation.on_delete is models.PROTECT
        )
        if not held:
            return ""
        return gettext("%(entry)s is used in programs or in people’s workouts.") % {"entry": row}

    def get_urls(self) -> list[URLPattern]:
        preview = path(
            "figure-preview/",
            self.admin_site.admin_view(self.figure_preview_view),
            name="exercises_exercise_figure_preview",
        )
        copy = path(
            "<path:object_id>/copy/",
            self.admin_site.admin_view(self.copy_view),
            name="exercises_exercise_copy",
        )
        return [preview, copy, *super().get_urls()]

    def copy(self, request: HttpRequest, row: Any) -> Any:
        """Begin a new draft from an exercise, and write down who did."""
        copied = row.start_copy()
        record_history(copied, request.user, created=True)
        self.log_addition(request, copied, gettext("Copied from %(entry)s.") % {"entry": row})
        return copied

    @method_decorator(require_POST)
    def copy_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Begin a new draft from the exercise that is open, and open that."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return]
        if not self.has_add_permission(request):
            raise PermissionDenied
        copied = self.copy(request, row)
        done = gettext("“%(name)s” is a draft now: give it a name of its own.")
        self.message_user(request, done % {"name": copied}, messages.SUCCESS)
        return redirect("admin:exercises_exercise_change", copied.pk)

    def figure_preview_view(self, request: HttpRequest) -> HttpResponse:
        """The frames of a figure that is being edited, for those who may edit it."""
        allowed = self.has_change_permission(request) or self.has_add_permission(request)
        return figure_preview(request, allowed=allowed)
