"""Programs in the admin, days and exercises inside. Workouts are people's own, and not shown."""

from __future__ import annotations

from typing import Any

import nested_admin
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from import_export.fields import Field

from exercises.admin import PRESCRIPTION_ROWS, OrderedInline, PublishableAdmin
from exercises.admin.import_export import (
    CatalogueImportExportMixin,
    LinesWidget,
    PublishableResource,
)
from exercises.models import Status
from exercises.weekdays import WEEKDAYS
from programs.forms.calendars import WeekdaysField
from programs.models import Program, ProgramDay, ProgramItem

EMPTY = "A program without exercises stays a draft."


class ProgramForm(forms.ModelForm[Program]):
    """A program with its suggested weekdays as check boxes."""

    weekdays = WeekdaysField(label="Suggested weekdays", widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Program
        fields = "__all__"  # noqa: DJ007 (the admin shows what its fieldsets name)

    def clean_weekdays(self) -> list[str]:
        return list(self.cleaned_data["weekdays"])


class WeekdaysWidget(LinesWidget):
    """Weekdays, with spaces or commas between: `MO TH`."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        given = str(value or "").replace(",", " ").upper().split()
        unknown = [f"“{day}”" for day in given if day not in WEEKDAYS]
        if unknown:
            raise ValueError(f"{', '.join(unknown)}: weekdays are {' '.join(WEEKDAYS)}.")
        if not given:
            raise ValueError("Name at least one weekday.")
        return [day for day in WEEKDAYS if day in given]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return " ".join(value or [])


class ProgramResource(PublishableResource):
    """A program without its days: these are edited in its form."""

    weekdays = Field("weekdays", "weekdays", WeekdaysWidget())

    class Meta(PublishableResource.Meta):
        model = Program
        fields = (
            "slug",
            "title",
            "status",
            "goal",
            "order",
            "summary",
            "description",
            "level",
            "weekdays",
            "duration_minutes",
        )

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        """Raises `ValidationError` for a program that would be public and empty."""
        super().validate_instance(instance, *args, **kwargs)
        if not instance.is_draft and not _has_exercises(instance):
            raise ValidationError({"status": EMPTY})


def _has_exercises(program: Program) -> bool:
    return ProgramItem.objects.filter(day__program_id=program.pk).exists()


class ProgramItemInline(OrderedInline, nested_admin.NestedStackedInline):
    model = ProgramItem
    extra = 0
    sortable_field_name = "position"
    autocomplete_fields = ("exercise",)
    fields = (("exercise", "section", "superset"), *PRESCRIPTION_ROWS, "position")


class ProgramDayInline(OrderedInline, nested_admin.NestedStackedInline):
    model = ProgramDay
    extra = 0
    min_num = 1
    sortable_field_name = "position"
    inlines = (ProgramItemInline,)
    fields = ("title", "notes", "position")


@admin.register(Program)
class ProgramAdmin(CatalogueImportExportMixin, PublishableAdmin, nested_admin.NestedModelAdmin):
    form = ProgramForm
    resource_classes = (ProgramResource,)
    list_display = ("title", "goal", "level", "duration_minutes", "exercise_count", "status")
    list_filter = ("status", "level")
    search_fields = ("title", "goal", "summary", "days__items__exercise__name")
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ("guides",)
    inlines = (ProgramDayInline,)
    fieldsets = (
        (None, {"fields": ["title", "slug", "status", "goal", "order"]}),
        ("Words", {"fields": ["summary", "description", "guides"]}),
        ("Rhythm", {"fields": ["level", "weekdays", "duration_minutes"]}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Program]:
        return super().get_queryset(request).prefetch_related("days__items")

    def set_status(
        self, request: HttpRequest, rows: models.QuerySet[Any], status: Status, message: str
    ) -> None:
        """Publish only what has something to publish."""
        empty = [program for program in rows if not _has_exercises(program)]
        if status == Status.PUBLISHED and empty:
            rows = rows.exclude(pk__in=[program.pk for program in empty])
            for program in empty:
                self.message_user(request, f"{program}: {EMPTY}", messages.WARNING)
        super().set_status(request, rows, status, message)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save days and items, and count one more revision of each day when anything changed."""
        super().save_related(request, form, formsets, change)
        program = form.instance
        if change and (form.has_changed() or any(each.has_changed() for each in formsets)):
            for day in program.days.all():
                day.bump_revision()
        if not program.is_draft and not _has_exercises(program):
            self.set_status(request, Program.objects.filter(pk=program.pk), Status.DRAFT, EMPTY)
