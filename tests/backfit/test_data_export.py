"""The export: everything about a person, nobody else's, no secrets, and no model forgotten."""

from __future__ import annotations

import io
import json
import tracemalloc
from typing import Any
from zipfile import ZipFile

import pytest
import vobject
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains

from backfit.accounts.data_export import NOT_EXPORTED, TABLES, all_sheets, archive
from backfit.accounts.models import User
from exercises.data_export import ExportTable
from exercises.models import Favourite, KitItem, Product
from exercises.models.equipment import Equipment
from programs.data_export import SheetFile
from programs.models import CalendarFeed, Schedule, Workout, WorkoutItem, WorkoutShare
from tests.factories import (
    PASSWORD,
    GuideRatingFactory,
    ReviewFactory,
    ScheduleFactory,
    WorkoutFactory,
    WorkoutItemFactory,
)

pytestmark = pytest.mark.django_db

SECRET_WORDS = ("token", "secret", "password", "session_key", "digest", "guest_key")


@pytest.fixture
def signed_in(owner: User) -> Client:
    """A client that signed in, and confirmed its password just now."""
    client = Client()
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def download(client: Client) -> ZipFile:
    response = client.post("/account/data/")
    assert response["Content-Type"] == "application/zip"
    return ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def rows(file: ZipFile, name: str) -> Any:
    return json.loads(file.read(f"backfit-data/json/{name}.json"))


def models_that_lead_to_a_person() -> set[type[Any]]:
    """Every model with a relation to a person, or to a model that has one, and so on."""
    found: set[type[Any]] = {User}
    models = apps.get_models(include_auto_created=True)
    while True:
        more = {
            model
            for model in models
            if model not in found and model._meta.label not in NOT_EXPORTED
            for column in model._meta.concrete_fields
            if column.related_model in found
        }
        if not more:
            return found
        found |= more


def test_every_model_that_leads_to_a_person_is_told_or_has_a_reason() -> None:
    exported = {model for table in TABLES for model in table.exported_models}
    forgotten = {model._meta.label for model in models_that_lead_to_a_person() - exported}
    assert forgotten == set(), "Tell these in a `personal` module, or name the reason in NOT_TOLD."
    assert exported - models_that_lead_to_a_person() == set()
    assert all(apps.get_model(label) and reason for label, reason in NOT_EXPORTED.items())


def test_no_table_tells_a_secret() -> None:
    columns = [
        f"{t.file}.{name}" for t in TABLES if isinstance(t, ExportTable) for name in t.columns()
    ]
    assert "account.email" in columns
    assert [each for each in columns if any(word in each for word in SECRET_WORDS)] == []
    assert len({table.file for table in TABLES}) == len(TABLES)


@pytest.mark.slow
def test_archive_holds_everything_of_the_person_and_nothing_of_others(
    signed_in: Client, owner: User, other: User, workout: Workout
) -> None:
    product = Product.objects.get(slug="starfit-db-101")
    dumbbells = Equipment.objects.get(slug="dumbbells")
    schedule = ScheduleFactory(workout=workout)
    schedule.occurrence_on(schedule.starts_on).skip()
    for person in (owner, other):
        KitItem.objects.put(person, dumbbells, have=True)
        Favourite.objects.put(person, product, keep=True)
        ReviewFactory(product=product, author=person, text=f"By {person.name}")
        rating = GuideRatingFactory(user=person)
    strange = WorkoutFactory(owner=other, title="Strange workout")
    secrets = [
        CalendarFeed.objects.make_for(owner).token,
        WorkoutShare.objects.make_for(workout).token,
        owner.password,
        signed_in.session.session_key,
    ]
    with download(signed_in) as file:
        assert file.testzip() is None
        (account,) = rows(file, "account")
        assert (account["email"], account["name"]) == ("olga@example.org", "Olga")
        assert rows(file, "equipment-i-have")[0]["equipment"] == "dumbbells"
        assert rows(file, "favourite-products")[0]["product"] == "starfit-db-101"
        assert [each["text"] for each in rows(file, "reviews")] == ["By Olga"]
        assert [each["stars"] for each in rows(file, "guide-ratings")] == [rating.stars]
        assert rows(file, "schedules")[0]["workout"] == str(workout.uuid)
        assert rows(file, "changed-sessions")[0]["skipped"] is True
        assert rows(file, "sign-in-sessions")[0]["ip"] == "127.0.0.1"
        assert len(rows(file, "workout-exercises")) == 4
        (kept,) = json.loads(file.read("backfit-data/workouts.json"))["workouts"]
        assert kept["title"] == "Upper back program"
        assert b"pull-up" in file.read("backfit-data/workouts.csv")
        event = vobject.readOne(file.read("backfit-data/calendar.ics").decode()).vevent
        assert event.uid.value.startswith(str(schedule.uid))
        pdf = file.read("backfit-data/sheets/001-upper-back-program.pdf")
        assert pdf == signed_in.get(f"/workouts/{workout.uuid}/sheet.pdf?paper=a4").content
        readme = file.read("backfit-data/README.txt").decode()
        listed = {name.partition("json/")[2] for name in file.namelist()} - {""}
        assert listed == {f"{table.file}.json" for table in TABLES}
        assert all(name in readme for name in listed)
        whole = b"".join(file.read(name) for name in file.namelist() if not name.endswith("pdf"))
    for secret in (*secrets, "By Oscar", other.email, str(strange.uuid)):
        assert secret.encode() not in whole


def test_second_factor_is_told_by_name_alone(owner: User) -> None:
    kinds = Authenticator.Type
    Authenticator.objects.create(user=owner, type=kinds.TOTP, data={"secret": "s3cret"})
    data = {"name": "My key", "credential": {"c": "s3cret"}}
    Authenticator.objects.create(user=owner, type=kinds.WEBAUTHN, data=data)
    table = next(each for each in TABLES if each.file == "second-factors")
    found = list(table.rows(owner))
    assert [(each["type"], each["name"]) for each in found] == [
        ("totp", None),
        ("webauthn", "My key"),
    ]
    assert "s3cret" not in str(found)


def test_data_need_a_fresh_sign_in_and_a_click(owner_client: Client, signed_in: Client) -> None:
    for answer in (owner_client.get("/account/data/"), owner_client.post("/account/data/")):
        assert answer["Location"].startswith("/accounts/reauthenticate/")
    assertContains(signed_in.get("/account/data/"), "Download my data")


def test_download_is_limited(signed_in: Client) -> None:
    codes = [signed_in.post("/account/data/").status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]
    assertContains(signed_in.post("/account/data/"), "Too many tries", status_code=429)


def test_no_room_for_sheets_is_said_before_anything_is_sent(
    signed_in: Client, workout: Workout, settings: Any
) -> None:
    settings.SHEET_WAIT_SECONDS = 0
    for number in range(settings.SHEET_RENDERS_AT_ONCE):
        cache.set(f"sheet-slot-{number}", "taken")
    response = signed_in.post("/account/data/")
    assert response["Retry-After"] == "5"
    assertContains(response, "try again in a few seconds", status_code=503)


def test_sheet_that_cannot_be_made_later_is_named_by_its_address(
    owner: User, workout: Workout, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = WorkoutFactory(owner=owner, title="Late")
    Workout.objects.filter(pk=late.pk).update(updated_at="2020-01-01T00:00Z")
    monkeypatch.setattr("programs.data_export.SHEETS_SECONDS", 0)
    made = list(all_sheets(owner))
    assert [each.content for each in made] == [None, None]
    content = b"".join(archive(owner, made, workout.updated_at))
    readme = ZipFile(io.BytesIO(content)).read("backfit-data/README.txt").decode()
    assert f"http://127.0.0.1:8000/workouts/{late.uuid}/sheet.pdf" in readme


@pytest.mark.slow
def test_hundreds_of_workouts_take_few_queries_and_little_memory(
    owner: User, workout: Workout
) -> None:
    exercise = workout.items.first().exercise
    more = Workout.objects.bulk_create(WorkoutFactory.build(owner=owner) for _ in range(200))
    WorkoutItem.objects.bulk_create(
        WorkoutItemFactory.build(workout=each, exercise=exercise) for each in more
    )
    Schedule.objects.bulk_create(ScheduleFactory.build(workout=each) for each in more[:50])
    sheet = SheetFile("a.pdf", "", bytes(5_000_000))
    tracemalloc.start()
    assert queries_of(lambda: sum(map(len, archive(owner, [sheet], workout.updated_at)))) < 80
    assert tracemalloc.get_traced_memory()[1] < 40_000_000
    tracemalloc.stop()


def queries_of(action: Any) -> int:
    with CaptureQueriesContext(connection) as found:
        action()
    return len(found)


def test_unconfirmed_addresses_are_told_too(owner: User) -> None:
    EmailAddress.objects.create(user=owner, email="new@example.org", verified=False)
    table = next(each for each in TABLES if each.file == "e-mail-addresses")
    assert [each["email"] for each in table.rows(owner)] == ["new@example.org"]
