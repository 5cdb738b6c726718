"""What comes next for a person: what a workout suggests, and when the next session is planned."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from exercises.clock import time_text
from exercises.people import Visitor
from programs.agenda.agenda import WEEK, next_planned
from programs.logs.next_time import suggest
from programs.models import Schedule, Workout
from programs.models.occurrence import today_in
from programs.views.calendar_download import default_units


def with_suggestions(request: HttpRequest, workout: Workout) -> Workout:
    """The loaded workout, each item with its suggestion; guests have none."""
    if request.user.is_authenticated:
        today = Schedule.objects.today_of(request.user, timezone.now())
        suggest(request.user, workout, today, default_units(request))
    return workout


def next_session_text(user: Visitor, now: datetime) -> str:
    """When the next session is planned, `Thursday 18:30`; empty when none is."""
    session = next_planned(user, now)
    if session is None:
        return ""
    is_soon = session.day - today_in(session.schedule.time_zone, now) < WEEK
    name = "WEEKDAY_TIME_FORMAT" if is_soon else "LONG_MONTH_DAY_TIME_FORMAT"
    return time_text(session.start, name)
