"""The nginx configuration of docs/deploy, run by nginx itself before a stand-in of the site."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.nginx import FOLDER, NGINX, compose_configuration, configuration
from tests.object_store import free_port

pytestmark = [pytest.mark.slow, pytest.mark.nginx]


@dataclass
class Site:
    """A stand-in for the site: what it answers, and how often it was asked."""

    folder: Path
    port: int
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    asked: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    """The headers of the last request."""

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and body, by way of nginx."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers=headers)
        answer: HTTPResponse = connection.getresponse()
        return answer.status, answer.read().decode()


@pytest.fixture(params=[configuration, compose_configuration], ids=["systemd", "compose"])
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """Nginx with each configuration, and behind it the stand-in."""
    if not NGINX:
        why = "nginx is needed: .ci/need nginx"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    made = Site(tmp_path, free_port())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            made.told = dict(self.headers)
            body = f"answer {len(made.asked)}".encode()
            self.send_response(made.status)
            for name, value in {**made.headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    shutil.copy(FOLDER / "nginx-proxy.conf", tmp_path / "backfit-proxy.conf")
    main = tmp_path / "nginx.conf"
    main.write_text(request.param(tmp_path, made.port, server.server_port))
    subprocess.run([NGINX, "-q", "-t", "-c", str(main)], check=True)  # noqa: S603
    nginx = subprocess.Popen([NGINX, "-c", str(main)])  # noqa: S603
    while True:
        try:
            socket.create_connection(("127.0.0.1", made.port), timeout=1).close()
            break
        except OSError:
            assert nginx.poll() is None
    yield made
    nginx.terminate()
    nginx.wait()
    server.shutdown()
    server.server_close()


PUBLIC = {"X-Accel-Expires": "10", "Cache-Control": "public, no-cache", "Vary": "Cookie"}


def test_public_page_is_kept_and_asked_for_once(site: Site) -> None:
    site.headers = PUBLIC
    assert [site.get("/programs/")[1] for _ in range(3)] == ["answer 1"] * 3
    assert site.get("/programs/?page=2")[1] == "answer 2"


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "private, no-store"},
        {"Cache-Control": "public, no-cache"},
        {},
        {**PUBLIC, "Set-Cookie": "csrftoken=x"},
        {**PUBLIC, "Vary": "*"},
    ],
    ids=["private", "no-cache", "unsaid", "sets a cookie", "varies by anything"],
)
def test_what_the_site_does_not_allow_is_not_kept(site: Site, headers: dict[str, str]) -> None:
    site.headers = headers
    assert [site.get("/x/")[1] for _ in range(2)] == ["answer 1", "answer 2"]


@pytest.mark.parametrize("cookie", ["sessionid=abc", "a=b; sessionid=abc", "messages=x"])
def test_browser_with_a_session_neither_gets_nor_leaves_a_kept_page(
    site: Site, cookie: str
) -> None:
    site.headers = {**PUBLIC, "Vary": "Accept-Encoding"}
    assert site.get("/", Cookie=cookie)[1] == "answer 1"
    assert site.get("/")[1] == "answer 2"
    assert site.get("/", Cookie=cookie)[1] == "answer 3"
    assert site.get("/", Cookie="notsessionid=1")[1] == "answer 2"


def test_kept_page_is_shown_while_the_site_cannot_make_it(site: Site) -> None:
    site.headers = {**PUBLIC, "X-Accel-Expires": "1"}
    first = site.get("/programs/")
    site.status = 503
    site.headers = {"Cache-Control": "no-store"}
    asked = len(site.asked)
    answers = set()
    while len(site.asked) < asked + 2:  # until nginx asked again and was told 503
        answers.add(site.get("/programs/"))
    assert answers == {first}
    assert site.get("/programs/", Cookie="sessionid=abc")[0] == 503
    assert site.get("/never-asked-for/")[0] == 503


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/exercises/?q=hip+pain", "/exercises/"),
        ("/calendar/SeCrEt/backfit.ics", "/calendar/-"),
        ("//calendar//SeCrEt//backfit.ics?x=1", "/calendar/-"),
        ("/%63alendar/SeCrEt/", "/calendar/-"),
        ("/calendar/./x/../SeCrEt/backfit.ics", "/calendar/-"),
        ("/ru/CALENDAR/SeCrEt/backfit.ics", "/ru/CALENDAR/-"),
        ("/old/calendar/SeCrEt/backfit.ics", "/old/calendar/-"),
        ("/calender/SeCrEt-of-24-letters-or-more/backfit.ics", "/calender/-"),
        ("/SeCrEt-of-24-letters-or-more", "/-"),
        (
            "/workouts/0e6d3d4a-5a5b-4c6c-8d7d-9e8e9f9fa0a0/",
            "/workouts/0e6d3d4a-5a5b-4c6c-8d7d-9e8e9f9fa0a0/",
        ),
        ("/w/SeCrEt/", "/w/-"),
        ("/accounts/password/reset/key/SeCrEt/", "/accounts/password/reset/key/-"),
        ("/accounts/confirm-email/SeCrEt/", "/accounts/confirm-email/-"),
    ],
)
def test_log_holds_no_query_and_no_secret(site: Site, path: str, logged: str) -> None:
    site.get(path, Referer="http://x/?q=hip", **{"User-Agent": "Spy/1.0"})
    log = site.folder / "backfit.log"
    while not log.read_text():
        pass
    line = log.read_text()
    assert f" GET {logged} 200 " in line
    for secret in ("SeCrEt", "hip", "Spy", "127.0.0.1"):
        assert secret not in line
    assert "SeCrEt" not in (site.folder / "backfit-error.log").read_text()


def test_address_and_scheme_are_those_of_the_visitor(
    site: Site, request: pytest.FixtureRequest
) -> None:
    """Behind a proxy that keeps the certificate, as it tells; else nobody is believed."""
    site.get("/", **{"X-Forwarded-For": "192.0.2.1, 203.0.113.9", "X-Forwarded-Proto": "https"})
    told = (site.told["X-Forwarded-For"], site.told["X-Forwarded-Proto"])
    is_behind_a_proxy = "compose" in request.node.callspec.id
    assert told == (("203.0.113.9", "https") if is_behind_a_proxy else ("127.0.0.1", "http"))
