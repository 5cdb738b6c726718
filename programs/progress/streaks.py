"""Weeks in a row in which the plan was met. There is no daily streak: rest days are part of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Week:
    """One week: how many sessions were planned, called off, and done (planned ones or others)."""

    planned: int = 0
    called_off: int = 0
    done: int = 0

    @property
    def is_met(self) -> bool:
        """Whether as much was done as was left of the plan; without a plan, anything at all."""
        return self.done >= max(self.planned - self.called_off, 1)

    @property
    def is_paused(self) -> bool:
        """Nothing was due: illness, a flare-up or a holiday neither counts nor breaks the row."""
        return self.planned <= self.called_off and not self.done


@dataclass(frozen=True)
class Streak:
    """`weeks` that met the plan in a row, and `paused` ones between them that do not count."""

    weeks: int
    paused: int = 0


def streak_of(weeks: Sequence[Week]) -> Streak:
    """The row up to the newest week, the last of `weeks`, which may still be going.

    Weeks are those of the person's calendar, so that a flight to another time zone changes nothing.
    """
    *before, newest = weeks or [Week()]
    count, paused, pending = int(newest.is_met), 0, 0
    for week in reversed(before):
        if week.is_paused:
            pending += 1
        elif week.is_met:
            count, paused, pending = count + 1, paused + pending, 0
        else:
            break
    return Streak(count, paused)
