"""What a calendar is made of, as values: events, the single sessions that differ, the calendar's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from programs.calendars.recurrence import RecurrenceRule


@dataclass(frozen=True)
class EventOverride:
    """One session that is moved or done, by the day its rule gives it.

    `start` and `end` are wall-clock times without a zone, in the zone of the rule.
    """

    original: date
    start: datetime
    end: datetime
    done: bool = False


@dataclass(frozen=True)
class Event:
    """A repeating session. `uid` is unique on this site and stays for ever; `changed` is in UTC.

    `sequence` goes up with each change that matters to a calendar (RFC 5545 §3.8.7.4). `changes` and
    `skipped` name days of the rule. `follows` is the UID of the series that this one continues.
    """

    uid: str
    title: str
    description: str
    url: str
    rule: RecurrenceRule
    changed: datetime
    sequence: int
    changes: tuple[EventOverride, ...] = ()
    skipped: tuple[date, ...] = ()
    category: str = "Workout"
    busy: bool = True
    cancelled: bool = False
    follows: str | None = None
    image: str | None = None

    @property
    def zone(self) -> str:
        """The time zone that all its times are told in."""
        return self.rule.times.time_zone

    def span(self) -> tuple[date, date]:
        """The first and the last day that the event or one of its moved sessions is on."""
        days = [*self.rule.dates, *(change.start.date() for change in self.changes)]
        return min(days), max(days)


@dataclass(frozen=True)
class CalendarMeta:
    """A calendar's own words: its name, its page, and for a feed the address that it is read from."""

    name: str
    url: str = ""
    source: str = ""
