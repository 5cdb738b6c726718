"""Workers are killed while people write in parallel: nothing is lost, nothing doubled, nothing half done."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from backfit.accounts.models import User
from tests.benchmarks.kills import count_writes
from tests.factories import UserFactory

PEOPLE, ROUNDS = (int(n) for n in os.environ.get("KILLS_PEOPLE_AND_ROUNDS", "3,2").split(","))


@pytest.fixture
def people(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[User]]:
    """People whom the server sees too; they go when the test is over."""
    with django_db_blocker.unblock():
        yield UserFactory.create_batch(PEOPLE)
        User.objects.all().delete()


def database_url() -> str:
    """The test database, as the server finds it."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    place = f"{found['HOST'] or '127.0.0.1'}:{found['PORT'] or 5432}"
    secret = f":{found['PASSWORD']}" if found["PASSWORD"] else ""
    return f"postgres://{found['USER']}{secret}@{place}/{found['NAME']}"


@pytest.mark.slow
@pytest.mark.once
def test_killed_workers_lose_double_and_halve_no_write(
    people: list[User], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    variables = {
        "DATABASE_URL": database_url(),
        "CACHE_URL": "locmemcache://",  # in a shared one others have sent much by the same numbers
        "DEBUG": "1",
        "SECRET_KEY": settings.SECRET_KEY,
        "VAR_DIR": str(tmp_path),
    }
    found = count_writes(people, ROUNDS, kill_after=4, **variables)
    print(connection.vendor, found)
    assert found.kills >= 2
    assert found.writes == PEOPLE * ROUNDS * 4
    assert [found.lost, found.doubled, found.halves] == [[], [], []]
