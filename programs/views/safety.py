"""The safety check before a first strength program: nothing that is answered leaves the browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from exercises.models import Condition
from programs.views.programs import visible_program


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
