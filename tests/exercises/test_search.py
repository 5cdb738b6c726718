"""Search and filters over plain values."""

from __future__ import annotations

import pytest

from exercises.search import Entry, Query, count_choices, find, words_of


def entry(pk: int, name: str, *, equipment: str = "", **facets: str) -> Entry:
    values = {name: frozenset([facets.get(name, "any")]) for name in ("body_part", "kind", "mode")}
    values |= {"mechanics": frozenset(["any"]), "level": frozenset(["beginner", "advanced"])}
    values["equipment"] = frozenset(equipment.split())
    return Entry(pk, name, words_of(name), frozenset(), words_of("latissimus dorsi"), values)


ROW = entry(1, "Band row", equipment="bands", kind="strength")
LIFT = entry(2, "Deadlift", equipment="barbell", kind="strength")
POSE = entry(3, "Child’s pose", kind="stretch")
ALL = [ROW, LIFT, POSE]


def test_no_words_find_everything_by_name() -> None:
    assert find(ALL, Query()) == [1, 3, 2]


@pytest.mark.parametrize(
    ("text", "found"),
    [("dead", [2]), ("DEADLFIT", [2]), ("childs", [3]), ("latisimus row", [1]), ("xyz", [])],
)
def test_every_word_must_be_answered(text: str, found: list[int]) -> None:
    assert find(ALL, Query(text)) == found


def test_accents_and_case_do_not_matter() -> None:
    assert words_of("Élan, PULL-up!") == {"elan", "pull", "up"}


def test_kit_must_hold_all_that_an_exercise_needs() -> None:
    assert find(ALL, Query(kit=frozenset({"bands"}))) == [1, 3]
    assert find(ALL, Query(kit=frozenset())) == [3]


def test_counts_tell_what_each_choice_would_leave() -> None:
    counts = count_choices(ALL, Query(chosen={"kind": "strength", "equipment": "barbell"}))
    assert counts["kind"] == {"strength": 1}
    assert counts["equipment"] == {"bands": 1, "barbell": 1}
    for kind, number in counts["kind"].items():
        assert number == len(find(ALL, Query(chosen={"kind": kind, "equipment": "barbell"})))


def test_long_query_is_no_burden() -> None:
    assert find(ALL, Query("a" * 80)) == []
