"""The forms of phases: the day on which they begin, and which of them is shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.forms.schedules import DayField


class PhasesStartForm(forms.Form):
    """On which day the phases begin."""

    starts_on = DayField(label=_("First day of the phases"))


class PhaseForm(forms.Form):
    """Which phase is shown, from 1; its field is a parameter of pages and sheets."""

    phase = forms.IntegerField(
        label=_("Phase"),
        required=False,
        min_value=1,
        error_messages={
            name: _("There is no such phase.") for name in ("invalid", "min_value", "max_value")
        },
    )

    def __init__(self, *args: Any, phases: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.phases = phases

    def clean_phase(self) -> int | None:
        """Raises `ValidationError` for a phase that there is not."""
        number: int | None = self.cleaned_data["phase"]
        if number and number > self.phases:
            raise forms.ValidationError(_("There is no such phase."))
        return number
