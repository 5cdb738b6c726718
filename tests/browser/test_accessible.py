"""No page has axe find anything: the visitors' wide and dark, the owners' narrow and light."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.every_page import PAGES, sign_in
from tests.factories import UserFactory
from tests.test_people_and_urls import owned_by

LOOKS = [("visitor", 1280, "dark"), ("owner", 320, "light")]


@pytest.mark.slow
@pytest.mark.parametrize(("person", "width", "scheme"), LOOKS)
def test_every_page_is_accessible_and_fits(
    browser: Browser,
    site: str,
    accessible: Callable[[Page], None],
    person: str,
    width: int,
    scheme: str,
) -> None:
    owner = UserFactory.create(email="olga@example.org")
    things = owned_by(owner)
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if person == "owner":
        sign_in(context, owner, site)
    found: list[str] = []
    for address in (address for who, address in PAGES if who == person):
        page.goto(site + address.format(**things))
        try:
            accessible(page)
        except AssertionError as error:
            found.append(f"{address}: {str(error)[:1500]}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{address} is {wide} pixels wide")
    context.close()
    assert not found, "\n".join(found)
