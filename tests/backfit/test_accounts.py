"""Accounts: sign-in pages that look like ours, own settings, deletion."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from backfit.templatetags.user_agents import in_words
from programs.models import CalendarFeed, Workout, WorkoutShare
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
OWN_PAGES = [
    "/account/",
    "/account/delete/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
]


@pytest.fixture
def signed_in(owner: User) -> Client:
    """A client that signed in, and confirmed its password just now."""
    client = Client()
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize("address", OWN_PAGES)
def test_own_page_opens_for_its_owner_and_asks_others_to_sign_in(
    client: Client, signed_in: Client, address: str
) -> None:
    assertContains(signed_in.get(address), "Account pages")
    assertRedirects(
        client.get(address), f"/accounts/login/?next={address}", fetch_redirect_response=False
    )


def test_sign_in_offers_code_and_passkey(client: Client) -> None:
    response = client.get("/accounts/login/")
    assertContains(response, "Send me a sign-in code")
    assertContains(response, "Sign in with a passkey")


def test_settings_are_saved_and_used(signed_in: Client, owner: User) -> None:
    data = {"name": "Ola", "time_zone": "Asia/Tokyo", "units": "lb", "paper": "letter"}
    assertRedirects(signed_in.post("/account/", {**data, "week_start": "SU"}), "/account/")
    owner.refresh_from_db()
    assert (owner.name, owner.time_zone, owner.units) == ("Ola", "Asia/Tokyo", "lb")
    form = signed_in.get("/programs/upper-back/").context["sheet_form"]
    assert form["paper"].value() == "letter"


def test_wrong_setting_is_named_and_kept(signed_in: Client, owner: User) -> None:
    response = signed_in.post(
        "/account/", {"time_zone": "Mars/Base", "units": "kg", "week_start": "MO", "name": "Ola"}
    )
    assertContains(response, "“Mars/Base” is not a time zone", status_code=422)
    assertContains(response, 'value="Ola"', status_code=422)
    owner.refresh_from_db()
    assert owner.name == "Olga"


def test_deleting_asks_again_and_takes_everything(
    signed_in: Client, owner: User, workout: Workout
) -> None:
    response = signed_in.post("/account/delete/", {"confirmation": "yes"})
    assertContains(response, "Type the word DELETE", status_code=422)
    assert User.objects.filter(pk=owner.pk).exists()
    signed_in.post("/account/delete/", {"confirmation": "delete"})
    assert not User.objects.filter(pk=owner.pk).exists()
    assert not Workout.objects.filter(pk=workout.pk).exists()
    assert signed_in.get("/workouts/").status_code == 302


def test_deleting_leaves_no_session_feed_or_share(
    signed_in: Client, owner: User, other_client: Client, workout: Workout
) -> None:
    elsewhere = Client()
    elsewhere.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    addresses = [
        CalendarFeed.objects.make_for(owner).get_absolute_url(),
        WorkoutShare.objects.make_for(workout).get_absolute_url(),
    ]
    assert [other_client.get(address).status_code for address in addresses] == [200, 200]
    signed_in.post("/account/delete/", {"confirmation": "DELETE"})
    assert [other_client.get(address).status_code for address in addresses] == [404, 404]
    kept = [session.get_decoded() for session in Session.objects.all()]
    assert [each for each in kept if str(owner.pk) in str(each.get("_auth_user_id"))] == []
    assert elsewhere.get("/workouts/").status_code == 302


def test_deleting_needs_a_fresh_sign_in(owner_client: Client) -> None:
    response = owner_client.get("/account/delete/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/reauthenticate/")


def test_sign_in_leads_nowhere_outside(client: Client, owner: User) -> None:
    response = client.post(
        "/accounts/login/?next=https://evil.example/",
        {"login": owner.email, "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert response["Location"] == "/workouts/"


def test_many_wrong_passwords_are_slowed_down(client: Client, owner: User) -> None:
    for _ in range(12):
        response = client.post("/accounts/login/", {"login": owner.email, "password": "wrong"})
    assertContains(response, "Too many failed tries to sign in")


def test_person_whom_strangers_locked_out_is_told_and_signs_in_by_code(owner: User) -> None:
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    for number in range(6):
        stranger = Client(REMOTE_ADDR=f"192.0.2.{number}")
        stranger.post("/accounts/login/", {"login": owner.email, "password": "guess"})
    client = Client(REMOTE_ADDR="198.51.100.1")
    refused = client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    assertContains(refused, "nobody got in by them")
    assertContains(refused, "a code by e-mail or with a passkey")
    assertContains(refused, "Send me a sign-in code")
    assertContains(refused, "Sign in with a passkey")
    script = {"X-Requested-With": "XMLHttpRequest"}
    assert client.get("/accounts/2fa/webauthn/login/", headers=script).status_code == 200
    client.post("/accounts/login/code/", {"email": owner.email})
    code = re.search(r"^([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code is not None
    assertRedirects(client.post("/accounts/login/code/confirm/", {"code": code[1]}), "/workouts/")


def test_weaknesses_can_be_reported(client: Client) -> None:
    response = client.get("/.well-known/security.txt")
    assertContains(response, "Contact: mailto:hello@127.0.0.1")
    assertContains(response, "Expires: ")


def test_privacy_page_opens(client: Client) -> None:
    assertContains(client.get("/privacy/"), "nothing else")


def code_in_mail() -> str:
    """The code in the mail that was sent last."""
    found = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[0]


def without_password(client: Client, email: str = "cora@example.org") -> User:
    """Somebody who signed up with a code alone."""
    client.post("/accounts/signup/", {"email": email})
    client.post("/accounts/confirm-email/", {"code": code_in_mail()})
    return User.objects.get(email=email)


def test_sign_up_without_mail_takes_a_password_and_signs_in_at_once(client: Client) -> None:
    response = client.post("/accounts/signup/", {"email": "cora@example.org"})
    assertContains(response, "This field is required.")
    data = {"email": "cora@example.org", "password1": PASSWORD}
    assertRedirects(client.post("/accounts/signup/", data), "/workouts/")
    assert client.get("/workouts/").status_code == 200


def test_sign_up_begins_with_what_is_usual_where_the_person_is(client: Client) -> None:
    page = client.get("/accounts/signup/").content.decode()
    assert all(f'data-region-default="{name}"' in page for name in ("time_zone", "units", "paper"))
    data = {"email": "cora@example.org", "password1": PASSWORD, "week_start": "SU"}
    told = {"time_zone": "America/Chicago", "units": "lb", "paper": "letter"}
    assertRedirects(client.post("/accounts/signup/", data | told), "/workouts/")
    cora = User.objects.get(email="cora@example.org")
    assert (cora.time_zone, cora.units) == ("America/Chicago", "lb")
    assert (cora.paper, cora.week_start) == ("letter", "SU")


def test_senseless_settings_of_a_browser_keep_nobody_from_signing_up(client: Client) -> None:
    told = {"time_zone": "Moon/Crater", "units": "stone", "paper": "x" * 99, "week_start": "\0"}
    data = {"email": "cora@example.org", "password1": PASSWORD}
    assertRedirects(client.post("/accounts/signup/", data | told), "/workouts/")
    cora = User.objects.get(email="cora@example.org")
    assert (cora.time_zone, cora.units, cora.paper, cora.week_start) == ("UTC", "kg", "", "MO")


@pytest.mark.usefixtures("mailing")
def test_code_is_enough_to_sign_up_and_to_sign_in(client: Client) -> None:
    assertContains(client.get("/accounts/signup/"), "Password (optional)")
    client.post("/accounts/signup/", {"email": "cora@example.org"})
    assert client.get("/workouts/").status_code == 302
    assert "Welcome to Backfit." in str(mail.outbox[-1].body)
    response = client.post("/accounts/confirm-email/", {"code": code_in_mail()})
    assertRedirects(response, "/workouts/")
    assert not User.objects.get(email="cora@example.org").has_usable_password()
    elsewhere = Client()
    elsewhere.post("/accounts/login/code/", {"email": "cora@example.org"})
    response = elsewhere.post("/accounts/login/code/confirm/", {"code": code_in_mail()})
    assertRedirects(response, "/workouts/")


@pytest.mark.usefixtures("mailing")
def test_program_waits_until_the_address_is_confirmed(client: Client) -> None:
    assert client.post("/programs/upper-back/add/")["Location"].startswith("/accounts/")
    client.post("/accounts/signup/", {"email": "cora@example.org"})
    response = client.post("/accounts/confirm-email/", {"code": code_in_mail()})
    workout = Workout.objects.get(owner__email="cora@example.org")
    assertRedirects(response, workout.get_absolute_url())


@pytest.mark.usefixtures("mailing")
@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/accounts/signup/", "/accounts/confirm-email/"),
        ("/accounts/login/code/", "/accounts/login/code/confirm/"),
        ("/accounts/password/reset/", "/accounts/password/reset/confirm/"),
    ],
)
def test_known_and_unknown_addresses_look_the_same(
    owner: User, address: str, leads_to: str
) -> None:
    seen = []
    for email in (owner.email, "nemo@example.org"):
        client = Client()
        response = client.post(address, {"email": email, "password1": PASSWORD}, follow=True)
        assert response.request["PATH_INFO"] == leads_to
        page = response.content.decode().replace(email, "…")
        seen.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page))
        assert mail.outbox[-1].to == [email]
    assert seen[0] == seen[1]


@pytest.mark.usefixtures("mailing")
def test_who_has_no_password_signs_in_afresh_before_a_dangerous_step(client: Client) -> None:
    person = without_password(client)
    pages = ["/account/delete/", "/account/data/", "/accounts/2fa/totp/activate/"]
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    UserSession.objects.filter(user=person).update(created_at=timezone.now() - timedelta(hours=1))
    response = client.get("/account/delete/", follow=True)
    assert response.redirect_chain == [("/accounts/login/?next=%2Faccount%2Fdelete%2F", 302)]
    assertContains(response, "Sign in again to go on")
    assert client.get("/workouts/").status_code == 302


def test_sessions_are_listed_in_words_and_others_can_be_ended(
    signed_in: Client, owner: User
) -> None:
    firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
    elsewhere = Client(headers={"User-Agent": firefox})
    elsewhere.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    page = signed_in.get("/accounts/sessions/")
    assertContains(page, "Firefox, Windows", count=1)
    assertContains(page, "This browser", count=1)
    signed_in.post("/accounts/sessions/")
    assert elsewhere.get("/workouts/").status_code == 302
    assert signed_in.get("/workouts/").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Linux"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", "curl/8.0"),
        ("", "Unknown"),
    ],
)
def test_browser_is_told_in_words(user_agent: str, words: str) -> None:
    assert in_words(user_agent) == words


def test_address_waiting_to_be_confirmed_can_be_taken_back(signed_in: Client, owner: User) -> None:
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    signed_in.post("/accounts/email/", {"action_add": "", "email": "olga.new@example.org"})
    page = signed_in.get("/accounts/email/")
    assertContains(page, "<strong>olga.new@example.org</strong> waits to be confirmed")
    assertNotContains(page, "style=")
    signed_in.post("/accounts/email/", {"action_remove": "", "email": "olga.new@example.org"})
    assert [each.email for each in EmailAddress.objects.filter(user=owner)] == [owner.email]


@pytest.mark.parametrize("address", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_nobody_floods_an_address_with_codes(owner: User, address: str) -> None:
    answers = [Client().post(address, {"email": owner.email}) for _ in range(7)]
    assert answers[0].status_code == 302
    assertContains(answers[-1], "Too many", status_code=answers[-1].status_code)
    assert 3 <= len(mail.outbox) <= 5


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/accounts/email/", {"action_add": "", "email": "new@example.org"}),
        ("/account/delete/", {"confirmation": "DELETE"}),
        ("/account/data/", {}),
        ("/accounts/2fa/totp/activate/", {"code": "123456"}),
        ("/accounts/2fa/webauthn/add/", {}),
        ("/accounts/2fa/recovery-codes/generate/", {}),
    ],
)
def test_dangerous_step_asks_for_the_password_first(
    client: Client, owner: User, address: str, data: dict[str, str]
) -> None:
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    response = client.post(address, data)
    assert response["Location"].startswith("/accounts/reauthenticate/?next=")
    assert User.objects.filter(pk=owner.pk).exists()
