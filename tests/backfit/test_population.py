"""The population for load tests is one that the site's own code could have made."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Max, Q, QuerySet
from django.test import Client

from backfit.accounts.models import User
from backfit.operations.population import DOMAIN, past_sessions, random_uuid
from backfit.operations.population.bulk_copy import _line
from exercises.units import load_in_unit
from programs.models import (
    BackEntry,
    CalendarFeed,
    OccurrenceOverride,
    Schedule,
    SetLog,
    Workout,
    WorkoutLog,
)
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def make(users: int = 3, workouts: int = 2, sessions: int = 4, **more: Any) -> None:
    call_command(
        "make_population",
        users=users,
        workouts_per_user=workouts,
        sessions_per_workout=sessions,
        verbosity=0,
        **more,
    )


def test_everybody_has_their_workouts_schedules_and_sessions() -> None:
    make()
    make(users=1)
    people = User.objects.filter(email__endswith=f"@{DOMAIN}")
    assert people.count() == 4
    assert [person.workouts.count() for person in people] == [2] * 4
    for workout in Workout.objects.filter(owner__in=people).with_items():
        like = workout.source_day.plan_items()
        assert [(i.exercise, i.prescription_label) for i in workout.plan_items()] == [
            (i.exercise, i.prescription_label) for i in like
        ]
    for schedule in Schedule.objects.filter(workout__owner__in=people):
        schedule.full_clean()
        for each in schedule.overrides.all():
            assert each.original_date in schedule.times()
            assert bool(each.done_at) != each.skipped
        days = {each.original_date for each in schedule.overrides.filter(done_at__isnull=False)}
        assert days == set(schedule.logs.values_list("planned_date", flat=True))


def test_histories_are_lifelike_and_the_same_for_the_same_seed() -> None:
    make(users=3, workouts=9, sessions=30, seed=7)
    first = _told(User.objects.filter(email__endswith=DOMAIN))
    states = OccurrenceOverride.objects.aggregate(
        off=Count("pk", filter=Q(skipped=True)), moved=Count("pk", filter=Q(date__isnull=False))
    )
    planned = 3 * 9 * 30
    logs = WorkoutLog.objects.count()
    assert states["off"] > 0 < states["moved"]
    assert 0 < planned - states["off"] - logs < planned / 5, "some are missed"
    sets = SetLog.objects.all()
    assert sets.filter(side="left").count() == sets.filter(side="right").count() > 0
    assert {"work", "warm-up", "failure"} == set(sets.values_list("kind", flat=True))
    for column in ("load_kg", "assistance_kg", "seconds"):
        assert sets.filter(**{f"{column}__isnull": False}).exists()
    deadlift = sets.filter(exercise__slug="deadlift")
    doses = deadlift.filter(log__workout=deadlift[0].log.workout).order_by().values("words")
    assert doses.distinct().count() == 2
    pounds = sets.filter(log__owner__units="lb", load_kg__isnull=False).values_list("load_kg")
    assert all(load_in_unit(load, "lb").isdecimal() for [load] in pounds)
    for each in [*WorkoutLog.objects.all()[:20], *sets[:40], *BackEntry.objects.all()[:20]]:
        each.full_clean()
    User.objects.filter(email__endswith=DOMAIN).delete()
    make(users=3, workouts=9, sessions=30, seed=7)
    assert _told(User.objects.filter(email__endswith=DOMAIN)) == first
    User.objects.filter(email__endswith=DOMAIN).delete()
    make(users=3, workouts=9, sessions=30, seed=8)
    assert _told(User.objects.filter(email__endswith=DOMAIN)) != first


def _told(people: QuerySet[User]) -> list[Any]:
    """All that is told of what they did, without keys."""
    rows = SetLog.objects.filter(log__owner__in=people).order_by("pk")
    columns = ("log__date", "exercise__slug", "words", "number", "side", "kind", "reps", "load_kg")
    diary = BackEntry.objects.filter(diary__owner__in=people).order_by("pk")
    return [*rows.values_list(*columns, "seconds"), *diary.values_list("date", "before", "after")]


def test_sets_can_be_left_out() -> None:
    make(no_sets=True)
    assert WorkoutLog.objects.exists()
    assert not SetLog.objects.exists()


def test_who_comes_later_gets_keys_of_their_own() -> None:
    make()
    last = OccurrenceOverride.objects.aggregate(last=Max("pk"))["last"]
    person = UserFactory()
    schedule = Schedule.objects.filter(workout__owner__email__endswith=DOMAIN).first()
    schedule.pk, schedule.uid = None, random_uuid(Random(0))
    schedule.save()
    row = OccurrenceOverride.objects.create(schedule=schedule, original_date=date(2026, 1, 1))
    assert row.pk == last + 1
    assert person.pk == User.objects.aggregate(last=Max("pk"))["last"]


def test_their_pages_and_feeds_open() -> None:
    make(users=1)
    person = User.objects.get(email__endswith=DOMAIN)
    client = Client()
    client.force_login(person)
    assert person.workouts.first().title in client.get("/workouts/").content.decode()
    feed = CalendarFeed.objects.get(owner=person)
    assert client.get(feed.get_absolute_url()).content.count(b"BEGIN:VEVENT") >= 2


def test_senseless_sizes_are_refused() -> None:
    with pytest.raises(CommandError, match="At most 200 sessions"):
        make(sessions=201)


def test_past_sessions_are_the_last_mondays_and_thursdays() -> None:
    today = datetime(2026, 11, 23, tzinfo=UTC).date()
    assert past_sessions(today, 3) == [date(2026, 11, 12), date(2026, 11, 16), date(2026, 11, 19)]
    assert past_sessions(today, 0) == []


def test_copied_text_keeps_its_line_breaks_and_tabs() -> None:
    assert _line([1, None, "a\tb\nc\\d", True]) == "1\t\\N\ta\\tb\\nc\\\\d\tTrue\n"
