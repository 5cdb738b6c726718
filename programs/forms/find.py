"""The two questions of the way in: where it is today, and what one has."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from exercises.forms.parameters import known_parameters
from programs.models import Have, Where


class FindForm(forms.Form):
    """Its fields are the parameters of `/find/`, both optional; `have` repeats."""

    where = forms.ChoiceField(
        label=_("Where is it today?"), required=False, choices=[("", ""), *Where.choices]
    )
    have = forms.MultipleChoiceField(
        label=_("What do you have?"),
        required=False,
        choices=Have.choices,
        widget=forms.CheckboxSelectMultiple(),
    )

    @classmethod
    def read(cls, query: QueryDict) -> FindForm:
        """The form bound to the answers in an address."""
        return cls(known_parameters(query, cls.base_fields))

    @property
    def where_label(self) -> str:
        """The answer to the first question in words."""
        return str(Where(self.cleaned_data["where"]).label)

    @property
    def have_labels(self) -> list[str]:
        """The answers to the second question in words, in the order of the question."""
        return [str(each.label) for each in Have if each in self.cleaned_data["have"]]
