"""What tests of the guided player share: its hooks, time that passes, a person who signs in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.factories import PASSWORD

START = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)

REAL_TIMERS = "window.realTimeout = window.setTimeout;"
"""For axe, which waits for timers of its own (`accessible` in conftest.py)."""


def clocked(context: BrowserContext, start: datetime = START) -> Page:
    """A page whose clock stands at `start` until the test lets time pass (`run`), however slow the machine is."""
    page = context.new_page()
    page.add_init_script(REAL_TIMERS)
    page.clock.install(time=start - timedelta(seconds=1))
    page.clock.pause_at(start)
    return page


def root(page: Page) -> Locator:
    return page.locator("[data-player]")


def action(page: Page, name: str) -> Locator:
    return page.locator(f"[data-player-action={name}]:visible").first


def phase(page: Page) -> str:
    return root(page).get_attribute("data-player-phase") or ""


def seconds(page: Page) -> int:
    """What the large clock says."""
    text = page.locator("[data-player-clock]").inner_text()
    minutes, _, rest = text.rpartition(":")
    return int(minutes or 0) * 60 + int(rest)


def exercise(page: Page) -> tuple[str, str, str]:
    now = page.locator("[data-player-exercise]").first
    names = ("data-player-exercise", "data-player-set", "data-player-side")
    slug, number, side = (now.get_attribute(name) or "" for name in names)
    return slug, number, side


def open_player(page: Page, address: str) -> None:
    page.goto(address)
    expect(action(page, "start")).to_be_visible()


def run(page: Page, seconds: float) -> None:
    page.clock.run_for(round(seconds * 1000))


def run_until(page: Page, *phases: str) -> None:
    """Let time pass, clock by clock, until one of these phases."""
    for _ in range(200):
        if phase(page) in phases:
            return
        run(page, max(seconds(page), 1) + 0.3)
    raise AssertionError(f"still {phase(page)}")


def sign_in(page: Page, site: str, email: str, target: str) -> None:
    page.goto(f"{site}/accounts/login/?next={target}")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def finish(page: Page) -> None:
    """End the session, and answer the question."""
    action(page, "finish").click()
    page.get_by_role("button", name="Yes").click()
    expect(root(page)).to_have_attribute("data-player-phase", "done")


def start(page: Page, address: str) -> None:
    """Open the player and begin."""
    open_player(page, address)
    action(page, "start").click()
    expect(root(page)).not_to_have_attribute("data-player-phase", "ready")


def sets_done(page: Page, *reps: int) -> None:
    """One set after the other of what is counted, without their rests."""
    for number in reps:
        page.get_by_label("reps", exact=True).fill(str(number))
        action(page, "done").click()
        if phase(page) == "rest":
            action(page, "skip").click()
