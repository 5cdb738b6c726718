"""Weekly opening hours: their text, and whether a shop is open at a moment. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from exercises.clock import time_text
from exercises.formats import comma_list, range_text, whole_ranges
from exercises.weekdays import WEEKDAY_NAMES, WEEKDAYS

LINE = re.compile(r"(?P<first>[A-Z]{2})(-(?P<last>[A-Z]{2}))? (?P<opens>\S{5})-(?P<closes>\S{5})\Z")


@dataclass(frozen=True, order=True)
class OpeningInterval:
    """One stretch of opening on a weekday (0 is Monday), in the shop's wall-clock time.

    A closing time at or before the opening time is on the next day; 00:00 to 00:00 is all day.
    """

    weekday: int
    opens: time
    closes: time

    @property
    def overnight(self) -> bool:
        return self.closes <= self.opens

    def hours(self) -> str:
        """`10:00–22:00`, or `all day`."""
        if self.opens == self.closes == time(0):
            return gettext("all day")
        return range_text(time_text(self.opens), time_text(self.closes))

    def line(self) -> str:
        """`MO 10:00-22:00`, as content files have it."""
        return f"{WEEKDAYS[self.weekday]} {self.opens:%H:%M}-{self.closes:%H:%M}"


def read_line(line: str) -> list[OpeningInterval]:
    """The spans of `MO-SU 10:00-22:00` or `MO 10:00-22:00`. Raises `ValueError` with the reason."""
    match = LINE.match(line)
    if not match or not {match["first"], match["last"] or "MO"} <= set(WEEKDAYS):
        raise ValueError(
            gettext("“%(line)s” is not written as “MO 10:00-22:00” or “MO-SU 10:00-22:00”.")
            % {"line": line}
        )
    first = WEEKDAYS.index(match["first"])
    last = WEEKDAYS.index(match["last"] or match["first"])
    opens, closes = time.fromisoformat(match["opens"]), time.fromisoformat(match["closes"])
    return [OpeningInterval(day, opens, closes) for day in range(first, last + 1)]


def is_open(spans: Iterable[OpeningInterval], now: datetime, zone: str) -> bool:
    """Whether one of the spans holds the moment `now` (aware), seen in the IANA zone."""
    local = now.astimezone(ZoneInfo(zone))
    clock, today = local.time().replace(tzinfo=None), local.weekday()
    yesterday = (today - 1) % 7
    return any(
        (span.weekday == today and span.opens <= clock and (span.overnight or clock < span.closes))
        or (span.weekday == yesterday and span.overnight and clock < span.closes)
        for span in spans
    )


def weekly_hours(spans: Iterable[OpeningInterval]) -> list[tuple[str, str]]:
    """Days and hours for people: [("Monday–Friday", "9:00–18:00"), …]; a day off is `closed`."""
    by_day: list[list[str]] = [[] for _ in WEEKDAYS]
    for span in sorted(spans):
        by_day[span.weekday].append(span.hours())
    days = [(number, comma_list(hours) or gettext("closed")) for number, hours in enumerate(by_day)]
    runs = [[day for day, _ in run] for _, run in groupby(days, key=lambda day: day[1])]
    return [(_days(run), days[run[0]][1]) for run in runs]


def _days(run: list[int]) -> str:
    first, last = WEEKDAY_NAMES[WEEKDAYS[run[0]]], WEEKDAY_NAMES[WEEKDAYS[run[-1]]]
    if len(run) == 1:
        return capfirst(str(first))
    days = pgettext("range of weekdays", "%(first)s–%(last)s") % {"first": first, "last": last}
    return capfirst(whole_ranges(days))
