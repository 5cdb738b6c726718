"""What was done: type in a sheet, look back, change and delete."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from exercises.csrf import csrf_by_origin
from exercises.forms.parameters import known_parameters
from programs.builder.editor import changes_since
from programs.forms.logs import LogForm, PrintedPlan
from programs.forms.schedules import AgendaForm
from programs.logs.formatting import facts_of, sets_in_words
from programs.models import Schedule, Workout, WorkoutLog, WorkoutRevision
from programs.models.occurrence import long_day
from programs.views.calendar_download import default_units
from programs.views.guests import own_workouts
from programs.views.sheet_source import told_revision

PAGE_SIZE = 20
GET_OR_POST = ["GET", "HEAD", "POST"]


def printed_plan(workout: Workout, asked: int | None) -> PrintedPlan:
    """The sheet of that revision if it is known, else of the workout as it is now."""
    asked = asked or workout.revision
    if 0 < asked < workout.revision:
        past = WorkoutRevision.objects.items_at(workout, asked)
        if past is not None:
            return PrintedPlan(past, asked, asked)
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
        messages.info(request, "Sign up to keep what you did: what you built comes with you.")
        return redirect_to_login(request.get_full_path(), reverse("account_signup"))
    form = _form(request, workout, _asked(request))
    if form.is_valid():
        session = _record(form, workout)
        if session:
            return _told(request, session)
    form.remind(WorkoutLog.objects.previous_sets(workout))
    return _page(request, form, workout)


def _asked(request: HttpRequest) -> int | None:
    """The revision of the sheet: as the page was made, or as the sheet's code says."""
    if request.method != "POST":
        return told_revision(request.GET.get("r", ""))
    return told_revision(request.POST.get("revision", ""))


def _form(
    request: HttpRequest, workout: Workout, asked: int | None, session: WorkoutLog | None = None
) -> LogForm:
    day = AgendaForm(known_parameters(request.GET, AgendaForm.base_fields))
    return LogForm(
        request.POST if request.method == "POST" else None,
        paper=printed_plan(workout, asked),
        unit=default_units(request),
        zone=Schedule.objects.zone_of(request.user),
        now=timezone.now(),
        session=session,
        day=day.cleaned_data["date"] if day.is_valid() else None,
    )


def _record(form: LogForm, workout: Workout) -> WorkoutLog | None:
    """Write it down; None, with the reason in the form, when its key is taken."""
    try:
        session, _ = WorkoutLog.objects.record(
            workout, form.session_key, form.sets, form.now, **form.values()
        )
    except IntegrityError:
        form.renew_key()
        form.add_error(None, "This page was used already. Please send it once more.")
        return None
    return session


def _told(request: HttpRequest, session: WorkoutLog) -> HttpResponse:
    """On to the session, with a word that it is kept."""
    messages.success(request, f"“{session.workout}” of {long_day(session.date)} is written down.")
    return redirect(session)


def _page(
    request: HttpRequest, form: LogForm, workout: Workout, session: WorkoutLog | None = None
) -> HttpResponse:
    paper = paper_news(form.paper, workout)
    context = {"form": form, "workout": workout, "session": session, **paper}
    status = 422 if form.is_bound else 200
    return render(request, "programs/workout_log_form.html", context, status=status)


def paper_news(paper: PrintedPlan, workout: Workout) -> dict[str, Any]:
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
    """All sessions of the person, or those of one workout (`?workout=`), newest first."""
    sessions = WorkoutLog.objects.owned_by(request.user).for_list()
    workout = _chosen(request)
    if workout:
        sessions = sessions.filter(workout=workout)
    page = Paginator(sessions, PAGE_SIZE).get_page(request.GET.get("page"))
    unit = default_units(request)
    rows = [(session, facts_of(session, unit)) for session in page]
    context = {"page": page, "rows": rows, "workout": workout}
    return render(request, "programs/workout_log_list.html", context)


def _chosen(request: HttpRequest) -> Workout | None:
    """The workout that the address names; 404 when it is not the person's."""
    text = request.GET.get("workout", "")
    if not text:
        return None
    try:
        return get_object_or_404(own_workouts(request), uuid=UUID(text))
    except ValueError:
        return get_object_or_404(Workout.objects.none())


@login_required
@never_cache
@require_safe
def workout_log_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One session: what was done, set by set."""
    session = own_log(request, uuid)
    unit = default_units(request)
    groups = [(sets[0], sets_in_words(sets, unit)) for sets in session.groups()]
    context = {
        "session": session,
        "workout": session.workout,
        "groups": groups,
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
    workout = own_workouts(request).for_sheet().get(pk=session.workout_id)
    form = _form(request, workout, session.revision, session)
    if form.is_valid():
        session.rewrite(form.sets, form.now, **form.values())
        return _told(request, session)
    form.remind(WorkoutLog.objects.previous_sets(workout, session))
    return _page(request, form, workout, session)


@login_required
@never_cache
@require_http_methods(GET_OR_POST)
def workout_log_delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say what is lost; delete on POST."""
    session = own_log(request, uuid)
    if request.method == "POST":
        session.forget()
        messages.success(request, f"The session of {long_day(session.date)} is deleted.")
        return redirect("programs:workout-log-list")
    context = {"session": session, "opens": session.opens}
    return render(request, "programs/workout_log_delete.html", context)
