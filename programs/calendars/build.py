"""Events as values, and the iCalendar object made of them (RFC 5545, RFC 7986)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import icalendar

from programs.calendars.timezones import vtimezone
from programs.calendars.weekly import Rule

PRODUCT = "-//Backfit//Backfit//EN"
COLOUR = "teal"
"""A CSS3 colour name, as RFC 7986 §5.9 wants."""


@dataclass(frozen=True)
class Event:
    """A repeating session. `uid` is unique on this site and stays for ever; `changed` is in UTC.

    `sequence` goes up with each change that matters to a calendar (RFC 5545 §3.8.7.4).
    """

    uid: str
    title: str
    description: str
    url: str
    rule: Rule
    changed: datetime
    sequence: int


def build_calendar(name: str, events: Iterable[Event], *, host: str) -> icalendar.Calendar:
    """A calendar of the events, with a VTIMEZONE for every zone they use.

    `host` completes the UIDs (`<uid>@<host>`). The same values always give the same bytes.
    """
    events = list(events)
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("color", COLOUR)
    for zone, days in _spans(events).items():
        calendar.add_component(vtimezone(zone, min(days), max(days)))
    for event in events:
        calendar.add_component(_vevent(event, host))
    return calendar


def _spans(events: list[Event]) -> dict[str, list[date]]:
    spans: dict[str, list[date]] = {}
    for event in events:
        spans.setdefault(event.rule.times.time_zone, []).extend(event.rule.dates)
    return spans


def _vevent(event: Event, host: str) -> icalendar.Event:
    rule, changed = event.rule, event.changed.astimezone(UTC).replace(microsecond=0)
    zone = {"TZID": rule.times.time_zone}
    vevent = icalendar.Event()
    vevent.add("uid", f"{event.uid}@{host}")
    vevent.add("dtstamp", changed)
    vevent.add("last-modified", changed)
    vevent.add("sequence", event.sequence)
    vevent.add("dtstart", rule.start, parameters=zone)
    vevent.add("dtend", rule.end, parameters=zone)
    vevent.add("rrule", rule.recurrence())
    vevent.add("summary", event.title)
    vevent.add("description", event.description)
    vevent.add("url", event.url)
    vevent.add("categories", ["Workout"])
    vevent.add("status", "CONFIRMED")
    vevent.add("transp", "OPAQUE")
    if rule.times.reminder_minutes is not None:
        vevent.add_component(_valarm(event.title, rule.times.reminder_minutes))
    return vevent


def _valarm(title: str, minutes: int) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm
