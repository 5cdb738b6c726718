"""The player's pages: what the browser gets to begin with, and what is there without JavaScript."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from backfit.accounts.models import User
from exercises.models import OwnedWeight
from programs.models import (
    BackDiary,
    OwnExercise,
    Program,
    Schedule,
    Workout,
    WorkoutLog,
    WorkoutShare,
)
from programs.models.set_log import SetLog
from tests.factories import ScheduleFactory

pytestmark = pytest.mark.django_db


def plan_of(response: HttpResponse) -> dict[str, Any]:
    found = re.search(r'id="player-plan"[^>]*>(.*?)</script>', response.content.decode(), re.S)
    assert found
    plan: dict[str, Any] = json.loads(found.group(1))
    return plan


def test_program_is_started_without_an_account_and_without_a_cookie(client: Client) -> None:
    response = client.get("/programs/neck-mobility/start/")
    assert response.status_code == 200
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    plan = plan_of(response)
    assert plan["source"]["program"] == "neck-mobility"
    assert [each["slug"] for each in plan["exercises"]][:2] == [
        "chin-tuck",
        "upper-trapezius-stretch",
    ]
    assert plan["exercises"][0]["hold"] == 3
    assert plan["exercises"][0]["reps"] == [10, 10]
    assert len(plan["steps"]) == 11


def test_each_day_of_a_program_has_its_player(client: Client) -> None:
    first, second = (
        plan_of(client.get(f"/programs/two-day-back/start/?day={day}")) for day in (1, 2)
    )
    assert first["source"]["day"] == 1
    assert second["source"]["day"] == 2
    assert [each["slug"] for each in first["exercises"]] != [
        each["slug"] for each in second["exercises"]
    ]


@pytest.mark.parametrize("day", ["0", "3", "x", "-1", "99999999999999999999"])
def test_day_that_the_program_has_not_is_refused_by_name(client: Client, day: str) -> None:
    response = client.get(f"/programs/two-day-back/start/?day={day}")
    assert response.status_code == 400
    assert "day" in response.content.decode()


def test_draft_is_started_by_editors_alone(client: Client, editor_client: Client) -> None:
    Program.objects.filter(slug="upper-back").update(status="draft")
    assert client.get("/programs/upper-back/start/").status_code == 404
    assert editor_client.get("/programs/upper-back/start/").status_code == 200


def test_own_workout_begins_with_what_was_done_last_time(
    owner_client: Client, workout: Workout
) -> None:
    item = workout.plan_items()[1]
    done = SetLog(
        item=item, exercise=item.exercise, name=item.exercise.name, words="3 sets", position=1,
        number=1, reps=12, load_kg=Decimal("42.5"),
    )  # fmt: skip
    day = datetime(2026, 3, 2, tzinfo=UTC).date()
    key = "6a9f5f34-31f7-4c43-9c8f-0f6a4f3b0001"
    WorkoutLog.objects.record(workout, key, [done], timezone.now(), date=day)
    plan = plan_of(owner_client.get(f"/workouts/{workout.uuid}/start/"))
    exercise = plan["exercises"][1]
    assert exercise["item"] == item.pk
    assert exercise["previous"]["text"] == "12 at 42.5 kg"
    assert Decimal(exercise["previous"]["sets"][0]["load"]) == Decimal("42.5")
    assert plan["source"]["workout"] == str(workout.uuid)


def test_stranger_gets_404_and_signed_out_person_does_not_get_the_workout(
    client: Client, other_client: Client, workout: Workout
) -> None:
    address = f"/workouts/{workout.uuid}/start/"
    assert other_client.get(address).status_code == 404
    assert client.get(address).status_code in (302, 404)


def test_without_javascript_own_workout_shows_the_log_form(
    owner_client: Client, workout: Workout
) -> None:
    page = owner_client.get(f"/workouts/{workout.uuid}/start/").content.decode()
    [without] = re.findall(r"<noscript>(.*?)</noscript>", page, re.S)
    assert f'action="/workouts/{workout.uuid}/log/"' in without
    assert "Save session" in without


def test_without_javascript_it_hurt_is_asked_by_consent_alone(
    owner: User, owner_client: Client, workout: Workout
) -> None:
    address = f"/workouts/{workout.uuid}/start/"
    assertNotContains(owner_client.get(address), 'name="hurts-0"')
    BackDiary.objects.begin(owner, timezone.now())
    assertContains(owner_client.get(address), 'name="hurts-0"')


def test_without_javascript_a_program_shows_its_exercises_and_add(client: Client) -> None:
    page = client.get("/programs/neck-mobility/start/").content.decode()
    [without] = re.findall(r"<noscript>(.*?)</noscript>", page, re.S)
    assert 'action="/programs/neck-mobility/add/"' in without
    assert "Chin tuck" in page.replace(without, "").split("</script>")[-1] or "Chin tuck" in page


def test_planned_session_names_its_schedule(owner_client: Client, workout: Workout) -> None:
    schedule = ScheduleFactory(workout=workout)
    [first, *_] = schedule.times().dates()
    address = reverse("programs:occurrence-start", args=[schedule.uid, first])
    source = plan_of(owner_client.get(address))["source"]
    assert source["schedule"] == str(schedule.uid)
    assert source["planned_date"] == first.isoformat()


def test_workout_takes_the_planned_session_nearest_to_today(
    owner_client: Client, owner: User, workout: Workout
) -> None:
    today = timezone.now().date()
    schedule = ScheduleFactory(workout=workout, starts_on=today - timedelta(days=14))
    source = plan_of(owner_client.get(f"/workouts/{workout.uuid}/start/"))["source"]
    days = [day for day in schedule.times().dates() if abs((day - today).days) <= 3]
    nearest = min((abs((day - today).days) for day in days), default=None)
    if nearest is None:
        assert source["planned_date"] is None
    else:
        chosen = datetime.fromisoformat(source["planned_date"]).date()
        assert abs((chosen - today).days) == nearest


def test_calendar_entry_leads_to_the_player(owner_client: Client, workout: Workout) -> None:
    ScheduleFactory(workout=workout)
    calendar = owner_client.get(f"/workouts/{workout.uuid}/calendar.ics").content.decode()
    assert Schedule.objects.count() == 1
    assert "/start/" in calendar.replace("\r\n ", "")


def test_start_is_the_first_button_wherever_a_session_is_shown(
    client: Client, owner_client: Client, other_client: Client, workout: Workout
) -> None:
    schedule = ScheduleFactory(workout=workout)
    [first, *_] = schedule.times().dates()
    planned = reverse("programs:occurrence", args=[schedule.uid, first])
    share = WorkoutShare.objects.make_for(workout)
    pages = [
        (client, "/programs/upper-back/"),
        (owner_client, "/programs/upper-back/"),
        (owner_client, workout.get_absolute_url()),
        (owner_client, planned),
        (client, share.get_absolute_url()),
        (owner_client, share.get_absolute_url()),
        (other_client, share.get_absolute_url()),
    ]
    for visitor, address in pages:
        page = visitor.get(address).content.decode()
        main = page[page.index("<main") :]
        button = re.search(r'<(?:a|button)\b[^>]*class="button[^>]*>', main)
        assert button, address
        assert "/start/" in button[0], (address, button[0])
        assert "button-primary" in button[0]


def test_shared_workout_is_started_and_gives_no_key_of_its_owner(
    client: Client, workout: Workout
) -> None:
    share = WorkoutShare.objects.make_for(workout)
    response = client.get(f"/w/{share.token}/start/")
    plan = plan_of(response)
    assert plan["source"]["workout"] is None
    assert {each["item"] for each in plan["exercises"]} == {None}
    assert str(workout.uuid) not in response.content.decode()


def test_loads_of_a_session_are_taken_into_the_workout(
    owner_client: Client, other_client: Client, workout: Workout
) -> None:
    item = workout.plan_items()[1]
    sets = [
        SetLog(item=item, exercise=item.exercise, name="Row", words="", position=1, number=number,
               reps=10, load_kg=Decimal(load))
        for number, load in ((1, "40"), (2, "42.5"))
    ]  # fmt: skip
    key = "6a9f5f34-31f7-4c43-9c8f-0f6a4f3b0002"
    WorkoutLog.objects.record(workout, key, sets, timezone.now(), date=timezone.now().date())
    address = reverse("programs:take-loads", args=[workout.uuid])
    assert other_client.post(address, {"log": key}).status_code == 404
    assert owner_client.post(address, {"log": "x"}).status_code == 400
    assert owner_client.post(address, {"log": key}).status_code == 302
    item.refresh_from_db()
    assert item.load_kg == Decimal("42.5")
    before = Workout.objects.get(pk=workout.pk).revision
    owner_client.post(address, {"log": key})
    assert Workout.objects.get(pk=workout.pk).revision == before


def test_player_asks_the_database_as_often_for_many_exercises_as_for_one(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        client.get("/programs/neck-mobility/start/")


def test_all_exercises_can_be_added_to_a_session(client: Client) -> None:
    exercises = client.get("/workouts/player/exercises.json").json()["exercises"]
    row = next(each for each in exercises if each["slug"] == "bent-over-barbell-row")
    assert row["barbell"]
    assert row["loaded"]
    assert row["name"] == "Bent-over barbell row"


def test_plan_holds_the_weights_that_the_person_has_in_their_unit(
    owner_client: Client, other_client: Client, owner: User, workout: Workout
) -> None:
    kinds = OwnedWeight.Kind
    weights = [
        OwnedWeight(kind=kinds.PLATE, load_kg=Decimal("20.412")),
        OwnedWeight(kind=kinds.PLATE, load_kg=Decimal("1.134")),
        OwnedWeight(kind=kinds.DUMBBELL, load_kg=Decimal("4.536")),
        OwnedWeight(kind=kinds.BAND, name="red"),
    ]
    OwnedWeight.objects.replace_all(owner, weights)
    address = "/programs/upper-back/start/"
    User.objects.filter(pk=owner.pk).update(units="lb")
    assert plan_of(owner_client.get(address))["owned"] == {"plates": [2.5, 45], "dumbbells": [10]}
    assert plan_of(other_client.get(address))["owned"] == {}


def test_own_exercises_are_offered_to_their_owner_alone(
    client: Client, owner_client: Client, other_client: Client, owner: User
) -> None:
    own = OwnExercise.objects.create(owner=owner, name="Walk to the lake")
    merged = OwnExercise.objects.create(owner=owner, name="Walk", merged_into=own)
    address = reverse("programs:player-exercises")
    told = owner_client.get(address).json()["own"]
    assert told == [{"slug": own.code, "name": "Walk to the lake"}]
    assert merged.code not in str(told)
    assert other_client.get(address).json()["own"] == client.get(address).json()["own"] == []


def test_page_of_promises_names_tests_that_exist() -> None:
    text = (settings.BASE_DIR / "docs" / "player.md").read_text()
    folder = settings.BASE_DIR / "tests"
    python = "\n".join(path.read_text() for path in folder.rglob("test_*.py"))
    node = "\n".join(path.read_text() for path in (folder / "js").glob("*.mjs"))
    names = re.findall(r"`(test_\w+)(…?)`", text)
    titles = re.findall(r"\*([^*|`]+?)(?:…[^*]*)?\*(?=[,; ·(|])", text)
    assert len(names) > 30
    assert len(titles) > 15
    assert [name for name, more in names if f"def {name}{'' if more else '('}" not in python] == []
    assert [title for title in titles if f'test("{title}' not in node] == []
