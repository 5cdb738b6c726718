"""Logs: a JSON object a line with the request's id, and nothing that tells of a person."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from backfit.accounts.models import User
from backfit.operations.log_format import (
    AccessLogger,
    GunicornFormatter,
    JsonFormatter,
    redact_emails,
    request_id,
)
from backfit.operations.sentry import scrub_event
from programs.models import CalendarFeed, Workout, WorkoutShare

NOTE = "pain in my left hip since Tuesday"


class Lines(logging.Handler):
    """Keeps what the JSON log would hold."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.written: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(self.format(record))


@pytest.fixture
def lines() -> Any:
    handler = Lines()
    loggers = [logging.getLogger(name) for name in ("", "django")]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler.written
    for logger in loggers:
        logger.removeHandler(handler)


def record(message: str, **extra: Any) -> logging.LogRecord:
    made = logging.LogRecord("backfit", logging.WARNING, "", 0, message, None, None)
    made.__dict__.update(extra)
    return made


@pytest.mark.django_db
def test_line_is_one_json_object_with_the_id_that_the_answer_carries(
    client: Client, lines: list[str]
) -> None:
    response = client.get("/nothing-here", headers={"X-Request-ID": "proxy-id-0815"})
    (line,) = [json.loads(line) for line in lines]
    assert response["X-Request-ID"] == "proxy-id-0815"
    assert line["request"] == "proxy-id-0815"
    assert (line["level"], line["logger"]) == ("warning", "django.request")
    assert line["message"] == "Not Found: /nothing-here"
    assert line["time"].endswith("+00:00")


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "short", "a b c d e f g h", "x" * 65, "evil\\n{}"])
def test_odd_id_from_outside_is_not_taken(client: Client, given: str) -> None:
    first, second = (
        client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] for _ in "ab"
    )
    assert len(first) == len(second) == 32
    assert first != second


@pytest.mark.django_db
def test_id_ends_with_its_request(client: Client) -> None:
    client.get("/healthz")
    assert request_id.get() == ""


@pytest.mark.django_db
def test_log_of_a_failure_holds_no_secret_and_no_person(
    owner: User, workout: Workout, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    workout.notes = NOTE
    workout.save()
    share, feed = WorkoutShare.objects.make_for(workout), CalendarFeed.objects.make_for(owner)

    def broken(*args: Any, **kwargs: Any) -> Any:
        notes = NOTE
        raise RuntimeError(f"Key (email)=({owner.email}) exists at {feed.address}", len(notes))

    monkeypatch.setattr("programs.models.share.WorkoutShareManager.by_token", broken)
    client = Client(raise_request_exception=False)
    client.force_login(owner)
    for address in (share.get_absolute_url(), f"/w/none-{share.token}/?q={owner.email}"):
        assert client.get(address).status_code == 500
    client.get(f"/calendar/x{feed.token}/backfit.ics")
    client.post("/accounts/login/", {"login": owner.email, "password": "wrong"})
    text = "\n".join(lines)
    assert "RuntimeError" in text
    assert "Key (email)=(…) exists" in text
    for secret in (share.token, feed.token, owner.email, "wrong", NOTE):
        assert secret not in text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("mail to olga@example.org, now", "mail to …, now"),
        (
            '"GET /accounts/password/reset/key/3-abc/ HTTP/1.1"',
            '"GET /accounts/password/reset/key/…/ HTTP/1.1"',
        ),
        ("/accounts/confirm-email/Mg:1x/", "/accounts/confirm-email/…/"),
        ("/programs/upper-back/", "/programs/upper-back/"),
        ("Not Found: //calendar//SeCrEt-1_a/backfit.ics", "Not Found: //calendar//…/backfit.ics"),
        ("GET /x//w///SeCrEt-1_a", "GET /x//w///…"),
        ("GET /calendar%2FSeCrEt%2Fbackfit.ics", "GET /calendar%2F…%2Fbackfit.ics"),
        ("Invalid request from ip=2001:db8::7: Bad", "Invalid request from ip=…: Bad"),
        ("/CALENDAR/SeCrEt?x=1", "/CALENDAR/…"),
        ("//accounts//password/reset//key//3-abc/", "//accounts//password/reset//key//…/"),
        (
            "Error handling request GET /exercises/?q=hip+pain",
            "Error handling request GET /exercises/",
        ),
        ('"GET /exercises/?q=hip HTTP/1.1" 200', '"GET /exercises/ HTTP/1.1" 200'),
        ("Bad Request: why? See /privacy/", "Bad Request: why? See /privacy/"),
    ],
)
def test_people_and_secrets_are_left_out(text: str, clean: str) -> None:
    assert redact_emails(text) == clean


def test_traceback_is_part_of_the_line() -> None:
    try:
        raise ValueError("for olga@example.org")
    except ValueError:
        line = json.loads(JsonFormatter().format(record("Broken", exc_info=sys.exc_info())))
    assert line["trace"].endswith("ValueError: for …")


class _Answer:
    status, sent = "200 OK", 12
    headers = [("X-Request-ID", "proxy-id-0815")]


def test_gunicorns_access_line_names_path_and_time_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backfit.settings.LOG_FORMAT", "json")
    written: list[logging.LogRecord] = []
    logger = AccessLogger.__new__(AccessLogger)
    logger.cfg = SimpleNamespace(accesslog="-")
    logger.access_log = SimpleNamespace(
        info=lambda message, told, extra: written.append(record(message % told, **extra))
    )
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/exercises/?q=hip+pain",
        "PATH_INFO": "/exercises/",
        "QUERY_STRING": "q=hip+pain",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.7",
        "HTTP_REFERER": "http://127.0.0.1/exercises/?q=hip",
    }
    logger.access(_Answer(), SimpleNamespace(headers=[]), environ, timedelta(milliseconds=31))
    line = json.loads(GunicornFormatter(None).format(written[0]))
    assert line.pop("time")
    assert line == {
        "level": "warning",
        "logger": "backfit",
        "message": "GET /exercises/",
        "request": "proxy-id-0815",
        "status": 200,
        "bytes": 12,
        "milliseconds": 31,
    }
    atoms = logger.atoms(_Answer(), SimpleNamespace(headers=[]), environ, timedelta())
    named = {name: value for name, value in atoms.items() if not name.startswith("{")}
    assert "hip" not in str(named)
    assert "192.0.2.7" not in str(named)


def test_gunicorns_own_words_of_a_failure_hold_no_query_and_no_secret() -> None:
    message = "Error handling request GET //calendar//SeCrEt/backfit.ics?q=hip+pain"
    for plain in (None, logging.Formatter("%(message)s")):
        line = GunicornFormatter(plain).format(record(message))
        assert "SeCrEt" not in line
        assert "hip" not in line


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        *("//calendar//{}/backfit.ics", "/w//{}/", "/x/w/{}/?q={}", "/calendar/./{}/backfit.ics"),
        *(
            "/calendar/%2e/{}",
            "/calender/{}/backfit.ics",
            "/{}",
            "/calendar%2F%2f{}%2Fx",
            "/w/x/../{}",
        ),
    ],
)
def test_no_number_of_slashes_brings_a_secret_into_the_log(
    client: Client, lines: list[str], address: str
) -> None:
    secret = "sFJEcWT1UKl6HDzOjEdym7gNP23LSj8o"  # as they are made
    client.get(f"http://testserver{address.format(secret, secret)}")
    assert lines
    assert secret not in "".join(lines)


NGINX = (Path(settings.BASE_DIR) / "docs/deploy/nginx.conf").read_text()


def test_log_of_nginx_says_what_the_privacy_page_tells_and_no_more() -> None:
    (form,) = re.findall(r"log_format backfit '([^']+)';", NGINX)
    allowed = "time_iso8601 request_method logged_path status body_bytes_sent request_time"
    assert set(re.findall(r"\$(\w+)", form)) == {*allowed.split(), "upstream_cache_status"}
    assert set(re.findall(r"access_log ([^;]+);", NGINX)) == {
        "off",
        "/var/log/nginx/backfit.log backfit",
    }


def test_report_to_sentry_tells_what_broke_and_nothing_of_the_person() -> None:
    event = {
        "message": "for olga@example.org",
        "user": {"ip_address": "192.0.2.7"},
        "request": {
            "method": "GET",
            "url": "https://backfit.example/w/secret/",
            "query_string": "q=pain",
            "cookies": {"sessionid": "s"},
            "headers": {"Authorization": "x"},
            "data": {"note": NOTE},
        },
        "exception": {"values": [{"value": "no /calendar/secret/backfit.ics"}]},
        "transaction": "/calendar/secret/backfit.ics",
    }
    assert scrub_event(event) == {
        "message": "for …",
        "request": {"method": "GET", "url": "https://backfit.example/w/…/"},
        "exception": {"values": [{"value": "no /calendar/…/backfit.ics"}]},
        "transaction": "/calendar/…/backfit.ics",
        "tags": {"request_id": ""},
    }
