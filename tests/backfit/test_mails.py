"""Every mail that the site sends: in our own words, as text and as HTML that say the same."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context as current
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django.asserts import assertContains, assertNotContains

from backfit.accounts.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

PACKAGE = Path(str(allauth.__file__)).parent / "templates"
MAILS = sorted(
    str(path.relative_to(PACKAGE)).removesuffix("_message.txt")
    for path in PACKAGE.rglob("email/*_message.txt")
    if path.name != "base_message.txt"
)
"""All that allauth can send."""

ADDRESS = "http://testserver/accounts/there/"
CODES = {"login_code", "password_reset_code", "email_confirmation", "email_confirmation_signup"}
LINKS = {
    "password_reset_key": "password_reset_url",
    "account_already_exists": "password_reset_url",
    "unknown_account": "signup_url",
}
MORE = {
    "email_changed": {"from_email": "old@example.org", "to_email": "new@example.org"},
    "email_deleted": {"deleted_email": "old@example.org"},
    "account_connected": {"provider": "Google"},
    "account_disconnected": {"provider": "Google"},
}
TEMPLATE_MARKS = re.compile(r"\{\{|\}\}|\{%|%\}|None|%\(")


def sent(prefix: str, owner: User) -> EmailMultiAlternatives:
    """The mail of this prefix as the owner gets it."""
    name = prefix.rpartition("/")[2]
    request = RequestFactory().get("/", headers={"User-Agent": "Firefox <140> & more"})
    with current.request_context(request):
        if name in CODES:
            get_adapter().send_mail(prefix, owner.email, {"user": owner, "code": "AB12-CD34"})
        elif name in LINKS:
            get_adapter().send_mail(prefix, owner.email, {LINKS[name]: ADDRESS})
        else:
            get_adapter().send_notification_mail(prefix, owner, MORE.get(name), owner.email)
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    return message


def html_of(message: EmailMultiAlternatives) -> str:
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    return str(html)


def words(html: str) -> str:
    """What is read of the HTML, on one line."""
    return " ".join(unescape(strip_tags(re.sub(r"<style>[\s\S]*?</style>", "", html))).split())


@pytest.mark.parametrize("prefix", MAILS)
def test_mail_is_ours_in_text_and_html(owner: User, prefix: str) -> None:
    message = sent(prefix, owner)
    text, html = str(message.body), html_of(message)
    assert message.subject.startswith("Backfit: ")
    assert len(message.subject) > len("Backfit: ") + 10
    for part in (text, words(html)):
        assert "Backfit" in part
        assert settings.SITE_URL in part
        assert not TEMPLATE_MARKS.search(part)
        assert "Thank you for using" not in part
    name = prefix.rpartition("/")[2]
    if name in CODES:
        assert re.search(r"^AB12-CD34$", text, re.MULTILINE)
        assert '<p class="code">AB12-CD34</p>' in html
    else:
        link = ADDRESS if name in LINKS else f"{settings.SITE_URL}/account/"
        assert re.search(rf"^{re.escape(link)}$", text, re.MULTILINE)
        assert f'class="button" href="{link}"' in html
    for value in MORE.get(name, {}).values():
        assert value in text
        assert value in html


@pytest.mark.parametrize("prefix", MAILS)
def test_html_of_a_mail_says_what_its_text_says(owner: User, prefix: str) -> None:
    message = sent(prefix, owner)
    shown = words(html_of(message))
    paragraphs = [" ".join(part.split()) for part in str(message.body).split("\n\n")]
    for paragraph in paragraphs[:-1]:
        for line in paragraph.split(f": {ADDRESS}"):
            assert line.removesuffix(f": {settings.SITE_URL}/account/") in shown


@pytest.mark.parametrize("prefix", MAILS)
def test_html_of_a_mail_fetches_nothing_and_is_accessible(owner: User, prefix: str) -> None:
    html = html_of(sent(prefix, owner))
    assert not re.search(r"<img|<script|<link|url\(|@import|src=", html)
    assert '<html lang="en' in html
    assert html.count("<h1>") == 1
    assert re.search(r"<title>[^<]{10,}</title>", html)
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "prefers-color-scheme: dark" in html


def test_every_mail_of_the_package_has_our_words() -> None:
    ours = Path(settings.BASE_DIR) / "templates"
    missing = [
        f"{prefix}_{part}.txt"
        for prefix in MAILS
        for part in ("subject", "message")
        if not (ours / f"{prefix}_{part}.txt").exists()
    ]
    assert missing == []


def test_link_confirms_an_address_where_no_codes_are_sent(owner: User) -> None:
    with current.request_context(RequestFactory().get("/")):
        context = {"user": owner, "activate_url": ADDRESS}
        get_adapter().send_mail("account/email/email_confirmation", owner.email, context)
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    assert f"Confirm this address:\n{ADDRESS}" in str(message.body)
    assert f'class="button" href="{ADDRESS}"' in html_of(message)


def test_what_a_stranger_wrote_is_no_markup(owner: User) -> None:
    html = html_of(sent("account/email/password_changed", owner))
    assert "Firefox &lt;140&gt; &amp; more" in html
    assert "Firefox <140> & more" in str(mail.outbox[0].body)


@pytest.mark.parametrize(("clock", "told"), [("24", r"\d\d:\d\d"), ("12", r"\d:\d\d\u00a0[AP]M")])
def test_mail_tells_the_time_by_the_persons_clock_and_zone(
    owner: User, clock: str, told: str
) -> None:
    owner.clock, owner.time_zone = clock, "Asia/Kathmandu"
    message = sent("account/email/password_changed", owner)
    here = timezone.localtime(timezone.now(), ZoneInfo("Asia/Kathmandu"))
    assert re.search(
        rf"When: {here.day} {here:%B %Y}, \d?{told} \(Asia/Kathmandu\)", str(message.body)
    )


PAGES_ABOUT_MAIL = [
    "/accounts/password/reset/",
    "/accounts/login/code/",
    "/accounts/confirm-email/",
]
CLAIMS = ("We sent", "We send", "we send", "sent you")


@pytest.mark.parametrize("address", PAGES_ABOUT_MAIL)
def test_page_claims_no_mail_where_none_is_sent(client: Client, address: str) -> None:
    page = client.get(address, follow=True)
    assertContains(page, "This site has no mail server")
    assert not [claim for claim in CLAIMS if claim in page.content.decode()]


@pytest.mark.usefixtures("mailing")
@pytest.mark.parametrize("address", PAGES_ABOUT_MAIL[:2])
def test_page_tells_of_the_mail_where_it_is_sent(client: Client, address: str) -> None:
    page = client.get(address, follow=True)
    assertNotContains(page, "no mail server")
    assert [claim for claim in CLAIMS if claim in page.content.decode()]


@pytest.mark.parametrize(
    ("address", "field"),
    [("/accounts/password/reset/", "email"), ("/accounts/login/code/", "email")],
)
def test_asking_for_a_code_claims_no_mail_where_none_is_sent(
    client: Client, owner: User, address: str, field: str
) -> None:
    page = client.post(address, {field: owner.email}, follow=True)
    assertContains(page, "This site has no mail server")
    assert not [claim for claim in CLAIMS if claim in page.content.decode()]


def test_new_address_claims_no_mail_where_none_is_sent(owner: User) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    data = {"email": "new@example.org", "action_add": ""}
    page = client.post("/accounts/email/", data, follow=True)
    assertContains(page, "waits to be confirmed")
    assertContains(page, "This site has no mail server")
    assertNotContains(page, "Send it again")
    assert not [claim for claim in CLAIMS if claim in page.content.decode()]
