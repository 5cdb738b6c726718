"""A pause skips the sessions of its days, in calendars too, and can be taken back."""

from __future__ import annotations

from datetime import date, time

import icalendar
import pytest
import recurring_ical_events
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from programs.models import CalendarFeed, Pause, Workout
from tests.programs.feeds import plan, read

pytestmark = pytest.mark.django_db
PAGE = "/workouts/pause/"
SPAN = {"first_day": "2026-12-10", "last_day": "2026-12-20"}


def days(owner: User) -> list[str]:
    """The days on which the person's calendar has a session in December."""
    feed = icalendar.Calendar.from_ical(read(CalendarFeed.objects.make_for(owner)))
    found = recurring_ical_events.of(feed).between(date(2026, 12, 1), date(2027, 1, 1))
    return sorted(f"{event.start:%d}" for event in found)


def test_pause_skips_the_sessions_of_its_days_and_is_taken_back(
    owner: User, owner_client: Client, workout: Workout
) -> None:
    schedule = plan(workout)
    before = days(owner)
    assert {"10", "14", "17", "21"} <= set(before)
    schedule.occurrence_on(date(2026, 12, 17)).skip()
    schedule.occurrence_on(date(2026, 12, 7)).move(date(2026, 12, 12), time(9))
    moved = days(owner)
    assert "12" in moved

    page = owner_client.post(PAGE, SPAN, follow=True)
    assert set(moved) - set(days(owner)) == {"10", "12", "14"}
    assertContains(page, "You pause: 3 sessions are skipped, in your calendar too.")
    assertContains(page, "You pause from 10 December 2026 to 20 December 2026.")
    assertContains(owner_client.get("/workouts/?date=2026-12-14"), "Skipped")

    address = f"/workouts/pause/{Pause.objects.get().uuid}/take-back/"
    assertRedirects(owner_client.post(address), "/workouts/")
    assert days(owner) == moved
    assertNotContains(owner_client.get(PAGE), "You pause from")


def test_session_that_is_on_again_in_spite_of_a_pause_stays_on(
    owner: User, owner_client: Client, workout: Workout
) -> None:
    schedule = plan(workout)
    owner_client.post(PAGE, SPAN)
    schedule.occurrence_on(date(2026, 12, 10)).move(date(2026, 12, 11), time(9))
    schedule.occurrence_on(date(2026, 12, 10)).skip()
    owner_client.post(f"/workouts/pause/{Pause.objects.get().uuid}/take-back/")
    assert "14" in days(owner)
    assert not {"10", "11"} & set(days(owner))


@pytest.mark.parametrize(
    "span",
    [
        {"first_day": "2026-12-20", "last_day": "2026-12-10"},
        {"first_day": "2026-12-20", "last_day": "2036-12-20"},
        {"first_day": "0001-12-20", "last_day": "0001-12-21"},
        {"first_day": "9999-12-20", "last_day": "9999-12-31"},
        {"first_day": "today"},
        {},
    ],
)
def test_senseless_pause_is_told_and_nothing_is_skipped(
    owner: User, owner_client: Client, workout: Workout, span: dict[str, str]
) -> None:
    plan(workout)
    before = days(owner)
    assert owner_client.post(PAGE, span).status_code == 422
    assert not Pause.objects.exists()
    assert days(owner) == before


def test_pause_of_another_person_is_not_found(
    owner: User, owner_client: Client, other_client: Client, workout: Workout
) -> None:
    plan(workout)
    owner_client.post(PAGE, SPAN)
    address = f"/workouts/pause/{Pause.objects.get().uuid}/take-back/"
    assert other_client.post(address).status_code == 404
    assert "14" not in days(owner)
