"""Accounts: sign-in pages that look like ours, own settings, deletion."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from backfit.models import User
from programs.models import CalendarFeed, Workout, WorkoutShare
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
OWN_PAGES = [
    "/account/",
    "/account/delete/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
]


@pytest.fixture
def signed_in(owner: User) -> Client:
    """A client that signed in, and confirmed its password just now."""
    client = Client()
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize("address", OWN_PAGES)
def test_own_page_opens_for_its_owner_and_asks_others_to_sign_in(
    client: Client, signed_in: Client, address: str
) -> None:
    assertContains(signed_in.get(address), "Account pages")
    assertRedirects(
        client.get(address), f"/accounts/login/?next={address}", fetch_redirect_response=False
    )


def test_sign_in_offers_code_and_passkey(client: Client) -> None:
    response = client.get("/accounts/login/")
    assertContains(response, "Send me a sign-in code")
    assertContains(response, "Sign in with a passkey")


def test_settings_are_saved_and_used(signed_in: Client, owner: User) -> None:
    data = {"name": "Ola", "time_zone": "Asia/Tokyo", "units": "lb", "paper": "letter"}
    assertRedirects(signed_in.post("/account/", {**data, "week_start": "SU"}), "/account/")
    owner.refresh_from_db()
    assert (owner.name, owner.time_zone, owner.units) == ("Ola", "Asia/Tokyo", "lb")
    form = signed_in.get("/programs/upper-back/").context["sheet_form"]
    assert form["paper"].value() == "letter"


def test_wrong_setting_is_named_and_kept(signed_in: Client, owner: User) -> None:
    response = signed_in.post(
        "/account/", {"time_zone": "Mars/Base", "units": "kg", "week_start": "MO", "name": "Ola"}
    )
    assertContains(response, "“Mars/Base” is not a time zone", status_code=422)
    assertContains(response, 'value="Ola"', status_code=422)
    owner.refresh_from_db()
    assert owner.name == "Olga"


def test_deleting_asks_again_and_takes_everything(
    signed_in: Client, owner: User, workout: Workout
) -> None:
    response = signed_in.post("/account/delete/", {"confirmation": "yes"})
    assertContains(response, "Type the word DELETE", status_code=422)
    assert User.objects.filter(pk=owner.pk).exists()
    signed_in.post("/account/delete/", {"confirmation": "delete"})
    assert not User.objects.filter(pk=owner.pk).exists()
    assert not Workout.objects.filter(pk=workout.pk).exists()
    assert signed_in.get("/workouts/").status_code == 302


def test_deleting_leaves_no_session_feed_or_share(
    signed_in: Client, owner: User, other_client: Client, workout: Workout
) -> None:
    elsewhere = Client()
    elsewhere.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    addresses = [
        CalendarFeed.objects.make_for(owner).get_absolute_url(),
        WorkoutShare.objects.make_for(workout).get_absolute_url(),
    ]
    assert [other_client.get(address).status_code for address in addresses] == [200, 200]
    signed_in.post("/account/delete/", {"confirmation": "DELETE"})
    assert [other_client.get(address).status_code for address in addresses] == [404, 404]
    kept = [session.get_decoded() for session in Session.objects.all()]
    assert [each for each in kept if str(owner.pk) in str(each.get("_auth_user_id"))] == []
    assert elsewhere.get("/workouts/").status_code == 302


def test_deleting_needs_a_fresh_sign_in(owner_client: Client) -> None:
    response = owner_client.get("/account/delete/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/reauthenticate/")


def test_sign_in_leads_nowhere_outside(client: Client, owner: User) -> None:
    response = client.post(
        "/accounts/login/?next=https://evil.example/",
        {"login": owner.email, "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert response["Location"] == "/workouts/"


def test_many_wrong_passwords_are_slowed_down(client: Client, owner: User) -> None:
    for _ in range(12):
        response = client.post("/accounts/login/", {"login": owner.email, "password": "wrong"})
    assertContains(response, "Too many failed login attempts")


def test_weaknesses_can_be_reported(client: Client) -> None:
    response = client.get("/.well-known/security.txt")
    assertContains(response, "Contact: mailto:hello@127.0.0.1")
    assertContains(response, "Expires: ")


def test_privacy_page_opens(client: Client) -> None:
    assertContains(client.get("/privacy/"), "nothing else")
