"""Equipment in a real browser: favourite, compare, review, filter, kit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from exercises.models import Review
from tests.factories import PASSWORD

Check = Callable[[Page], None]
BAND = "/equipment/resistance-bands/hvat-latex-band/"


def sign_up(page: Page, email: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()


@pytest.mark.parametrize(
    "address",
    [
        "/equipment/",
        "/equipment/resistance-bands/",
        "/equipment/products/",
        "/equipment/products/?kind=mat",
        "/equipment/products/?kind=car",
        BAND,
        "/equipment/favourites/",
        "/equipment/compare/",
        "/equipment/compare/?item=abc",
    ],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_is_accessible_and_fits_a_small_phone(
    browser: Browser, site: str, accessible: Check, address: str, scheme: str
) -> None:
    page = browser.new_page(
        viewport={"width": 320, "height": 640},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page.goto(site + address)
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.context.cookies() == []
    page.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_favourite_waits_in_the_session_and_moves_at_sign_up(
    browser: Browser, site: str, scripts: bool
) -> None:
    page = browser.new_page(java_script_enabled=scripts)
    page.goto(f"{site}/equipment/products/?kind=resistance-bands")
    page.get_by_role("button", name="keep HVAT Latex Band set").click()
    expect(page).to_have_url(f"{site}/equipment/products/?kind=resistance-bands")
    expect(page.get_by_role("status")).to_contain_text("now among your favourites")
    page.get_by_role("link", name="Your favourites (1)").click()
    expect(page.get_by_role("link", name="HVAT Latex Band set", exact=True)).to_be_visible()
    page.goto(f"{site}/accounts/signup/")
    sign_up(page, "keeper@example.org")
    page.goto(f"{site}/equipment/favourites/")
    page.get_by_role("button", name="let HVAT Latex Band set go").click()
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
    page.close()


def test_ticked_products_are_compared_at_an_address_to_share(
    browser: Browser, page: Page, site: str, accessible: Check
) -> None:
    page.goto(f"{site}/equipment/products/")
    for name in ("HVAT Latex Band set", "STARFIT DB-101 vinyl dumbbell, 0.5 kg, pink"):
        page.get_by_label(f"Compare {name}").check()
    page.get_by_role("button", name="Compare the ticked products").click()
    expect(page.get_by_role("columnheader")).to_have_count(3)
    expect(page.get_by_role("row", name="Price differs 790 RUB 199 RUB")).to_be_visible()
    accessible(page)
    friend = browser.new_page(viewport={"width": 390, "height": 800})
    friend.goto(page.url)
    expect(friend.get_by_role("columnheader")).to_have_count(3)
    accessible(friend)
    assert friend.evaluate("document.documentElement.scrollWidth") <= 390
    friend.close()
    page.get_by_role("button", name="Add to the comparison").click()
    expect(page.get_by_role("columnheader")).to_have_count(4)
    page.get_by_label("HVAT Latex Band set").uncheck()
    page.get_by_role("button", name="Leave out the others").click()
    expect(page.get_by_role("columnheader")).to_have_count(3)


def test_products_are_filtered_without_javascript(browser: Browser, site: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{site}/equipment/products/")
    page.get_by_label("In stock in").select_option(label="Serpukhov (1)")
    page.get_by_label("With a discount (1)").check()
    page.get_by_role("button", name="Show products").click()
    expect(page.get_by_role("heading", name="1 product", exact=True)).to_be_visible()
    expect(page.get_by_text("−18%")).to_be_visible()
    page.goto(page.url)
    expect(page.get_by_role("heading", name="1 product", exact=True)).to_be_visible()
    page.get_by_role("link", name="Clear").click()
    expect(page.get_by_role("heading", name="3 products")).to_be_visible()
    page.close()


def test_review_is_written_refused_changed_and_deleted(
    page: Page, site: str, accessible: Check
) -> None:
    page.goto(f"{site}/accounts/signup/?next={BAND}")
    sign_up(page, "reviewer@example.org")
    page.get_by_role("link", name="Write a review").click()
    accessible(page)
    page.get_by_label("Efficiency").select_option("4.5")
    page.get_by_label("Value for money").select_option("5.0")
    page.get_by_label("What should others know?").fill("<b>Great</b>")
    page.get_by_role("button", name="Save review").click()
    expect(page.get_by_text("please leave out HTML")).to_be_visible()
    expect(page.get_by_text("Choose a mark from 1 to 5.")).to_be_visible()
    expect(page.get_by_label("Efficiency")).to_have_value("4.5")
    accessible(page)
    page.get_by_label("Design").select_option("4.0")
    page.get_by_label("What should others know?").fill("Strong bands.")
    page.get_by_role("button", name="Save review").click()
    expect(page.locator("#reviews")).to_contain_text("Strong bands.")
    expect(page.locator("#reviews")).to_contain_text("from 3 reviews")
    accessible(page)
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_role("link", name="Delete your review").click()
    accessible(page)
    page.get_by_role("button", name="Delete review").click()
    expect(page.locator("#reviews")).to_contain_text("from 2 reviews")
    assert not Review.objects.exclude(author=None).exists()


def test_kit_shows_what_a_program_lacks(page: Page, site: str, accessible: Check) -> None:
    page.goto(f"{site}/equipment/resistance-bands/")
    page.get_by_role("button", name="I have this").click()
    page.get_by_role("link", name="Sign up").click()
    sign_up(page, "kit@example.org")
    page.goto(f"{site}/equipment/resistance-bands/")
    page.get_by_role("button", name="I have this").click()
    expect(page.get_by_role("status")).to_contain_text("now in your kit")
    accessible(page)
    page.goto(f"{site}/programs/lower-back/")
    needs = page.get_by_role("region", name="What you need")
    needs.get_by_role("link", name="Choose exercises without it").first.click()
    swap = page.get_by_label("Instead of Lying barbell row")
    swap.select_option("Banded row")
    accessible(page)
    page.goto(f"{site}/exercises/lat-pulldown/")
    page.get_by_role("link", name="Other exercises with your kit").click()
    expect(page.get_by_role("link", name="Banded pulldown", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Lat pulldown", exact=True)).to_have_count(0)
