"""Schedules of a workout: plan sessions, change the plan, call it off."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from exercises.forms.revisions import is_stale
from programs.agenda.week_advice import advice_on_plans
from programs.forms.calendars import CalendarForm
from programs.forms.schedules import ScheduleChangeForm, ScheduleForm
from programs.models import Schedule, Workout
from programs.models.occurrence import Occurrence, today_in
from programs.views.calendar_download import calendar_form, invalid_parameters
from programs.views.workouts import default_times, own_workout, today_of

NEXT_SHOWN = 4


def own_schedule(request: HttpRequest, uid: UUID) -> Schedule:
    """The person's schedule, unless cancelled; 404 for anyone else's."""
    return get_object_or_404(
        Schedule.objects.owned_by(request.user).active().with_overrides(), uid=uid
    )


@require_http_methods(["GET", "HEAD", "POST"])
def workout_schedule(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """When the workout is planned, and a form to plan it; guests make an account first."""
    workout = own_workout(request, uuid)
    if not request.user.is_authenticated:
        messages.info(request, _("Sign up to plan sessions: what you built comes with you."))
        return redirect_to_login(request.get_full_path(), reverse("account_signup"))
    asked = calendar_form(request, workout, **default_times(workout))
    if not asked.is_valid():
        return invalid_parameters(request, asked, plan=workout, what="schedule")
    form = plan_form(request, workout, asked)
    if form.is_valid():
        return planned(request, workout, form.save())
    context = {
        "workout": workout,
        "form": form,
        "schedules": running_schedules(workout),
        "early_end": workout.early_end(today_of(request)) if workout.phases else None,
        "is_first_strength": workout.is_strength() and not planned_before(request),
        "advice": advice_on_plans(request.user, workout, timezone.now()),
    }
    status = 422 if form.errors else 200
    return render(request, "programs/schedule.html", context, status=status)


@require_POST
def schedule_lengthen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Plan the last sessions of a workout on to the end of its phases."""
    workout = get_object_or_404(Workout.objects.owned_by(request.user), uuid=uuid)
    try:
        last = workout.lengthen_schedules(today_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("programs:workout-schedule", workout.uuid)
    if last:
        message = _("Your sessions are planned until %(day)s, the end of the last phase.")
        messages.success(request, message % {"day": date_format(last, "LONG_DATE_FORMAT")})
    else:
        messages.info(request, _("Your sessions reach the end of the last phase."))
    return redirect("programs:workout-schedule", workout.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def schedule_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change a schedule from its next session on, or with `?all=1` as a whole."""
    schedule = own_schedule(request, uid)
    first = shown_first(request, schedule)
    if request.method == "POST" and is_outdated(request, schedule, first):
        return changed_meanwhile(request, schedule)
    form = change_form(request, schedule, first)
    if form.is_valid() and (not form.has_changed() or form.save()):
        messages.success(request, _("The schedule is changed."))
        return redirect("programs:workout-schedule", schedule.workout.uuid)
    return edit_page(request, own_schedule(request, uid), form)


def shown_first(request: HttpRequest, schedule: Schedule) -> date | None:
    """The session from which on the page changes the schedule; None for all sessions.

    A form tells what its page said. Else it is the next session that is not done.
    """
    sent = request.POST.get("first")
    if sent is not None:
        day = parse_day(sent)
        return day if day or not sent else date.min
    first = schedule.next_open(today_of_schedule(schedule))
    whole = "all" in request.GET or first in (None, schedule.times().dates()[0])
    return None if whole else first


def parse_day(text: str) -> date | None:
    """The day that is written as YYYY-MM-DD; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_outdated(request: HttpRequest, schedule: Schedule, first: date | None) -> bool:
    """Whether the form means sessions that are not the schedule's any more."""
    if is_stale(request.POST, schedule.revision) or (first and first not in schedule.times()):
        return True
    tells_nothing = not request.POST.keys() & {"first", "revision"} and "all" not in request.GET
    return tells_nothing and schedule.current().pk != schedule.pk


def changed_meanwhile(request: HttpRequest, schedule: Schedule) -> HttpResponse:
    """409: what was typed, to be saved in the schedule that holds the coming sessions now."""
    current = schedule.current()
    if current.pk != schedule.pk:
        current = own_schedule(request, current.uid)
    first = current.next_open(today_of_schedule(current))
    whole = "all" in request.GET or first in (None, current.times().dates()[0])
    form = change_form(request, current, None if whole else first)
    return edit_page(request, current, form, conflict=True)


def change_form(request: HttpRequest, schedule: Schedule, first: date | None) -> ScheduleChangeForm:
    """The form to change the schedule, as it is or as it was sent."""
    data = request.POST if request.method == "POST" else None
    return ScheduleChangeForm(data, schedule=schedule, first=first)


def edit_page(
    request: HttpRequest, schedule: Schedule, form: ScheduleChangeForm, *, conflict: bool = False
) -> HttpResponse:
    """The page to change the schedule: 200, 422 with errors, 409 when it was changed meanwhile."""
    context = {
        "schedule": schedule,
        "workout": schedule.workout,
        "form": form,
        "told_first": form.first.isoformat() if form.first else "",
        "first": form.first or schedule.next_open(today_of_schedule(schedule)),
        "whole": form.first is None,
        "conflict": conflict,
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "programs/schedule_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def schedule_cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say which sessions are called off; do it on POST. What is past stays."""
    schedule = own_schedule(request, uid)
    first = schedule.next_open(today_of_schedule(schedule))
    conflict = is_stale(request.POST, schedule.revision)
    if request.method == "POST" and not conflict:
        if first is not None:
            schedule.end_before(first, timezone.now())
        messages.success(request, _("The sessions are called off."))
        return redirect("programs:workout-schedule", schedule.workout.uuid)
    left = schedule.times().dates_between(first, schedule.ends_on) if first else []
    context = {"schedule": schedule, "workout": schedule.workout, "left": left}
    context["conflict"] = conflict
    status = 409 if conflict else 200
    return render(request, "programs/schedule_cancel.html", context, status=status)


def plan_form(request: HttpRequest, workout: Workout, asked: CalendarForm) -> ScheduleForm:
    """The form to plan the workout: as it was sent, else with what the address asks for."""
    mine = Schedule.objects.owned_by(request.user)
    today = Schedule.objects.today_of(request.user, timezone.now())
    form = ScheduleForm(
        request.POST if request.method == "POST" else None,
        initial={"every_weeks": 1, **asked.rule()},
        week_start=getattr(request.user, "week_start", "MO"),
        workout=workout,
        partners=workout.partners(),
        running=mine.running(today).count(),
    )
    if "tz" in request.GET:
        form.fields["time_zone"].widget.attrs.pop("data-time-zone", None)
    return form


def planned(request: HttpRequest, workout: Workout, schedules: list[Schedule]) -> HttpResponse:
    """On to the first week of what was just planned; to the page that tells what is wrong with it, if
    its phases last longer or the coach has advice.
    """
    messages.success(request, planned_message(workout))
    ends_early = workout.phases and workout.early_end(today_of(request))
    if ends_early or advice_on_plans(request.user, workout, timezone.now()):
        return redirect("programs:workout-schedule", workout.uuid)
    return redirect_to_week(min(each.times().dates()[0] for each in schedules))


def planned_message(workout: Workout) -> str:
    """That the sessions are planned, and how to have them in another calendar."""
    words = _(
        'Your sessions are planned. For your own calendar <a href="{file}">get the file</a>,'
        ' or <a href="{feed}">subscribe to all your sessions</a>.'
    )
    file = reverse("programs:workout-calendar", args=[workout.uuid])
    return format_html(words, file=file, feed=reverse("programs:feed-settings"))


def planned_before(request: HttpRequest) -> bool:
    """Whether the person has ever planned anything."""
    return Schedule.objects.owned_by(request.user).exists()


def running_schedules(workout: Workout) -> list[tuple[Schedule, list[Occurrence], date | None]]:
    """The workout's schedules with the next sessions of each, and where a change would begin."""
    found = []
    yesterday = timezone.localdate() - timedelta(days=1)  # it may still be, west of UTC
    running = workout.schedules.running(yesterday).with_overrides()
    for schedule in running:
        schedule.workout = workout
        today = today_of_schedule(schedule)
        following = schedule.occurrences(today, date.max)[:NEXT_SHOWN]
        found.append((schedule, following, schedule.next_open(today)))
    return [each for each in found if each[1]]


def today_of_schedule(schedule: Schedule) -> date:
    """Today where the schedule is."""
    return today_in(schedule.time_zone, timezone.now())


def redirect_to_week(day: date) -> HttpResponse:
    """On to the week of that day in My Workouts."""
    response = redirect("programs:workout-list")
    response["Location"] += f"?date={day.isoformat()}"
    return response
