"""The administration's door: sign-in by our own pages, and the second factor."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.checks import run_checks
from django.db import IntegrityError
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from backfit.accounts.models import User
from exercises.models import BodyPart
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

CHANGELIST = "/admin/programs/program/"


@pytest.fixture
def strict(settings: Any) -> None:
    settings.ADMIN_SECOND_FACTOR = True


@pytest.fixture(params=["editor", "group_editor"])
def staff(request: pytest.FixtureRequest) -> User:
    """A superuser, then one of the Editors, with a confirmed address."""
    person: User = request.getfixturevalue(request.param)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(client: Client, person: User, wanted: str = CHANGELIST) -> Any:
    """The desk's page asked for, and the password given where that leads."""
    way = client.get(wanted, follow=True).request
    assert way["PATH_INFO"] == "/accounts/login/"
    data = {"login": person.email, "password": PASSWORD, "next": wanted}
    return client.post("/accounts/login/", data)


def code_for(secret: str) -> str:
    """What an authenticator app would show now."""
    counter = next(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_password_is_enough_on_a_local_trial(client: Client, staff: User) -> None:
    assertRedirects(sign_in(client, staff), CHANGELIST)


@pytest.mark.usefixtures("strict")
def test_staff_set_up_a_second_factor_and_come_back(client: Client, staff: User) -> None:
    sign_in(client, staff)
    asked = client.get(CHANGELIST, follow=True).request
    assert asked["PATH_INFO"] == "/accounts/reauthenticate/"
    data = {"password": PASSWORD, "next": "/accounts/2fa/totp/activate/"}
    page = client.post("/accounts/reauthenticate/", data, follow=True)
    assert page.request["PATH_INFO"] == "/accounts/2fa/totp/activate/"
    assertContains(page, "Once your second factor is set up")
    secret = page.context["form"].secret
    page = client.post(page.request["PATH_INFO"], {"code": code_for(secret)}, follow=True)
    assert page.request["PATH_INFO"] == "/accounts/2fa/recovery-codes/"
    onward = "/admin/login/?next=%2Fadmin%2Fprograms%2Fprogram%2F"
    assertContains(page, f'<a href="{onward}">go on to the administration</a>', html=True)
    assertRedirects(client.get(onward), CHANGELIST)
    assert b"go on to the administration" not in client.get("/account/").content


@pytest.mark.usefixtures("strict")
def test_no_page_of_the_desk_opens_without_the_second_factor(client: Client, staff: User) -> None:
    client.force_login(staff)
    for page in ("/admin/", CHANGELIST, "/admin/exercises/exercise/add/", "/admin/jsi18n/"):
        assertRedirects(client.get(page), f"/admin/login/?next={page}", target_status_code=302)


@pytest.mark.usefixtures("strict")
def test_unconfirmed_address_comes_before_the_second_factor(client: Client, editor: User) -> None:
    EmailAddress.objects.create(user=editor, email=editor.email, verified=False, primary=True)
    client.force_login(editor)
    page = client.get("/admin/", follow=True)
    assertContains(page, "Confirm your e-mail address first")


def test_others_are_not_let_in_and_not_asked_for_a_factor(owner_client: Client) -> None:
    assert owner_client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "nonsense", "a.b"])
def test_the_door_leads_nowhere_outside(editor_client: Client, wanted: str) -> None:
    response = editor_client.get("/admin/login/", {"next": wanted})
    assert response["Location"] == "/admin/"


def test_deployment_check_tells_of_a_desk_without_second_factor(settings: Any) -> None:
    def told() -> bool:
        found = run_checks(tags=["security"], include_deployment_checks=True)
        return any(each.id == "backfit.W001" for each in found)

    settings.ADMIN_SECOND_FACTOR = False
    assert told()
    settings.ADMIN_SECOND_FACTOR = True
    assert not told()


@pytest.mark.parametrize(
    "address",
    [
        "/admin/exercises/muscle/export/?nonsense=1",
        "/admin/exercises/muscle/add/?body_part=nonsense",
        "/admin/mfa/authenticator/add/?created_at=nonsense",
        "/admin/exercises/stock/add/?counted_on=nonsense",
        "/admin/exercises/product/add/?is_sample=nonsense",
    ],
)
def test_senseless_query_is_left_out(editor_client: Client, address: str) -> None:
    page = editor_client.get(address, follow=True)
    assert page.redirect_chain == [(address.partition("?")[0], 302)]
    assertContains(page, "makes no sense here")


@pytest.mark.parametrize(
    "address",
    [
        "/admin/mfa/authenticator/add/?created_at=2026-12-01T10:00",
        "/admin/exercises/product/add/?price=5&brand=Acme&priced_on=2026-12-01&unknown=1",
        "/admin/exercises/exercise/add/?figure=nonsense&steps=One&level_min=easy",
        "/admin/exercises/exercise/add/?primary_muscles=1,2&body_part=1",
        "/admin/programs/program/add/?weekdays=nonsense&guides=1",
    ],
)
def test_form_begins_with_what_its_address_says(editor_client: Client, address: str) -> None:
    assert editor_client.get(address).status_code == 200


@pytest.mark.parametrize("failure", [TypeError, AttributeError])
def test_failures_of_ours_are_seen_whatever_the_address_says(
    editor: User, monkeypatch: pytest.MonkeyPatch, failure: type[Exception]
) -> None:
    def fail(muscle: object) -> str:
        raise failure

    monkeypatch.setattr("exercises.models.Muscle.__str__", fail)
    client = Client(raise_request_exception=False)
    client.force_login(editor)
    assert client.get("/admin/exercises/muscle/1/change/?_changelist_filters=q").status_code == 500


def test_value_that_somebody_else_took_this_moment_is_told(
    editor_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another save comes between the check and the write."""
    data = {"name": "New", "slug": "new", "order": "1", "region": "core"}

    def overtaken(*args: Any, **kwargs: Any) -> None:
        monkeypatch.undo()
        BodyPart.objects.create(**data)
        raise IntegrityError

    monkeypatch.setattr("exercises.admin.BodyPartAdmin.changeform_view", overtaken)
    page = editor_client.post("/admin/exercises/bodypart/add/", data)
    assertContains(page, "already exists")
    assertContains(page, 'value="New"')


def test_choice_that_is_none_is_told(editor_client: Client) -> None:
    data = {"shop": "nonsense", "product": "1", "pieces": "1"}
    page = editor_client.post("/admin/exercises/stock/add/", data)
    assertContains(page, "Nothing is saved", status_code=400)


@pytest.mark.parametrize("name", ["joints-INITIAL_FORMS", "photos-TOTAL_FORMS"])
def test_list_that_says_to_be_endless_is_not_counted(editor_client: Client, name: str) -> None:
    for count in ("9" * 30, "1_001"):
        page = editor_client.post("/admin/exercises/exercise/1/change/", {name: count})
        assertContains(page, "Nothing is saved", status_code=400)


def test_failure_without_a_query_stays_one(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exercises.models.Muscle.__str__", lambda muscle: int("broken"))
    client = Client(raise_request_exception=False)
    client.force_login(editor)
    assert client.get("/admin/exercises/muscle/1/change/").status_code == 500
