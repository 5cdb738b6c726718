"""A shared workout: read by whoever has the address, until it is revoked, and nothing else shown."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from programs.models import Workout, WorkoutShare
from programs.views.calendar_download import planned_file_name
from tests.factories import PASSWORD, WorkoutFactory, WorkoutItemFactory
from tests.programs.feeds import plan

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
    assert response["Referrer-Policy"] == "same-origin"
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
    for stranger, status in ((client, 302), (other_client, 404), (editor_client, 404)):
        assert stranger.get(f"{workout.get_absolute_url()}share/").status_code == status
        assert stranger.post(f"{workout.get_absolute_url()}share/").status_code == status
    assert not WorkoutShare.objects.exists()


def test_copy_belongs_to_who_adds_it(
    other_client: Client, other: User, workout: Workout, address: str
) -> None:
    response = other_client.post(f"{address}add/")
    copy = Workout.objects.get(owner=other)
    assertRedirects(response, copy.get_absolute_url())
    assert copy.title == workout.title
    assert contents(copy) == contents(workout)


def test_shared_workout_is_added_once_until_another_is_asked_for(
    other_client: Client, other: User, address: str
) -> None:
    other_client.post(f"{address}add/")
    first = Workout.objects.get(owner=other)
    again = other_client.post(f"{address}add/", follow=True)
    assert again.redirect_chain[-1][0] == address
    assertContains(again, "You already have “Upper back program” in My Workouts")
    assertContains(again, f'href="{first.get_absolute_url()}"')
    assertContains(again, 'name="another" value="1"')
    assert Workout.objects.owned_by(other).count() == 1
    other_client.post(f"{address}add/", {"another": "1"})
    assert Workout.objects.owned_by(other).count() == 2
    for copy in Workout.objects.owned_by(other):
        copy.soft_delete(timezone.now())
    assertContains(other_client.get(address), "Add to My Workouts")
    other_client.post(f"{address}add/")
    assert Workout.objects.owned_by(other).count() == 1


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


def test_shared_page_opens_web_calendars_and_the_options_of_its_sheet(
    client: Client, workout: Workout
) -> None:
    shared = WorkoutShare.objects.make_for(workout).get_absolute_url()
    page = client.get(shared)
    for address in (f"{shared}calendar/", f"{shared}sheet/"):
        assertContains(page, address)
        assertContains(client.get(address), f'href="{shared}"')
        assert client.get(address)["X-Robots-Tag"] == "noindex, nofollow"
    assertContains(client.get(f"{shared}calendar/"), "https://calendar.google.com/")
    assertContains(client.get(f"{shared}calendar/"), "https://outlook.live.com/")
    options = client.get(f"{shared}sheet/")
    assertContains(options, f"{shared}sheet.pdf")
    assertContains(options, f"{shared}sheet.png")
    assertNotContains(options, str(workout.uuid))
    assert client.get(f"{shared}calendar/?weeks=1000").status_code == 400


def test_both_who_shares_and_who_reads_can_send_the_link_by_their_device(
    client: Client, owner_client: Client, workout: Workout, address: str
) -> None:
    for page in (client.get(address), owner_client.get(f"{workout.get_absolute_url()}share/")):
        text = page.content.decode()
        (shared,) = re.findall(r'<div data-share="([^"]+)" data-share-title="([^"]+)"', text)
        assert shared[0].endswith(address)
        assert unescape(shared[1]) == workout.title


def test_link_of_a_shared_workout_is_described_by_it(client: Client, workout: Workout) -> None:
    shared = WorkoutShare.objects.make_for(workout).get_absolute_url()
    html = unescape(client.get(shared).content.decode())
    told = dict(re.findall(r'<meta property="og:([a-z]+)" content="([^"]*)">', html))
    assert told["title"] == workout.title
    assert workout.plan_items()[0].exercise.name in told["description"]
    assert told["image"] == f"http://127.0.0.1:8000{shared}sheet.png"


def test_sign_up_says_which_shared_workout_is_added(client: Client, workout: Workout) -> None:
    shared = WorkoutShare.objects.make_for(workout).get_absolute_url()
    page = client.post(f"{shared}add/", follow=True)
    assertContains(page, f"<strong>{workout.title}</strong> is added to My Workouts")


def test_files_of_a_workout_are_named_by_title_and_weekdays(owner: User) -> None:
    workout = WorkoutFactory(owner=owner, title="Wide back!")
    assert planned_file_name(workout) == "wide-back"
    schedule = plan(workout, weekdays=["TH", "TU"])
    assert planned_file_name(workout) == "wide-back-tuesdays-thursdays"
    schedule.cancel(timezone.now())
    assert planned_file_name(workout) == "wide-back"
    other = WorkoutFactory(owner=owner, title="Спина")
    assert planned_file_name(other) == f"workout-{str(other.uuid)[:8]}"
