"""My Workouts is kept whole for who looks again, and never after anything that it shows has changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from backfit.accounts.models import User
from exercises import content_version
from programs.models import Schedule, Workout
from tests.factories import ScheduleFactory, WorkoutFactory

PAGE = "/workouts/"
THURSDAY = date(2026, 12, 17)


@pytest.fixture(autouse=True)
def _keeping(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = str(tmp_path)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The time, which stands still unless a test moves it: a Monday evening."""
    now = [datetime(2026, 12, 14, 20, tzinfo=UTC)]
    monkeypatch.setattr(timezone, "now", lambda: now[0])
    return now


@pytest.fixture
def schedule(workout: Workout) -> Schedule:
    return ScheduleFactory(workout=workout)


def seen(client: Client, page: str = PAGE) -> str:
    """What the page says, but for the tokens in its forms."""
    text = client.get(page).content.decode()
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", text)


@pytest.mark.usefixtures("schedule")
def test_page_that_is_looked_at_again_is_not_made_again(
    owner_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = seen(owner_client)
    with django_assert_num_queries(3):
        assert seen(owner_client) == first


CHANGES: dict[str, Callable[[Schedule], Any]] = {
    "another title": lambda s: rename(s.workout),
    "another workout": lambda s: WorkoutFactory(owner=s.workout.owner, title="Second"),
    "one workout less": lambda s: s.workout.delete(),
    "another schedule": lambda s: ScheduleFactory(workout=s.workout, time=time(7)),
    "a session moved": lambda s: s.occurrence_on(THURSDAY).move(THURSDAY, time(9)),
    "a session skipped": lambda s: s.occurrence_on(THURSDAY).skip(),
    "a session done": lambda s: s.occurrence_on(date(2026, 12, 14)).mark_done(timezone.now()),
    "all later sessions moved": lambda s: s.move_from(THURSDAY, date(2026, 12, 18), time(9)),
    "schedule cancelled": lambda s: s.cancel(timezone.now()),
}


def rename(workout: Workout) -> None:
    workout.title = "Renamed"
    workout.bump_revision()
    workout.save()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_shows_at_once(
    owner_client: Client, schedule: Schedule, change: Callable[[Schedule], Any]
) -> None:
    WorkoutFactory(owner=schedule.workout.owner, title="First")
    before = seen(owner_client)
    change(schedule)
    kept = seen(owner_client)
    assert kept != before
    content_version.bump()
    assert kept == seen(owner_client)


def test_dismissed_advice_stays_away(owner_client: Client, schedule: Schedule) -> None:
    before = seen(owner_client)
    key = "any-advice"
    schedule.workout.dismiss(key)
    state = owner_client.get(PAGE)
    assert state.context is not None, "made anew, since advice may be gone"
    assert seen(owner_client) == before


@pytest.mark.usefixtures("schedule")
def test_another_day_and_other_content_are_shown_at_once(
    owner_client: Client, clock: list[datetime]
) -> None:
    before = seen(owner_client)
    clock[0] = datetime(2026, 12, 15, 8, tzinfo=UTC)
    next_day = seen(owner_client)
    assert "Tuesday 15 December" in next_day
    assert next_day != before
    content_version.bump()
    assert owner_client.get(PAGE).context is not None


@pytest.mark.usefixtures("schedule")
def test_message_is_shown_once(owner: User, owner_client: Client) -> None:
    owner_client.get(PAGE)
    spare = WorkoutFactory(owner=owner)
    answer = owner_client.post(f"/workouts/{spare.uuid}/delete/", follow=True)
    assertContains(answer, "is deleted.")
    assertNotContains(owner_client.get(PAGE), "is deleted.")


def test_forms_of_a_kept_page_work_for_each_browser(owner: User, schedule: Schedule) -> None:
    browsers = [Client(enforce_csrf_checks=True) for _ in range(2)]
    tokens = []
    for browser in browsers:
        browser.force_login(owner)
        text = browser.get(PAGE).content.decode()
        tokens.append(re.findall(r'csrfmiddlewaretoken" value="(\w{64})"', text)[-1])
    done = f"/workouts/schedule/{schedule.uid}/2026-12-14/done/"
    for browser, token, foreign in zip(browsers, tokens, reversed(tokens), strict=True):
        assert browser.post(done, {"csrfmiddlewaretoken": foreign}).status_code == 403
        assert browser.post(done, {"csrfmiddlewaretoken": token}).status_code == 302


def test_kept_page_is_shown_to_its_owner_alone(
    owner_client: Client, other_client: Client, schedule: Schedule
) -> None:
    assert schedule.workout.title in seen(owner_client)
    assert schedule.workout.title not in seen(other_client)
