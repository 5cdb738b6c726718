"""For tests of cached pages and of faults: a site as in production, whose changes are committed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches

from backfit.accounts.models import User
from exercises.models import Exercise
from programs.models import Workout


def share_content_version(settings: Any, folder: Path) -> None:
    """The content's version in a folder of the test's own, where no test beside it bumps it."""
    settings.VAR_DIR = str(folder)
    backend = settings.CACHES["content_version"]["BACKEND"]
    if "FileCache" in backend:
        own = {"BACKEND": backend, "LOCATION": str(folder / "content-version")}
        settings.CACHES = {**settings.CACHES, "content_version": own}


@pytest.fixture
def cached_pages(
    settings: Any, tmp_path: Path, django_db_setup: None, django_db_blocker: Any
) -> Iterator[None]:
    """Pages are cached; changes are committed, and what a test changed of the bird dog is put back."""
    share_content_version(settings, tmp_path)
    settings.PAGE_CACHE_SECONDS = 60
    for name in ("pages", "query_pages"):
        caches[name].clear()
    with django_db_blocker.unblock():
        summary = Exercise.objects.get(slug="bird-dog").summary
        yield
        for name in ("pages", "query_pages"):
            caches[name].clear()
        Exercise.objects.filter(slug="bird-dog").update(summary=summary)
        User.objects.all().delete()
        Workout.objects.all().delete()


@pytest.fixture
def minute(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock, which stands still unless a test moves it."""
    now = [1_800_000_000.0]
    monkeypatch.setattr("django.core.cache.backends.locmem.time.time", lambda: now[0])
    return now
