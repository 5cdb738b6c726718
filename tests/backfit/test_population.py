"""The population for load tests is one that the site's own code could have made."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Max
from django.test import Client

from backfit.accounts.models import User
from backfit.operations.bulk_copy import _line
from backfit.operations.population import DOMAIN, past_sessions, random_uuid
from programs.models import CalendarFeed, OccurrenceOverride, Schedule, Workout
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def make(users: int = 3, workouts: int = 2, sessions: int = 4) -> None:
    call_command(
        "make_population",
        users=users,
        workouts_per_user=workouts,
        sessions_per_workout=sessions,
        verbosity=0,
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
        done = schedule.overrides.all()
        assert len(done) == 4
        assert all(each.original_date in schedule.times() and each.done_at for each in done)


def test_who_comes_later_gets_keys_of_their_own() -> None:
    make()
    last = OccurrenceOverride.objects.aggregate(last=Max("pk"))["last"]
    person = UserFactory()
    schedule = Schedule.objects.filter(workout__owner__email__endswith=DOMAIN).first()
    schedule.pk, schedule.uid = None, random_uuid()
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
