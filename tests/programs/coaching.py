"""Makers of the coach's values, and what a page does when a person takes up a fix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from programs.coach import (
    Advice,
    BodyPartFacts,
    Code,
    ExerciseFacts,
    Fix,
    ItemFacts,
    NamedRef,
    WorkoutFacts,
)
from programs.coach.types import SECTIONS

LATS = BodyPartFacts("lats", "Lats", "upper_back")
MIDDLE = BodyPartFacts("middle-back", "Middle back", "middle_back")
LOWER = BodyPartFacts("lower-back", "Lower back", "lower_back")
NECK = BodyPartFacts("neck", "Neck", "neck")
HIPS = BodyPartFacts("glutes", "Glutes", "hips")


def exercise(name: str, *parts: BodyPartFacts, **values: Any) -> ExerciseFacts:
    """A compound strength exercise for `parts` (the lats if none), unless `values` say otherwise."""
    slug = name.lower().replace(" ", "-")
    parts = parts or (LATS,)
    defaults = {
        "kind": "strength",
        "mechanics": "compound",
        "muscles": frozenset(part.slug for part in parts),
    }
    for several in ("equipment", "contraindications"):
        if several in values:
            values[several] = tuple(NamedRef(n.lower(), n.capitalize()) for n in values[several])
    return ExerciseFacts(slug, name, body_parts=parts, **{**defaults, **values})


PULL_UP = exercise("Pull-up", equipment=["bar"])
PULLDOWN = exercise("Pulldown", equipment=["cable"])
BANDED = exercise("Banded pulldown", equipment=["band"])
PULLOVER = exercise("Pullover", mechanics="isolation", equipment=["barbell"])
ROW = exercise("Row", MIDDLE, equipment=["barbell"])
SUPERMAN = exercise("Superman", LOWER, equipment=["mat"])
DEADLIFT = exercise("Deadlift", HIPS, LOWER, equipment=["barbell"], contraindications=["pregnancy"])
ROLLS = exercise("Shoulder rolls", kind="mobility")
CAT_COW = exercise("Seated cat-cow", LOWER, kind="mobility", contraindications=["disc"])
NECK_STRETCH = exercise("Neck stretch", NECK, kind="stretch", mechanics="isolation")
CHILD = exercise("Child's pose", LOWER, kind="stretch", contraindications=["disc"])


def item(chosen: ExerciseFacts, section: str = "main", **values: Any) -> ItemFacts:
    """Three sets of 8–12, or a hold of 20 s for a stretch, unless `values` say otherwise."""
    dose: dict[str, Any] = {"dose": "sets", "sets": 3, "reps_min": 8, "reps_max": 12}
    if chosen.kind == "stretch":
        dose = {"dose": "hold", "sets": 1, "hold_seconds": 20, "reps_min": 2, "reps_max": 2}
    return ItemFacts(**{"id": 0, "position": 0, **dose, **values}, exercise=chosen, section=section)


def workout(*items: ItemFacts | ExerciseFacts, goal: Any = None) -> WorkoutFacts:
    """A workout of the items in order, numbered from 1; a bare exercise is an item of the main part."""
    full = [i if isinstance(i, ItemFacts) else item(i) for i in items]
    numbered = (replace(i, id=n, position=n) for n, i in enumerate(full, start=1))
    return WorkoutFacts("Back", tuple(numbered), goal)


def only(code: Code, advice: Sequence[Advice]) -> list[Advice]:
    """The advice of one rule."""
    return [one for one in advice if one.code == code]


def apply(fix: Fix, before: WorkoutFacts, candidates: Sequence[ExerciseFacts] = ()) -> WorkoutFacts:
    """The workout after the fix, as `Fix` says it is to be applied."""
    chosen = next((c for c in candidates if c.slug == fix.exercise), None)
    if fix.kind == "add":
        added = item(chosen, fix.section, id=f"added-{len(before.items)}")
        return _placed(before, added, fix.to)
    (old,) = (each for each in before.items if each.id == fix.item)
    rest = replace(before, items=tuple(each for each in before.items if each is not old))
    place = before.section(old.section).index(old)
    if fix.kind == "move":
        return _placed(rest, old, fix.to)
    if fix.kind == "change":
        return _placed(rest, replace(old, **fix.columns), place)
    if fix.kind == "swap":
        return _placed(rest, replace(old, exercise=chosen), place)
    assert fix.kind == "remove"
    return rest


def _placed(plan: WorkoutFacts, new: ItemFacts, index: int) -> WorkoutFacts:
    """The workout with `new` at an index of its section."""
    sections = {name: plan.section(name) for name in SECTIONS}
    sections[new.section].insert(index, new)
    return replace(plan, items=tuple(each for items in sections.values() for each in items))
