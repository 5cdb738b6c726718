"""Sessions without a network in another language, and in the phase of their day."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import BrowserContext, Page, expect

from exercises.models import Exercise
from programs.models import Program, WorkoutLog
from tests.browser.every_page import sign_in
from tests.browser.offline.helpers import ready, stored
from tests.browser.player_helpers import action, open_player, root
from tests.factories import ScheduleFactory, UserFactory, WorkoutLogFactory
from tests.network import Network

WEEK = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def english_words(page: Page) -> set[str]:
    """What can be read in Latin letters, but for the site's name."""
    return {*re.findall(r"[A-Za-z]{2,}", page.locator("body").inner_text())} - {"Backfit"}


def russian_name(slug: str) -> str:
    with override("ru"):
        return str(Exercise.objects.get(slug=slug).name)


def test_session_in_russian_and_in_the_phase_of_its_day(
    phone: BrowserContext, page: Page, network: Network
) -> None:
    owner = UserFactory(email="r@x.org", language="ru")
    today = timezone.now().date()
    program = Program.objects.with_items().get(slug="desk-neck")
    with override("ru"):
        workout = program.copy_for(owner, starts_on=today - timedelta(days=10))
    schedule = ScheduleFactory(
        workout=workout, starts_on=today, ends_on=today + timedelta(days=30), weekdays=WEEK
    )
    WorkoutLogFactory(workout=workout, title="Разминка", date=today - timedelta(days=1))
    path = f"/ru/workouts/schedule/{schedule.uid}/{{}}/start/"
    now, next_week = path.format(today), path.format(today + timedelta(days=7))
    sign_in(phone, owner, network.address)
    page.goto("/ru/programs/desk-neck/")
    stored(page, "plans", "/ru/programs/desk-neck/start/?day=1&phase=3")
    page.goto("/ru/workouts/")
    ready(page)

    network.cut()
    phone.set_offline(True)
    for address in (
        "/ru/workouts/",
        "/ru/programs/desk-neck/",
        "/ru/exercises/chin-tuck/",
        "/ru/account/",
        "/ru/workouts/00000000-0000-4000-8000-000000000000/start/",
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert english_words(page) == set(), address
    page.goto("/ru/workouts/")
    expect(page.get_by_role("heading", name="Нет сети")).to_be_visible()
    page.get_by_role("link", name="Разминка").click()
    expect(page.get_by_role("heading", name="Разминка")).to_be_visible()
    # Each address is led in the phase of its day, or in the one that it names.
    exercises = page.locator("[data-shell-plan]")
    first, second, third = map(
        russian_name, ("thoracic-extension", "band-lateral-raise", "banded-row")
    )
    for address, inside, outside in (
        (next_week, second, third),
        ("/ru/programs/desk-neck/start/?phase=3", third, first),
        ("/ru/programs/desk-neck/start/", first, second),
        (now, first, second),
    ):
        open_player(page, address)
        expect(exercises.get_by_text(inside)).to_be_visible()
        expect(exercises.get_by_text(outside)).to_have_count(0)
    later = phone.new_page()
    later.clock.install(time=timezone.now() + timedelta(days=7))
    open_player(later, f"/ru{workout.get_start_url()}")
    expect(later.locator("[data-shell-plan]").get_by_text(second)).to_be_visible()
    later.close()
    # An address of the other language leads to what the device has.
    page.goto("/workouts/")
    page.wait_for_url("**/ru/workouts/")
    page.goto(now.removeprefix("/ru"))
    page.wait_for_url(f"**{now}")
    action(page, "start").click()
    action(page, "done").click()
    assert english_words(page) == set()
    action(page, "finish").click()
    page.locator("[data-player-confirm] [data-player-action=finish]").click()
    expect(root(page)).to_have_attribute("data-player-phase", "done")
    page.locator("[data-player-keep]").click()
    expect(page.get_by_text("как только вернётся сеть")).to_be_visible()
    assert english_words(page) == set()
    page.goto("/ru/workouts/history/")
    expect(page.get_by_text("1 занятие ещё не загружено.")).to_be_visible()
    assert english_words(page) == set()
    network.mend()
    phone.set_offline(False)
    stored(page, "uploads", "none")
    log = WorkoutLog.objects.get(planned_date=today)
    assert [log.title, log.sets.get().reps] == [workout.title, 10]
