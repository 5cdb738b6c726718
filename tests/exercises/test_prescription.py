"""A prescription validates itself and prints itself; both on any plain row that has one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from exercises.models.prescription import PRESCRIPTION_COLUMNS, PrescriptionKind
from programs.models import WorkoutItem
from tests.factories import WorkoutItemFactory

counts = st.integers(1, 20)
reps = st.tuples(st.integers(1, 200), st.integers(1, 200)).map(sorted)
details = st.fixed_dictionaries(
    {},
    optional={
        "each_side": st.booleans(),
        "rest_seconds": st.integers(0, 900),
        "load_kg": st.decimals(Decimal("0.05"), Decimal(500), places=3),
    },
)


def of_kind(kind: PrescriptionKind) -> st.SearchStrategy[dict[str, Any]]:
    """Sound column values of one kind."""
    dose: dict[PrescriptionKind, st.SearchStrategy[dict[str, Any]]] = {
        PrescriptionKind.SETS: st.builds(
            lambda n, r: {"sets": n, "reps_min": r[0], "reps_max": r[1]}, counts, reps
        ),
        PrescriptionKind.TOTAL: st.builds(
            lambda r: {"total_min": r[0], "total_max": r[1] * 5}, reps
        ),
        PrescriptionKind.HOLD: st.builds(
            lambda n, r, h: {"sets": n, "reps_min": r[0], "reps_max": r[1], "hold_seconds": h},
            st.none() | counts,
            reps,
            st.integers(1, 600),
        ),
        PrescriptionKind.TIME: st.builds(
            lambda n, t: {"sets": n, "duration_seconds": t},
            st.none() | counts,
            st.integers(1, 7200),
        ),
    }
    return st.builds(lambda a, b: a | b, dose[kind], details)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"sets": 3, "reps_min": 8, "reps_max": 12}, "3 sets of 8–\u206012 reps"),
        ({"sets": 5, "reps_min": 5, "reps_max": 5}, "5 sets of 5 reps"),
        ({"sets": 1, "reps_min": 1, "reps_max": 1}, "1 set of 1 rep"),
        ({"total_min": 30, "total_max": 40}, "30–\u206040 reps in total"),
        ({"hold_seconds": 3, "reps_min": 10, "reps_max": 10}, "hold 3 s, 10 times"),
        ({"hold_seconds": 20, "reps_min": 1, "reps_max": 1}, "hold 20 s"),
        (
            {"sets": 2, "hold_seconds": 3, "reps_min": 10, "reps_max": 10},
            "2 sets: hold 3 s, 10 times",
        ),
        ({"duration_seconds": 45, "sets": 2}, "2 sets of 45 s"),
        ({"duration_seconds": 600}, "10 min"),
        (
            {"sets": 3, "reps_min": 8, "reps_max": 12, "each_side": True},
            "3 sets of 8–\u206012 reps each side",
        ),
    ],
)
def test_prescription_prints_itself_as_people_say_it(columns: dict[str, Any], words: str) -> None:
    item = WorkoutItem(**columns)
    item.clean()
    assert item.prescription_label == words


def test_details_tell_load_rest_and_tempo() -> None:
    item = WorkoutItem(
        sets=3, reps_min=8, reps_max=8, load_kg=Decimal("42.50"), rest_seconds=90, tempo="3-1-1"
    )
    assert item.details == "at 42.5 kg, rest 90 s, tempo 3-1-1"


@pytest.mark.parametrize(
    ("columns", "field", "message"),
    [
        ({}, "sets", "Say how much"),
        ({"sets": 3, "reps_min": 8, "reps_max": 6}, "reps_max", "(6) is below the lowest (8)"),
        ({"sets": 0, "reps_min": 8}, "sets", "at least 1"),
        ({"sets": 3, "reps_min": 8, "total_min": 30}, "sets", "do not go together"),
        ({"sets": 3}, "reps_min", "fill this in"),
        ({"reps_min": 8}, "sets", "fill this in"),
        ({"hold_seconds": 10}, "reps_min", "fill this in"),
        ({"duration_seconds": 60, "hold_seconds": 3, "reps_min": 2}, "duration_seconds", "go tog"),
        ({"total_min": 40, "total_max": 30}, "total_max", "below the lowest"),
        ({"sets": 3, "reps_min": 8, "load_kg": Decimal(-1)}, "load_kg", "above 0"),
        ({"sets": 3, "reps_min": 8, "tempo": "slow"}, "tempo", "3-1-1-0"),
        ({"sets": 99999, "reps_min": 8}, "sets", "at most 20"),
    ],
)
def test_senseless_prescription_is_refused_in_words(
    columns: dict[str, Any], field: str, message: str
) -> None:
    others = ["workout", "exercise"]
    with pytest.raises(ValidationError) as caught:
        WorkoutItem(**columns).full_clean(exclude=others, validate_constraints=False)
    assert message in " ".join(caught.value.message_dict[field])


@given(st.sampled_from(PrescriptionKind).flatmap(lambda k: st.tuples(st.just(k), of_kind(k))))
def test_sound_prescription_is_told_apart_and_printed(
    case: tuple[PrescriptionKind, dict[str, Any]],
) -> None:
    kind, columns = case
    item = WorkoutItem(**columns)
    item.full_clean(exclude=["workout", "exercise"], validate_constraints=False)
    assert item.prescription_kind == kind
    assert item.prescription_label
    assert "None" not in f"{item.prescription_label} {item.details}"
    assert item.seconds() > 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "columns",
    [
        {"sets": 0},
        {"reps_min": 12, "reps_max": 8},
        {"sets": None},
        {"total_min": 30, "total_max": 40},
        {"hold_seconds": 0},
        {"duration_seconds": 30},
        {"rest_seconds": 901},
        {"load_kg": Decimal(501)},
    ],
)
def test_database_refuses_what_the_form_would(columns: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkoutItemFactory(**columns)


@given(of_kind(PrescriptionKind.SETS))
def test_copied_prescription_is_equal(columns: dict[str, Any]) -> None:
    item = WorkoutItem(**columns)
    copy = WorkoutItem(**item.prescription_values())
    assert [getattr(copy, name) for name in PRESCRIPTION_COLUMNS] == [
        getattr(item, name) for name in PRESCRIPTION_COLUMNS
    ]
