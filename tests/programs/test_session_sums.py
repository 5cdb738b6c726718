"""The stored sums of sessions say what the sets say, whichever way a set was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.utils import timezone

from backfit.accounts.models import User
from exercises.models import Exercise
from programs.models import OwnExercise, SessionSum, SetLog, WorkoutLog
from programs.progress import DoneSet
from programs.progress.sums import effort_from, rank_of, track_from, track_sums, track_text
from tests.factories import SetLogFactory, WorkoutLogFactory
from tests.programs.test_history_import import SIMPLE, bring, undo
from tests.programs.uploads import a_session, a_set, number, send

pytestmark = pytest.mark.django_db
LATER = {"updated_at": "2026-12-07T18:30:00Z"}


def told() -> list[dict[str, Any]]:
    """What is stored."""
    return sorted((each.plain for each in SessionSum.objects.all()), key=str)


def worked_out() -> list[dict[str, Any]]:
    """What the sets say now."""
    logs = WorkoutLog.objects.values_list("pk", flat=True)
    return sorted((each.plain for each in SessionSum.objects.worked_out(logs)), key=str)


def written(user: User) -> WorkoutLog:
    """A session of two exercises, one of them left and right."""
    log = WorkoutLogFactory(owner=user, date=date(2026, 12, 7))
    row = Exercise.objects.get(slug="bent-over-barbell-row")
    for side, seconds in (("left", 20), ("right", 25)):
        SetLogFactory(log=log, exercise=row, side=side, number=1, position=1, seconds=seconds)
    SetLogFactory(log=log, exercise=Exercise.objects.get(slug="deadlift"), load_kg="20.412")
    return log


def sets_of(log: WorkoutLog) -> list[SetLog]:
    return list(log.sets.all())


def record(client: Client, log: WorkoutLog) -> None:
    sets = [SetLog(exercise=sets_of(log)[0].exercise, name="Row", position=0, number=1, reps=5)]
    WorkoutLog.objects.record(log.workout, uuid4(), sets, timezone.now(), date=log.date)


def heavier(client: Client, log: WorkoutLog) -> None:
    sets = sets_of(log)
    for each in sets:
        each.load_kg = Decimal(80)
    log.rewrite(sets, timezone.now())


def as_own(client: Client, log: WorkoutLog) -> OwnExercise:
    own = OwnExercise.objects.create(owner=log.owner, name="Row at home")
    SetLogFactory(log=log, exercise=None, own_exercise=own, name=own.name, load_kg=70)
    return own


def uploaded(client: Client, *sets: dict[str, Any], **values: Any) -> None:
    send(client, a_session(*sets, uuid=number(7), **values))


def first_and(client: Client, *sets: dict[str, Any], **values: Any) -> None:
    """A session of two sets, and then what else its device sends."""
    uploaded(client, a_set(uuid=number(1)), a_set(uuid=number(2), number=2, load_kg="50"))
    uploaded(client, *sets, **LATER | values)


def imported_and_undone(client: Client, text: str) -> None:
    bring(client, SIMPLE)
    undo(client, bring(client, text))


WAYS: dict[str, Callable[[Client, WorkoutLog], Any]] = {
    "recorded": record,
    "changed": heavier,
    "put on another day": lambda c, log: log.rewrite(
        sets_of(log), timezone.now(), date=log.date - timedelta(days=1)
    ),
    "a set taken out": lambda c, log: log.rewrite(sets_of(log)[:1], timezone.now()),
    "deleted": lambda c, log: log.delete_and_reopen(timezone.now()),
    "uploaded": lambda c, log: uploaded(c, a_set(), a_set(number=2, kind="warm-up")),
    "uploaded anew": lambda c, log: first_and(c, a_set(uuid=number(2), number=2, load_kg="60")),
    "uploaded on another day": lambda c, log: first_and(c, date="2026-12-06"),
    "removed by a device": lambda c, log: first_and(c, removed=[number(2)]),
    "discarded by a device": lambda c, log: first_and(c, discarded=True),
    "imported": lambda c, log: bring(c, SIMPLE),
    "imported twice": lambda c, log: [
        bring(c, text) for text in (SIMPLE, SIMPLE + "2026-04-06,Deadlift,70,5\n")
    ],
    "import undone": lambda c, log: undo(c, bring(c, SIMPLE)),
    "second import undone": lambda c, log: imported_and_undone(
        c, SIMPLE + "2026-04-06,Deadlift,70,5\n"
    ),
    "own exercise merged": lambda c, log: as_own(c, log).merge_into(
        Exercise.objects.get(slug="deadlift")
    ),
    "population": lambda c, log: call_command(
        "make_population",
        users=1,
        workouts_per_user=2,
        sessions_per_workout=6,
        stdout=StringIO(),
    ),
    "account deleted": lambda c, log: log.owner.delete(),
}

TAKEN_BACK = {"import undone", "discarded by a device"}
"""Ways that end where they began."""


@pytest.mark.parametrize("way", WAYS)
def test_sums_say_what_the_sets_say(owner: User, owner_client: Client, way: str) -> None:
    log = written(owner)
    before = told()
    assert len(before) == 3
    WAYS[way](owner_client, log)
    assert told() == worked_out()
    assert (told() == before) == (way in TAKEN_BACK)
    connection.check_constraints()


@transaction.atomic
def delete_sets_alone(log: WorkoutLog) -> None:
    log.sets.all().delete()
    connection.check_constraints()


def test_sets_that_go_without_their_sums_are_refused(owner: User) -> None:
    """Whoever forgets to work the sums out anew cannot store what they did."""
    log = written(owner)
    with pytest.raises(IntegrityError):
        delete_sets_alone(log)
    assert told() == worked_out()


def test_sums_can_be_added_up_over_sides_and_bands() -> None:
    left, right = DoneSet(1, "left", reps=8), DoneSet(1, "right", reps=9)
    band = DoneSet(2, "left", reps=8, band="Green")
    warm_up = DoneSet(3, kind="warm-up", reps=20)
    sums = track_sums(enumerate((left, right, band, warm_up)))
    assert [each.track for each in sums] == ["left|reps|", "right|reps|", "left|reps|green"]
    assert [each.sessions for each in sums] == [1, 0, 0]
    assert sum(each.sets for each in sums) == 2
    assert [each.values["reps"] for each in sums] == [8, 9, 8]


def test_track_and_effort_come_back_as_they_were() -> None:
    track = ("left", "a|b", "hold")
    assert track_from(track_text(track)) == track
    for done in (
        DoneSet(reps=8, load=Decimal("20.412")),
        DoneSet(reps=3, assistance=Decimal("9.5")),
    ):
        [each] = track_sums([(1, done)])
        effort = effort_from(each.rank)
        assert effort.net_load == done.net_load
        assert effort.amount == done.amount
        assert rank_of(effort) == each.rank
