"""Every form of every page is taken when the page that shows it sends it, by the origin that its policy leaves."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings

from backfit.accounts.models import User
from tests.pages import FormReader
from tests.test_people_and_urls import ROWS, owned_by

HOST = "backfit.lan"
ORIGIN_IS_SENT = {"same-origin", "strict-origin", "strict-origin-when-cross-origin"}
"""Policies under which a browser names the page's origin with its form; `no-referrer` makes it null."""
OF_ACCOUNTS = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/sessions/",
    "/accounts/2fa/",
]
BEFORE_SIGN_IN = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]

PAGES = [
    (person, address)
    for method, address, anonymous, owner, *_ in ROWS
    for person, status in (("visitor", anonymous), ("owner", owner))
    if method == "GET" and status == "200"
]
PAGES += [("owner", address) for address in OF_ACCOUNTS]
PAGES += [("visitor", address) for address in BEFORE_SIGN_IN]


def browser_of(person: str, owner: User, origin: str) -> Client:
    """A browser on plain http, where `Sec-Fetch-Site` is not sent."""
    headers = {"Host": HOST, "Origin": origin}
    client = Client(enforce_csrf_checks=True, headers=headers)
    if person == "owner":
        client.force_login(owner)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(("person", "address"), PAGES)
def test_form_is_taken_from_its_own_page(person: str, address: str, owner: User) -> None:
    page, origin = address.format(**owned_by(owner)), f"http://{HOST}"
    hosts = {"ALLOWED_HOSTS": [*settings.ALLOWED_HOSTS, HOST], "SITE_URL": origin}
    with override_settings(**hosts, CSRF_TRUSTED_ORIGINS=[]):
        for place in range(len(forms_of(browser_of(person, owner, origin), page))):
            with (
                transaction.atomic()
            ):  # pressing may sign out or delete: the next finds all of it again
                client = browser_of(person, owner, origin)
                policy, action, data = forms_of(client, page)[place]
                answer = client.post(action, data)
                transaction.set_rollback(True)
            assert policy in ORIGIN_IS_SENT, f"form {place} of {page}"
            assert answer.status_code not in (403, 405, 500), f"{action} from {page}"


def forms_of(client: Client, page: str) -> list[tuple[str, str, dict[str, Any]]]:
    """The policy of the page, and where each of its POST forms is sent with which hidden fields."""
    response = client.get(page)
    if not response["Content-Type"].startswith("text/html"):
        return []
    reader = FormReader(page)
    reader.feed(response.content.decode())
    return [(response["Referrer-Policy"], action, fields) for action, fields in reader.forms]
