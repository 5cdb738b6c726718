"""The forms of the calendar page: a feed's address, and office breaks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from exercises.people import Person
from exercises.weekdays import WEEKDAYS
from programs.forms.calendars import TimeZoneField, WeekdaysField
from programs.models import CalendarFeed, OfficeBreaks

WORKING_DAYS = list(WEEKDAYS[:5])
MAX_BREAK_DAYS = timedelta(days=2 * 366)


class FeedForm(forms.Form):
    """What to do with one of a person's feeds: make, rotate or revoke it."""

    do = forms.ChoiceField(choices=[(verb, verb) for verb in ("make", "rotate", "revoke")])
    holds = forms.ChoiceField(choices=CalendarFeed.Holds.choices)

    def apply(self, user: Person) -> str:
        """Do it; returns what to tell the person."""
        holds = self.cleaned_data["holds"]
        feed = CalendarFeed.objects.filter(owner_id=user.pk, holds=holds).first()
        if self.cleaned_data["do"] == "make":
            CalendarFeed.objects.make_for(user, holds)
            return "Here is your calendar address."
        if feed is None:
            return "There is no calendar address."
        if self.cleaned_data["do"] == "rotate":
            feed.rotate()
            return "You have a new address; the old one is dead. Subscribe again with the new one."
        feed.delete()
        return "The address is revoked: calendar apps can no longer read your sessions."


class OfficeBreaksForm(forms.ModelForm[OfficeBreaks]):
    """When the breaks at work are."""

    weekdays = WeekdaysField(label="Weekdays")
    time_zone = TimeZoneField(label="Time zone")

    class Meta:
        model = OfficeBreaks
        fields = [
            *("weekdays", "begins", "ends", "every", "reminder"),
            *("starts_on", "ends_on", "time_zone", "own_feed"),
        ]
        labels = {
            "begins": "Work begins",
            "ends": "Work ends",
            "every": "How often",
            "reminder": "Reminder",
            "own_feed": "In a calendar of their own",
        }
        help_texts = {
            "own_feed": "With an address of its own, to show, hide or colour the breaks by themselves."
        }
        widgets = {
            "begins": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "ends": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "starts_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "ends_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "reminder": forms.Select(
                choices=[("", "None"), ("0", "At the start"), ("5", "5 min before")]
            ),
        }

    @staticmethod
    def usual(today: date) -> dict[str, Any]:
        """What a person who has no breaks yet finds filled in: a year of working days."""
        return {
            "weekdays": WORKING_DAYS,
            "starts_on": today,
            "ends_on": today + timedelta(days=364),
            "time_zone": "UTC",
            "reminder": 0,
        }

    def clean_weekdays(self) -> list[str]:
        return list(self.cleaned_data["weekdays"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last - first > MAX_BREAK_DAYS:
            self.add_error("ends_on", "Choose a last day at most two years after the first.")
        return data

    def save(self, commit: bool = True) -> OfficeBreaks:
        """Save what was changed."""
        if self.has_changed() or self.instance._state.adding:
            self.instance.save_change()
        return self.instance
