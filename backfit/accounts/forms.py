"""Sign-up, a person's own settings, and deletion."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from backfit.accounts.models import User
from programs.forms.calendars import TimeZoneField


class SignUpForm(SignupForm):
    """An address and a password; where mail is sent, a code by e-mail will do instead of a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password = self.fields.get("password1")
        if password and not password.required:
            password.label = _("Password (optional)")
            password.help_text = format_html(
                "{}{}",
                _("Leave it empty to sign in with codes that we send you by e-mail."),
                password.help_text,
            )


class ProfileForm(forms.ModelForm[User]):
    """Name, zone, units, paper and first day of the week."""

    time_zone = TimeZoneField(label=_("Time zone"))

    class Meta:
        model = User
        fields = ["name", "time_zone", "units", "paper", "week_start"]
        labels = {
            "name": _("Name"),
            "units": _("Units"),
            "paper": _("Paper"),
            "week_start": _("The week begins on"),
        }
        help_texts = {
            "name": _("How we greet you. Others see it only beside a review that you publish.")
        }


class DeletionForm(forms.Form):
    """The word that confirms that everything may go."""

    confirmation = forms.CharField(
        label=_("Type DELETE to confirm"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_confirmation(self) -> str:
        word = str(self.cleaned_data["confirmation"])
        if word.strip().upper() != "DELETE":
            raise forms.ValidationError(
                _("Type the word DELETE, so that nothing goes by accident.")
            )
        return word
