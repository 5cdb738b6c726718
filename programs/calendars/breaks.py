"""Short breaks through the working day, each with one movement, in rotation."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from programs.calendars.recurrence import RecurrenceRule, WeeklyRecurrence


@dataclass(frozen=True)
class Break:
    """The breaks that share a clock time and a movement; numbers count from 0."""

    slot: int
    movement: int
    rule: RecurrenceRule


CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?\s*(?P<half>[ap])\.?m\.?|(?P<of_24>\d{1,2}:\d{2})",
    re.ASCII | re.IGNORECASE,
)


def read_clocks(text: str) -> list[time]:
    """The times of day that `10:30, 15:00` or `10:30 AM, 3 PM` names, in order, each once.

    Raises `ValueError`.
    """
    parts = (part.strip() for part in text.replace("\u00a0", " ").split(","))
    return sorted({read_clock(part) for part in parts if part})


def read_clock(text: str) -> time:
    """One time of day, by the 24-hour or the 12-hour clock. Raises `ValueError`."""
    found = CLOCK.fullmatch(text)
    if found is None:
        raise ValueError(text)
    if found["of_24"]:
        hour, minute = map(int, found["of_24"].split(":"))
        return time(hour, minute)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if not 1 <= hour <= 12:
        raise ValueError(text)
    return time(hour % 12 + (12 if found["half"].lower() == "p" else 0), minute)


def clocks_text(hours: list[time]) -> str:
    """Times of day as `read_clocks` reads them."""
    return ", ".join(f"{hour:%H:%M}" for hour in hours)


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
