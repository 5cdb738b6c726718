"""The ways of a first visit and the guided player in Firefox, driven over WebDriver BiDi from Node (tests/firefox)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from backfit.accounts.models import User
from programs.models import Schedule, WorkoutLog
from tests.factories import PASSWORD, UserFactory

SCRIPTS = Path(__file__).parents[1] / "firefox"


def tools() -> tuple[str, str]:
    """Node and Firefox; without them the test is skipped, but fails in CI."""
    node, firefox = shutil.which("node"), shutil.which("firefox-esr") or shutil.which("firefox")
    if node and firefox and (SCRIPTS / "node_modules").is_dir():
        return node, firefox
    why = "Firefox is not tested: run `.ci/need node firefox` and `npm ci` in tests/firefox."
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


def run(script: str, site: str, email: str) -> Any:
    """Run a script in Firefox; returns what it saw."""
    node, firefox = tools()
    done = subprocess.run(  # noqa: S603
        [node, str(SCRIPTS / script), firefox, site, email, PASSWORD],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_neck_program_is_done_and_kept_in_firefox(site: str) -> None:
    owner = UserFactory.create(email="fox@x.org")
    told = run("play.mjs", site, owner.email)
    assert told["errors"] == []
    assert told["phases"][0] == "hold"
    assert told["phases"][-1] == "done"
    assert {"work", "rest"} <= set(told["phases"])
    assert told["kept"] == "Kept in your history."
    assert len(told["results"]) == 8
    log = WorkoutLog.objects.get(owner=owner)
    assert str(log.uuid) in told["address"]
    assert log.finished_at
    assert log.sets.count() == 11
    assert "Chin tuck" in told["history"]


def test_first_visit_leads_to_player_plan_log_and_sheet_in_firefox(site: str) -> None:
    seen = run("visit.mjs", site, "new@example.org")
    assert seen["errors"] == []
    assert seen["program"] == "Home back strength program"
    assert (seen["phase"], seen["set"]) == ("rest", "bird-dog")
    assert "is now in My Workouts" in seen["added"]
    assert seen["planned"].startswith("Your sessions are planned.")
    assert "Upper back program" in seen["workouts"]
    assert "is written down." in seen["logged"]
    assert seen["preview"] > 300
    assert seen["sheet"] == "%PDF-"
    owner = User.objects.get(email="new@example.org")
    assert Schedule.objects.get().workout.owner == owner
    log = WorkoutLog.objects.get()
    assert (log.owner, log.sets.count()) == (owner, 10)
