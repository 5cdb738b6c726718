"""The forms of schedules: plan sessions, change a plan, move or skip a session."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.utils.text import get_text_list

from programs.calendars import WeeklyRecurrence
from programs.forms.calendars import (
    DEFAULT_WEEKS,
    FIRST_DATE,
    LAST_DATE,
    TimeZoneField,
    WeekdaysField,
)
from programs.models import Schedule, Workout
from programs.models.schedule import MAX_ACTIVE, MAX_WEEKS, RULE

MAX_PAUSE_WEEKS = 12


class DayField(forms.DateField):
    """A day between 2000 and 2100, picked or written as YYYY-MM-DD."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d"],
            error_messages={
                "required": "Choose a day.",
                "invalid": "This is not a date: write it as YYYY-MM-DD.",
            },
            **kwargs,
        )

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and not FIRST_DATE <= day <= LAST_DATE:
            raise forms.ValidationError("Choose a date between 2000 and 2100.")
        return day


class ClockField(forms.TimeField):
    """A time of day, picked or written as HH:MM."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            input_formats=["%H:%M"],
            error_messages={
                "required": "Choose a time.",
                "invalid": "This is not a time of day: write it as HH:MM.",
            },
            **kwargs,
        )


def number_field(unit: str, low: int, high: int, **kwargs: Any) -> forms.IntegerField:
    """A whole number of `unit` from `low` to `high`."""
    told = f"Write a whole number from {low} to {high}."
    messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), told)
    return forms.IntegerField(
        label=unit, min_value=low, max_value=high, error_messages=messages, **kwargs
    )


def add_model_errors(form: forms.Form, error: forms.ValidationError) -> None:
    """Put what a model refused where the form shows it: at the field, or above all of them."""
    for field, told in error.update_error_dict({}).items():
        form.add_error(field if field in form.fields else None, told)


class RecurrenceForm(forms.Form):
    """When sessions are: the columns of a schedule, with a number of weeks or a last day."""

    weekdays = WeekdaysField(label="Weekdays")
    starts_on = DayField(label="First day")
    time = ClockField(label="Time")
    duration = number_field("Minutes", 5, 480)
    every_weeks = number_field("Every … weeks", 1, MAX_PAUSE_WEEKS)
    weeks = number_field("For how many weeks", 1, MAX_WEEKS, required=False)
    ends_on = DayField(label="Or until", required=False)
    reminder = number_field("Reminder, minutes before", 0, 10080, required=False)
    time_zone = TimeZoneField(label="Time zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reminder"].help_text = "Empty for none."
        self.fields["weeks"].widget.attrs["data-either"] = "ends_on"
        self.fields["ends_on"].widget.attrs["data-either"] = "weeks"
        if self.is_bound:
            del self.fields["time_zone"].widget.attrs["data-time-zone"]

    def clean(self) -> dict[str, Any]:
        """Check what the fields say together. Errors go to the field that can mend them."""
        data = self.cleaned_data
        if "weeks" in data and "ends_on" in data:
            self._clean_end(data["weeks"], data["ends_on"])
        if not self.errors:
            self._clean_days(self.times())
        return data

    def _clean_end(self, weeks: int | None, ends_on: date | None) -> None:
        if weeks and ends_on:
            told = "Give a number of weeks or a last day, not both: empty one of them."
            self.add_error("ends_on", told)
        elif not weeks and not ends_on:
            self.add_error("weeks", "Say for how many weeks, or until which day.")

    def _clean_days(self, times: WeeklyRecurrence) -> None:
        if times.last_day < times.first_day:
            self.add_error("ends_on", "The last day is before the first.")
        elif times.last_day > WeeklyRecurrence.last_of(times.first_day, MAX_WEEKS):
            self.add_error("ends_on", f"Plan at most {MAX_WEEKS} weeks.")
        elif not times.dates():
            told = "None of these weekdays comes between the first and the last day."
            self.add_error("weekdays", told)

    def times(self) -> WeeklyRecurrence:
        """The answer as plain values."""
        data = self.cleaned_data
        first = data["starts_on"]
        return WeeklyRecurrence(
            first_day=first,
            time=data["time"],
            time_zone=data["time_zone"],
            weekdays=data["weekdays"],
            last_day=data["ends_on"] or WeeklyRecurrence.last_of(first, data["weeks"]),
            minutes=data["duration"],
            reminder_minutes=data["reminder"],
            every_weeks=data["every_weeks"],
        )


class ScheduleForm(RecurrenceForm):
    """Plans sessions of a workout, which may take turns with others of the same program."""

    rotate = forms.BooleanField(required=False)

    def __init__(self, *args: Any, partners: list[Workout], running: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners, self.running = partners, running
        if partners:
            names = get_text_list([str(each) for each in partners], "and")
            self.fields["rotate"].label = f"Take turns with {names}"
        else:
            del self.fields["rotate"]

    @staticmethod
    def usual(*, weekdays: list[str], minutes: int, today: date, zone: str) -> dict[str, Any]:
        """Values to begin with."""
        return {
            "weekdays": weekdays,
            "starts_on": today,
            "time": time(18),
            "duration": minutes,
            "every_weeks": 1,
            "weeks": DEFAULT_WEEKS,
            "reminder": 30,
            "time_zone": zone,
        }

    def _clean_days(self, times: WeeklyRecurrence) -> None:
        super()._clean_days(times)
        if not self.errors and self.cleaned_data.get("rotate"):
            self._clean_turns(times, 1 + len(self.partners))
        if not self.errors and self.running + self._count(times) > MAX_ACTIVE:
            self.add_error(
                None,
                f"You have {self.running} schedules that still run, and {MAX_ACTIVE} is the most:"
                " cancel one that you do not need.",
            )

    def _clean_turns(self, times: WeeklyRecurrence, turns: int) -> None:
        rules = [rule for plan in times.rotate(turns) for rule in plan]
        if len(times.dates()) < turns:
            self.add_error("rotate", f"There are fewer sessions than the {turns} workouts.")
        elif max(rule.interval for rule in rules) > MAX_PAUSE_WEEKS:
            told = f"With {turns} workouts in turn, a session would come back too rarely."
            self.add_error("every_weeks", told)

    def _count(self, times: WeeklyRecurrence) -> int:
        """How many schedules this makes."""
        if not self.cleaned_data.get("rotate"):
            return 1
        return sum(map(len, times.rotate(1 + len(self.partners))))

    def save(self, workout: Workout) -> list[Schedule]:
        """Make the schedules of the valid form."""
        turns = [workout, *self.partners] if self.cleaned_data.get("rotate") else [workout]
        return Schedule.objects.plan(turns, self.times())


class ScheduleChangeForm(RecurrenceForm):
    """Changes a schedule: from one of its sessions on, or all of it (`first` is None)."""

    def __init__(self, data: Any, *, schedule: Schedule, first: date | None) -> None:
        initial = schedule.rule() | ({"starts_on": first} if first else {})
        super().__init__(data, initial=initial)
        self.schedule, self.first = schedule, first
        self.fields["time_zone"].widget.attrs.pop("data-time-zone", None)

    def save(self) -> bool:
        """Change the schedule; False, with the errors in the form, when that cannot be."""
        times = self.times()
        data = self.cleaned_data | {"ends_on": times.last_day, "weekdays": list(times.weekdays)}
        values = {name: data[name] for name in RULE}
        try:
            if self.first is None:
                self.schedule.change_all(**values)
            else:
                self.schedule.change_from(self.first, **values)
        except forms.ValidationError as error:
            add_model_errors(self, error)
            return False
        return True


class ScopeField(forms.ChoiceField):
    """Whether a change is for one session, or for all later ones too."""

    def __init__(self) -> None:
        super().__init__(
            label="What changes",
            choices=[("one", "This session alone"), ("later", "This and all later ones")],
            initial="one",
            widget=forms.RadioSelect,
            error_messages={"required": "Say which sessions.", "invalid_choice": "Say which."},
        )


class MoveForm(forms.Form):
    """Where to a session moves."""

    date = DayField(label="New day")
    time = ClockField(label="New time")
    scope = ScopeField()


class MoveOccurrenceForm(forms.Form):
    """Which session moves to which day, from the coach's button."""

    uid = forms.UUIDField()
    original = DayField()
    day = DayField()


class SkipForm(forms.Form):
    """Which sessions are left out."""

    scope = ScopeField()


class AgendaForm(forms.Form):
    """Which part of the agenda is shown; its fields are the parameters of the page."""

    view = forms.ChoiceField(
        choices=[("week", "Week"), ("month", "Month")],
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is not a view: write week or month."},
    )
    date = DayField(required=False)
