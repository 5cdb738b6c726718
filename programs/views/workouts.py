"""My Workouts: one's own workouts, which nobody else can see."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.cache import caches
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises.forms.parameters import known_parameters
from exercises.forms.revisions import is_stale
from exercises.models import OwnedEquipment
from exercises.views.bad_parameters import bad_parameters
from programs.agenda.agenda import agenda_of
from programs.forms.phases import PhaseForm
from programs.forms.schedules import AgendaForm
from programs.models import LimitError, Schedule, Workout
from programs.models.plans_version import plans_key
from programs.models.workout import UNDO_TIME
from programs.views.calendar_download import planning_forms
from programs.views.guests import own_workouts, person_or_guest
from programs.views.next_time import with_suggestions
from programs.views.sheet_source import SheetSource, revision_notice

if TYPE_CHECKING:
    from exercises.people import Person


class DefaultTimes(TypedDict):
    """Weekdays and length of a session to suggest."""

    weekdays: list[str]
    minutes: int


USUAL_WEEKDAYS = ["MO", "TH"]
PAGE_SIZE = 20
UNDO_AT_HAND = timedelta(minutes=10)
"""For so long after a workout was deleted, the button to undo it is not folded away."""


def own_workout(request: HttpRequest, uuid: UUID) -> Workout:
    """The workout of whoever asks, with its items; 404 for anyone else's."""
    workouts = own_workouts(request).with_items()
    return get_object_or_404(workouts.select_related("source_day__program"), uuid=uuid)


def today_of(request: HttpRequest) -> date:
    """Today where the person is (one query at most)."""
    return Schedule.objects.today_of(request.user, timezone.now())


@person_or_guest
@require_safe
def workout_list(request: HttpRequest) -> HttpResponse:
    """What the person has planned today and this week or month, then all of their workouts."""
    form = AgendaForm(known_parameters(request.GET, AgendaForm.base_fields))
    if not form.is_valid():
        return bad_parameters(request, form)
    view, shown = form.cleaned_data["view"] or "week", form.cleaned_data["date"]
    workouts = own_workouts(request).for_list()
    book = SheetSource.of_workouts(workouts) if "r" in request.GET else None
    now = timezone.now()
    deleted = list(
        Workout.objects.restorable_by(request.user, now).only("uuid", "title", "deleted_at")
    )
    number = request.GET.get("page")
    plans = _plans(request, view, shown, now)
    today = plans["agenda"].today
    context = {
        **plans,
        "deleted": deleted,
        "just_deleted": any(each.was_deleted_since(now - UNDO_AT_HAND) for each in deleted),
        "page": SimpleLazyObject(lambda: _page(workouts, number, today)),
        "book": book,
        "log_book_notice": revision_notice(request, book) if book else None,
    }
    return render(request, "programs/workout_list.html", context)


def _page(workouts: QuerySet[Workout], number: str | None, today: date) -> Page[Workout]:
    """One page of the person's workouts, each with where it is in its phases `today`."""
    page = Paginator(workouts, PAGE_SIZE).get_page(number)
    for workout in page:
        workout.phase_today = workout.position_on(today)
    return page


def _plans(request: HttpRequest, view: str, shown: date | None, now: datetime) -> dict[str, Any]:
    """Template context: the week or month, and whether there is a workout; no query while they are cached.

    The template caches what it makes of them, and of the `page`, under the same key for as long.
    """
    user = cast("Person", request.user)
    plans, seconds = caches["plans"], settings.PLANS_CACHE_SECONDS
    key = f"{plans_key(user, now)}-{request.GET.urlencode()}"
    return {
        "agenda": plans.get_or_set(
            f"agenda-{key}", lambda: agenda_of(user, view, shown, now), seconds
        ),
        "has_workouts": plans.get_or_set(
            f"any-{key}", Workout.objects.owned_by(user).exists, seconds
        ),
        "plans_key": key,
        "plans_seconds": seconds,
    }


@never_cache
@require_safe
def workout_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One workout: its exercises in order, to plan, print and change; in phases, those of today or `?phase=`."""
    workout = own_workout(request, uuid)
    form = PhaseForm(
        known_parameters(request.GET, PhaseForm.base_fields), phases=len(workout.phases)
    )
    if not form.is_valid():
        return bad_parameters(request, form)
    today = today_of(request) if workout.phases else None
    position = workout.position_on(today) if today else None
    workout = workout.shown_in(form.cleaned_data["phase"], position)
    forms = planning_forms(request, workout, **default_times(workout))
    exercises = [item.exercise for item in workout.plan_items()]
    context = {
        "workout": with_suggestions(request, workout),
        "position": position,
        "early_end": workout.early_end(today) if today else None,
        "needs": OwnedEquipment(request.user).needs_of(exercises),
        "revision_notice": revision_notice(request, SheetSource.of_workout(workout)),
        **forms,
    }
    return render(request, "programs/workout_detail.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workout_delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say what is lost; delete on POST."""
    workout = own_workout(request, uuid)
    conflict = is_stale(request.POST, workout.revision)
    if request.method == "POST" and not conflict:
        workout.soft_delete(timezone.now())
        messages.success(request, _("“%(workout)s” is deleted.") % {"workout": workout.title})
        return redirect("programs:workout-list")
    context = {"workout": workout, "logged": workout.logs.count(), "undo_days": UNDO_TIME.days}
    context["conflict"] = conflict
    status = 409 if conflict else 200
    return render(request, "programs/workout_delete.html", context, status=status)


@require_POST
def workout_restore(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Undo that a workout was deleted."""
    workout = get_object_or_404(
        Workout.objects.restorable_by(request.user, timezone.now()), uuid=uuid
    )
    assert request.user.is_authenticated  # noqa: S101 (nobody else has deleted ones)
    try:
        workout.restore_for(request.user)
    except LimitError as error:
        messages.error(request, str(error))
        return redirect("programs:workout-list")
    messages.success(request, _("“%(workout)s” is back.") % {"workout": workout.title})
    return redirect(workout)


def default_times(workout: Workout) -> DefaultTimes:
    """Weekdays and minutes to suggest: the days of the program that it came from, if any."""
    if workout.source_day is None:
        return {"weekdays": USUAL_WEEKDAYS, "minutes": workout.suggested_minutes()}
    weekdays = workout.source_day.program.weekdays
    return {"weekdays": weekdays, "minutes": workout.suggested_minutes()}
