"""The forms of programs and workouts: when to train, what a workout holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy

from exercises.forms.parameters import known_parameters
from exercises.weekdays import WEEKDAY_NAMES, WEEKDAYS
from programs.calendars import WeeklyRecurrence
from programs.calendars.timezones import is_time_zone

FIRST_DATE, LAST_DATE = date(2000, 1, 1), date(2100, 12, 31)
DEFAULT_WEEKS = 8
DEFAULT_REMINDER = 30


def with_defaults(query: QueryDict, defaults: dict[str, Any]) -> QueryDict:
    """The query's parameters that have a default, and the defaults of those that are missing.

    So every parameter of a form is optional, and unknown ones (`fbclid`) change nothing.
    """
    data = known_parameters(query, defaults)
    for name, value in defaults.items():
        if name not in data:
            data.setlist(name, value if isinstance(value, list) else [value])
    return data


class WeekdaysInput(forms.CheckboxSelectMultiple):
    """Seven check boxes; also reads `MO,TH` from one parameter."""

    template_name = "components/weekdays.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [day.strip().upper() for value in values for day in value.split(",") if day.strip()]


class WeekdaysField(forms.MultipleChoiceField):
    """One or more days of the week, as a tuple in calendar order."""

    widget = WeekdaysInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=list(WEEKDAY_NAMES.items()),
            error_messages={
                "required": "Choose at least one weekday.",
                "invalid_choice": "“%(value)s” is not a weekday: write MO, TU, WE, TH, FR, SA or SU.",
            },
            **kwargs,
        )

    def clean(self, value: Any) -> tuple[str, ...]:
        chosen = super().clean(value)
        return tuple(day for day in WEEKDAYS if day in chosen)


class TimeZoneField(forms.CharField):
    """An IANA time zone: plain text, which the server checks.

    `static/js/time-zone.js` fills in the browser's own, `time-zone-list.js` suggests names.
    """

    def __init__(self, **kwargs: Any) -> None:
        attrs = {
            "autocomplete": "off",
            "data-time-zone": "",
            "data-zone-list": reverse_lazy("programs:time-zones"),
        }
        super().__init__(max_length=60, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        zone = str(super().clean(value))
        if not is_time_zone(zone):
            raise forms.ValidationError(
                f"“{zone}” is not a time zone: write one such as Europe/Berlin."
            )
        return zone


class CalendarForm(forms.Form):
    """When the sessions of a plan are; its fields are the parameters of `calendar.ics`."""

    start = forms.DateField(
        label="First day",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": "Choose the first day.",
            "invalid": "This is not a date: write it as YYYY-MM-DD.",
        },
    )
    time = forms.TimeField(
        label="Time",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        input_formats=["%H:%M"],
        error_messages={
            "required": "Choose a time.",
            "invalid": "This is not a time of day: write it as HH:MM.",
        },
    )
    days = WeekdaysField(label="Weekdays")
    weeks = forms.IntegerField(label="Weeks", min_value=1, max_value=104)
    duration = forms.IntegerField(label="Minutes", min_value=5, max_value=480)
    reminder = forms.IntegerField(
        label="Reminder",
        required=False,
        min_value=0,
        max_value=10080,
        widget=forms.Select(
            choices=[
                ("", "None"),
                ("0", "At the start"),
                ("10", "10 min before"),
                ("30", "30 min before"),
                ("60", "1 hour before"),
                ("1440", "1 day before"),
            ]
        ),
    )
    tz = TimeZoneField(label="Time zone")

    @staticmethod
    def defaults(*, weekdays: list[str], minutes: int, today: date) -> dict[str, Any]:
        """Values for the parameters that are not given."""
        return {
            "start": today.isoformat(),
            "time": "18:00",
            "days": weekdays,
            "weeks": str(DEFAULT_WEEKS),
            "duration": str(minutes),
            "reminder": str(DEFAULT_REMINDER),
            "tz": "UTC",
        }

    def clean_start(self) -> date:
        start: date = self.cleaned_data["start"]
        if not FIRST_DATE <= start <= LAST_DATE:
            raise forms.ValidationError("Choose a date between 2000 and 2100.")
        return start

    def times(self) -> WeeklyRecurrence:
        """The valid form's answer."""
        data = self.cleaned_data
        return WeeklyRecurrence(
            first_day=data["start"],
            time=data["time"],
            time_zone=data["tz"],
            weekdays=data["days"],
            last_day=WeeklyRecurrence.last_of(data["start"], data["weeks"]),
            minutes=data["duration"],
            reminder_minutes=data["reminder"],
        )
