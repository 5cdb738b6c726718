"""A deleted workout can be brought back for a while, with all that hangs on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from programs.models import (
    CalendarFeed,
    SetLog,
    Workout,
    WorkoutLog,
    WorkoutShare,
)
from programs.models.workout import MAX_DELETED, UNDO_TIME
from tests.factories import SetLogFactory, WorkoutFactory, WorkoutLogFactory
from tests.pages import hidden_fields
from tests.programs.feeds import events, plan, read

pytestmark = pytest.mark.django_db


def delete(client: Client, workout: Workout) -> None:
    address = f"/workouts/{workout.uuid}/delete/"
    assertContains(client.get(address), "You can bring it back for 30 days")
    assertContains(client.post(address, follow=True), "is deleted.")


def test_undo_is_at_hand_right_after_deleting_and_folded_away_later(
    owner_client: Client, workout: Workout
) -> None:
    delete(owner_client, workout)
    assertContains(owner_client.get("/workouts/"), '<details class="card" open>')
    Workout.objects.update(deleted_at=timezone.now() - timedelta(minutes=11))
    page = owner_client.get("/workouts/")
    assertContains(page, '<details class="card">')
    assertNotContains(page, '<details class="card" open>')


def test_deleted_workout_is_nowhere_and_comes_back_with_all_it_had(
    owner: User, owner_client: Client, workout: Workout
) -> None:
    schedule = plan(workout)
    schedule.occurrence_on(schedule.times().dates()[1]).skip()
    feed = CalendarFeed.objects.make_for(owner)
    share = WorkoutShare.objects.make_for(workout).get_absolute_url()
    logged = WorkoutLogFactory(workout=workout, schedule=schedule, planned_date=schedule.starts_on)
    [before] = events(read(feed))
    pages = [workout.get_absolute_url(), f"{workout.get_absolute_url()}log/", f"/workouts/schedule/{schedule.uid}/edit/"]  # fmt: skip
    delete(owner_client, workout)

    assert [owner_client.get(page).status_code for page in pages] == [404, 404, 404]
    assert events(read(feed)) == []
    assert Client().get(share).status_code == 404
    assertNotContains(owner_client.get("/workouts/export.json"), workout.title)
    assertContains(owner_client.get("/workouts/"), "Deleted lately")
    page = owner_client.get(logged.get_absolute_url())
    assertContains(page, workout.title)
    for link in (*pages, "/workouts/schedule/"):
        assertNotContains(page, link)

    address = f"/workouts/{workout.uuid}/restore/"
    assertRedirects(owner_client.post(address), workout.get_absolute_url())
    assert [owner_client.get(page).status_code for page in pages] == [200, 200, 200]
    [after] = events(read(feed))
    assert (after["UID"], after["EXDATE"].to_ical()) == (before["UID"], before["EXDATE"].to_ical())
    assert Client().get(share).status_code == 200
    assertContains(owner_client.get(logged.get_absolute_url()), pages[1])
    assertNotContains(owner_client.get("/workouts/"), "Deleted lately")
    assert owner_client.post(address).status_code == 404


def test_history_of_a_deleted_workout_is_read_and_edited(
    owner_client: Client, workout: Workout
) -> None:
    item = workout.plan_items()[0]
    logged = WorkoutLogFactory(workout=workout)
    done = SetLogFactory(log=logged, item=item, exercise=item.exercise, name="Rowing", reps=11)
    delete(owner_client, workout)
    assertContains(owner_client.get("/workouts/history/"), logged.get_absolute_url())
    assertContains(owner_client.get(logged.get_absolute_url()), "Rowing")
    address = f"{logged.get_absolute_url()}edit/"
    page = owner_client.get(address)
    [entry] = page.context["form"].entries
    [cell] = [each for row in entry.rows for each in row.cells if each.column == "reps"]
    assert cell.text == "11"
    sent = hidden_fields(owner_client, address) | {"date": "2026-11-02", cell.name: "13"}
    assertRedirects(owner_client.post(address, sent), logged.get_absolute_url())
    owner_client.post(f"/workouts/{workout.uuid}/restore/")
    again = SetLog.objects.get(pk=done.pk)
    assert (again.reps, again.item, again.log.workout) == (13, item, workout)


def test_nobody_else_brings_it_back(
    owner_client: Client, other_client: Client, client: Client, workout: Workout
) -> None:
    delete(owner_client, workout)
    address = f"/workouts/{workout.uuid}/restore/"
    assert other_client.post(address).status_code == 404
    assert client.post(address).status_code == 302
    assertNotContains(other_client.get("/workouts/"), "Deleted lately")
    assert owner_client.get(workout.get_absolute_url()).status_code == 404


def test_after_a_while_it_is_gone_but_for_what_was_done(
    owner: User, owner_client: Client, workout: Workout
) -> None:
    logged = WorkoutLogFactory(workout=workout)
    workout.soft_delete(timezone.now() - UNDO_TIME - timedelta(minutes=1))
    assertNotContains(owner_client.get("/workouts/"), "Deleted lately")
    assert owner_client.post(f"/workouts/{workout.uuid}/restore/").status_code == 404
    delete(owner_client, WorkoutFactory(owner=owner))
    assert not Workout.objects.filter(pk=workout.pk).exists()
    assert WorkoutLog.objects.get(pk=logged.pk).workout is None


def test_only_the_last_deleted_ones_are_kept(owner: User) -> None:
    now = timezone.now()
    for minute in range(MAX_DELETED + 2):
        WorkoutFactory(owner=owner).soft_delete(now + timedelta(minutes=minute))
    kept = Workout.objects.restorable_by(owner, now)
    assert kept.count() == MAX_DELETED
    assert kept.first().deleted_at == now + timedelta(minutes=MAX_DELETED + 1)


def test_deleted_account_takes_its_deleted_workouts_along(owner: User) -> None:
    workout = WorkoutFactory(owner=owner)
    workout.soft_delete(timezone.now())
    owner.delete()
    assert not Workout.objects.filter(pk=workout.pk).exists()
