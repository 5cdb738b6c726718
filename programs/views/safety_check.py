"""The safety check before training: answers stay in the browser, or are used for one answer and forgotten."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from exercises.csrf import csrf_by_origin
from exercises.models import Condition
from programs.builder.commands import EditorCommand
from programs.builder.editor import InvalidEditError, WorkoutEditor
from programs.builder.page import BuilderPage
from programs.models import LimitError
from programs.views.guests import extend_session, own_workouts
from programs.views.programs import visible_program

Outcome = tuple[HTTPStatus, str]
"""How a wish ended, and that in a sentence."""


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


@csrf_by_origin
@never_cache
@sensitive_post_parameters("condition")
@require_http_methods(["GET", "HEAD", "POST"])
def workout_check(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same questions for one's own workout. A post holds the ticks, for what the coach says to them.

    They are used for that answer alone: nothing writes them to a row, the session, an address or a
    log. A wish to swap or remove an exercise (`do`) is a change of the workout like any other.
    """
    asked = request.method == "POST"
    outcome = take_up(request, uuid) if "do" in request.POST else (HTTPStatus.OK, "")
    workout = get_object_or_404(own_workouts(request).for_coach(), uuid=uuid)
    exercises = [item.exercise for item in workout.plan_items()]
    conditions = list(Condition.objects.published().affecting(exercises))
    told = {each.slug: each.reason for each in conditions if each.is_contraindication}
    ticked = {slug: told[slug] for slug in request.POST.getlist("condition") if slug in told}
    context = {
        "program": workout,
        "conditions": conditions,
        "heading": f"Safety check: {workout.title}",
        "asked": asked,
        "ticked": ticked,
        "words": BuilderPage(request, workout).health(ticked) if asked else [],
        "outcome": outcome[1],
    }
    return render(request, "programs/workout_check.html", context, status=outcome[0])


def take_up(request: HttpRequest, uuid: UUID) -> Outcome:
    """Swap or remove an exercise, unless the workout was changed since the page was made."""
    order = EditorCommand.of(request.POST)
    with transaction.atomic():
        workouts = own_workouts(request).for_coach().select_for_update()
        workout = get_object_or_404(workouts, uuid=uuid)
        if request.POST.get("revision") != str(workout.revision):
            told = "This workout was changed meanwhile. Below is what the coach says of it now."
            return HTTPStatus.CONFLICT, told
        try:
            if order.verb not in {"swap", "remove"}:
                raise InvalidEditError("This page sent something that makes no sense.")
            with transaction.atomic():
                said = order.do(WorkoutEditor(workout), request)
        except (InvalidEditError, LimitError) as error:
            return HTTPStatus.UNPROCESSABLE_ENTITY, str(error)
    extend_session(request)
    return HTTPStatus.OK, f"{said}."
