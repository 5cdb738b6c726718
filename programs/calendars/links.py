"""Addresses that open a web calendar with an event filled in, ready to be saved.

Each provider takes one event an address. Google takes the rule that repeats it; Outlook.com and Yahoo
have no parameter for that, so theirs hold the first session alone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from programs.calendars.event import Event

MAX_DETAILS_LENGTH = 900
"""Characters; more makes addresses that providers refuse, once each is escaped."""


def google_link(event: Event) -> str:
    """Google Calendar's template, with the rule (`recur`) and the zone (`ctz`): all sessions."""
    rule = event.rule
    parts = {
        "action": "TEMPLATE",
        "text": event.title,
        "dates": f"{rule.start:%Y%m%dT%H%M%S}/{rule.end:%Y%m%dT%H%M%S}",
        "ctz": event.zone,
        "recur": f"RRULE:{recurrence_text(event)}",
        "details": details(event),
    }
    return f"https://calendar.google.com/calendar/render?{urlencode(parts)}"


def outlook_link(event: Event) -> str:
    """The compose page of Outlook.com: the first session."""
    start, end = _in_utc(event)
    parts = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": event.title,
        "startdt": f"{start:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{end:%Y-%m-%dT%H:%M:%SZ}",
        "body": details(event),
    }
    return f"https://outlook.live.com/calendar/0/deeplink/compose?{urlencode(parts)}"


def yahoo_link(event: Event) -> str:
    """Yahoo Calendar: the first session."""
    start, end = _in_utc(event)
    parts = {
        "v": "60",
        "title": event.title,
        "st": f"{start:%Y%m%dT%H%M%SZ}",
        "et": f"{end:%Y%m%dT%H%M%SZ}",
        "desc": details(event),
    }
    return f"https://calendar.yahoo.com/?{urlencode(parts)}"


def webcal_link(address: str) -> str:
    """The address of a calendar file as one that opens a calendar app, Apple's above all."""
    return f"webcal://{address.split('://', 1)[1]}"


def google_subscription(address: str) -> str:
    """Google Calendar, asked to subscribe to the calendar at that address; it takes `webcal`."""
    return f"https://calendar.google.com/calendar/r?{urlencode({'cid': webcal_link(address)})}"


def outlook_subscription(address: str, name: str) -> str:
    """Outlook.com, asked to subscribe to the calendar at that address, under that name."""
    parts = urlencode({"url": address, "name": name})
    return f"https://outlook.live.com/calendar/0/addfromweb?{parts}"


def recurrence_text(event: Event) -> str:
    """The event's RRULE as text: `FREQ=WEEKLY;COUNT=12;BYDAY=MO,TH;WKST=MO`."""
    parts = event.rule.recurrence().items()
    return ";".join(
        f"{name}={','.join(value) if isinstance(value, list) else value}" for name, value in parts
    )


def details(event: Event) -> str:
    """The description, cut after a whole line when it is too long; its address always stays."""
    text = event.description
    if len(text) <= MAX_DETAILS_LENGTH:
        return text
    room = MAX_DETAILS_LENGTH - len(event.url) - 4
    shown = text[:room].rpartition("\n")[0] or text[:room]
    return f"{shown}\n…\n{event.url}"


def _in_utc(event: Event) -> tuple[datetime, datetime]:
    zone, rule = ZoneInfo(event.zone), event.rule
    start = rule.start.replace(tzinfo=zone).astimezone(UTC)
    return start, start + (rule.end - rule.start)
