"""Which headers every kind of answer carries: pages, files, errors, static files, media."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.account.adapter import get_adapter
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client, RequestFactory
from django.test.client import encode_multipart
from pytest_django.asserts import assertContains

from backfit.accounts.models import User
from exercises.models.photo import FOLDER
from programs.models import CalendarFeed, Workout, WorkoutShare

pytestmark = pytest.mark.django_db

KINDS = {
    "page": ("/", 200),
    "catalogue": ("/exercises/", 200),
    "account": ("/accounts/email/", 200),
    "private page": ("/workouts/", 200),
    "admin": ("/admin/", 302),
    "redirect": ("/account/data/", 302),
    "not found": ("/nothing-here", 404),
    "senseless": ("/exercises/?q=%00", 400),
    "broken": ("/privacy/", 500),
    "static": ("/static/img/icon.svg", 200),
    "static, not there": ("/static/img/none.svg", 404),
    "media": ("/media/exercise-photos/0123456789abcdef0123456789abcdef.webp", 200),
    "figure": ("/exercises/bird-dog/still.svg", 200),
    "pdf": ("/programs/upper-back/sheet.pdf", 200),
    "calendar": ("/programs/upper-back/calendar.ics", 200),
    "feed": ("{feed}", 200),
    "feed, wrong secret": ("/calendar/none/backfit.ics", 404),
    "share": ("{share}", 200),
    "export": ("/workouts/export.json", 200),
    "robots": ("/robots.txt", 200),
    "health": ("/healthz", 200),
}


@pytest.fixture
def addresses(owner: User, workout: Workout) -> dict[str, str]:
    return {
        "feed": CalendarFeed.objects.make_for(owner).get_absolute_url(),
        "share": WorkoutShare.objects.make_for(workout).get_absolute_url(),
    }


@pytest.fixture
def photo(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    default_storage.save(f"{FOLDER}/{'0123456789abcdef' * 2}.webp", ContentFile(b"RIFF"))


@pytest.mark.usefixtures("photo")
@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_carries_the_security_headers(
    kind: str,
    owner: User,
    addresses: dict[str, str],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.SECURE_HSTS_SECONDS = 31536000
    if kind == "broken":
        monkeypatch.setattr("backfit.views.render", lambda *args, **kwargs: 1 / 0)
    client = Client(raise_request_exception=False)
    client.force_login(owner)
    address, status = KINDS[kind]
    response = client.get(address.format(**addresses), secure=True)
    assert response.status_code == status
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Strict-Transport-Security"].startswith("max-age=31536000")
    assert response["X-Request-ID"]


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/accounts/signup/", "/accounts/login/code/"]
)
@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\thttps://evil.example",
    ],
)
def test_no_next_leads_outside(client: Client, owner: User, address: str, wanted: str) -> None:
    client.force_login(owner)
    answer = client.get(address, {"next": wanted})
    assert answer["Location"] == "/workouts/"


def test_proxy_may_keep_what_everybody_sees_alike_and_nothing_else(
    client: Client, owner_client: Client, addresses: dict[str, str]
) -> None:
    public = client.get("/programs/")
    assert public["X-Accel-Expires"] == "10"
    names = [name.lower() for name, _ in public.items()]
    assert names.index("x-accel-expires") < names.index("cache-control"), "as nginx 1.22 wants it"
    private = [owner_client.get("/programs/"), owner_client.get("/workouts/")]
    private += [
        client.get(address) for address in ("/accounts/login/", "/none", *addresses.values())
    ]
    client.post("/workouts/new/", {"title": "Mine"})
    private.append(client.get("/programs/"))
    assert [answer.has_header("X-Accel-Expires") for answer in private] == [False] * len(private)


def test_wrong_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_too_large_a_request_is_refused_unread(owner_client: Client) -> None:
    response = owner_client.post(
        "/workouts/import/", {"file": ContentFile(bytes(7_000_001), "big.json")}
    )
    assertContains(response, "larger than 7\u00a0MB", status_code=413)
    response = owner_client.post("/account/", {f"field{n}": "" for n in range(4001)})
    assert response.status_code == 400


TOO_MANY = {f"field{number}": "" for number in range(4001)}


@pytest.mark.parametrize(
    "address", ["/nope/", "/ru/nope/", "/programs/nope/add/", "/workouts/new/"]
)
@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("application/x-www-form-urlencoded", urlencode(TOO_MANY)),
        ("application/x-www-form-urlencoded", f"a={'b' * 1_000_001}"),
        ("multipart/form-data; boundary=x", encode_multipart("x", TOO_MANY)),
        ("multipart/form-data; boundary=x", b"--x\r\nno part of a form"),
        ("multipart/form-data; boundary=", b""),
    ],
)
def test_error_page_is_shown_for_a_form_that_cannot_be_read(
    owner: User, address: str, kind: str, form: str | bytes
) -> None:
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.force_login(owner)
    browser.cookies["csrftoken"] = "a" * 32
    for headers in ({}, {"Sec-Fetch-Site": "same-origin"}):
        response = browser.generic("POST", address, form, content_type=kind, headers=headers)
        assert response.status_code in (400, 403, 404, 422)
        assert "<h1" in response.content.decode()


def test_forwarded_addresses_are_believed_only_where_a_proxy_sets_them(settings: Any) -> None:
    def told(**headers: str) -> str:
        return str(get_adapter().get_client_ip(RequestFactory().get("/", headers=headers)))

    forwarded = {"X-Forwarded-For": "203.0.113.9, 192.0.2.7"}
    assert told(**forwarded) == "127.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert told(**forwarded) == "192.0.2.7"
