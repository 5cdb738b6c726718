"""Short breaks through the working day, each with one movement, in rotation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from programs.calendars.recurrence import RecurrenceRule, WeeklyRecurrence


@dataclass(frozen=True)
class Break:
    """The breaks that share a clock time and a movement; numbers count from 0."""

    slot: int
    movement: int
    rule: RecurrenceRule


def clocks(begins: time, ends: time, every: int, minutes: int) -> list[time]:
    """When the breaks of a day are: every `every` minutes, none longer than the day has left.

    From 09:00 to 17:00 every two hours: 11:00, 13:00, 15:00.
    """
    day = date(2000, 1, 1)
    here, end = datetime.combine(day, begins), datetime.combine(day, ends)
    found = []
    while (here := here + timedelta(minutes=every)) + timedelta(minutes=minutes) < end:
        found.append(here.time())
    return found


def plan_breaks(times: WeeklyRecurrence, hours: list[time], movements: int) -> list[Break]:
    """Breaks at each of `hours` on the days of `times`, whose own time does not count.

    The movements take turns from break to break and begin anew each week, so that one week says it
    all: a rule for each hour and movement.
    """
    turns: dict[tuple[int, int], list[str]] = {}
    for index, weekday in enumerate(times.weekdays):
        for slot in range(len(hours)):
            movement = (index * len(hours) + slot) % movements
            turns.setdefault((slot, movement), []).append(weekday)
    breaks = []
    for (slot, movement), weekdays in sorted(turns.items()):
        here = replace(times, time=hours[slot], weekdays=tuple(weekdays))
        if days := here.dates():
            breaks.append(
                Break(slot, movement, RecurrenceRule(here, tuple(days), here.every_weeks))
            )
    return breaks
