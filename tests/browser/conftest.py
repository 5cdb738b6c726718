"""A real browser against a real server with the curated content."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from backfit.accounts.models import User
from programs.models import Workout

# Playwright's own event loop runs in this thread; the tests query the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A busy machine fails no test: what is expected comes, or never does.
expect.set_options(timeout=30_000)

SWAP_TIMERS = """() => {
    if (window.realTimeout) [window.setTimeout, window.realTimeout] = [window.realTimeout, window.setTimeout];
}"""
"""Axe waits by timers, which stand still on a page whose clock the test sets (`clocked`)."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; without its own sandbox when the tests run as root."""
    flags = ["--disable-background-networking", "--disable-gpu", "--disable-component-update"]
    # A name that is not the machine's own, so that the browser trusts it no more than any other.
    flags.append("--host-resolver-rules=MAP backfit.lan 127.0.0.1")
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    found = map(shutil.which, ["chromium-headless-shell", "chromium", "chromium-browser"])
    path = next(filter(None, found), None)
    return {**browser_type_launch_args, "executable_path": path, "args": flags}


@pytest.fixture(scope="session")
def server(django_db_setup: None, django_db_blocker: Any) -> Iterator[LiveServer]:
    """The site on a port of its own, over the test database with the curated content."""
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        yield server
        server.stop()


@pytest.fixture
def site(server: LiveServer, django_db_blocker: Any) -> Iterator[str]:
    """The server's address. People made by the test, and all that is theirs, go with it."""
    with django_db_blocker.unblock():
        yield str(server.url)
        with transaction.atomic():
            # What a page still sends is stored before, as whatever writes holds the row of its person, or never.
            list(User.objects.select_for_update())
            User.objects.all().delete()
            Workout.objects.all().delete()


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Fails when axe finds anything against WCAG 2.2 AA on the page as it is now."""

    def check(page: Page) -> None:
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        page.evaluate(SWAP_TIMERS)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
        page.evaluate(SWAP_TIMERS)
        assert found.violations_count == 0, found.generate_report()

    return check
