"""Calendars by RFC 5545: pure functions over plain values, no request, no query."""

from programs.calendars.event import CalendarMeta, Event, EventOverride
from programs.calendars.ical_writer import build_calendar
from programs.calendars.recurrence import RecurrenceRule, WeeklyRecurrence

__all__ = [
    "CalendarMeta",
    "Event",
    "EventOverride",
    "RecurrenceRule",
    "WeeklyRecurrence",
    "build_calendar",
]
