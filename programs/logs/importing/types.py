"""What readers of other apps' files give: sessions with their sets, and what they leave out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from exercises.units import Unit


class UnreadableHistoryError(ValueError):
    """A file that cannot be read at all; the message is a sentence for people."""


class SkippedLineError(ValueError):
    """One line that is left out; the message is the reason, a sentence for people."""


@dataclass(frozen=True)
class Choices:
    """What a file does not say and its person does: the unit of bare numbers, the order of day and
    month, and which column is what (by its role, counted from 0)."""

    unit: Unit = "kg"
    day_first: bool = True
    columns: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class ReadSet:
    """One set; `name` is the exercise as the file calls it. `exact` holds the columns of a set that was
    exported here, which come back as they were."""

    line: int
    name: str
    kind: str = "work"
    reps: int | None = None
    load_kg: Decimal | None = None
    assistance_kg: Decimal | None = None
    seconds: int | None = None
    distance_m: Decimal | None = None
    effort: Decimal | None = None
    note: str = ""
    exact: Mapping[str, Any] | None = None


@dataclass(slots=True)
class ReadSession:
    """One session. `start` is a day, a local time, or a time with its zone; `key` tells it from others
    of the same file and is the same in every later file."""

    key: str
    title: str
    start: date | datetime
    line: int
    finish: datetime | None = None
    seconds: int | None = None
    note: str = ""
    sets: list[ReadSet] = field(default_factory=list)
    exact: Mapping[str, Any] | None = None


@dataclass
class ReadHistory:
    """All of a file. `heaviest` is the heaviest set without a unit, as the file has it; its letters
    may be wrong unless `is_unicode`."""

    source: str
    sessions: list[ReadSession] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    heaviest: tuple[Decimal, str] | None = None
    asks_day_first: bool = False
    is_unicode: bool = True
    header: list[str] = field(default_factory=list)
    columns: Mapping[str, int] = field(default_factory=dict)
    missing_roles: list[str] = field(default_factory=list)

    @property
    def set_count(self) -> int:
        return sum(len(session.sets) for session in self.sessions)

    def skipped_by_reason(self) -> list[tuple[str, list[int]]]:
        """Every reason with the numbers of its lines."""
        reasons: dict[str, list[int]] = {}
        for line, reason in sorted(self.skipped):
            reasons.setdefault(reason, []).append(line)
        return list(reasons.items())
