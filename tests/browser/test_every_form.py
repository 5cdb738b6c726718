"""The forms of each type of page are taken when Chromium sends them, on names that are not the machine's own.

On plain http browsers send no `Sec-Fetch-Site`, and as `Origin` what the page's referrer policy leaves of it.
Every form of every page is tried by `tests/test_every_form.py`, which knows what a browser would send.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Browser

from backfit.accounts.models import User
from programs.models import WorkoutShare
from tests.browser.every_page import sign_in
from tests.factories import UserFactory, WorkoutFactory
from tests.test_people_and_urls import owned_by

HOST = "backfit.lan"
STEP = 10_000
"""Milliseconds that a browser has for one step: then the test fails, and waits for nothing."""
SIGN_OUT = "form[action='/accounts/logout/']"
ADD = "form[action$='/add/']"
PAGES = [
    ("visitor", "/programs/upper-back/", ADD),
    ("visitor", "/find/?where=neck&have=none", ADD),
    ("visitor", "/w/{share}/", ADD),
    ("visitor", "/programs/upper-back/check/", "main form"),
    ("visitor", "/accounts/login/", "main form"),
    ("owner", "/programs/upper-back/", ADD),
    ("owner", "/w/{share}/", ADD),
    ("owner", "/workouts/calendar/", "main form"),
    ("owner", "/workouts/new/", "main form"),
    ("owner", "/workouts/import/", "main form"),
    ("owner", "/workouts/{workout}/edit/", "#builder form"),
    ("owner", "/workouts/{workout}/schedule/", "main form"),
    ("owner", "/workouts/{workout}/log/", "main form"),
    ("owner", "/workouts/schedule/{schedule}/2026-12-07/", "form[action$='/move/']"),
    ("owner", "/equipment/kit/", "main form"),
    ("owner", "/equipment/dumbbells/starfit-db-101/", "form[action$='/favourite/']"),
    ("owner", "/guides/stretching/", "#rating form"),
    ("owner", "/account/", "main form"),
    ("owner", "/", SIGN_OUT),
    ("owner", "/w/{share}/", SIGN_OUT),
    ("owner", "/workouts/calendar/", SIGN_OUT),
]
PRESS = """form => {
    form.noValidate = true;
    const button = form.querySelector("[type=submit], button:not([type])");
    button.disabled = false;
    setTimeout(() => button.click());
}"""
"""Presses once the browser has answered: what leads away at once may never answer."""


@pytest.fixture
def http(site: str) -> str:
    return site.replace("127.0.0.1", HOST)


@pytest.fixture
def https(site: str, tmp_path: Path, settings: Any) -> Iterator[str]:
    """The site behind TLS, with a certificate of its own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = f"{HOST}:{listening.getsockname()[1]}"
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_HOST", place)
        settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
        port = urlsplit(site).port
        Thread(target=accept, args=(listening, context, port), daemon=True).start()
        yield f"https://{place}"


def certificate(folder: Path) -> Path:
    """A file with a new key and a certificate for the host."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1))
    made = builder.not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "site.pem"
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


def accept(listening: socket.socket, context: ssl.SSLContext, port: int) -> None:
    """Hand every connection to the site on the port, until the socket is closed."""
    while True:
        try:
            plain, _ = listening.accept()
        except OSError:
            return
        Thread(target=serve, args=(plain, context, port), daemon=True).start()


def serve(plain: socket.socket, context: ssl.SSLContext, port: int) -> None:
    """One connection: what comes over TLS goes to the site, and back."""
    try:
        outside = context.wrap_socket(plain, server_side=True)
        inside = socket.create_connection(("127.0.0.1", port))
    except OSError:
        plain.close()
        return
    back = Thread(target=copy, args=(inside, outside), daemon=True)
    back.start()
    copy(outside, inside)
    back.join()
    outside.close()
    inside.close()


def copy(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_forms_of_each_type_of_page_are_taken(
    browser: Browser, scheme: str, request: pytest.FixtureRequest, settings: Any
) -> None:
    address = request.getfixturevalue(scheme)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, HOST]
    settings.SITE_URL, settings.CSRF_TRUSTED_ORIGINS = address, []
    owner: User = UserFactory(email="olga@example.org")
    things = owned_by(owner)
    things["share"] = WorkoutShare.objects.make_for(WorkoutFactory()).token
    for person, path, selector in PAGES:
        context = browser.new_context(ignore_https_errors=True)
        context.set_default_timeout(STEP)
        if person == "owner":
            sign_in(context, owner, address)
        page = context.new_page()
        page.goto(address + path.format(**things), wait_until="domcontentloaded")
        with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
            page.locator(f"{selector}[method=post]").first.evaluate(PRESS)
        told = f"{answer.value.url} from {path}"
        assert answer.value.status in (200, 302, 422), f"{answer.value.status} {told}"
        assert answer.value.request.header_value("Origin") == address, told
        context.close()
