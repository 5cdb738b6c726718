"""The forms of programs and workouts: when to train, what a workout holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from exercises.forms.parameters import known_parameters
from exercises.weekdays import WEEKDAY_INITIALS, WEEKDAY_NAMES, WEEKDAYS
from programs.calendars import WeeklyRecurrence
from programs.calendars.breaks import read_clocks
from programs.calendars.timezones import is_time_zone, not_a_time_zone
from programs.models.office_breaks import OFFICE_PROGRAM, USUAL_CLOCKS, check_clocks, shown_clocks
from programs.models.plan import MAX_SESSION_MINUTES

Clock = time
"""A time of day; inside the forms, `time` is their field."""
FIRST_DATE, LAST_DATE = date(2000, 1, 1), date(2100, 12, 31)
DEFAULT_WEEKS = 8
DEFAULT_REMINDER = 30
REMINDERS = [
    ("", _("None")),
    ("0", _("At the start")),
    ("10", _("10 min before")),
    ("30", _("30 min before")),
    ("60", _("1 hour before")),
    ("1440", _("1 day before")),
]
"""How long before a session people are usually reminded."""


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

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With the `initial` of the weekday, which the box shows."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        return option | {"initial": WEEKDAY_INITIALS[option["value"]]}

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
                "required": _("Choose at least one weekday."),
                "invalid_choice": _(
                    "“%(value)s” is not a weekday: write MO, TU, WE, TH, FR, SA or SU."
                ),
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
            raise forms.ValidationError(not_a_time_zone(zone))
        return zone


usual_clocks: Callable[[], str] = lazy(lambda: shown_clocks(USUAL_CLOCKS), str)


class ClocksField(forms.CharField):
    """Times of day in one line, shown and understood by the clock of the person; cleaned, as they are
    stored."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"placeholder": usual_clocks(), "autocomplete": "off"}
        super().__init__(max_length=120, widget=forms.TextInput(attrs=attrs), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return shown_clocks(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return check_clocks(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other times are meant; how they are written is no change."""
        try:
            return read_clocks(str(initial or "")) != read_clocks(str(data or ""))
        except ValueError:
            return True


class CalendarForm(forms.Form):
    """When the sessions of a plan are; its fields are the parameters of `calendar.ics`."""

    start = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("Choose the first day."),
            "invalid": _("This is not a date: write it as YYYY-MM-DD."),
        },
    )
    time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        input_formats=["%H:%M"],
        error_messages={
            "required": _("Choose a time."),
            "invalid": _("This is not a time of day: write it as HH:MM."),
        },
    )
    days = WeekdaysField(label=_("Weekdays"))
    weeks = forms.IntegerField(label=_("Weeks"), min_value=1, max_value=104)
    duration = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=MAX_SESSION_MINUTES)
    reminder = forms.IntegerField(
        label=_("Reminder"),
        required=False,
        min_value=0,
        max_value=10080,
        widget=forms.Select(choices=REMINDERS),
    )
    tz = TimeZoneField(label=_("Time zone"))

    @staticmethod
    def defaults(*, weekdays: list[str], minutes: int, today: date, zone: str) -> dict[str, Any]:
        """Values for the parameters that are not given."""
        return {
            "start": today.isoformat(),
            "time": "18:00",
            "days": weekdays,
            "weeks": str(DEFAULT_WEEKS),
            "duration": str(minutes),
            "reminder": str(DEFAULT_REMINDER),
            "tz": zone,
        }

    def clean_start(self) -> date:
        start: date = self.cleaned_data["start"]
        if not FIRST_DATE <= start <= LAST_DATE:
            raise forms.ValidationError(_("Choose a date between 2000 and 2100."))
        return start

    def clocks(self) -> list[Clock]:
        """The valid form's times of a day, in order: one, but for office breaks."""
        return [self.cleaned_data["time"]]

    def rule(self) -> dict[str, Any]:
        """The valid form's answer as a schedule's form has it."""
        data = self.cleaned_data
        return {
            "weekdays": list(data["days"]),
            "starts_on": data["start"],
            "time": data["time"],
            "duration": data["duration"],
            "weeks": data["weeks"],
            "reminder": data["reminder"],
            "time_zone": data["tz"],
        }

    def times(self) -> WeeklyRecurrence:
        """The valid form's answer; its time is the first of a day."""
        data = self.cleaned_data
        return WeeklyRecurrence(
            first_day=data["start"],
            time=self.clocks()[0],
            time_zone=data["tz"],
            weekdays=data["days"],
            last_day=WeeklyRecurrence.last_of(data["start"], data["weeks"]),
            minutes=data["duration"],
            reminder_minutes=data["reminder"],
        )


class OfficeCalendarForm(CalendarForm):
    """When the breaks of the office program are: at one or more times of each day."""

    time = ClocksField(  # type: ignore[assignment]
        label=_("Times"), error_messages={"required": _("Choose a time.")}
    )

    @staticmethod
    def defaults(*, weekdays: list[str], minutes: int, today: date, zone: str) -> dict[str, Any]:
        """Values for the parameters that are not given: two breaks a day, told when they begin."""
        usual = CalendarForm.defaults(weekdays=weekdays, minutes=minutes, today=today, zone=zone)
        return usual | {"time": USUAL_CLOCKS, "reminder": "0"}

    def clean_time(self) -> str:
        if not self.cleaned_data["time"]:
            raise forms.ValidationError(_("Choose a time."))
        return str(self.cleaned_data["time"])

    def clocks(self) -> list[Clock]:
        return read_clocks(self.cleaned_data["time"])


def calendar_form_of(plan: Any) -> type[CalendarForm]:
    """The form that says when the sessions of that program or workout are."""
    is_office = getattr(plan, "slug", "") == OFFICE_PROGRAM
    return OfficeCalendarForm if is_office else CalendarForm
