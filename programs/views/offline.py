"""Plans and history as JSON, which the browser keeps to be used without a network: docs/offline.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from exercises.people import Person
from programs.models import Program, Workout, WorkoutLog
from programs.phases import NumberedPhase
from programs.player.offline import instructions, offline_index
from programs.views.guests import own_workouts
from programs.views.player import program_plan, workout_plan
from programs.views.sync import belongs_to_another, refusal
from programs.views.workouts import today_of


@never_cache
@require_safe
def index(request: HttpRequest) -> JsonResponse:
    """What the device of a signed-in person keeps; 401 for anybody else, or another than the page says."""
    if not request.user.is_authenticated or belongs_to_another(request, request.user):
        return refusal(401, _("Sign in to keep your sessions."))
    return JsonResponse(offline_index(cast("Person", request.user), timezone.now()))


@never_cache
@require_safe
def workout_plans(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """The plan of one's own workout, and of each of its phases, by the address of its player."""
    workout: Workout = get_object_or_404(own_workouts(request).for_player(), uuid=uuid)
    previous = WorkoutLog.objects.previous_sets(workout)
    items, start = workout.plan_items(), workout.get_start_url()
    plans = {
        f"{start}?phase={each.number}": workout_plan(request, workout.in_phase(each), previous)
        for each in workout.numbered_phases()
    }
    today = workout.on(today_of(request)) if plans else workout
    return JsonResponse(
        {
            "url": workout.get_absolute_url(),
            "plans": {start: workout_plan(request, today, previous), **plans},
            "exercises": instructions(items),
        }
    )


@require_safe
def program_plans(request: HttpRequest, slug: str) -> JsonResponse:
    """The plans of all days of a program in each phase, by the address of its player."""
    programs = Program.objects.visible_to(request.user).for_player()
    program = get_object_or_404(programs, slug=slug)
    first = program.get_start_url()
    plans: dict[str, dict[str, Any]] = {}
    phases: Sequence[NumberedPhase | None] = program.numbered_phases() or [None]
    for phase in phases:
        for day in program.plans_in(phase):
            number = day.number_in(program)
            plan = program_plan(request, program, day, number)
            plans.setdefault(first, plan)
            plans.setdefault(f"{first}?day={number}", plan)
            if phase:
                plans.setdefault(f"{first}?phase={phase.number}", plan)
                plans[f"{first}?day={number}&phase={phase.number}"] = plan
    items = [item for day in program.plans for item in day.plan_items()]
    return JsonResponse(
        {
            "url": program.get_absolute_url(),
            "plans": plans,
            "exercises": instructions(items),
        }
    )
