"""One person's week in a real browser: sessions planned, advised on, moved, skipped, done, shared out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from backfit.accounts.models import User
from exercises.models import Exercise
from programs.models import Program, Schedule, Workout
from tests.factories import PASSWORD, ScheduleFactory, UserFactory, WorkoutItemFactory

Check = Callable[[Page], None]
NOW = datetime(2026, 12, 14, 12, tzinfo=UTC)  # a Monday
TODAY, NEXT_MONDAY = date(2026, 12, 14), date(2026, 12, 21)
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is that day on the server; the browser's own clock matters for no page."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


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


def sessions(page: Page, words: str = "") -> Locator:
    """The sessions of the week or month, those with the words."""
    return page.locator(".days .session").filter(has_text=words)


@pytest.mark.parametrize("width", [390, 1280])
def test_week_by_keyboard(
    browser: Browser, site: str, workout: Workout, accessible: Check, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, timezone_id="UTC", locale="en-GB"
    )
    page = context.new_page()

    def look() -> None:
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    sign_in(page, site)

    # Plan from today on, on today's weekday; of weeks and last day one empties the other.
    page.goto(f"{site}{workout.get_absolute_url()}schedule/")
    page.get_by_text("Reminder, time zone, last day and more").click()
    expect(page.get_by_label("Time zone")).to_have_value("UTC")
    for day in DAYS:
        page.get_by_label(day, exact=True).uncheck()
    page.get_by_label("Or until").fill("2030-01-01")
    expect(page.get_by_label("For how many weeks")).to_have_value("")
    press(page.get_by_role("button", name="Plan sessions"))
    expect(page.get_by_role("alert")).to_contain_text("Weekdays: Choose at least one weekday.")
    look()
    page.get_by_label("For how many weeks").fill("4")
    expect(page.get_by_label("Or until")).to_have_value("")
    press(page.get_by_label("Monday", exact=True), "Space")
    press(page.get_by_role("button", name="Plan sessions"))
    expect(page.get_by_role("status")).to_contain_text("Your sessions are planned.")
    expect(sessions(page)).to_have_count(1)

    # Today comes first and is done with one key; then it is not, after all.
    press(page.get_by_role("button", name="Mark done: Upper back program, 18:00"))
    expect(sessions(page, "Done")).to_have_count(1)
    look()
    press(sessions(page, "Done").get_by_role("link"))
    press(page.get_by_role("button", name="Not done after all"))
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    expect(sessions(page, "Done")).to_have_count(0)

    # Move it by an hour; skip it, and take that back.
    press(page.get_by_role("link", name="Change: Upper back program, 18:00"))
    expect(page.get_by_role("button", name="Move")).to_be_visible()
    look()
    page.get_by_label("New time").fill("19:00")
    press(page.get_by_role("button", name="Move"))
    press(sessions(page, "19:00–").filter(has_text="Moved").get_by_role("link"))
    press(page.get_by_role("button", name="Skip"))
    press(sessions(page, "Skipped").get_by_role("link"))
    press(page.get_by_role("button", name="Do not skip"))
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    expect(sessions(page, "Skipped")).to_have_count(0)

    # The next one and all later ones.
    page.goto(f"{site}/workouts/?date={NEXT_MONDAY}")
    press(sessions(page).get_by_role("link"))
    page.get_by_label("New time").fill("07:15")
    press(page.locator("#move_scope_0"), "ArrowDown")
    expect(page.locator("#move_scope_1")).to_be_checked()
    press(page.get_by_role("button", name="Move"))
    expect(sessions(page, "07:15–")).to_have_count(1)
    page.goto(f"{site}/workouts/?view=month&date={TODAY}")
    expect(sessions(page, "07:15–").first).to_be_visible()
    look()
    page.goto(f"{site}{workout.get_absolute_url()}schedule/")
    look()
    press(page.get_by_role("link", name="Call off: ").last)
    press(page.get_by_role("button", name="Call off"))
    expect(page.get_by_role("status")).to_contain_text("called off")
    context.close()


def test_coach_moves_a_session_from_the_week_without_javascript(
    browser: Browser, site: str, person: User, workout: Workout, accessible: Check
) -> None:
    second = Program.objects.with_items().get(slug="upper-back").copy_for(person)
    Workout.objects.filter(pk=second.pk).update(title="Second")
    for plan, day in ((workout, "MO"), (second, "TU")):
        ScheduleFactory(
            workout=plan,
            weekdays=[day],
            starts_on=NEXT_MONDAY,
            ends_on=NEXT_MONDAY + timedelta(days=6),
            time_zone="UTC",
        )
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site)
    page.goto(f"{site}/workouts/?date={NEXT_MONDAY}")
    coach = page.get_by_role("region", name="Coach")
    expect(coach).to_contain_text("Leave a day or two between.")
    coach.get_by_role("button", name="Move Second to Wednesday").click()
    expect(sessions(page, "Moved")).to_have_count(1)
    expect(coach).to_have_count(0)
    assert Schedule.objects.get(workout=second).revision == 2
    context.close()


def test_safety_check_offers_what_to_do_instead(
    page: Page, site: str, workout: Workout, accessible: Check
) -> None:
    WorkoutItemFactory(workout=workout, exercise=Exercise.objects.get(slug="bird-dog"))
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, site)
    page.goto(f"{site}{workout.get_absolute_url()}check/")
    ask = page.get_by_role("button", name="Show what to change")
    expect(ask).to_be_hidden()
    page.get_by_label("Are you pregnant?").check()
    expect(ask).to_be_visible()
    page.get_by_label("Have you lost weight recently").check()
    expect(ask).to_be_hidden()
    page.get_by_label("Have you lost weight recently").uncheck()
    ask.click()
    assert page.url.partition("?")[2] == ""
    expect(page.get_by_label("Are you pregnant?")).to_be_checked()
    accessible(page)
    page.get_by_role("button", name="Swap for Banded row").click()
    expect(page.get_by_role("status")).to_have_text("Swapped Bent-over barbell row for Banded row.")
    expect(page.get_by_role("button", name="Swap for Banded row")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_kit_is_ticked_and_saved(page: Page, site: str, person: User, accessible: Check) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, site)
    page.goto(f"{site}/equipment/kit/")
    accessible(page)
    press(page.get_by_label("Barbell"), "Space")
    press(page.get_by_role("button", name="Save my kit"))
    expect(page.get_by_label("Barbell")).to_be_checked()
    page.get_by_role("link", name="Exercises I can do with it").click()
    expect(page.get_by_label("Barbell", exact=True)).to_be_checked()
    assert [item.equipment.slug for item in person.kit_items.all()] == ["barbell"]
