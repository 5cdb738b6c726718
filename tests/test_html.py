"""Every page is valid HTML: the Nu HTML checker has nothing to say of any, for whoever may open it.

All pages are collected first and checked in one run: starting Java takes longer than checking.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import get_resolver

from backfit.accounts.models import User
from exercises.models import Exercise
from programs.models import WorkoutLog
from tests.factories import PASSWORD, SetLogFactory, StockFactory
from tests.test_people_and_urls import ROWS, owned_by, routes

pytestmark = [pytest.mark.django_db, pytest.mark.html]

CHECKER = Path(__file__).parent / "html" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

MIN_PAGES = 66
"""So many page types there are at the least, whatever the walk leaves out by mistake."""

GUEST_PARTS = ("", "edit/", "check/", "log/", "schedule/", "share/", "delete/", "sheet/")

ADMIN = (
    "/admin/",
    "/admin/login/",
    "/admin/exercises/exercise/import/",
    "/admin/exercises/exercise/{exercise}/history/",
)
"""Pages of the administration with markup of ours; its forms are those of packages."""

OF_PACKAGES = re.compile(
    r"A table row was 2 columns wide.*|The “type” attribute is unnecessary.*|Trailing slash on void.*"
    r"|Bad value “” for attribute “action”.*|To set the document’s location.*"
)
"""What is said on pages of the administration of markup that Django and django-import-export bring."""

FIELD = re.compile(r"<(?:input|select|textarea|button)\b[^>]*\bname=\"([^\"]+)\"[^>]*>")
WITHOUT_WORDS = re.compile(r"type=\"(number|date|time|month|range)\"")
"""Fields in which a browser lets nobody type a word."""

EMPTY_ADDRESS = re.compile(r"<[^>]*\s(?:href|src|action|formaction)=\"\"[^>]*>")
"""An address that a template forgot to pass on; the checker lets some of them be."""


class Pages:
    """The HTML of every address that was asked for, each page once, under what tells where it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, str] = {}
        self.seen: set[bytes] = set()
        self.empty: set[str] = set()
        self.typed: dict[str, dict[str, str]] = {}

    def get(self, client: Client, person: str, address: str) -> None:
        cache.clear()
        self._keep(f"{person} GET {address}", address, client.get(address))

    def post(self, client: Client, person: str, address: str, data: dict[str, str]) -> None:
        """What a form is answered with; what it changes is undone."""
        cache.clear()
        cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        with transaction.atomic():
            response = client.post(address, data)
            transaction.set_rollback(True)
        client.cookies.load(cookies)
        self._keep(f"{person} POST {address}", address, response)

    def _keep(self, name: str, address: str, response: HttpResponseBase) -> None:
        assert response.status_code < 500, name
        content = b"" if response.streaming else response.content
        if b"<html" not in content[:1000] or content in self.seen:
            return
        self.seen.add(content)
        text = content.decode()
        self.typed[address] = {
            match[1]: "" if WITHOUT_WORDS.search(match[0]) else "☃"
            for match in FIELD.finditer(text)
        }
        if " /admin" not in name:
            self.empty |= {f"{name}: empty address {tag}" for tag in EMPTY_ADDRESS.findall(text)}
        file = self.folder / f"{len(self.names)}.html"
        file.write_bytes(content)
        self.names[file.name] = name

    def findings(self) -> list[str]:
        """What is wrong, each sentence once, with a page where it is so."""
        run = subprocess.run(  # noqa: S603
            [java(), "-jar", CHECKER, "--format", "json", "--exit-zero-always", self.folder],
            capture_output=True,
            text=True,
            check=True,
        )
        found = {}
        for message in json.loads(run.stderr)["messages"]:
            page = self.names[urlsplit(message["url"]).path.rpartition("/")[2]]
            words = message["message"]
            near = " ".join(message.get("extract", "").split())
            if not (" /admin/" in page and OF_PACKAGES.fullmatch(words)):
                found[words, near] = f"{page}: {words} {near}"
        return sorted([*found.values(), *self.empty])


def java() -> str:
    """The path of Java; where it or the checker is missing the test is skipped, but fails in CI."""
    found = shutil.which("java")
    if found is not None and CHECKER.exists():
        return found
    if os.environ.get("CI"):
        pytest.fail(
            "Java and the Nu HTML checker are needed: .ci/need java; npm ci --prefix tests/html"
        )
    return pytest.skip("Java or the Nu HTML checker is not installed: pages are not checked.")


@pytest.fixture
def things(owner: User) -> dict[str, object]:
    found = owned_by(owner)
    SetLogFactory(log=WorkoutLog.objects.get(uuid=found["logged"]))
    StockFactory(product__slug="shown")
    return {**found, "exercise": Exercise.objects.get(slug="bird-dog").pk}


@pytest.fixture(autouse=True)
def _no_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("programs.sheets.renderer_pool.run", lambda task, *args: b"%PDF-")


def addresses(method: str, things: dict[str, object]) -> list[str]:
    return [address.format(**things) for each, address, *_ in ROWS if each == method]


def account_pages() -> list[str]:
    pages = {f"/{each}" for each in routes(get_resolver()) if each.startswith("account")}
    return sorted(page for page in pages if not set(page) & set("<(^"))


def test_every_page_is_valid_html(
    tmp_path: Path, things: dict[str, object], owner: User, editor_client: Client
) -> None:
    java()
    pages = Pages(tmp_path)
    guest = Client()
    own = guest.post("/programs/upper-back/add/", follow=True).redirect_chain[-1][0]
    anonymous, signed_in = Client(), Client()
    signed_in.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    table = addresses("GET", things)
    everywhere = [*table, *account_pages(), "/no/such/page/"]
    for address in everywhere:
        pages.get(anonymous, "anonymous", address)
        pages.get(signed_in, "owner", address)
    for address in [*table, *(own + part for part in GUEST_PARTS)]:
        pages.get(guest, "guest", address)
    for address in [*table, *(address.format(**things) for address in ADMIN)]:
        pages.get(editor_client, "editor", address)
    for address, typed in list(pages.typed.items()):
        typed.pop("csrfmiddlewaretoken", None)
        if address in everywhere and typed:
            for person, client in [("anonymous", anonymous), ("owner", signed_in)]:
                pages.get(client, person, f"{address.partition('?')[0]}?{urlencode(typed)}")
                pages.post(client, person, address, typed)
    assert len(pages.names) >= MIN_PAGES
    assert pages.findings() == []
