"""What progress is worked out from: plain values, made from rows by `programs.logs.progress_facts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

SETS, TOTAL, HOLD, TIME = "sets", "total", "hold", "time"
WARM_UP = "warm-up"
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class DoneSet:
    """One set as it was done. `seconds` are those of each hold; loads are in kilograms.

    `assistance` is help by a machine or a band: less is harder.
    """

    number: int = 1
    side: str = ""
    kind: str = "work"
    reps: int | None = None
    load: Decimal | None = None
    assistance: Decimal | None = None
    seconds: int | None = None
    metres: Decimal | None = None
    band: str = ""

    @property
    def is_work(self) -> bool:
        """Whether it counts: no warm-up, and at least something was done."""
        return self.kind != WARM_UP and bool(self.reps or (self.reps is None and self.amount))

    @property
    def amount(self) -> Decimal | int:
        """How long, how far or how often, whichever it was."""
        return self.seconds or self.metres or self.reps or 0

    @property
    def net_load(self) -> Decimal:
        """What is moved beside the own body: the load, less the help. Help is never a load."""
        return (self.load or NOTHING) - (self.assistance or NOTHING)


@dataclass(frozen=True, slots=True)
class ExerciseSession:
    """All sets of one exercise in one session, which belongs to the day it began on.

    `dose` is the prescription as it was in words.
    """

    day: date
    sets: tuple[DoneSet, ...]
    dose: str = ""

    def work(self) -> list[DoneSet]:
        """The sets that count."""
        return [each for each in self.sets if each.is_work]


@dataclass(frozen=True)
class Dose:
    """A prescription: columns that its kind does not use are None; times are in seconds."""

    kind: str
    sets: int = 1
    reps_min: int = 1
    reps_max: int = 1
    total_min: int = 0
    total_max: int = 0
    seconds: int = 0
    sides: int = 1
    is_strength: bool = True


@dataclass(frozen=True)
class Variant:
    """An easier or a harder exercise: its slug, and its name for sentences."""

    slug: str
    name: str
