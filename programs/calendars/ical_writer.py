"""Events as iCalendar text (RFC 5545, RFC 7986): the same values always give the same bytes.

Each event is written by itself, so that a large calendar can keep what it wrote and write only what
changed; `assemble` puts such parts into one calendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

import icalendar
from django.utils.translation import gettext as _

from programs.calendars.event import CalendarMeta, Event, EventOverride
from programs.calendars.timezones import FIRST_YEAR, vtimezone

PRODUCT = "-//Backfit//Backfit//EN"
COLOUR = "teal"
"""A CSS3 colour name, as RFC 7986 §5.9 wants."""
REFRESH = timedelta(hours=6)
"""How often we ask apps to read a feed again; many do as they like."""
END = b"END:VCALENDAR\r\n"


class IcsFragment(NamedTuple):
    """An event as iCalendar text, and the zone and days for which it needs a VTIMEZONE."""

    text: bytes
    zone: str
    first: date
    last: date


def digest_of_bytes(content: bytes) -> str:
    """128 bits that name the bytes of a file."""
    return sha256(content).hexdigest()[:32]


def build_calendar(about: CalendarMeta, events: Iterable[Event], *, host: str) -> bytes:
    """A calendar of the events; `host` completes the UIDs (`<uid>@<host>`)."""
    return assemble(about, [write_event(event, host=host) for event in events])


def assemble(about: CalendarMeta, parts: Iterable[IcsFragment]) -> bytes:
    """A calendar of written events, with a VTIMEZONE for every zone they use."""
    parts = list(parts)
    spans: dict[str, list[date]] = {}
    for part in parts:
        spans.setdefault(part.zone, []).extend((part.first, part.last))
    # A calendar must have a component (RFC 5545 §3.6), so an empty one at least tells of UTC.
    spans = spans or {"UTC": [date(FIRST_YEAR, 1, 1)]}
    zones = [_zone_text(zone, min(days).year, max(days).year) for zone, days in spans.items()]
    return b"".join([_head(about), *zones, *(part.text for part in parts), END])


def write_event(event: Event, *, host: str) -> IcsFragment:
    """The event and its differing sessions as text, with the days they span.

    Raises `ValueError` for an unknown time zone and for days before `FIRST_YEAR`.
    """
    first, last = event.span()
    _zone_text(event.zone, first.year, last.year)
    components = [_series(event, host), *(_moved(event, change, host) for change in event.changes)]
    return IcsFragment(b"".join(_text(each) for each in components), event.zone, first, last)


def write_occurrence(event: Event, change: EventOverride, *, host: str) -> IcsFragment:
    """One session of an event by itself: the UID of its series, and which of its days it is."""
    day = change.start.date()
    return IcsFragment(_text(_moved(event, change, host)), event.zone, day, day)


@lru_cache(maxsize=512)
def _zone_text(zone: str, first_year: int, last_year: int) -> bytes:
    return _text(vtimezone(zone, date(first_year, 1, 1), date(last_year, 12, 31)))


def _text(component: icalendar.Component) -> bytes:
    return bytes(component.to_ical())


def _head(about: CalendarMeta) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # The library knows neither as text, and would write them as they are.
    calendar.add("name", icalendar.vText(about.name))
    calendar.add("x-wr-calname", icalendar.vText(about.name))
    calendar.add("color", COLOUR)
    if about.url:
        calendar.add("url", about.url)
    if about.source:
        calendar.add("source", about.source, parameters={"VALUE": "URI"})
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT6H")
    return _text(calendar).removesuffix(END)


def _series(event: Event, host: str) -> icalendar.Event:
    """The event itself with its rule, less the skipped sessions."""
    rule = event.rule
    vevent = _occurrence(event, host, rule.start, rule.end, done=False)
    vevent.add("rrule", rule.recurrence())
    for day in event.skipped:
        vevent.add("exdate", _at(event, day))
    if event.follows:
        vevent.add("related-to", f"{event.follows}@{host}")
    return vevent


def _moved(event: Event, change: EventOverride, host: str) -> icalendar.Event:
    """One session that differs: the same UID, and the start that the rule gave it."""
    if change.description:
        changed = max(event.changed, change.changed or event.changed)
        event = replace(event, description=change.description, changed=changed)
    vevent = _occurrence(event, host, change.start, change.end, done=change.done)
    vevent.add("recurrence-id", _at(event, change.original))
    return vevent


def _at(event: Event, day: date) -> icalendar.vDatetime:
    """The start that the rule gives the session of that day."""
    return _local(event, datetime.combine(day, event.rule.times.time))


def _local(event: Event, moment: datetime) -> icalendar.vDatetime:
    """A wall-clock time in the event's zone; what is in UTC is written with a Z."""
    value = icalendar.vDatetime(moment)
    if moment.tzinfo:
        return value
    value.params["TZID"] = event.zone
    return value


def _occurrence(
    event: Event, host: str, start: datetime, end: datetime, *, done: bool
) -> icalendar.Event:
    changed = event.changed.astimezone(UTC).replace(microsecond=0)
    vevent = icalendar.Event()
    vevent.add("uid", f"{event.uid}@{host}")
    vevent.add("dtstamp", changed)
    vevent.add("last-modified", changed)
    vevent.add("sequence", event.sequence)
    vevent.add("dtstart", _local(event, start))
    vevent.add("dtend", _local(event, end))
    _describe(vevent, event, done=done)
    minutes = event.rule.times.reminder_minutes
    if minutes is not None and not done and not event.cancelled:
        vevent.add_component(_valarm(event.title, minutes))
    return vevent


def _describe(vevent: icalendar.Event, event: Event, *, done: bool) -> None:
    """What is to do, where to read it, and how it counts."""
    vevent.add("summary", _("Done: %(title)s") % {"title": event.title} if done else event.title)
    vevent.add("description", event.description)
    vevent.add("url", event.url)
    category = str(event.category)
    vevent.add("categories", [category, _("Done")] if done else [category])
    vevent.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    vevent.add("transp", "OPAQUE" if event.busy and not event.cancelled else "TRANSPARENT")
    vevent.add("color", COLOUR)
    if event.image:
        vevent.add("image", _image(event.image))


def _image(address: str) -> Any:
    parameters = {"VALUE": "URI", "DISPLAY": "BADGE", "FMTTYPE": "image/svg+xml"}
    return icalendar.vUri(address, params=icalendar.Parameters(parameters))


def _valarm(title: str, minutes: int) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm
