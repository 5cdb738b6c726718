"""Programs in the admin, days and exercises inside. Workouts are people's own, and not shown."""

from __future__ import annotations

import json
from typing import Any

import nested_admin
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from exercises.admin import CheckedAdmin, CheckFilter, OrderedInline, PublishableAdmin
from exercises.admin.formsets import RowForm
from exercises.admin.import_export import (
    CatalogueImportExportMixin,
    LinesWidget,
    PublishableResource,
)
from exercises.admin.translation import TranslationMixin
from exercises.formats import comma_list, quoted
from exercises.models import Status
from exercises.models.fields import LineFormField
from exercises.models.prescription import PRESCRIPTION_COLUMNS
from exercises.quick_line import MAX_LINE_LENGTH, QuickLineError, parse_prescription
from exercises.weekdays import WEEKDAYS
from programs.content.catalogue import ProgramLoader
from programs.forms.calendars import WeekdaysField
from programs.forms.workouts import line_of
from programs.models import Program, ProgramDay, ProgramItem, ProgramPhase, Recommendation
from programs.models.program_phase import PHASE_COLUMNS


class ProgramForm(forms.ModelForm[Program]):
    """A program with its suggested weekdays as check boxes."""

    weekdays = WeekdaysField(label=_("Suggested weekdays"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Program
        fields = "__all__"  # noqa: DJ007 (the admin shows what its fieldsets name)

    def clean_weekdays(self) -> list[str]:
        return list(self.cleaned_data["weekdays"])


class WeekdaysWidget(LinesWidget):
    """Weekdays, with spaces or commas between: `MO TH`."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        given = str(value or "").replace(",", " ").upper().split()
        unknown = [quoted(day) for day in given if day not in WEEKDAYS]
        if unknown:
            message = gettext("%(unknown)s: weekdays are %(codes)s.")
            raise ValueError(
                message % {"unknown": comma_list(unknown), "codes": " ".join(WEEKDAYS)}
            )
        if not given:
            raise ValueError(gettext("Name at least one weekday."))
        return [day for day in WEEKDAYS if day in given]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return " ".join(value or [])


class PhasesWidget(LinesWidget):
    """Phases, each a line of JSON: `{"name": "Control", "weeks": 4, "goal": "…"}`."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        lines = super().clean(value, row, **kwargs)
        for line in lines:
            self._check(line)
        return lines

    @staticmethod
    def _check(line: str) -> None:
        """Raises `ValueError` for what is no phase."""
        try:
            phase_of(line).clean_fields(exclude=["program"])
        except ValidationError as error:
            raise ValueError(f"{quoted(line)}: {' '.join(error.messages)}") from error
        except (TypeError, ValueError) as error:
            message = gettext("%(line)s: write a phase like %(example)s.")
            example = json.dumps({"name": "Control", "weeks": 4})
            raise ValueError(message % {"line": quoted(line), "example": example}) from error


def phase_of(line: str) -> ProgramPhase:
    """The phase of a line, not saved. Raises `TypeError` or `ValueError` when it is none."""
    values = json.loads(line)
    if not isinstance(values, dict) or not values.keys() <= set(PHASE_COLUMNS):
        raise ValueError
    return ProgramPhase(**values)


class PhasesField(Field):
    """The phases of a program as lines; those of a file wait on the row until it is saved."""

    def __init__(self) -> None:
        super().__init__("phases", "phases", PhasesWidget())

    def get_value(self, instance: Any, **kwargs: Any) -> list[str]:
        """The lines; none of a row that is not there yet."""
        waiting: list[str] | None = getattr(instance, "new_phases", None)
        if waiting is not None or instance is None or not instance.pk:
            return waiting or []
        values = [each.value.as_values() for each in instance.phases.all()]
        return [json.dumps(each, ensure_ascii=False) for each in values]

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        instance.new_phases = self.clean(row, **kwargs)


class ProgramResource(PublishableResource):
    """A program with its phases and without its days: these are edited in its form."""

    weekdays = Field("weekdays", "weekdays", WeekdaysWidget())
    phases = PhasesField()

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
            "search_terms",
            "checked_on",
            "phases",
        )

    def with_relations(self, queryset: Any) -> Any:
        return super().with_relations(queryset).prefetch_related("phases")

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Put the file's phases in the place of the row's, before the record is made."""
        lines: list[str] | None = getattr(instance, "new_phases", None)
        if lines is not None:
            instance.phases.all().delete()
            for position, line in enumerate(lines):
                phase = phase_of(line)
                phase.program, phase.position = instance, position
                phase.save()
        super().save_m2m(instance, row, **kwargs)

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        """Raises `ValidationError` for a program that would be public and empty."""
        super().validate_instance(instance, *args, **kwargs)
        lines: list[str] | None = getattr(instance, "new_phases", None)
        phases = None if lines is None else [phase_of(line).value for line in lines]
        if not instance.is_draft and (problem := instance.publishing_obstacle(phases)):
            raise ValidationError({"status": problem})

    def init_instance(self, row: Any = None) -> Program:
        """A new program goes behind all others, unless the file says where."""
        return Program(order=Program.objects.next_order())


class ProgramItemForm(RowForm):
    """An exercise of a day. Its dose is a quick line; left empty, it is the exercise’s own."""

    dose = LineFormField(
        label=_("Dose"),
        required=False,
        max_length=MAX_LINE_LENGTH,
        strip=True,
        widget=AdminTextInputWidget(attrs={"autocomplete": "off", "autocapitalize": "off"}),
        help_text=_(
            "Such as 3x10-12 @ 40kg rest 90, 30-40 total, hold 3s x10 each side, 2x45s."
            " Left empty, it is the exercise’s own."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["dose"] = line_of(self.instance)

    def clean(self) -> dict[str, Any]:
        """Read the dose into the item’s columns."""
        data = super().clean() or self.cleaned_data
        for column, value in self._dose(data).items():
            setattr(self.instance, column, value)
        return data

    def _dose(self, data: dict[str, Any]) -> dict[str, Any]:
        """The columns of what was typed, or those of the exercise; empty where that is not known."""
        if "dose" in self.errors:
            return {}
        if not data.get("dose"):
            exercise = data.get("exercise")
            return exercise.prescription_values() if exercise else {}
        try:
            return parse_prescription(data["dose"]).columns()
        except QuickLineError as error:
            self.add_error("dose", str(error))
            return {}

    def _update_errors(self, errors: ValidationError) -> None:
        """Say at the dose what the model says of its columns, unless more is wrong there already."""
        found = errors.update_error_dict({})
        of_dose = [error for name in PRESCRIPTION_COLUMNS for error in found.pop(name, [])]
        if of_dose and not self.errors.keys() & {"dose", "exercise"}:
            self.add_error("dose", of_dose)
        if found:
            super()._update_errors(ValidationError(found))  # type: ignore[misc]


class ProgramItemInline(OrderedInline, nested_admin.NestedStackedInline):
    model = ProgramItem
    extra = 0
    sortable_field_name = "position"
    autocomplete_fields = ("exercise",)
    form = ProgramItemForm
    fields = ("exercise", "dose", ("section", "phase", "superset", "position"))


class ProgramDayInline(OrderedInline, nested_admin.NestedStackedInline):
    model = ProgramDay
    extra = 0
    min_num = 1
    sortable_field_name = "position"
    inlines = (ProgramItemInline,)
    fields = ("title", "notes", "position")


class ProgramPhaseInline(OrderedInline, nested_admin.NestedStackedInline):
    model = ProgramPhase
    extra = 0
    sortable_field_name = "position"
    fields = (("name", "weeks"), "goal", "go_on_when", "step_back_when", "position")


@admin.register(Program)
class ProgramAdmin(
    TranslationMixin, CatalogueImportExportMixin, CheckedAdmin, nested_admin.NestedModelAdmin
):
    content_loader = ProgramLoader()
    form = ProgramForm
    resource_classes = (ProgramResource,)
    list_display = ("title", "goal", "level", "duration_minutes", "exercise_count", "status")
    list_filter = ("status", CheckFilter, "level")
    search_fields = ("title", "goal", "summary", "days__items__exercise__name")
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ("guides",)
    inlines = (ProgramPhaseInline, ProgramDayInline)
    fieldsets = (
        (None, {"fields": ["title", "slug", "status", "checked_on", "goal", "order"]}),
        (_("Words"), {"fields": ["summary", "description", "guides"]}),
        (_("How often"), {"fields": ["level", "weekdays", "duration_minutes"]}),
        (_("Search"), {"fields": ["search_terms"]}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Program]:
        return super().get_queryset(request).prefetch_related("phases", "days__items")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new program goes behind all others, unless the editor says where."""
        last = {"order": Program.objects.next_order()}
        return last | super().get_changeform_initial_data(request)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save days and items, and count one more revision of each day when anything changed."""
        super().save_related(request, form, formsets, change)
        program = form.instance
        if change and (form.has_changed() or any(each.has_changed() for each in formsets)):
            for day in ProgramDay.objects.filter(program=program):
                day.bump_revision()
        if not program.is_draft and self.warn_of_obstacle(request, program):
            stored = Program.objects.filter(pk=program.pk)
            self.set_status(request, stored, Status.DRAFT, gettext_noop("Unpublished."))

    @admin.display(description=_("number of exercises"))
    def exercise_count(self, row: Any) -> str:
        return str(row.exercise_count)


class RecommendationResource(PublishableResource):
    """A rule of the way in."""

    class Meta(PublishableResource.Meta):
        model = Recommendation
        fields = ("slug", "status", "where", "have", "program", "position")


@admin.register(Recommendation)
class RecommendationAdmin(CatalogueImportExportMixin, PublishableAdmin):
    resource_classes = (RecommendationResource,)
    list_display = ("where", "have", "position", "program", "status")
    list_filter = ("where", "have", "status")
    list_select_related = ("program",)
    search_fields = ("slug", "program__title")
    prepopulated_fields = {"slug": ["where", "have", "position"]}
    autocomplete_fields = ("program",)
    fieldsets = ((None, {"fields": ["where", "have", "position", "program", "slug", "status"]}),)
