"""Programs: the list, the page of one, its calendar and sheet, and making it one's own."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from exercises.csrf import csrf_by_origin
from exercises.formats import and_list
from exercises.models import Exercise, OwnedEquipment
from exercises.pictures import PictureResponse, muscle_map, muscles_version
from programs.builder.swaps import swap_choices
from programs.forms.phases import PhasesStartForm
from programs.models import LimitError, Program, Schedule
from programs.owned_equipment import kit_of
from programs.views.calendar_download import planning_forms
from programs.views.sheet_source import SheetSource, revision_notice
from programs.views.structured_data import program_data

PROGRAM_SESSION_KEY = "program_to_add"
"""Where the session keeps the program that a person wishes to add while they sign in: its slug, and
those of exercises to leave out or to replace."""

MAX_SLUG_LENGTH = 80


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
        "heading": _("Training programs for the back"),
        "description": _(
            "Training programs for the back, lower back and neck, with sets, repetitions and rests,"
            " to keep, plan and print."
        ),
    }
    return render(request, "programs/program_list.html", context)


@require_safe
@vary_on_headers("Accept-Language")
def program_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One program: its exercises in order, and the three things to do with it.

    With `?swap` it has the form to choose other exercises first, as it has for whoever has a kit.
    """
    program = visible_program(request, slug)
    kit = kit_of(request.user) or None
    is_choosing = "swap" in request.GET or kit is not None
    forms = planning_forms(
        request, program, weekdays=program.weekdays, minutes=program.duration_minutes
    )
    context = {
        "program": program,
        "copy": program.copy_of(request.user),
        "first_day": first_day(request, program),
        "phases": [(each, program.plans_in(each)) for each in program.numbered_phases()],
        "muscles_version": muscles_version(*program.exercises()),
        "guides": program.guides.visible_to(request.user).further(),
        "heading": program.title,
        "description": program.summary,
        "structured": program_data(program),
        "choices": swap_choices(program, kit) if is_choosing else [],
        "is_choosing": is_choosing,
        "kit": kit,
        "needs": OwnedEquipment(request.user).needs_of(program.exercises()),
        "revision_notice": revision_notice(request, SheetSource.of_program(program))
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
    """Make the program one's own; somebody who is not signed in does that first, and the wish is remembered.

    Exercises in `without` are left out; those with a line in `instead` (`superman.bird-dog`) are replaced,
    or left out where it names no other (`superman.`).
    """
    program = visible_program(request, slug)
    changes = requested_changes(request.POST, program)
    if not request.user.is_authenticated:
        wish: dict[str, object] = {"slug": program.slug, "title": program.title}
        if program.numbered_phases():
            wish["starts_on"] = request.POST.get("starts_on", "")[:MAX_SLUG_LENGTH]
        request.session[PROGRAM_SESSION_KEY] = wish | ({"changes": changes} if changes else {})
        return redirect("account_signup")
    another = "another" in request.POST
    starts_on = requested_day(request.POST.get("starts_on", ""))
    return redirect(_copy_with_message(request, program, changes, starts_on, another=another))


def first_day(request: HttpRequest, program: Program) -> date | None:
    """The day on which a program in phases would begin; None for one without."""
    if not program.numbered_phases():
        return None
    return program.first_day(Schedule.objects.today_of(request.user, timezone.now()))


def requested_day(text: str) -> date | None:
    """The day that is written; None for what is none, or none that can be planned."""
    form = PhasesStartForm({"starts_on": text})
    return form.cleaned_data["starts_on"] if form.is_valid() else None


def requested_changes(data: QueryDict, program: Program) -> dict[str, str]:
    """What is done in the place of exercises of the program, by slug; nothing is an empty text."""
    instead = dict(line.split(".", 1) for line in data.getlist("instead") if "." in line)
    wished = dict.fromkeys(data.getlist("without"), "") | instead
    known = {exercise.slug for exercise in program.exercises()}
    return {slug: other[:MAX_SLUG_LENGTH] for slug, other in wished.items() if slug in known}


def add_pending_program(request: HttpRequest) -> str:
    """Add the program that the person wished for before signing in, if there is one.

    Returns where that leads; empty without a wish.
    """
    wish = request.session.pop(PROGRAM_SESSION_KEY, None)
    if wish is None:
        return ""
    program = (
        Program.objects.visible_to(request.user).with_items().filter(slug=wish["slug"]).first()
    )
    if program is None:
        return ""
    starts_on = requested_day(wish.get("starts_on", ""))
    return _copy_with_message(request, program, wish.get("changes", {}), starts_on)


def _copy_with_message(
    request: HttpRequest,
    program: Program,
    wished: dict[str, str],
    starts_on: date | None,
    *,
    another: bool = False,
) -> str:
    """Copy the program for the person, once until they ask for another; returns where that leads."""
    assert request.user.is_authenticated  # noqa: S101 (both callers made sure)
    others = Exercise.objects.published().filter(slug__in=filter(None, wished.values()))
    by_slug = {each.slug: each for each in others} if wished else {}
    changes = {slug: by_slug.get(other) for slug, other in wished.items()}
    try:
        workout, is_new = program.add_for(
            request.user,
            changes,
            starts_on=starts_on or first_day(request, program),
            another=another,
        )
    except LimitError as error:
        messages.error(request, str(error))
        return reverse("programs:workout-list")
    if is_new:
        messages.success(request, _added_message(program, changes))
        return workout.get_absolute_url()
    if changes:
        message = _("You already have “%(workout)s” with these exercises: here it is.")
        messages.info(request, message % {"workout": workout.title})
        return workout.get_absolute_url()
    message = _("You already have “%(program)s” in My Workouts: open it, or add another.")
    messages.info(request, message % {"program": program.title})
    return program.get_absolute_url()


def _added_message(program: Program, changes: dict[str, Exercise | None]) -> str:
    """What is said of a new copy: what it is, and what it leaves out."""
    left_out = [each.name for each in program.exercises() if changes.get(each.slug, each) is None]
    if not left_out:
        message = _("%(program)s is now in My Workouts: change it as you like.")
        return message % {"program": program.title}
    message = _("%(program)s is now in My Workouts, without %(exercises)s: change it as you like.")
    return message % {"program": program.title, "exercises": and_list(left_out)}
