"""Private addresses lead who is signed out to the sign-in, and what they sent is kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from backfit.middleware.signed_out import MAX_CHARACTERS, SESSION_KEY
from exercises.models import Review
from programs.models import Schedule, Workout
from tests.factories import PASSWORD, ScheduleFactory
from tests.pages import hidden_fields, hidden_fields_of
from tests.test_people_and_urls import ROWS, owned_by

pytestmark = pytest.mark.django_db

PRIVATE = [row[:2] for row in ROWS if row[1].startswith("/workouts/") and "{" in row[1]]
PLAN: dict[str, Any] = {
    "starts_on": "2026-12-14",
    "time": "18:37",
    "time_zone": "Europe/Berlin",
    "weekdays": ["MO", "TH"],
    "every_weeks": "1",
    "weeks": "6",
    "duration": "50",
}


def login_for(address: str) -> str:
    return f"/accounts/login/?next={quote(address)}"


def sign_in(client: Client, user: User, address: str) -> Any:
    data = {"login": user.email, "password": PASSWORD, "next": address}
    return client.post("/accounts/login/", data)


@pytest.mark.parametrize(("method", "address"), PRIVATE, ids=" ".join)
def test_private_address_leads_to_the_sign_in_whether_it_names_anything_or_not(
    client: Client, owner: User, method: str, address: str
) -> None:
    values = owned_by(owner)
    own = address.format(**values)
    nobodys = address.format(**{name: uuid4() for name in values})
    for each in (own, nobodys):
        response = client.generic(method, each, "")
        assert (response.status_code, response["Location"]) == (302, login_for(each))
    assert not client.session.keys()


def test_link_of_a_calendar_event_opens_after_signing_in(
    client: Client, owner: User, workout: Workout
) -> None:
    address = f"{workout.get_absolute_url()}?view=week"
    response = client.get(address)
    assertRedirects(response, login_for(address), fetch_redirect_response=False)
    assertRedirects(sign_in(client, owner, address), address)


def test_code_on_a_sheet_leads_through_the_sign_in_to_the_log(
    client: Client, owner: User, workout: Workout
) -> None:
    log = f"{workout.get_absolute_url()}log/?r=1"
    response = client.get(f"{workout.get_absolute_url()}?r=1")
    assertRedirects(response, login_for(log), fetch_redirect_response=False)
    assertRedirects(sign_in(client, owner, log), log)
    nobodys = f"/workouts/{uuid4()}/"
    response = Client().get(f"{nobodys}?r=1")
    assertRedirects(response, login_for(f"{nobodys}log/?r=1"), fetch_redirect_response=False)


def test_htmx_leads_the_whole_page_to_the_sign_in(client: Client, workout: Workout) -> None:
    address = f"{workout.get_absolute_url()}edit/"
    response = client.post(address, {"do": "save"}, headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == login_for(address)


def test_schedule_sent_after_the_session_ended_is_kept_and_sent_once(
    owner_client: Client, owner: User, workout: Workout
) -> None:
    address = f"{workout.get_absolute_url()}schedule/"
    hidden = hidden_fields(owner_client, address)
    owner_client.logout()
    response = owner_client.post(address, PLAN | hidden)
    assertRedirects(response, login_for(address), fetch_redirect_response=False)
    assert not Schedule.objects.exists()
    sign_in(owner_client, owner, address)
    page = owner_client.get(address)
    assertContains(page, "nothing was changed yet")
    assertContains(page, 'name="time" value="18:37"')
    assertContains(page, 'name="weekdays" value="TH"')
    kept = hidden_fields_of(page, address)
    assert "18:37" in kept.values()
    for _ in range(2):
        owner_client.post(address, PLAN | kept)
    schedule = Schedule.objects.get()
    assert (schedule.weekdays, f"{schedule.time:%H:%M}") == (["MO", "TH"], "18:37")
    assertNotContains(owner_client.get(address), "nothing was changed yet")


@pytest.mark.parametrize(
    ("page", "address", "data"),
    [
        ("/workouts/schedule/{uid}/2026-12-14/", "move/", {"date": "2026-12-15", "scope": "one"}),
        ("/workouts/calendar/office-breaks/", "", {"begins": "08:07"}),
        ("/equipment/dumbbells/starfit-db-101/review/", "", {"text": "Typed words"}),
        ("/guides/stretching/", "rate/", {"stars": "3"}),
        ("/equipment/kit/", "", {"kit": "dumbbells"}),
    ],
)
def test_every_kind_of_form_is_kept(
    owner_client: Client, owner: User, workout: Workout, page: str, address: str, data: Any
) -> None:
    page = page.format(uid=ScheduleFactory(workout=workout).uid)
    hidden = hidden_fields(owner_client, page, page + address)
    owner_client.logout()
    response = owner_client.post(page + address, hidden | data)
    assertRedirects(response, login_for(page + address), fetch_redirect_response=False)
    sign_in(owner_client, owner, page + address)
    kept = hidden_fields_of(owner_client.get(page + address), page + address)
    assert kept.items() >= data.items()


def test_what_was_kept_is_shown_to_nobody_else(
    owner_client: Client, other: User, workout: Workout
) -> None:
    address = "/equipment/dumbbells/starfit-db-101/review/"
    hidden = hidden_fields(owner_client, address)
    owner_client.logout()
    owner_client.post(address, hidden | {"text": "A secret"})
    sign_in(owner_client, other, address)
    assertNotContains(owner_client.get(address), "A secret")
    assert SESSION_KEY not in owner_client.session
    assert not Review.objects.filter(text="A secret").exists()


@pytest.mark.parametrize("key", ["", "forged", "a:b:c"])
def test_nothing_is_kept_for_a_stranger(client: Client, workout: Workout, key: str) -> None:
    client.post(f"{workout.get_absolute_url()}schedule/", PLAN | {"form_key": key})
    assert not client.session.keys()


def test_nothing_about_health_is_kept(owner_client: Client) -> None:
    address = "/workouts/progress/back/"
    owner_client.post(address, {"do": "agree"})
    hidden = hidden_fields(owner_client, address)
    owner_client.logout()
    response = owner_client.post(address, hidden | {"before": "7", "note": "It aches"})
    assert response.status_code == 302
    assert not owner_client.session.keys()


def test_too_much_is_not_kept(owner_client: Client, workout: Workout) -> None:
    address = f"{workout.get_absolute_url()}schedule/"
    hidden = hidden_fields(owner_client, address)
    owner_client.logout()
    response = owner_client.post(address, hidden | {"note": "x" * MAX_CHARACTERS})
    assert response["Location"] == login_for(address)
    assert not owner_client.session.keys()


@pytest.mark.parametrize("address", ["/programs/no-such/", "/workouts/add/no-such/", "/w/nothing/", "/calendar/nothing/backfit.ics", "/nowhere/"])  # fmt: skip
def test_what_is_not_there_for_anybody_is_a_404(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
