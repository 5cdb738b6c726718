"""Every page that a visitor and an owner can open, by the table of people and addresses."""

from __future__ import annotations

from django.test import Client
from playwright.sync_api import BrowserContext

from backfit.accounts.models import User
from tests.test_people_and_urls import ROWS

FILES = (
    ".ics",
    ".svg",
    ".pdf",
    ".png",
    ".webp",
    ".json",
    ".csv",
    ".txt",
    ".js",
    ".webmanifest",
    ".xml",
    ".ico",
    "z",
    "/sync/",
)
OF_ACCOUNTS = ["/accounts/email/", "/accounts/password/change/", "/accounts/sessions/"]
OF_ACCOUNTS += ["/accounts/2fa/", "/accounts/reauthenticate/", "/accounts/logout/"]
BEFORE_SIGN_IN = ["/accounts/login/", "/accounts/signup/", "/accounts/login/code/"]
BEFORE_SIGN_IN += ["/accounts/password/reset/"]

PAGES = [
    (person, address)
    for method, address, anonymous, owner, *_ in ROWS
    for person, status in (("visitor", anonymous), ("owner", owner))
    if method == "GET" and status == "200" and "?" not in address and not address.endswith(FILES)
]
PAGES += [("owner", address) for address in OF_ACCOUNTS]
PAGES += [("visitor", address) for address in BEFORE_SIGN_IN]


def sign_in(context: BrowserContext, person: User, site: str) -> None:
    """Sign the person in without the sign-in page."""
    client = Client()
    client.force_login(person)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
