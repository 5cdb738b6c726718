"""Requests of chance: every address, every method, odd input, by visitors, owners, strangers and staff.

Whatever comes, no answer is an error of ours. Each request is made from its number alone, so one that broke can
be made again. A run of the suite makes a few; `FUZZ_REQUESTS=10000 pytest -s tests/test_fuzz.py` makes as
many as it says and prints the answers by status; `FUZZ_SEED` makes other ones, `FUZZ_NUMBERS=170,390` those alone.
"""

from __future__ import annotations

import json
import logging
import os
import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, ClientHandler, encode_multipart

from backfit.accounts.models import User
from backfit.middleware.charset import CharsetGuard
from tests.factories import PASSWORD
from tests.programs.uploads import a_session, a_set
from tests.test_odd_input import FORM, NAMES, ODD, ROUTES, address_of, encoded, shown_fields
from tests.test_people_and_urls import owned_by

pytestmark = [pytest.mark.django_db, pytest.mark.odd]

NUMBERS = [int(number) for number in os.environ.get("FUZZ_NUMBERS", "").split(",") if number]
NUMBERS = NUMBERS or list(range(int(os.environ.get("FUZZ_REQUESTS", "250"))))
SEED = os.environ.get("FUZZ_SEED", "1")
NO_ANSWER = 599
FORGET_EVERY = 50
"""Requests after which limits and pages are forgotten."""
METHODS = [
    *(["GET"] * 9),
    *(["POST"] * 9),
    *("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"),
]
PIECES = [
    "",
    "a" * 300,
    "%00",
    "%ff",
    "-1",
    "0",
    "9" * 40,
    "..",
    "%2e%2e%2f",
    "0126-01-01",
    "é",
    "💪",
]
"""What stands in the place of one part of an address."""
HEADERS: dict[str, list[str]] = {
    "Accept-Encoding": ["gzip;q=0", "br, x-gzip", "*", "\x00", "gzip;q=abc"],
    "Accept-Language": ["ru", "xx-YY;q=9", "en-US" * 200, ";;;", "*"],
    "Content-Type": [
        *("text/plain; charset=rot13", "application/json; charset=utf-99", "multipart/form-data"),
        *(
            "multipart/form-data; boundary=",
            "application/x-www-form-urlencoded; charset=utf-16",
            "/",
        ),
    ],
    "Cookie": [
        "sessionid=x",
        "messages=%00; csrftoken=é",
        "a=b; a=c; =; ;",
        "messages=" + "W" * 3000,
    ],
    "HX-Request": ["true", "x"],
    "HX-Current-URL": ["http://[", "javascript:alert(1)", "//"],
    "Host": ["127.0.0.1:99999", "[::1]", "evil.example", "127.0.0.1:x", "a" * 300],
    "If-Modified-Since": ["Sat, 29 Feb 2026 99:00:00 GMT", "0", "9" * 30],
    "If-None-Match": ["*", '"', 'W/"x"', '"' + "a" * 5000 + '"', "é"],
    "Origin": ["null", "http://[", "https://evil.example", ""],
    "Range": ["bytes=0-", "bytes=-0", "bytes=9-1", "bytes=" + "0-1," * 50, "lines=1"],
    "Referer": ["http://[", "about:blank", "\x00"],
    "User-Agent": ["", "Mozilla/5.0 (" * 100, "💪", "iOS/17 dataaccessd/1.0"],
    "X-Forwarded-For": ["1.2.3.4, x", "::::", ""],
    "X-Person": ["x", ""],
}
SURROGATES = rb'{"title": "\ud800", "notes": "\udfff", "items": [{"exercise": "bird-dog", "sets": 3, "reps_min": 8}]}'
FILES = [
    (
        "mine.json",
        b'{"format": "backfit-workouts", "version": 1, "workouts": [' + SURROGATES + b"]}",
    ),
    (
        "history.json",
        b'{"format": "backfit-history", "version": 1, "sessions": [' + SURROGATES + b"]}",
    ),
    ("rows.json", rb'[{"slug": "x", "name": "\ud800", "status": "draft"}]'),
    (
        "mine.json",
        b'{"format": "backfit-workouts", "version": 1, "workouts": [{"title": "\\u0000"}]}',
    ),
    ("mine.json", b"[" * 20_000),
    (
        "mine.json",
        b'{"format": "backfit-workouts", "version": 1, "workouts": [{"items": [{"sets": 1e400}]}]}',
    ),
    ("mine.csv", b"Date,Exercise,Category,Reps\n0126-02-30,\0,Back,-1\n"),
    ("mine.csv", b'Date;Workout Name;Exercise Name;Weight\n2026-04-06 07:00:00;A;"B\n'),
    ("mine.csv", "Дата,Упражнение\n".encode("utf-16")),
    ("photo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
    ("book.xlsx", b"PK\x03\x04" + b"\0" * 60),
    ("\u202e" + "a" * 300, b""),
]


@dataclass
class Request:
    """One request, all that it is made of."""

    person: str
    method: str
    address: str
    body: bytes = b""
    content_type: str = FORM
    headers: dict[str, str] = field(default_factory=dict)


class Maker:
    """Makes the request of a number."""

    def __init__(self, addresses: list[str], fields: Callable[[str], list[str]]) -> None:
        self.addresses, self.fields = addresses, fields

    def request(self, number: int) -> Request:
        chance = random.Random(f"{SEED}.{number}")
        # Every address is asked in turn, so that a run of so many requests leaves none out.
        address = self.addresses[number % len(self.addresses)]
        made = Request(
            chance.choice(["visitor", "owner", "other", "editor", "superuser"]),
            chance.choice(METHODS),
            address,
        )
        if chance.random() < 0.15:
            made.address = self._broken(chance, address)
        names = [*self.fields(address), *chance.choices(NAMES, k=3)]
        if chance.random() < 0.6:
            made.address += f"?{encoded(self._values(chance, names))}"
        if made.method not in ("GET", "HEAD"):
            made.body, made.content_type = self._body(chance, names, address)
        for name in chance.sample(sorted(HEADERS), k=chance.choice([0, 0, 1, 2])):
            made.headers[name] = chance.choice(HEADERS[name])
        return made

    def _broken(self, chance: random.Random, address: str) -> str:
        """The address with one part replaced."""
        parts = address.split("/")
        place = chance.randrange(1, len(parts))
        parts[place] = quote(chance.choice(PIECES), safe="%")
        return "/".join(parts)

    def _values(self, chance: random.Random, names: list[str]) -> dict[str, list[str]]:
        chosen = chance.sample(names, k=min(len(names), chance.randrange(1, 9)))
        return {name: chance.choices(ODD, k=chance.choice([1, 1, 1, 2])) for name in chosen}

    def _body(self, chance: random.Random, names: list[str], address: str) -> tuple[bytes, str]:
        kind = (
            "json"
            if address.endswith("/sync/")
            else chance.choice(["form", "form", "file", "json"])
        )
        values = self._values(chance, names)
        if kind == "form":
            return encoded(values).encode(), FORM
        if kind == "file":
            name, content = chance.choice(FILES)
            plain = {each: _plain(value) for each, value in values.items()}
            data = plain | {"file": SimpleUploadedFile(name, content)}
            return encode_multipart(BOUNDARY, data), MULTIPART_CONTENT
        return json.dumps({"sessions": [self._session(chance)]}).encode(), "application/json"

    def _session(self, chance: random.Random) -> Any:
        """A session as a device sends it, with some values that are odd."""
        odd: list[Any] = [*ODD, None, -1, 1e308, [], {}, [[]], True, 10**30]
        sets = [
            a_set(**{chance.choice(["reps", "at", "uuid", "name", "load_kg"]): chance.choice(odd)})
        ]
        names = [
            "uuid",
            "date",
            "time_zone",
            "started_at",
            "updated_at",
            "title",
            "sets",
            "workout",
        ]
        return a_session(*sets, **{chance.choice(names): chance.choice(odd)})


def _plain(values: list[str]) -> list[str]:
    return [value.encode("utf-8", "replace").decode() for value in values]


class GuardedHandler(ClientHandler):
    """The site as a server runs it: with what looks at a request before Django does."""

    def __call__(self, environ: dict[str, Any]) -> Any:
        CharsetGuard(lambda environ, start: [])(environ, None)
        return super().__call__(environ)


def browser() -> Client:
    client = Client(raise_request_exception=False)
    client.handler = GuardedHandler(enforce_csrf_checks=False)
    return client


def signed_in(person: User) -> Client:
    """A browser whose person gave their password just now."""
    client = browser()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def note_cause(causes: list[str], **_: Any) -> None:
    """Remember what broke a request: the error and where it was raised."""
    error = sys.exc_info()[1]
    places = traceback.extract_tb(error.__traceback__)[-2:] if error else []
    where = ", ".join(f"{each.filename.rpartition('/')[2]}:{each.lineno}" for each in places)
    causes.append(f"{error!r:.200} at {where}")


def answered(client: Client, made: Request) -> int:
    """The status of the answer, read whole; 599 where none was given."""
    headers = dict(made.headers)
    kind = headers.pop("Content-Type", made.content_type)
    try:
        answer = client.generic(
            made.method, made.address, made.body, content_type=kind, headers=headers
        )
        if answer.streaming:
            b"".join(answer.streaming_content)
    except Exception:  # noqa: BLE001 (whatever it is, it is counted)
        traceback.print_exc(limit=-6)
        return NO_ANSWER
    return int(answer.status_code)


def test_no_request_of_chance_is_an_error_of_ours(
    owner: User,
    other: User,
    editor: User,
    group_editor: User,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
) -> None:
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *args, **kwargs: None)
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)
    monkeypatch.setattr("programs.sheets.renderer_pool.run", lambda task, *args: b"%PDF-")
    settings.SHEET_WAIT_SECONDS = 0
    clients = {
        "visitor": browser(),
        "owner": signed_in(owner),
        "other": signed_in(other),
        "editor": signed_in(group_editor),
        "superuser": signed_in(editor),
    }
    sessions = {name: client.cookies.get("sessionid") for name, client in clients.items()}
    things = owned_by(owner)
    addresses = [address_of(route, things) for route in ROUTES]
    shown: dict[str, list[str]] = {}

    def fields(address: str) -> list[str]:
        """The fields of the page, as its owner sees it, or a superuser."""
        if address not in shown:
            with transaction.atomic():
                found = shown_fields(clients["owner"], address)
                found = found or shown_fields(clients["superuser"], address)
                shown[address] = list(found)
                transaction.set_rollback(True)
        return shown[address]

    causes: list[str] = []
    with_cause = partial(note_cause, causes)
    got_request_exception.connect(with_cause)
    maker = Maker(addresses, fields)
    answers: Counter[int] = Counter()
    broken: list[str] = []
    for number in NUMBERS:
        if number % FORGET_EVERY == 0:
            cache.clear()
        made = maker.request(number)
        client = clients[made.person]
        client.cookies.clear()
        if session := sessions[made.person]:
            client.cookies["sessionid"] = session.value
        with transaction.atomic():  # what it did is undone, such as signing out
            status = answered(client, made)
            transaction.set_rollback(True)
        answers[status] += 1
        if status >= 500:
            broken.append(f"{status} at {number}: {causes[-1:]} {made!r:.800}")
            print(broken[-1])
    print(f"{len(NUMBERS)} requests:", dict(sorted(answers.items())))
    assert not broken, "\n".join(broken)
