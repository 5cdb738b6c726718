"""Programs in the admin, days and exercises inside. Workouts are people's own, and not shown."""

from __future__ import annotations

from typing import Any

import nested_admin
from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from exercises.admin import PRESCRIPTION_ROWS, CuratedAdmin, OrderedInline
from programs.forms import WeekdaysField
from programs.models import Program, ProgramDay, ProgramItem


class ProgramForm(forms.ModelForm[Program]):
    """A program with its suggested weekdays as check boxes."""

    weekdays = WeekdaysField(label="Suggested weekdays", widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Program
        fields = "__all__"  # noqa: DJ007 (the admin shows what its fieldsets name)

    def clean_weekdays(self) -> list[str]:
        return list(self.cleaned_data["weekdays"])


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
class ProgramAdmin(CuratedAdmin, nested_admin.NestedModelAdmin):
    form = ProgramForm
    list_display = ("title", "goal", "level", "duration_minutes", "exercise_count", "status")
    list_filter = ("status", "level")
    search_fields = ("title", "goal", "summary", "days__items__exercise__name")
    prepopulated_fields = {"slug": ["title"]}
    inlines = (ProgramDayInline,)
    fieldsets = (
        (None, {"fields": ["title", "slug", "status", "goal", "order"]}),
        ("Words", {"fields": ["summary", "description"]}),
        ("Rhythm", {"fields": ["level", "weekdays", "duration_minutes"]}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Program]:
        return super().get_queryset(request).prefetch_related("days__items")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save days and items, and count one more revision of each day when anything changed."""
        super().save_related(request, form, formsets, change)
        if change and (form.has_changed() or any(each.has_changed() for each in formsets)):
            for day in form.instance.days.all():
                day.bump_revision()
