"""What people meet when something that the site needs is gone: as little as possible."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from pytest_django.asserts import assertContains
from redis.exceptions import ResponseError

from backfit.accounts.models import User
from backfit.operations.cache_backends import FallbackRedisCache, StrictRedisCache
from exercises import content_version
from programs.models import Program, Workout
from programs.sheets import render_cache
from tests.factories import UserFactory

pytestmark = pytest.mark.slow

WRITERS = 50
NOWHERE = "redis://127.0.0.1:1/0"


@contextmanager
def database_gone() -> Iterator[None]:
    """Connect to nothing that answers."""
    there = {name: connection.settings_dict[name] for name in ("NAME", "PORT")}
    connection.close()
    connection.settings_dict |= {"NAME": "/nowhere/at-all.sqlite3", "PORT": "1"}
    try:
        yield
    finally:
        connection.settings_dict |= there


@pytest.fixture
def redis_gone(settings: Any) -> Iterator[None]:
    """A Redis that does not answer."""
    backends = {"default": FallbackRedisCache, "content_version": StrictRedisCache}
    gone = {
        name: {"BACKEND": f"{each.__module__}.{each.__name__}", "LOCATION": NOWHERE}
        for name, each in backends.items()
    }
    settings.CACHES = {**settings.CACHES, **gone}
    yield
    cache.clear()
    StrictRedisCache.retry_at = 0.0


@pytest.mark.usefixtures("cached_pages")
def test_database_gone_cached_pages_go_on_and_others_ask_to_come_back(minute: list[float]) -> None:
    client, member = Client(raise_request_exception=False), Client(raise_request_exception=False)
    member.force_login(UserFactory())
    known = client.get("/exercises/bird-dog/").content
    with database_gone():
        assert client.get("/exercises/bird-dog/").content == known
        for answer in (client.get("/exercises/deadlift/"), member.get("/workouts/")):
            assertContains(answer, "back in a moment", status_code=503)
            assert answer["Retry-After"] == "30"
            assert answer["Cache-Control"] == "no-store"
        assert client.get("/healthz").json()["database"] is False
    assert client.get("/exercises/deadlift/").status_code == 200
    assert member.get("/workouts/").status_code == 200
    assert client.get("/healthz").json()["database"] is True


@pytest.mark.usefixtures("redis_gone")
@pytest.mark.django_db
def test_redis_gone_the_site_works_and_says_so_to_who_looks_after_it(program: Program) -> None:
    client = Client()
    health = client.get("/healthz")
    assert (health.status_code, health.json()) == (503, {"database": True, "cache": False})
    for address in ("/", "/exercises/bird-dog/front.svg", "/programs/upper-back/"):
        assert client.get(address).status_code in (200, 404)
    person = {"email": "new@example.org", "password1": "correct horse battery"}
    assert client.post("/accounts/signup/", person).status_code == 302
    assert client.post(f"{program.get_absolute_url()}add/").status_code == 302
    assert content_version.current() is None


@pytest.mark.usefixtures("redis_gone")
def test_memory_stands_in_for_redis_until_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache.add("lock", 1) is True
    assert cache.add("lock", 1) is False
    cache.set_many({"a": 1, "b": "two"})
    assert cache.get_many(["a", "b"]) == {"a": 1, "b": "two"}
    assert (cache.incr("a"), cache.has_key("b"), cache.get("c", 3)) == (2, True, 3)
    store: dict[str, Any] = {}
    redis = caches["default"]._cache
    monkeypatch.setattr(redis, "get", lambda key, default: store.get(key, default))
    assert cache.get("a") == 2
    StrictRedisCache.retry_at = 0.0
    assert cache.get("a") is None


@pytest.mark.usefixtures("redis_gone")
def test_rendered_files_are_kept_once_while_redis_is_gone() -> None:
    cache.get("anything")  # the first question finds out
    render_cache.keep("file", b"%PDF")
    assert render_cache.find("file") == b"%PDF"
    assert cache.get("file") is None
    render_cache.clear_memory()


@pytest.mark.usefixtures("redis_gone")
def test_redis_without_room_keeps_nothing_and_breaks_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_room(*args: Any) -> None:
        raise ResponseError("OOM command not allowed when used memory > 'maxmemory'.")

    monkeypatch.setattr(caches["default"]._cache, "set", no_room)
    cache.set("sheet", b"%PDF")
    assert cache.get("sheet") == b"%PDF"


@pytest.mark.usefixtures("cached_pages", "minute")
def test_disk_full_nothing_old_is_shown_and_the_version_catches_up(
    monkeypatch: pytest.MonkeyPatch, client: Client, tmp_path: Path
) -> None:
    if isinstance(caches["default"], FallbackRedisCache):
        pytest.skip("With Redis no version is on the disk.")
    from exercises.models import Exercise

    def full(*args: Any, **options: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    client.get("/exercises/bird-dog/")
    with monkeypatch.context() as patch:
        patch.setattr("backfit.operations.file_storage.WholeFileCache._write_content", full)
        Exercise.objects.filter(slug="bird-dog").update(summary="On a full disk.")
        assertContains(client.get("/exercises/bird-dog/"), "On a full disk.")
        assertContains(Client().get("/exercises/bird-dog/"), "On a full disk.")
        assert content_version.current() is None
        assert list(tmp_path.rglob("tmp*")) == []
    assert content_version.current() is not None


@pytest.mark.django_db
def test_disk_full_a_page_that_must_write_asks_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*args: Any, **options: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("programs.views.sheets.MAKERS", {"pdf": full})
    client = Client(raise_request_exception=False)
    answer = client.get("/programs/upper-back/sheet.pdf")
    assertContains(answer, "back in a moment", status_code=503)
    monkeypatch.setattr("programs.views.sheets.MAKERS", {"pdf": lambda sheet: 1 / 0})
    answer = client.get("/programs/upper-back/sheet.pdf")
    assertContains(answer, "Something went wrong", status_code=500)


KILLED = """
import os, signal, sys, django
django.setup()
from django.conf import settings
from django.db.models import QuerySet
from django.test import Client
from backfit.accounts.models import User

settings.ALLOWED_HOSTS.append("testserver")
client = Client()
client.force_login(User.objects.get(email="killed@example.org"))
assert client.post("/programs/upper-back/add/").status_code == 302
QuerySet.bulk_create = lambda *args, **options: os.kill(os.getpid(), signal.SIGKILL)
client.post("/programs/lower-back/add/")
"""


@pytest.mark.usefixtures("cached_pages")
def test_worker_killed_in_mid_request_loses_nothing_acknowledged_and_leaves_no_half(
    tmp_path: Path,
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("A process of its own finds the test database by its file.")
    person = UserFactory(email="killed@example.org")
    variables = {
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "backfit.settings",
        "SECRET_KEY": "a-key-for-tests-" * 4,
        "VAR_DIR": str(tmp_path),
        "DEBUG": "1",
    }
    worker = subprocess.run(  # noqa: S603
        [sys.executable, "-c", KILLED],
        cwd=site_settings.BASE_DIR,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert worker.returncode == -signal.SIGKILL, worker.stderr
    (workout,) = Workout.objects.owned_by(person)
    program = Program.objects.with_items().get(slug="upper-back")
    assert workout.title == program.title
    assert workout.items.count() == program.exercise_count


@pytest.mark.django_db
def test_mail_server_down_people_can_sign_up_and_are_told(client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    person = {"email": "new@example.org", "password1": "correct horse battery"}
    page = client.post("/accounts/signup/", person, follow=True)
    assertContains(page, "We could not send you an e-mail just now")
    assert "Confirmation email sent" not in page.content.decode()
    assert User.objects.filter(email="new@example.org").exists()


@pytest.mark.usefixtures("cached_pages")
def test_fifty_people_write_at_once_and_nothing_is_lost() -> None:
    people = [User(email=f"writer{number}@example.org", password="!") for number in range(WRITERS)]
    User.objects.bulk_create(people)
    clients = [Client() for _ in people]
    for client, person in zip(clients, people, strict=True):
        client.force_login(person)
    start, answers = Barrier(WRITERS), []

    def write(client: Client) -> None:
        start.wait()
        answers.append(client.post("/programs/upper-back/add/").status_code)
        connection.close()

    threads = [Thread(target=write, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * WRITERS
    program = Program.objects.with_items().get(slug="upper-back")
    counts = [w.items.count() for w in Workout.objects.filter(owner__in=people)]
    assert counts == [program.exercise_count] * WRITERS
