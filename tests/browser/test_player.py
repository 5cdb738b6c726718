"""The guided player in Chromium, with a clock that the test sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from programs.models import Program, Workout, WorkoutLog
from tests.browser.player_helpers import (
    action,
    clocked,
    exercise,
    finish,
    open_player,
    phase,
    root,
    run,
    run_until,
    seconds,
    sign_in,
)
from tests.factories import PASSWORD, UserFactory


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, timezone_id="Europe/Berlin"
    )
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    return clocked(phone)


def test_whole_neck_program_runs_from_one_tap_but_for_its_repetitions(
    page: Page, site: str, accessible: Callable[[Page], None]
) -> None:
    open_player(page, f"{site}/programs/neck-mobility/start/")
    accessible(page)
    action(page, "start").click()
    assert (phase(page), exercise(page)) == ("hold", ("chin-tuck", "1", ""))
    run(page, 6)
    accessible(page)
    assert phase(page) == "hold"
    assert 1 <= seconds(page) <= 3
    run(page, 48)
    assert phase(page) == "rest"
    accessible(page)
    run_until(page, "hold")
    assert exercise(page) == ("upper-trapezius-stretch", "1", "left")
    run_until(page, "switch")
    assert seconds(page) <= 5
    run_until(page, "hold")
    assert exercise(page) == ("upper-trapezius-stretch", "1", "right")
    run_until(page, "work")
    assert exercise(page)[0] == "shoulder-shrug"
    accessible(page)
    expect(page.get_by_label("reps", exact=True)).to_have_value("10")
    action(page, "done").click()
    run_until(page, "done")
    expect(page.get_by_role("heading", name="Done.")).to_be_visible()
    expect(page.locator("[data-player-results] li")).to_have_count(8)
    expect(page.locator("[data-player-results] li").nth(1)).to_contain_text(
        "left 10 × 3 s, right 10 × 3 s"
    )
    accessible(page)


def test_hidden_for_five_minutes_it_is_right_on_return(page: Page, site: str) -> None:
    open_player(page, f"{site}/programs/upper-back/start/")
    action(page, "start").click()
    action(page, "done").click()
    assert phase(page) == "rest"
    rest = seconds(page)
    page.clock.fast_forward(300_000)  # time passes, nothing runs meanwhile
    run(page, 0.3)
    assert 0 < rest < 300
    assert phase(page) == "work"


@pytest.mark.parametrize(
    ("wait", "wanted"),
    [
        *((2, "hold"), (6, "hold"), (8.5, "hold"), (55, "rest"), (0, "switch"), (0, "work")),
        *((20, "paused"), (0, "done")),
    ],
)
def test_reload_comes_back_to_the_same_place_in_every_phase(
    page: Page, site: str, wait: float, wanted: str
) -> None:
    open_player(page, f"{site}/programs/neck-mobility/start/")
    action(page, "start").click()
    run(page, wait)
    if wanted == "paused":
        action(page, "pause").click()
    elif wanted == "done":
        finish(page)
    else:
        run_until(page, wanted)
    before = (phase(page), exercise(page), seconds(page))
    assert before[0] == wanted
    page.reload()
    expect(root(page)).to_have_attribute("data-player-phase", wanted)
    assert wanted == "done" or exercise(page) == before[1]
    assert abs(seconds(page) - before[2]) <= 2


def test_undo_correct_more_rest_and_what_hurts(page: Page, site: str) -> None:
    open_player(page, f"{site}/programs/upper-back/start/")
    action(page, "start").click()
    page.get_by_role("button", name="More: reps").click()
    expect(page.get_by_label("reps", exact=True)).to_have_value("9")
    action(page, "done").click()
    before = seconds(page)
    action(page, "more-rest").click()
    assert seconds(page) - before in (14, 15)
    action(page, "undo").click()
    action(page, "undo").click()
    assert (phase(page), exercise(page)[1]) == ("work", "1")
    page.get_by_label("reps", exact=True).fill("many")
    action(page, "done").click()
    assert phase(page) == "work"
    expect(page.get_by_label("reps", exact=True)).to_be_focused()
    page.get_by_label("reps", exact=True).fill("34")
    action(page, "done").click()
    action(page, "skip").click()
    assert exercise(page)[0] == "bent-over-barbell-row"
    action(page, "hurts").click()
    assert phase(page) == "paused"
    expect(page.get_by_role("alert")).to_contain_text("Stop this exercise")
    action(page, "resume").click()
    assert exercise(page)[0] != "bent-over-barbell-row"


def test_finish_asks_once_and_no_means_no(page: Page, site: str) -> None:
    open_player(page, f"{site}/programs/upper-back/start/")
    action(page, "start").click()
    action(page, "finish").click()
    expect(page.get_by_text("Finish the session now?")).to_be_visible()
    expect(page.get_by_role("button", name="No, go on")).to_be_focused()
    assert phase(page) == "work"
    page.get_by_role("button", name="No, go on").click()
    page.locator("[data-player-open=menu]").click()
    page.get_by_role("dialog").locator("[data-player-action=finish]").click()
    page.get_by_role("button", name="No, go on").click()
    action(page, "finish").click()
    page.get_by_role("button", name="Yes").click()
    assert phase(page) == "done"


def test_second_window_says_where_the_session_runs_and_can_take_over(
    phone: BrowserContext, page: Page, site: str
) -> None:
    open_player(page, f"{site}/programs/upper-back/start/")
    action(page, "start").click()
    second = clocked(phone)
    second.goto(f"{site}/programs/upper-back/start/")
    expect(second.get_by_text("This session runs in another window")).to_be_visible()
    second.get_by_role("button", name="Take over").click()
    expect(root(second)).to_have_attribute("data-player-phase", "work")
    expect(page.get_by_text("This session runs in another window")).to_be_visible()


def test_other_pages_lead_back_to_the_session(page: Page, site: str) -> None:
    open_player(page, f"{site}/programs/upper-back/start/")
    action(page, "start").click()
    page.goto(f"{site}/exercises/")
    page.get_by_role("link", name="Upper back program").click()
    expect(root(page)).to_have_attribute("data-player-phase", "work")


def test_session_without_an_account_is_kept_by_signing_in(page: Page, site: str) -> None:
    UserFactory(email="o@x.org")
    open_player(page, f"{site}/programs/neck-mobility/start/")
    action(page, "start").click()
    run_until(page, "work")
    page.get_by_label("reps", exact=True).fill("12")
    action(page, "done").click()
    run_until(page, "done")
    page.locator(".player-efforts label").nth(5).click()
    page.get_by_label("Note").fill("Good for the neck")
    page.get_by_role("link", name="Keep it: sign in").click()
    page.get_by_label("Email").fill("o@x.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="is kept in your history").click()
    expect(page.get_by_text("Good for the neck")).to_be_visible()
    log = WorkoutLog.objects.get()
    assert (log.effort, log.sets.count()) == (6, 11)
    assert log.owner.email == "o@x.org"
    assert log.sets.get(exercise__slug="shoulder-shrug").reps == 12


def test_strength_workout_is_done_and_kept(page: Page, site: str) -> None:
    owner = UserFactory(email="o@x.org", units="lb")
    workout = Program.objects.with_items().get(slug="upper-back").copy_for(owner)
    sign_in(page, site, "o@x.org", f"/workouts/{workout.uuid}/start/")
    expect(action(page, "start")).to_be_visible()
    action(page, "start").click()
    expect(root(page)).to_have_attribute("data-player-phase", "work")
    assert exercise(page)[0] == "pull-up"
    for reps in (12, 10, 9):
        page.get_by_label("reps", exact=True).fill(str(reps))
        action(page, "done").click()
        action(page, "skip").click()
    assert exercise(page)[:2] == ("bent-over-barbell-row", "1")
    page.locator("#player-load").fill("95")
    expect(page.locator("[data-player-amount=load] label")).to_contain_text("a side")
    action(page, "done").click()
    action(page, "skip").click()
    action(page, "finish").click()
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("Kept in your history.")).to_be_visible()
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url("**/workouts/history/**")
    log = WorkoutLog.objects.get()
    assert [each.reps for each in log.sets.all()][:3] == [12, 10, 9]
    assert log.finished_at
    assert str(log.uuid) in page.url
    expect(page.get_by_text("95 lb")).to_be_visible()
    assert Workout.objects.count() == 1


def test_digits_are_large_and_targets_are_big_enough(page: Page, site: str) -> None:
    open_player(page, f"{site}/programs/neck-mobility/start/")
    action(page, "start").click()
    run(page, 6)
    for width, height in ((390, 844), (320, 568), (844, 390), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        size = page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('[data-player-clock]')).fontSize)"
        )
        assert size >= min(width, height) / 4
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        small = page.evaluate(
            "[...document.querySelectorAll('[data-player] button, [data-player] a')].filter((each) => each.checkVisibility())"
            ".filter((each) => Math.min(each.getBoundingClientRect().height, each.getBoundingClientRect().width) < 48)"
            ".map((each) => each.textContent)"
        )
        assert small == []
