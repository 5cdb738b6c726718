"""An exercise of a person's own: another name, or another exercise that it is the same as."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exercises.models import Exercise
from exercises.models.fields import LineFormField
from exercises.models.translated import named_choices
from programs.models import OwnExercise
from programs.models.own_exercise import OWN_PREFIX


class RenameForm(forms.Form):
    """Its name."""

    name = LineFormField(label=pgettext_lazy("of a thing", "Name"), max_length=120)


class MergeForm(forms.Form):
    """Which exercise it is the same as: another of the person's own, or one of the catalogue."""

    target = forms.ChoiceField(
        label=_("It is the same as"),
        error_messages={
            "required": _("Choose the exercise that it is the same as."),
            "invalid_choice": _("Choose an exercise from the list."),
        },
    )

    def __init__(self, data: Any, *, own: OwnExercise) -> None:
        super().__init__(data)
        others = OwnExercise.objects.filter(owner=own.owner_id).in_use().exclude(pk=own.pk)
        catalogue = named_choices(Exercise.objects.published())
        choices: list[Any] = [("", _("Choose an exercise"))]
        if mine := [(each.code, each.name) for each in others]:
            choices.append((_("My own exercises"), mine))
        choices.append((_("The catalogue"), sorted(catalogue, key=lambda each: each[1].lower())))
        self.fields["target"].choices = choices  # type: ignore[attr-defined]
        self.others = others

    def chosen(self) -> OwnExercise | Exercise:
        """The exercise, of the valid form."""
        code: str = self.cleaned_data["target"]
        if code.startswith(OWN_PREFIX):
            return self.others.get(uuid=UUID(code.removeprefix(OWN_PREFIX)))
        return Exercise.objects.get(slug=code)
