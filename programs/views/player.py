"""The guided player: the page of one session of a program, a workout, or nothing planned."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from exercises.forms.parameters import known_parameters
from exercises.models import Exercise
from exercises.views.bad_parameters import bad_parameters
from programs.builder.editor import WorkoutEditor
from programs.forms.logs import LogForm
from programs.forms.player import DayForm, LogChoiceForm
from programs.models import (
    BackDiary,
    Occurrence,
    OwnExercise,
    Program,
    ProgramDay,
    Schedule,
    Workout,
    WorkoutLog,
)
from programs.models.occurrence import occurrences_of
from programs.models.plan import Plan
from programs.models.set_log import MAX_EFFORT
from programs.models.workout_log import PreviousSets
from programs.player.plan import PlanSource, owned_weights, player_exercise, player_plan
from programs.player.text import player_text
from programs.views.calendar_download import default_units
from programs.views.guests import own_workouts
from programs.views.next_time import with_suggestions
from programs.views.occurrences import own_occurrence
from programs.views.sharing import secret_address, shared_workout
from programs.views.workout_logs import printed_plan
from programs.views.workouts import today_of

DAYS_AROUND = 3
"""How far from today a planned session may lie that a workout, when it is started, is taken for."""


@require_safe
def program_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Do one day of a program (`?day=`, from 1) in one of its phases (`?phase=`), without an account."""
    programs = Program.objects.visible_to(request.user).for_player()
    program = get_object_or_404(programs, slug=slug)
    phases = program.numbered_phases()
    known = known_parameters(request.GET, DayForm.base_fields)
    form = DayForm(known, days=len(program.plans), phases=len(phases))
    if not form.is_valid():
        return bad_parameters(request, form)
    phase = program.phase_numbered(form.cleaned_data["phase"])
    days = {each.number_in(program): each for each in program.plans_in(phase)}
    number = form.cleaned_data["day"] or next(iter(days), 1)
    day = days.get(number)
    plan = program_plan(request, program, day, number)
    plans_url = reverse("programs:program-plans", args=[program.slug])
    shown = {"program": program, "day": day, "days": days, "phase": phase, "phases": phases}
    return _page(request, plan, program.get_absolute_url(), plans_url=plans_url, **shown)


@never_cache
@require_safe
def workout_start(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Do one's own workout; a guest's too."""
    workout = get_object_or_404(own_workouts(request).for_player(), uuid=uuid)
    today = today_of(request)
    planned = nearest_occurrence(workout, today)
    workout = workout.on(today)
    if planned is None:
        return _workout_page(request, workout)
    day = planned.original_date.isoformat()
    return _workout_page(request, workout, schedule=str(planned.schedule.uid), planned_date=day)


@never_cache
@require_safe
def occurrence_start(request: HttpRequest, uid: UUID, original: date) -> HttpResponse:
    """Do the session that was planned for that day, which becomes done with it."""
    occurrence = own_occurrence(request, uid, original)
    workouts = Workout.objects.owned_by(request.user).for_player()
    workout = get_object_or_404(workouts, pk=occurrence.schedule.workout_id)
    workout = workout.on(occurrence.day)
    return _workout_page(request, workout, schedule=str(uid), planned_date=original.isoformat())


@secret_address
@require_safe
def shared_start(request: HttpRequest, token: str) -> HttpResponse:
    """Do a workout that somebody shares, without an account."""
    share = shared_workout(token)
    workout = get_object_or_404(Workout.objects.for_player(), pk=share.workout_id)
    workout = workout.in_phase(next(iter(workout.numbered_phases()), None))
    source = PlanSource(revision=workout.revision)
    plan = _plan(request, workout, source, workout.title)
    for exercise in plan["exercises"]:
        exercise["item"] = None
    return _page(request, plan, share.get_absolute_url(), day=workout)


@login_required
@never_cache
@require_safe
def free_start(request: HttpRequest) -> HttpResponse:
    """A session without a plan: a walk, or whatever comes."""
    plan = _plan(request, None, PlanSource(), _("Session without a plan"))
    return _page(request, plan, reverse("programs:workout-list"))


@require_safe
def player_shell(request: HttpRequest) -> HttpResponse:
    """The player without a plan, the same for everybody: what a browser opens when it has no network."""
    plan = player_plan(None, PlanSource(), "kg", _("Session"))
    return _page(request, plan, reverse("programs:workout-list"), is_shell=True)


@require_safe
def player_exercises(request: HttpRequest) -> JsonResponse:
    """All exercises with their usual dose, and the person's own by code and name, to add one to a session."""
    unit = default_units(request)
    exercises = Exercise.objects.published().prefetch_related("equipment", "easier")
    own = OwnExercise.objects.owned_by(request.user).in_use().order_by("name", "pk")
    rows = [player_exercise(each, each, unit) for each in exercises]
    names = [{"slug": each.code, "name": each.name} for each in own]
    return JsonResponse({"exercises": rows, "own": names})


@require_POST
@transaction.atomic
def take_loads(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Plan the workout with the loads of one session of it (`log`, its uuid)."""
    workouts = Workout.objects.owned_by(request.user).for_editor().select_for_update()
    workout = get_object_or_404(workouts, uuid=uuid)
    form = LogChoiceForm(request.POST)
    if not form.is_valid():
        return bad_parameters(request, form)
    logs = WorkoutLog.objects.owned_by(request.user).filter(workout=workout).with_sets()
    log = get_object_or_404(logs, uuid=form.cleaned_data["log"])
    count = WorkoutEditor(workout).take_loads(log.sets.all())
    messages.success(
        request,
        ngettext(
            "%(count)s exercise has the load of that session now.",
            "%(count)s exercises have the loads of that session now.",
            count,
        )
        % {"count": count},
    )
    return redirect(workout)


def nearest_occurrence(workout: Workout, today: date) -> Occurrence | None:
    """The planned session of the days around today that is still open and nearest; the earlier of two."""
    schedules = workout.schedules.active().with_overrides()
    span = timedelta(days=DAYS_AROUND)
    planned = occurrences_of(schedules, today - span, today + span)
    is_open = [each for each in planned if not each.is_done and not each.is_skipped]
    return min(is_open, key=lambda each: abs(each.day - today), default=None)


def _plan(
    request: HttpRequest,
    plan: Plan | None,
    source: PlanSource,
    title: str,
    previous: PreviousSets | None = None,
) -> dict[str, Any]:
    """The plan in the units, and with the weights, of whoever asks."""
    unit = default_units(request)
    owned = owned_weights(request.user, unit)
    keeps_pain = BackDiary.objects.owned_by(request.user).exists()
    return player_plan(plan, source, unit, title, previous, owned, keeps_pain=keeps_pain)


def program_plan(
    request: HttpRequest, program: Program, day: ProgramDay | None, number: int
) -> dict[str, Any]:
    """The plan of one day, from 1, of a program loaded by `for_player`."""
    source = PlanSource(program=program.slug, day=number, revision=program.revision)
    return _plan(request, day, source, program.title)


def workout_plan(
    request: HttpRequest, workout: Workout, previous: PreviousSets, **planned: str
) -> dict[str, Any]:
    """The plan of a workout loaded by `for_player`; `planned` names the session of a schedule that it is for."""
    source = PlanSource(workout=str(workout.uuid), revision=workout.revision, **planned)  # type: ignore[arg-type]
    with_suggestions(request, workout)
    return _plan(request, workout, source, workout.title, previous)


def _workout_page(request: HttpRequest, workout: Workout, **planned: str) -> HttpResponse:
    previous = WorkoutLog.objects.previous_sets(workout)
    plan = workout_plan(request, workout, previous, **planned)
    form = None
    if request.user.is_authenticated:
        form = LogForm(
            None,
            paper=printed_plan(workout, None),
            unit=default_units(request),
            zone=Schedule.objects.zone_of(request.user),
            now=timezone.now(),
            phase=workout.phase.number if workout.phase else None,
            keeps_pain=plan["keepsPain"],
        )
        form.show_previous(previous)
    context: dict[str, Any] = {"workout": workout, "day": workout, "form": form}
    if form is None:  # those of a person are listed in `offline.index`
        context["plans_url"] = reverse("programs:workout-plans", args=[workout.uuid])
    return _page(request, plan, workout.get_absolute_url(), **context)


def _page(
    request: HttpRequest, plan: dict[str, Any], back_url: str, **context: Any
) -> HttpResponse:
    page = {
        "plan": plan,
        "amounts": [
            ("reps", _("reps")),
            ("minutes", _("minutes")),
            ("load", _("load")),
            ("band", _("band")),
        ],
        "efforts": range(1, MAX_EFFORT + 1),
        "words": player_text(),
        "back_url": back_url,
        "heading": _("%(title)s, step by step") % {"title": plan["title"]},
        **context,
    }
    return render(request, "programs/player.html", page)
