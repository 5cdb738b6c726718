"""How much: repetitions that fit the goal, and stretches that are long enough and in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exercises.formats import duration_text, range_text, whole_ranges
from programs.coach.advice import Advice, Code, Fix
from programs.coach.types import (
    HOLD,
    SECTIONS,
    SETS,
    STRETCH,
    TIME,
    Goal,
    ItemFacts,
    WorkoutFacts,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MAX_REPS_FOR_GROWTH = 12
MIN_REPS_FOR_GROWTH = 8
MIN_REPS_FOR_ENDURANCE = (15, 20)
MIN_STRETCH_SECONDS = 10

REPS_SENTENCES: dict[Goal, StrPromise] = {
    "growth": gettext_lazy(
        "%(exercise)s: %(reps)s repetitions do not fit growth. Choose a load or a variant with which"
        " you can do no more than 12."
    ),
    "endurance": gettext_lazy(
        "%(exercise)s: %(reps)s repetitions do not fit endurance. Choose a load or a variant with"
        " which you can do 15–20."
    ),
}

FROM_THE_TOP = {
    "neck": 0,
    "arms": 1,
    "shoulders": 2,
    "upper_back": 2,
    "chest": 3,
    "middle_back": 3,
    "lower_back": 3,
    "core": 3,
    "hips": 4,
    "legs": 4,
}
"""Regions in the order of stretching: neck, arms, shoulder girdle, body, legs.

The upper back goes with the shoulder girdle: its muscles hang the shoulder blades from the neck.
"""


def reps_and_goal(workout: WorkoutFacts) -> list[Advice]:
    """Sets of strength work whose repetitions do not fit the goal; none without a goal."""
    if workout.goal is None:
        return []
    found = []
    for item in workout.work():
        reps = (item.reps_min or 0, item.reps_max or 0)
        better = fitting(reps, workout.goal)
        if item.dose == SETS and better != reps:
            values = {"exercise": item.name, "reps": range_text(*reps)}
            sentence = whole_ranges(str(REPS_SENTENCES[workout.goal]) % values)
            label = _("Do %(reps)s") % {"reps": range_text(*better)}
            columns = {"reps_min": better[0], "reps_max": better[1]}
            fix = Fix("change", label, item=item.id, columns=columns)
            about = (workout.goal,)
            found.append(Advice(Code.REPS_AND_GOAL, "items", sentence, (item.id,), about, fix))
    return found


def fitting(reps: tuple[int, int], goal: Goal) -> tuple[int, int]:
    """The range of repetitions itself when it fits the goal, else one that does."""
    low, high = reps
    if goal == "endurance":
        return (
            reps
            if MIN_REPS_FOR_ENDURANCE[0] <= low and high <= MIN_REPS_FOR_ENDURANCE[1]
            else MIN_REPS_FOR_ENDURANCE
        )
    if high <= MAX_REPS_FOR_GROWTH:
        return reps
    return (low if low < MAX_REPS_FOR_GROWTH else MIN_REPS_FOR_GROWTH), MAX_REPS_FOR_GROWTH


def stretch_short(workout: WorkoutFacts) -> list[Advice]:
    """Stretches held for less than ten seconds."""
    found = []
    for item in workout.items:
        seconds = _held(item)
        if seconds is not None and seconds < MIN_STRETCH_SECONDS:
            sentence = _(
                "%(exercise)s is held for %(time)s. A muscle needs longer to let go: hold each"
                " stretch for 10–20 s, without pain."
            ) % {"exercise": item.name, "time": duration_text(seconds)}
            fix = _hold_longer(item)
            found.append(Advice(Code.STRETCH_SHORT, "items", sentence, (item.id,), fix=fix))
    return found


def _held(item: ItemFacts) -> int | None:
    """Seconds for which a stretch is held, None when it is no stretch or does not say."""
    if item.exercise.kind != STRETCH:
        return None
    return {HOLD: item.hold_seconds, TIME: item.duration_seconds}.get(item.dose)


def _hold_longer(item: ItemFacts) -> Fix:
    """Ten seconds, so often that the stretch lasts as long as before or a little longer."""
    time = duration_text(MIN_STRETCH_SECONDS)
    once = _("Hold for %(time)s") % {"time": time}
    if item.dose == TIME:
        columns = {"duration_seconds": MIN_STRETCH_SECONDS}
        return Fix("change", once, item=item.id, columns=columns)
    times = -(-(item.hold_seconds or 0) * (item.reps_max or 1) // MIN_STRETCH_SECONDS)
    columns = {"hold_seconds": MIN_STRETCH_SECONDS, "reps_min": times, "reps_max": times}
    often = ngettext(
        "Hold for %(time)s, %(number)s time", "Hold for %(time)s, %(number)s times", times
    ) % {"time": time, "number": times}
    return Fix("change", often if times > 1 else once, item=item.id, columns=columns)


def stretch_order(workout: WorkoutFacts) -> list[Advice]:
    """The first stretch of each section that comes after one for a lower part of the body."""
    pairs = [(workout.section(name), _first_out_of_order(workout, name)) for name in SECTIONS]
    found = []
    for section, pair in pairs:
        if pair:
            upper, lower = pair
            sentence = _(
                "%(lower)s comes before %(upper)s. Stretch from the top down: neck, arms, shoulder"
                " girdle, body, legs."
            ) % {"lower": lower.name, "upper": upper.name}
            label = _("Move it before %(exercise)s") % {"exercise": lower.name}
            fix = Fix("move", label, item=upper.id, to=section.index(lower))
            ids = (upper.id, lower.id)
            found.append(Advice(Code.STRETCH_ORDER, "items", sentence, ids, fix=fix))
    return found


def _first_out_of_order(workout: WorkoutFacts, section: str) -> tuple[ItemFacts, ItemFacts] | None:
    """The stretch that comes too late, and the first one that it should come before."""
    stretches = [i for i in workout.section(section) if i.exercise.kind == STRETCH]
    for place, upper in enumerate(stretches):
        for lower in stretches[:place]:
            if _height(lower) > _height(upper):
                return upper, lower
    return None


def _height(item: ItemFacts) -> int:
    return FROM_THE_TOP[item.exercise.main_region]
