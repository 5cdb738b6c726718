"""Programs: the list, the page of one, its calendar and sheet, and making it one's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from programs.models import LimitError, Program, Workout
from programs.structured import program_data
from programs.views.origin import from_another_site, from_this_site
from programs.views.planning import calendar_response, planning_forms, sheet_response

WAITING = "program_to_add"
"""Where the session keeps the program that a person wishes to add while they sign in."""


def visible_program(request: HttpRequest, slug: str) -> Program:
    """The program with its items, or 404 when the person may not see it."""
    programs = Program.objects.visible_to(request.user).with_items()
    return get_object_or_404(programs, slug=slug)


@require_safe
def program_list(request: HttpRequest) -> HttpResponse:
    """All programs, by goal."""
    programs = Program.objects.published().with_items()
    context = {
        "programs": programs,
        "heading": "Training programs for the back",
        "description": "Training programs for the back, lower back and neck, with sets,"
        " repetitions and rests, to keep, plan and print.",
    }
    return render(request, "programs/program_list.html", context)


@require_safe
def program_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One program: its exercises in order, and the three things to do with it."""
    program = visible_program(request, slug)
    forms = planning_forms(request, weekdays=program.weekdays, minutes=program.duration_minutes)
    context = {
        "program": program,
        "heading": program.title,
        "description": program.summary,
        "structured": program_data(program),
        **forms,
    }
    return render(request, "programs/program_detail.html", context)


@require_safe
def program_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The program as a calendar file; days take turns over the weekdays."""
    program = visible_program(request, slug)
    return calendar_response(
        request,
        program,
        program.plans,
        uid=str(program.uid),
        weekdays=program.weekdays,
        minutes=program.duration_minutes,
        private=False,
    )


@require_safe
def program_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The program as a PDF sheet."""
    program = visible_program(request, slug)
    return sheet_response(request, program, program.plans, subtitle=program.rhythm, private=False)


@csrf_exempt
@require_POST
def program_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the program one's own; who is not signed in does that first, and the wish waits.

    The public page carries no cookie and so no CSRF token. A post that the browser itself says
    comes from this site needs none; any other from a signed-in person must have the token.
    """
    doubtful = request.user.is_authenticated and not from_this_site(request)
    if doubtful or from_another_site(request):
        return _add_with_token(request, slug)
    return _add(request, slug)


def _add(request: HttpRequest, slug: str) -> HttpResponse:
    program = visible_program(request, slug)
    if not request.user.is_authenticated:
        request.session[WAITING] = {"slug": program.slug, "title": program.title}
        return redirect("account_signup")
    return redirect(_copy_and_tell(request, program) or "programs:workout-list")


_add_with_token = csrf_protect(_add)


def add_waiting_program(request: HttpRequest) -> Workout | None:
    """The workout of the program that the person wished for before signing in, if there is one."""
    wish = request.session.pop(WAITING, None)
    if wish is None:
        return None
    program = (
        Program.objects.visible_to(request.user).with_items().filter(slug=wish["slug"]).first()
    )
    return _copy_and_tell(request, program) if program else None


def _copy_and_tell(request: HttpRequest, program: Program) -> Workout | None:
    assert request.user.is_authenticated  # noqa: S101 (both callers made sure)
    try:
        workout = program.copy_for(request.user)
    except LimitError as error:
        messages.error(request, str(error))
        return None
    messages.success(request, f"{program.title} is now in My Workouts: change it as you like.")
    return workout
