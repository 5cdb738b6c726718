"""The site as an app: manifest, service worker, and the JSON that devices keep."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from backfit import offline
from backfit.accounts.models import User
from exercises.models import Exercise
from programs.management.commands.draw_icons import IMAGES
from programs.models import Program, Workout, WorkoutLog
from programs.player.offline import MAX_SESSIONS
from tests.factories import (
    ScheduleFactory,
    SetLogFactory,
    WorkoutFactory,
    WorkoutItemFactory,
    WorkoutLogFactory,
)

pytestmark = pytest.mark.django_db


def test_manifest_names_icons_and_shortcuts_that_are_there(client: Client) -> None:
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    told = response.json()
    assert (told["start_url"], told["display"]) == ("/", "standalone")
    sizes = {each["sizes"]: each for each in told["icons"]}
    assert {(each["sizes"], each["purpose"]) for each in told["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for each in sizes.values():
        with Image.open(IMAGES / each["src"].rpartition("/")[2]) as icon:
            assert "x".join(map(str, icon.size)) == each["sizes"]
    assert [client.get(each["url"]).status_code for each in told["shortcuts"]] == [200, 302, 200]
    assert 'rel="manifest" href="/manifest.webmanifest"' in client.get("/").content.decode()


@pytest.fixture
def worker(client: Client, settings: Any) -> str:
    settings.SERVICE_WORKER = True
    response = client.get("/sw.js")
    assert response["Cache-Control"] == "no-cache"
    assert response["Content-Type"].startswith("text/javascript")
    assert "X-Accel-Expires" not in response
    return response.content.decode()


def test_worker_keeps_public_files_alone_and_each_is_there(client: Client, worker: str) -> None:
    kept = json.loads(re.findall(r"^const KEPT = (.*);$", worker, re.M)[0])
    assert {"/offline/", "/offline/player/", "/static/js/player/player.js"} <= set(kept["files"])
    for address in kept["files"]:
        response = client.get(address)
        assert response.status_code == 200, address
        if not address.startswith("/static/"):
            assert not response.cookies
            assert "public" in response["Cache-Control"]
            assert "data-person" not in response.content.decode()


def test_worker_is_one_script_without_modules(worker: str, tmp_path: Any) -> None:
    assert not re.search(r"^\s*(import|export)\b", worker, re.M)
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed.")
    (tmp_path / "sw.js").write_text(worker)
    run = subprocess.run([node, "--check", tmp_path / "sw.js"], capture_output=True, check=False)  # noqa: S603
    assert run.returncode == 0, run.stderr


def test_version_changes_with_what_is_kept(worker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline, "_content_of", lambda name: b"another")
    offline.worker_script.cache_clear()
    changed = offline.worker_script()
    offline.worker_script.cache_clear()
    versions = [re.findall(r'"version": "(\w+)"', each) for each in (worker, changed)]
    assert versions[0] != versions[1]


def test_switch_makes_a_worker_that_goes(client: Client, settings: Any) -> None:
    settings.SERVICE_WORKER = False
    response = client.get("/sw.js")
    assert "registration.unregister()" in response.content.decode()
    assert response["Cache-Control"] == "no-cache"
    assert 'data-offline=""' in client.get("/").content.decode()


def test_pages_say_who_is_signed_in_and_what_version_of_their_plans(
    client: Client, owner: User, settings: Any
) -> None:
    settings.SERVICE_WORKER = True
    assert 'data-offline="/sw.js" data-person=""' in client.get("/").content.decode()
    client.force_login(owner)
    owner.refresh_from_db()
    told = f'data-person="{owner.device_key}" data-plans-version="{owner.plans_version} en-gb"'
    assert told in client.get("/").content.decode()


def test_index_tells_plans_sessions_and_history(
    owner_client: Client, owner: User, workout: Workout
) -> None:
    today = timezone.now().date()
    schedule = ScheduleFactory(workout=workout, starts_on=today, ends_on=today + timedelta(days=90))
    log = WorkoutLogFactory(workout=workout, date=today - timedelta(days=2), note="In the cellar")
    SetLogFactory(log=log, exercise=Exercise.objects.get(slug="pull-up"), name="Pull-up", reps=7)
    told = owner_client.get("/workouts/offline.json").json()
    assert told["person"] == owner.device_key
    days = [each for each in schedule.times().dates() if each <= today + timedelta(days=14)]
    assert [each["planned_date"] for each in told["sessions"]] == [
        each.isoformat() for each in days
    ]
    assert {each["workout"] for each in told["sessions"]} == {f"/workouts/{workout.uuid}/start/"}
    assert [each["path"] for each in told["plans"]] == [
        f"/workouts/{workout.uuid}/start/",
        "/programs/office-break/start/",
    ]
    [session] = told["history"]
    assert (session["note"], session["sets"]) == (
        "In the cellar",
        [{"name": "Pull-up", "text": "7"}],
    )
    before = told["plans"][0]["version"]
    workout.bump_revision()
    assert owner_client.get("/workouts/offline.json").json()["plans"][0]["version"] != before


def test_index_tells_from_which_day_on_which_phase_leads(owner_client: Client, owner: User) -> None:
    today = timezone.now().date()
    program = Program.objects.with_items().get(slug="desk-neck")
    workout = program.copy_for(owner, starts_on=today - timedelta(days=10))  # two weeks of phase 1
    plan = owner_client.get("/workouts/offline.json").json()["plans"][0]
    assert plan["phases"] == [
        [day.isoformat(), f"{workout.get_start_url()}?phase={number}"]
        for number, day in ((1, today), (2, today + timedelta(days=4)))
    ]
    plans = owner_client.get(plan["json"]).json()["plans"]
    assert {path for _, path in plan["phases"]} <= {*plans}


def test_plan_of_a_workout_is_that_of_its_player(owner_client: Client, workout: Workout) -> None:
    told = owner_client.get(f"/workouts/{workout.uuid}/start.json").json()
    [(path, plan)] = told["plans"].items()
    assert path == f"/workouts/{workout.uuid}/start/"
    page = owner_client.get(path).content.decode()
    shown = json.loads(re.findall(r'id="player-plan"[^>]*>(.*?)</script>', page, re.S)[0])
    assert plan == shown
    assert told["exercises"][0]["steps"]
    days = owner_client.get("/programs/two-day-back/start.json").json()["plans"]
    assert [*days] == [f"/programs/two-day-back/start/{each}" for each in ("", "?day=1", "?day=2")]


def test_index_is_refused_to_a_page_of_somebody_else(owner_client: Client, other: User) -> None:
    headers = {"X-Person": other.device_key}
    assert owner_client.get("/workouts/offline.json", headers=headers).status_code == 401


def test_index_takes_the_same_queries_for_one_workout_and_for_many(
    owner_client: Client, owner: User, django_assert_max_num_queries: Any
) -> None:
    def fill(count: int) -> None:
        for _ in range(count):
            workout = WorkoutFactory(owner=owner)
            WorkoutItemFactory(workout=workout)
            ScheduleFactory(workout=workout, starts_on=timezone.now().date())
            SetLogFactory(log=WorkoutLogFactory(workout=workout))

    fill(1)
    with django_assert_max_num_queries(100) as few:
        owner_client.get("/workouts/offline.json")
    fill(MAX_SESSIONS + 4)
    with django_assert_max_num_queries(100) as many:
        told = owner_client.get("/workouts/offline.json").json()
    assert len(many) == len(few)
    assert len(told["history"]) == MAX_SESSIONS < WorkoutLog.objects.count()
