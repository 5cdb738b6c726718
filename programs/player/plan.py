"""A plan as the player in the browser takes it: exercises with their doses, and the steps through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from exercises.formats import whole_ranges
from exercises.models import Exercise, OwnedWeight, Prescription
from exercises.models.prescription import SECONDS_TO_SETTLE, PrescriptionKind
from exercises.people import Visitor
from exercises.units import HUNDREDTH, Unit, from_kg
from programs.logs.formatting import sets_text
from programs.models import WorkoutItem
from programs.models.plan import Plan, PlanItem, Section
from programs.models.workout_log import PreviousSets
from programs.player.steps import DEFAULT_REST_SECONDS, rest_after, steps_of
from programs.sheets.sheet import load_heading

SECONDS_TO_GET_READY = 5
SECONDS_TO_CHANGE_SIDES = 5

FREE_WEIGHTS = {"barbell": "barbell", "dumbbell": "dumbbells"}
"""What is loaded by plates, and what by dumbbells of fixed weights: the key in the plan, the slug of the equipment."""

OWN_EXERCISE: dict[str, Any] = {
    **dict.fromkeys(("item", "reps", "total", "hold", "duration", "previous", "suggestion")),
    **dict.fromkeys(
        ("dose", "details", "note", "tempo", "load", "url", "still", "animation", "alt"), ""
    ),
    **dict.fromkeys(("eachSide", "band", "barbell", "dumbbell"), False),
    "section": Section.MAIN,
    "kind": "sets",
    "sets": 1,
    "rest": DEFAULT_REST_SECONDS,
    "loaded": True,
    "easier": [],
    "cues": [],
}
"""An exercise that only the person has, but for `slug` and `name`: it is counted, and may have a load."""


@dataclass(frozen=True)
class PlanSource:
    """Where a session comes from, as `/workouts/sync/` names it (docs/sync.md): all values are text, or None."""

    workout: str | None = None
    program: str | None = None
    revision: int = 1
    day: int | None = None
    schedule: str | None = None
    planned_date: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The values by the names of the upload."""
        return vars(self).copy()


def player_plan(
    plan: Plan | None,
    source: PlanSource,
    unit: Unit,
    title: str,
    previous: PreviousSets | None = None,
    owned: dict[str, list[float]] | None = None,
    *,
    keeps_pain: bool = False,
) -> dict[str, Any]:
    """The whole plan for the browser; load it by `for_player`. Without a plan it is an empty session.

    Times are seconds. Loads are kilograms as text; `unit` is what the person reads them in, and what the weights
    that they own (`owned_weights`) are in. `keeps_pain`: they agreed that it is kept which exercise hurts.
    """
    items: Sequence[PlanItem] = plan.plan_items() if plan else []
    return {
        "source": source.as_json(),
        "title": title,
        "unit": unit,
        "owned": owned or {},
        "keepsPain": keeps_pain,
        "countIn": SECONDS_TO_GET_READY,
        "settle": SECONDS_TO_SETTLE,
        "change": SECONDS_TO_CHANGE_SIDES,
        "exercises": [
            player_exercise(item, item.exercise, unit, _previous(item, previous, unit))
            for item in items
        ],
        "steps": steps_of(items),
        "own": OWN_EXERCISE,
    }


def player_exercise(
    dose: Prescription, exercise: Exercise, unit: Unit, previous: dict[str, Any] | None = None
) -> dict[str, Any]:
    """One exercise with its dose; `dose` is an item of a plan, or the exercise itself with its usual dose."""
    heading = load_heading(dose, exercise, unit)
    return {
        "item": dose.pk if isinstance(dose, WorkoutItem) else None,
        **exercise_facts(exercise),
        "dose": dose.prescription_label,
        "details": dose.details_in(unit),
        "note": whole_ranges(dose.note),
        "section": _section_name(dose),
        **dose_values(dose),
        "load": str(dose.load_kg) if dose.load_kg else "",
        "loaded": heading not in ("", "band"),
        "band": heading == "band",
        **{
            name: any(each.slug == kind for each in exercise.equipment.all())
            for name, kind in FREE_WEIGHTS.items()
        },
        "easier": [exercise_facts(each) for each in exercise.easier.all()],
        "previous": previous,
        "suggestion": _suggestion(dose),
    }


def owned_weights(user: Visitor, unit: Unit) -> dict[str, list[float]]:
    """The plates and dumbbells that the person says they have, lightest first, in the unit they read; one query."""
    kinds = {OwnedWeight.Kind.PLATE: "plates", OwnedWeight.Kind.DUMBBELL: "dumbbells"}
    owned: dict[str, list[float]] = {}
    rows = OwnedWeight.objects.owned_by(user).filter(kind__in=kinds, load_kg__isnull=False)
    for each in rows.order_by("load_kg"):
        if each.load_kg is not None:
            load = from_kg(each.load_kg, unit)
            load = load if unit == "kg" else load.quantize(HUNDREDTH)
            owned.setdefault(kinds[OwnedWeight.Kind(each.kind)], []).append(float(load))
    return owned


def exercise_facts(exercise: Exercise) -> dict[str, Any]:
    """What the player shows of an exercise: name, address, pictures, the key points."""
    pictures = exercise.pictures
    return {
        "slug": exercise.slug,
        "name": exercise.name,
        "url": exercise.get_absolute_url(),
        "still": pictures.still if pictures else "",
        "animation": pictures.animation if pictures else "",
        "alt": pictures.still_alt if pictures else "",
        "cues": exercise.cues,
    }


def dose_values(item: Prescription) -> dict[str, Any]:
    """The numbers of a prescription: a pair from low to high, or None, each; times in seconds."""
    kind = item.prescription_kind
    is_hold = kind == PrescriptionKind.HOLD
    return {
        "kind": str(kind),
        "sets": item.sets,
        "reps": [item.reps_min, item.reps_max] if item.reps_min else None,
        "total": [item.total_min, item.total_max] if item.total_min else None,
        "hold": item.hold_seconds if is_hold else None,
        "duration": item.duration_seconds if kind == PrescriptionKind.TIME else None,
        "eachSide": item.each_side,
        "rest": rest_after(item.rest_seconds),
        "tempo": item.tempo,
    }


def _section_name(dose: Prescription) -> str:
    """The part of the session, such as warm-up; nothing for the main one."""
    if not isinstance(dose, PlanItem) or dose.section == Section.MAIN:
        return ""
    return str(Section(dose.section).label)


def _suggestion(dose: Prescription) -> dict[str, Any] | None:
    """What to do today in words, and the repetitions and the load to begin with."""
    found = dose.suggestion if isinstance(dose, PlanItem) else None
    if found is None:
        return None
    load = str(found.load) if found.load is not None else None
    return {"text": found.sentence, "reps": found.reps, "load": load}


def _previous(item: PlanItem, previous: PreviousSets | None, unit: Unit) -> dict[str, Any] | None:
    """What was done last time: in words, and the values of each set to begin with."""
    before = previous.of(item) if previous and isinstance(item, WorkoutItem) else None
    if before is None:
        return None
    log, sets = before
    return {
        "date": log.date.isoformat(),
        "text": sets_text(sets, unit),
        "sets": [
            {
                "number": each.number,
                "side": each.side,
                "reps": each.reps,
                "seconds": each.seconds,
                "load": str(each.load_kg) if each.load_kg is not None else "",
                "band": each.band,
            }
            for each in sets
        ],
    }
