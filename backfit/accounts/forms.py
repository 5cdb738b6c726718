"""Sign-up, a person's own settings, and deletion."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from backfit.accounts.models import ClockHours, FigurePerson, PaperSize, Units, User, WeekStart
from exercises.forms.revisions import Revision, revision_of
from exercises.languages import known_language
from programs.calendars.timezones import time_zone_names
from programs.forms.calendars import TimeZoneField

USUAL_SETTINGS: dict[str, Callable[[], Container[str]]] = {
    "time_zone": time_zone_names,
    "units": lambda: Units.values,
    "paper": lambda: PaperSize.values[1:],
    "week_start": lambda: WeekStart.values,
    "clock": lambda: ClockHours.values,
    "figure": lambda: FigurePerson.values,
}
"""The settings that a browser can tell at the sign-up, each with what it can be."""


class SignUpForm(SignupForm):
    """An address and a password; where mail is sent, a code by e-mail will do instead of a password.

    `static/js/region.js` tells in hidden fields what is usual where the person is: the first settings.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in USUAL_SETTINGS:
            widget = forms.HiddenInput(attrs={"data-region-default": name})
            self.fields[name] = forms.CharField(required=False, max_length=60, widget=widget)
        password = self.fields.get("password1")
        if password and not password.required:
            password.label = _("Password (optional)")
            password.help_text = format_html(
                "{}{}",
                _("Leave it empty to sign in with codes that we send you by e-mail."),
                password.help_text,
            )

    def clean(self) -> dict[str, Any]:
        """What a browser tells and no setting can be is left out, and no reason to refuse anybody."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in USUAL_SETTINGS:
            self.errors.pop(name, None)
        return data

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Begin with the settings that are usual where the person is, and the page's language."""
        super().custom_signup(request, user)
        sent = {name: self.cleaned_data.get(name, "") for name in USUAL_SETTINGS}
        known = {name: value for name, value in sent.items() if value in USUAL_SETTINGS[name]()}
        known["language"] = known_language(get_language() or "")
        User.objects.filter(pk=user.pk).update(**known)
        for name, value in known.items():
            setattr(user, name, value)


class ProfileForm(forms.ModelForm[User]):
    """Name, language, zone, clock, units, paper, first day of the week, and whom the figures show."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        required=False,
        help_text=_("Of what we send you: e-mails and the entries of your calendar."),
    )

    time_zone = TimeZoneField(label=_("Time zone"))
    clock = forms.ChoiceField(label=_("Clock"), choices=ClockHours, required=False)
    figure = forms.ChoiceField(label=_("Figure"), choices=FigurePerson, required=False)

    class Meta:
        model = User
        fields = [
            "name",
            "language",
            "time_zone",
            "clock",
            "units",
            "paper",
            "week_start",
            "figure",
        ]
        labels = {
            "name": _("Name"),
            "units": _("Units"),
            "paper": _("Paper"),
            "week_start": _("The week begins on"),
        }
        help_texts = {
            "name": _("How we greet you. Others see it only beside a review that you publish.")
        }

    @classmethod
    def revision(cls, person: User) -> Revision:
        """The person's settings as the form shows them."""
        return revision_of(*(getattr(person, name) for name in cls.base_fields))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["language"] = self.instance.language or settings.LANGUAGE_CODE

    def clean_language(self) -> str:
        """The language that was chosen; a form that does not ask for it changes nothing."""
        return str(self.cleaned_data["language"] or self.instance.language)

    def clean_clock(self) -> str:
        """The clock that was chosen; a form that does not ask for it changes nothing."""
        return str(self.cleaned_data["clock"] or self.instance.clock)

    def clean_figure(self) -> str:
        """Whom the figures show; a form that does not ask for it changes nothing."""
        return str(self.cleaned_data["figure"] or self.instance.figure)


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
