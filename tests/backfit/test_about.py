"""About and contact, and what is said when something broke or no mail is sent."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def test_about_names_who_runs_the_site_and_where_to_write(client: Client, settings: Any) -> None:
    assertContains(client.get("/privacy/"), 'href="/about/"')
    assertContains(client.get("/about/"), "no address to write to")
    settings.OPERATOR, settings.CONTACT_EMAIL = "Ann & Bob", "hello@example.org"
    page = client.get("/about/")
    assertContains(page, "This site is run by Ann &amp; Bob.")
    assertContains(page, 'href="mailto:hello@example.org"')


def test_error_page_has_a_number_and_a_way_back() -> None:
    client = Client(raise_request_exception=False)
    with patch("backfit.views.render", side_effect=RuntimeError):
        page = client.get("/about/", headers={"X-Request-ID": "number-of-this"})
    assert page.status_code == 500
    assertContains(page, "<code>number-of-this</code>", status_code=500)
    assertContains(page, '<a href="/about/">Try again</a>', status_code=500)


def test_nothing_says_that_a_mail_was_sent_where_none_is(client: Client) -> None:
    data = {"email": "cora@example.org", "password1": PASSWORD}
    page = client.post("/accounts/signup/", data, follow=True)
    assertNotContains(page, "Confirmation email sent")
    assertNotContains(page, "cora@example.org.")
