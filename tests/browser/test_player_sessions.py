"""What becomes of sessions that the guided player leads through: kept, corrected, thrown away, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from exercises.models import Exercise, OwnedWeight
from programs.models import BackDiary, OwnExercise, Program, Workout, WorkoutLog
from tests.browser.player_helpers import (
    START,
    action,
    clocked,
    exercise,
    finish,
    phase,
    root,
    run,
    run_until,
    seconds,
    sets_done,
    sign_in,
    start,
)
from tests.factories import (
    PASSWORD,
    ScheduleFactory,
    SetLogFactory,
    UserFactory,
    WorkoutFactory,
    WorkoutItemFactory,
    WorkoutLogFactory,
)

UPLOAD_DELAY = 3.5


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


@pytest.fixture
def rows(site: str) -> Workout:
    """A workout of two exercises with three sets each, of somebody whose address is o@x.org."""
    workout = WorkoutFactory(owner=UserFactory(email="o@x.org"), title="Private workout")
    for position, slug in enumerate(("bent-over-barbell-row", "lat-pulldown")):
        WorkoutItemFactory(
            workout=workout, exercise=Exercise.objects.get(slug=slug), position=position
        )
    return workout


def begin(page: Page, site: str, address: str, email: str = "o@x.org") -> None:
    """Sign in, and start there."""
    sign_in(page, site, email, address)
    start(page, f"{site}{address}")


def sent(page: Page) -> WorkoutLog:
    """The only session that the server has, once what was done last has come there."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        run(page, UPLOAD_DELAY)
    assert answer.value.status == 200
    return WorkoutLog.objects.get()


def reps(log: WorkoutLog) -> list[int | None]:
    return [each.reps for each in log.sets.order_by("at", "pk")]


def test_taps_undo_corrections_and_removals_reach_the_server(
    page: Page, site: str, rows: Workout
) -> None:
    begin(page, site, f"/workouts/{rows.uuid}/start/")
    sets_done(page, 10, 9)
    assert reps(sent(page)) == [10, 9]
    action(page, "undo").click()
    action(page, "undo").click()
    assert reps(sent(page)) == [10]
    sets_done(page, 8)
    page.locator("[data-player-open=menu]").click()
    page.get_by_role("dialog").get_by_role("button", name="Correct a set").click()
    first = page.locator(".player-set").first
    first.get_by_label("reps").fill("11")
    first.get_by_label("kind").select_option("warm-up")
    assert reps(sent(page)) == [11, 8]
    page.locator(".player-set").nth(1).get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    log = sent(page)
    assert reps(log) == [11]
    assert log.sets.get().kind == "warm-up"
    assert log.finished_at is None
    finish(page)
    expect(page.get_by_text("Kept in your history.")).to_be_visible()
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url("**/workouts/history/**")
    expect(page.get_by_text("11", exact=False).first).to_be_visible()
    assert WorkoutLog.objects.get().finished_at


def test_session_is_thrown_away_after_a_question_alone(
    page: Page, site: str, rows: Workout
) -> None:
    begin(page, site, f"/workouts/{rows.uuid}/start/")
    sets_done(page, 10)
    sent(page)
    finish(page)
    action(page, "discard").click()
    expect(page.get_by_text("Throw this session away?")).to_be_visible()
    page.get_by_role("button", name="No, go on").click()
    assert phase(page) == "done"
    action(page, "discard").click()
    page.get_by_role("button", name="Yes").click()
    page.wait_for_url(f"**/workouts/{rows.uuid}/")
    assert not WorkoutLog.objects.exists()


def test_planned_session_is_done_with_it(page: Page, site: str, rows: Workout) -> None:
    today = timezone.now().date()
    schedule = ScheduleFactory(workout=rows, starts_on=today - timedelta(days=7))
    day = next(each for each in schedule.times().dates() if each >= today - timedelta(days=3))
    begin(page, site, f"/workouts/schedule/{schedule.uid}/{day}/start/")
    sets_done(page, 10)
    finish(page)
    expect(page.get_by_text("Kept in your history.")).to_be_visible()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("link", name="The planned session of")).to_be_visible()
    expect(page.get_by_text("is done.")).to_be_visible()
    assert WorkoutLog.objects.get().planned_date == day


def test_what_hurts_is_sent_as_an_ordinary_skip_without_consent(
    page: Page, site: str, rows: Workout
) -> None:
    begin(page, site, f"/workouts/{rows.uuid}/start/")
    with page.expect_request(lambda asked: asked.method == "POST") as request:
        action(page, "hurts").click()
        expect(page.get_by_role("alert")).to_contain_text("see a doctor")
        run(page, UPLOAD_DELAY)
    assert "hurt" not in (request.value.post_data or "")
    action(page, "resume").click()
    assert exercise(page)[0] == "lat-pulldown"
    sets_done(page, 10)
    assert [each["reason"] for each in sent(page).skipped] == ["skipped"]


def test_what_hurts_lessens_the_next_time_by_consent(page: Page, site: str, rows: Workout) -> None:
    BackDiary.objects.begin(rows.owner, timezone.now())
    begin(page, site, f"/workouts/{rows.uuid}/start/")
    sets_done(page, 10)
    action(page, "hurts").click()
    finish(page)
    expect(page.get_by_text("Kept in your history.")).to_be_visible()
    assert [each["reason"] for each in WorkoutLog.objects.get().skipped] == ["hurts"]
    page.goto(f"{site}/workouts/{rows.uuid}/")
    expect(page.get_by_text("It hurt last time")).to_be_visible()


def test_session_without_an_account_is_kept_by_signing_up(page: Page, site: str) -> None:
    start(page, f"{site}/programs/upper-back/start/")
    sets_done(page, 34)
    finish(page)
    page.get_by_role("link", name="Keep it: make an account").click()
    page.get_by_label("Email").fill("new@example.org")
    page.locator("[name=password1]").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("link", name="is kept in your history").click()
    log = WorkoutLog.objects.get()
    assert (log.owner.email, log.program and log.program.slug) == ("new@example.org", "upper-back")
    assert reps(log) == [34]


def test_guest_keeps_workout_and_session_by_signing_in(page: Page, site: str) -> None:
    UserFactory(email="o@x.org")
    page.goto(f"{site}/workouts/new/")
    workout = guests_workout(page, site)
    start(page, f"{site}/workouts/{workout.uuid}/start/")
    sets_done(page, 10)
    finish(page)
    page.get_by_role("link", name="Keep it: sign in").click()
    page.get_by_label("Email").fill("o@x.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("link", name="is kept in your history")).to_be_visible()
    log = WorkoutLog.objects.get()
    assert log.workout == workout
    assert log.sets.get().reps == 10


def guests_workout(page: Page, site: str) -> Workout:
    """A workout of somebody without an account in this browser."""
    page.goto(f"{site}/exercises/bent-over-barbell-row/")
    page.evaluate(
        """address => {
            const form = document.createElement("form");
            form.method = "post"; form.action = address;
            for (const [name, value] of [["workout", "new"], ["section", "main"]])
                form.append(Object.assign(document.createElement("input"), {name, value}));
            document.body.append(form); form.submit();
        }""",
        f"{site}/workouts/add/bent-over-barbell-row/",
    )
    page.wait_for_url("**/workouts/**")
    return Workout.objects.get()


def test_nothing_of_one_person_is_sent_or_shown_to_another_on_the_same_device(
    phone: BrowserContext, page: Page, site: str, rows: Workout
) -> None:
    UserFactory(email="b@x.org")
    begin(page, site, f"/workouts/{rows.uuid}/start/")
    sets_done(page, 10)
    sent(page)
    # Somebody else signs in, in another window; this page is still the first person's.
    second = phone.new_page()
    phone.clear_cookies()
    sign_in(second, site, "b@x.org", "/workouts/")
    expect(second.get_by_text("A session is running")).to_be_hidden()
    sets_done(page, 9)
    with page.expect_response(lambda answer: "/sync/" in answer.url and answer.status == 401):
        run(page, UPLOAD_DELAY)
    second.goto(f"{site}/programs/upper-back/start/")
    expect(action(second, "start")).to_be_visible()
    expect(second.get_by_text("Private workout")).to_have_count(0)
    assert WorkoutLog.objects.get().owner == rows.owner
    # The first person comes back, and goes on.
    page.close()
    phone.clear_cookies()
    sign_in(second, site, "o@x.org", "/workouts/")
    second.locator("[data-running-now]").get_by_role("link", name="Private workout").click()
    expect(root(second)).to_have_attribute("data-player-phase", "work")


def test_finished_without_network_it_is_kept_on_return(
    phone: BrowserContext, page: Page, site: str, rows: Workout
) -> None:
    begin(page, site, f"/workouts/{rows.uuid}/start/")
    sets_done(page, 10)
    phone.set_offline(True)
    sets_done(page, 9)
    finish(page)
    expect(page.get_by_text("as soon as the network is back")).to_be_visible()
    page.get_by_label("Note").fill("In the cellar")
    page.get_by_role("button", name="Keep it").click()
    phone.set_offline(False)
    page.goto(f"{site}/exercises/")
    page.get_by_role("link", name="is kept in your history").click()
    expect(page.get_by_text("In the cellar")).to_be_visible()
    assert reps(WorkoutLog.objects.get()) == [10, 9]


def test_session_belongs_to_the_day_it_began_on_in_whatever_zone_it_ends(
    browser: Browser, site: str, rows: Workout
) -> None:
    home = browser.new_context(timezone_id="Europe/Berlin")
    page = clocked(home, START + timedelta(hours=5, minutes=50))  # 23:50 in Berlin
    begin(page, site, f"/workouts/{rows.uuid}/start/")
    sets_done(page, 10)
    sent(page)
    away = browser.new_context(timezone_id="America/New_York", storage_state=home.storage_state())
    home.close()
    page = clocked(away, START + timedelta(hours=6, minutes=20))
    page.goto(f"{site}/workouts/{rows.uuid}/start/")
    action(page, "resume").click()
    sets_done(page, 9)
    finish(page)
    expect(page.get_by_text("Kept in your history.")).to_be_visible()
    log = WorkoutLog.objects.get()
    assert (log.date.isoformat(), log.time_zone) == ("2026-11-30", "Europe/Berlin")
    assert log.finished_at
    assert log.finished_at.date().isoformat() == "2026-11-30"
    assert log.finished_at.hour == 23
    away.close()


def test_superset_total_and_each_side_are_led_through(page: Page, site: str) -> None:
    workout = WorkoutFactory(owner=UserFactory(email="o@x.org"))
    planned = [
        ("bent-over-barbell-row", {"superset": 1, "sets": 2, "rest_seconds": 60}),
        ("lat-pulldown", {"superset": 1, "sets": 1, "rest_seconds": 90}),
        ("pull-up", {"sets": None, "reps_min": None, "reps_max": None, "total_min": 20, "total_max": 30}),
        ("lunge", {"sets": 1, "each_side": True, "reps_min": 8, "reps_max": 8}),
    ]  # fmt: skip
    for position, (slug, dose) in enumerate(planned):
        item = Exercise.objects.get(slug=slug)
        WorkoutItemFactory(workout=workout, exercise=item, position=position, **dose)
    begin(page, site, f"/workouts/{workout.uuid}/start/")
    action(page, "done").click()
    assert exercise(page)[:2] == ("lat-pulldown", "1")  # no rest within the round
    action(page, "done").click()
    assert seconds(page) == 90
    action(page, "skip").click()
    assert exercise(page)[:2] == ("bent-over-barbell-row", "2")
    sets_done(page, 8)
    assert exercise(page)[0] == "pull-up"
    sets_done(page, 12)
    expect(page.get_by_text("12 of 20–\u206030 so far")).to_be_visible()
    page.get_by_label("reps", exact=True).fill("18")
    action(page, "done").click()
    expect(page.get_by_text("All of it: 30")).to_be_visible()
    action(page, "skip").click()
    assert exercise(page) == ("lunge", "1", "left")
    action(page, "done").click()
    assert (phase(page), seconds(page)) == ("switch", 5)
    run_until(page, "work")
    assert exercise(page) == ("lunge", "1", "right")
    action(page, "done").click()
    expect(page.get_by_text("Kept in your history.")).to_be_visible()
    sides = WorkoutLog.objects.get().sets.filter(exercise__slug="lunge")
    assert [(each.number, each.side) for each in sides.order_by("at")] == [
        (1, "left"),
        (1, "right"),
    ]


def test_plates_and_dumbbells_are_those_that_the_person_has(
    page: Page, site: str, rows: Workout
) -> None:
    kinds = OwnedWeight.Kind
    loads = [(kinds.PLATE, "3"), (kinds.PLATE, "5"), (kinds.DUMBBELL, "4"), (kinds.DUMBBELL, "9")]
    OwnedWeight.objects.replace_all(
        rows.owner, [OwnedWeight(kind=kind, load_kg=Decimal(load)) for kind, load in loads]
    )
    begin(page, site, f"/workouts/{rows.uuid}/start/")
    load = page.locator("#player-load")
    label = page.locator("[data-player-amount=load] label")
    load.fill("38")
    expect(label).to_contain_text("3 + 3 + 3 a side")
    page.get_by_role("button", name="More: load").click()
    expect(load).to_have_value("42")  # the lightest pair of plates is 6 kg
    page.reload()
    expect(load).to_have_value("42")  # what was typed is there after a reload


def test_own_exercise_is_added_by_its_name_and_stays_the_same_one(
    page: Page, site: str, rows: Workout
) -> None:
    own = OwnExercise.objects.create(owner=rows.owner, name="Walk to the lake")
    begin(page, site, f"/workouts/{rows.uuid}/start/")
    page.locator("[data-player-open=menu]").click()
    page.get_by_role("dialog").get_by_role("button", name="Add an exercise").click()
    expect(page.locator("#player-add-names option[value='Walk to the lake']")).to_have_count(1)
    page.get_by_label("Name", exact=True).fill("walk to the lake")
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator("[data-player-open=menu]").click()
    page.get_by_role("button", name="Go to Walk to the lake").click()
    page.get_by_label("reps", exact=True).fill("")
    page.get_by_role("textbox", name="minutes").fill("20")
    action(page, "done").click()
    done = sent(page).sets.get()
    assert (done.own_exercise, done.seconds) == (own, 1200)
    assert OwnExercise.objects.count() == 1


def test_office_break_starts_in_two_taps_and_is_silent_if_wished(page: Page, site: str) -> None:
    page.add_init_script(
        """window.sounds = 0;
        const begin = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function (...at) { window.sounds++; return begin.apply(this, at); };"""
    )
    page.goto(f"{site}/programs/office-break/start/")
    page.get_by_role("button", name="Sounds, voice, or silent").click()
    for name in ("Sounds", "Vibration", "A flash on the screen"):
        page.get_by_role("checkbox", name=name).uncheck()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.goto(f"{site}/programs/office-break/")
    page.get_by_role("main").get_by_role("link", name="Start").first.click()
    action(page, "start").click()
    expect(root(page)).to_have_attribute("data-player-phase", "work")
    action(page, "done").click()
    run_until(page, "work")
    assert page.evaluate("window.sounds") == 0
    assert page.locator(".player-flash").count() == 0
    day = Program.objects.with_items().get(slug="office-break").plans[0]
    for item in day.plan_items():
        assert item.exercise.slug.startswith("seated-") or item.exercise.slug == "shoulder-rolls"


def test_cue_that_was_missed_in_the_dark_sounds_once(page: Page, site: str) -> None:
    page.add_init_script(
        """window.sounds = [];
        const begin = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function (...at) { window.sounds.push(Date.now()); return begin.apply(this, at); };
        window.hide = (isHidden) => {
            for (const [name, value] of [["hidden", isHidden], ["visibilityState", isHidden ? "hidden" : "visible"]])
                Object.defineProperty(document, name, { configurable: true, get: () => value });
            document.dispatchEvent(new Event("visibilitychange"));
        };"""
    )
    start(page, f"{site}/programs/neck-mobility/start/")
    page.evaluate("window.hide(true); window.sounds.length = 0")
    page.clock.fast_forward(300_000)
    page.evaluate("window.hide(false)")
    run(page, 0.3)
    assert page.evaluate("window.sounds.length") in (1, 2, 3)  # one cue has up to three tones
    assert page.evaluate("new Set(window.sounds.map((at) => Math.round(at / 1000))).size") == 1


def test_end_shows_a_new_best_and_the_next_session(page: Page, site: str, rows: Workout) -> None:
    row = rows.items.select_related("exercise").order_by("position")[0]
    before = WorkoutLogFactory(workout=rows, date=timezone.now().date() - timedelta(days=9000))
    SetLogFactory(log=before, exercise=row.exercise, item=row, reps=10, load_kg=Decimal(40))
    today = timezone.now().date()
    ScheduleFactory(
        workout=rows, starts_on=today + timedelta(days=8), ends_on=today + timedelta(days=60)
    )
    begin(page, site, f"/workouts/{rows.uuid}/start/")
    page.locator("#player-load").fill("42.5")
    sets_done(page, 10)
    finish(page)
    best = page.locator("[data-player-results] .is-best")
    expect(best).to_have_count(1)
    expect(best).to_contain_text("best: 42.5\u00a0kg × 10")
    expect(page.locator("[data-player-end-facts]")).to_contain_text("next: ")


def test_changed_rest_is_there_in_the_next_session(page: Page, site: str, rows: Workout) -> None:
    begin(page, site, f"/workouts/{rows.uuid}/start/")
    action(page, "done").click()
    planned = seconds(page)
    action(page, "more-rest").click()
    action(page, "skip").click()
    finish(page)
    expect(page.get_by_text("Kept in your history.")).to_be_visible()
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url("**/workouts/history/**")
    start(page, f"{site}/workouts/{rows.uuid}/start/")
    action(page, "done").click()
    assert seconds(page) == planned + 15
    rows.items.update(rest_seconds=planned + 30)
    finish(page)
    expect(page.get_by_text("Kept in your history.")).to_be_visible()
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url("**/workouts/history/**")
    start(page, f"{site}/workouts/{rows.uuid}/start/")
    action(page, "done").click()
    assert seconds(page) == planned + 30  # the plan says another now
