"""Calendars by RFC 5545: pure functions over plain values, no request, no query."""

from programs.calendars.build import Event, build_calendar
from programs.calendars.weekly import Rule, WeeklyTimes

__all__ = ["Event", "Rule", "WeeklyTimes", "build_calendar"]
