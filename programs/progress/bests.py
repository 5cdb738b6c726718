"""Personal bests, worked out from the sets each time: what is edited, deleted or imported corrects them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from programs.progress.types import DoneSet, ExerciseSession

Track = tuple[str, str, str]
"""What is compared with one another: the side, the band, and what is counted."""
Counted = Literal["hold", "distance", "reps"]


@dataclass(frozen=True, order=True, slots=True)
class Effort:
    """A set as it compares with others: more load, or less help, first; then how long, far or often.

    One order for all, so that one set is one best: 60 kg × 5 is more than 20 kg × 191, and 10 repetitions
    without help are more than 12 with 20 kg of it.
    """

    net_load: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Best:
    """A session's best set of one side. `is_first` when there was none before: that is a start, no best."""

    session: ExerciseSession
    done: DoneSet
    is_first: bool


def counted(done: DoneSet) -> Counted:
    """What tells how much a set was."""
    if done.seconds:
        return "hold"
    return "distance" if done.metres else "reps"


def track_of(done: DoneSet) -> Track:
    """Which sets it compares with."""
    return done.side, done.band.casefold(), counted(done)


def effort_of(done: DoneSet) -> Effort:
    return Effort(done.net_load, Decimal(done.amount))


def find_bests(
    sessions: Iterable[ExerciseSession], before: Mapping[Track, Effort] | None = None
) -> list[Best]:
    """The bests of one exercise, oldest first; `sessions` are in order, `before` is what came earlier.

    A best is strictly more than all before. A session has one of each side at most.
    """
    record: dict[Track, Effort] = dict(before or {})
    found = []
    for session in sessions:
        for track, done in _top_sets(session).items():
            effort = effort_of(done)
            if track not in record or effort > record[track]:
                found.append(Best(session, done, is_first=track not in record))
                record[track] = effort
    return found


def best_effort(sessions: Iterable[ExerciseSession]) -> DoneSet | None:
    """The best set of all; None when nothing counts."""
    sets = [each for session in sessions for each in session.work()]
    return max(sets, key=lambda each: (counted(each) == "hold", effort_of(each)), default=None)


def _top_sets(session: ExerciseSession) -> dict[Track, DoneSet]:
    top: dict[Track, DoneSet] = {}
    for done in session.work():
        track = track_of(done)
        if track not in top or effort_of(done) > effort_of(top[track]):
            top[track] = done
    return top
