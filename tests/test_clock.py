"""Times of day are told by the person's own clock: on every page, in messages and in words of forms."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains

from backfit.accounts.models import User
from backfit.formats.en import formats
from exercises.clock import clock_for, time_text
from programs.calendars.breaks import read_clocks
from programs.models import OfficeBreaks
from tests.factories import ScheduleFactory, WorkoutFactory
from tests.pages import NO_PAGE, hidden_fields, read
from tests.test_people_and_urls import ROWS, owned_by

pytestmark = pytest.mark.django_db

BY_24 = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:]|[\s\u00a0]?[AP]M)")
BY_12 = re.compile(r"(?<![\d:.])(?:1[0-2]|[1-9])(?::[0-5]\d)?[\s\u00a0][AP]M\b")


@pytest.fixture
def pages(owner: User) -> list[str]:
    """Every page that the owner can open, with sessions today and later, breaks and a moved session."""
    things = owned_by(owner)
    today = timezone.localdate()
    for number, hour in enumerate((time(13, 30), time(14))):
        workout = WorkoutFactory(owner=owner, title=f"Back {number}")
        ScheduleFactory(
            workout=workout,
            starts_on=today,
            ends_on=today + timedelta(days=60),
            weekdays=["MO", "TU", "WE", "TH", "FR", "SA", "SU"],
            time=hour,
        )
    OfficeBreaks.objects.create(
        owner=owner,
        starts_on=today,
        ends_on=today + timedelta(days=30),
        times="10:30, 15:00",
        weekdays=["MO", "TU"],
        time_zone="Europe/Berlin",
    )
    addresses = [address.format(**things) for method, address, *_ in ROWS if method == "GET"]
    office = "/programs/office-break/"
    return [
        *(each for each in addresses if not NO_PAGE.search(each)),
        *(office, f"{office}calendar/", f"/workouts/{workout.uuid}/schedule/", "/account/data/"),
        *("/workouts/?view=month", "/accounts/sessions/", "/accounts/2fa/", "/accounts/email/"),
    ]


@pytest.mark.parametrize(
    ("clock", "right", "wrong"), [("12", BY_12, BY_24), ("24", BY_24, BY_12)], ids=["12", "24"]
)
@pytest.mark.once
def test_no_page_tells_a_time_by_another_clock(
    owner: User, owner_client: Client, pages: list[str], clock: str, right: object, wrong: object
) -> None:
    assert isinstance(right, re.Pattern)
    assert isinstance(wrong, re.Pattern)
    User.objects.filter(pk=owner.pk).update(clock=clock)
    telling: set[str] = set()
    found: dict[str, list[str]] = {}
    for address in pages:
        response = owner_client.get(address, follow=True)
        words = read(response.content.decode())
        telling |= {address} if right.search(words) else set()
        found |= {address: wrong.findall(words)} if wrong.search(words) else {}
    assert found == {}
    assert {"/", "/workouts/", "/workouts/calendar/", "/programs/office-break/"} <= telling
    assert len(telling) >= 10


def test_somebody_who_is_not_signed_in_reads_24_hours(client: Client) -> None:
    page = read(client.get("/programs/office-break/").content.decode())
    assert "10:30, 15:00" in page
    assert not BY_12.search(page)


def test_clock_of_the_browser_is_the_first_setting(client: Client) -> None:
    assertContains(client.get("/accounts/signup/"), 'data-region-default="clock"')
    data = {"email": "cora@example.org", "password1": "correct horse battery", "clock": "12"}
    client.post("/accounts/signup/", data)
    assert User.objects.get(email="cora@example.org").clock == "12"


def test_clock_is_chosen_in_the_settings(owner: User, owner_client: Client) -> None:
    page = owner_client.get("/account/")
    assertContains(page, "12 hours, with AM and PM")
    data = {"name": "Olga", "time_zone": "UTC", "units": "kg", "paper": "", "week_start": "MO"}
    owner_client.post(
        "/account/", hidden_fields(owner_client, "/account/") | data | {"clock": "12"}
    )
    owner.refresh_from_db()
    assert owner.clock == "12"


@pytest.mark.parametrize(("clock", "told"), [("12", "6:30\u00a0PM"), ("24", "18:30")])
def test_messages_tell_times_by_the_clock(
    owner: User, owner_client: Client, clock: str, told: str
) -> None:
    User.objects.filter(pk=owner.pk).update(clock=clock)
    today = timezone.localdate()
    schedule = ScheduleFactory(
        workout__owner=owner, starts_on=today, ends_on=today + timedelta(days=60)
    )
    day = schedule.times().dates()[0]
    url = f"/workouts/schedule/{schedule.uid}/{day}/"
    form = hidden_fields(owner_client, url, f"{url}move/")
    data = form | {"date": day.isoformat(), "time": "18:30", "scope": "one"}
    page = owner_client.post(f"{url}move/", data, follow=True)
    assertContains(page, f"at {told}.")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("10:30 AM, 3 pm", [time(10, 30), time(15)]),
        ("12 a.m., 12:05\u00a0PM", [time(0), time(12, 5)]),
        ("9:05, 15:00, 15:00", [time(9, 5), time(15)]),
    ],
)
def test_times_are_understood_by_either_clock(typed: str, stored: list[time]) -> None:
    assert read_clocks(typed) == stored


@pytest.mark.parametrize("typed", ["13 PM", "0 AM", "25:00", "10", "10:3", "٣:00", "10:30 XM"])
def test_what_is_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_clocks(typed)


def test_breaks_typed_by_the_12_hour_clock_are_no_change_of_the_same_times(
    owner: User, owner_client: Client, pages: list[str]
) -> None:
    assert pages
    User.objects.filter(pk=owner.pk).update(clock="12")
    address = "/workouts/calendar/office-breaks/"
    form = owner_client.get(address).context["form"]
    owner.refresh_from_db()
    with clock_for(owner):
        shown = {name: form[name].value() for name in form.fields}
    assert shown["times"] == "10:30\u00a0AM, 3:00\u00a0PM"
    data = hidden_fields(owner_client, address)
    data |= {name: value for name, value in shown.items() if value not in (None, False)}
    owner_client.post(address, data)
    breaks = OfficeBreaks.objects.get()
    assert (breaks.times, breaks.revision) == ("10:30, 15:00", 1)


def test_every_format_with_a_time_has_both_clocks(owner: User) -> None:
    moment = datetime(2026, 6, 7, 18, 30, tzinfo=UTC)
    names = [name for name in vars(formats) if name.endswith("TIME_FORMAT")]
    owner.clock = "12"
    for name in names:
        assert BY_24.search(time_text(moment, name))
        with clock_for(owner):
            assert BY_12.search(time_text(moment, name))
            assert not BY_24.search(time_text(moment, name))
    assert len(names) == 4


ANOTHER_WAY = re.compile(
    r'date:"[A-Z_]*TIME_FORMAT"|\|time(?::"|\s*(?:%\}|\}\}))|\btime_format\(|date_format\([^)]*TIME_FORMAT'
)


def test_one_function_tells_times_of_day() -> None:
    """What formats a time by itself would not know the person's clock."""
    found = [
        path.name
        for folder, kind in (
            *((name, "*.py") for name in ("backfit", "exercises", "programs")),
            *(("templates", f"*.{kind}") for kind in ("html", "txt")),
        )
        for path in (settings.BASE_DIR / folder).rglob(kind)
        if path.name != "clock.py" and ANOTHER_WAY.search(path.read_text())
    ]
    assert found == []
