"""The order of a session: which set of which exercise comes when, on which side, with what rest after it.

Pure functions over plain values. The player in the browser (`static/js/player/machine.js`) walks these steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Literal, Protocol, TypedDict

DEFAULT_REST_SECONDS = 60
"""Rest where the plan names none."""

Phase = Literal["work", "hold"]
Side = Literal["", "left", "right"]


class PlannedExercise(Protocol):
    """What the order depends on; an item of a plan has it."""

    section: str
    superset: int | None
    sets: int | None
    hold_seconds: int | None
    duration_seconds: int | None
    rest_seconds: int | None
    each_side: bool


class Step(TypedDict):
    """One set on one side.

    `exercise` is the index in the plan, `set` counts from 1, `round` counts from 1 within `group` (the exercises of
    a superset, or one exercise). `phase` is `hold` where a clock ends the set, else `work`. `rest` is in seconds and
    comes after the step; 0 is no rest.
    """

    exercise: int
    set: int
    side: Side
    phase: Phase
    group: int
    round: int
    rest: int


def steps_of(exercises: Sequence[PlannedExercise]) -> list[Step]:
    """The steps of a session whose exercises are in this order.

    A superset goes round by round, where its first exercise stands, and rests after each round as long as the
    exercise of that round that asks for most. A total of repetitions is one step, which the player repeats until the
    total is reached. Each side is a step of its own, left first, without a rest between. The last step has no rest.
    """
    steps = [
        step
        for group, members in enumerate(_groups(exercises))
        for number, together in enumerate(_rounds(members, exercises), start=1)
        for step in _round_steps(together, exercises, group, number)
    ]
    if steps:
        steps[-1]["rest"] = 0
    return steps


def _groups(exercises: Sequence[PlannedExercise]) -> list[list[int]]:
    """Indices of what is done in turn: the exercises of one superset and section, or one exercise."""
    groups: dict[tuple[str, int] | int, list[int]] = {}
    for index, each in enumerate(exercises):
        key = index if each.superset is None else (each.section, each.superset)
        groups.setdefault(key, []).append(index)
    return list(groups.values())


def _rounds(
    members: list[int], exercises: Sequence[PlannedExercise]
) -> list[list[tuple[int, int]]]:
    """Exercise and set of each round; an exercise with fewer sets leaves the later rounds to the others."""
    columns = [
        [(index, number) for number in range(1, (exercises[index].sets or 1) + 1)]
        for index in members
    ]
    return [[each for each in row if each is not None] for row in zip_longest(*columns)]


def _round_steps(
    together: list[tuple[int, int]], exercises: Sequence[PlannedExercise], group: int, number: int
) -> list[Step]:
    steps = [
        Step(
            exercise=index,
            set=set_number,
            side=side,
            phase="hold" if _is_timed(exercises[index]) else "work",
            group=group,
            round=number,
            rest=0,
        )
        for index, set_number in together
        for side in _sides(exercises[index])
    ]
    steps[-1]["rest"] = max(rest_after(exercises[index].rest_seconds) for index, _ in together)
    return steps


def _sides(exercise: PlannedExercise) -> tuple[Side, ...]:
    return ("left", "right") if exercise.each_side else ("",)


def _is_timed(exercise: PlannedExercise) -> bool:
    return exercise.hold_seconds is not None or exercise.duration_seconds is not None


def rest_after(planned: int | None) -> int:
    """Seconds of rest after a set: those of the plan, else a minute."""
    return DEFAULT_REST_SECONDS if planned is None else planned
