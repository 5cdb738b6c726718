"""What is rarely needed is folded away, and opens where it says something unusual or is wrong."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from programs.models import Workout
from tests.factories import ScheduleFactory

pytestmark = pytest.mark.django_db
FOLD = re.compile(r'<details class="fold"( open)?>(.*?)</details>', re.DOTALL)


def folds(client: Client, address: str) -> list[tuple[bool, str]]:
    """Whether each fold of the page is open, and what is in it."""
    return [(bool(o), text) for o, text in FOLD.findall(client.get(address).content.decode())]


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/programs/upper-back/", ["reminder", "tz"]),
        ("/workouts/calendar/office-breaks/", ["reminder", "time_zone", "starts_on", "ends_on"]),
    ],
)
def test_rare_fields_are_folded_away(owner_client: Client, address: str, fields: list[str]) -> None:
    ((is_open, text),) = folds(owner_client, address)
    assert not is_open
    assert all(f'name="{name}"' in text for name in fields)


def test_plan_form_has_the_calendars_choices_and_folds(
    owner_client: Client, workout: Workout
) -> None:
    ((is_open, text),) = folds(owner_client, f"{workout.get_absolute_url()}schedule/")
    assert not is_open
    assert all(f'name="{name}"' in text for name in ("reminder", "time_zone", "every_weeks"))
    assert '<option value="1440">1 day before</option>' in text


def test_fold_opens_where_it_says_something_unusual(owner_client: Client, workout: Workout) -> None:
    schedule = ScheduleFactory(workout=workout, every_weeks=2, reminder=25)
    ((is_open, text),) = folds(owner_client, f"/workouts/schedule/{schedule.uid}/edit/?all=1")
    assert is_open
    assert '<option value="25" selected>25 minutes before</option>' in text


def test_workout_offers_three_things_and_the_rest_under_more(
    owner_client: Client, workout: Workout
) -> None:
    more, _calendar = folds(owner_client, workout.get_absolute_url())
    assert re.findall(r">([^<>]+)</a>", more[1]) == [
        *("Edit workout", "Log a session", "Add to calendar", "Share")
    ]
    page = owner_client.get(workout.get_absolute_url()).content.decode()
    shown = page[page.index('<div class="actions">') : page.index('<details class="fold">')]
    assert re.findall(r">([^<>]+)</a>", shown) == ["Start", "Plan sessions", "Print workout"]


def test_my_workouts_lead_on_by_buttons(owner_client: Client, workout: Workout) -> None:
    page = owner_client.get("/workouts/")
    for words in ("New workout", "What you did", "Your calendar", "Import and export"):
        assert re.search(rf'<a class="button" href="[^"]+">{words}</a>', page.content.decode())
    assertContains(page, "days-empty")
    assertContains(page, '<p class="small muted">Nothing is planned in this week.</p>', html=True)


# --- The plan and the calendar are one flow -----------------------------------------------------------


def shown(page: Any) -> dict[str, Any]:
    """What the plan's form says, to send it as it is."""
    values = {each.html_name: each.value() for each in page.context["form"]}
    values["time"] = f"{values['time']:%H:%M}"
    return {name: value for name, value in values.items() if value is not None}


def test_times_chosen_for_the_calendar_can_be_planned_instead(
    owner_client: Client, workout: Workout
) -> None:
    """The form beside a workout leads to a file, to web calendars, and to the plan."""
    page = f"{workout.get_absolute_url()}schedule/"
    assertContains(owner_client.get(workout.get_absolute_url()), f'formaction="{page}"')
    asked = {
        "days": ["TU", "SA"],
        "start": "2026-12-01",
        "time": "07:15",
        "weeks": "3",
        "duration": "25",
        "reminder": "60",
        "tz": "Asia/Kolkata",
    }
    owner_client.post(page, shown(owner_client.get(page, asked)))
    schedule = workout.schedules.get()
    assert schedule.weekdays == ["TU", "SA"]
    assert (schedule.starts_on, schedule.ends_on) == (date(2026, 12, 1), date(2026, 12, 21))
    assert (schedule.time, schedule.time_zone) == (time(7, 15), "Asia/Kolkata")
    assert (schedule.duration, schedule.reminder, schedule.every_weeks) == (25, 60, 1)


def test_plan_says_which_part_of_its_address_is_wrong(
    owner_client: Client, workout: Workout
) -> None:
    response = owner_client.get(f"{workout.get_absolute_url()}schedule/", {"time": "25:00"})
    assertContains(response, "time (Time): This is not a time of day", status_code=400)


def test_what_is_planned_is_offered_for_ones_own_calendar(
    owner_client: Client, workout: Workout
) -> None:
    page = f"{workout.get_absolute_url()}schedule/"
    week = owner_client.post(page, shown(owner_client.get(page)), follow=True)
    file = f"{workout.get_absolute_url()}calendar.ics"
    for each in (week, owner_client.get(page)):
        assertContains(each, f'<a href="{file}">get the file</a>', html=True)
        assertContains(each, '<a href="/workouts/calendar/">subscribe to all your sessions</a>')
    assertContains(owner_client.get(file), "RRULE:FREQ=WEEKLY")
