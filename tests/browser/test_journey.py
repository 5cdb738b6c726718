"""One person's way through the site: from a goal to a workout, a calendar entry and a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import vobject
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from programs.models import Workout
from tests.browser.every_page import sign_in
from tests.factories import PASSWORD, ScheduleFactory, WorkoutFactory, WorkoutLogFactory

Check = Callable[[Page], None]


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_program_becomes_workout_calendar_and_sheet(
    browser: Browser, site: str, accessible: Check, width: int, scheme: str, tmp_path: Path
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        timezone_id="Australia/Adelaide",
        locale="en-US",
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if "Content Security" in m.text else None)

    page.goto(site)
    accessible(page)
    page.get_by_role("link", name="Upper back", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Upper back program")
    expect(page.locator(".plan-item")).to_have_count(4)
    accessible(page)
    assert context.cookies() == []

    # Signed out, into the calendar: the zone is the browser's own.
    page.get_by_text("Reminder and time zone").click()
    expect(page.get_by_label("Time zone")).to_have_value("Australia/Adelaide")
    page.get_by_label("First day").fill("2026-12-01")
    page.get_by_label("Time", exact=True).fill("18:30")
    with page.expect_download() as download:
        page.get_by_role("button", name="Get the calendar file").click()
    path = tmp_path / "program.ics"
    download.value.save_as(path)
    event = vobject.readOne(path.read_text("utf-8")).vevent
    assert f"{event.dtstart.value:%Y-%m-%d %H:%M %z}" == "2026-12-03 18:30 +1030"
    assert "1. Pull-up: 30–\u206040 reps in total" in event.description.value
    printed = page.request.get(f"{site}/programs/upper-back/sheet.pdf?paper=letter")
    assert printed.body().startswith(b"%PDF-")

    # Add to My Workouts ends with the workout added, by way of signing up.
    page.get_by_role("button", name="Add to My Workouts").click()
    accessible(page)
    page.get_by_label("Email").fill("new@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Upper back program")
    expect(page.get_by_role("status")).to_contain_text("is now in My Workouts")
    accessible(page)

    # Change it: a wrong range is told, a right one saved, an exercise removed.
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Edit workout").click()
    accessible(page)
    page.get_by_role("button", name="Name, goal, notes").click()
    page.get_by_role("textbox", name="Name").fill("My pulling day")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("textbox", name="Name")).to_have_count(0)
    page.get_by_role("button", name="Edit Bent-over barbell row").click()
    row = page.get_by_role("group", name="Dose of Bent-over barbell row")
    row.get_by_label("Reps to", exact=True).fill("6")
    row.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("The highest reps (6) is below the lowest (8).")
    accessible(page)
    row.get_by_label("Reps to", exact=True).fill("10")
    row.get_by_role("button", name="Save").click()
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Remove Banded speed box squat").click()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    accessible(page)
    page.get_by_role("link", name="Done: see the workout").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My pulling day")
    expect(page.locator(".plan-item")).to_have_count(3)
    expect(page.get_by_text("3 sets of 8–\u206010 reps")).to_be_visible()
    address = page.url

    # Nobody else sees it: who is signed out is asked to sign in, as for any address of a person.
    stranger = browser.new_page()
    stranger.goto(address)
    expect(stranger).to_have_url(re.compile(r"/accounts/login/\?next=/workouts/"))
    expect(stranger.get_by_text("My pulling day")).to_have_count(0)
    accessible(stranger)

    # My Workouts lists it; deleting says what is lost.
    page.get_by_role("link", name="My Workouts").first.click()
    accessible(page)
    page.get_by_role("link", name="My pulling day").click()
    page.get_by_role("link", name="Delete this workout").click()
    expect(page.get_by_text("with its 3 exercises")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Delete workout").click()
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
    accessible(page)
    assert Workout.objects.get().deleted_at
    assert errors == []
    context.close()
    stranger.close()


@pytest.mark.parametrize(
    "address",
    [
        "/programs/",
        "/programs/two-day-back/",
        "/programs/muscle-growth/check/",
        "/exercises/",
        "/exercises/?q=nothing-like-this",
        "/exercises/double-knee-to-chest/",
        "/guides/",
        "/guides/who-should-not-train/",
        "/accounts/login/",
        "/accounts/password/reset/",
        "/programs/upper-back/calendar.ics?time=99:99",
        "/programs/upper-back/sheet.pdf?weeks=99",
        "/programs/upper-back/sheet/",
        "/programs/upper-back/?r=7",
        "/nothing-here",
    ],
)
def test_public_page_is_accessible_and_fits_a_small_phone(
    page: Page, site: str, accessible: Check, address: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(site + address)
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_workout_named_by_one_long_word_fits_a_small_phone(
    context: BrowserContext, page: Page, site: str
) -> None:
    workout = WorkoutFactory.create(title="Rückenschule" * 5)
    today = timezone.localdate()
    ScheduleFactory.create(workout=workout, starts_on=today, ends_on=today + timedelta(weeks=8))
    WorkoutLogFactory.create(workout=workout)
    assert workout.owner
    sign_in(context, workout.owner, site)
    page.set_viewport_size({"width": 320, "height": 640})
    own = workout.get_absolute_url()
    parts = ("", "edit/", "schedule/", "log/", "sheet/", "share/", "delete/", "start/", "calendar/")
    for address in ("/", "/workouts/", "/workouts/history/", *(own + part for part in parts)):
        page.goto(site + address)
        expect(page.get_by_text("Rückenschule").first).to_be_attached()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_journey_works_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/programs/lower-back/")
    page.get_by_role("button", name="Add to My Workouts").click()
    page.get_by_label("Email").fill("plain@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lower back program")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Edit workout").click()
    page.get_by_role("button", name="Name, goal, notes").click()
    page.get_by_role("textbox", name="Name").fill("Without scripts")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Without scripts")
    context.close()


def test_catalogue_narrows_while_one_types_and_the_address_can_be_shared(
    page: Page, site: str, accessible: Check
) -> None:
    page.goto(f"{site}/exercises/")
    page.get_by_label("Search").press_sequentially("deadlfit")
    expect(page.get_by_role("heading", name="2 exercises")).to_be_visible()
    expect(page.get_by_label("Search")).to_be_focused()
    page.get_by_label("Equipment", exact=True).select_option("barbell")
    expect(page.get_by_role("heading", name="1 exercise")).to_be_visible()
    accessible(page)
    page.goto(page.url)
    expect(page.get_by_role("heading", name="1 exercise")).to_be_visible()
    expect(page.get_by_role("link", name="Deadlift", exact=True)).to_be_visible()
    page.goto(f"{site}/exercises/")
    page.locator("svg.bodymap").get_by_role("link", name="Neck").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/exercises/?body_part=neck")


def test_safety_check_answers_without_sending_anything(page: Page, site: str) -> None:
    page.goto(f"{site}/programs/muscle-growth/check/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    expect(page.get_by_text("Call an ambulance. Do not train.")).to_be_hidden()
    page.get_by_label("Are you pregnant").check()
    expect(page.get_by_text("Not everything here is for you now.")).to_be_visible()
    expect(page.locator(".question:has(#pregnancy)")).to_contain_text(
        "Leave out for now: Behind-the-neck lat pulldown, Deadlift"
    )
    expect(page.get_by_text("Call an ambulance. Do not train.")).to_be_hidden()
    page.get_by_label("numbness or tingling around the genitals").check()
    expect(page.get_by_text("Call an ambulance. Do not train.")).to_be_visible()
    # The browser fetches the page's icon when it likes.
    assert [address for address in sent if not address.endswith("icon.svg")] == []


def test_movement_plays_can_be_paused_and_stays_still_when_wished(
    browser: Browser, site: str
) -> None:
    page = browser.new_page()
    page.goto(f"{site}/exercises/bird-dog/")
    movement = page.get_by_alt_text("The movement from start to end")
    expect(movement).to_be_visible()
    page.get_by_text("Pause the movement").click()
    expect(movement).to_be_hidden()
    expect(page.locator(".frames img")).to_have_count(2)
    page.close()
    still = browser.new_page(reduced_motion="reduce")
    still.goto(f"{site}/exercises/bird-dog/")
    expect(still.get_by_alt_text("The movement from start to end")).to_be_hidden()
    still.close()
