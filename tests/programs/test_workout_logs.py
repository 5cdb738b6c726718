"""The paper round trip: what was written on a sheet is typed in, kept, looked back on and changed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.text import capfirst
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from exercises.models import Exercise
from exercises.units import load_in_kg, load_in_unit
from programs.builder.editor import WorkoutEditor
from programs.logs.formatting import sets_text
from programs.models import (
    BackDiary,
    SetLog,
    Workout,
    WorkoutItem,
    WorkoutLog,
    WorkoutRevision,
)
from programs.models.revision import MAX_REVISIONS
from tests.factories import (
    ScheduleFactory,
    SetLogFactory,
    WorkoutFactory,
    WorkoutItemFactory,
    WorkoutLogFactory,
)

NOW = datetime(2026, 12, 14, 20, tzinfo=UTC)  # Monday evening in Berlin, Tuesday in Auckland
MONDAY = date(2026, 12, 14)
NOTHING: dict[str, Any] = {"sets": None, "reps_min": None, "reps_max": None}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def item(owner: User) -> WorkoutItem:
    """Three sets of a barbell movement."""
    row = Exercise.objects.get(slug="bent-over-barbell-row")
    return WorkoutItemFactory(workout__owner=owner, exercise=row, load_kg="40")


def page_of(workout: Workout, query: str = "") -> str:
    return f"{workout.get_absolute_url()}log/{query}"


def boxes(response: Any) -> list[str]:
    """The names of all boxes, in order."""
    found = [
        cell.name for e in response.context["form"].entries for row in e.rows for cell in row.cells
    ]
    html = response.content.decode()
    assert re.findall(r'name="([a-z]+-[x\d]+-[\d]+[lr]?)"', html) == found
    return found


def post(workout: Workout, **values: Any) -> dict[str, Any]:
    """What the page sends, with a key of its own."""
    first = {"key": str(uuid4()), "revision": str(workout.revision), "date": "2026-12-14"}
    return first | {name.replace("_", "-"): value for name, value in values.items()}


def log(client: Client, workout: Workout, **values: Any) -> WorkoutLog:
    """Send the page and return the session that it wrote."""
    data = post(workout, **values)
    response = client.post(page_of(workout), data)
    session = WorkoutLog.objects.get(uuid=data["key"])
    assertRedirects(response, session.get_absolute_url())
    return session


def kept(session: WorkoutLog) -> list[tuple[Any, ...]]:
    """The sets as they are stored."""
    names = ("name", "number", "side", "reps", "load_kg", "seconds")
    return list(session.sets.values_list(*names))


# --- The form ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "slug", "expected"),
    [
        (
            {"sets": 2, "reps_min": 8, "reps_max": 12},
            "bent-over-barbell-row",
            ["reps-N-1", "load-N-1", "reps-N-2", "load-N-2"],
        ),
        (NOTHING | {"total_min": 30, "total_max": 40}, "pull-up", ["reps-N-1"]),
        (
            NOTHING | {"hold_seconds": 3, "reps_min": 10, "reps_max": 10},
            "bird-dog",
            ["reps-N-1", "seconds-N-1"],
        ),
        (
            NOTHING | {"hold_seconds": 30, "reps_min": 1, "reps_max": 1, "each_side": True},
            "side-plank",
            ["seconds-N-1l", "seconds-N-1r"],
        ),
        (NOTHING | {"duration_seconds": 45, "sets": 2}, "bird-dog", ["seconds-N-1", "seconds-N-2"]),
        (
            {"sets": 1, "reps_min": 8, "reps_max": 8, "each_side": True},
            "bird-dog",
            ["reps-N-1l", "reps-N-1r"],
        ),
    ],
)
def test_boxes_are_those_of_the_sheet(
    owner: User, owner_client: Client, values: dict[str, Any], slug: str, expected: list[str]
) -> None:
    exercise = Exercise.objects.get(slug=slug)
    item = WorkoutItemFactory(workout__owner=owner, exercise=exercise, **values)
    response = owner_client.get(page_of(item.workout))
    assert boxes(response) == [name.replace("N", str(item.pk)) for name in expected]
    assertContains(response, f'<p class="log-words">{capfirst(item.prescription_label)}')


def test_band_has_a_box_of_its_own(owner: User, owner_client: Client) -> None:
    banded = Exercise.objects.filter(equipment__slug="resistance-bands", kind="strength")
    alone = next(each for each in banded if each.equipment.count() == 1 and not each.bodyweight)
    item = WorkoutItemFactory(workout__owner=owner, exercise=alone, sets=2)
    names = {f"reps_{item.pk}_1": "8", f"band_{item.pk}_1": "green", f"reps_{item.pk}_2": "7"}
    session = log(owner_client, item.workout, **names)
    assert [each.band for each in session.sets.all()] == ["green", "green"]
    assertContains(owner_client.get(session.get_absolute_url()), "8, 7 with green band")


def test_page_follows_the_order_of_the_sheet(owner_client: Client, workout: Workout) -> None:
    response = owner_client.get(page_of(workout))
    found = [entry.item.pk for entry in response.context["form"].entries]
    assert found == [item.pk for item in workout.plan_items()]
    form = response.context["form"]
    assert all(cell.text == "" for e in form.entries for row in e.rows for cell in row.cells)


def test_what_is_sent_is_kept(owner_client: Client, item: WorkoutItem) -> None:
    session = log(
        owner_client,
        item.workout,
        effort="7",
        note="Easy",
        **{f"reps_{item.pk}_1": "12", f"load_{item.pk}_1": "42,5", f"reps_{item.pk}_2": "10"},
        **{f"reps_{item.pk}_3": "8", f"load_{item.pk}_3": "45"},
    )
    name = "Bent-over barbell row"
    assert kept(session) == [
        (name, 1, "", 12, Decimal("42.5"), None),
        (name, 2, "", 10, Decimal("42.5"), None),
        (name, 3, "", 8, Decimal("45"), None),
    ]
    assert (session.date, session.effort, session.note) == (MONDAY, 7, "Easy")
    first = session.sets.first()
    assert first is not None
    assert (first.item, first.exercise, first.words) == (
        item,
        item.exercise,
        "3 sets of 8–\u206012 reps",
    )
    page = owner_client.get(session.get_absolute_url())
    assertContains(page, "12 at 42.5 kg, 10 at 42.5 kg, 8 at 45 kg")
    assertContains(page, "Monday 14 December 2026")


def test_pounds_are_shown_and_kilograms_kept(
    owner: User, owner_client: Client, item: WorkoutItem
) -> None:
    owner.units = "lb"
    owner.save()
    assertContains(owner_client.get(page_of(item.workout)), 'placeholder="88.18"')
    values = {f"reps_{item.pk}_1": "10", f"load_{item.pk}_1": "95"}
    session = log(owner_client, item.workout, **values)
    assert kept(session)[0][4] == Decimal("43.091")
    assertContains(owner_client.get(session.get_absolute_url()), "10 at 95 lb")
    edit = owner_client.get(f"{session.get_absolute_url()}edit/")
    assertContains(edit, f'name="load-{item.pk}-1" value="95"')


@pytest.mark.parametrize("pounds", ["0.25", "2.25", "45", "102.5", "1000"])
def test_pounds_come_back_as_they_were_typed(pounds: str) -> None:
    assert load_in_unit(load_in_kg(Decimal(pounds), "lb"), "lb") == pounds


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"reps_1": "many"}, "Reps: write a whole number from 0 to 1,000."),
        ({"reps_1": "1001"}, "Reps: write a whole number from 0 to 1,000."),
        ({"reps_1": "8", "load_1": "heavy"}, "Load (kg): write a number from 0 to 1000"),
        ({"reps_1": "8", "load_1": "1e999"}, "Load (kg): write a number from 0 to 1000"),
        ({"reps_1": "8", "load_1": "NaN"}, "Load (kg): write a number from 0 to 1000"),
        ({"load_2": "40"}, "Set 2: fill in “Reps” too."),
        ({"reps_1": "8", "date": "2026-12-16"}, "This day is still to come"),
        ({"reps_1": "8", "date": "14.12."}, "write it as YYYY-MM-DD"),
        ({"reps_1": "8", "effort": "11"}, "The effort runs from 1 to 10."),
        ({}, "Nothing is written down yet"),
    ],
)
def test_error_is_told_and_what_was_typed_stays(
    owner_client: Client, item: WorkoutItem, values: dict[str, str], told: str
) -> None:
    named = {
        re.sub(r"^(reps|load)_", rf"\1_{item.pk}_", name): text for name, text in values.items()
    }
    data = post(item.workout, **named, **{f"reps_{item.pk}_3": "9"} if values else {})
    response = owner_client.post(page_of(item.workout), data)
    assertContains(response, told, status_code=422)
    for name, text in data.items():
        if name.startswith(("reps-", "load-")):
            assertContains(response, f'name="{name}" value="{text}"', status_code=422)
    assertContains(response, data["key"], status_code=422)
    assert not WorkoutLog.objects.exists()


def test_day_is_that_of_the_persons_zone(
    owner: User, owner_client: Client, item: WorkoutItem
) -> None:
    owner.time_zone = "Pacific/Auckland"
    owner.save()
    assertContains(owner_client.get(page_of(item.workout)), 'name="date" value="2026-12-15"')
    log(owner_client, item.workout, date="2026-12-15", **{f"reps_{item.pk}_1": "8"})
    late = post(item.workout, date="2026-12-16", **{f"reps_{item.pk}_1": "8"})
    assertContains(owner_client.post(page_of(item.workout), late), "still to come", status_code=422)
    asked = owner_client.get(page_of(item.workout, "?date=2026-12-10"))
    assertContains(asked, 'name="date" value="2026-12-10"')


# --- Sent twice, changed in between ------------------------------------------------------------------


def test_sent_twice_is_kept_once(owner_client: Client, item: WorkoutItem) -> None:
    data = post(item.workout, **{f"reps_{item.pk}_1": "8"})
    for reps in ("8", "8", "9"):
        response = owner_client.post(page_of(item.workout), data | {f"reps-{item.pk}-1": reps})
        assertRedirects(response, f"/workouts/history/{data['key']}/")
    assert [each[3] for each in kept(WorkoutLog.objects.get())] == [9]
    assert SetLog.objects.count() == 1


def test_key_of_another_persons_session_reaches_nothing(
    owner_client: Client, other: User, item: WorkoutItem
) -> None:
    theirs = SetLogFactory(log__workout=WorkoutFactory(owner=other)).log
    data = post(item.workout, key=str(theirs.uuid), **{f"reps_{item.pk}_1": "8"})
    response = owner_client.post(page_of(item.workout), data)
    assertContains(response, "Please send it once more.", status_code=422)
    assertContains(response, f'name="reps-{item.pk}-1" value="8"', status_code=422)
    fresh = UUID(response.context["form"]["key"].value())
    owner_client.post(page_of(item.workout), data | {"key": str(fresh)})
    assert kept(WorkoutLog.objects.get(uuid=fresh))[0][3] == 8
    assert kept(WorkoutLog.objects.get(pk=theirs.pk))[0][3] == 10


def test_log_outlives_its_exercise(owner_client: Client, workout: Workout) -> None:
    first = workout.plan_items()[0]
    session = log(owner_client, workout, **{f"reps_{first.pk}_1": "35"})
    WorkoutEditor(workout).remove(first.pk)
    (done,) = session.sets.all()
    assert (done.item, done.name, done.words) == (None, "Pull-up", "30–\u206040 reps in total")
    assertContains(
        owner_client.get(session.get_absolute_url()), "Planned: 30–\u206040 reps in total"
    )
    WorkoutRevision.objects.all().delete()
    edit = owner_client.get(f"{session.get_absolute_url()}edit/")
    assert boxes(edit)[-1] == f"reps-x{len(workout.plan_items())}-1"
    sent = dict.fromkeys(boxes(edit), "") | {boxes(edit)[-1]: "36"}
    form = edit.context["form"]
    sent |= {name: form[name].value() for name in ("key", "revision", "date")}
    owner_client.post(f"{session.get_absolute_url()}edit/", sent)
    (done,) = session.sets.all()
    assert (done.name, done.reps) == ("Pull-up", 36)


def test_page_made_before_a_change_is_still_understood(
    owner_client: Client, workout: Workout
) -> None:
    items = workout.plan_items()
    data = post(workout, **{f"reps_{items[0].pk}_1": "35", f"reps_{items[1].pk}_1": "8"})
    WorkoutEditor(workout).remove(items[0].pk)
    owner_client.post(page_of(workout), data)
    assert [each[:4] for each in kept(WorkoutLog.objects.get())] == [
        ("Pull-up", 1, "", 35),
        (items[1].exercise.name, 1, "", 8),
    ]


# --- From an old sheet -------------------------------------------------------------------------------


def test_old_sheet_is_followed_in_its_own_order(owner_client: Client, workout: Workout) -> None:
    before = owner_client.get(page_of(workout))
    builder = WorkoutEditor(workout)
    builder.move_down(builder.items[0].pk)
    builder.prescribe(builder.items[0].pk, {"sets": 5})
    builder.remove(builder.items[2].pk)
    scanned = owner_client.get(f"{workout.get_absolute_url()}?r=1")
    assertContains(scanned, f'href="{page_of(workout, "?r=1")}">Log what you wrote')
    assertContains(scanned, "<li>Moved Pull-up: now 2 of 4 in Main</li>")
    old = owner_client.get(page_of(workout, "?r=1"))
    assert boxes(old) == boxes(before)
    assertContains(old, "the plan as it was, revision 1.")
    now = owner_client.get(page_of(workout))
    assert boxes(now) != boxes(before)
    assertNotContains(now, "the plan as it was")


def test_sheet_that_is_too_old_is_told(owner_client: Client, workout: Workout) -> None:
    builder = WorkoutEditor(workout)
    for _ in range(2):
        builder.move_down(builder.items[0].pk)
    WorkoutRevision.objects.filter(revision=1).delete()
    page = owner_client.get(page_of(workout, "?r=1"))
    assertContains(page, "Revision 1 is too old for us to know its order.")
    assert boxes(page) == boxes(owner_client.get(page_of(workout)))


def test_last_revisions_are_kept(workout: Workout) -> None:
    builder = WorkoutEditor(workout)
    for _ in range(MAX_REVISIONS + 2):
        builder.describe(notes="")
    assert sorted(WorkoutRevision.objects.values_list("revision", flat=True)) == list(
        range(3, MAX_REVISIONS + 3)
    )


# --- The schedule ------------------------------------------------------------------------------------


def test_planned_session_of_that_day_becomes_done(owner_client: Client, item: WorkoutItem) -> None:
    schedule = ScheduleFactory(workout=item.workout)
    session = log(owner_client, item.workout, **{f"reps_{item.pk}_1": "8"})
    planned = schedule.occurrence_on(MONDAY)
    assert planned.is_done
    assert (session.schedule_id, session.planned_date) == (schedule.pk, MONDAY)
    assertContains(owner_client.get(planned.get_absolute_url()), session.get_absolute_url())
    assertContains(owner_client.get(session.get_absolute_url()), planned.get_absolute_url())
    second = log(owner_client, item.workout, **{f"reps_{item.pk}_1": "8"})
    assert second.schedule is None


@pytest.mark.parametrize("by_hand", [True, False])
def test_planned_session_is_open_again_without_its_log(
    owner_client: Client, item: WorkoutItem, by_hand: bool
) -> None:
    schedule = ScheduleFactory(workout=item.workout)
    if by_hand:
        schedule.occurrence_on(MONDAY).mark_done(datetime(2026, 12, 14, 18, tzinfo=UTC))
    session = log(owner_client, item.workout, **{f"reps_{item.pk}_1": "8"})
    page = f"{session.get_absolute_url()}delete/"
    assert (b"is no longer done then" in owner_client.get(page).content) is not by_hand
    assertRedirects(owner_client.post(page), "/workouts/history/")
    assert schedule.occurrence_on(MONDAY).is_done is by_hand
    assert not SetLog.objects.exists()


def test_log_moved_to_another_day_takes_that_days_plan(
    owner_client: Client, item: WorkoutItem
) -> None:
    schedule = ScheduleFactory(workout=item.workout)
    session = log(owner_client, item.workout, **{f"reps_{item.pk}_1": "8"})
    sent = post(
        item.workout, key=str(session.uuid), date="2026-12-10", **{f"reps_{item.pk}_1": "8"}
    )
    owner_client.post(f"{session.get_absolute_url()}edit/", sent)
    session.refresh_from_db()
    assert (session.date, session.planned_date) == (date(2026, 12, 10), date(2026, 12, 10))
    assert not schedule.occurrence_on(MONDAY).is_done
    assert schedule.occurrence_on(date(2026, 12, 10)).is_done


def test_log_outlives_its_schedule(owner_client: Client, item: WorkoutItem) -> None:
    schedule = ScheduleFactory(workout=item.workout)
    session = log(owner_client, item.workout, **{f"reps_{item.pk}_1": "8"})
    schedule.delete()
    assert owner_client.get(session.get_absolute_url()).status_code == 200


# --- Looking back ------------------------------------------------------------------------------------


def test_last_time_is_told(owner_client: Client, item: WorkoutItem) -> None:
    for day, reps in ((1, 7), (8, 9)):
        session = WorkoutLogFactory(workout=item.workout, date=date(2026, 12, day))
        SetLogFactory(log=session, item=item, exercise=item.exercise, reps=reps, load_kg=40)
    page = owner_client.get(page_of(item.workout))
    assertContains(page, "8 December</a>: 9 at 40 kg")
    edit = owner_client.get(f"{session.get_absolute_url()}edit/")
    assertContains(edit, "1 December</a>: 7 at 40 kg")


def test_history_shows_ones_own_newest_first(
    owner_client: Client, other: User, item: WorkoutItem
) -> None:
    SetLogFactory(log__workout=WorkoutFactory(owner=other, title="Not yours"))
    for day, reps, load in ((1, 10, 40), (8, 10, None)):
        session = WorkoutLogFactory(workout=item.workout, date=date(2026, 12, day), effort=day)
        SetLogFactory.create_batch(2, log=session, reps=reps, load_kg=load)
    SetLogFactory(log=session, reps=2, seconds=90)
    page = owner_client.get("/workouts/history/")
    found = [(each.date.day, facts) for each, facts in page.context["rows"]]
    assert found == [(8, ["3 sets", "22 reps", "3 min timed"]), (1, ["2 sets", "800 kg lifted"])]
    assertContains(page, "Effort 8 of 10")
    assertNotContains(page, "Not yours")
    alone = owner_client.get(
        f"/workouts/history/?workout={WorkoutFactory(owner=item.workout.owner).uuid}"
    )
    assertContains(alone, "Nothing written down yet")
    assert owner_client.get("/workouts/history/?workout=x").status_code == 404


def test_pages_take_the_same_queries_however_long(
    owner_client: Client, item: WorkoutItem, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    WorkoutLogFactory(workout=item.workout)
    session = WorkoutLogFactory(workout=item.workout)
    one = SetLogFactory(log=session, item=item, exercise=item.exercise)
    WorkoutEditor(item.workout).describe(notes="New")
    pages = {
        "/workouts/history/": 7,
        session.get_absolute_url(): 6,
        f"{session.get_absolute_url()}edit/": 14,
        page_of(item.workout): 15,
        page_of(item.workout, "?r=1"): 12,
    }
    for _ in range(2):
        for address, number in pages.items():
            with django_assert_num_queries(number):
                assert owner_client.get(address).status_code == 200
        items = WorkoutItemFactory.create_batch(15, workout=item.workout)
        for position, each in enumerate(items, start=1):
            SetLogFactory(log=session, item=each, exercise=each.exercise, position=position)
        WorkoutLogFactory.create_batch(10, workout=item.workout)
        SetLogFactory.create_batch(5, log=session, item=item, exercise=one.exercise)


def test_writing_takes_the_same_queries_however_long(
    owner_client: Client, item: WorkoutItem, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    few = post(item.workout, **{f"reps_{item.pk}_1": "8"})
    log(owner_client, item.workout, **{f"reps_{item.pk}_1": "8"})
    many = post(item.workout, **{f"reps_{item.pk}_{n}": "8" for n in (1, 2, 3)})
    with django_assert_num_queries(30) as first:
        owner_client.post(page_of(item.workout), few)
    with django_assert_num_queries(len(first)):
        owner_client.post(page_of(item.workout), many)


def test_guest_signs_up_first(client: Client) -> None:
    client.post("/workouts/new/", {"title": "Mine", "goal": ""})
    workout = Workout.objects.get()
    response = client.get(page_of(workout, "?r=1"))
    assertRedirects(response, f"/accounts/signup/?next={page_of(workout)}%3Fr%3D1")


def test_sessions_outlive_their_workout(owner_client: Client, item: WorkoutItem) -> None:
    item.workout.title = "Thursdays"
    item.workout.save()
    boxes_filled = {f"reps_{item.pk}_1": "8", f"load_{item.pk}_1": "30"}
    session = log(owner_client, item.workout, **boxes_filled)
    owner_client.post(f"{item.workout.get_absolute_url()}delete/")
    assertContains(owner_client.get("/workouts/history/"), "Thursdays")
    assertContains(owner_client.get(session.get_absolute_url()), "Thursdays")
    edit = f"{session.get_absolute_url()}edit/"
    names = boxes(owner_client.get(edit))
    values = {"key": session.uuid, "revision": "1", "date": "2026-12-13"}
    response = owner_client.post(edit, values | {names[0]: "9", names[1]: "40"})
    assertRedirects(response, session.get_absolute_url())
    assert kept(session)[0][3:5] == (9, 40)
    assert WorkoutLog.objects.get().date == date(2026, 12, 13)


def test_deleting_a_workout_tells_how_many_sessions_stay(
    owner_client: Client, item: WorkoutItem
) -> None:
    address = f"{item.workout.get_absolute_url()}delete/"
    assertNotContains(owner_client.get(address), "that you wrote down")
    WorkoutLogFactory.create_batch(2, workout=item.workout)
    assertContains(owner_client.get(address), "The 2 sessions that you wrote down stay")
    owner_client.post(address)
    assert not Workout.objects.owned_by(item.workout.owner).exists()
    assert WorkoutLog.objects.count() == 2


def test_large_workout_can_be_sent(owner: User, owner_client: Client) -> None:
    exercise = Exercise.objects.get(slug="bent-over-barbell-row")
    workout = WorkoutFactory(owner=owner)
    WorkoutItem.objects.bulk_create(
        WorkoutItem(
            workout=workout,
            exercise=exercise,
            position=n,
            sets=20,
            reps_min=8,
            reps_max=8,
            each_side=True,
        )
        for n in range(200)
    )
    names = boxes(owner_client.get(page_of(workout)))
    response = owner_client.post(page_of(workout), post(workout) | dict.fromkeys(names, "9"))
    assert response.status_code == 302
    assert SetLog.objects.count() == len(names) / 2


@pytest.mark.parametrize(
    "values",
    [
        {"reps": None, "seconds": None},
        {"reps": 1001},
        {"seconds": 0},
        {"load_kg": Decimal(-1)},
        {"effort": Decimal("10.5")},
        {"uuid": UUID(int=1)},
    ],
)
def test_database_refuses_senseless_sets(values: dict[str, Any]) -> None:
    first = SetLogFactory(number=1, uuid=UUID(int=1))
    good = {"log": first.log, "exercise": first.exercise, "number": 2}
    with pytest.raises(IntegrityError), transaction.atomic():
        SetLogFactory(**good | values)


@pytest.mark.parametrize(
    "values",
    [
        {"effort": 11},
        {"started_at": NOW, "finished_at": datetime(2026, 12, 14, 19, tzinfo=UTC)},
    ],
)
def test_database_refuses_senseless_sessions(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkoutLogFactory(**values)


def test_planned_session_is_named_by_its_day(item: WorkoutItem) -> None:
    schedule = ScheduleFactory(workout=item.workout)
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkoutLogFactory(workout=item.workout, schedule=schedule)


@pytest.mark.parametrize(
    ("sets", "words"),
    [
        ([{"reps": 10}, {"reps": 8}], "10, 8"),
        (
            [{"reps": 10, "load_kg": Decimal(40)}, {"reps": 8, "load_kg": Decimal(0)}],
            "10 at 40 kg, 8",
        ),
        ([{"reps": 3, "seconds": 15}], "3 × 15 s"),
        ([{"seconds": 120}], "2 min"),
        ([{"reps": 9, "side": "left"}, {"reps": 8, "side": "right"}], "left 9; right 8"),
    ],
)
def test_sets_are_said_in_words(sets: list[dict[str, Any]], words: str) -> None:
    assert sets_text([SetLog(**each) for each in sets], "kg") == words


def reps_and_loads(session: WorkoutLog) -> list[tuple[int, int | None, float | None]]:
    return [
        (each.number, each.reps, each.load_kg and float(each.load_kg))
        for each in session.sets.all()
    ]


def test_ticked_set_was_as_planned_and_what_is_typed_counts(
    owner_client: Client, item: WorkoutItem
) -> None:
    page = owner_client.get(page_of(item.workout))
    assertContains(page, f'name="as-planned-{item.pk}-1"')
    assertContains(page, 'data-planned="8"')
    ticked = {f"as-planned-{item.pk}-{number}": "1" for number in (1, 2)}
    typed = {f"reps-{item.pk}-2": "10", f"load-{item.pk}-2": "42.5"}
    session = log(owner_client, item.workout, **ticked, **typed)
    assert reps_and_loads(session) == [(1, 8, 40.0), (2, 10, 42.5)]


def test_all_as_planned_means_last_times_numbers_else_the_plans(
    owner_client: Client, item: WorkoutItem
) -> None:
    first = log(owner_client, item.workout, **{"all-as-planned": "1"})
    assert reps_and_loads(first) == [(number, 8, 40.0) for number in (1, 2, 3)]
    changes = {f"reps_{item.pk}_1": "12", f"load_{item.pk}_1": "45", f"reps_{item.pk}_2": "11"}
    log(owner_client, item.workout, **changes)
    page = owner_client.get(page_of(item.workout))
    assertContains(page, 'data-planned="12" placeholder="12"')
    again = log(owner_client, item.workout, **{"all-as-planned": "1"})
    assert reps_and_loads(again) == [(1, 12, 45.0), (2, 11, 45.0), (3, 8, 40.0)]
    assertNotContains(owner_client.get(f"{again.get_absolute_url()}edit/"), "all-as-planned")


def test_after_a_session_the_next_one_is_told(owner_client: Client, item: WorkoutItem) -> None:
    ScheduleFactory(
        workout=item.workout,
        starts_on=date(2026, 12, 7),
        ends_on=date(2027, 3, 1),
        time=time(18, 30),
        time_zone="Europe/Berlin",
        weekdays=["MO", "TH"],
    )
    data = post(item.workout, effort="5")
    page = owner_client.post(page_of(item.workout), data, follow=True)
    assertContains(page, "Done. Next: Thursday 18:30")
    assertContains(page, f'data-log-saved="{data["key"]}"')


def test_it_hurt_is_asked_and_kept_by_consent_alone(owner: User, owner_client: Client) -> None:
    row = Exercise.objects.get(slug="bent-over-barbell-row")
    item = WorkoutItemFactory(workout__owner=owner, exercise=row)
    assertNotContains(owner_client.get(page_of(item.workout)), "It hurt")
    assert log(owner_client, item.workout, **{"hurts-0": "1"}, note="Well.").skipped == []

    BackDiary.objects.begin(owner, NOW)
    assertContains(owner_client.get(page_of(item.workout)), 'name="hurts-0"')
    session = log(owner_client, item.workout, **{"hurts-0": "1"})
    hurt = {"item": item.pk, "exercise": row.slug, "reason": "hurts"}
    other = {"item": None, "exercise": "plank", "reason": "hurts"}
    assert session.skipped == [hurt]
    assertContains(owner_client.get(session.get_absolute_url()), "was left out: it hurt.")

    WorkoutLog.objects.filter(pk=session.pk).update(skipped=[hurt, other])
    edit = f"{session.get_absolute_url()}edit/"
    page = owner_client.get(edit)
    assert [entry.hurts for entry in page.context["form"].entries] == [True]
    owner_client.post(edit, post(item.workout, key=session.uuid, note="Better."))
    session.refresh_from_db()
    assert session.skipped == [other]
    BackDiary.objects.erase(owner)
    assertNotContains(owner_client.get(session.get_absolute_url()), "hurt")
