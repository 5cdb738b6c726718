"""My Workouts is made from the cache only while it would be the same anew."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from backfit.accounts.models import User
from exercises import content_version
from programs.models import Schedule, Workout
from tests.programs.feeds import plan

pytestmark = pytest.mark.django_db
THURSDAY, FRIDAY = date(2026, 12, 3), date(2026, 12, 4)
ONCE = re.compile(r'(name="(?:csrfmiddlewaretoken|form_key)" value=)"[^"]*"')


@pytest.fixture(autouse=True)
def _cached(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PLANS_CACHE_SECONDS = 900
    set_clock(monkeypatch, datetime(2026, 12, 3, 12, tzinfo=UTC))
    caches["plans"].clear()


@pytest.fixture
def schedule(workout: Workout) -> Schedule:
    return plan(workout, weekdays=["TH", "FR"])


def set_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def shown(client: Client, query: str = "") -> str:
    return ONCE.sub(r"\1", client.get(f"/workouts/{query}").content.decode())


def test_second_look_asks_for_no_plan(
    owner_client: Client, schedule: Schedule, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = shown(owner_client)
    with django_assert_num_queries(3):  # session, person, what was deleted lately
        assert shown(owner_client) == first
    assert shown(owner_client, "?view=month") != first


CHANGES: dict[str, Callable[[Workout, Schedule], Any]] = {
    "a session is moved": lambda w, s: s.occurrence_on(THURSDAY).move(FRIDAY, s.time),
    "a session is skipped": lambda w, s: s.occurrence_on(THURSDAY).skip(),
    "a session is done": lambda w, s: s.occurrence_on(THURSDAY).mark_done(
        datetime(2026, 12, 3, 20, tzinfo=UTC)
    ),
    "a rule is changed": lambda w, s: s.change_all(weekdays=["TH"]),
    "a schedule is cancelled": lambda w, s: s.cancel(datetime(2026, 12, 3, 12, tzinfo=UTC)),
    "a workout is deleted": lambda w, s: w.soft_delete(datetime(2026, 12, 3, 12, tzinfo=UTC)),
    "a workout is erased": lambda w, s: w.erase(),
    "a workout is copied": lambda w, s: w.source_day.copy_for(w.owner),
    "advice is dismissed": lambda w, s: w.dismiss(Workout.objects.get(pk=w.pk).title),
    "the person reads another clock": lambda w, s: person(w, clock="12"),
    "the person lives elsewhere": lambda w, s: person(w, time_zone="Pacific/Auckland"),
    "the person's week begins on Sunday": lambda w, s: person(w, week_start="SU"),
    "the content changes": lambda w, s: content_version.bump(),
}


def person(workout: Workout, **values: str) -> None:
    User.objects.filter(pk=workout.owner_id).update(**values)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_page_shows_a_change_at_once(
    owner_client: Client, schedule: Schedule, change: Callable[[Workout, Schedule], Any]
) -> None:
    before = shown(owner_client), keys()
    change(schedule.workout, schedule)
    after = shown(owner_client)
    assert keys() > before[1]
    caches["plans"].clear()
    assert after == shown(owner_client)


def keys() -> set[str]:
    """What the cache holds."""
    return set(caches["plans"]._cache)


def test_new_title_shows_at_once(owner_client: Client, schedule: Schedule) -> None:
    address = f"{schedule.workout.get_absolute_url()}edit/"
    assert schedule.workout.title in shown(owner_client)
    data = {"do": "save", "open": "details", "revision": "1", "details-title": "Another name"}
    assert owner_client.post(address, data | {"details-goal": ""}).status_code == 302
    page = shown(owner_client)
    assert page.count("Another name") >= 2
    assert schedule.workout.title not in page


def test_new_day_begins_at_midnight_of_the_persons_zone(
    owner_client: Client, schedule: Schedule, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, datetime(2026, 12, 3, 22, 59, tzinfo=UTC))
    assert "Today, Thursday 3 December" in shown(owner_client)
    set_clock(monkeypatch, datetime(2026, 12, 3, 23, 0, tzinfo=UTC))
    assert "Today, Friday 4 December" in shown(owner_client)


def test_nobody_sees_anothers_plans(
    owner_client: Client, other_client: Client, schedule: Schedule
) -> None:
    assert schedule.workout.title in shown(owner_client)
    assert schedule.workout.title not in shown(other_client)
