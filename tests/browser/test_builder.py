"""Building, reordering, two tabs and sharing, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from backfit.accounts.models import User
from programs.models import Program, Workout
from tests.factories import PASSWORD, UserFactory

Check = Callable[[Page], None]
PHONE = {"width": 390, "height": 844}


def names(page: Page) -> list[str]:
    return page.locator(".builder-row h3").all_inner_texts()


@pytest.fixture
def owner(site: str) -> User:
    return UserFactory(email="olga@example.org")


@pytest.fixture
def workout(owner: User) -> Workout:
    return Program.objects.with_items().get(slug="upper-back").copy_for(owner)


def sign_in(page: Page, site: str, owner: User) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("Email").fill(owner.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_workout_is_built_from_nothing_on_a_phone(
    browser: Browser, site: str, accessible: Check
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    page.goto(f"{site}/workouts/new/")
    accessible(page)
    page.get_by_label("Name").fill("From nothing")
    page.get_by_role("button", name="Build it").click()
    page.wait_for_load_state("networkidle")
    accessible(page)
    page.get_by_label("Search").press_sequentially("deadlfit")
    page.get_by_role("button", name="Add Deadlift", exact=True).click()
    expect(page.locator(".builder-row")).to_have_count(1)
    expect(page.get_by_role("button", name="Add Deadlift", exact=True)).to_be_focused()

    # The quick line says what it understood, and the sums follow.
    page.get_by_role("button", name="Edit Deadlift", exact=True).click()
    expect(page.get_by_label("Quick line")).to_be_visible()
    expect(page.locator(".htmx-added, .htmx-swapping, .htmx-settling")).to_have_count(0)
    page.get_by_label("Quick line").fill("4x6-8 @ 60kg rest 2min")
    expect(page.locator("#understood")).to_have_text(
        "Understood: 4 sets of 6–\u20608 reps, at 60 kg, rest 2 min"
    )
    expect(page.get_by_label("Reps from", exact=True)).to_have_value("6")
    expect(page.locator("#live")).to_contain_text("4 sets")
    page.get_by_label("Quick line").fill("lots")
    expect(page.locator("#understood")).to_contain_text("“lots” is not understood")
    page.get_by_label("Quick line").fill("3x5")
    accessible(page)
    page.get_by_role("group", name="Dose of Deadlift").get_by_role("button", name="Save").click()
    expect(page.get_by_label("Quick line")).to_have_count(0)
    expect(page.locator(".builder-row")).to_contain_text("3 sets of 5 reps")

    # The coach's advice is a tap away from done.
    page.get_by_role("button", name="as a warm-up").click()
    expect(page.locator(".builder-row")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    accessible(page)
    workout = Workout.objects.get(title="From nothing")
    assert workout.owner is None

    # Signing up keeps it.
    page.get_by_role("link", name="Sign up", exact=True).click()
    page.get_by_label("Email").fill("new@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("From nothing")
    workout.refresh_from_db()
    assert workout.owner.email == "new@example.org"
    assert errors == []
    context.close()


def test_exercises_are_reordered_by_keyboard_and_by_dragging(
    page: Page, site: str, owner: User, workout: Workout
) -> None:
    sign_in(page, site, owner)
    page.set_viewport_size({"width": 1280, "height": 1400})
    page.goto(f"{site}{workout.get_absolute_url()}edit/")
    page.wait_for_load_state("networkidle")
    first, second, third, fourth = names(page)
    page.get_by_role("button", name=f"Move {third} up").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#builder-status")).to_contain_text(f"Moved {third}: now 2 of 4")
    expect(page.get_by_role("button", name=f"Move {third} up")).to_be_focused()
    assert names(page) == [first, third, second, fourth]
    page.wait_for_load_state("networkidle")
    expect(page.locator(".htmx-swapping, .htmx-settling, .htmx-request")).to_have_count(0)
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#builder-status")).to_contain_text("now 1 of 4")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".htmx-swapping, .htmx-settling, .htmx-request")).to_have_count(0)
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".item, [data-item]").nth(1)).to_contain_text(third)
    assert names(page) == [first, third, second, fourth]

    handles = page.locator("[data-handle]")
    start, end = handles.nth(3).bounding_box(), handles.nth(0).bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 9, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(end["x"] + 9, end["y"] - 10, steps=6)
    page.mouse.up()
    expect(page.locator("#builder-status")).to_contain_text(f"Moved {fourth}: now 1 of 4")
    assert names(page) == [fourth, first, third, second]


def test_second_tab_is_told_and_loses_nothing(
    page: Page, site: str, owner: User, workout: Workout, accessible: Check
) -> None:
    sign_in(page, site, owner)
    address = f"{site}{workout.get_absolute_url()}edit/"
    page.goto(address)
    page.wait_for_load_state("networkidle")
    other = page.context.new_page()
    other.goto(address)
    other.get_by_role("button", name="Remove Banded speed box squat").click()
    expect(other.get_by_role("button", name="Undo")).to_be_visible()

    page.get_by_role("button", name="Edit Bent-over barbell row").click()
    expect(page.get_by_role("alert")).to_contain_text("Removed Banded speed box squat")
    page.get_by_role("button", name="Apply my change to it").click()
    page.get_by_label("Quick line").fill("5x5")
    other.get_by_role("button", name="Undo").click()
    expect(other.locator(".builder-row")).to_have_count(4)
    page.get_by_role("group", name="Dose of").get_by_role("button", name="Save").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("This workout was changed elsewhere")
    expect(alert).to_contain_text("Bent-over barbell row: 5 sets of 5 reps")
    accessible(page)
    page.get_by_role("button", name="Apply my change to it").click()
    expect(page.locator(".builder-row").nth(1)).to_contain_text("5 sets of 5 reps")
    expect(page.locator(".builder-row")).to_have_count(4)


def test_builder_works_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{site}/exercises/deadlift/")
    page.get_by_role("link", name="Add to workout").click()
    page.get_by_role("button", name="A new workout").click()
    page.get_by_label("Search").fill("pull-up")
    page.get_by_label("Search").press("Enter")
    page.get_by_role("button", name="Add Pull-up", exact=True).click()
    assert names(page) == ["Deadlift", "Pull-up"]
    page.get_by_role("button", name="Move Pull-up up").click()
    assert names(page) == ["Pull-up", "Deadlift"]
    page.get_by_role("button", name="Edit Deadlift").click()
    page.locator(".segment", has_text="Time").click()
    page.get_by_label("Time (seconds)").fill("45")
    page.get_by_role("group", name="Dose of").get_by_role("button", name="Save").click()
    expect(page.locator(".builder-row").nth(1)).to_contain_text("5 sets of 45 s")
    page.get_by_role("button", name="Remove Pull-up").click()
    page.get_by_role("button", name="Undo").click()
    assert names(page) == ["Pull-up", "Deadlift"]
    context.close()


def test_workout_is_shared_and_revoked(
    browser: Browser, page: Page, site: str, owner: User, workout: Workout, accessible: Check
) -> None:
    sign_in(page, site, owner)
    page.goto(f"{site}{workout.get_absolute_url()}")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Share").click()
    accessible(page)
    page.get_by_role("button", name="Make a link").click()
    accessible(page)
    path = "/w/" + page.get_by_role("textbox", name="Link").input_value().split("/w/")[1]
    stranger = browser.new_page(viewport=PHONE)
    stranger.goto(site + path)
    expect(stranger.get_by_role("heading", level=1)).to_have_text(workout.title)
    expect(stranger.get_by_role("button", name="Add to My Workouts")).to_be_visible()
    accessible(stranger)
    page.get_by_role("button", name="Revoke the link").click()
    response = stranger.reload()
    assert response is not None
    assert response.status == 404
    stranger.close()


@pytest.mark.parametrize(
    "address", ["/workouts/new/", "/workouts/import/", "/workouts/add/deadlift/"]
)
def test_page_is_accessible_and_fits_a_small_phone(
    page: Page, site: str, accessible: Check, address: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(site + address)
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
