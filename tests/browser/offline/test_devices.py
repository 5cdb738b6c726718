"""What a device is asked, told and left with: installing, its store, what the site refuses, deleting the account."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from backfit import offline
from backfit.accounts.models import User
from programs.models import Workout, WorkoutLog
from tests.browser.offline.helpers import NOT_UPLOADED, UNTIL, do_all, ready, reps, stored
from tests.browser.player_helpers import sets_done, sign_in, start
from tests.factories import PASSWORD
from tests.network import Network

ASKED_TO_PERSIST = """navigator.storage.persist = async () => {
    localStorage.persisted = Number(localStorage.persisted ?? 0) + 1;
    return true;
};"""
"""Counts how often a page asks that the browser keeps its store."""

UPDATED = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
    while (registration.installing) await new Promise((resolve) => setTimeout(resolve, 50));
}"""
"""Until the browser has the newest worker, whether it leads or waits."""

LISTENS = "import('/static/js/offline/install.js').then(() => 1)"
"""Until the page's script is there."""

INSTALLABLE = """() => {
    const event = new Event("beforeinstallprompt", { cancelable: true });
    event.prompt = async () => (localStorage.prompted = "yes");
    return dispatchEvent(event);
}"""
"""What Chromium tells a page that could be installed; a browser without a window never does."""


def leave_waiting(page: Page, **values: Any) -> None:
    """Leave a session behind that waits to be sent, as a release before did, and open the page anew."""
    now = "2026-11-01T10:00:00Z"
    session = {"uuid": str(uuid4()), "updated_at": now, "started_at": now, "finished_at": now}
    entry = {
        "person": page.evaluate("document.documentElement.dataset.person"),
        "keep": 0,
        "title": values["title"],
        "upload": {**session, **values},
    }
    page.evaluate("text => localStorage.setItem('backfit.waiting', text)", json.dumps([entry]))
    page.reload()


def test_device_is_asked_once_and_tells_what_waits_or_is_refused(
    phone: BrowserContext, page: Page, network: Network, rows: Workout
) -> None:
    phone.add_init_script(ASKED_TO_PERSIST)
    sign_in(page, network.address, "o@x.org", "/workouts/")
    ready(page)
    # The hint comes on My Workouts alone, until it is sent away.
    hint = page.locator("[data-install-hint]")
    page.goto("/exercises/", wait_until="networkidle")
    page.evaluate(LISTENS)
    assert page.evaluate(INSTALLABLE) is False  # the browser's own banner does not come
    page.goto("/workouts/", wait_until="networkidle")
    page.evaluate(LISTENS)
    page.evaluate(INSTALLABLE)
    expect(hint.get_by_role("button", name="Install")).to_be_visible()
    hint.get_by_role("button", name="Not now").click()
    expect(hint).to_have_count(0)
    page.reload(wait_until="networkidle")
    page.evaluate(LISTENS)
    page.evaluate(INSTALLABLE)
    expect(hint).to_have_count(0)
    # Two sessions without a network; the store is asked for after the first.
    assert page.evaluate("localStorage.persisted") is None
    network.cut()
    phone.set_offline(True)
    do_all(page, rows, 10, 9, 8, 7)
    page.goto("/workouts/")
    expect(page.get_by_text(NOT_UPLOADED)).to_be_visible()
    do_all(page, rows, 6, 5, 4, 3)
    assert page.evaluate("localStorage.persisted") == "1"
    page.goto("/exercises/")
    told = page.locator("[data-waiting]")
    expect(told.get_by_text("2 sessions are not uploaded yet.")).to_be_visible()
    told.get_by_role("button", name="Upload").click()
    expect(told.get_by_text("There is no network now.")).to_be_visible()
    network.mend()
    phone.set_offline(False)  # the page is told, and needs no tap
    expect(told.get_by_text("not uploaded yet")).to_have_count(0)
    logs = WorkoutLog.objects.order_by("started_at")
    assert [reps(log) for log in logs] == [[10, 9, 8, 7], [6, 5, 4, 3]]
    # What the site refuses stays, with the reason.
    page.goto("/exercises/")
    wrong = {"uuid": str(uuid4()), "exercise": "lat-pulldown", "reps": 5000}
    leave_waiting(page, title="Too many", sets=[wrong])
    expect(told.get_by_text("“Too many” could not be kept")).to_be_visible()
    page.reload()
    expect(told.get_by_text("It stays on this device.")).to_be_visible()
    told.get_by_role("button", name="Remove it from this device").click()
    expect(told.get_by_text("Too many")).to_have_count(0)
    assert stored(page, "uploads", "none") == []


def test_deleting_the_account_offers_what_waits_and_leaves_nothing(
    phone: BrowserContext, page: Page, network: Network, rows: Workout
) -> None:
    sign_in(page, network.address, "o@x.org", "/account/delete/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("/account/delete/")
    ready(page)
    second = phone.new_page()
    network.cut()
    do_all(second, rows, 10, 9, 8, 7)
    network.mend()
    # Nothing is sent in silence, only to be deleted there.
    page.get_by_label("Type DELETE to confirm").fill("DELETE")
    page.get_by_role("button", name="Delete everything").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(NOT_UPLOADED)).to_be_visible()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Download what is waiting").click()
    [told] = json.loads(download.value.path().read_text())["sessions"]
    assert [each["reps"] for each in told["sets"]] == [10, 9, 8, 7]
    dialog.get_by_role("button", name="Keep my account").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Delete everything").click()
    dialog.get_by_role("button", name="Delete my account, and").click()
    page.wait_for_url("/")
    page.wait_for_function("() => !Object.keys(localStorage).includes('backfit.device')")
    assert [stored(page, name, "none") for name in ("uploads", "plans")] == [[], []]
    assert not User.objects.filter(email="o@x.org").exists()
    assert not WorkoutLog.objects.exists()
    network.cut()
    page.goto("/workouts/")
    expect(page.get_by_text("Nothing is on this device yet")).to_be_visible()
    assert "Cellar rows" not in page.content()


def test_client_two_releases_old_uploads_and_then_becomes_new(
    phone: BrowserContext,
    page: Page,
    network: Network,
    rows: Workout,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(page, network.address, "o@x.org", "/workouts/")
    ready(page)
    old = page.evaluate("caches.keys()")
    # Behind a proxy whose site is gone the session is led by what the device has.
    start_url = f"/workouts/{rows.uuid}/start/"
    network.is_gone = True
    start(page, start_url)
    sets_done(page, 10, 9)
    # Two releases come. Of the scripts that this page was made of the site has none any more.
    script = offline.worker_script()
    monkeypatch.setattr(
        offline, "worker_script", lambda: script.replace('"version": "', '"version": "3-')
    )
    network.missing = b"/static/js/"
    network.is_gone = False
    sets_done(page, 8, 7)
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url("**/workouts/history/*/")
    assert reps(WorkoutLog.objects.get()) == [10, 9, 8, 7]
    network.missing = b""
    page.goto("/exercises/")
    page.evaluate(UPDATED)
    page.reload()
    new = page.evaluate(UNTIL, "leads")
    assert [each for each in new if "backfit-3-" in each]
    assert not {*old} & {*new} - {"backfit-pictures"}
    network.cut()
    start(page, start_url)
