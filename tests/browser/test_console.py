"""No page has the browser complain: no error, no warning, nothing that the content policy kept out."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from exercises.models import Exercise
from programs.models import Program
from tests.browser.every_page import PAGES, sign_in
from tests.factories import UserFactory
from tests.test_people_and_urls import owned_by

ADMIN = [
    "/admin/",
    "/admin/exercises/exercise/",
    "/admin/exercises/exercise/import/",
    "/admin/exercises/exercise/{exercise}/change/",
    "/admin/exercises/exercise/{exercise}/history/",
    "/admin/exercises/product/add/",
    "/admin/programs/program/{program}/change/",
]
OF_EDITORS = ["/", "/exercises/bird-dog/", "/programs/upper-back/", "/workouts/", "/account/"]

NOT_YET_DRAWN = re.compile(r"was preloaded using link preload but not used")
"""What Chromium says of pages that were left before it had drawn them."""


class Complaints:
    """What the browser wrote to its console, and the errors of scripts, with the page they are of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._note(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not NOT_YET_DRAWN.search(message.text):
            self._note(message.text)

    def _note(self, text: str) -> None:
        self.found.append(f"{self.page.url}: {text}")


def press_start(page: Page) -> None:
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator("[data-player-stage]")).to_be_visible()
    page.get_by_role("button", name="Exercises and settings").click()


def move_down(page: Page) -> None:
    page.locator("[id^='down-']").first.click()
    expect(page.locator("form[aria-busy]")).to_have_count(0)


USED: dict[tuple[str, str], Callable[[Page], None]] = {
    ("visitor", "/programs/upper-back/start/"): press_start,
    ("owner", "/workouts/{workout}/start/"): press_start,
    ("owner", "/workouts/{workout}/edit/"): move_down,
}
"""What is pressed on pages that do most of their work later. A session once begun goes on elsewhere too."""


@pytest.mark.slow
@pytest.mark.parametrize("person", ["visitor", "owner", "editor"])
def test_no_page_complains(context: BrowserContext, site: str, person: str) -> None:
    owner = UserFactory.create(email="olga@example.org")
    things = {
        **owned_by(owner),
        "exercise": Exercise.objects.get(slug="bird-dog").pk,
        "program": Program.objects.get(slug="upper-back").pk,
    }
    people = {
        "owner": owner,
        "editor": UserFactory.create(email="edith@example.org", is_staff=True, is_superuser=True),
    }
    addresses = [address for who, address in PAGES if who == person]
    if person == "editor":
        addresses = OF_EDITORS + ADMIN
    page = context.new_page()
    if person in people:
        sign_in(context, people[person], site)
    complaints = Complaints(page)
    for address in addresses:
        page.goto(site + address.format(**things))
        if (person, address) in USED:
            USED[person, address](page)
    assert len(addresses) > 10
    assert complaints.found == []
