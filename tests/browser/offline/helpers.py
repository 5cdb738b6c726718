"""What a phone without a network has in its store, and a whole session on it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from programs.models import Workout, WorkoutLog
from tests.browser.player_helpers import sets_done, start

STORED = """async ([table, ending]) => {
    const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
    for (let tries = 0; tries < 1200; tries++, await pause()) {
        if (!(await indexedDB.databases()).some(({ name }) => name === "backfit")) continue;
        const database = await new Promise((resolve) => (indexedDB.open("backfit").onsuccess = ({ target }) => resolve(target.result)));
        const rows = await new Promise((resolve) => (database.transaction(table).objectStore(table).getAll().onsuccess = ({ target }) => resolve(target.result)));
        database.close();
        if (ending === "none" ? !rows.length : !ending || rows.some(({ key, value }) => key.endsWith(ending) && (value === undefined || value))) return rows;
    }
    throw new Error("It never came.");
}"""


UNTIL = """async (test) => {
    for (let tries = 0; tries < 1200; tries++, await new Promise((resolve) => setTimeout(resolve, 50))) {
        const registration = await navigator.serviceWorker.getRegistration();
        const isReady = registration?.active?.state === "activated"; // with the caches of before deleted
        const state = registration ? (registration.waiting ? "waits" : isReady && "leads") : "gone";
        const { held } = await navigator.locks.query();
        if (state === test || (test === "free" && !held.length)) return caches.keys();
    }
    throw new Error(`It is not so: ${test}`);
}"""
"""The browser's caches, once the newest worker waits, leads, or is gone; or once no player holds a session."""


CACHED = """async () => {
    const files = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const answer = await cache.match(request, { ignoreVary: true });
            files.push({ url: request.url, bytes: (await answer.clone().blob()).size, text: await answer.text() });
        }
    }
    return files;
}"""
"""All files in the browser's caches."""


def stored(page: Page, table: str, ending: str = "") -> list[dict[str, Any]]:
    """The rows of a table of the device's store, once there is one whose key ends so, or `none`."""
    rows: list[dict[str, Any]] = page.evaluate(STORED, [table, ending])
    return rows


def ready(page: Page) -> None:
    """Wait until the worker leads the page and the device has all that it keeps."""
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    stored(page, "notes", " pictures")


def waiting(page: Page) -> list[dict[str, Any]]:
    """What waits on the device to be sent."""
    return stored(page, "uploads")


def reps(log: WorkoutLog) -> list[int | None]:
    return [each.reps for each in log.sets.order_by("at", "pk")]


def do_all(page: Page, rows: Workout, *numbers: int) -> None:
    """The whole session, kept."""
    start(page, f"/workouts/{rows.uuid}/start/")
    sets_done(page, *numbers)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("as soon as the network is back")).to_be_visible()


FULL = """IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); }; 0"""
"""A device without room."""

NOT_UPLOADED = "1 session is not uploaded yet."
