"""The forms of the calendar page: a feed's address, and office breaks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.forms.revisions import is_stale
from exercises.people import Person
from exercises.weekdays import WEEKDAYS
from programs.forms.calendars import ClocksField, TimeZoneField, WeekdaysField
from programs.models import CalendarFeed, OfficeBreaks
from programs.models.office_breaks import USUAL_CLOCKS

WORKING_DAYS = list(WEEKDAYS[:5])
HOURS = ("begins", "ends", "every")
"""What fixed times make needless."""
MAX_BREAK_DAYS = timedelta(days=2 * 366)


class FeedForm(forms.Form):
    """What to do with one of a person's feeds: make, rotate or revoke it."""

    do = forms.ChoiceField(choices=[(verb, verb) for verb in ("make", "rotate", "revoke")])
    holds = forms.ChoiceField(choices=CalendarFeed.Holds.choices)

    def feed_of(self, user: Person) -> CalendarFeed | None:
        """The feed that the valid form is about."""
        holds = self.cleaned_data["holds"]
        return CalendarFeed.objects.filter(owner_id=user.pk, holds=holds).first()

    def is_stale(self, user: Person) -> bool:
        """Whether it ends an address that its page did not show."""
        feed = self.feed_of(user)
        revision = feed.address_revision if feed else None
        return self.cleaned_data["do"] != "make" and is_stale(
            cast("QueryDict", self.data), revision
        )

    def apply(self, user: Person) -> str:
        """Do it; returns what to tell the person."""
        holds, feed = self.cleaned_data["holds"], self.feed_of(user)
        if self.cleaned_data["do"] == "make":
            CalendarFeed.objects.make_for(user, holds)
            return gettext("Here is your calendar address.")
        if feed is None:
            return gettext("There is no calendar address.")
        if self.cleaned_data["do"] == "rotate":
            feed.rotate()
            return gettext(
                "You have a new address; the old one is dead. Subscribe again with the new one."
            )
        feed.delete()
        return gettext("The address is revoked: calendar apps can no longer read your sessions.")


class OfficeBreaksForm(forms.ModelForm[OfficeBreaks]):
    """When the breaks at work are."""

    weekdays = WeekdaysField(label=_("Weekdays"))
    times = ClocksField(
        label=_("Fixed times"),
        required=False,
        help_text=_("Empty this box to have a break every so many hours instead."),
    )
    time_zone = TimeZoneField(label=_("Time zone"))

    class Meta:
        model = OfficeBreaks
        fields = [
            *("weekdays", "times", "begins", "ends", "every", "reminder"),
            *("starts_on", "ends_on", "time_zone", "own_feed"),
        ]
        labels = {
            "begins": _("Work begins"),
            "ends": _("Work ends"),
            "every": _("How often"),
            "reminder": _("Reminder"),
            "own_feed": _("In a calendar of their own"),
        }
        help_texts = {
            "own_feed": _(
                "With an address of its own, to show, hide or colour the breaks by themselves."
            )
        }
        widgets = {
            "begins": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "ends": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "starts_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "ends_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "reminder": forms.Select(
                choices=[("", _("None")), ("0", _("At the start")), ("5", _("5 min before"))]
            ),
        }

    @staticmethod
    def usual(today: date, zone: str) -> dict[str, Any]:
        """What a person who has no breaks yet finds filled in: a year of working days."""
        return {
            "weekdays": WORKING_DAYS,
            "times": USUAL_CLOCKS,
            "starts_on": today,
            "ends_on": today + timedelta(days=364),
            "time_zone": zone,
            "reminder": 0,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and str(self.data.get("times", "")).strip():
            for name in HOURS:
                self.fields[name].required = False

    def clean_weekdays(self) -> list[str]:
        return list(self.cleaned_data["weekdays"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("times"):
            usual = {name: getattr(self.instance, name) for name in HOURS}
            data |= {name: value for name, value in usual.items() if data.get(name) is None}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last - first > MAX_BREAK_DAYS:
            self.add_error("ends_on", _("Choose a last day at most two years after the first."))
        return data

    def save(self, commit: bool = True) -> OfficeBreaks:
        """Save what was changed."""
        if self.has_changed() or self.instance._state.adding:
            self.instance.save_change()
        return self.instance
