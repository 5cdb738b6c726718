"""Public pages come whole from memory, and never after what they show has changed."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from backfit.operations.cache_backends import SizedLocMemCache
from exercises import content_version
from exercises.models import Exercise
from programs.models import Program
from tests.backfit.test_site import manage
from tests.factories import UserFactory

PAGES = ["/", "/exercises/", "/exercises/bird-dog/", "/programs/upper-back/", "/sitemap.xml"]
BIRD_DOG = "/exercises/bird-dog/"


def headers_of(response: Any) -> dict[str, str]:
    """All that a cache would keep: every request has an id of its own."""
    return {name: value for name, value in response.items() if name != "X-Request-ID"}


@pytest.mark.usefixtures("cached_pages", "minute")
@pytest.mark.parametrize("address", PAGES)
def test_public_page_is_made_once_and_sets_no_cookie(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    first = client.get(address)
    with django_assert_num_queries(0):
        again = client.get(address)
        unchanged = client.get(address, headers={"If-None-Match": first["ETag"]})
        head = client.head(address)
    assert again.content == first.content
    assert headers_of(again) == headers_of(first)
    assert not again.cookies
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert (head.content, head["Content-Length"]) == (b"", str(len(first.content)))


@pytest.mark.usefixtures("cached_pages", "minute")
def test_every_worker_shows_a_change_as_soon_as_it_is_saved() -> None:
    workers = Client(), Client()
    for words in ("One.", "Two."):
        Exercise.objects.filter(slug="bird-dog").update(summary=words)
        for worker in workers:
            assert words in worker.get(BIRD_DOG).content.decode()
    row = Exercise.objects.get(slug="bird-dog")
    row.summary = "Three."
    row.save()
    for worker in workers:
        assert "Three." in worker.get(BIRD_DOG).content.decode()


@pytest.mark.usefixtures("cached_pages", "minute")
def test_change_by_another_process_shows_at_once(client: Client, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("A process of its own finds the test database by its file.")
    assert "From outside." not in client.get(BIRD_DOG).content.decode()
    script = (
        "from exercises.models import Exercise;"
        "Exercise.objects.filter(slug='bird-dog').update(summary='From outside.')"
    )
    database = f"sqlite:///{connection.settings_dict['NAME']}"
    done = manage("shell", "-c", script, DATABASE_URL=database, VAR_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "From outside." in client.get(BIRD_DOG).content.decode()


@pytest.mark.usefixtures("cached_pages")
def test_page_is_made_anew_each_minute(
    client: Client, minute: list[float], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/")
    minute[0] += 60
    with django_assert_num_queries(1):
        client.get("/")


@pytest.mark.usefixtures("cached_pages", "minute")
def test_change_that_is_taken_back_leaves_the_version() -> None:
    before = content_version.current()
    with transaction.atomic():
        Exercise.objects.filter(slug="bird-dog").update(summary="Never.")
        assert content_version.current() == before
        transaction.set_rollback(True)
    assert content_version.current() == before
    with transaction.atomic():
        Exercise.objects.filter(slug="bird-dog").update(summary="Now.")
    assert content_version.current() != before


@pytest.mark.usefixtures("cached_pages", "minute")
def test_what_people_keep_for_themselves_leaves_the_version() -> None:
    before = content_version.current()
    person = UserFactory()
    Program.objects.with_items().get(slug="upper-back").copy_for(person)
    Client().force_login(person)
    assert content_version.current() == before
    person.name = "Nora"
    person.save()
    assert content_version.current() != before


@pytest.mark.usefixtures("cached_pages", "minute")
def test_pages_of_signed_in_people_are_neither_stored_nor_answered_from_memory() -> None:
    client = Client()
    client.force_login(UserFactory())
    assert "Sign out" in client.get("/").content.decode()
    client.logout()
    assert "Sign in" in client.get("/").content.decode()
    client.force_login(UserFactory())
    assert "Sign out" in client.get("/").content.decode()


@pytest.mark.usefixtures("cached_pages", "minute")
def test_each_encoding_paper_and_query_has_its_own_page(client: Client) -> None:
    plain = client.get("/exercises/").content
    for _ in range(2):
        packed = client.get("/exercises/", headers={"Accept-Encoding": "gzip, br"})
        assert packed["Content-Encoding"] == "gzip"
        assert packed["Content-Length"] == str(len(packed.content))
        assert gzip.decompress(packed.content) == plain
    american = {"Accept-Language": "en-US,en;q=0.5"}
    a4, letter = (
        client.get("/programs/upper-back/"),
        client.get("/programs/upper-back/", headers=american),
    )
    assert a4.content != letter.content
    assert client.get("/exercises/?q=bird").content != plain
    assert client.get("/exercises/?kind=nonsense").status_code == 400
    htmx = client.get("/exercises/", headers={"HX-Request": "true"})
    assert b"<html" not in htmx.content


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "gzip"),
        ("GZIP;q=1.0, br;q=0", "gzip"),
        ("br", "identity"),
        ("br;q=1, gzip;q=0", "identity"),
        ("gzip;q=0.000", "identity"),
        ("x-gzip", "identity"),
        ("identity, gzip;q=0.5", "gzip"),
    ],
)
@pytest.mark.usefixtures("cached_pages")
def test_page_comes_in_an_encoding_that_the_client_accepts(
    client: Client, accepted: str, encoding: str
) -> None:
    client.get("/exercises/", headers={"Accept-Encoding": "gzip"})
    for _ in range(2):
        response = client.get("/exercises/", headers={"Accept-Encoding": accepted})
        assert response.get("Content-Encoding", "identity") == encoding


@pytest.mark.usefixtures("cached_pages")
def test_what_a_get_says_of_its_body_changes_no_page(client: Client) -> None:
    address = "/exercises/?q=%C3%A9"
    odd = client.get(address, headers={"Content-Type": "text/html; charset=latin-1"}).content
    assert 'value="é"' in odd.decode()
    assert client.get(address).content == odd


@pytest.mark.usefixtures("cached_pages", "minute")
@pytest.mark.parametrize(
    "flood",
    [
        ("/exercises/?q={n}", {}),
        ("/exercises/", {"Cookie": "tracker={n}"}),
        ("/exercises/", {"HX-Request": "{n}"}),
    ],
    ids=["query", "cookie", "htmx"],
)
def test_no_flood_of_variants_drives_out_plain_pages(
    client: Client,
    settings: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
    flood: tuple[str, dict[str, str]],
) -> None:
    options = {"MAX_ENTRIES": 2000, "MAX_BYTES": 200_000}
    small = {**settings.CACHES["pages"], "OPTIONS": options}
    settings.CACHES = {**settings.CACHES, "pages": small, "query_pages": small | {"LOCATION": "q"}}
    client.get("/")
    address, headers = flood
    for n in range(12):
        sent = {name: value.format(n=n) for name, value in headers.items()}
        Client().get(address.format(n=n), headers=sent)
    with django_assert_num_queries(0):
        client.get("/")


def test_memory_holds_so_many_bytes_of_keys_and_values_and_no_more() -> None:
    params = {"OPTIONS": {"MAX_ENTRIES": 1000, "MAX_BYTES": 10_000}}
    memory = SizedLocMemCache("sized-test", params)
    memory.clear()
    memory.set("too-large", "x" * 10_000)
    for n in range(100):
        memory.set(f"entry-{n}", "x" * 1000)
    kept = [n for n in range(100) if memory.has_key(f"entry-{n}")]
    assert not memory.has_key("too-large")
    assert kept == list(range(100 - len(kept), 100))
    assert 5 <= len(kept) <= 9
    for n in range(1000):
        memory.set(f"{n}-{'k' * 200}", "")
    assert sum(memory.has_key(f"{n}-{'k' * 200}") for n in range(1000)) < 40


def test_value_that_no_longer_fits_is_gone() -> None:
    memory = SizedLocMemCache("grown-test", {"OPTIONS": {"MAX_BYTES": 10_000}})
    memory.set("page", "small")
    memory.set("page", "x" * 10_000)
    assert memory.get("page") is None
