"""The safety check before training: what is ticked is used for one answer and forgotten."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from exercises.csrf import csrf_by_origin
from exercises.formats import with_full_stop
from exercises.models import Condition
from programs.builder.commands import EditorCommand, invalid_command
from programs.builder.editor import InvalidEditError
from programs.builder.left_out import left_out
from programs.builder.page import health_tips
from programs.builder.save import StaleRevisionError, save_post
from programs.models import LimitError, Program
from programs.owned_equipment import kit_of
from programs.views.guests import extend_session, own_workouts
from programs.views.programs import first_day

Outcome = tuple[HTTPStatus, str]
"""The status of the answer to a change, and what to say about it."""


@csrf_by_origin
@sensitive_post_parameters("condition")
@require_http_methods(["GET", "HEAD", "POST"])
def program_check(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions, and after a post of the ticks what to leave out of this program.

    The page holds all answers already and shows the right ones by CSS. A post is used for its answer
    alone: what leads on from there carries exercises, never conditions.
    """
    programs = Program.objects.visible_to(request.user).for_coach()
    program = get_object_or_404(programs, slug=slug)
    conditions = list(Condition.objects.published().affecting(program.exercises()))
    context = {
        "program": program,
        "answer_place": "result",
        "conditions": conditions,
        "gentle": Program.objects.published().gentle().only("slug", "title", "translations"),
        "heading": _("Safety check: %(title)s") % {"title": program.title},
        "description": _(
            "Questions to answer for yourself first. Nothing that you tick is stored."
        ),
        **(checked(request, program, conditions) if request.method == "POST" else {}),
    }
    return render(request, "programs/program_check.html", context)


def checked(
    request: HttpRequest, program: Program, conditions: list[Condition]
) -> dict[str, object]:
    """What the ticks of a post mean for the program."""
    slugs = set(request.POST.getlist("condition"))
    ticked = [each for each in conditions if each.slug in slugs]
    against = [each.slug for each in ticked if each.is_contraindication]
    out = left_out(program, against, kit_of(request.user) or None)
    return {
        "asked": True,
        "ticked": {each.slug: each.reason for each in ticked},
        "advice": [each for each in ticked if each.is_contraindication],
        "is_emergency": any(each.kind == Condition.Kind.EMERGENCY for each in ticked),
        "left_out": out,
        "replaced": [each for each in out if each.instead],
        "nothing_left": len(out) == len(program.exercises()),
        "first_day": first_day(request, program),
    }


@csrf_by_origin
@never_cache
@sensitive_post_parameters("condition")
@require_http_methods(["GET", "HEAD", "POST"])
def workout_check(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same questions for one's own workout. A post holds the ticks, for the coach's advice on them.

    They are used for that answer alone: nothing writes them to a row, the session, an address or a
    log. A command to swap or remove an exercise (`do`) changes the workout like any other.
    """
    is_asked = request.method == "POST"
    status, message = (
        change_exercise(request, uuid) if "do" in request.POST else (HTTPStatus.OK, "")
    )
    workout = get_object_or_404(own_workouts(request).for_safety_check(), uuid=uuid)
    conditions = list(Condition.objects.published().affecting(workout.exercises()))
    reasons = {each.slug: each.reason for each in conditions if each.is_contraindication}
    ticked = {slug: reasons[slug] for slug in request.POST.getlist("condition") if slug in reasons}
    context = {
        "program": workout,
        "answer_place": "coach",
        "conditions": conditions,
        "gentle": Program.objects.published().gentle().only("slug", "title", "translations"),
        "heading": _("Safety check: %(title)s") % {"title": workout.title},
        "asked": is_asked,
        "ticked": ticked,
        "tips": health_tips(workout, kit_of(request.user) or None, ticked) if is_asked else [],
        "message": message,
    }
    return render(request, "programs/workout_check.html", context, status=status)


def change_exercise(request: HttpRequest, uuid: UUID) -> Outcome:
    """Swap or remove an exercise, unless the workout was changed since the page was made."""
    command = EditorCommand.from_post(request.POST)
    try:
        with transaction.atomic():
            workouts = own_workouts(request).for_editor().select_for_update()
            workout = get_object_or_404(workouts, uuid=uuid)
            if command.verb not in {"swap", "remove"}:
                raise invalid_command()
            message = save_post(workout, command, request.POST, request.user)
    except StaleRevisionError:
        changed = _("This workout was changed meanwhile. Below is what the coach says of it now.")
        return HTTPStatus.CONFLICT, changed
    except (InvalidEditError, LimitError) as error:
        return HTTPStatus.UNPROCESSABLE_ENTITY, str(error)
    extend_session(request)
    return HTTPStatus.OK, with_full_stop(message)
