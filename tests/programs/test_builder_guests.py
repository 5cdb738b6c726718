"""Somebody without an account builds too; signing in makes it theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from backfit.accounts.models import User
from programs.models import Workout, WorkoutShare
from tests.factories import PASSWORD
from tests.programs.editor_helpers import names, order

pytestmark = pytest.mark.django_db


@pytest.fixture
def guests(client: Client) -> Workout:
    """A workout that somebody without an account began in `client`'s browser."""
    client.post("/workouts/add/deadlift/", {"workout": "new", "section": "main"})
    return Workout.objects.get()


def test_guest_builds_with_the_same_builder(client: Client, guests: Workout) -> None:
    assert guests.owner is None
    order(client, guests, "add.shoulder-rolls", section="warm_up")
    assert names(guests) == ["W Shoulder rolls", "Deadlift"]
    assertContains(client.get(f"{guests.get_absolute_url()}edit/"), "lives in this browser")


@pytest.mark.parametrize("page", ["", "edit/", "delete/", "calendar.ics", "sheet.pdf"])
def test_guests_workout_opens_in_their_browser_alone(
    client: Client, other_client: Client, guests: Workout, page: str
) -> None:
    response = client.get(guests.get_absolute_url() + page)
    assert response.status_code == 200
    assert "private" in response["Cache-Control"]
    assert Client().get(guests.get_absolute_url() + page).status_code == 302
    assert other_client.get(guests.get_absolute_url() + page).status_code == 404


def test_guest_finds_their_workouts_again(client: Client, guests: Workout) -> None:
    assertContains(client.get("/workouts/"), guests.title)
    assertContains(client.get("/workouts/new/"), guests.title)
    assertRedirects(Client().get("/workouts/"), "/accounts/login/?next=/workouts/")


def test_signing_up_makes_it_theirs(client: Client, guests: Workout) -> None:
    address = f"{guests.get_absolute_url()}edit/"
    data = {"email": "new@example.org", "password1": PASSWORD, "next": address}
    response = client.post("/accounts/signup/", data)
    assertRedirects(response, address, fetch_redirect_response=False)
    guests.refresh_from_db()
    assert (guests.owner.email, guests.guest_key) == ("new@example.org", "")
    assertContains(client.get(address), "Now in My Workouts")


def test_signing_in_makes_it_theirs_beside_what_they_have(
    client: Client, owner: User, workout: Workout, guests_of: Workout
) -> None:
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    assert set(Workout.objects.owned_by(owner)) == {workout, guests_of}


@pytest.fixture
def guests_of(client: Client, workout: Workout) -> Workout:
    client.post("/workouts/new/", {"title": "In this browser"})
    return Workout.objects.get(owner=None)


def test_guest_cannot_share(client: Client, guests: Workout) -> None:
    address = f"{guests.get_absolute_url()}share/"
    login = f"/accounts/login/?next={address}"
    assertRedirects(client.post(address), login, fetch_redirect_response=False)
    assert not WorkoutShare.objects.exists()


def test_guest_has_room_for_ten(client: Client) -> None:
    for number in range(10):
        client.post("/workouts/new/", {"title": f"Number {number}"})
    response = client.post("/workouts/new/", {"title": "Too many"})
    assertContains(response, "room for 10 workouts", status_code=422)
    assert Workout.objects.count() == 10


def test_guests_of_one_network_make_so_many_an_hour(settings: Any, owner: User) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"guest_workout": "2/h/ip"}
    new = "/workouts/new/"
    for _ in range(2):
        assert Client().post(new, {"title": "Mine"}).status_code == 302
    page = Client().post(new, {"title": "My words"})
    assertContains(page, "Very many workouts were made from your network", status_code=422)
    assertContains(page, 'value="My words"', status_code=422)
    refused = Client().post("/workouts/add/deadlift/", {"workout": "new", "section": "main"})
    assertContains(refused, "Very many workouts", status_code=422)
    assert Client().post(new, {"title": "Elsewhere"}, REMOTE_ADDR="192.0.2.7").status_code == 302
    signed_in = Client()
    signed_in.force_login(owner)
    assert signed_in.post(new, {"title": "Mine"}).status_code == 302
    assert Workout.objects.count() == 4


def test_workouts_of_ended_sessions_are_forgotten(client: Client, guests: Workout) -> None:
    Workout.objects.update(updated_at=timezone.now() - timedelta(days=14))
    Client().post("/workouts/new/", {"title": "Somebody"})
    assert Workout.objects.count() == 2
    Workout.objects.filter(pk=guests.pk).update(updated_at=timezone.now() - timedelta(days=16))
    Client().post("/workouts/new/", {"title": "Somebody else"})
    assert not Workout.objects.filter(pk=guests.pk).exists()


def test_session_lasts_on_with_each_change(client: Client, guests: Workout) -> None:
    response = order(client, guests, "add.pull-up")
    assert response.cookies["sessionid"]["max-age"] == 14 * 24 * 3600


def test_workout_belongs_to_somebody(owner: User) -> None:
    for values in ({}, {"owner": owner, "guest_key": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Workout.objects.create(title="Whose?", **values)


def test_public_pages_stay_free_of_cookies(client: Client) -> None:
    response = client.get("/exercises/deadlift/")
    assert not response.cookies
    assertContains(response, "Add to workout")
