"""Odd input is never an error of ours: every address of the site, with odd queries and odd forms.

The addresses come from the URL resolver and the fields from what the pages themselves show and read, so
that a new page is tried without a line here. Run it longer with
`HYPOTHESIS_PROFILE=long pytest tests/test_odd_input.py`.
"""

from __future__ import annotations

import logging
import os
import re
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.cache import cache
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import get_resolver, resolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from backfit.accounts.models import User
from tests.factories import PASSWORD
from tests.test_people_and_urls import ROWS, owned_by, routes

pytestmark = [pytest.mark.django_db, pytest.mark.odd]

PLACES = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|\([^()]*\)")
FIELDS = re.compile(r"<(?:input|select|textarea|button)\b[^>]*\bname=\"([^\"]+)\"")
READ_IN_CODE = re.compile(
    r"(?:GET|POST|data)(?:\.get|\.getlist)?[\(\[]\"(\w+)\"|\"(\w+)\" in request\.(?:GET|POST)"
)

ODD = [
    *("", " ", "0", "-1", "1", "1.5", "1e999", "NaN", "٣", "9" * 30, "9" * 5000, "1" * 400 + "/x"),
    *(
        "\0",
        "a\0b",
        "\ud800",
        "\x7f\x1b",
        "💪🏽",
        "\u202eabc\u202c",
        "שלום مرحبا",
        "é" * 3000,
        "ﷺ" * 500,
    ),
    *(
        "<b>x</b>",
        "<script>alert(1)</script>",
        "'\"--;",
        "%s %d {0} {{x}} {% x %}",
        "../../etc/passwd",
    ),
    *("null", "true", "[]", "{}", "[[[[", '{"a": 1}', "None", "undefined", "=1+1", "on", "all"),
    *(
        "2026-02-30",
        "0000-00-00",
        "9999-12-31",
        "10000-01-01",
        "2026-12-07",
        "24:00",
        "25:61",
        "18:00",
    ),
    *(
        "Mars/Base",
        "Europe/Berlin",
        "../UTC",
        "MO,TH",
        "XX",
        "MO",
        "https://evil.example/",
        "//evil",
    ),
    *(
        "00000000-0000-0000-0000-000000000000",
        "upper-back",
        "bird-dog",
        "a@b",
        "a@example.org",
        "-" * 40,
    ),
]
"""Strings that break what trusts them, and some that are right, to get past the first check."""

settings.register_profile("long", max_examples=400, derandomize=False)
PROFILE = settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
LONG = "HYPOTHESIS_PROFILE" in os.environ


def oddly(address: str) -> settings:
    """How often an address is tried; in a short run those of packages once, ours twice."""
    short = 1 if address.startswith(("/admin/", "/accounts/")) else 2
    return settings(
        PROFILE,
        max_examples=PROFILE.max_examples if LONG else short,
        deadline=None,
        database=None,
        derandomize=not LONG,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


values = st.sampled_from(ODD) | st.text(max_size=60)
lists = st.lists(values, min_size=1, max_size=3)


def field_names() -> list[str]:
    """All names that templates, forms and views of ours give to fields or read from a request."""
    found: set[str] = set()
    for room in ("backfit", "exercises", "programs"):
        for path in (site_settings.BASE_DIR / room).rglob("*.py"):
            text = path.read_text()
            found |= {name for pair in READ_IN_CODE.findall(text) for name in pair if name}
            if "forms." in text:
                found |= set(re.findall(r"^    (\w+) = ", text, re.MULTILINE))
    for path in (site_settings.BASE_DIR / "templates").rglob("*.html"):
        found |= {name for name in FIELDS.findall(path.read_text()) if "{" not in name}
    return sorted(found)


NAMES = field_names()
queries = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=8), lists, max_size=8)


def address_of(route: str, things: dict[str, object]) -> str:
    """An address of the route: what the table of people says, or for packages' routes an odd one."""
    paths = [row[1].format(**things).partition("?")[0] for row in ROWS]
    known = {resolve(path).route: path for path in paths}
    odd = "/" + PLACES.sub("1", route).strip("^$").replace("\\", "").rstrip("Z")
    return known.get(route) or odd


def shown_fields(client: Client, address: str) -> dict[str, list[str]]:
    """The names of all fields that the page shows, to be filled oddly."""
    response = client.get(address)
    if response.streaming or "html" not in response.get("Content-Type", ""):
        return {}
    return {name: [""] for name in FIELDS.findall(response.content.decode())}


def encoded(fields: dict[str, list[str]]) -> str:
    """The fields as a browser would send them; halves of characters as bytes that are no UTF-8."""
    query = QueryDict(mutable=True)
    for name, each in fields.items():
        query.setlist(_whole(name), [_whole(value) for value in each])
    return query.urlencode().replace("%EE%80%80", "%ED%A0%80")


def _whole(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ue000", text)


@pytest.fixture
def superuser(editor: User) -> Client:
    """Somebody who may open everything, and who confirmed their password just now."""
    client = Client(raise_request_exception=False)
    client.post("/accounts/login/", {"login": editor.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


FORM = "application/x-www-form-urlencoded"
# The export prints every sheet: it takes no parameters, and has tests of its own.
ROUTES = sorted(set(routes(get_resolver())) - {"account/data/"})


@pytest.mark.parametrize("route", ROUTES)
def test_no_query_and_no_form_is_an_error_of_ours(
    route: str, superuser: Client, editor: User, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    # Neither what is logged nor what each template was given is stored: gigabytes in a long run.
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *args, **kwargs: None)
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)
    settings.SHEET_WAIT_SECONDS = 0
    monkeypatch.setattr("programs.sheets.renderer_pool.run", lambda task, *args: b"%PDF-")
    monkeypatch.setattr("backfit.accounts.models.User.erase", lambda self: None)
    address = address_of(route, owned_by(editor))
    session = superuser.cookies["sessionid"].value
    broken: list[str] = []

    def send(method: str, address: str, fields: dict[str, list[str]], data: str = "") -> None:
        superuser.cookies["sessionid"] = session
        with transaction.atomic():  # what it did is undone: signing out, above all
            response = superuser.generic(method, address, data, content_type=FORM)
            transaction.set_rollback(True)
        if response.status_code >= 500 and response.status_code != 503:
            broken.append(f"{method} {address[:200]} {str(fields)[:1500]}")

    cache.clear()  # no rate limit stands between
    shown = shown_fields(superuser, address)
    forms = st.fixed_dictionaries({}, optional=dict.fromkeys(shown, lists))

    @oddly(address)
    @given(queries=queries, form=forms)
    def send_oddly(queries: Any, form: Any) -> None:
        send("GET", f"{address}?{encoded(queries)}", queries)
        send("POST", address, form | queries, encoded(form | queries))

    send_oddly()
    assert broken == []
