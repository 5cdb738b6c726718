"""What was done: type in a sheet, look back, change and delete."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from exercises.csrf import csrf_by_origin
from exercises.forms.parameters import known_parameters
from exercises.forms.revisions import is_stale
from exercises.models import Exercise
from programs.agenda.agenda import span_of
from programs.builder.editor import changes_since
from programs.forms.logs import LogForm, PrintedPlan
from programs.forms.phases import PhaseForm
from programs.forms.schedules import AgendaForm
from programs.logs.formatting import log_facts, sets_text
from programs.logs.progress_facts import key_of, of_exercise, sets_of
from programs.logs.progress_pages import Year, bests_of_session, year_of
from programs.models import (
    BackDiary,
    ImportedHistory,
    OwnExercise,
    Schedule,
    Workout,
    WorkoutLog,
    WorkoutRevision,
)
from programs.models.occurrence import long_day
from programs.views.calendar_download import default_units
from programs.views.done_exercise import done_exercise
from programs.views.guests import own_workouts
from programs.views.next_time import next_session_text, with_suggestions
from programs.views.sheet_source import revision_from
from programs.views.workouts import today_of

PAGE_SIZE = 20
GET_OR_POST = ["GET", "HEAD", "POST"]
SAVED = "saved"
"""The hidden field that tells which state of the session is changed; `revision` is the sheet's."""


def printed_plan(workout: Workout | None, asked: int | None) -> PrintedPlan:
    """The sheet of that revision if it is known, else of the workout as it is now; empty without one.

    A workout in a phase has the rows of that phase.
    """
    if workout is None:
        return PrintedPlan([], asked or 1, asked or 1)
    asked = asked or workout.revision
    if 0 < asked < workout.revision:
        past = WorkoutRevision.objects.items_at(workout, asked)
        if past is not None:
            rows = [item for item in past if item.is_in(workout.phase)]
            return PrintedPlan(rows, asked, asked)
        return PrintedPlan(workout.plan_items(), workout.revision, asked)
    return PrintedPlan(workout.plan_items(), workout.revision, workout.revision)


def own_log(request: HttpRequest, uuid: UUID) -> WorkoutLog:
    """The person's session with its sets; 404 for anyone else's."""
    return get_object_or_404(WorkoutLog.objects.owned_by(request.user).with_sets(), uuid=uuid)


@csrf_by_origin
@never_cache
@require_http_methods(GET_OR_POST)
def workout_log(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Type in what was written on the sheet; guests make an account first."""
    workout = get_object_or_404(own_workouts(request).for_sheet(), uuid=uuid)
    if not request.user.is_authenticated:
        messages.info(request, _("Sign up to keep what you did: what you built comes with you."))
        return redirect_to_login(request.get_full_path(), reverse("account_signup"))
    form = _form(request, workout, _asked(request))
    form.show_previous(WorkoutLog.objects.previous_sets(workout))
    if form.is_valid():
        session = _record(form, workout)
        if session:
            add_next_time_message(request)
            return _redirect_to_log(request, session)
    if form.paper.revision == workout.revision:
        with_suggestions(request, workout)
    return _page(request, form, workout)


def _asked(request: HttpRequest) -> int | None:
    """The revision of the sheet: as the page was made, or as the sheet's code says."""
    if request.method != "POST":
        return revision_from(request.GET.get("r", ""))
    return revision_from(request.POST.get("revision", ""))


def _form(
    request: HttpRequest,
    workout: Workout | None,
    asked: int | None,
    session: WorkoutLog | None = None,
) -> LogForm:
    form = AgendaForm(known_parameters(request.GET, AgendaForm.base_fields))
    day = form.cleaned_data["date"] if form.is_valid() else None
    if workout and workout.phases:
        workout = logged_phase(request, workout, session.date if session else day)
    return LogForm(
        request.POST if request.method == "POST" else None,
        paper=printed_plan(workout, asked),
        phase=workout.phase.number if workout and workout.phase else None,
        unit=default_units(request),
        zone=Schedule.objects.zone_of(request.user),
        now=timezone.now(),
        session=session,
        day=day,
        like=_repeated(request),
        keeps_pain=BackDiary.objects.owned_by(request.user).exists(),
    )


def logged_phase(request: HttpRequest, workout: Workout, day: date | None) -> Workout:
    """The workout in the phase that the page or the sheet's code names, else in that of the day."""
    data = request.POST if request.method == "POST" else request.GET
    form = PhaseForm({"phase": data.get("phase", "")}, phases=len(workout.phases))
    number = form.cleaned_data["phase"] if form.is_valid() else None
    return workout.shown_in(number, workout.position_on(day or today_of(request)))


def _repeated(request: HttpRequest) -> WorkoutLog | None:
    """The session whose numbers fill the boxes (`?like=`); 404 when it is not the person's."""
    text = request.GET.get("like", "")
    if not text:
        return None
    try:
        return own_log(request, UUID(text))
    except ValueError as error:
        raise Http404 from error


def _record(form: LogForm, workout: Workout) -> WorkoutLog | None:
    """Write it down; None, with the reason in the form, when its key is taken."""
    try:
        session, _is_new = WorkoutLog.objects.record(
            workout, form.session_key, form.sets, form.now, **form.values()
        )
    except IntegrityError:
        form.renew_key()
        form.add_error(None, _("This page was used already. Please send it once more."))
        return None
    return session


def _redirect_to_log(request: HttpRequest, session: WorkoutLog) -> HttpResponse:
    """On to the session, with a message that it is saved."""
    values = {"workout": session.title, "day": long_day(session.date)}
    messages.success(request, _("“%(workout)s” of %(day)s is written down.") % values)
    return redirect(session)


def add_next_time_message(request: HttpRequest) -> None:
    """Say when the next session is planned, if one is."""
    if when := next_session_text(request.user, timezone.now()):
        messages.info(request, _("Done. Next: %(when)s") % {"when": when})


def _page(
    request: HttpRequest, form: LogForm, workout: Workout | None, session: WorkoutLog | None = None
) -> HttpResponse:
    paper = printed_plan_notice(form.paper, workout) if workout else {}
    title = session.title if session else str(workout)
    conflict = session is not None and is_stale(request.POST, session.updated_at, SAVED)
    context = {"form": form, "workout": workout, "session": session, "title": title, **paper}
    context["conflict"] = conflict
    phases = workout.numbered_phases() if workout else []
    context["phase"] = next((each for each in phases if each.number == form.phase_number), None)
    status = 409 if conflict else 422 if form.is_bound else 200
    return render(request, "programs/workout_log_form.html", context, status=status)


def printed_plan_notice(paper: PrintedPlan, workout: Workout) -> dict[str, Any]:
    """How the paper differs from the workout as it is now."""
    is_old = paper.asked != workout.revision
    return {
        "paper": paper,
        "is_old": is_old,
        "changes": changes_since(workout, paper.asked) if is_old else [],
    }


@login_required
@never_cache
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """All sessions of the person, those of one workout (`?workout=`) or exercise, newest first."""
    sessions = WorkoutLog.objects.owned_by(request.user).for_list()
    workout, code = _chosen(request), request.GET.get("exercise", "")
    if workout:
        sessions = sessions.filter(workout=workout)
    exercise = done_exercise(request, code) if code else None
    if exercise:
        sessions = sessions.filter(
            pk__in=sets_of(request.user).filter(of_exercise(exercise)).values("log")
        )
    page = Paginator(sessions, PAGE_SIZE).get_page(request.GET.get("page"))
    unit = default_units(request)
    rows = [(session, log_facts(session, unit)) for session in page]
    has_own = OwnExercise.objects.owned_by(request.user).in_use().exists()
    context = {
        "page": page,
        "rows": rows,
        "workout": workout,
        "exercise": exercise,
        "year": None if workout or exercise else shown_year(request),
        "has_own": has_own,
        "imported": _imported(request),
    }
    return render(request, "programs/workout_log_list.html", context)


def shown_year(request: HttpRequest) -> Year:
    """The person's year in squares."""
    today = Schedule.objects.today_of(request.user, timezone.now())
    week = span_of("week", today, getattr(request.user, "week_start", "MO"))[0]
    return year_of(request.user, today, week)


def _chosen(request: HttpRequest) -> Workout | None:
    """The workout that the address names; 404 when it is not the person's."""
    text = request.GET.get("workout", "")
    if not text:
        return None
    try:
        return get_object_or_404(own_workouts(request), uuid=UUID(text))
    except ValueError:
        return get_object_or_404(Workout.objects.none())


def _imported(request: HttpRequest) -> ImportedHistory | None:
    """The import that the address names, with the way back; None when it is not the person's."""
    try:
        key = UUID(request.GET.get("import", ""))
    except ValueError:
        return None
    mine = ImportedHistory.objects.owned_by(request.user).undoable(timezone.now())
    return mine.filter(uuid=key).first()


@login_required
@never_cache
@require_safe
def workout_log_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One session: what was done, set by set."""
    session = own_log(request, uuid)
    unit = default_units(request)
    # Bests of an imported session are told under Progress; nothing is new about them.
    bests = set() if session.imported_id else bests_of_session(request.user, session)
    groups = session.groups()
    done = {sets[0].exercise.slug for sets in groups if sets[0].exercise}
    stopped = {key for key in session.painful - done if isinstance(key, str)}
    context = {
        "session": session,
        "workout": session.present_workout,
        "groups": [
            (
                sets[0],
                sets_text(sets, unit),
                key_of(sets[0]) in bests,
                session.is_painful(sets[0]),
            )
            for sets in groups
        ],
        "stopped": Exercise.objects.filter(slug__in=stopped) if stopped else (),
        "planned": session.planned,
    }
    return render(request, "programs/workout_log_detail.html", context)


@csrf_by_origin
@login_required
@never_cache
@require_http_methods(GET_OR_POST)
def workout_log_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change what was written down, in the form it was typed in."""
    session = own_log(request, uuid)
    workout = own_workouts(request).for_sheet().filter(pk=session.workout_id or 0).first()
    form = _form(request, workout, session.revision, session)
    if form.is_valid() and not is_stale(request.POST, session.updated_at, SAVED):
        session.rewrite(form.sets, form.now, **form.values())
        return _redirect_to_log(request, session)
    if workout:
        form.show_previous(WorkoutLog.objects.previous_sets(workout, session))
    return _page(request, form, workout, session)


@login_required
@never_cache
@require_http_methods(GET_OR_POST)
def workout_log_delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say what is lost; delete on POST."""
    session = own_log(request, uuid)
    conflict = is_stale(request.POST, session.updated_at)
    if request.method == "POST" and not conflict:
        session.delete_and_reopen(timezone.now())
        message = _("The session of %(day)s is deleted.") % {"day": long_day(session.date)}
        messages.success(request, message)
        return redirect("programs:workout-log-list")
    context = {"session": session, "opens": session.opens, "conflict": conflict}
    status = 409 if conflict else 200
    return render(request, "programs/workout_log_delete.html", context, status=status)
