"""The catalogue in a real browser: while one types, on a phone, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect


def test_catalogue_answers_while_one_types(
    page: Page, site: str, accessible: Callable[[Page], None]
) -> None:
    page.goto(f"{site}/exercises/")
    page.get_by_label("Search").press_sequentially("deadlfit")
    expect(page.get_by_role("heading", name="3 exercises")).to_be_visible()
    expect(page.locator("#found[role=status]")).to_have_text("3 exercises found")
    expect(page).to_have_url(f"{site}/exercises/?q=deadlfit")
    expect(page.get_by_label("Search")).to_be_focused()
    expect(page.locator(".exercise-card").first).to_contain_text("Deadlift")
    page.get_by_label("Kind").select_option("stretch")
    page.get_by_role("link", name="Without “deadlfit”").click()
    expect(page).to_have_url(f"{site}/exercises/?kind=stretch")
    expect(page.get_by_role("link", name="Lower back").last).to_have_attribute(
        "href", "/exercises/?body_part=lower-back&kind=stretch"
    )
    accessible(page)


def test_phone_reaches_the_body_with_one_tap(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/exercises/")
    page.get_by_role("link", name="Choose on the body").click()
    expect(page.get_by_role("group", name="Choose a body part")).to_be_in_viewport()
    page.locator(".link-list").get_by_role("link", name="Neck").click()
    expect(page).to_have_url(f"{site}/exercises/?body_part=neck")


def test_device_remembers_whom_the_figures_show(page: Page, site: str) -> None:
    woman = re.compile(r"&figure=woman$")
    page.goto(f"{site}/exercises/bird-dog/")
    page.get_by_role("link", name="Woman").first.click()
    expect(page.locator(".frames img").first).to_have_attribute("src", woman)
    expect(page).to_have_url(f"{site}/exercises/bird-dog/")
    page.goto(f"{site}/exercises/")
    expect(page.get_by_role("link", name="Woman")).to_have_attribute("aria-current", "true")
    page.get_by_label("Search").fill("plank")
    expect(page).to_have_url(f"{site}/exercises/?q=plank")
    expect(page.locator(".card-picture").first).to_have_attribute("src", woman)


def test_catalogue_works_without_scripts(browser: Browser, site: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/exercises/")
    page.get_by_label("Search").fill("deadlfit")
    page.get_by_label("Level").select_option("advanced")
    page.get_by_role("button", name="Show exercises").click()
    expect(page.locator(".exercise-card").first).to_contain_text("Deadlift")
    page.goto(f"{site}/exercises/")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Page 2 of 4")).to_be_visible()
    page.goto(f"{site}/exercises/bird-dog/")
    page.get_by_role("link", name="Woman").first.click()
    expect(page).to_have_url(f"{site}/exercises/bird-dog/?figure=woman")
    expect(page.locator(".frames img").first).to_have_attribute(
        "src", re.compile(r"&figure=woman$")
    )
    page.context.close()
