"""What a calendar is made of, as values: events, the single sessions that differ, the calendar's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from programs.calendars.recurrence import RecurrenceRule

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


WORKOUT = _("Workout")


@dataclass(frozen=True)
class EventOverride:
    """One session that differs, by the day its rule gives it.

    `start` and `end` are wall-clock times without a zone, in the zone of the rule. Where the clock
    shows the end for the second time that day, which such a time cannot tell (RFC 5545 §3.3.5), both
    are in UTC, aware. A `description` of its own stands in place of the event's, and is of `changed`.
    """

    original: date
    start: datetime
    end: datetime
    done: bool = False
    description: str = ""
    changed: datetime | None = None


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
    category: StrPromise | str = WORKOUT
    busy: bool = True
    cancelled: bool = False
    follows: str | None = None
    image: str | None = None

    @property
    def zone(self) -> str:
        """The time zone of all its times."""
        return self.rule.times.time_zone

    def has(self, day: date) -> bool:
        """Whether the rule has a session on that day that is not left out."""
        return day in self.rule.dates and day not in self.skipped

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
