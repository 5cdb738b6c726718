"""What the guided player does with a device: screen, sounds, voice, motion; and with more than one of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from exercises.models import Exercise
from programs.models import Workout, WorkoutLog
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
    sets_done,
    sign_in,
    start,
)
from tests.factories import UserFactory, WorkoutFactory, WorkoutItemFactory

WAKE_LOCK = """window.locks = [];
Object.defineProperty(navigator, "wakeLock", { value: { request: async () => {
    if (window.isRefused) throw new Error("refused");
    window.locks.push("taken");
    return { release: async () => window.locks.push("released") };
} } });"""
SOUNDS = """window.sounds = [];
const begin = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...at) {
    window.sounds.push(this.frequency.value); return begin.apply(this, at);
};"""
VOICE = """window.said = []; window.cut = 0;
Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [{ lang: "LANGUAGE", name: "Voice" }], cancel: () => window.cut++, pause: () => window.cut++,
    speak: (words) => window.said.push(words.text),
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };"""


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, reduced_motion="reduce", has_touch=True
    )
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    return clocked(phone)


@pytest.fixture
def rows(site: str) -> Workout:
    """A workout of one exercise, of somebody whose address is o@x.org."""
    workout = WorkoutFactory(owner=UserFactory(email="o@x.org"), title="Private workout")
    row = Exercise.objects.get(slug="bent-over-barbell-row")
    WorkoutItemFactory(workout=workout, exercise=row, position=0)
    return workout


def use(page: Page, *signals: str) -> None:
    """Switch these signals on, and all others off, before Start."""
    page.get_by_role("button", name="Sounds, voice, or silent").click()
    for box in page.get_by_role("dialog").get_by_role("checkbox").all():
        box.set_checked(box.get_attribute("name") in signals)
    page.get_by_role("dialog").get_by_role("button", name="Close").click()


def test_screen_stays_on_from_start_to_the_end_and_after_the_page_was_hidden(
    page: Page, site: str
) -> None:
    page.add_init_script(WAKE_LOCK)
    start(page, f"{site}/programs/upper-back/start/")
    assert page.evaluate("window.locks") == ["taken"]
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.evaluate("window.locks") == ["taken", "taken"]
    expect(page.get_by_text("cannot keep the screen on")).to_have_count(0)
    finish(page)
    assert page.evaluate("window.locks.at(-1)") == "released"


def test_browser_that_cannot_keep_the_screen_on_says_what_to_do(page: Page, site: str) -> None:
    page.add_init_script(WAKE_LOCK + "window.isRefused = true;")
    open_player(page, f"{site}/programs/upper-back/start/")
    expect(page.get_by_text("If you lock the phone, the time counts on")).to_be_visible()
    action(page, "start").click()
    expect(page.get_by_text("set your screen to stay on longer")).to_be_visible()


def test_each_cue_has_a_sound_of_its_own(page: Page, site: str) -> None:
    page.add_init_script(SOUNDS)
    start(page, f"{site}/programs/neck-mobility/start/")
    heard: dict[str, list[float]] = {}
    for cue, wanted in (
        ("go", "hold"),
        ("exercise", "rest"),
        ("change", "switch"),
        ("end", "done"),
    ):
        page.evaluate("window.sounds.length = 0")
        if cue == "go":
            run(page, 5.3)
        elif cue == "end":
            run_until(page, "work")
            page.evaluate("window.sounds.length = 0")
            finish(page)
        else:
            run_until(page, wanted)
        heard[cue] = [each for each in page.evaluate("window.sounds") if each != 440]
    tails = [tuple(tones[-3:]) for tones in heard.values()]
    assert all(tails)
    assert len(set(tails)) == len(tails)


def test_voice_says_name_dose_side_and_the_last_seconds_and_cuts_nothing_off(
    page: Page, site: str
) -> None:
    page.add_init_script(VOICE.replace("LANGUAGE", "en-GB"))
    open_player(page, f"{site}/programs/neck-mobility/start/")
    use(page, "voice")
    action(page, "start").click()
    run(page, 5)
    said = page.evaluate("window.said")
    assert said[0] == "Chin tuck, hold 3\u00a0s, 10 times"
    assert [each for each in said if each.isdigit()][:3] == ["3", "2", "1"]
    run_until(page, "switch")
    assert "Right side" in page.evaluate("window.said")
    assert page.evaluate("window.cut") == 0


def test_without_a_voice_of_the_language_there_are_sounds(page: Page, site: str) -> None:
    page.add_init_script(VOICE.replace("LANGUAGE", "fi-FI") + SOUNDS)
    open_player(page, f"{site}/programs/neck-mobility/start/")
    use(page, "voice", "sound")
    page.get_by_role("button", name="Sounds, voice, or silent").click()
    expect(page.get_by_text("no voice for this language")).to_be_visible()
    page.get_by_role("button", name="Try them").click()
    assert page.evaluate("window.sounds.length") == 3
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    action(page, "start").click()
    run(page, 5)
    assert page.evaluate("window.said") == []
    assert page.evaluate("window.sounds.filter((each) => each === 440).length") >= 2


def test_figure_stands_still_where_motion_is_not_wanted(page: Page, site: str) -> None:
    start(page, f"{site}/programs/upper-back/start/")
    plan = page.evaluate("JSON.parse(document.getElementById('player-plan').textContent)")
    figure = page.locator("[data-player-figure]")
    expect(figure).to_have_attribute("src", plan["exercises"][0]["still"])
    page.emulate_media(reduced_motion="no-preference")
    action(page, "done").click()
    action(page, "skip").click()
    expect(figure).to_have_attribute("src", plan["exercises"][0]["animation"])


def test_session_of_another_device_is_taken_over(
    browser: Browser, page: Page, site: str, rows: Workout
) -> None:
    address = f"/workouts/{rows.uuid}/start/"
    sign_in(page, site, "o@x.org", address)
    start(page, f"{site}{address}")
    sets_done(page, 10)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        run(page, 3.5)
    desk = browser.new_context()
    other = clocked(desk)
    sign_in(other, site, "o@x.org", address)
    expect(other.get_by_text("A session is still open")).to_be_visible()
    other.get_by_role("button", name="Go on with it").click()
    expect(root(other)).to_have_attribute("data-player-phase", "work")
    assert exercise(other)[1] == "2"
    sets_done(other, 9, 8)
    expect(other.get_by_text("Kept in your history.")).to_be_visible()
    assert sorted(each.reps or 0 for each in WorkoutLog.objects.get().sets.all()) == [8, 9, 10]
    desk.close()


def test_session_that_was_left_for_hours_asks_and_another_one_is_offered(
    page: Page, site: str
) -> None:
    start(page, f"{site}/programs/upper-back/start/")
    sets_done(page, 10)
    page.goto(f"{site}/programs/neck-mobility/start/")
    expect(page.get_by_text("A session is still open")).to_be_visible()
    page.get_by_role("button", name="Go on with it").click()
    expect(root(page)).to_have_attribute("data-player-phase", "work")
    page.goto(f"{site}/exercises/")
    page.clock.fast_forward("07:00:00")
    page.goto(f"{site}/programs/upper-back/start/")
    expect(page.get_by_text("A session is still open")).to_be_visible()
    page.get_by_role("button", name="Finish it").click()
    assert phase(page) == "done"
    expect(page.locator("[data-player-results] li")).to_have_count(1)


def test_walk_without_a_plan_is_logged(page: Page, site: str) -> None:
    owner = UserFactory.create(email="o@x.org")
    sign_in(page, site, "o@x.org", "/workouts/start/")
    page.get_by_role("button", name="Add an exercise").first.click()
    page.get_by_label("Name", exact=True).fill("Walk")
    page.get_by_role("button", name="Add", exact=True).click()
    action(page, "start").click()
    page.get_by_label("reps", exact=True).fill("")
    page.get_by_role("textbox", name="minutes").fill("30")
    action(page, "done").click()
    expect(page.get_by_text("Kept in your history.")).to_be_visible()
    done = WorkoutLog.objects.get().sets.get()
    assert (done.name, done.seconds, done.own_exercise and done.own_exercise.owner) == (
        *("Walk", 1800),
        owner,
    )


def test_loads_of_today_are_taken_into_the_workout_at_the_end(
    page: Page, site: str, rows: Workout
) -> None:
    sign_in(page, site, "o@x.org", f"/workouts/{rows.uuid}/start/")
    start(page, f"{site}/workouts/{rows.uuid}/start/")
    page.locator("#player-load").fill("42.5")
    action(page, "done").click()
    finish(page)
    page.get_by_role("button", name="Take today’s loads into the workout").click()
    expect(page.get_by_text("1 exercise has the load of that session now.")).to_be_visible()
    assert str(rows.items.get().load_kg) == "42.500"
