"""The feed as people meet it: the calendar page in a browser, and a real calendar app that syncs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from backfit.accounts.models import User
from programs.models import CalendarFeed, OfficeBreaks, Program, Workout
from tests.factories import UserFactory
from tests.programs.feeds import plan

Check = Callable[[Page], None]


@pytest.fixture
def workout(site: str) -> Workout:
    program = Program.objects.with_items().get(slug="upper-back")
    return program.copy_for(UserFactory(email="olga@example.org"))


def sign_in(page: Page, site: str, owner: User) -> None:
    client = Client()
    client.force_login(owner)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}]
    )


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_calendar_page_from_first_address_to_none(
    browser: Browser, site: str, workout: Workout, accessible: Check, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        permissions=["clipboard-read", "clipboard-write"],
        timezone_id="Europe/Berlin",
    )
    page = context.new_page()
    sign_in(page, site, workout.owner)
    page.goto(f"{site}/workouts/")
    page.get_by_role("link", name="Your calendar").click()
    accessible(page)
    page.get_by_role("button", name="Make my calendar address").click()
    field = page.get_by_label("Calendar address")
    first = field.input_value()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Copy address").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == first
    page.get_by_text("Google Calendar", exact=True).click()
    expect(page.get_by_text("12 to 24 hours")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Make a new address").click()
    assert field.input_value() != first

    page.get_by_role("link", name="Plan office breaks").click()
    page.get_by_text("Reminder, first and last day, time zone").click()
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Put the breaks in my calendar").click()
    expect(page.get_by_text("Times: 10:30, 15:00")).to_be_visible()
    assert OfficeBreaks.objects.get().owner == workout.owner

    page.get_by_role("button", name="Revoke it").click()
    expect(page.get_by_role("button", name="Make my calendar address")).to_be_visible()
    assert not CalendarFeed.objects.exists()
    context.close()


def test_calendar_page_works_without_javascript(
    browser: Browser, site: str, workout: Workout
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, workout.owner)
    page.goto(f"{site}/workouts/calendar/")
    page.get_by_role("button", name="Make my calendar address").click()
    expect(page.get_by_label("Calendar address")).to_be_visible()
    expect(page.get_by_role("button", name="Copy address")).to_be_hidden()
    page.get_by_role("button", name="Revoke it").click()
    expect(page.get_by_role("button", name="Make my calendar address")).to_be_visible()
    context.close()


def test_form_leads_to_the_links_of_each_calendar(
    browser: Browser, site: str, accessible: Check
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(f"{site}/programs/upper-back/")
    page.get_by_label("First day").fill("2026-12-01")
    page.get_by_role("button", name="Google, Outlook, Apple, Yahoo").click()
    google = page.get_by_role("link", name="Google Calendar").get_attribute("href") or ""
    assert "dates=20261203T180000%2F20261203T184500" in google
    assert context.cookies() == []
    context.close()
    page = browser.new_page(viewport={"width": 320, "height": 700})
    page.goto(f"{site}/programs/two-day-back/calendar/")
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


VDIRSYNCER = """
[general]
status_path = "{folder}/status/"
[pair feed]
a = "site"
b = "here"
collections = null
conflict_resolution = "a wins"
[storage site]
type = "http"
url = "{url}"
[storage here]
type = "filesystem"
path = "{folder}/items/"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[backfit]]
path = {folder}/items/
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
[default]
highlight_event_days = False
"""


class CalendarApp:
    """vdirsyncer, which subscribes, and khal, which shows."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        (folder / "items").mkdir()
        (folder / "vdirsyncer").write_text(VDIRSYNCER.format(folder=folder, url=url))
        (folder / "khal").write_text(KHAL.format(folder=folder))
        self.run("vdirsyncer", "discover")

    def run(self, program: str, *arguments: str) -> str:
        command = Path(sys.executable).with_name(program)
        assert shutil.which(command), f"{program} is missing: make setup"
        done = subprocess.run(  # noqa: S603 (programs of our own environment)
            [command, "--config", self.folder / program, *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sessions(self) -> list[str]:
        """Day, time and title of each session in two weeks of December, after a sync."""
        self.run("vdirsyncer", "sync")
        form = "{start-date} {start-time} {title}"
        listed = self.run("khal", "list", "--day-format", "", "--format", form, "2026-12-01", "14d")
        return [line for line in listed.splitlines() if line]


def test_calendar_app_syncs_and_shows_a_move_as_a_move(
    site: str, workout: Workout, tmp_path: Path
) -> None:
    schedule = plan(workout)
    feed = CalendarFeed.objects.make_for(workout.owner)
    app = CalendarApp(tmp_path, site + feed.get_absolute_url())
    title = workout.title
    assert app.sessions() == [
        f"2026-12-03 18:30 {title}",
        f"2026-12-07 18:30 {title}",
        f"2026-12-10 18:30 {title}",
        f"2026-12-14 18:30 {title}",
    ]
    schedule.override_occurrence(date(2026, 12, 7), day=date(2026, 12, 8), clock=time(7))
    schedule.override_occurrence(date(2026, 12, 10), skipped=True)
    assert app.sessions() == [
        f"2026-12-03 18:30 {title}",
        f"2026-12-08 07:00 {title}",
        f"2026-12-14 18:30 {title}",
    ]
    feed.refresh_from_db()
    assert feed.fetched_by == "vdirsyncer"
