"""Search and filters over plain values, and the search of the catalogue on the database in use."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.models import Exercise, Status
from exercises.search.ranking import (
    Query,
    SearchEntry,
    answering,
    count_choices,
    find,
    weigh,
    words_of,
)
from tests.factories import ExerciseFactory

TYPED_AND_MEANT = [
    ("deadlfit", "deadlift"),
    ("dedlift", "deadlift"),
    ("latisimus", "pull-up"),
    ("bridg", "glute-bridge"),
    ("brigde", "glute-bridge"),
    ("cobra", "cobra"),
    ("baby pose", "childs-pose"),
    ("babby pose", "childs-pose"),
    ("dog and bird", "bird-dog"),
    ("birddgo", "bird-dog"),
    ("pul up", "pull-up"),
    ("pullups", "pull-up"),
    ("wide grip pulup", "wide-grip-pull-up"),
    ("behind neck puldown", "behind-the-neck-lat-pulldown"),
    ("trapezuis", "upper-trapezius-stretch"),
    ("supermna", "superman"),
    ("pendulm", "pendulum"),
    ("lunje", "lunge"),
    ("SÀRPASANA", "cobra"),
]
NONSENSE = ["xyzzy", "nonsense", "deadlift qwrtz", "%", "'; --", "a" * 80]


def entry(pk: int, name: str, *, equipment: str = "", **facets: str) -> SearchEntry:
    values = {name: frozenset([facets.get(name, "any")]) for name in ("body_part", "kind", "mode")}
    values |= {"mechanics": frozenset(["any"]), "level": frozenset(["beginner", "advanced"])}
    values["equipment"] = frozenset(equipment.split())
    return SearchEntry(pk, name, weigh([name], [], ["latissimus dorsi"]), values)


def alike(typed: Collection[str], known: Collection[str]) -> dict[tuple[str, str], float]:
    """A spelling that knows two mistakes."""
    mistakes = {("deadlfit", "deadlift"): 88.0, ("latisimus", "latissimus"): 95.0}
    return {pair: like for pair, like in mistakes.items() if pair[0] in typed and pair[1] in known}


def search(text: str) -> list[int]:
    return find(answering(ALL, text, alike), Query())


ROW = entry(1, "Band row", equipment="bands", kind="strength")
LIFT = entry(2, "Deadlift", equipment="barbell", kind="strength")
POSE = entry(3, "Child’s pose", kind="stretch")
ALL = [ROW, LIFT, POSE]


def test_no_words_find_everything_by_name() -> None:
    assert search("") == [1, 3, 2]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dead", [2]),
        ("DEADLFIT", [2]),
        ("childs", [3]),
        ("child's", [3]),
        ("latisimus row", [1]),
        ("xyz", []),
    ],
)
def test_every_word_must_be_answered(text: str, found: list[int]) -> None:
    assert search(text) == found


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


def slugs_found(text: str) -> list[str]:
    exercises = Exercise.objects.published()
    keys = find(exercises.search_entries(text), Query())
    return [exercise.slug for exercise in exercises.in_order(keys)]


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "meant"), TYPED_AND_MEANT)
def test_the_exercise_that_was_meant_comes_first(typed: str, meant: str) -> None:
    assert slugs_found(typed)[0] == meant


@pytest.mark.django_db
@pytest.mark.parametrize("typed", NONSENSE)
def test_nonsense_finds_nothing(typed: str) -> None:
    assert slugs_found(typed) == (slugs_found("") if not words_of(typed) else [])


@pytest.mark.django_db
def test_database_with_trigrams_compares_the_words() -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        slugs_found("deadlfit")
    by_database = [query for query in asked if "word_similarity" in query["sql"]]
    assert len(by_database) == (connection.vendor == "postgresql")


@pytest.mark.django_db
def test_search_takes_the_same_queries_for_thirty_and_for_a_thousand() -> None:
    taken = []
    for number in (0, 953):
        Exercise.objects.bulk_create(ExerciseFactory.build_batch(number))
        with CaptureQueriesContext(connection) as asked:
            assert "deadlift" in slugs_found("deadlfit")
        taken.append(len(asked))
    assert taken[0] == taken[1]


@pytest.mark.django_db
def test_search_of_the_public_never_meets_words_of_drafts() -> None:
    ExerciseFactory(name="Zwieback lift", status=Status.DRAFT)
    assert slugs_found("zwiebak") == []
    entries = Exercise.objects.search_entries("zwiebak")
    assert [entry.name for entry in entries] == ["Zwieback lift"]
