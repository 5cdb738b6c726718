"""Passkeys in a real browser, with an authenticator that Chromium plays itself."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from playwright.sync_api import Page, expect

from backfit.accounts.models import User
from tests.browser.test_journey import Check
from tests.factories import PASSWORD, UserFactory


@pytest.fixture
def named_site(site: str) -> str:
    """The site under a name: browsers keep no passkeys for an address of digits."""
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture
def passkeys(page: Page) -> Page:
    """A page whose browser holds passkeys and has its owner's finger at hand."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


@pytest.mark.usefixtures("mailing")
def test_passkey_is_enough_to_sign_up_sign_in_and_confirm(
    passkeys: Page, named_site: str, accessible: Check
) -> None:
    page = passkeys
    page.goto(f"{named_site}/accounts/signup/")
    accessible(page)
    page.get_by_role("link", name="Sign up using a passkey").click()
    page.get_by_label("Email").fill("kay@example.org")
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_label("Code")).to_be_visible()
    accessible(page)
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code
    page.get_by_label("Code").fill(code[0])
    page.get_by_role("button", name="Confirm").click()
    accessible(page)
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="My Workouts")).to_be_visible()
    assert not User.objects.get(email="kay@example.org").has_usable_password()

    page.context.clear_cookies()
    page.goto(f"{named_site}/accounts/login/?next=/account/delete/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Confirm access")).to_be_visible()
    accessible(page)
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_role("heading", name="Delete your account?")).to_be_visible()


def test_security_key_opens_the_administration(
    passkeys: Page, named_site: str, settings: Any
) -> None:
    settings.ADMIN_SECOND_FACTOR = True
    person = UserFactory(email="edith@example.org", is_staff=True, is_superuser=True)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    page = passkeys
    page.goto(f"{named_site}/admin/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Activate authenticator app")).to_be_visible()
    page.goto(f"{named_site}/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("link", name="go on to the administration").click()
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()


def test_passkey_that_cannot_be_used_is_told(page: Page, site: str, accessible: Check) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_have_text(
        "Browsers keep passkeys for sites with a name: not for an address of digits."
    )
    accessible(page)
