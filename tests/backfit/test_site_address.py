"""The address in SITE_URL may be an IPv6 address or an international name: pages, links, UIDs and forms work."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from backfit.accounts.models import User
from backfit.site_address import canonical_address, canonical_host
from programs.models import CalendarFeed, Workout, WorkoutShare
from tests.backfit.test_site import manage, told

ADDRESSES = [
    ("http://[::1]:8000", "http://[::1]:8000"),
    ("http://[0:0:0:0:0:0:0:1]", "http://[::1]"),
    ("https://[2001:DB8::7]:443/", "https://[2001:db8::7]"),
    ("http://münchen.example", "http://xn--mnchen-3ya.example"),
    ("https://Спина.Рф:8443", "https://xn--80appgj.xn--p1ai:8443"),
    ("https://straße.example", "https://xn--strae-oqa.example"),
    ("HTTP://Backfit.Example:80/", "http://backfit.example"),
    ("https://backfit.example:443", "https://backfit.example"),
    ("http://backfit.lan:8080", "http://backfit.lan:8080"),
]


@pytest.mark.parametrize(("given", "address"), ADDRESSES)
def test_address_is_as_browsers_send_it(given: str, address: str) -> None:
    assert canonical_address(given) == address


@pytest.mark.parametrize(
    "given",
    [
        "backfit.example",
        "ftp://a.example",
        "http://",
        "http://[::1",
        "http://[x::1]",
        "http://a:b",
        "http://user@a.example",
        "http://a.example/?q",
        "http://\u2603\u0301-.example",
        "http://a b",
    ],
)
def test_senseless_address_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical_address(given)


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ("::1", "[::1]"),
        ("[::1]", "[::1]"),
        ("*", "*"),
        (".example.org", ".example.org"),
        (".Übung.example", ".xn--bung-zra.example"),
        ("192.0.2.1", "192.0.2.1"),
    ],
)
def test_hosts_are_allowed_in_any_spelling(given: str, host: str) -> None:
    assert canonical_host(given) == host


@pytest.mark.slow
@pytest.mark.parametrize("given", ["http://[::1]:8000", "https://münchen.example"])
def test_host_of_the_site_is_always_allowed(given: str) -> None:
    address = canonical_address(given)
    host = canonical_host(address.partition("//")[2].removesuffix(":8000"))
    asked = "s.SITE_URL, s.ALLOWED_HOSTS[-1], s.CSRF_TRUSTED_ORIGINS[0], s.DEFAULT_FROM_EMAIL"
    sender = "localhost" if "[" in host else host
    found = told(asked, SITE_URL=given, ALLOWED_HOSTS="127.0.0.1")
    assert found == f"{address} {host} {address} Backfit <hello@{sender}>"
    assert manage("check", SITE_URL=given, ALLOWED_HOSTS="127.0.0.1").returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["SITE_URL", "ALLOWED_HOSTS"])
def test_wrong_host_refuses_to_start_and_says_which_variable(name: str) -> None:
    value = "http://[1::2::3]" if name == "SITE_URL" else "1::2::3"
    checked = manage("check", **{name: value})
    assert checked.returncode != 0
    assert f"ImproperlyConfigured: {name} " in checked.stderr


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize(("given", "address"), ADDRESSES)
def test_pages_links_calendars_and_forms_work_there(
    settings: Any, owner: User, workout: Workout, given: str, address: str
) -> None:
    settings.SITE_URL = canonical_address(given)
    host = address.partition("//")[2]
    settings.ALLOWED_HOSTS = [canonical_host(urlsplit(address).hostname or "")]
    client = Client(enforce_csrf_checks=True, headers={"Host": host})
    secure = address.startswith("https")
    assertContains(client.get("/", secure=secure), f'<link rel="canonical" href="{address}/"')
    share = WorkoutShare.objects.make_for(workout).get_absolute_url()
    client.force_login(owner)
    assertContains(
        client.get(f"{workout.get_absolute_url()}share/", secure=secure), address + share
    )
    page = client.get(share, secure=secure).content.decode()
    token = page.partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]
    sent = {"csrfmiddlewaretoken": token}
    for headers in ({"Origin": address}, {"Sec-Fetch-Site": "same-origin", "Origin": address}):
        answer = client.post("/account/", sent, headers=headers, secure=secure)
        assert answer.status_code != 403
    feed = CalendarFeed.objects.make_for(owner)
    assert feed.address.startswith(f"{address}/calendar/")
    file = client.get("/programs/upper-back/calendar.ics?start=2026-12-01", secure=secure)
    unfolded = file.content.decode().replace("\r\n ", "")
    assert f"URL:{address}" in unfolded.replace(";VALUE=URI", "")
    assert f"@{urlsplit(address).hostname}\r\n" in unfolded
