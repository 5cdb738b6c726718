"""My Workouts: one's own workouts, which nobody else can see."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from programs.models import Workout
from programs.views.guests import own_workouts, person_or_guest
from programs.views.planning import calendar_response, planning_forms, sheet_response


class UsualTimes(TypedDict):
    """Weekdays and length of a session to suggest."""

    weekdays: list[str]
    minutes: int


USUAL_WEEKDAYS = ["MO", "TH"]


def own_workout(request: HttpRequest, uuid: UUID) -> Workout:
    """The workout of whoever asks, with its items; 404 for anyone else's."""
    workouts = own_workouts(request).with_items()
    return get_object_or_404(workouts.select_related("source_day__program"), uuid=uuid)


@person_or_guest
@require_safe
def workout_list(request: HttpRequest) -> HttpResponse:
    """The person's workouts, the last changed first."""
    workouts = Workout.objects.owned_by(request.user).for_list()
    return render(request, "programs/workout_list.html", {"workouts": workouts})


@never_cache
@require_safe
def workout_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One workout: its exercises in order, to plan, print and change."""
    workout = own_workout(request, uuid)
    forms = planning_forms(request, **usual_times(workout))
    return render(request, "programs/workout_detail.html", {"workout": workout, **forms})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workout_delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say what is lost; delete on POST."""
    workout = own_workout(request, uuid)
    if request.method == "POST":
        workout.delete()
        messages.success(request, f"“{workout.title}” is deleted.")
        return redirect("programs:workout-list")
    return render(request, "programs/workout_delete.html", {"workout": workout})


@require_safe
def workout_calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The workout as a calendar file."""
    workout = own_workout(request, uuid)
    return calendar_response(
        request, workout, [workout], uid=str(uuid), private=True, **usual_times(workout)
    )


@require_safe
def workout_sheet(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The workout as a PDF sheet."""
    workout = own_workout(request, uuid)
    subtitle = f"About {workout.estimated_minutes()} minutes"
    return sheet_response(request, workout, [workout], subtitle=subtitle, private=True)


def usual_times(workout: Workout) -> UsualTimes:
    """Weekdays and minutes to suggest: those of the program the workout came from, if any."""
    if workout.source_day is None:
        return {"weekdays": USUAL_WEEKDAYS, "minutes": workout.estimated_minutes()}
    program = workout.source_day.program
    return {"weekdays": program.weekdays, "minutes": program.duration_minutes}
