"""The form to type in what was written on a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from exercises.models.fields import TextFormField
from exercises.units import Unit
from programs.calendars.timezones import is_time_zone
from programs.forms.schedules import DayField
from programs.logs.formatting import sets_text
from programs.logs.grid import entries_of, logged_entries
from programs.models import SetLog, WorkoutItem, WorkoutLog
from programs.models.occurrence import UNKNOWN_ZONE, today_in
from programs.models.set_log import MAX_EFFORT
from programs.models.workout_log import HURTS, PreviousSets

ALL_AS_PLANNED = "all-as-planned"
"""The box that says that all sets were as planned."""
EARLIEST_ZONE = "Pacific/Kiritimati"
Day = date
"""A day of the calendar; inside the form, `date` is its field."""
EFFORTS = {1: _("1 – very light"), 5: _("5 – hard"), MAX_EFFORT: _("10 – all I had")}


@dataclass(frozen=True)
class PrintedPlan:
    """What was on the paper: the items in the sheet's order, and the revision they are of."""

    items: Sequence[WorkoutItem]
    revision: int
    asked: int
    """The revision that the sheet says it shows; another one when that one is not known any more."""

    @property
    def is_known(self) -> bool:
        return self.revision == self.asked


class LogForm(forms.Form):
    """When, how hard, a note, and the boxes of the sheet in `entries`.

    `key` and `revision` name the session and the plan that the page was made with. `zone` is that of
    the person; their browser may name a better one than UTC.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    phase = forms.IntegerField(required=False, widget=forms.HiddenInput)
    time_zone = forms.CharField(
        required=False, max_length=60, widget=forms.HiddenInput(attrs={"data-time-zone": ""})
    )
    date = DayField(label=_("Day"))
    effort = forms.TypedChoiceField(
        label=_("Effort"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Not noted"))]
        + [(number, EFFORTS.get(number, number)) for number in range(1, MAX_EFFORT + 1)],
        error_messages={"invalid_choice": _("The effort runs from 1 to 10.")},
    )
    note = TextFormField(
        label=_("Notes"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        paper: PrintedPlan,
        unit: Unit,
        zone: str,
        now: datetime,
        session: WorkoutLog | None = None,
        day: Day | None = None,
        like: WorkoutLog | None = None,
        phase: int | None = None,
        keeps_pain: bool = False,
    ) -> None:
        """`phase` is the number of the phase whose rows the paper has; None for a workout without."""
        self.paper, self.now, self.zone, self.unit = paper, now, zone, unit
        self.phase_number = phase
        first = {"key": uuid4(), "date": day or today_in(zone, now)}
        if session:
            first = {name: getattr(session, name) for name in ("date", "effort", "note")}
            first["key"] = session.uuid
        initial = {"revision": paper.revision, "phase": phase, "time_zone": zone, **first}
        super().__init__(data, initial=initial, auto_id="log-%s")
        if phase is None:
            del self.fields["phase"]
        self.is_new, self.keeps_pain = session is None, keeps_pain
        self.skipped: list[dict[str, Any]] = session.skipped if session else []
        self.entries = entries_of(paper.items, unit)
        if session:
            self.entries = logged_entries(self.entries, session.groups(), unit)
            for entry in self.entries:
                entry.hurts = entry.is_among(session.painful)
        elif like:
            self.entries = logged_entries(self.entries, like.repeated(), unit)
        if data is not None:
            for entry in self.entries:
                entry.fill(data)
        self.sets: list[SetLog] = []

    def show_previous(self, times: PreviousSets) -> None:
        """Say at each exercise what was done last time; ticks then mean that."""
        for entry in self.entries:
            if found := times.of(entry.item):
                entry.last_session, sets = found
                entry.last = sets_text(sets, self.unit)
                entry.suggest(sets)

    def clean_date(self) -> Day:
        """Not a day to come: where nobody named the zone, not one anywhere on earth."""
        day: Day = self.cleaned_data["date"]
        named = self.cleaned_data.get("time_zone") or self.zone
        zone = named if is_time_zone(named) else self.zone
        latest = today_in(EARLIEST_ZONE if zone == UNKNOWN_ZONE else zone, self.now)
        if day > latest:
            raise forms.ValidationError(
                _("This day is still to come: choose today or an earlier day.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Read the boxes. Their errors stay with them; above all stands that there are some."""
        data = self.cleaned_data
        for entry in self.entries if self.is_new else ():
            entry.take_plan(everywhere=self.all_as_planned)
        self.sets = [done for entry in self.entries for done in entry.read()]
        wrong = sum(len(row.errors) for entry in self.entries for row in entry.rows)
        if wrong:
            raise forms.ValidationError(
                _("Nothing is saved yet. Look at the marked boxes: what you typed is there.")
            )
        hurts = self.keeps_pain and any(entry.hurts for entry in self.entries)
        written = self.sets or data.get("note") or data.get("effort") or hurts
        if not written and not self.errors:
            raise forms.ValidationError(_("Nothing is written down yet: fill in what you did."))
        return data

    def values(self) -> dict[str, Any]:
        """The columns of the session, of the valid form."""
        names = ("date", "effort", "note", "revision")
        values = {name: self.cleaned_data[name] for name in names}
        return values | {"skipped": self._skipped()} if self.keeps_pain else values

    def _skipped(self) -> list[dict[str, Any]]:
        """What was left out, with what hurt as the boxes say; what has no box stays."""
        asked = {key for entry in self.entries for key in entry.skipped_keys.values() if key}
        others = [
            row
            for row in self.skipped
            if row.get("reason") != HURTS
            or asked.isdisjoint((row.get("item"), row.get("exercise")))
        ]
        hurt = [
            entry.skipped_keys for entry in self.entries if entry.hurts and entry.item.exercise_id
        ]
        return [*others, *({**keys, "reason": HURTS} for keys in hurt)]

    @property
    def all_as_planned(self) -> bool:
        """Whether the person says that all sets were as planned."""
        return ALL_AS_PLANNED in self.data

    @property
    def session_key(self) -> UUID:
        key: UUID = self.cleaned_data["key"]
        return key

    def renew_key(self) -> None:
        """Take a key that nobody has."""
        self.data = cast("QueryDict", self.data).copy()
        self.data["key"] = str(uuid4())
