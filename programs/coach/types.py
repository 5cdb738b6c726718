"""What the coach looks at: plain values, made from loaded rows by `programs.models.coach_facts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.formats import date_format

Goal = Literal["growth", "endurance"]
ItemId = int | str

STRENGTH, STRETCH, MOBILITY = "strength", "stretch", "mobility"
COMPOUND, ISOLATION = "compound", "isolation"
WARM_UP, MAIN, COOL_DOWN = SECTIONS = ("warm_up", "main", "cool_down")
SETS, TOTAL, HOLD, TIME = "sets", "total", "hold", "time"

BACK = ("upper_back", "middle_back", "lower_back")
"""The regions of the back, from the top down."""


@dataclass(frozen=True)
class NamedRef:
    """Something of the catalogue: its slug, and its name for sentences."""

    slug: str
    name: str


@dataclass(frozen=True)
class BodyPartFacts(NamedRef):
    """A body part, such as “Lats”, in a region, such as `upper_back`."""

    region: str


@dataclass(frozen=True)
class ExerciseFacts(NamedRef):
    """An exercise: of a workout, or a candidate to swap in or to add.

    `body_parts` holds the main one first, then those of the other primary muscles; `muscles` holds
    the slugs of the primary muscles.
    """

    kind: str
    mechanics: str
    body_parts: tuple[BodyPartFacts, ...]
    muscles: frozenset[str]
    equipment: tuple[NamedRef, ...] = ()
    contraindications: tuple[NamedRef, ...] = ()

    @property
    def main_region(self) -> str:
        return self.body_parts[0].region

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions it trains, each once."""
        return tuple(dict.fromkeys(part.region for part in self.body_parts))


@dataclass(frozen=True)
class ItemFacts:
    """An exercise in a workout, with its dose.

    `dose` is the prescription's kind; `sets` are rounds of work, where a total counts as four; times
    are in seconds. Columns that the kind does not use are None.
    """

    id: ItemId
    exercise: ExerciseFacts
    section: str
    position: int
    dose: str
    sets: int
    reps_min: int | None = None
    reps_max: int | None = None
    hold_seconds: int | None = None
    duration_seconds: int | None = None
    superset: int | None = None

    @property
    def name(self) -> str:
        return self.exercise.name

    @property
    def is_work(self) -> bool:
        """Whether this is strength work; easy strength moves in the warm-up are not."""
        return self.exercise.kind == STRENGTH and self.section != WARM_UP


@dataclass(frozen=True)
class WorkoutFacts:
    """A workout: its items section by section, each section by position."""

    title: str
    items: tuple[ItemFacts, ...]
    goal: Goal | None = None

    def section(self, name: str) -> list[ItemFacts]:
        """The items of one section, in order."""
        return [item for item in self.items if item.section == name]

    def work(self) -> list[ItemFacts]:
        """The items that are strength work, in order."""
        return [item for item in self.items if item.is_work]


@dataclass(frozen=True)
class TrainingDay:
    """One session of a workout on a day, and the groups of muscles that it trains."""

    id: ItemId
    day: date
    title: str
    groups: tuple[NamedRef, ...]


MIN_HARD_SETS = 2
"""A group counts as trained from two sets of work on; a single light set asks for no day off."""


def training_day(workout: WorkoutFacts, day: date, session: ItemId) -> TrainingDay:
    """The session in which `workout` is done on `day`; its groups are body parts."""
    sets: dict[NamedRef, int] = {}
    for item in workout.work():
        for part in item.exercise.body_parts:
            sets[part] = sets.get(part, 0) + item.sets
    groups = tuple(part for part, count in sets.items() if count >= MIN_HARD_SETS)
    return TrainingDay(session, day, workout.title, groups)


def day_text(day: date) -> str:
    """`Monday 6 April`, as the reader's language writes it."""
    return date_format(day, "LONG_MONTH_DAY_FORMAT")
