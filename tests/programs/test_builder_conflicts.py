"""Two tabs, an ended session, an old token: nothing is overwritten, nothing typed is lost."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from backfit.accounts.models import User
from programs.builder.conflicts import STASH_SESSION_KEY
from programs.models import Workout
from tests.factories import PASSWORD, WorkoutFactory, WorkoutItemFactory
from tests.programs.editor_helpers import dose, fresh, names, order

pytestmark = pytest.mark.django_db


@pytest.fixture
def ab(owner: User) -> Workout:
    workout = WorkoutFactory(owner=owner, title="Two")
    for position, name in enumerate("AB"):
        WorkoutItemFactory(workout=workout, position=position, exercise__name=name)
    return workout


def again(response: HttpResponse) -> dict[str, str]:
    """The form that applies the change after all, as the page offers it."""
    page = response.context["page"]
    return dict(page.conflict.fields()) | {"revision": page.workout.revision}


def test_second_tab_is_told_and_can_apply_its_change(owner_client: Client, ab: Workout) -> None:
    a, b = ab.plan_items()
    address = f"{ab.get_absolute_url()}edit/"
    second = dose(a, owner_client, line="30-40 total") | {"do": "save", "revision": "1"}
    order(owner_client, ab, f"up.{b.pk}")
    response = owner_client.post(address, second)
    assertContains(response, "changed elsewhere", status_code=409)
    assertContains(response, "Moved B: now 1 of 2 in Main", status_code=409)
    assertContains(response, "A: 30–\u206040 reps in total", status_code=409)
    assert fresh(ab).revision == 2
    owner_client.post(address, again(response))
    assert names(ab) == ["B", "A"]
    assert ab.items.get(pk=a.pk).prescription_label == "30–\u206040 reps in total"


def test_untouched_open_form_does_not_undo_the_other_tab(owner_client: Client, ab: Workout) -> None:
    a, b = ab.plan_items()
    address = f"{ab.get_absolute_url()}edit/"
    second = dose(a, owner_client) | {"do": f"up.{b.pk}", "revision": "1"}
    order(owner_client, ab, "save", **dose(a, owner_client, line="5x5"))
    response = owner_client.post(address, second)
    assert response.status_code == 409
    owner_client.post(address, again(response))
    assert ab.items.get(pk=a.pk).prescription_label == "5 sets of 5 reps"
    assert names(ab) == ["B", "A"]


def test_details_merge_field_by_field(owner_client: Client, ab: Workout) -> None:
    address = f"{ab.get_absolute_url()}edit/"
    initial = {
        "open": "details", "revision": "1", "details-title": "Two", "details-goal": "",
        "details-notes": "", "initial-details-title": "Two", "initial-details-goal": "",
        "initial-details-notes": "",
    }  # fmt: skip
    owner_client.post(address, initial | {"details-title": "First tab"})
    response = owner_client.post(address, initial | {"details-notes": "Second tab"})
    assert response.status_code == 409
    owner_client.post(address, again(response))
    workout = fresh(ab)
    assert (workout.title, workout.notes) == ("First tab", "Second tab")


def test_change_to_an_exercise_removed_meanwhile_is_shown_and_not_applied(
    owner_client: Client, ab: Workout
) -> None:
    a, _ = ab.plan_items()
    second = dose(a, owner_client, line="7x7") | {"do": "save", "revision": "1"}
    order(owner_client, ab, f"remove.{a.pk}")
    response = owner_client.post(f"{ab.get_absolute_url()}edit/", second)
    assertContains(response, "7x7", status_code=409)
    assertContains(response, "not in the workout any more", status_code=409)
    assert names(ab) == ["B"]


@pytest.mark.parametrize("revision", ["", "x", "💪", "-1", "99999999999999999999"])
def test_senseless_revision_is_a_conflict(owner_client: Client, ab: Workout, revision: str) -> None:
    data = {"do": f"up.{ab.plan_items()[1].pk}", "revision": revision}
    assert owner_client.post(f"{ab.get_absolute_url()}edit/", data).status_code == 409
    assert names(ab) == ["A", "B"]


def test_typed_words_outlive_the_session(owner: User, owner_client: Client, ab: Workout) -> None:
    a, _ = ab.plan_items()
    address = f"{ab.get_absolute_url()}edit/"
    seal = owner_client.get(address).context["seal"]
    data = dose(a, owner_client, line="5x5 @ 60kg") | {"do": "save", "revision": "1", "seal": seal}
    owner_client.logout()
    response = owner_client.post(address, data)
    assertRedirects(response, f"/accounts/login/?next={address}", fetch_redirect_response=False)
    response = owner_client.post(
        response.url, {"login": owner.email, "password": PASSWORD, "next": address}
    )
    response = owner_client.get(address)
    assertContains(response, "You were signed out before this was saved")
    assertContains(response, "A: 5 sets of 5 reps, at 60 kg")
    owner_client.post(address, again(response))
    assert ab.items.get(pk=a.pk).line() == "A: 5 sets of 5 reps, at 60 kg"
    assert STASH_SESSION_KEY not in owner_client.session


def test_typed_words_are_not_shown_to_another_person(
    client: Client, owner_client: Client, other: User, ab: Workout
) -> None:
    address = f"{ab.get_absolute_url()}edit/"
    seal = owner_client.get(address).context["seal"]
    client.post(address, {"do": "save", "revision": "1", "seal": seal, "details-title": "Secret"})
    client.force_login(other)
    assert client.get(address).status_code == 404


def test_nothing_is_kept_for_a_stranger_without_the_seal(client: Client, ab: Workout) -> None:
    address = f"{ab.get_absolute_url()}edit/"
    for seal in ("", "forged"):
        response = client.post(address, {"revision": "1", "seal": seal})
        login = f"/accounts/login/?next={address}"
        assertRedirects(response, login, fetch_redirect_response=False)
    assert not client.session.keys()


def test_old_token_is_no_obstacle_to_our_own_page(owner: User, ab: Workout) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    address = f"{ab.get_absolute_url()}edit/"
    data = {"do": f"up.{ab.plan_items()[1].pk}", "revision": "1", "csrfmiddlewaretoken": "old"}
    assert client.post(address, data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post(address, data).status_code == 403
    assert client.post(address, data, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 302
    assert names(ab) == ["B", "A"]
