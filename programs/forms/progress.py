"""The forms of the pages of progress."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from exercises.models.fields import TextFormField
from programs.forms.schedules import DayField
from programs.models.back_diary import MAX_NOTE_LENGTH, WORST
from programs.models.occurrence import today_in

Day = date
"""A day of the calendar; inside the form, `date` is its field."""
DEFAULT_WEEKS, ALL = "12", "all"
SPANS = [
    ("4", _("4 weeks")),
    ("12", _("12 weeks")),
    ("26", _("26 weeks")),
    ("52", _("52 weeks")),
    (ALL, _("All")),
]


class SpanForm(forms.Form):
    """How far back a page of progress looks (`?weeks=`)."""

    weeks = forms.ChoiceField(
        choices=SPANS,
        required=False,
        error_messages={"invalid_choice": _("Choose 4, 12, 26 or 52 weeks, or all.")},
    )

    @property
    def chosen(self) -> str:
        """What the valid form asks for."""
        return self.cleaned_data["weeks"] or DEFAULT_WEEKS

    def first_day(self, today: date) -> date | None:
        """The first day to show; None for the beginning."""
        if self.chosen == ALL:
            return None
        return today - timedelta(weeks=int(self.chosen)) + timedelta(days=1)


def _mark(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Not noted")), *((number, number) for number in range(WORST + 1))],
        error_messages={"invalid_choice": _("How the back feels runs from 0 to 10.")},
    )


class BackEntryForm(forms.Form):
    """How the back felt on a day, before and after training."""

    date = DayField(label=_("Day"))
    before = _mark(_("Before training, 0 to 10"))
    after = _mark(_("After training, 0 to 10"))
    note = TextFormField(label=_("Note"), required=False, max_length=MAX_NOTE_LENGTH)

    def __init__(self, data: QueryDict | None, *, zone: str, now: datetime) -> None:
        self.today = today_in(zone, now)
        super().__init__(data, initial={"date": self.today}, auto_id="back-%s")

    def clean_date(self) -> Day:
        """Not a day to come."""
        day: Day = self.cleaned_data["date"]
        if day > self.today:
            raise forms.ValidationError(
                _("This day is still to come: choose today or an earlier day.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        """At least one of the two."""
        data = self.cleaned_data
        if not self.errors and data["before"] is None and data["after"] is None:
            raise forms.ValidationError(_("Choose a number before or after training."))
        return data
