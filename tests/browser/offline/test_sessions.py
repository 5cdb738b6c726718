"""Without a network, really: a service worker, and a proxy that a test cuts. docs/offline.md names what each walk holds."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Error, Page, expect

from backfit import offline
from programs.models import Workout, WorkoutLog
from tests.browser.offline.helpers import (
    CACHED,
    FULL,
    NOT_UPLOADED,
    UNTIL,
    do_all,
    ready,
    reps,
    stored,
    waiting,
)
from tests.browser.player_helpers import finish, open_player, sets_done, sign_in, start
from tests.factories import ScheduleFactory, SetLogFactory, UserFactory, WorkoutLogFactory
from tests.network import Network

MAX_KEPT_BYTES = 2_000_000
"""What all that a device keeps of the site may take."""


def test_session_in_the_cellar_is_there_once_with_exactly_its_sets(
    phone: BrowserContext, page: Page, network: Network, rows: Workout
) -> None:
    done = WorkoutLogFactory(
        workout=rows, title="Session before", date=timezone.now().date() - timedelta(days=3)
    )
    SetLogFactory(log=done, exercise=rows.items.first().exercise, reps=12)
    day = timezone.now().date()
    schedule = ScheduleFactory(workout=rows, starts_on=day, ends_on=day + timedelta(days=30))
    wrong = timezone.now() + timedelta(hours=2)  # the phone's clock
    page.clock.install(time=wrong)
    sign_in(page, network.address, "o@x.org", "/workouts/")
    ready(page)
    session = page.context.new_cdp_session(page)
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {each["errorId"] for each in errors} <= {"in-incognito"}  # as the test's own context is
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    shortcuts = {each["name"]: each["url"] for each in json.loads(manifest["data"])["shortcuts"]}
    assert [*shortcuts] == ["Today", "My Workouts", "Office break"]
    assert page.evaluate("navigator.serviceWorker.controller.scriptURL").endswith("/sw.js")
    # No page that was made for a person, and no more than was promised.
    files = page.evaluate(CACHED)
    assert [each["url"] for each in files if rows.title in each["text"]] == []
    rows_kept = json.dumps([stored(page, "plans"), stored(page, "notes")])
    assert rows.title in rows_kept
    assert sum(each["bytes"] for each in files) + len(rows_kept) <= MAX_KEPT_BYTES
    planned = next(each for each in schedule.times().dates() if each >= wrong.date())

    network.cut()
    phone.set_offline(True)
    # What the device has can be read; all else says what it needs.
    page.goto("/workouts/")
    expect(page.get_by_role("heading", name="There is no network")).to_be_visible()
    expect(page.get_by_role("heading", name="Planned")).to_be_visible()
    page.get_by_role("link", name="Session before").click()
    expect(page.get_by_text("Bent-over barbell row: 12")).to_be_visible()
    page.goto("/exercises/lat-pulldown/")
    expect(page.get_by_role("heading", name="Lat pulldown")).to_be_visible()
    page.goto("/account/")
    expect(page.get_by_text("This page needs a network.")).to_be_visible()
    page.goto(f"/workouts/{Workout().uuid}/start/")
    expect(page.get_by_text("This session is not on this device")).to_be_visible()
    open_player(page, shortcuts["Office break"])
    # Today's session, with its figures; the page is reloaded, and closed at the end.
    start(page, f"/workouts/schedule/{schedule.uid}/{planned}/start/")
    assert page.locator("[data-player-figure]").evaluate(
        "each => each.decode().then(() => each.naturalWidth)"
    )
    sets_done(page, 10)
    page.reload()
    sets_done(page, 9, 8, 7)
    expect(page.get_by_text("as soon as the network is back")).to_be_visible()
    page.close()
    rows.items.last().delete()  # on another device
    rows.bump_revision()
    page = phone.new_page()
    page.goto("/workouts/")
    expect(page.get_by_text(NOT_UPLOADED)).to_be_visible()
    expect(page.get_by_text("done", exact=True)).to_be_visible()
    # The first reply is lost on its way.
    network.lost_replies = 1
    network.mend()
    phone.set_offline(False)
    page.goto("/exercises/")
    stored(page, "uploads", "none")
    log = WorkoutLog.objects.exclude(pk=done.pk).get()
    assert reps(log) == [10, 9, 8, 7]
    assert log.planned_date == planned
    assert log.finished_at
    assert network.lost_replies == 0


def test_signing_out_offers_what_waits_and_leaves_nothing(
    phone: BrowserContext, page: Page, network: Network, rows: Workout
) -> None:
    sign_in(page, network.address, "o@x.org", "/workouts/")
    ready(page)
    second = phone.new_page()
    second.goto("/workouts/")
    network.cut()
    do_all(page, rows, 10, 9, 8, 7)
    page.goto("/workouts/history/")
    expect(page.get_by_text(NOT_UPLOADED)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download what is waiting").click()
    told = json.loads(download.value.path().read_text())["sessions"]
    assert [each["reps"] for each in told[0]["sets"]] == [10, 9, 8, 7]
    # A window from before asks; without a network nobody is signed out.
    second.get_by_role("button", name="Menu").click()
    second.get_by_role("button", name="Sign out").click()
    dialog = second.get_by_role("dialog")
    expect(dialog.get_by_text(NOT_UPLOADED)).to_be_visible()
    network.mend()
    dialog.get_by_role("button", name="Upload").click()
    second.wait_for_url("/")
    expect(second.locator("html")).to_have_attribute("data-person", "")
    assert reps(WorkoutLog.objects.get()) == [10, 9, 8, 7]
    second.goto("/")
    second.wait_for_function("() => !Object.keys(localStorage).includes('backfit.device')")
    assert [waiting(second), stored(second, "plans")] == [[], []]
    network.cut()
    second.goto(f"/workouts/{rows.uuid}/start/")
    expect(second.get_by_text("This session is not on this device")).to_be_visible()
    assert "Cellar rows" not in second.content()


def test_what_waits_stays_unseen_until_its_person_returns(
    phone: BrowserContext, page: Page, network: Network, rows: Workout
) -> None:
    UserFactory(email="b@x.org")
    sign_in(page, network.address, "o@x.org", "/workouts/")
    ready(page)
    network.cut()
    do_all(page, rows, 10, 9, 8, 7)
    # Signed out by the site meanwhile: it keeps what waits, and asks.
    cookies = phone.cookies()
    phone.clear_cookies()
    network.mend()
    page.goto("/offline/")
    expect(page.get_by_role("link", name="Sign in to upload what you did.")).to_be_visible()
    sign_in(page, network.address, "b@x.org", "/workouts/")
    ready(page)
    expect(page.get_by_text("not uploaded yet")).to_have_count(0)
    network.cut()
    page.goto("/workouts/")
    expect(page.get_by_role("heading", name="There is no network")).to_be_visible()
    assert "Cellar rows" not in page.content()
    assert not WorkoutLog.objects.exists()
    # Two windows of the first person upload at the same time.
    network.mend()
    phone.clear_cookies()
    phone.add_cookies(cookies)
    second = phone.new_page()
    for each in (page, second):
        each.goto("/workouts/", wait_until="commit")
    stored(page, "uploads", "none")
    assert reps(WorkoutLog.objects.get()) == [10, 9, 8, 7]
    assert WorkoutLog.objects.get().owner == rows.owner


def test_full_device_says_so_and_loses_nothing(
    phone: BrowserContext, page: Page, network: Network, rows: Workout
) -> None:
    sign_in(page, network.address, "o@x.org", "/workouts/")
    ready(page)
    network.is_silent = True  # for some seconds the device waits for an answer
    start(page, f"/workouts/{rows.uuid}/start/")
    network.cut()
    network.is_silent = False
    sets_done(page, 10, 9, 8)
    page.add_init_script(FULL)
    page.evaluate(FULL)
    sets_done(page, 7)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("This device has no room left")).to_be_visible()
    page.goto("/workouts/")
    expect(page.get_by_text("A session is not kept yet")).to_be_visible()
    network.mend()
    page.goto("/exercises/")  # still full: it is sent from where it is
    expect(page.get_by_text("is kept in your history")).to_be_visible()
    assert reps(WorkoutLog.objects.get()) == [10, 9, 8, 7]


def test_new_version_waits_for_the_session_and_the_switch_takes_the_worker_away(
    phone: BrowserContext,
    page: Page,
    network: Network,
    rows: Workout,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(page, network.address, "o@x.org", "/workouts/")
    ready(page)
    start(page, f"/workouts/{rows.uuid}/start/")
    script = offline.worker_script()
    version = page.evaluate(UNTIL, "leads")
    monkeypatch.setattr(
        offline, "worker_script", lambda: script.replace('"version": "', '"version": "new-')
    )
    second = phone.new_page()
    second.goto("/exercises/")
    second.evaluate(UNTIL, "waits")
    second.reload()
    second.evaluate(UNTIL, "waits")
    # What releases before left waiting is sent, too.
    key = page.evaluate("document.documentElement.dataset.person")
    upload = {
        "uuid": str(uuid4()),
        "updated_at": "2026-11-01T10:00:00Z",
        "finished_at": "2026-11-01T10:00:00Z",
        "started_at": "2026-11-01T09:00:00Z",
        "title": "Of a release before",
        "sets": [{"uuid": str(uuid4()), "exercise": "lat-pulldown", "reps": 5}],
    }
    waits = json.dumps(
        [{"person": key, "keep": 0, "title": "Of a release before", "upload": upload}]
    )
    second.evaluate("text => localStorage.setItem('backfit.waiting', text)", waits)
    second.reload()
    second.get_by_role("link", name="“Of a release before” is kept in your history.").wait_for()
    assert second.evaluate("localStorage.getItem('backfit.waiting')") is None
    sets_done(page, 10)
    finish(page)
    page.close()
    second.evaluate(UNTIL, "free")
    second.reload()
    assert version != second.evaluate(UNTIL, "leads")
    settings.SERVICE_WORKER = False
    second.goto("/exercises/")
    assert second.evaluate(UNTIL, "gone") == []
    network.cut()
    with pytest.raises(Error):
        second.goto("/workouts/")
