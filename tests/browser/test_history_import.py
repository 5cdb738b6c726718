"""Bringing a history from another app and taking it back, as its owner does it: with and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from programs.logs import history_import
from programs.logs.imported_sets import insert_sets
from programs.models import ImportedHistory, SetLog, WorkoutLog
from tests.browser.every_page import sign_in
from tests.factories import UserFactory

SAMPLES = Path(__file__).parents[1] / "programs" / "histories"
STRONG = SAMPLES / "strong-ios-comma.csv"
LONG = "".join(f"2026-03-02,Deadlift,60,{row % 12 + 1}\n" for row in range(60))


@pytest.fixture
def checked(accessible: Callable[[Page], None]) -> Callable[[Page], None]:
    """Fails when axe finds anything, or the page is wider than the screen, on a phone or a desk."""

    def check(page: Page) -> None:
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            accessible(page)

    return check


def owner_context(browser: Browser, site: str, *, scripts: bool = True) -> BrowserContext:
    context = browser.new_context(java_script_enabled=scripts, timezone_id="Europe/Berlin")
    sign_in(context, UserFactory(email="o@x.org"), site)
    return context


def upload(page: Page, site: str, file: Path) -> None:
    page.goto(f"{site}/workouts/history/import/")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Show what it holds").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(file.name)


def test_history_of_strong_is_brought_and_taken_back(
    browser: Browser, site: str, checked: Callable[[Page], None]
) -> None:
    context = owner_context(browser, site)
    page = context.new_page()
    page.goto(f"{site}/workouts/history/import/")
    checked(page)
    upload(page, site, STRONG)
    expect(page.get_by_text("Nothing is stored yet.")).to_be_visible()
    expect(page.get_by_text("2 sessions in the file (5 sets in all)")).to_be_visible()
    expect(page.get_by_label("Time zone in which you trained")).to_have_value("Europe/Berlin")
    expect(page.get_by_text("Its heaviest set is 82.5, of “Deadlift (Barbell)”.")).to_be_visible()
    checked(page)
    page.get_by_label("Unit of the weights").select_option("lb")
    page.get_by_role("button", name="Confirm").click()

    expect(page.get_by_text("2 sessions were added")).to_be_visible()
    checked(page)
    page.locator(".history-day a").last.click()
    expect(page.get_by_text("In the file: Deadlift (Barbell)")).to_be_visible()
    checked(page)
    assert {each.title for each in WorkoutLog.objects.all()} == {"Back, evening", "Stretching"}
    page.go_back()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The import is taken back.")).to_be_visible()
    checked(page)
    assert not SetLog.objects.exists()
    context.close()


def test_history_is_brought_and_taken_back_without_scripts(browser: Browser, site: str) -> None:
    context = owner_context(browser, site, scripts=False)
    page = context.new_page()
    upload(page, site, STRONG)
    expect(page.locator("progress")).to_be_hidden()
    page.get_by_label("Time zone in which you trained").fill("Asia/Tokyo")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("2 sessions were added")).to_be_visible()
    assert {each.time_zone for each in WorkoutLog.objects.all()} == {"Asia/Tokyo"}
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The import is taken back.")).to_be_visible()
    assert not WorkoutLog.objects.exists()
    context.close()


KEEP_WHAT_IS_SHOWN = """
new MutationObserver(() => {
  const bar = document.querySelector("progress");
  if (!bar?.value) return;
  const [said, count] = ["[role=status]", "[data-work-count]"].map((part) => bar.parentElement.querySelector(part));
  sessionStorage.shown = `${said.textContent} ${count.textContent}: ${bar.value} / ${bar.max}`;
}).observe(document, { subtree: true, childList: true, characterData: true });
"""


def test_bar_tells_how_many_sets_are_stored(
    browser: Browser, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []
    is_seen = Event()
    told = ImportedHistory.told_progress.fget

    def ask(row: ImportedHistory) -> tuple[int, int]:
        """Let the import go on when the page has asked again after it was told."""
        asked.append(told(row))
        if asked.count((40, 60)) > 1:
            is_seen.set()
        return asked[-1]

    def insert(rows: Iterable[dict[str, Any]], tell: Callable[[int], None]) -> None:
        def wait(_done: int) -> None:
            tell(40)
            is_seen.wait(20)

        insert_sets(rows, wait)

    monkeypatch.setattr(ImportedHistory, "told_progress", property(ask))
    monkeypatch.setattr(history_import, "insert_sets", insert)
    file = tmp_path / "long.csv"
    file.write_text(f"Date,Exercise,Weight (kg),Reps\n{LONG}")
    context = owner_context(browser, site)
    context.add_init_script(KEEP_WHAT_IS_SHOWN)
    page = context.new_page()
    upload(page, site, file)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("1 session was added")).to_be_visible()
    shown = page.evaluate("sessionStorage.shown")
    assert shown == "Storing your sessions… 40 of 60 sets: 40 / 60"
    row = ImportedHistory.objects.get()
    assert (row.set_count, told(row)) == (60, (0, 0))
    assert page.url.endswith(f"/workouts/history/?import={row.uuid}")
    context.close()
