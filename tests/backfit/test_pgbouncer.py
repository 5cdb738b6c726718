"""PgBouncer in transaction mode, as docs/deploy sets it up, between the site and PostgreSQL."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from backfit.accounts.models import User
from programs.models import CalendarFeed, Schedule, SetLog, Workout
from tests.backfit.test_kills import database_url
from tests.factories import PASSWORD
from tests.pages import hidden_fields
from tests.pgbouncer import PGBOUNCER, pgbouncer
from tests.programs.test_history_import import SIMPLE, bring

pytestmark = [pytest.mark.slow, pytest.mark.once]
SESSIONS = 4
PLAN = {"starts_on": "2026-12-01", "time": "18:30", "time_zone": "Europe/Berlin", "weeks": "4"}
PLAN |= {"weekdays": "MO", "every_weeks": "1", "duration": "45", "reminder": "15"}


@pytest.fixture
def pooled(cached_pages: None) -> Iterator[str]:
    """The test database's address by way of PgBouncer; what is written is committed, and people go afterwards."""
    if connection.vendor != "postgresql":
        pytest.skip("PgBouncer stands before PostgreSQL.")
    if not PGBOUNCER:
        why = "pgbouncer is needed: .ci/need pgbouncer"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    with pgbouncer(database_url(), sessions=SESSIONS) as address:
        with ExitStack() as lines:  # which it opens when they are needed, and then keeps
            for _ in range(SESSIONS):
                lines.enter_context(psycopg.connect(address)).execute("SELECT 1")
        yield address


@pytest.fixture
def through(pooled: str) -> Iterator[None]:
    """This process asks PgBouncer, too."""
    direct = {name: connection.settings_dict[name] for name in ("HOST", "PORT")}
    parts = urlsplit(pooled)
    connection.close()
    connection.settings_dict |= {"HOST": parts.hostname, "PORT": str(parts.port)}
    yield
    connection.close()
    connection.settings_dict |= direct


@pytest.mark.usefixtures("through")
def test_each_transaction_has_another_session() -> None:
    """Else the tests below would say nothing."""
    with connection.cursor() as cursor:
        found = {cursor.execute("SELECT pg_backend_pid()").fetchone() for _ in range(8)}
    assert len(found) > 1


@pytest.mark.usefixtures("through")
def test_way_from_signing_up_to_the_export_of_ones_data() -> None:
    client = Client()
    sign_up = {"email": "pia@example.org", "password1": PASSWORD}
    assert client.post("/accounts/signup/", sign_up).status_code == 302
    person = User.objects.get(email="pia@example.org")
    assert client.post("/programs/upper-back/add/").status_code == 302
    workout = Workout.objects.owned_by(person).get()
    page = f"{workout.get_absolute_url()}schedule/"
    assert client.post(page, hidden_fields(client, page) | PLAN).status_code == 302
    assert Schedule.objects.owned_by(person).count() == 1
    feed = CalendarFeed.objects.make_for(person).get_absolute_url()
    assert Client().get(feed).content.count(b"BEGIN:VEVENT") == 1
    bring(client, SIMPLE)
    assert SetLog.objects.filter(log__owner=person).count() == 2
    for path in ("/workouts/", "/workouts/calendar/", "/workouts/progress/", "/healthz"):
        assert client.get(path).status_code == 200, path
    assertContains(client.get("/search/?q=deadlfit"), "Deadlift")
    for name in ("export.json", "export.csv", "history/export.json", "history/export.csv"):
        assertContains(
            client.get(f"/workouts/{name}"), "eadlift" if "history" in name else "ull-up"
        )
    workout.delete()  # whose sheets take long and ask no database
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    answer = client.post("/account/data/")
    with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as file:
        assert file.testzip() is None
        assert b'"Deadlift"' in b"".join(file.read(name) for name in file.namelist())
    assertRedirects(client.post("/account/delete/", {"confirmation": "DELETE"}), "/")
    assert not User.objects.filter(pk=person.pk).exists()


def test_nothing_is_kept_in_a_session_of_the_database() -> None:
    """Advisory locks, LISTEN and SET live in one session, which belongs to somebody else a moment later."""
    session = re.compile(
        r"pg_(?:try_)?advisory_lock\w*|\bLISTEN\s|[\"']SET (?!LOCAL)|PREPARE |WITH HOLD"
    )
    found = {
        str(path)
        for package in ("backfit", "exercises", "programs")
        for path in (Path(settings.BASE_DIR) / package).rglob("*.py")
        if session.search(path.read_text())
    }
    assert found == set()
