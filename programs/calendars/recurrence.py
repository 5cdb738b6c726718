"""Sessions on weekdays of some weeks: their dates, and the rules that a calendar states them by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import gcd

from exercises.weekdays import WEEKDAYS


@dataclass(frozen=True)
class WeeklyRecurrence:
    """When sessions are: wall-clock `time` in `time_zone` (IANA), on `weekdays` of some weeks.

    `weekdays` holds names of RFC 5545 (`MO` … `SU`), at least one. Days run from `first_day` to
    `last_day`, both included, in every `every_weeks`th calendar week from the first day's week on. A
    week begins on `week_start` (`MO` or `SU`).
    """

    first_day: date
    time: time
    time_zone: str
    weekdays: tuple[str, ...]
    last_day: date
    minutes: int
    reminder_minutes: int | None = None
    every_weeks: int = 1
    week_start: str = "MO"

    @staticmethod
    def last_of(first_day: date, weeks: int) -> date:
        """The last day of `weeks` spans of seven days: each weekday comes `weeks` times."""
        return first_day + timedelta(days=7 * weeks - 1)

    def dates(self) -> list[date]:
        """Every session's date, in order."""
        return self.dates_between(self.first_day, self.last_day)

    def __contains__(self, day: date) -> bool:
        """Whether there is a session on that day."""
        return bool(self.dates_between(day, day))

    def dates_between(self, first: date, last: date) -> list[date]:
        """The sessions' dates from `first` to `last`, both included, in order."""
        first, last = max(first, self.first_day), min(last, self.last_day)
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [
            day
            for day in days
            if WEEKDAYS[day.weekday()] in self.weekdays and self._week(day) % self.every_weeks == 0
        ]

    def _week(self, day: date) -> int:
        """Number of the calendar week of `day`, 0 for the first day's."""
        return (day - self.week_of(self.first_day)).days // 7

    def week_of(self, day: date) -> date:
        """The first day of that day's calendar week."""
        return day - timedelta(days=(day.weekday() - WEEKDAYS.index(self.week_start)) % 7)

    def rotate(self, count: int) -> list[list[RecurrenceRule]]:
        """Rules for each of `count` plans that take turns: A, B, A, B … session by session.

        With two plans on three weekdays the turns change from week to week: a plan then has one rule
        for each week of the cycle.
        """
        if not count:
            return []
        cycle = count // gcd(len(self.weekdays), count)
        groups: dict[tuple[int, int], list[date]] = defaultdict(list)
        for number, day in enumerate(self.dates()):
            groups[number % count, self._week(day) // self.every_weeks % cycle].append(day)
        interval = cycle * self.every_weeks
        return [
            [
                RecurrenceRule(self, tuple(days), interval)
                for (plan, _), days in sorted(groups.items())
                if plan == n
            ]
            for n in range(count)
        ]


WEEKS_LOOKED_AT = 4


def sessions_a_week(rules: Iterable[WeeklyRecurrence], today: date) -> int:
    """How many sessions the rules together plan in a week: in the fullest of four weeks from the first
    day, today or later, that has one; 0 when none is left."""
    days = sorted(day for rule in rules for day in rule.dates_between(today, rule.last_day))
    if not days:
        return 0
    counted = Counter((day - days[0]).days // 7 for day in days)
    return max(counted[week] for week in range(WEEKS_LOOKED_AT))


@dataclass(frozen=True)
class RecurrenceRule:
    """One RRULE's worth of sessions: `dates` that recur every `interval` weeks on the same weekdays."""

    times: WeeklyRecurrence
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

    @property
    def weekdays(self) -> list[str]:
        """The weekdays it recurs on, Monday first."""
        return [WEEKDAYS[day] for day in sorted({day.weekday() for day in self.dates})]

    def recurrence(self) -> dict[str, object]:
        """The RRULE's parts (RFC 5545 §3.3.10); DTSTART is itself the first occurrence."""
        parts: dict[str, object] = {"FREQ": "WEEKLY"}
        if self.interval > 1:
            parts["INTERVAL"] = self.interval
        parts["COUNT"] = len(self.dates)
        return parts | {"BYDAY": self.weekdays, "WKST": self.times.week_start}
