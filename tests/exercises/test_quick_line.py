"""The quick line reads what people type, writes one canonical form, and explains what it cannot read."""

from __future__ import annotations

import time
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.models import PrescriptionKind
from exercises.models.prescription import PRESCRIPTION_COLUMNS
from exercises.quick_line import (
    BOUNDS,
    MAX_NOTE_LENGTH,
    PrescriptionValues,
    QuickLineError,
    parse_prescription,
    print_prescription,
)
from programs.models import WorkoutItem
from tests.exercises.test_prescription import of_kind

more_details = st.fixed_dictionaries(
    {},
    optional={
        "tempo": st.from_regex(r"[0-9]{1,2}(-[0-9]{1,2}){2,3}", fullmatch=True),
        "note": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200).map(
            str.strip
        ),
    },
)
sound = (
    st.sampled_from(PrescriptionKind)
    .flatmap(lambda kind: st.builds(lambda a, b: a | b, of_kind(kind), more_details))
    .map(lambda columns: PrescriptionValues(**columns))
)


@given(sound)
def test_reading_what_was_written_gives_the_same_values(values: PrescriptionValues) -> None:
    line = print_prescription(values)
    assert parse_prescription(line) == values
    assert print_prescription(parse_prescription(line)) == line


@given(sound)
def test_what_is_read_is_a_sound_prescription(values: PrescriptionValues) -> None:
    item = WorkoutItem(**parse_prescription(print_prescription(values)).columns())
    item.full_clean(exclude=["workout", "exercise"], validate_constraints=False)
    assert PrescriptionValues(**item.prescription_values()) == values


@given(sound)
def test_it_reads_the_words_that_pages_show(values: PrescriptionValues) -> None:
    values = replace(values, note="", rest_seconds=values.rest_seconds or None)
    item = WorkoutItem(**values.columns())
    read = parse_prescription(f"{item.prescription_label}, {item.details}")
    if values.sets == 1 and item.prescription_kind in ("hold", "time"):
        values = replace(values, sets=None)  # the words do not say “1 set”
    assert read == values


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("3x8-12 @ 40kg rest 90", "3x8-12 @ 40kg rest 90s"),
        ("  3 × 8–12 ", "3x8-12"),
        ("3X8 to 12", "3x8-12"),
        ("5x5", "5x5"),
        ("1 set of 1 rep", "1x1"),
        ("30-40 total", "30-40 total"),
        ("30 reps in total", "30 total"),
        ("hold 3s x10 each side", "hold 3s x10 each side"),
        ("Hold 20 sec", "hold 20s"),
        ("2x hold 20s x3", "2x hold 20s x3"),
        ("2 sets: hold 3 s, 10 times", "2x hold 3s x10"),
        ("2x45s", "2x45s"),
        ("2 sets of 1:30", "2x90s"),
        ("10 min", "10min"),
        ("3x12 tempo 3-1-1 rest 2min", "3x12 rest 2min tempo 3-1-1"),
        ("4x8-12 @ 42.5 kg note: slow down", "4x8-12 @ 42.5kg note: slow down"),
        ("rest 60; 4x8, 42,5 kg", "4x8 @ 42.5kg rest 60s"),
        ("3x8 @ 40", "3x8 @ 40kg"),
        ("3x8 @ 100lb", "3x8 @ 45.359kg"),
        ("3x8 @ 22.5 lbs", "3x8 @ 10.206kg"),
        ("3x10/side", "3x10 each side"),
        ("3x10 per leg rest 0", "3x10 each side rest 0s"),
        ("3x8 note: at 40kg? Rest 90 – note: ÜBER", "3x8 note: at 40kg? Rest 90 – note: ÜBER"),
        ("3x8 note:", "3x8"),
    ],
)
def test_people_write_it_in_many_ways(typed: str, canonical: str) -> None:
    assert print_prescription(parse_prescription(typed)) == canonical


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "",
            "Does not say how much: give sets and repetitions, a total, a hold or a time."
            " Write for example: 3x8-12 @ 40kg rest 90",
        ),
        (
            "3x8 fast rest 60",
            "“fast” is not understood. Write for example: 3x8-12 @ 40kg rest 90",
        ),
        ("3x8 rest soon", "“rest soon” is not understood. Write for example: rest 90"),
        ("3x8 tempo slow", "“tempo slow” is not understood. Write for example: tempo 3-1-1-0"),
        ("3x8 @ heavy", "“@ heavy” is not understood. Write for example: @ 40kg"),
    ],
)
def test_error_quotes_the_part_and_shows_how(typed: str, sentence: str) -> None:
    with pytest.raises(QuickLineError) as caught:
        parse_prescription(typed)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("typed", "part", "reason"),
    [
        ("rest 90", "rest 90", "does not say how much"),
        ("12", "12", "not understood"),
        ("3x8 5x5", "5x5", "one too many: “3x8” says it already"),
        ("3x8 @40kg 50kg", "50kg", "one too many: “@40kg” says it already"),
        ("3x12-8", "3x12-8", "runs backwards: 8 is less than 12"),
        ("21x5", "21x5", "sets run from 1 to 20"),
        ("3x201", "3x201", "repetitions run from 1 to 200"),
        ("0 total", "0 total", "a total runs from 1 to 1000"),
        ("hold 11 min", "hold 11 min", "a hold lasts from 1 to 600 seconds"),
        ("3x121min", "3x121min", "a time runs from 1 to 7200 seconds"),
        ("3x8 rest 901", "rest 901", "a rest lasts from 0 to 900 seconds"),
        ("3x8 @ 0kg", "@ 0kg", "a load runs from 0.05 to 500 kg"),
        ("3x8 @ 1103lb", "@ 1103lb", "a load runs from 0.05 to 500 kg"),
        ("3x8 @ 40.1255kg", "@ 40.1255kg", "not understood"),
        ("3x8 rest 1:75", "rest 1:75", "not understood"),
        ("3x8 note", "note", "not understood"),
        (f"3x8 note: {'n' * 201}", f"{'n' * 40}…", "at most 200 characters"),
        ("٣x٨", "٣x٨", "not understood"),
        ("３x８", "３x８", "not understood"),
        ("3x8 💪", "💪", "not understood"),
        ("3x8\0", "�", "a character that no text can hold"),
        ("3x8 note: \ud800", "�", "a character that no text can hold"),
        ("3x8 \u202e\u200f", "��", "not understood"),
        (f"3x8 @ {'9' * 300}kg", f"@ {'9' * 38}…", "not understood"),
    ],
)
def test_senseless_part_is_quoted_with_the_reason(typed: str, part: str, reason: str) -> None:
    with pytest.raises(QuickLineError) as caught:
        parse_prescription(typed)
    assert caught.value.part == part
    assert reason in str(caught.value)


@pytest.mark.parametrize("unit", ["9", "3x8 ", "hold ", "1-", " ", "\0", "x ", "note", "@ ", "1:0"])
@pytest.mark.parametrize("length", [390, 10_000, 1_000_000])
def test_hostile_line_is_refused_at_once(unit: str, length: int) -> None:
    began = time.perf_counter()
    with pytest.raises(QuickLineError) as caught:
        parse_prescription(unit * (length // len(unit)))
    assert time.perf_counter() - began < 0.2
    assert len(str(caught.value)) < 250


def read_or_refused(text: str) -> PrescriptionValues | None:
    """The values, or none when the line is refused; any other error is raised."""
    try:
        return parse_prescription(text)
    except QuickLineError:
        return None


@given(st.text(max_size=500))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    values = read_or_refused(text)
    assert values is None or parse_prescription(print_prescription(values)) == values


WORDS = "3x8-12 hold 3s x10 @ at 40 42.5 kg lb rest 90 2 - min note: /side each side 30 total"


@given(st.lists(st.sampled_from(WORDS.split()), max_size=8).map(" ".join))
def test_any_heap_of_known_words_is_read_or_refused(text: str) -> None:
    values = read_or_refused(text)
    assert values is None or parse_prescription(print_prescription(values)) == values


def test_values_and_bounds_are_those_of_the_model() -> None:
    assert {field.name for field in fields(PrescriptionValues)} == set(PRESCRIPTION_COLUMNS)
    empty = WorkoutItem().prescription_values()
    assert PrescriptionValues(**empty) == PrescriptionValues()
    for name, bounds in BOUNDS.items():
        column = {"reps": "reps_max", "total": "total_max"}.get(name, name)
        assert bounds[:2] == _bounds_of(column), name
    assert WorkoutItem._meta.get_field("note").max_length == MAX_NOTE_LENGTH


def _bounds_of(column: str) -> tuple[Any, Any]:
    """The lowest and highest value that the model's validators of `column` allow."""
    validators = WorkoutItem._meta.get_field(column).validators
    limits = {v.code: v.limit_value for v in validators if hasattr(v, "limit_value")}
    return limits["min_value"], limits["max_value"]


def test_pounds_are_kept_to_the_gram() -> None:
    assert parse_prescription("5x5 @ 1 lb").load_kg == Decimal("0.454")
    assert parse_prescription("5x5 @ 225lb").load_kg == Decimal("102.058")
