"""The guided player for everybody: each phase by axe, by keyboard, read aloud, at every size, in light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.player_helpers import action, clocked, finish, phase, root, run, run_until, start

Check = Callable[[Page], None]


@pytest.fixture(params=[(320, 568, "light"), (844, 390, "dark"), (1280, 800, "dark")])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a small phone, a phone on its side, and a desk."""
    width, height, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    yield clocked(context)
    context.close()


def test_every_phase_and_panel_is_accessible(page: Page, site: str, accessible: Check) -> None:
    def check() -> None:
        accessible(page)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")

    start(page, f"{site}/programs/neck-mobility/start/")
    check()  # the count-in
    run(page, 8.5)
    expect(page.get_by_text("Let go")).to_be_visible()
    check()
    action(page, "pause").click()
    check()
    action(page, "resume").click()
    action(page, "hurts").click()
    check()
    action(page, "resume").click()
    run_until(page, "switch")
    check()
    run_until(page, "rest")
    check()
    run_until(page, "work")
    check()
    action(page, "done").click()
    action(page, "finish").click()
    check()  # the question
    page.get_by_role("button", name="No, go on").click()
    for panel in ("signals", "add", "sets"):
        page.locator("[data-player-open=menu]").click()
        page.get_by_role("dialog").locator(f"[data-player-open={panel}]").click()
        check()
        page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.locator("[data-player-open=menu]").click()
    check()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    finish(page)
    check()


def test_keyboard_alone_is_enough_and_the_focus_is_never_lost(page: Page, site: str) -> None:
    start(page, f"{site}/programs/upper-back/start/")
    press(page, "done")
    assert phase(page) == "rest"
    press(page, "skip")
    assert phase(page) == "work"
    press(page, "finish")
    focused = page.evaluate("document.activeElement.textContent")
    assert focused == "No, go on"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement !== document.body")
    page.locator("[data-player-open=menu]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-player-open=menu]")).to_be_focused()


def press(page: Page, name: str) -> None:
    """Enter on a button that has the focus."""
    action(page, name).focus()
    page.keyboard.press("Enter")


def test_screen_reader_hears_what_comes_not_every_second(page: Page, site: str) -> None:
    start(page, f"{site}/programs/neck-mobility/start/")
    page.evaluate(
        """() => {
            window.heard = [];
            for (const line of document.querySelectorAll("[aria-live=polite], [role=status], [role=alert]"))
                new MutationObserver(() => line.textContent.trim() && window.heard.push(line.textContent))
                    .observe(line, { childList: true, characterData: true, subtree: true });
        }"""
    )
    run(page, 60)
    heard = page.evaluate("window.heard")
    assert len(heard) <= 3, heard
    assert any("Upper trapezius stretch" in text for text in heard)
    expect(root(page).locator("[data-player-clock]")).to_have_attribute("aria-live", "off")
