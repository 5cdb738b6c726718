"""Exercises of a person's own: renamed, merged, deleted."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from programs.models import OwnExercise, SetLog
from tests.programs.uploads import a_session, a_set, send

LIST = "/workouts/exercises/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(owner: User, owner_client: Client) -> OwnExercise:
    """A handstand, of which one set was done."""
    send(owner_client, a_session(a_set(exercise=f"own-{uuid4()}", name="Handstand")))
    return OwnExercise.objects.get()


def change(client: Client, own: OwnExercise, do: str, **values: str) -> None:
    assertRedirects(client.post(own.get_absolute_url(), {"do": do, **values}), LIST)


def test_list_tells_what_was_done(owner_client: Client, other: User, own: OwnExercise) -> None:
    OwnExercise.objects.create(owner=other, name="Not yours")
    page = owner_client.get(LIST)
    assertContains(page, "Handstand")
    assertContains(page, "1 set")
    assertNotContains(page, "Not yours")
    assertContains(owner_client.get("/workouts/history/"), LIST)


def test_own_exercises_are_under_my_workouts_alone(owner_client: Client, own: OwnExercise) -> None:
    for page in ("/workouts/exercises/", own.get_absolute_url()):
        shown = owner_client.get(page)
        assertContains(shown, 'aria-current="true">My Workouts')
        assertNotContains(shown, 'aria-current="true">Exercises')


def test_new_name_stays_whatever_devices_call_it(owner_client: Client, own: OwnExercise) -> None:
    change(owner_client, own, "rename", name="  Hand\u0000stand push-up ")
    for stamp in ("2026-12-01T00:00:00Z", "2026-12-30T00:00:00Z"):
        sets = a_set(exercise=own.code, name="Handstand")
        send(owner_client, a_session(sets, updated_at=stamp))
    own.refresh_from_db()
    assert own.name == "Handstand push-up"
    assert own.set_logs.count() == 3
    refused = owner_client.post(own.get_absolute_url(), {"do": "rename", "name": " "})
    assert refused.status_code == 422


def test_merged_into_the_catalogue_its_sets_go_there(
    owner_client: Client, own: OwnExercise
) -> None:
    change(owner_client, own, "merge", target="pull-up")
    done = SetLog.objects.get()
    assert (done.exercise_code, done.name) == ("pull-up", "Handstand")
    assertNotContains(owner_client.get(LIST), own.get_absolute_url())
    assert owner_client.get(own.get_absolute_url()).status_code == 404


def test_merged_twice_all_sets_are_of_the_last(
    owner: User, owner_client: Client, own: OwnExercise
) -> None:
    two, three = (OwnExercise.objects.create(owner=owner, name=name) for name in ("2", "3"))
    change(owner_client, own, "merge", target=two.code)
    change(owner_client, two, "merge", target=three.code)
    send(owner_client, a_session(a_set(exercise=own.code), a_set(exercise=two.code)))
    assert three.set_logs.count() == SetLog.objects.count() == 3


def test_only_own_and_published_exercises_can_be_chosen(
    owner_client: Client, other: User, own: OwnExercise
) -> None:
    theirs = OwnExercise.objects.create(owner=other, name="Theirs")
    for target in (theirs.code, own.code, "no-such", ""):
        sent = {"do": "merge", "target": target}
        assert owner_client.post(own.get_absolute_url(), sent).status_code == 422
    assert own.set_logs.count() == 1


def test_only_what_was_never_done_can_be_deleted(
    owner: User, owner_client: Client, own: OwnExercise
) -> None:
    assert owner_client.post(own.get_absolute_url(), {"do": "delete"}).status_code == 422
    unused = OwnExercise.objects.create(owner=owner, name="Never")
    change(owner_client, unused, "delete")
    assert list(OwnExercise.objects.all()) == [own]


def test_account_goes_with_its_own_exercises(owner: User, own: OwnExercise) -> None:
    owner.erase()
    assert not OwnExercise.objects.exists()
    assert not SetLog.objects.exists()
