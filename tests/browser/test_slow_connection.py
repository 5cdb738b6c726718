"""Every form that htmx sends, on a slow connection and on one that breaks.

Nothing that was typed is lost, a preview never calls off a save, and the page says what goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, CDPSession, Locator, Page, Route, expect

from backfit.accounts.models import User
from programs.models import Program, Workout
from tests.browser.test_builder import sign_in
from tests.factories import UserFactory

LATENCY_MS = 700
Check = Callable[[Page], None]


@dataclass
class Network:
    """What the browser's connection is like."""

    session: CDPSession

    def be(self, *, latency: int = LATENCY_MS, offline: bool = False) -> None:
        self.session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": offline,
                "latency": latency,
                "downloadThroughput": -1,
                "uploadThroughput": -1,
            },
        )


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def network(page: Page) -> Network:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    return Network(session)


@pytest.fixture
def workout(page: Page, site: str) -> Workout:
    """The workout of somebody who is signed in, its builder open at the second exercise."""
    owner: User = UserFactory(email="olga@example.org")
    sign_in(page, site, owner)
    workout = Program.objects.with_items().get(slug="upper-back").copy_for(owner)
    page.goto(f"{site}{workout.get_absolute_url()}edit/?open={workout.plan_items()[1].pk}")
    return workout


def second_dose(workout: Workout) -> str:
    return str(Workout.objects.with_items().get(pk=workout.pk).plan_items()[1].prescription_label)


def builder_form(page: Page) -> Locator:
    return page.locator("#builder form.with-aside")


# --- what each form does ---------------------------------------------------------------------------


def send_dose(page: Page) -> None:
    page.get_by_label("Quick line").fill("5x5")
    page.get_by_label("Quick line").press("Enter")


def dose_is_saved(page: Page) -> None:
    expect(page.locator(".builder-row").nth(1)).to_contain_text("5 sets of 5 reps")
    expect(page.get_by_label("Quick line")).to_have_count(0)


def send_preview(page: Page) -> None:
    page.get_by_label("Quick line").fill("6x6")


def preview_is_shown(page: Page) -> None:
    expect(page.locator("#understood")).to_contain_text("6 sets of 6 reps")
    expect(page.get_by_label("Sets", exact=True)).to_have_value("6")


def send_field(page: Page) -> None:
    page.get_by_label("Sets", exact=True).fill("7")


def field_is_shown(page: Page) -> None:
    expect(page.locator("#understood")).to_contain_text("7 sets of")
    expect(page.get_by_label("Quick line")).to_have_value(re.compile("^7x"))


def send_search(page: Page) -> None:
    page.get_by_label("Search").fill("superman")


def exercise_is_found(page: Page) -> None:
    expect(page.get_by_role("button", name="Add Superman", exact=True)).to_be_visible()
    expect(page.get_by_label("Search")).to_have_value("superman")


def open_conflict(page: Page, workout: Workout) -> None:
    workout.bump_revision()
    page.get_by_role("button", name="Duplicate Pull-up", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="changed elsewhere")).to_be_visible()


def send_conflict(page: Page) -> None:
    page.get_by_role("button", name="Apply my change to it").click()


def change_is_applied(page: Page) -> None:
    expect(page.locator(".builder-row h3", has_text="Pull-up")).to_have_count(2)


def open_catalogue(page: Page, workout: Workout) -> None:
    page.goto(f"{page.url.partition('/workouts')[0]}/exercises/")


def send_filter(page: Page) -> None:
    page.locator("#id_q").fill("superman")


def filter_is_shown(page: Page) -> None:
    expect(page.locator("#catalogue h3", has_text="Superman")).to_be_visible()
    expect(page.locator("#catalogue h3", has_text="Deadlift")).to_have_count(0)
    expect(page.locator("#id_q")).to_have_value("superman")


@dataclass(frozen=True)
class Case:
    """A form, or a part of one that is sent by itself: where it is, and what is done with it."""

    template: str
    send: Callable[[Page], None]
    is_done: Callable[[Page], None]
    prepare: Callable[[Page, Workout], None] = lambda page, workout: None
    form: str = "#builder form.with-aside"


CASES = {
    "dose": Case("programs/builder/_builder.html", send_dose, dose_is_saved),
    "line": Case("programs/builder/_dose.html", send_preview, preview_is_shown),
    "fields": Case("programs/builder/_dose.html", send_field, field_is_shown),
    "search": Case("programs/builder/_add.html", send_search, exercise_is_found),
    "conflict": Case(
        "programs/builder/_conflict.html",
        send_conflict,
        change_is_applied,
        open_conflict,
        "form:has-text('Apply my change')",
    ),
    "catalogue": Case(
        "exercises/_catalogue.html", send_filter, filter_is_shown, open_catalogue, "#catalogue form"
    ),
}
each_form = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def test_every_form_that_htmx_sends_is_tried_here() -> None:
    templates = Path(settings.BASE_DIR) / "templates"
    senders = [
        str(path.relative_to(templates))
        for path in templates.rglob("*.html")
        for tag in re.findall(
            r"<[^<]*\bhx-(?:get|post|put|patch|delete)=[^<]*", path.read_text("utf-8")
        )
        if 'trigger="every ' not in tag  # what only looks again sends nothing of a person's
    ]
    assert sorted(senders) == sorted(case.template for case in CASES.values())


@each_form
def test_slow_form_says_that_it_works(
    page: Page, network: Network, workout: Workout, accessible: Check, case: Case
) -> None:
    case.prepare(page, workout)
    network.be()
    # Held, not only slow: a busy machine may look later than any answer takes.
    page.route("**/*", lambda route: None)
    case.send(page)
    expect(page.locator(case.form)).to_have_attribute("aria-busy", "true")
    expect(page.get_by_text("Working…")).to_be_visible()
    page.unroute("**/*")  # which lets go what was held
    case.is_done(page)
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(page.get_by_text("Working…")).to_have_count(0)
    network.be(latency=0)
    accessible(page)


@each_form
def test_lost_reply_is_told_and_the_form_can_be_sent_again(
    page: Page, network: Network, workout: Workout, accessible: Check, case: Case
) -> None:
    case.prepare(page, workout)
    network.be(offline=True)
    case.send(page)
    lost = page.get_by_role("alert").filter(has_text="No reply came")
    expect(lost).to_be_visible()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    accessible(page)
    network.be()
    page.get_by_role("button", name="Try again").click()
    case.is_done(page)
    expect(lost).to_have_count(0)


@each_form
def test_error_of_the_site_leaves_the_form_as_it_was(
    page: Page, workout: Workout, case: Case
) -> None:
    case.prepare(page, workout)
    page.route("**/*", lambda route: route.fulfill(status=500, body="<h1>Broken</h1>"))
    case.send(page)
    expect(page.get_by_role("alert").filter(has_text="Something went wrong")).to_be_visible()
    expect(page.get_by_text("Broken")).to_have_count(0)
    page.unroute("**/*")
    page.get_by_role("button", name="Try again").click()
    case.is_done(page)


def test_preview_never_calls_off_a_save(page: Page, network: Network, workout: Workout) -> None:
    network.be()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.get_by_label("Quick line").press("End")
    page.get_by_label("Quick line").press_sequentially(" note: calm", delay=20)
    page.get_by_label("Quick line").press("Enter")
    expect(page.get_by_label("Quick line")).to_have_count(0)
    expect(page.get_by_text("changed elsewhere")).to_have_count(0)
    assert not [data for data in sent if "preview" in data]
    assert Workout.objects.get(pk=workout.pk).revision == 2
    page.get_by_role("button", name="Duplicate Pull-up", exact=True).click()
    expect(page.locator(".builder-row h3", has_text="Pull-up")).to_have_count(2)
    expect(page.get_by_text("changed elsewhere")).to_have_count(0)


def test_save_calls_off_a_preview_that_is_under_way(
    page: Page, network: Network, workout: Workout
) -> None:
    network.be()
    page.get_by_label("Quick line").fill("5x5")
    expect(builder_form(page)).to_have_attribute("aria-busy", "true")
    page.locator("#save-dose").click()
    dose_is_saved(page)
    expect(page.locator("[aria-busy]")).to_have_count(0)
    assert second_dose(workout) == "5 sets of 5 reps"


def test_each_of_two_quick_clicks_counts(page: Page, network: Network, workout: Workout) -> None:
    names = page.locator(".builder-row h3")
    before = names.all_inner_texts()
    network.be()
    button = page.locator(f"#down-{workout.plan_items()[0].pk}")
    button.click()
    button.click()
    expect(names).to_have_text([before[1], before[2], before[0], *before[3:]])


def test_text_typed_during_a_save_is_there_after_it(
    page: Page, network: Network, workout: Workout
) -> None:
    network.be()
    page.get_by_role("button", name="Duplicate Pull-up", exact=True).click()
    page.get_by_label("Search").press_sequentially("superman", delay=20)
    expect(page.locator(".builder-row h3", has_text="Pull-up")).to_have_count(2)
    exercise_is_found(page)


def test_text_typed_in_the_catalogue_outruns_no_reply(
    page: Page, network: Network, workout: Workout
) -> None:
    open_catalogue(page, workout)
    network.be()
    page.locator("#id_q").press_sequentially("super", delay=20)
    expect(page.locator("#catalogue form")).to_have_attribute("aria-busy", "true")
    page.locator("#id_q").press_sequentially("man", delay=150)
    filter_is_shown(page)


def test_save_whose_reply_got_lost_is_not_made_twice(page: Page, workout: Workout) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/edit/**", lose)
    page.get_by_role("button", name="Duplicate Pull-up", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="No reply came")).to_be_visible()
    page.unroute("**/edit/**")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#builder-status")).to_have_text("This was saved already")
    expect(page.locator(".builder-row h3", has_text="Pull-up")).to_have_count(2)


def test_workout_that_was_deleted_meanwhile_is_told(page: Page, workout: Workout) -> None:
    page.get_by_label("Quick line").fill("5x5")
    workout.delete()
    page.locator("#save-dose").click()
    expect(page.get_by_role("alert").filter(has_text="not here any more")).to_be_visible()
    expect(page.get_by_label("Quick line")).to_have_value("5x5")


def test_nothing_turns_where_less_motion_is_wanted(
    browser: Browser, page: Page, network: Network, workout: Workout
) -> None:
    turning = (
        "getComputedStyle(document.querySelector('.request-working'), '::before').animationName"
    )
    assert page.evaluate(turning) == "request-turn"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(turning) == "none"


def test_what_was_typed_before_the_scripts_came_is_searched(
    page: Page, site: str, workout: Workout
) -> None:
    held: list[Route] = []
    page.route(re.compile(r"/htmx-\d[^/]*\.js"), lambda route: held.append(route))
    for address, place in (
        (f"{workout.get_absolute_url()}edit/", "#results"),
        ("/exercises/", ".catalogue-results"),
    ):
        page.goto(f"{site}{address}", wait_until="commit")
        page.locator("#id_q").fill("superman")
        while not held:
            page.wait_for_timeout(20)
        held.pop().continue_()
        results = page.locator(place)
        expect(results).to_contain_text("Superman")
        expect(results).not_to_contain_text("Deadlift")
