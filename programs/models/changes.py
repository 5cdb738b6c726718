"""What was changed in a workout: stored as a code with values, described in the reader's language."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exercises.models.prescription import DOSE_COLUMNS
from programs.models.occurrence import long_day
from programs.models.plan import Section
from programs.models.workout import WorkoutItem


class ChangeCode(StrEnum):
    """The kinds of change. Rows hold these values: they stay as they are."""

    ADDED = "added"
    DUPLICATED = "duplicated"
    REMOVED = "removed"
    RESTORED = "restored"
    MOVED = "moved"
    JOINED = "joined"
    LEFT = "left"
    SWAPPED = "swapped"
    DOSED = "dosed"
    DETAILS = "details"
    IN_PHASE = "in_phase"
    IN_ALL_PHASES = "in_all_phases"
    PHASE = "phase"
    PHASE_UNDONE = "phase_undone"
    PHASES_START = "phases_start"


SENTENCES: dict[str, Promise] = {
    ChangeCode.ADDED: _("Added %(exercise)s to %(section)s"),
    ChangeCode.DUPLICATED: _("Duplicated %(exercise)s in %(section)s"),
    ChangeCode.REMOVED: _("Removed %(exercise)s"),
    ChangeCode.RESTORED: _("Brought back %(exercise)s in %(section)s"),
    ChangeCode.MOVED: _("Moved %(exercise)s: now %(position)s of %(total)s in %(section)s"),
    ChangeCode.JOINED: _("%(exercise)s and %(other)s are a superset"),
    ChangeCode.LEFT: _("%(exercise)s is done by itself"),
    ChangeCode.SWAPPED: _("Swapped %(old)s for %(exercise)s"),
    ChangeCode.DOSED: _("%(exercise)s: %(dose)s"),
    ChangeCode.DETAILS: _("Changed the name, the notes or the goal"),
    ChangeCode.IN_PHASE: _("%(exercise)s is done in phase %(number)s"),
    ChangeCode.IN_ALL_PHASES: _("%(exercise)s is done in every phase"),
    ChangeCode.PHASE: _("Phase %(number)s: %(name)s begins on %(day)s"),
    ChangeCode.PHASE_UNDONE: _("Took back the last change of phase"),
    ChangeCode.PHASES_START: _("The phases begin on %(day)s"),
}


OF_NO_EXERCISE = (
    ChangeCode.DETAILS,
    ChangeCode.PHASE,
    ChangeCode.PHASE_UNDONE,
    ChangeCode.PHASES_START,
)
"""The kinds of change that leave every exercise and every dose as it is."""


def leaves_session(change: dict[str, Any]) -> bool:
    """Whether an entry of `Workout.changes` leaves every exercise and every dose as it is."""
    return change.get("code") in OF_NO_EXERCISE


def describe_change(code: str, values: dict[str, Any]) -> str:
    """The change as a sentence, without a full stop at its end.

    Of `values`, exercises are names, `section` is a value of `Section`, `dose` the filled columns of a
    prescription, and `day` a date in ISO format.
    """
    shown = dict(values)
    if "section" in values:
        shown["section"] = Section(values["section"]).label
    if "day" in values:
        shown["day"] = long_day(date.fromisoformat(values["day"]))
    if "dose" in values:
        shown["dose"] = WorkoutItem(**values["dose"]).prescription_label
    return str(SENTENCES[code]) % shown


def describe_stored_change(change: dict[str, Any]) -> str:
    """An entry of `Workout.changes` as a sentence. A few old entries hold an English text instead."""
    text: str | None = change.get("text")
    return text if text is not None else describe_change(change["code"], change["values"])


def dose_values(item: WorkoutItem) -> dict[str, Any]:
    """How much of an exercise to do, as the plain values that a change stores."""
    columns = {name: getattr(item, name) for name in [*DOSE_COLUMNS, "each_side"]}
    return {name: value for name, value in columns.items() if value}
