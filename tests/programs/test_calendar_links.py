"""Links that open a web calendar with an event filled in, and the page that shows them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from programs.calendars import Event, RecurrenceRule, WeeklyRecurrence
from programs.calendars.links import (
    MAX_DETAILS_LENGTH,
    details,
    google_link,
    outlook_link,
    webcal_link,
    yahoo_link,
)
from programs.models import Workout


def event(description: str = "1. Row\nhttps://backfit.test/w/") -> Event:
    times = WeeklyRecurrence(
        first_day=date(2026, 12, 1),
        time=time(18, 30),
        time_zone="Europe/Berlin",
        weekdays=("MO", "TH"),
        last_day=date(2027, 1, 11),
        minutes=45,
    )
    return Event(
        uid="x",
        title="Back & neck",
        description=description,
        url="https://backfit.test/w/",
        rule=RecurrenceRule(times, tuple(times.dates()), 1),
        changed=datetime(2026, 12, 1, tzinfo=UTC),
        sequence=0,
    )


def parts(link: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(link).query).items()}


def test_google_gets_the_rule_and_the_zone() -> None:
    link = google_link(event())
    assert link.startswith("https://calendar.google.com/calendar/render?")
    assert parts(link) == {
        "action": "TEMPLATE",
        "text": "Back & neck",
        "dates": "20261203T183000/20261203T191500",
        "ctz": "Europe/Berlin",
        "recur": "RRULE:FREQ=WEEKLY;COUNT=12;BYDAY=MO,TH;WKST=MO",
        "details": "1. Row\nhttps://backfit.test/w/",
    }


def test_outlook_and_yahoo_get_the_first_session_in_utc() -> None:
    outlook, yahoo = outlook_link(event()), yahoo_link(event())
    assert urlsplit(outlook).netloc == "outlook.live.com"
    assert parts(outlook) == {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": "Back & neck",
        "startdt": "2026-12-03T17:30:00Z",
        "enddt": "2026-12-03T18:15:00Z",
        "body": "1. Row\nhttps://backfit.test/w/",
    }
    assert urlsplit(yahoo).netloc == "calendar.yahoo.com"
    assert parts(yahoo) == {
        "v": "60",
        "title": "Back & neck",
        "st": "20261203T173000Z",
        "et": "20261203T181500Z",
        "desc": "1. Row\nhttps://backfit.test/w/",
    }


def test_long_description_is_cut_at_a_line_and_keeps_its_address() -> None:
    text = details(event("\n".join(f"{n}. Row" for n in range(500)) + "\nhttps://backfit.test/w/"))
    assert len(text) <= MAX_DETAILS_LENGTH
    assert text.endswith(". Row\n…\nhttps://backfit.test/w/")


def test_webcal_changes_the_scheme_alone() -> None:
    assert webcal_link("https://backfit.test/a.ics?x=1") == "webcal://backfit.test/a.ics?x=1"


WHEN = "start=2026-12-01&time=18:30&days=MO&days=TH&tz=Europe/Berlin&weeks=6"


@pytest.mark.django_db
def test_program_page_links_to_each_calendar_at_the_times_asked_for(client: Client) -> None:
    response = client.get(f"/programs/upper-back/calendar/?{WHEN}")
    assertContains(response, "12 sessions at 18:30 (Europe/Berlin)")
    assertContains(response, "https://calendar.google.com/calendar/render?action=TEMPLATE")
    assertContains(response, "webcal://127.0.0.1:8000/programs/upper-back/calendar.ics?")
    assert response["Referrer-Policy"] == "same-origin"
    assert not response.cookies
    file_url = response.context["file_url"]
    assert client.get(file_url).content == (
        client.get(f"/programs/upper-back/calendar.ics?{WHEN}").content
    )


@pytest.mark.django_db
def test_two_days_that_take_turns_have_links_of_their_own(client: Client) -> None:
    response = client.get("/programs/two-day-back/calendar/?days=MO,TH&weeks=2")
    titles = [event.title for event, *_ in response.context["links"]]
    assert [title.rsplit(", ")[-1][:5] for title in titles] == ["Day A", "Day B"]


@pytest.mark.django_db
def test_bad_time_is_named_on_the_way_to_the_links(client: Client) -> None:
    response = client.get("/programs/upper-back/calendar/?time=99:99")
    assertContains(response, "<li>time (", status_code=400)
    assertContains(response, "Show the links", status_code=400)


@pytest.mark.django_db
def test_workout_has_links_for_its_owner_alone_and_no_webcal(
    owner_client: Client, other_client: Client, workout: Workout
) -> None:
    address = f"/workouts/{workout.uuid}/calendar/?{WHEN}"
    response = owner_client.get(address)
    assertContains(response, "https://calendar.google.com/")
    assertNotContains(response, "webcal:")
    assert other_client.get(address).status_code == 404
