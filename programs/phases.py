"""Phases of weeks: which one any day is in, and what repeating, stepping back and going on change.

A timeline counts weeks of seven days from its first day. A move says which week of the program a day's
week counts as from that day on, so what was done before a move keeps the phase that it was done in.
Pure functions over plain values; days are dates without a zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate, groupby
from typing import Any, Self

from django.utils.translation import gettext as _

from exercises.formats import range_text
from programs.calendars.recurrence import WeeklyRecurrence

MIN_PHASES, MAX_PHASES = 2, 12
MAX_WEEKS = 52
"""Weeks of all phases together."""
MAX_MOVES = 100
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Phase:
    """Weeks with doses of their own, and what they are for. `weeks` is None where the last has no end.

    `is_held` is false in a workout that has no exercise in this phase: it is then left out.
    """

    name: str
    weeks: int | None
    goal: str = ""
    go_on_when: str = ""
    step_back_when: str = ""
    is_held: bool = True
    languages: Mapping[str, str] = field(default_factory=dict, compare=False)
    """By name, the language of each text of a program that is not there in the reader's."""

    def language_of(self, name: str) -> str:
        """The language of a text where it is not that of the page, for `lang`; else empty."""
        return self.languages.get(name, "")

    def sentences(self) -> list[str]:
        """What it is for, when to go on and when to step back, as far as it says."""
        return [each for each in (self.goal, self.go_on_when, self.step_back_when) if each]

    def as_values(self) -> dict[str, Any]:
        """The phase as plain JSON values; what has its default value is left out."""
        values = {name: value for name, value in vars(self).items() if value not in (None, "")}
        del values["languages"]
        if self.is_held:
            del values["is_held"]
        return values

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> Self:
        """The phase of plain values."""
        return cls(**{"weeks": None} | values)


@dataclass(frozen=True)
class NumberedPhase:
    """A phase with its place: its `number` from 1 on, and its weeks; `last` is None where it has no end."""

    number: int
    first: int
    last: int | None
    phase: Phase

    @property
    def weeks_label(self) -> str:
        """`Weeks 1–4`, `Week 5`, `From week 9 on`."""
        if self.last is None:
            return _("From week %(week)s on") % {"week": self.first}
        if self.first == self.last:
            return _("Week %(week)s") % {"week": self.first}
        return _("Weeks %(weeks)s") % {"weeks": range_text(self.first, self.last)}

    @property
    def label(self) -> str:
        """`Phase 2: Hinge`."""
        return _("Phase %(number)s: %(name)s") % {"number": self.number, "name": self.phase.name}

    @property
    def sheet_label(self) -> str:
        """`Phase 2: Hinge (weeks 5–8)`: in the heading of a sheet."""
        values = {"phase": self.label, "low": self.first, "high": self.last}
        if self.last is None:
            return _("%(phase)s (from week %(low)s on)") % values
        if self.first == self.last:
            return _("%(phase)s (week %(low)s)") % values
        weeks = range_text(self.first, self.last)
        return _("%(phase)s (weeks %(weeks)s)") % (values | {"weeks": weeks})

    @property
    def heading(self) -> str:
        """`Weeks 1–4: Control`."""
        return _("%(weeks)s: %(name)s") % {"weeks": self.weeks_label, "name": self.phase.name}


def numbered(phases: Iterable[Phase]) -> list[NumberedPhase]:
    """The phases in order, each with its number and its weeks."""
    phases = list(phases)
    ends = list(accumulate(each.weeks or 0 for each in phases))
    return [
        NumberedPhase(number, end - (each.weeks or 0) + 1, end if each.weeks else None, each)
        for number, (each, end) in enumerate(zip(phases, ends, strict=True), start=1)
    ]


@dataclass(frozen=True)
class PhaseMove:
    """From `day` on, the week that `day` is in counts as week `week` of the program (from 0)."""

    day: date
    week: int


@dataclass(frozen=True)
class PhasePosition:
    """Where a day is: in which phase, and in which week of `total`; None where the last has no end.

    `can_undo`: the last move is of that day or a later one, and can be taken back.
    """

    phase: NumberedPhase
    week: int
    total: int | None
    is_last: bool = False
    can_undo: bool = False

    @property
    def is_first(self) -> bool:
        """Whether it is the first phase, with none to step back to."""
        return self.phase.number == 1

    @property
    def label(self) -> str:
        """`Week 3 of 12 · Phase 2: Hinge`; after the last week `Week 14 · Phase 3: Load`."""
        values = {"week": self.week, "total": self.total, "phase": self.phase.label}
        if self.total is None or self.week > self.total:
            return _("Week %(week)s · %(phase)s") % values
        return _("Week %(week)s of %(total)s · %(phase)s") % values


def week_on(day: date, starts_on: date, moves: Sequence[PhaseMove] = ()) -> int:
    """The week of the program that a day is in, from 0 on; days before the first are in week 0."""
    week = (day - starts_on) // WEEK
    made = [move for move in moves if move.day <= day]
    if made:
        week += made[-1].week - (made[-1].day - starts_on) // WEEK
    return max(week, 0)


def phase_on(
    day: date, starts_on: date, phases: Sequence[Phase], moves: Sequence[PhaseMove] = ()
) -> int:
    """The number (from 1) of the phase that a day is in; after the last week, the last phase goes on."""
    week = week_on(day, starts_on, moves) + 1
    begun = [each.number for each in numbered(phases) if each.first <= week]
    return begun[-1]


@dataclass(frozen=True)
class PhaseTimeline:
    """A person's way through the phases: the first day, and the moves in the order of their days."""

    phases: tuple[Phase, ...]
    starts_on: date
    moves: tuple[PhaseMove, ...] = ()

    @property
    def numbered(self) -> list[NumberedPhase]:
        """The phases in order, each with its number and its weeks."""
        return numbered(self.phases)

    def phase_on(self, day: date) -> int:
        """The number of the phase that a day is in."""
        return phase_on(day, self.starts_on, self.phases, self.moves)

    def position_on(self, day: date) -> PhasePosition:
        """Where a day is; days before the first count as the first."""
        week = week_on(day, self.starts_on, self.moves) + 1
        total = sum(each.weeks or 0 for each in self.phases) if self.phases[-1].weeks else None
        phase = self.numbered[self.phase_on(day) - 1]
        return PhasePosition(
            phase,
            week,
            total,
            is_last=phase.number == len(self.phases),
            can_undo=self.can_undo(day),
        )

    def weeks_left(self, day: date) -> int:
        """Weeks from that day's to the last of all, both counted; 0 where there is no end, or it is over."""
        position = self.position_on(day)
        return max((position.total or 0) - position.week + 1, 0)

    def last_week(self, today: date) -> date | None:
        """The first day of the last week of all, with the moves to come; None where none is left."""
        day = max([today, self.starts_on, *(move.day for move in self.moves)])
        left = self.weeks_left(day)
        return day - (day - self.starts_on) % WEEK + (left - 1) * WEEK if left else None

    def is_held_on(self, day: date) -> bool:
        """Whether there is anything to do in the phase of that day."""
        return self.phases[self.phase_on(day) - 1].is_held

    def spans(self, times: WeeklyRecurrence) -> Iterator[tuple[NumberedPhase, WeeklyRecurrence]]:
        """Sessions phase by phase: each with that part of `times` that it holds, in the order of days."""
        for number, group in groupby(times.dates(), key=self.phase_on):
            days = list(group)
            yield (
                self.numbered[number - 1],
                replace(times, first_day=days[0], last_day=days[-1]),
            )

    # --- Moves: each gives a timeline in which days before it are as they were ------------------------

    def repeat(self, today: date) -> Self:
        """The phase of today begins again with the next week."""
        today = max(today, self.starts_on)
        next_week = self.starts_on + ((today - self.starts_on) // WEEK + 1) * WEEK
        return self._moved(next_week, self.phase_on(today))

    def step_back(self, today: date) -> Self:
        """The phase before begins today. Raises `ValueError` in the first phase."""
        return self._moved(max(today, self.starts_on), self.phase_on(today) - 1)

    def go_on(self, today: date) -> Self:
        """The next phase begins today. Raises `ValueError` in the last phase."""
        return self._moved(max(today, self.starts_on), self.phase_on(today) + 1)

    def undo(self, today: date) -> Self:
        """Take back the last move of today or a later day. Raises `ValueError` without one."""
        if not self.can_undo(today):
            raise ValueError("There is no move to take back.")
        return replace(self, moves=self.moves[:-1])

    def can_undo(self, today: date) -> bool:
        """Whether a move of today or a later day can be taken back."""
        return bool(self.moves) and self.moves[-1].day >= today

    def start_again(self, starts_on: date) -> Self:
        """The phases begin on another day, and moves are forgotten."""
        return replace(self, starts_on=starts_on, moves=())

    def _moved(self, day: date, number: int) -> Self:
        if not 1 <= number <= len(self.phases):
            raise ValueError(f"There is no phase {number}.")
        move = PhaseMove(day, self.numbered[number - 1].first - 1)
        earlier = tuple(each for each in self.moves if each.day < day)
        return replace(self, moves=(*earlier, move)[-MAX_MOVES:])
