"""My Workouts: one's own workouts, which nobody else can see."""

from __future__ import annotations

from typing import Any, TypedDict
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from exercises.forms.parameters import known_parameters
from exercises.models import OwnedEquipment
from programs.agenda.agenda import agenda_of
from programs.forms.schedules import AgendaForm
from programs.models import Workout
from programs.models.state import plans_state
from programs.views.calendar_download import planning_forms
from programs.views.guests import own_workouts, person_or_guest
from programs.views.kept import kept_page, quarter_of
from programs.views.sheet_source import SheetSource, sheet_news


class DefaultTimes(TypedDict):
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
    """What the person has planned today and this week or month, then all of their workouts."""
    form = AgendaForm(known_parameters(request.GET, AgendaForm.base_fields))
    if not form.is_valid():
        told = "; ".join(f"{name}: {each}" for name in form.errors for each in form.errors[name])
        return render(request, "400.html", {"message": told}, status=400)
    view, shown = form.cleaned_data["view"] or "week", form.cleaned_data["date"]
    now = timezone.now()

    def context() -> dict[str, Any]:
        workouts = own_workouts(request).for_list()
        scanned = "r" in request.GET
        return {
            "agenda": agenda_of(request.user, view, shown, now),
            "workouts": workouts,
            "book_news": sheet_news(request, SheetSource.of_workouts(workouts))
            if scanned
            else None,
        }

    assert request.user.is_authenticated  # noqa: S101 (guests were answered before)
    state = plans_state(request.user.pk, now)
    return kept_page(request, "programs/workout_list.html", (state, quarter_of(now)), context)


@never_cache
@require_safe
def workout_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One workout: its exercises in order, to plan, print and change."""
    workout = own_workout(request, uuid)
    forms = planning_forms(request, **default_times(workout))
    exercises = [item.exercise for item in workout.plan_items()]
    context = {
        "workout": workout,
        "needs": OwnedEquipment(request.user).needs_of(exercises),
        "sheet_news": sheet_news(request, SheetSource.of_workout(workout)),
        **forms,
    }
    return render(request, "programs/workout_detail.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workout_delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say what is lost; delete on POST."""
    workout = own_workout(request, uuid)
    if request.method == "POST":
        workout.delete()
        messages.success(request, f"“{workout.title}” is deleted.")
        return redirect("programs:workout-list")
    context = {"workout": workout, "logged": workout.logs.count()}
    return render(request, "programs/workout_delete.html", context)


def default_times(workout: Workout) -> DefaultTimes:
    """Weekdays and minutes to suggest: those of the program the workout came from, if any."""
    if workout.source_day is None:
        return {"weekdays": USUAL_WEEKDAYS, "minutes": workout.estimated_minutes()}
    program = workout.source_day.program
    return {"weekdays": program.weekdays, "minutes": program.duration_minutes}
