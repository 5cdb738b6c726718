"""The first page: where it is today; for a signed-in person their next session before it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from programs.agenda.home import home_week_of
from programs.logs.back_diary import back_diary_of
from programs.logs.formatting import log_facts
from programs.logs.progress_pages import line_at_home
from programs.models import Program, Workout
from programs.views.calendar_download import default_units
from programs.views.find import place_map, places

MAX_WORKOUTS = 3
LOOK_BACK = timedelta(weeks=12)
"""How far back the curve of the back goes."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where it is today, then goals; for a signed-in person their week and last workouts first."""
    context = {
        "heading": _("Backfit: training for a strong, easy back"),
        "description": _(
            "Exercises and programs for the back, lower back and neck: keep them in My Workouts,"
            " put them in your calendar, print them for the wall."
        ),
        "places": places(),
        "place_map": place_map(),
        "programs": Program.objects.published().with_item_count().defer("description"),
        **personal_context(request),
    }
    return render(request, "home.html", context)


def personal_context(request: HttpRequest) -> dict[str, Any]:
    """What home shows of the person's own; nothing for who is not signed in."""
    if not request.user.is_authenticated:
        return {}
    user, unit = request.user, default_units(request)
    week = home_week_of(user, timezone.now())
    return {
        "week": week,
        "line": line_at_home(user, week.today, unit),
        "back": back_diary_of(user, week.today - LOOK_BACK, week.today),
        "facts": log_facts(week.last, unit) if week.last else [],
        "workouts": Workout.objects.owned_by(user).for_list()[:MAX_WORKOUTS],
    }
