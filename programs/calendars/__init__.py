"""Calendars by RFC 5545: pure functions over plain values, no request, no query."""

from programs.calendars.event import About, Change, Event
from programs.calendars.ical_writer import build_calendar
from programs.calendars.recurrence import Rule, WeeklyTimes

__all__ = ["About", "Change", "Event", "Rule", "WeeklyTimes", "build_calendar"]
