"""The order of a session, held by the cases that the player's machine is held by in Node (tests/js)."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from programs.models import Program
from programs.player.steps import DEFAULT_REST_SECONDS, Step, steps_of

CASES = json.loads((Path(__file__).parent.parent / "js" / "steps.json").read_text())


@dataclass
class Planned:
    section: str = "main"
    superset: int | None = None
    sets: int | None = None
    hold_seconds: int | None = None
    duration_seconds: int | None = None
    rest_seconds: int | None = None
    each_side: bool = False
    reps: Any = None
    total: Any = None


def line(step: Step) -> str:
    side = f" {step['side']}" if step["side"] else ""
    place = f"g{step['group']}r{step['round']}"
    return f"{step['exercise']}:{step['set']}{side} {step['phase']} {place} rest {step['rest']}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_steps_are_in_order(case: dict[str, Any]) -> None:
    exercises = [Planned(**each) for each in case["exercises"]]
    assert [line(step) for step in steps_of(exercises)] == case["steps"]


@pytest.mark.django_db
def test_no_program_loses_a_set_or_does_a_side_twice() -> None:
    for program in Program.objects.with_items():
        for day in program.plans:
            items = day.plan_items()
            done = Counter(
                (step["exercise"], step["set"], step["side"]) for step in steps_of(items)
            )
            assert set(done.values()) <= {1}
            wanted = {
                (index, number, side)
                for index, item in enumerate(items)
                for number in range(1, (item.sets or 1) + 1)
                for side in (("left", "right") if item.each_side else ("",))
            }
            assert set(done) == wanted, program


@pytest.mark.django_db
def test_every_set_but_the_last_is_followed_by_its_rest() -> None:
    for program in Program.objects.with_items():
        for day in program.plans:
            items, steps = day.plan_items(), steps_of(day.plan_items())
            for step, following in pairwise(steps):
                item = items[step["exercise"]]
                rest = DEFAULT_REST_SECONDS if item.rest_seconds is None else item.rest_seconds
                same_round = (
                    step["group"] == following["group"] and step["round"] == following["round"]
                )
                if same_round:
                    assert step["rest"] == 0
                elif item.superset is None:
                    assert step["rest"] == rest, program
            assert not steps or steps[-1]["rest"] == 0
