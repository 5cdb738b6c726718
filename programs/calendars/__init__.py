"""Calendars by RFC 5545: pure functions over plain values, no request, no query."""

from programs.calendars.build import build_calendar
from programs.calendars.event import About, Change, Event
from programs.calendars.weekly import Rule, WeeklyTimes

__all__ = ["About", "Change", "Event", "Rule", "WeeklyTimes", "build_calendar"]
