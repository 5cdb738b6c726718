"""The catalogue's filter, and the rating of guides."""

from __future__ import annotations

from django import forms

from exercises.models import BodyPart, Equipment, Exercise
from exercises.models.exercise import ExerciseQuerySet, Level
from exercises.models.guide import STARS

ANY = [("", "Any")]


class StarsInput(forms.RadioSelect):
    """A row of stars to choose from: radio buttons, drawn as stars."""

    template_name = "components/stars.html"


class RatingForm(forms.Form):
    """How many stars a person gives."""

    stars = forms.TypedChoiceField(
        label="Rate this guide",
        coerce=int,
        choices=[(number, f"{number} star{'' if number == 1 else 's'}") for number in STARS],
        widget=StarsInput,
        error_messages={
            "required": "Choose from one to five stars.",
            "invalid_choice": "“%(value)s” is not a number of stars: choose from one to five.",
        },
    )


class FilterForm(forms.Form):
    """What to look for; its fields are the parameters of `/exercises/`, all optional."""

    q = forms.CharField(
        label="Search",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Name or muscle"}),
    )
    body_part = forms.ChoiceField(label="Body part", required=False)
    equipment = forms.ChoiceField(label="Equipment", required=False)
    kind = forms.ChoiceField(label="Kind", required=False, choices=ANY + Exercise.Kind.choices)
    level = forms.ChoiceField(label="Level", required=False, choices=ANY + Level.choices)
    mode = forms.ChoiceField(label="Mode", required=False, choices=ANY + Exercise.Mode.choices)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        parts = BodyPart.objects.values_list("slug", "name")
        kinds = Equipment.objects.published().values_list("slug", "name")
        self.fields["body_part"].choices = [*ANY, *parts]  # type: ignore[attr-defined]
        self.fields["equipment"].choices = [*ANY, *kinds]  # type: ignore[attr-defined]

    def matches(self) -> ExerciseQuerySet:
        """The published exercises that match the valid form."""
        chosen = dict(self.cleaned_data)
        return Exercise.objects.published().search(chosen.pop("q")).filtered(**chosen).for_cards()
