"""The form of a pause."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.models import Pause


class PauseForm(forms.ModelForm[Pause]):
    """The days on which a person does not train."""

    class Meta:
        model = Pause
        fields = ("first_day", "last_day")
        labels = {"first_day": _("First day"), "last_day": _("Last day")}
        widgets = {
            name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            for name in ("first_day", "last_day")
        }
