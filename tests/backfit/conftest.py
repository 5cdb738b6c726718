"""For tests of kept pages and of faults: a site as in production, whose changes are committed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backfit.accounts.models import User
from exercises.models import Exercise
from programs.models import Workout


@pytest.fixture
def keeping(
    settings: Any, tmp_path: Path, django_db_setup: None, django_db_blocker: Any
) -> Iterator[None]:
    """Pages are kept; changes are committed, and what a test changed of the bird dog is put back."""
    settings.KEEP_PAGES, settings.VAR_DIR = True, str(tmp_path)
    with django_db_blocker.unblock():
        summary = Exercise.objects.get(slug="bird-dog").summary
        yield
        Exercise.objects.filter(slug="bird-dog").update(summary=summary)
        User.objects.all().delete()
        Workout.objects.all().delete()


@pytest.fixture
def minute(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock, which stands still unless a test moves it."""
    now = [1_800_000_000.0]
    monkeypatch.setattr("backfit.middleware.page_cache.time.time", lambda: now[0])
    return now
