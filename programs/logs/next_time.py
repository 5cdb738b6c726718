"""Next time: one suggestion for every exercise of a workout, from what was done of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db.models import F

from exercises.models import Exercise
from exercises.people import Visitor
from exercises.units import Unit
from programs.logs.progress_facts import (
    OwnedLoads,
    dose_of,
    sessions_by_exercise,
    sets_of,
)
from programs.models import Workout, WorkoutItem, WorkoutLog
from programs.models.workout_log import HURTS
from programs.progress import Suggestion, Variant, next_step

LOOK_BACK = timedelta(days=400)
"""What was done longer ago tells nothing of today."""


def suggestions_for(
    user: Visitor, items: Sequence[WorkoutItem], today: date, unit: Unit
) -> dict[int, Suggestion]:
    """What to do today of each item that was done before, by the item's key (five queries).

    Load the exercises of the items with their equipment.
    """
    if not user.is_authenticated or not items:
        return {}
    exercises = {item.exercise_id for item in items}
    sets = sets_of(user).filter(log__date__gte=today - LOOK_BACK, exercise__in=exercises)
    finished = sets.exclude(log__started_at__isnull=False, log__finished_at__isnull=True)
    done = sessions_by_exercise(finished)
    if not done:
        return {}
    left_out, hurt = _left_out(user, items, today)
    variants = _variants(exercises)
    loads = OwnedLoads(user, unit)
    found = {
        item.pk: next_step(
            dose_of(item),
            done.get((item.exercise_id, None), []),
            today,
            loads.steps(each.slug for each in item.exercise.equipment.all()),
            left_out_on=left_out.get(item.pk),
            hurt_on=hurt.get(item.pk),
            easier=variants.get(("easier", item.exercise_id)),
            harder=variants.get(("harder", item.exercise_id)),
        )
        for item in items
    }
    return {key: suggestion for key, suggestion in found.items() if suggestion}


def _left_out(
    user: Visitor, items: Sequence[WorkoutItem], today: date
) -> tuple[dict[int, date], dict[int, date]]:
    """When sessions last went without the items, and when they last hurt, by the items' keys (one query)."""
    logs = WorkoutLog.objects.owned_by(user).filter(date__gte=today - LOOK_BACK)
    rows = logs.exclude(skipped=[]).order_by("date", "pk").values_list("date", "skipped")
    left_out: dict[object, date] = {}
    hurt: dict[object, date] = {}
    for day, skipped in rows:
        for row in skipped:
            found = hurt if row.get("reason") == HURTS else left_out
            found |= dict.fromkeys((row.get("item"), row.get("exercise")), day)
    return _by_item(items, left_out), _by_item(items, hurt)


def _by_item(items: Sequence[WorkoutItem], days: Mapping[object, date]) -> dict[int, date]:
    """The newest day of each item or its exercise."""
    found = {
        item.pk: [days[key] for key in (item.pk, item.exercise.slug) if key in days]
        for item in items
    }
    return {key: max(several) for key, several in found.items() if several}


def _variants(exercises: set[int]) -> dict[tuple[str, int], Variant]:
    """The first easier and the first harder variant of each exercise (two queries)."""
    published = Exercise.objects.published().order_by("-name")
    published = published.only("slug", "name", "translations")
    easier = published.filter(harder__in=exercises).annotate(variant_of=F("harder"))
    harder = published.filter(easier__in=exercises).annotate(variant_of=F("easier"))
    return {
        (kind, each.variant_of): Variant(each.slug, each.name)  # type: ignore[attr-defined]
        for kind, rows in (("easier", easier), ("harder", harder))
        for each in rows
    }


def suggest(user: Visitor, workout: Workout, today: date, unit: Unit) -> None:
    """Give each item of a loaded workout its `suggestion`, or none."""
    items = workout.plan_items()
    found = suggestions_for(user, items, today, unit)
    for item in items:
        item.suggestion = found.get(item.pk)
