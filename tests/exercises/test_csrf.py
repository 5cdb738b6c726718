"""Posts from our own pages need no token, posts from others do; a hidden origin says nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from backfit.accounts.models import User
from programs.models import Workout, WorkoutShare
from tests.factories import WorkoutFactory

pytestmark = pytest.mark.django_db

ADD = "/programs/upper-back/add/"
OURS = {"Sec-Fetch-Site": "same-origin"}
HIDDEN = {"Origin": "null"}


@pytest.fixture
def strict(owner: User) -> Client:
    """The owner's browser, with Django's checks on."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    return client


def token_of(client: Client) -> str:
    client.get("/workouts/new/")
    return client.cookies["csrftoken"].value


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 302),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 302),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 302),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://shop.testserver"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://testserver"}, 302),
        ({"Origin": "http://testserver:81"}, 403),
        ({"Origin": "https://testserver"}, 403),
        ({"Origin": "http://testserver.evil.example"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_post_without_a_token_is_taken_from_our_own_pages_alone(
    strict: Client, headers: dict[str, str], status: int
) -> None:
    assert strict.post(ADD, headers=headers).status_code == status
    assert Workout.objects.count() == (status == 302)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (HIDDEN, 302),
        (HIDDEN | OURS, 302),
        (HIDDEN | {"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({}, 302),
    ],
)
@pytest.mark.parametrize("address", ["add", "logout"])
def test_valid_token_is_taken_when_the_browser_hides_the_origin(
    strict: Client, workout: Workout, headers: dict[str, str], status: int, address: str
) -> None:
    """As on the page of a shared workout, whose address is a secret: its own form, and the header's."""
    share = WorkoutShare.objects.make_for(workout)
    action = {"add": f"{share.get_absolute_url()}add/", "logout": "/accounts/logout/"}[address]
    data = {"csrfmiddlewaretoken": token_of(strict)}
    assert strict.post(action, data, headers=headers).status_code == status


def test_hidden_origin_with_a_wrong_token_is_refused(strict: Client) -> None:
    token_of(strict)
    data = {"csrfmiddlewaretoken": "x" * 64}
    assert strict.post("/accounts/logout/", data, headers=HIDDEN).status_code == 403
    assert strict.post(ADD, data, headers=HIDDEN).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 302), (HIDDEN, 302), (OURS, 302), ({"Origin": "https://evil.example"}, 403)],
)
def test_visitor_without_a_session_needs_no_token(headers: dict[str, str], status: int) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(ADD, headers=headers).status_code == status


def test_visitor_with_a_session_needs_a_token_when_the_sender_is_unknown() -> None:
    client = Client(enforce_csrf_checks=True)
    client.post("/workouts/new/", {"title": "Mine"}, headers=OURS)
    assert client.post("/workouts/new/", {"title": "Forged"}).status_code == 403
    assert client.post("/workouts/new/", {"title": "Forged"}, headers=HIDDEN).status_code == 403
    assert [workout.title for workout in Workout.objects.all()] == ["Mine"]


def test_page_of_a_shared_workout_has_a_token_for_whoever_has_a_session(
    client: Client, owner_client: Client
) -> None:
    share = WorkoutShare.objects.make_for(WorkoutFactory())
    assert b"csrfmiddlewaretoken" in owner_client.get(share.get_absolute_url()).content
    assert not client.get(share.get_absolute_url()).cookies
    client.post("/workouts/new/", {"title": "Mine"})
    assert b"csrfmiddlewaretoken" in client.get(share.get_absolute_url()).content


def views(patterns: list[Any]) -> list[Any]:
    found: list[Any] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            found.append(pattern.callback)
    return found


def test_no_view_is_exempt_but_those_that_look_at_the_origin() -> None:
    """An exempt view of ours must be one that `csrf_by_origin` guards, or the upload."""
    exempt = [
        view
        for view in views(get_resolver().url_patterns)
        if getattr(view, "csrf_exempt", False) and not view.__module__.startswith("allauth.")
    ]
    assert exempt
    unguarded = [view for view in exempt if not getattr(view, "csrf_by_origin", False)]
    # It answers somebody who is signed out first, then asks for the token itself.
    assert [view.__name__ for view in unguarded] == ["sync"]
