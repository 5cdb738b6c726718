"""A shared workout: read by whoever has the address, until it is revoked, and nothing else shown."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from programs.models import Workout, WorkoutShare
from tests.factories import PASSWORD, WorkoutFactory, WorkoutItemFactory

pytestmark = pytest.mark.django_db
PAGES = ["", "calendar.ics", "sheet.pdf"]


@pytest.fixture
def address(owner_client: Client, workout: Workout) -> str:
    """Where the owner's workout is shared."""
    owner_client.post(f"{workout.get_absolute_url()}share/", {"do": "make"})
    return WorkoutShare.objects.get().get_absolute_url()


def contents(workout: Workout) -> list[dict[str, object]]:
    return [i.plan_values() for i in Workout.objects.with_items().get(pk=workout.pk).plan_items()]


def test_link_holds_a_secret_of_192_bits(
    owner_client: Client, workout: Workout, address: str
) -> None:
    assert re.fullmatch(r"/w/[\w-]{32}/", address)
    assertContains(owner_client.get(f"{workout.get_absolute_url()}share/"), address)
    owner_client.post(f"{workout.get_absolute_url()}share/", {"do": "make"})
    assert WorkoutShare.objects.get().get_absolute_url() == address


@pytest.mark.parametrize("page", PAGES)
def test_anyone_reads_it_discreetly(client: Client, address: str, page: str) -> None:
    response = client.get(address + page)
    assert response.status_code == 200
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Cache-Control"] == "private, no-store"


def test_it_tells_nothing_of_its_owner(
    client: Client, owner: User, workout: Workout, address: str
) -> None:
    WorkoutFactory(owner=owner, title="Another of mine")
    response = client.get(address)
    assertContains(response, "Pull-up")
    for secret in (owner.email, owner.name, "Another of mine", str(workout.uuid)):
        assertNotContains(response, secret)
    calendar = client.get(f"{address}calendar.ics").content.decode()
    assert owner.email not in calendar
    assert address in calendar.replace("\r\n ", "")


@pytest.mark.parametrize("page", PAGES)
def test_revoking_works_at_once(
    client: Client, owner_client: Client, workout: Workout, address: str, page: str
) -> None:
    owner_client.post(f"{workout.get_absolute_url()}share/", {"do": "revoke"})
    assert client.get(address + page).status_code == 404
    assert client.post(f"{address}add/").status_code == 404
    owner_client.post(f"{workout.get_absolute_url()}share/", {"do": "make"})
    assert client.get(address + page).status_code == 404


@pytest.mark.parametrize("token", ["x", "a" * 32, "%00", "💪"])
def test_wrong_token_is_a_404(client: Client, address: str, token: str) -> None:
    assert client.get(f"/w/{token}/").status_code in (400, 404)


def test_only_the_owner_shares(
    client: Client, other_client: Client, editor_client: Client, workout: Workout
) -> None:
    for stranger in (client, other_client, editor_client):
        assert stranger.get(f"{workout.get_absolute_url()}share/").status_code == 404
        assert stranger.post(f"{workout.get_absolute_url()}share/").status_code == 404
    assert not WorkoutShare.objects.exists()


def test_copy_belongs_to_who_adds_it(
    other_client: Client, other: User, workout: Workout, address: str
) -> None:
    response = other_client.post(f"{address}add/")
    copy = Workout.objects.get(owner=other)
    assertRedirects(response, copy.get_absolute_url())
    assert copy.title == workout.title
    assert contents(copy) == contents(workout)


def test_wish_waits_while_one_signs_up(client: Client, workout: Workout, address: str) -> None:
    assertRedirects(client.post(f"{address}add/"), "/accounts/signup/")
    client.post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD})
    copy = Workout.objects.get(owner__email="new@example.org")
    assert contents(copy) == contents(workout)


def test_wish_for_what_was_revoked_meanwhile_is_told(
    client: Client, other: User, address: str
) -> None:
    client.post(f"{address}add/")
    WorkoutShare.objects.all().delete()
    data = {"login": other.email, "password": PASSWORD}
    response = client.post("/accounts/login/", data, follow=True)
    assertContains(response, "is not shared any more")
    assert not Workout.objects.owned_by(other).exists()


def test_no_get_writes(client: Client, other_client: Client, address: str) -> None:
    assert other_client.get(f"{address}add/").status_code == 405
    assert Workout.objects.count() == 1


def test_reading_it_sets_no_cookie(client: Client, address: str) -> None:
    assert not client.get(address).cookies


def test_shared_page_takes_the_same_queries_however_long(
    client: Client,
    workout: Workout,
    address: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(2):
        with django_assert_num_queries(5):
            client.get(address)
        WorkoutItemFactory.create_batch(50, workout=workout)
