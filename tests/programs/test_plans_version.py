"""Every change of a person's plans counts one up, and shows at once in the feed and in My Workouts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from backfit.accounts.models import User
from programs.builder.editor import WorkoutEditor
from programs.models import OfficeBreaks, Program, Schedule, Workout, WorkoutLog
from tests.factories import ScheduleFactory, SetLogFactory, WorkoutFactory, WorkoutLogFactory
from tests.programs.feeds import feed_of, read

MONDAY, THURSDAY = date(2026, 12, 14), date(2026, 12, 17)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The time, which stands still: a Monday evening."""
    now = datetime(2026, 12, 14, 20, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


@pytest.fixture
def schedule(workout: Workout) -> Schedule:
    return ScheduleFactory(workout=workout)


def version_of(user: User) -> int:
    return User.objects.values_list("plans_version", flat=True).get(pk=user.pk)


def describe(workout: Workout) -> None:
    WorkoutEditor(workout).describe(title="Renamed")


def breaks_of(user: User) -> OfficeBreaks:
    return OfficeBreaks(
        owner=user,
        starts_on=MONDAY,
        ends_on=date(2027, 12, 13),
        weekdays=["MO"],
        time_zone="Europe/Berlin",
    )


def log(workout: Workout) -> WorkoutLog:
    sets = [SetLogFactory.build(exercise=workout.plan_items()[0].exercise)]
    log, _ = WorkoutLog.objects.record(workout, uuid4(), sets, timezone.now(), date=MONDAY)
    return log


SHOWN: dict[str, Callable[[Schedule], Any]] = {
    "workout renamed": lambda s: describe(s.workout),
    "exercise removed": lambda s: WorkoutEditor(s.workout).remove(s.workout.plan_items()[0].pk),
    "workout deleted": lambda s: s.workout.erase(),
    "schedule made": lambda s: Schedule.objects.plan([s.workout], replace(s.times(), time=time(7))),
    "session moved": lambda s: s.occurrence_on(THURSDAY).move(THURSDAY, time(9)),
    "session skipped": lambda s: s.occurrence_on(THURSDAY).skip(),
    "session done": lambda s: s.occurrence_on(MONDAY).mark_done(timezone.now()),
    "later sessions moved": lambda s: s.move_from(THURSDAY, date(2026, 12, 18), time(9)),
    "schedule changed": lambda s: s.change_all(time=time(9)),
    "schedule ended": lambda s: s.end_before(THURSDAY, timezone.now()),
    "schedule cancelled": lambda s: s.cancel(timezone.now()),
    "log written": lambda s: log(s.workout),
    "breaks made": lambda s: breaks_of(s.workout.owner).save_change(),
}
COUNTED: dict[str, Callable[[Schedule], Any]] = SHOWN | {
    "workout copied": lambda s: s.workout.copy_for(s.workout.owner),
    "program copied": lambda s: (
        Program.objects.with_items().get(slug="lower-back").copy_for(s.workout.owner)
    ),
    "log changed": lambda s: WorkoutLogFactory(workout=s.workout).rewrite([], timezone.now()),
    "log deleted": lambda s: WorkoutLogFactory(workout=s.workout).delete_and_reopen(timezone.now()),
}


@pytest.mark.parametrize("change", COUNTED.values(), ids=COUNTED)
def test_change_counts_one_up(schedule: Schedule, change: Callable[[Schedule], Any]) -> None:
    owner = schedule.workout.owner
    before = version_of(owner)
    change(schedule)
    assert version_of(owner) > before


@pytest.mark.parametrize("change", SHOWN.values(), ids=SHOWN)
def test_change_shows_in_the_feed_at_once(
    schedule: Schedule, change: Callable[[Schedule], Any]
) -> None:
    feed = feed_of(schedule.workout)
    before = read(feed)
    change(schedule)
    assert read(feed) != before


def test_breaks_that_are_stopped_leave_the_feed(schedule: Schedule) -> None:
    feed = feed_of(schedule.workout)
    breaks = breaks_of(schedule.workout.owner)
    before = read(feed)
    breaks.save_change()
    assert read(feed) != before
    breaks.stop()
    assert read(feed) == before


def test_plans_of_others_do_not_count(schedule: Schedule, other: User) -> None:
    before = version_of(other)
    schedule.occurrence_on(THURSDAY).skip()
    assert version_of(other) == before


def test_saving_a_person_never_takes_the_version_back(schedule: Schedule) -> None:
    owner = schedule.workout.owner
    stale = User.objects.get(pk=owner.pk)
    schedule.occurrence_on(THURSDAY).skip()
    now = version_of(owner)
    stale.name = "Olga the Second"
    stale.save()
    assert version_of(owner) == now
    assert User.objects.get(pk=owner.pk).name == "Olga the Second"


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/workouts/calendar/office-breaks/", {"stop": "1"}),
        ("/workouts/{workout}/delete/", {}),
        ("/workouts/schedule/{schedule}/2026-12-17/skip/", {"scope": "one"}),
        ("/workouts/schedule/{schedule}/2026-12-14/done/", {}),
        ("/workouts/schedule/{schedule}/cancel/", {}),
        ("/workouts/{workout}/edit/", {"do": "remove.{item}", "revision": "1"}),
        ("/workouts/new/", {"title": "Another"}),
        ("/programs/lower-back/add/", {}),
    ],
)
def test_post_that_changes_plans_counts(
    owner_client: Client, schedule: Schedule, address: str, data: dict[str, str]
) -> None:
    workout = schedule.workout
    breaks_of(workout.owner).save_change()
    names = {"workout": workout.uuid, "schedule": schedule.uid, "item": workout.plan_items()[0].pk}
    before = version_of(workout.owner)
    response = owner_client.post(
        address.format(**names), {name: value.format(**names) for name, value in data.items()}
    )
    assert response.status_code == 302
    assert version_of(workout.owner) > before


@pytest.mark.django_db
def test_workouts_built_before_signing_in_count_for_the_person(client: Client) -> None:
    client.post("/workouts/new/", {"title": "Built as a guest"})
    fields = {"email": "new@example.org", "password1": "quite-a-long-one-7"}
    client.post("/accounts/signup/", fields)
    person = User.objects.get(email="new@example.org")
    assert person.workouts.count() == 1
    assert person.plans_version > 1


@pytest.mark.django_db
def test_guest_changes_and_deletes_what_is_in_the_browser() -> None:
    guest = WorkoutFactory(owner=None, guest_key="k" * 64)
    WorkoutEditor(guest).describe(title="Guest's own")
    guest.erase()
    assert not Workout.objects.exists()
