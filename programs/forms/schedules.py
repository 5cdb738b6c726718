"""The forms of schedules: plan sessions, change a plan, move or skip a session."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises.formats import and_list
from programs.calendars import WeeklyRecurrence
from programs.forms.calendars import (
    FIRST_DATE,
    LAST_DATE,
    REMINDERS,
    TimeZoneField,
    WeekdaysField,
)
from programs.models import Schedule, Workout
from programs.models.plan import MAX_SESSION_MINUTES
from programs.models.schedule import MAX_ACTIVE, MAX_WEEKS, RULE, too_many_weeks
from programs.models.schedule_queryset import turns_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MAX_PAUSE_WEEKS = 12


class DayField(forms.DateField):
    """A day between 2000 and 2100, picked or written as YYYY-MM-DD."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d"],
            error_messages={
                "required": _("Choose a day."),
                "invalid": _("This is not a date: write it as YYYY-MM-DD."),
            },
            **kwargs,
        )

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and not FIRST_DATE <= day <= LAST_DATE:
            raise forms.ValidationError(_("Choose a date between 2000 and 2100."))
        return day


class ClockField(forms.TimeField):
    """A time of day, picked or written as HH:MM."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            input_formats=["%H:%M"],
            error_messages={
                "required": _("Choose a time."),
                "invalid": _("This is not a time of day: write it as HH:MM."),
            },
            **kwargs,
        )


def number_field(label: StrPromise, low: int, high: int, **kwargs: Any) -> forms.IntegerField:
    """A whole number from `low` to `high`."""
    message = format_lazy(_("Write a whole number from {low} to {high}."), low=low, high=high)
    messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), message)
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, error_messages=messages, **kwargs
    )


def add_model_errors(form: forms.Form, error: forms.ValidationError) -> None:
    """Put what a model refused where the form shows it: at the field, or above all of them."""
    for field, errors in error.update_error_dict({}).items():
        form.add_error(field if field in form.fields else None, errors)


class RecurrenceForm(forms.Form):
    """When sessions are: the columns of a schedule, with a number of weeks or a last day."""

    weekdays = WeekdaysField(label=_("Weekdays"))
    starts_on = DayField(label=_("First day"))
    time = ClockField(label=_("Time"))
    duration = number_field(_("Minutes"), 5, MAX_SESSION_MINUTES)
    every_weeks = number_field(_("Every … weeks"), 1, MAX_PAUSE_WEEKS)
    weeks = number_field(_("For how many weeks"), 1, MAX_WEEKS, required=False)
    ends_on = DayField(label=_("Or until"), required=False)
    reminder = number_field(_("Reminder"), 0, 10080, required=False, widget=forms.Select)
    time_zone = TimeZoneField(label=_("Time zone"))

    def __init__(self, *args: Any, week_start: str = "MO", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.week_start = week_start
        self.fields["reminder"].widget.choices = self._reminders()
        self.fields["weeks"].widget.attrs["data-exclusive-with"] = "ends_on"
        self.fields["ends_on"].widget.attrs["data-exclusive-with"] = "weeks"
        if self.is_bound:
            del self.fields["time_zone"].widget.attrs["data-time-zone"]

    def _reminders(self) -> list[tuple[str, StrPromise | str]]:
        """The usual ones, and the one that is chosen already."""
        now = self["reminder"].value()
        chosen = "" if now is None else str(now)
        if not chosen.isdecimal() or chosen in dict(REMINDERS):
            return list(REMINDERS)
        minutes = int(chosen[:9])
        label = ngettext("%(number)s minute before", "%(number)s minutes before", minutes)
        return [*REMINDERS, (chosen, label % {"number": minutes})]

    @property
    def has_rare(self) -> bool:
        """Whether a field that is folded away says something unusual, or is wrong."""
        usual = (self["every_weeks"].value(), self["ends_on"].value())
        rare = ("reminder", "time_zone", "ends_on", "every_weeks")
        wrong = self.is_bound and any(name in self.errors for name in rare)
        return wrong or str(usual[0]) != "1" or bool(usual[1])

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
            message = gettext("Give a number of weeks or a last day, not both: empty one of them.")
            self.add_error("ends_on", message)
        elif not weeks and not ends_on:
            self.add_error("weeks", _("Say for how many weeks, or until which day."))

    def _clean_days(self, times: WeeklyRecurrence) -> None:
        if times.last_day < times.first_day:
            self.add_error("ends_on", _("The last day is before the first."))
        elif times.last_day > WeeklyRecurrence.last_of(times.first_day, MAX_WEEKS):
            self.add_error("ends_on", too_many_weeks())
        elif not times.dates():
            message = gettext("None of these weekdays comes between the first and the last day.")
            self.add_error("weekdays", message)

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
            week_start=self.week_start,
        )


class ScheduleForm(RecurrenceForm):
    """Plans sessions of a workout, which may take turns with others of the same program."""

    rotate = forms.BooleanField(required=False)

    def __init__(
        self,
        *args: Any,
        workout: Workout,
        partners: list[Workout],
        running: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.partners, self.running = partners, running
        self.turns = [workout, *partners]
        if partners:
            names = and_list(map(str, partners))
            self.fields["rotate"].label = gettext("Take turns with %(workouts)s") % {
                "workouts": names
            }
        else:
            del self.fields["rotate"]

    def _clean_days(self, times: WeeklyRecurrence) -> None:
        super()._clean_days(times)
        if not self.errors and self.cleaned_data.get("rotate"):
            self._clean_turns(times, len(self.turns))
        if not self.errors and self.running + self._count(times) > MAX_ACTIVE:
            message = ngettext(
                "You have %(number)s schedule that still runs, and %(most)s is the most: cancel one"
                " that you do not need.",
                "You have %(number)s schedules that still run, and %(most)s is the most: cancel one"
                " that you do not need.",
                self.running,
            )
            self.add_error(None, message % {"number": self.running, "most": MAX_ACTIVE})

    def _clean_turns(self, times: WeeklyRecurrence, turns: int) -> None:
        rules = [rule for _workout, rule in turns_of(self.turns, times)]
        if len(times.dates()) < turns:
            message = ngettext(
                "There are fewer sessions than the %(number)s workout.",
                "There are fewer sessions than the %(number)s workouts.",
                turns,
            )
            self.add_error("rotate", message % {"number": turns})
        elif max((rule.interval for rule in rules), default=1) > MAX_PAUSE_WEEKS:
            message = ngettext(
                "With %(number)s workout in turn, a session would come back too rarely.",
                "With %(number)s workouts in turn, a session would come back too rarely.",
                turns,
            )
            self.add_error("every_weeks", message % {"number": turns})

    def _count(self, times: WeeklyRecurrence) -> int:
        """How many schedules this makes."""
        if not self.cleaned_data.get("rotate"):
            return 1
        return len(list(turns_of(self.turns, times)))

    def save(self) -> list[Schedule]:
        """Make the schedules of the valid form."""
        turns = self.turns if self.cleaned_data.get("rotate") else self.turns[:1]
        return Schedule.objects.plan(turns, self.times())


class ScheduleChangeForm(RecurrenceForm):
    """Changes a schedule: from one of its sessions on, or all of it (`first` is None)."""

    def __init__(self, data: Any, *, schedule: Schedule, first: date | None) -> None:
        initial = schedule.rule() | ({"starts_on": first} if first else {})
        super().__init__(data, initial=initial, week_start=schedule.week_start)
        self.schedule, self.first = schedule, first
        self.fields["time_zone"].widget.attrs.pop("data-time-zone", None)

    def save(self) -> bool:
        """Change the schedule; False, with the errors in the form, when that cannot be."""
        times = self.times()
        data = self.cleaned_data | {"ends_on": times.last_day, "weekdays": list(times.weekdays)}
        data |= {"week_start": self.week_start}
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
            label=_("What changes"),
            choices=[("one", _("This session alone")), ("later", _("This and all later ones"))],
            initial="one",
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Say which sessions."),
                "invalid_choice": _("Say which."),
            },
        )


class MoveForm(forms.Form):
    """Where to a session moves."""

    date = DayField(label=_("New day"))
    time = ClockField(label=_("New time"))
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
        choices=[("week", _("Week")), ("month", _("Month"))],
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not a view: write week or month.")},
    )
    date = DayField(required=False)
