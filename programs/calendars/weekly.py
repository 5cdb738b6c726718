"""Sessions on weekdays of some weeks: their dates, and the rules that a calendar states them by."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import gcd

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class WeeklyTimes:
    """When sessions are: wall-clock `time` in `time_zone` (IANA), on `weekdays`, for `weeks` weeks.

    `weekdays` holds names of RFC 5545 (`MO` … `SU`), at least one. The weeks are spans of seven days
    from `first_day` on, so that each weekday comes `weeks` times whatever day it begins on.
    """

    first_day: date
    time: time
    time_zone: str
    weekdays: tuple[str, ...]
    weeks: int
    minutes: int
    reminder_minutes: int | None = None

    def dates(self) -> list[date]:
        """Every session's date, in order."""
        days = (self.first_day + timedelta(days=n) for n in range(7 * self.weeks))
        return [day for day in days if WEEKDAYS[day.weekday()] in self.weekdays]

    def rotate(self, count: int) -> list[list[Rule]]:
        """Rules for each of `count` plans that take turns: A, B, A, B … session by session.

        With two plans on three weekdays the turns change from week to week: a plan then has one rule
        for each week of the cycle.
        """
        cycle = count // gcd(len(self.weekdays), count)
        monday = self.first_day - timedelta(days=self.first_day.weekday())
        groups: dict[tuple[int, int], list[date]] = defaultdict(list)
        for number, day in enumerate(self.dates()):
            groups[number % count, (day - monday).days // 7 % cycle].append(day)
        return [
            [
                Rule(self, tuple(days), cycle)
                for (plan, _), days in sorted(groups.items())
                if plan == n
            ]
            for n in range(count)
        ]


@dataclass(frozen=True)
class Rule:
    """One RRULE's worth of sessions: `dates` that recur every `interval` weeks on the same weekdays."""

    times: WeeklyTimes
    dates: tuple[date, ...]
    interval: int

    @property
    def start(self) -> datetime:
        """The first session's start, as wall-clock time without a zone."""
        return datetime.combine(self.dates[0], self.times.time)

    @property
    def end(self) -> datetime:
        """The first session's end, as wall-clock time without a zone."""
        return self.start + timedelta(minutes=self.times.minutes)

    def recurrence(self) -> dict[str, object]:
        """The RRULE's parts (RFC 5545 §3.3.10); DTSTART is itself the first occurrence."""
        weekdays = sorted({day.weekday() for day in self.dates})
        parts: dict[str, object] = {"FREQ": "WEEKLY"}
        if self.interval > 1:
            parts["INTERVAL"] = self.interval
        parts["COUNT"] = len(self.dates)
        return parts | {"BYDAY": [WEEKDAYS[day] for day in weekdays], "WKST": "MO"}
