"""Forms to bring a history from another app: the file, and the questions that it leaves open."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.people import Person
from exercises.units import Unit, with_unit
from programs.calendars.timezones import is_time_zone
from programs.forms.calendars import TimeZoneField
from programs.logs.exercise_names import NameMatch
from programs.logs.history_import import ImportPlan
from programs.logs.importing import read_history
from programs.logs.importing.columns import ROLES
from programs.logs.importing.types import Choices, ReadHistory
from programs.models import ImportedHistory, Schedule
from programs.models.occurrence import UNKNOWN_ZONE

DAY, MONTH = "1", "0"


class HistoryFileForm(forms.Form):
    """The file to read."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(
            attrs={"accept": ".csv,.txt,.json,text/csv,text/plain,application/json"}
        ),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )


def choices_of(data: Mapping[str, str], unit: Unit) -> Choices:
    """What the person said of the file, with defaults for all that they did not."""
    unit = "lb" if data.get("unit") == "lb" else "kg" if data.get("unit") == "kg" else unit
    said = {role: data.get(f"column-{role}", "") for role in ROLES}
    columns = {
        role: int(text)
        for role, text in said.items()
        if text.isascii() and text.isdigit() and len(text) < 4
    }
    return Choices(unit=unit, day_first=data.get("day_first") != MONTH, columns=columns)


def field_name(match: NameMatch) -> str:
    """The field that asks what a name means."""
    return f"name-{hashlib.sha256(match.name.encode()).hexdigest()[:16]}"


class HistoryQuestionsForm(forms.Form):
    """All that a file leaves open. Each question has a default."""

    time_zone = TimeZoneField(label=gettext_lazy("Time zone in which you trained"))

    def __init__(
        self,
        data: QueryDict | None,
        *,
        history: ReadHistory,
        choices: Choices,
        zone: str,
    ) -> None:
        self.history = history
        super().__init__(data, initial={"time_zone": zone}, auto_id="import-%s")
        if history.heaviest:
            self._ask_unit(*history.heaviest, choices.unit)
        if history.asks_day_first:
            self.fields["day_first"] = forms.ChoiceField(
                label=_("Dates such as 3/4/2026"),
                choices=[(DAY, _("The day comes first")), (MONTH, _("The month comes first"))],
                initial=DAY if choices.day_first else MONTH,
            )
        if history.header:
            self._ask_columns(history)

    def _ask_unit(self, heaviest: object, name: str, unit: Unit) -> None:
        text = _(
            "The file does not say in which unit. Its heaviest set is %(number)s, of “%(name)s”."
        )
        self.fields["unit"] = forms.ChoiceField(
            label=_("Unit of the weights"),
            choices=[(each, with_unit(f"{heaviest}", each)) for each in ("kg", "lb")],
            initial=unit,
            help_text=text % {"number": heaviest, "name": name},
        )

    def _ask_columns(self, history: ReadHistory) -> None:
        columns = [("", _("Not in the file"))]
        columns += [
            (f"{place}", name or f"{place + 1}") for place, name in enumerate(history.header)
        ]
        for role, label in ROLES.items():
            self.fields[f"column-{role}"] = forms.ChoiceField(
                label=label,
                choices=columns,
                required=role in ("date", "exercise"),
                initial=f"{history.columns.get(role, '')}",
                error_messages={"required": _("Say which column this is.")},
            )

    def ask(self, plan: ImportPlan) -> None:
        """Ask what the plan leaves open, and take the answers."""
        if plan.overlaps or self.data.get("leave_out_overlaps"):
            self.fields["leave_out_overlaps"] = forms.BooleanField(
                label=_("Leave out the sessions that begin at the same time as one that is here"),
                required=False,
            )
        for match in plan.asked:
            name = field_name(match)
            self.fields[name] = forms.ChoiceField(
                label=match.name, choices=match.choices, initial=match.code
            )
            if self.is_bound and (said := self.data.get(name)):
                match.choose(said)

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column-")]

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("name-")]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith(("column-", "name-"))]

    def answers(self) -> dict[str, Any]:
        """What is remembered of the valid form."""
        return {
            "header": self.history.header,
            "columns": dict(self.history.columns),
            "time_zone": self.cleaned_data["time_zone"],
        }


@dataclass(frozen=True)
class Preview:
    """A file as it is read with the person's answers."""

    form: HistoryQuestionsForm
    plan: ImportPlan


def preview_of(
    user: Person, row: ImportedHistory, data: QueryDict | None, unit: Unit, now: datetime
) -> Preview:
    """What the file brings, with the answers of the form or their defaults."""
    said = data or QueryDict()
    choices = choices_of(said, unit)
    history = read_history(row.file_content, choices)
    if not choices.columns and (columns := row.remembered_columns(history.header)):
        choices = replace(choices, columns=columns)
        history = read_history(row.file_content, choices)
    zone = Schedule.objects.zone_of(user)
    if zone == UNKNOWN_ZONE:
        zone = ImportedHistory.objects.last_zone(user) or zone
    form = HistoryQuestionsForm(data, history=history, choices=choices, zone=zone)
    named = said.get("time_zone", "")
    plan = ImportPlan(
        user,
        history,
        zone=named if is_time_zone(named) else zone,
        now=now,
        leave_out_overlaps=bool(said.get("leave_out_overlaps")),
    )
    form.ask(plan)
    return Preview(form, plan)
