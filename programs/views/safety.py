"""The safety check before a first strength program: nothing that is answered leaves the browser."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from exercises.models import Condition
from programs.views.programs import visible_program
from programs.views.workouts import own_workout


@require_safe
def program_check(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions, each with what a yes means for the exercises of this program.

    The page holds all answers already and shows the right ones by CSS: there is no form to send.
    """
    program = visible_program(request, slug)
    conditions = Condition.objects.published().affecting(program.exercises())
    context = {
        "program": program,
        "conditions": conditions,
        "heading": f"Safety check: {program.title}",
        "description": "Questions to answer for yourself first. Nothing is sent or stored.",
    }
    return render(request, "programs/program_check.html", context)


@never_cache
@require_safe
def workout_check(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same questions for one's own workout: which of its exercises to leave out for now."""
    workout = own_workout(request, uuid)
    exercises = [item.exercise for item in workout.plan_items()]
    conditions = Condition.objects.published().affecting(exercises)
    context = {
        "program": workout,
        "conditions": conditions,
        "heading": f"Safety check: {workout.title}",
    }
    return render(request, "programs/program_check.html", context)
