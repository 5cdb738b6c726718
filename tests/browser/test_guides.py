"""Rating and sharing a guide in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories import PASSWORD, UserFactory

GUIDE = "/guides/stretching/"


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_person_signs_in_and_rates(
    browser: Browser, site: str, accessible: Callable[[Page], None], javascript: bool
) -> None:
    UserFactory(email="reader@example.org")
    context = browser.new_context(java_script_enabled=javascript)
    page = context.new_page()
    page.goto(site + GUIDE)
    assert context.cookies() == []
    page.get_by_role("link", name="Sign in to rate").click()
    page.get_by_label("Email").fill("reader@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{site}{GUIDE}#rating")

    page.get_by_role("radio", name="4 stars").check()
    page.get_by_role("button", name="Rate", exact=True).click()
    rating = page.locator("#rating")
    expect(rating).to_contain_text("Thank you, your rating is saved.")
    expect(rating).to_contain_text("4.0 from 1 rating")
    expect(page.get_by_role("radio", name="4 stars")).to_be_checked()
    if javascript:
        accessible(page)
    context.close()


def test_stars_are_chosen_with_the_keyboard(browser: Browser, site: str) -> None:
    UserFactory(email="keys@example.org")
    page = browser.new_page()
    page.goto(f"{site}/accounts/login/?next={GUIDE}")
    page.get_by_label("Email").fill("keys@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="1 star", exact=True).focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="3 stars")).to_be_checked()
    fills = page.locator(".star-icon >> visible=true").evaluate_all(
        "icons => icons.slice(-5).map(icon => getComputedStyle(icon).fill !== 'none')"
    )
    assert fills == [True, True, True, False, False]
    page.close()


def test_link_is_copied_and_said_where_there_is_no_sheet_to_share(
    browser: Browser, site: str, accessible: Callable[[Page], None]
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.add_init_script("delete Navigator.prototype.share")
    page.goto(f"{site}{GUIDE}?from=mail#rating")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status").last).to_have_text("Link copied.")
    assert page.evaluate("navigator.clipboard.readText()") == site + GUIDE
    accessible(page)
    context.close()


@pytest.mark.parametrize("answer", ["resolve()", "reject(new DOMException('no', 'AbortError'))"])
def test_device_shares_where_it_can(page: Page, site: str, answer: str) -> None:
    page.add_init_script(
        "navigator.share = data => { window.shared = data;"
        f" return new Promise((resolve, reject) => {answer}); }}"
    )
    page.goto(site + GUIDE)
    page.get_by_role("button", name="Share").click()
    assert page.evaluate("window.shared") == {
        "title": "Stretching your back",
        "url": site + GUIDE,
    }
    expect(page.get_by_role("status").last).to_have_text("")


def test_link_is_shown_where_it_cannot_be_copied(page: Page, site: str) -> None:
    page.add_init_script("delete Navigator.prototype.share; delete Navigator.prototype.clipboard")
    page.goto(site + GUIDE)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status").last).to_have_text(f"Copy this link: {site}{GUIDE}")


def test_share_button_is_hidden_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + GUIDE)
    expect(page.locator("[data-share]")).to_be_hidden()
    context.close()
