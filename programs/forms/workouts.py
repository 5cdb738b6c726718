"""The forms of a workout: its name, and the prescription of one of its exercises."""

from __future__ import annotations

from copy import copy
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exercises.models import PrescriptionKind
from exercises.models.fields import LineFormField, NumberFormField
from exercises.models.prescription import DOSE_COLUMNS, KIND_COLUMNS, PRESCRIPTION_COLUMNS
from exercises.quick_line import (
    MAX_LINE_LENGTH,
    PrescriptionValues,
    QuickLineError,
    parse_prescription,
    print_prescription,
)
from exercises.units import Unit, exact_in_unit, load_in_kg
from programs.models import Section, Workout, WorkoutItem


class NewWorkoutForm(forms.ModelForm[Workout]):
    """Name and goal of a workout to build."""

    class Meta:
        model = Workout
        fields = ["title", "goal"]
        labels = {"title": pgettext_lazy("of a thing", "Name")}


class DetailsForm(forms.ModelForm[Workout]):
    """Name, goal and notes. What the person left as it was stays as it is now.

    Works on a copy: the workout given stays as it is.
    """

    class Meta:
        model = Workout
        fields = ["title", "goal", "notes"]
        labels = {"title": pgettext_lazy("of a thing", "Name")}
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, data: Any = None, *, workout: Workout) -> None:
        super().__init__(data, instance=copy(workout), prefix="details")
        for field in self.fields.values():
            field.show_hidden_initial = True

    def changed_values(self) -> dict[str, str]:
        """What the person changed, of a valid form, by column."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class SectionForm(forms.Form):
    """Where to put an exercise."""

    section = forms.ChoiceField(label=_("Section"), choices=Section.choices, initial=Section.MAIN)


def values_of(item: Any) -> PrescriptionValues:
    """The prescription of a row as plain values."""
    return PrescriptionValues(**item.prescription_values())


def line_of(item: Any, unit: Unit = "kg") -> str:
    """The prescription of a row as a quick line."""
    return print_prescription(values_of(item), unit)


class PoundsField(NumberFormField):
    """A load that is typed in pounds and kept in kilograms; what was typed comes back."""

    def __init__(self) -> None:
        super().__init__(label=_("Load (lb)"), required=False)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            value = Decimal(exact_in_unit(value, "lb"))
        return super().prepare_value(value)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        pounds = super().to_python(value)
        return None if pounds is None else load_in_kg(pounds, "lb")


class DoseForm(forms.ModelForm[WorkoutItem]):
    """One exercise's prescription: a quick line, and fields by kind.

    `shown` is the line as the page last showed it: when the person changed the line, the line counts;
    else the fields do, of the chosen kind alone. `was` is the line that the page was made with.
    `unit` is that of the person: what they type without a unit is in it. Works on a copy: the item
    given stays as it is.
    """

    line = LineFormField(
        label=_("Quick line"), required=False, max_length=MAX_LINE_LENGTH, strip=True,
        help_text=_(
            "Such as 3x8-12 @ 40kg rest 90, 30-40 total, hold 3s x10 each side, 2x45s. When you change"
            " this line, it counts; else the fields below do."
        ),
    )  # fmt: skip
    shown = forms.CharField(required=False, max_length=MAX_LINE_LENGTH, widget=forms.HiddenInput)
    was = forms.CharField(required=False, max_length=MAX_LINE_LENGTH, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Kind of dose"), choices=PrescriptionKind.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = WorkoutItem
        fields = PRESCRIPTION_COLUMNS

    def __init__(self, data: Any = None, *, item: WorkoutItem, unit: Unit = "kg") -> None:
        self.unit = unit
        line = line_of(item, unit)
        initial = {"line": line, "shown": line, "was": line, "kind": item.prescription_kind}
        super().__init__(data, instance=copy(item), initial=initial, prefix="dose")
        for name in PRESCRIPTION_COLUMNS:
            self.fields[name].help_text = ""
        if unit == "lb":
            self.fields["load_kg"] = PoundsField()
            self.fields["line"].help_text = _(
                "Such as 3x8-12 @ 90lb rest 90, 30-40 total, hold 3s x10 each side, 2x45s. When you"
                " change this line, it counts; else the fields below do."
            )
        self.fields["tempo"].widget.attrs["placeholder"] = "3-1-1-0"
        self.fields["line"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "off"}

    def doses(self) -> list[tuple[forms.BoundField, list[str]]]:
        """The fields that say how much, each with the kinds of dose that it goes with."""
        return [
            (self[name], [kind for kind, (must, may) in KIND_COLUMNS.items() if name in must | may])
            for name in DOSE_COLUMNS
        ]

    def details(self) -> list[forms.BoundField]:
        """The fields that go with every kind."""
        return [self[name] for name in PRESCRIPTION_COLUMNS if name not in DOSE_COLUMNS]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self._line_counts(data):
            self._read_line(data)
        elif kind := data.get("kind"):
            self._keep_kind(PrescriptionKind(kind), data)
        return data

    def _keep_kind(self, kind: PrescriptionKind, data: dict[str, Any]) -> None:
        """Empty the fields of other kinds, and ask for what this kind needs."""
        must, may = KIND_COLUMNS[kind]
        for name in set(DOSE_COLUMNS) - must - may:
            data[name] = None
            self.errors.pop(name, None)
        for name in () if kind == PrescriptionKind.SETS else sorted(must):
            twin = name.replace("_max", "_min") if "_max" in name else name.replace("_min", "_max")
            empty = data.get(name) is None and data.get(twin) is None
            if empty and name not in self.errors and not name.endswith("_max"):
                self.add_error(name, _("Fill this in."))

    def _line_counts(self, data: dict[str, Any]) -> bool:
        line: str = data.get("line", "")
        return "line" in self.errors or bool(line and line != data.get("shown"))

    def _read_line(self, data: dict[str, Any]) -> None:
        """Take every column from the line; what the fields say, and what is wrong there, is moot."""
        for name in [*PRESCRIPTION_COLUMNS, "kind"]:
            self.errors.pop(name, None)
        try:
            data |= parse_prescription(data.get("line", ""), self.unit).columns()
        except QuickLineError as error:
            self.add_error("line", str(error))

    def is_touched(self) -> bool:
        """Whether a valid form says anything else than the page did when it was opened."""
        try:
            return values_of(self.instance) != parse_prescription(
                self.cleaned_data["was"], self.unit
            )
        except QuickLineError:
            return True

    def columns(self) -> dict[str, Any]:
        """The prescription of a valid form, by column."""
        return self.instance.prescription_values()
