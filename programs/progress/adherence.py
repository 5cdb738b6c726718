"""How much of the plan was kept: from the schedule, not from a count of days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One planned session on the day it is on now."""

    day: date
    is_done: bool = False
    is_moved: bool = False
    is_called_off: bool = False


@dataclass(frozen=True)
class Adherence:
    """`kept` of `planned`; of these `moved`, and `missed`. Called-off and extra sessions stand apart."""

    planned: int
    kept: int
    moved: int
    missed: int
    called_off: int
    extra: int


def adherence(sessions: Iterable[PlannedSession], extra: int, today: date) -> Adherence:
    """What became of the sessions up to today; one of today that is not done is not missed yet.

    A moved session is not missed and a called-off one was not due: plans serve the person.
    """
    due = [each for each in sessions if each.day < today or (each.day == today and each.is_done)]
    planned = [each for each in due if not each.is_called_off]
    kept = [each for each in planned if each.is_done]
    return Adherence(
        planned=len(planned),
        kept=len(kept),
        moved=sum(each.is_moved for each in kept),
        missed=len(planned) - len(kept),
        called_off=len(due) - len(planned),
        extra=extra,
    )
