"""A person's own settings."""

from __future__ import annotations

from django import forms

from backfit.models import User
from programs.forms import TimeZoneField


class ProfileForm(forms.ModelForm[User]):
    """Name, zone, units, paper and first day of the week."""

    time_zone = TimeZoneField(label="Time zone")

    class Meta:
        model = User
        fields = ["name", "time_zone", "units", "paper", "week_start"]
        labels = {"name": "Name", "week_start": "The week begins on"}
        help_texts = {"name": "How we greet you; nobody else sees it."}


class DeletionForm(forms.Form):
    """The word that confirms that everything may go."""

    confirmation = forms.CharField(
        label="Type DELETE to confirm",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_confirmation(self) -> str:
        word = str(self.cleaned_data["confirmation"])
        if word.strip().upper() != "DELETE":
            raise forms.ValidationError("Type the word DELETE, so that nothing goes by accident.")
        return word
