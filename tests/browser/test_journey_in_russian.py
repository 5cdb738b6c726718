"""The way of `test_journey` in Russian: a Russian browser, pages below `/ru/`, and Russian words on each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import vobject
from playwright.sync_api import BrowserContext, Browser, Page, expect

from programs.models import SetLog
from tests.browser.player_helpers import action, root
from tests.factories import PASSWORD

Check = Callable[[Page], None]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="ru-RU", timezone_id="Europe/Moscow"
    )
    yield context.new_page()
    context.close()


def look(page: Page, accessible: Check) -> None:
    """Every page is Russian, accessible, and as wide as the phone."""
    accessible(page)
    assert "/ru/" in page.url
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_whole_way_is_walked_in_russian(
    page: Page, site: str, accessible: Check, tmp_path: Path
) -> None:
    def link(name: str) -> None:
        page.get_by_role("link", name=name, exact=True).first.click()

    def button(name: str) -> None:
        page.get_by_role("button", name=name, exact=True).first.click()

    page.goto(site)
    link("Читать эту страницу по-русски")
    look(page, accessible)
    page.locator("main").get_by_role("link", name="Верх спины").first.click()
    print(page.url, page.locator("main").inner_text())
