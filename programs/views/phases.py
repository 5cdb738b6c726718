"""The phases of a workout: where it is, and repeating, stepping back, going on, starting on another day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from exercises.formats import with_full_stop
from exercises.forms.revisions import is_stale
from programs.builder.editor import InvalidEditError
from programs.builder.phases import move_phase, start_phases
from programs.forms.phases import PhasesStartForm
from programs.models import Workout
from programs.views.workouts import own_workout, today_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workout_phases(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All phases with the one of today; POST repeats it, steps back, goes on, or begins on another day."""
    workout = own_workout(request, uuid)
    if not workout.phases:
        raise Http404
    today = today_of(request)
    starting = request.method == "POST" and "do" not in request.POST
    initial = {"starts_on": workout.timeline.starts_on} if workout.timeline else {}
    form = PhasesStartForm(request.POST if starting else None, initial=initial)
    conflict = is_stale(request.POST, workout.revision)
    problem = ""
    if request.method == "POST" and not conflict and (not starting or form.is_valid()):
        try:
            messages.success(request, with_full_stop(_change(request, workout, form, today)))
        except InvalidEditError as error:
            problem = str(error)
        else:
            return redirect(workout)
    context = {
        "workout": workout,
        "position": workout.position_on(today),
        "phases": [(each, workout.in_phase(each)) for each in workout.numbered_phases()],
        "form": form,
        "conflict": conflict,
        "problem": problem,
    }
    status = 409 if conflict else 422 if request.method == "POST" else 200
    return render(request, "programs/workout_phases.html", context, status=status)


@transaction.atomic
def _change(request: HttpRequest, workout: Workout, form: PhasesStartForm, today: date) -> str:
    """Carry out what the post asks for; returns what was done. Raises `InvalidEditError`."""
    if form.is_bound:
        return start_phases(workout, form.cleaned_data["starts_on"])
    return move_phase(workout, request.POST["do"], today)
