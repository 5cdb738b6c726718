"""One person's week: sessions planned, moved, skipped and done, by keyboard, on every screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from backfit.models import User
from programs.models import Program, Schedule, Workout
from tests.factories import PASSWORD, ScheduleFactory, UserFactory

Check = Callable[[Page], None]
TODAY = datetime.now(UTC).date()
MONDAY = TODAY - timedelta(days=TODAY.weekday())


@pytest.fixture
def person(site: str) -> User:
    return UserFactory(email="walter@example.org")


@pytest.fixture
def workout(person: User) -> Workout:
    return Program.objects.with_items().get(slug="upper-back").copy_for(person)


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/login/?next=/workouts/")
    page.get_by_label("Email").fill("walter@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My Workouts")


def press(target: Locator, key: str = "Enter") -> None:
    """Use it by keyboard alone."""
    target.focus()
    expect(target).to_be_focused()
    target.page.keyboard.press(key)


def agenda(page: Page) -> Locator:
    return page.locator(".days .session")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_week_by_keyboard(
    browser: Browser, site: str, workout: Workout, accessible: Check, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, timezone_id="Australia/Adelaide", locale="en-GB"
    )
    page = context.new_page()

    def look() -> None:
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    sign_in(page, site)
    look()
    page.goto(f"{site}{workout.get_absolute_url()}schedule/")

    # Plan: the zone is the browser's; of weeks and last day one empties the other.
    expect(page.get_by_label("Time zone")).to_have_value("Australia/Adelaide")
    for day in ("Monday", "Thursday"):
        press(page.get_by_label(day, exact=True), "Space")
    page.get_by_label("Or until").fill("2030-01-01")
    expect(page.get_by_label("For how many weeks")).to_have_value("")
    page.get_by_label("First day").fill(MONDAY.isoformat())
    press(page.get_by_role("button", name="Plan sessions"))
    expect(page.get_by_role("alert")).to_contain_text("Weekdays: Choose at least one weekday.")
    expect(page.get_by_label("Or until")).to_have_value("2030-01-01")
    look()
    page.get_by_label("For how many weeks").fill("4")
    expect(page.get_by_label("Or until")).to_have_value("")
    for day in (TODAY.strftime("%A"), (TODAY + timedelta(days=2)).strftime("%A")):
        press(page.get_by_label(day, exact=True), "Space")
    press(page.get_by_role("button", name="Plan sessions"))
    expect(page.get_by_role("status")).to_contain_text("Your sessions are planned.")
    expect(agenda(page)).to_have_count(2)
    look()

    # Today comes first and is done with one key; then it is not, after all.
    page.goto(f"{site}/workouts/")
    press(page.get_by_role("button", name="Mark done: Upper back program, 18:00"))
    expect(agenda(page).filter(has_text="Done")).to_have_count(1)
    look()
    press(agenda(page).filter(has_text="Done").get_by_role("link"))
    look()
    press(page.get_by_role("button", name="Not done after all"))
    expect(agenda(page).filter(has_text="Done")).to_have_count(0)

    # Move it by an hour; skip it, and take that back.
    press(page.get_by_role("link", name="Change: Upper back program, 18:00"))
    page.get_by_label("New time").fill("19:00")
    press(page.get_by_role("button", name="Move"))
    moved = agenda(page).filter(has_text="19:00–19:45")
    expect(moved).to_contain_text("Moved")
    press(moved.get_by_role("link"))
    press(page.get_by_role("button", name="Skip"))
    expect(agenda(page).filter(has_text="Skipped")).to_have_count(1)
    look()
    press(agenda(page).filter(has_text="Skipped").get_by_role("link"))
    press(page.get_by_role("button", name="Do not skip"))
    expect(agenda(page).filter(has_text="Skipped")).to_have_count(0)

    # This and all later ones.
    page.goto(f"{site}/workouts/?date={(TODAY + timedelta(days=7)).isoformat()}")
    press(agenda(page).first.get_by_role("link"))
    page.get_by_label("New time").fill("07:15")
    press(page.locator("#move_scope_0"), "ArrowDown")
    expect(page.locator("#move_scope_1")).to_be_checked()
    press(page.get_by_role("button", name="Move"))
    expect(agenda(page).filter(has_text="07:15–08:00")).to_have_count(2)
    page.goto(f"{site}/workouts/?view=month")
    look()
    page.goto(f"{site}{workout.get_absolute_url()}schedule/")
    look()
    press(page.get_by_role("link", name="Call off: ").last)
    look()
    press(page.get_by_role("button", name="Call off"))
    expect(page.get_by_role("status")).to_contain_text("called off")
    press(page.get_by_role("link", name="Change: ").first)
    look()
    context.close()


def test_week_and_month_without_javascript(browser: Browser, site: str, workout: Workout) -> None:
    ScheduleFactory(
        workout=workout, starts_on=date(2026, 12, 7), ends_on=date(2026, 12, 31), time_zone="UTC"
    )
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site)
    page.goto(f"{site}/workouts/?view=month&date=2026-12-09")
    expect(agenda(page)).to_have_count(8)
    page.get_by_role("link", name="Week", exact=True).click()
    page.goto(f"{site}/workouts/?date=2026-12-09")
    page.get_by_role("link", name="Next week").click()
    expect(page.get_by_role("heading", name="14 December – 20 December 2026")).to_be_visible()
    agenda(page).first.get_by_role("link").click()
    page.get_by_label("New day").fill("2026-12-16")
    page.get_by_role("button", name="Move").click()
    expect(agenda(page).filter(has_text="Moved")).to_have_count(1)
    assert Schedule.objects.get().revision == 2
    context.close()


def test_overlap_is_marked_with_a_sentence(page: Page, site: str, workout: Workout) -> None:
    for minutes in (0, 30):
        ScheduleFactory(
            workout=workout,
            starts_on=TODAY,
            ends_on=TODAY,
            weekdays=["MO", "TU", "WE", "TH", "FR", "SA", "SU"],
            time_zone="UTC",
            time=datetime(2026, 1, 1, 18, minutes, tzinfo=UTC).time(),
        )
    sign_in(page, site)
    expect(page.locator(".notice-caution")).to_contain_text("18:00–18:45) overlaps")
