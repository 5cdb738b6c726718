"""The site's own pages: home, health, and what to say when something is wrong."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from programs.agenda import today_of
from programs.models import Program, Workout

WORKOUTS_AT_HOME = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Goals and programs; for a signed-in person, today's sessions and their last workouts first."""
    context = {
        "heading": "Backfit: training for a strong, easy back",
        "description": "Exercises and programs for the back, lower back and neck: keep them in"
        " My Workouts, put them in your calendar, print them for the wall.",
        "programs": Program.objects.published().with_items(),
        "today": today_of(request.user, timezone.now()),
        "workouts": Workout.objects.owned_by(request.user).for_list()[:WORKOUTS_AT_HOME],
    }
    return render(request, "home.html", context)


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database and the cache answer, else 503; says which of them does not."""
    states = {"database": _answers(_ask_database), "cache": _answers(_ask_cache)}
    response = JsonResponse(states, status=200 if all(states.values()) else 503)
    response["Cache-Control"] = "no-store"
    return response


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_cache() -> None:
    cache.set("healthz", "1", 10)
    if cache.get("healthz") != "1":
        raise ConnectionError("The cache does not keep what it is given.")


def _answers(ask: object) -> bool:
    """Whether asking raises nothing; whatever is wrong, the answer is no."""
    try:
        ask()  # type: ignore[operator]
    except Exception:  # noqa: BLE001
        return False
    return True
