"""What the player's addresses take."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.forms.phases import PhaseForm


class DayForm(PhaseForm):
    """Which day of a program, and which phase: their numbers from 1."""

    day = forms.IntegerField(
        required=False,
        min_value=1,
        error_messages={"invalid": gettext_lazy("Write the number of a day of the program.")},
    )

    def __init__(self, *args: Any, days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = days

    def clean_day(self) -> int | None:
        """The number. Raises `ValidationError` beyond the last day."""
        day: int | None = self.cleaned_data["day"]
        if day is not None and day > max(self.days, 1):
            raise forms.ValidationError(_("The program has no day %(number)s.") % {"number": day})
        return day


class LogChoiceForm(forms.Form):
    """Which session is meant: its uuid."""

    log = forms.UUIDField(
        error_messages={
            "required": gettext_lazy("Say which session."),
            "invalid": gettext_lazy("That is not the key of a session."),
        }
    )
