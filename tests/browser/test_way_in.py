"""The way in as people walk it: three taps to a program, the search, the safety check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

Check = Callable[[Page], None]
MAX_PAGE_BYTES = 60_000
SIZES = [(320, "light"), (1280, "dark")]
PAGES = [
    "/",
    "/find/",
    "/find/?where=lower-back",
    "/find/?where=lower-back&have=none&have=band-ball",
    "/find/?where=moon",
    "/search/",
    "/search/?q=stiff+neck",
    "/search/?q=cannot+pee",
    "/search/?q=xyzzy",
    "/programs/upper-back/check/",
]


@pytest.fixture(params=SIZES, ids=str)
def sized(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of one width in light or dark, without JavaScript for its scripts to help."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    yield context.new_page()
    context.close()


def test_pages_fit_and_are_accessible(sized: Page, site: str, accessible: Check) -> None:
    for address in PAGES:
        sized.goto(site + address)
        accessible(sized)
        width = sized.viewport_size["width"] if sized.viewport_size else 0
        assert sized.evaluate("document.documentElement.scrollWidth") <= width, address


def test_three_taps_lead_to_a_program_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site)
    page.get_by_role("list").get_by_role("link", name="Lower back sore, recurring").click()
    page.get_by_label("A band or a ball").check()
    page.get_by_role("button", name="Show my program").click()
    expect(page).to_have_url(f"{site}/find/?where=lower-back&have=none&have=band-ball")
    expect(page.get_by_role("heading", level=1)).to_have_text("Home back strength program")
    expect(page.get_by_role("link", name="Start", exact=True)).to_be_visible()
    assert context.cookies() == []
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Home back strength program")).to_be_visible()
    context.close()


def test_body_leads_on_by_mouse_and_keyboard(page: Page, site: str) -> None:
    page.goto(site)
    body = page.get_by_role("group", name="Where is it today?")
    body.get_by_role("link", name="Lower back").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/find/?where=lower-back")


def test_menu_of_a_phone_opens_and_leads_on(page: Page, site: str, accessible: Check) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(site)
    expect(page.get_by_role("link", name="Guides")).to_be_hidden()
    header = page.locator(".site-header").bounding_box()
    assert header is not None
    assert header["height"] < 80  # one row
    page.get_by_role("button", name="Menu").click()
    accessible(page)
    page.get_by_role("link", name="Guides").click()
    expect(page).to_have_url(f"{site}/guides/")


def test_box_in_the_header_finds(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site}/guides/")
    page.get_by_role("searchbox", name="Find anything").fill("stiff neck")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Neck mobility program")).to_be_visible()


# --- The safety check ---------------------------------------------------------------------------------

QUESTIONS = {
    "emergency": "Do you have chest pain now",
    "see_doctor": "Do you have a high temperature",
    "appointment": "Have you had back or neck pain for several weeks",
    "contraindication": "Are you pregnant?",
}
"""One of each kind, the worst first."""
VERDICTS = {
    "emergency": "Get help now.",
    "see_doctor": "See a doctor first.",
    "appointment": "Book an appointment.",
    "contraindication": "Not everything here is for you now.",
}


def tick(page: Page, kind: str, *, on: bool = True) -> None:
    page.get_by_label(QUESTIONS[kind]).set_checked(on)


def shown_verdicts(page: Page) -> list[str]:
    strong = page.locator(".check-verdicts .notice:visible strong")
    return strong.all_inner_texts()


def test_worst_verdict_alone_is_shown(page: Page, site: str) -> None:
    page.goto(f"{site}/programs/upper-back/check/")
    assert shown_verdicts(page) == []
    for kind in reversed(QUESTIONS):
        tick(page, kind)
        assert shown_verdicts(page) == [VERDICTS[kind]]
    for kind, milder in zip(QUESTIONS, [*list(QUESTIONS)[1:], ""], strict=True):
        tick(page, kind, on=False)
        assert shown_verdicts(page) == ([VERDICTS[milder]] if milder else [])


def test_emergency_leaves_no_way_on(page: Page, site: str, accessible: Check) -> None:
    page.goto(f"{site}/programs/upper-back/check/")
    tick(page, "contraindication")
    expect(page.get_by_role("button", name="Show what to leave out")).to_be_visible()
    tick(page, "emergency")
    main = page.get_by_role("main")
    expect(main.get_by_role("button")).to_have_count(0)
    expect(main.locator('a[href*="/programs/"]:visible')).to_have_count(0)
    accessible(page)
    tick(page, "emergency", on=False)
    tick(page, "see_doctor")
    expect(page.get_by_role("button", name="Show what to leave out")).to_be_hidden()
    tick(page, "see_doctor", on=False)
    expect(page.get_by_role("button", name="Show what to leave out")).to_be_visible()


def test_persistent_pain_is_not_locked_out(page: Page, site: str) -> None:
    page.goto(f"{site}/programs/neck-mobility/check/")
    tick(page, "appointment")
    main = page.get_by_role("main")
    expect(main.get_by_role("link", name="Office break program")).to_be_visible()
    expect(main.get_by_role("link", name="Back to Neck mobility program")).to_be_visible()


def test_check_leads_to_a_copy_without_what_it_rules_out(
    page: Page, site: str, accessible: Check
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/programs/home-back-strength/check/")
    page.get_by_label("Has a slipped disc been found").check()
    page.get_by_role("button", name="Show what to leave out").click()
    accessible(page)
    expect(page.get_by_role("heading", name="Leave out 3 exercises for now")).to_be_visible()
    page.get_by_role("button", name="Continue without these 3").click()
    expect(page).to_have_url(re.compile("/accounts/signup/"))


def test_banner_covers_no_question_on_a_phone(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 600})
    page.goto(f"{site}/programs/upper-back/check/")
    boxes = page.locator('.question input[type="checkbox"]')
    for number in range(boxes.count()):
        boxes.nth(number).check()
        covered = boxes.nth(number).evaluate(
            """box => {
                box.scrollIntoView({block: "start"});
                const {left, top, width, height} = box.getBoundingClientRect();
                const seen = document.elementFromPoint(left + width / 2, top + height / 2);
                return seen !== box && !box.labels[0].contains(seen);
            }"""
        )
        assert not covered, boxes.nth(number).get_attribute("id")
        boxes.nth(number).uncheck()


# --- Weight -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/find/?where=neck&have=none", "/search/?q=neck"])
def test_page_is_light(browser: Browser, site: str, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    done: list[Request] = []
    page.on("requestfinished", lambda request: done.append(request))
    page.goto(site + address, wait_until="networkidle")
    html = next(each for each in done if each.url == site + address)
    sizes: Any = html.sizes()
    assert sizes["responseBodySize"] < MAX_PAGE_BYTES / 2
    context.close()
