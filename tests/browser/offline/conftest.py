"""A phone whose network a test cuts, and a workout to do on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from exercises.models import Exercise
from programs.models import Workout
from tests.factories import UserFactory, WorkoutFactory, WorkoutItemFactory
from tests.network import Network


@pytest.fixture
def network(site: str, settings: Any) -> Iterator[Network]:
    """The line to the site, which offers its service worker."""
    settings.SERVICE_WORKER = True
    with Network(urlsplit(site).port or 80) as network:
        yield network


@pytest.fixture
def phone(browser: Browser, network: Network) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=network.address, viewport={"width": 390, "height": 844}, accept_downloads=True
    )
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    phone.set_default_timeout(60_000)
    return phone.new_page()


@pytest.fixture
def rows(site: str) -> Workout:
    """A workout of two exercises, of somebody whose address is o@x.org."""
    workout = WorkoutFactory(owner=UserFactory(email="o@x.org"), title="Cellar rows")
    for position, slug in enumerate(("bent-over-barbell-row", "lat-pulldown")):
        row = Exercise.objects.get(slug=slug)
        WorkoutItemFactory(workout=workout, exercise=row, position=position, sets=2)
    return workout
