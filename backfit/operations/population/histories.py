"""What people did, as histories really are: with missed weeks, plateaus, lighter weeks and a changed dose.

Plain values, the same for the same seed: a workout's planned sessions become done, moved, called off or
missed ones, and those that were done get sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from random import Random

from exercises.models import PrescriptionKind
from exercises.units import Unit, load_in_kg
from programs.models.plan import PlanItem
from programs.sheets.sheet import load_heading

HOLIDAY_SESSIONS = 4
"""Two weeks of two sessions."""
DELOAD_EVERY = 14
"""Every seventh week is lighter."""
DELOAD, PLATEAU, GROWS = Decimal("0.9"), 0.25, 0.6
"""A lighter week's load; how much of a history nothing grows; how often it does otherwise."""
MISSED, MOVED = 0.08, 0.06
ASSISTED = {"pull-up", "chin-up", "wide-grip-pull-up"}
START_LOADS, START_HELP = range(4, 16), range(8, 14)
"""In steps: of 2.5 kg or 5 lb."""
STEPS: dict[Unit, Decimal] = {"kg": Decimal("2.5"), "lb": Decimal(5)}
MAX_HOLD, MAX_REPS = 60, 20

DoneValues = tuple[int, str, str, int | None, str | None, str, str | None, int | None]
"""Number, side, kind, reps, load, band, assistance, seconds."""
SetValues = tuple[int, int, DoneValues]
"""An item's index, its dose's index, and what was done."""


class State(StrEnum):
    """What became of a planned session."""

    DONE = "done"
    MOVED = "moved"
    CALLED_OFF = "called off"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class PastSession:
    """A planned session: the day of its rule, the day it is on, and what became of it."""

    original: date
    day: date
    state: State

    @property
    def is_done(self) -> bool:
        return self.state in (State.DONE, State.MOVED)


@dataclass(frozen=True)
class ItemDose:
    """What a plan's item asks for, and how it is loaded: `load`, `band`, `assisted`, or by the body alone."""

    kind: PrescriptionKind
    sets: int
    reps: tuple[int, int]
    total: int
    seconds: int
    sides: tuple[str, ...]
    loaded: str

    @classmethod
    def of(cls, item: PlanItem) -> ItemDose:
        heading = load_heading(item, item.exercise, "kg")
        assisted = item.exercise.slug in ASSISTED and item.reps_max
        return cls(
            kind=item.prescription_kind,
            sets=item.sets or 1,
            reps=(item.reps_min or 1, item.reps_max or 1),
            total=item.total_max or 0,
            seconds=item.hold_seconds or item.duration_seconds or 0,
            sides=("left", "right") if item.each_side else ("",),
            loaded="assisted" if assisted else {"": "", "band": "band"}.get(heading, "load"),
        )


def past_sessions_of(days: Sequence[date], random: Random) -> list[PastSession]:
    """What became of sessions planned for `days`: a holiday is called off, some are missed or moved."""
    holiday = random.randrange(len(days) * 2) if days else 0
    found = []
    for number, day in enumerate(days):
        chance = random.random()
        if holiday <= number < holiday + HOLIDAY_SESSIONS:
            found.append(PastSession(day, day, State.CALLED_OFF))
        elif chance < MISSED:
            found.append(PastSession(day, day, State.MISSED))
        elif chance < MISSED + MOVED and number + 1 < len(days):
            found.append(PastSession(day, day + timedelta(days=1), State.MOVED))
        else:
            found.append(PastSession(day, day, State.DONE))
    return found


def sets_of_sessions(
    doses: Sequence[Sequence[ItemDose]], sessions: Sequence[PastSession], unit: Unit, random: Random
) -> Iterator[list[SetValues]]:
    """The sets of each session that was done; `doses` are an item's first and, from half-way on, second dose."""
    lives = [_ItemHistory(versions[0], unit, random) for versions in doses]
    changed_at = len(sessions) // 2
    flat_from = random.randrange(len(sessions) + 1)
    flat = range(flat_from, flat_from + int(len(sessions) * PLATEAU))
    for number, session in enumerate(sessions):
        version = int(number >= changed_at)
        is_light = number % DELOAD_EVERY >= DELOAD_EVERY - 2
        if not session.is_done:
            continue
        sets: list[SetValues] = []
        for index, (life, versions) in enumerate(zip(lives, doses, strict=True)):
            life.dose = versions[version]
            sets += [(index, version, values) for values in life.session(is_light=is_light)]
            if number not in flat and not is_light and random.random() < GROWS:
                life.grow()
        yield sets


class _ItemHistory:
    """How strong somebody is at one exercise, and what they do of it."""

    def __init__(self, dose: ItemDose, unit: Unit, random: Random) -> None:
        self.dose, self.unit, self.random = dose, unit, random
        assisted = dose.loaded == "assisted"
        self.steps = random.choice(START_HELP if assisted else START_LOADS)
        self.reps = dose.reps[0]
        self.seconds = max(dose.seconds * 2 // 3, 1)

    def grow(self) -> None:
        """A repetition or a few seconds more; at the top of the range a step more, or less help."""
        self.seconds = min(self.seconds + self.random.randint(1, 3), MAX_HOLD)
        if self.reps < self.dose.reps[1]:
            self.reps += 1
        elif self.dose.loaded == "load":
            self.steps, self.reps = self.steps + 1, self.dose.reps[0]
        elif self.dose.loaded == "assisted":
            self.steps, self.reps = max(self.steps - 1, 0), self.dose.reps[0]
        else:
            self.reps = min(self.reps + 1, MAX_REPS)

    def session(self, *, is_light: bool) -> Iterator[DoneValues]:
        """What was done in each set."""
        dose = self.dose
        load = self._kilograms(is_light) if dose.loaded == "load" else None
        help_kg = self._kilograms(False) if dose.loaded == "assisted" and self.steps else None
        band = "green" if dose.loaded == "band" else ""
        if load and dose.sets > 2 and self.random.random() < 0.2:
            yield 1, "", "warm-up", dose.reps[0], self._kilograms(True), "", None, None
        for number in range(1, self._set_count(is_light) + 1):
            reps, seconds = self._amount(number)
            kind = "failure" if load and reps is not None and reps < dose.reps[0] else "work"
            for side in dose.sides:
                yield number, side, kind, reps, load, band, help_kg, seconds

    def _set_count(self, is_light: bool) -> int:
        if self.dose.kind == PrescriptionKind.TOTAL:
            return max(-(-self.dose.total // max(self.reps, 8)), 1)
        return max(self.dose.sets - is_light, 1)

    def _amount(self, number: int) -> tuple[int | None, int | None]:
        """Repetitions and seconds of a set; the later ones are a little less."""
        dose = self.dose
        if dose.kind == PrescriptionKind.TOTAL:
            whole = max(self.reps, 8)
            return min(whole, dose.total - whole * (number - 1)) or 1, None
        if dose.kind == PrescriptionKind.SETS:
            return max(self.reps - self.random.randrange(number), 1), None
        held = dose.seconds if dose.kind == PrescriptionKind.TIME else self.seconds
        return (dose.reps[1] if dose.reps[1] > 1 else None), held

    def _kilograms(self, is_light: bool) -> str:
        """The load as the plates of the person's unit make it."""
        steps = max(int(self.steps * DELOAD), 1) if is_light else self.steps
        return str(load_in_kg(steps * STEPS[self.unit], self.unit))
