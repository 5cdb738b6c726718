"""What a device keeps of a person, so that it can be used without a network: docs/offline.md."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.urls import reverse

from exercises import content_version
from exercises.clock import time_text
from exercises.models import Exercise
from exercises.people import Person, unit_of
from programs.logs.formatting import log_facts, sets_text
from programs.models import Occurrence, Program, Schedule, SetLog, Workout, WorkoutLog
from programs.models.occurrence import occurrences_of, today_in
from programs.models.plan import PlanItem
from programs.models.workout import LIST_DEFERRED

DAYS_BACK, DAYS_AHEAD = 3, 14
"""Planned sessions of these days around today are kept."""
MAX_SESSIONS = 30
"""So many of the sessions done last can be read."""
MAX_WORKOUTS = 40
"""So many workouts can be started: those changed last, and those planned for the days ahead."""
OFFICE_BREAK = "office-break"
"""The program that the installed site has a shortcut to."""


def offline_index(user: Person, now: datetime) -> dict[str, Any]:
    """Planned sessions, workouts and the last sessions of the person; where the plans are to be had.

    A constant number of queries. Days are `YYYY-MM-DD`, in the schedule's zone.
    """
    today = today_in(Schedule.objects.zone_of(user), now)
    planned = _planned(user, today)
    workouts = _workouts(user, {each.schedule.workout_id for each in planned})
    version = f"{unit_of(user)} {content_version.current() or ''}"
    programs = Program.objects.published().filter(slug=OFFICE_BREAK)
    return {
        "person": user.device_key,
        "sessions": [_session(each) for each in planned],
        "plans": [
            *(_workout(each, version, today) for each in workouts),
            *(_program(each, version) for each in programs),
        ],
        "history": _history(user),
    }


def _planned(user: Person, today: date) -> list[Occurrence]:
    first, last = today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
    schedules = Schedule.objects.owned_by(user).active().overlapping(first, last).with_overrides()
    return [each for each in occurrences_of(schedules, first, last) if not each.is_skipped]


def _workouts(user: Person, planned: set[int | None]) -> list[Workout]:
    """The workouts that are planned, then those changed last (one query)."""
    workouts = Workout.objects.owned_by(user).defer(*LIST_DEFERRED)
    workouts = workouts.annotate(last_log=Max("logs__updated_at"))
    newest = sorted(
        workouts.order_by("-updated_at", "-pk"), key=lambda each: each.pk not in planned
    )
    return newest[:MAX_WORKOUTS]


def _session(session: Occurrence) -> dict[str, Any]:
    names = [session.schedule.uid, session.original_date]
    workout = session.schedule.workout
    position = workout.position_on(session.day)
    return {
        "path": reverse("programs:occurrence-start", args=names),
        "workout": workout.get_start_url(),
        "plan": workout.get_start_url() + (f"?phase={position.phase.number}" if position else ""),
        "title": workout.title,
        "day": session.day.isoformat(),
        "time": time_text(session.starts_at),
        "schedule": str(session.schedule.uid),
        "planned_date": session.original_date.isoformat(),
        "done": session.is_done,
    }


def _workout(workout: Workout, version: str, today: date) -> dict[str, Any]:
    done, position = vars(workout)["last_log"], workout.position_on(today)
    phase = position.phase.number if position else ""
    return {
        "path": workout.get_start_url(),
        "url": workout.get_absolute_url(),
        "title": workout.title,
        "phases": _phases(workout, today),
        "json": reverse("programs:workout-plans", args=[workout.uuid]),
        "version": f"{workout.revision} {done and done.timestamp()} {phase} {version}",
    }


def _phases(workout: Workout, today: date) -> list[tuple[str, str]]:
    """From which day on which plan leads through it, for today and the days ahead; none without phases."""
    timeline, found = workout.timeline, list[tuple[str, str]]()
    if timeline is None:
        return found
    for day in (today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1)):
        path = f"{workout.get_start_url()}?phase={timeline.phase_on(day)}"
        if not found or found[-1][1] != path:
            found.append((day.isoformat(), path))
    return found


def _program(program: Program, version: str) -> dict[str, Any]:
    return {
        "path": program.get_start_url(),
        "url": program.get_absolute_url(),
        "title": program.title,
        "json": reverse("programs:program-plans", args=[program.slug]),
        "version": f"{program.revision} {version}",
    }


def _history(user: Person) -> list[dict[str, Any]]:
    """The last sessions in words, newest first (three queries)."""
    unit = unit_of(user)
    logs = WorkoutLog.objects.owned_by(user).for_list().with_sets()[:MAX_SESSIONS]
    return [
        {
            "url": log.get_absolute_url(),
            "title": log.title,
            "day": log.date.isoformat(),
            "facts": log_facts(log, unit),
            "effort": log.effort,
            "note": log.note,
            "sets": [
                {"name": _name_of(sets), "text": sets_text(sets, unit)} for sets in log.groups()
            ],
        }
        for log in logs
    ]


def _name_of(sets: list[SetLog]) -> str:
    own = sets[0].own_exercise
    return own.name if own else sets[0].name


def instructions(items: Iterable[PlanItem]) -> list[dict[str, Any]]:
    """How each exercise of a plan is done, to read (one query)."""
    exercises = Exercise.objects.filter(pk__in={each.exercise_id for each in items})
    return [
        {
            "url": each.get_absolute_url(),
            "name": each.name,
            "summary": each.summary,
            "steps": each.steps,
            "breathing": each.breathing,
            "mistakes": each.mistakes,
            "picture": each.pictures.animation if each.pictures else "",
            "alt": each.pictures.still_alt if each.pictures else "",
        }
        for each in exercises
    ]
