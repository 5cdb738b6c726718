"""Schedules of a workout: plan sessions, change the plan, call it off."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from programs.agenda.week_advice import advice_on_plans
from programs.forms.schedules import ScheduleChangeForm, ScheduleForm
from programs.models import Schedule, Workout
from programs.models.occurrence import Occurrence, today_in
from programs.views.workouts import default_times, own_workout

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
        messages.info(request, "Sign up to plan sessions: what you built comes with you.")
        return redirect_to_login(request.path, reverse("account_signup"))
    form = plan_form(request, workout)
    if form.is_valid():
        first = min(each.times().dates()[0] for each in form.save(workout))
        messages.success(request, "Your sessions are planned.")
        if advice_on_plans(request.user, workout, timezone.now()):
            return redirect("programs:workout-schedule", uuid)
        return redirect_to_week(first)
    context = {
        "workout": workout,
        "form": form,
        "schedules": running_schedules(workout),
        "is_first_strength": workout.is_strength() and not planned_before(request),
        "advice": advice_on_plans(request.user, workout, timezone.now()),
    }
    status = 422 if form.errors else 200
    return render(request, "programs/schedule.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def schedule_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change a schedule from its next session on, or with `?all=1` as a whole."""
    schedule = own_schedule(request, uid)
    first = schedule.next_open(today_of_schedule(schedule))
    whole = "all" in request.GET or first in (None, schedule.times().dates()[0])
    data = request.POST if request.method == "POST" else None
    form = ScheduleChangeForm(data, schedule=schedule, first=None if whole else first)
    if form.is_valid() and (not form.has_changed() or form.save()):
        messages.success(request, "The schedule is changed.")
        return redirect("programs:workout-schedule", schedule.workout.uuid)
    schedule = own_schedule(request, uid)
    context = {"schedule": schedule, "form": form, "first": first, "whole": whole}
    context |= {"workout": schedule.workout}
    status = 422 if form.errors else 200
    return render(request, "programs/schedule_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def schedule_cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say which sessions are called off; do it on POST. What is past stays."""
    schedule = own_schedule(request, uid)
    first = schedule.next_open(today_of_schedule(schedule))
    if request.method == "POST":
        if first is not None:
            schedule.end_before(first, timezone.now())
        messages.success(request, "The sessions are called off.")
        return redirect("programs:workout-schedule", schedule.workout.uuid)
    left = schedule.times().dates_between(first, schedule.ends_on) if first else []
    context = {"schedule": schedule, "workout": schedule.workout, "left": left}
    return render(request, "programs/schedule_cancel.html", context)


def plan_form(request: HttpRequest, workout: Workout) -> ScheduleForm:
    """The form to plan the workout, empty or as it was sent."""
    mine = Schedule.objects.owned_by(request.user)
    zone = Schedule.objects.zone_of(request.user)
    today = today_in(zone, timezone.now())
    return ScheduleForm(
        request.POST if request.method == "POST" else None,
        initial=ScheduleForm.usual(**default_times(workout), today=today, zone=zone),
        partners=workout.partners(),
        running=mine.running(today).count(),
    )


def planned_before(request: HttpRequest) -> bool:
    """Whether the person has ever planned anything."""
    return Schedule.objects.owned_by(request.user).exists()


def running_schedules(workout: Workout) -> list[tuple[Schedule, list[Occurrence], date | None]]:
    """The workout's schedules with the next sessions of each, and where a change would begin."""
    found = []
    running = workout.schedules.running(timezone.localdate()).with_overrides()
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
