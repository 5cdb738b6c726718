"""What a request says of its characters: UTF-8 is read, all else changes nothing or is refused in words."""

from __future__ import annotations

import encodings
import encodings.aliases
import pkgutil
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import Client
from pytest_django.asserts import assertContains

from backfit.wsgi import application

pytestmark = pytest.mark.django_db

CODECS = sorted(
    {module.name for module in pkgutil.iter_modules(encodings.__path__)}
    | set(encodings.aliases.aliases)
)
QUERY = "q=%E9%FF%80xn--a.b%00" + "&a=1" * 5000


@pytest.fixture(autouse=True)
def _connection_stays_open() -> Iterator[None]:
    """As in Django's own client of tests: the test's transaction lasts longer than a request."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


def ask(content_type: str, method: str = "GET", query: str = "", body: bytes = b"") -> str:
    """The status with which the whole server answers."""
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/exercises/",
        "QUERY_STRING": query,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "localhost",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    statuses: list[str] = []
    b"".join(application(environ, lambda status, headers, *more: statuses.append(status)))
    return statuses[0][:3]


@pytest.mark.parametrize("codec", ["rot13", "ROT_13", "base64", "zlib", "idna", "undefined"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_codec_that_is_none_of_text_is_refused(codec: str, method: str) -> None:
    for form in (f"text/html; charset={codec}", f'text/html;Charset="{codec}"'):
        assert ask(form, method) == "400"


def test_no_codec_and_no_parameter_breaks_the_server() -> None:
    """Nor where Django refuses the address itself: it has too many fields, and a NUL."""
    kinds = [f"application/x-www-form-urlencoded; charset={codec}" for codec in CODECS]
    kinds += ["a/b; x*=none''y", "a/b; charset*=none''y", "a/b; charset=\0", ";", "a;charset"]
    for kind in kinds:
        assert ask(kind, query=QUERY) == "400"
        assert ask(kind, "POST", body=b"q=\xe9\xff\0") in {"400", "403", "405"}


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", "us-ascii", "latin-1", "klingon"])
def test_charset_of_a_get_changes_nothing(charset: str) -> None:
    assert ask(f"text/html; charset={charset}") == "200"


def test_form_with_a_boundary_and_a_charset_arrives(client: Client) -> None:
    body = (
        '--b\r\nContent-Disposition: form-data; name="login"\r\n\r\nOlga é\r\n--b--\r\n'
    ).encode()
    kind = 'multipart/form-data; charset=UTF-8; boundary="b"'
    response = client.post("/accounts/login/", body, content_type=kind)
    assertContains(response, "Olga é")
