"""Programs: the list, the page of one, its calendar and sheet, and making it one's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from exercises.csrf import csrf_by_origin
from exercises.models import OwnedEquipment
from exercises.pictures import PictureResponse, muscle_map, muscles_version
from programs.models import LimitError, Program, Workout
from programs.views.calendar_download import planning_forms
from programs.views.sheet_source import SheetSource, sheet_news
from programs.views.structured_data import program_data

PROGRAM_SESSION_KEY = "program_to_add"
"""Where the session keeps the program that a person wishes to add while they sign in."""


def visible_program(request: HttpRequest, slug: str) -> Program:
    """The program with its items, or 404 when the person may not see it."""
    programs = Program.objects.visible_to(request.user).with_items()
    return get_object_or_404(programs, slug=slug)


@require_safe
def program_list(request: HttpRequest) -> HttpResponse:
    """All programs, by goal."""
    programs = Program.objects.published().for_cards()
    context = {
        "programs": programs,
        "heading": "Training programs for the back",
        "description": "Training programs for the back, lower back and neck, with sets,"
        " repetitions and rests, to keep, plan and print.",
    }
    return render(request, "programs/program_list.html", context)


@require_safe
@vary_on_headers("Accept-Language")
def program_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One program: its exercises in order, and the three things to do with it."""
    program = visible_program(request, slug)
    forms = planning_forms(request, weekdays=program.weekdays, minutes=program.duration_minutes)
    context = {
        "program": program,
        "muscles_version": muscles_version(*program.exercises()),
        "guides": program.guides.visible_to(request.user).further(),
        "heading": program.title,
        "description": program.summary,
        "structured": program_data(program),
        "needs": OwnedEquipment(request.user).needs_of(program.exercises()),
        "sheet_news": sheet_news(request, SheetSource.of_program(program))
        if "r" in request.GET
        else None,
        **forms,
    }
    return render(request, "programs/program_detail.html", context)


@require_safe
def program_muscles(request: HttpRequest, slug: str) -> HttpResponse:
    """The body map of all the program's exercises; kept for ever under its versioned address."""
    program = visible_program(request, slug)
    return PictureResponse(muscle_map(*program.exercises()), request, public=not program.is_draft)


@csrf_by_origin
@require_POST
def program_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the program one's own; who is not signed in does that first, and the wish waits."""
    program = visible_program(request, slug)
    if not request.user.is_authenticated:
        request.session[PROGRAM_SESSION_KEY] = {"slug": program.slug, "title": program.title}
        return redirect("account_signup")
    return redirect(_copy_and_tell(request, program) or "programs:workout-list")


def add_waiting_program(request: HttpRequest) -> Workout | None:
    """The workout of the program that the person wished for before signing in, if there is one."""
    wish = request.session.pop(PROGRAM_SESSION_KEY, None)
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
