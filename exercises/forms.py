"""The catalogue's filter, and the rating of guides."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms

from exercises.models import BodyPart, Equipment, Exercise
from exercises.models.exercise import Level
from exercises.models.guide import STARS
from exercises.search import FACETS, Query

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


class KitForm(forms.Form):
    """All kinds of equipment that a person has."""

    kit = forms.ModelMultipleChoiceField(
        Equipment.objects.published(), to_field_name="slug", required=False
    )


class FilterForm(forms.Form):
    """What to look for; its fields are the parameters of `/exercises/`, all optional."""

    q = forms.CharField(
        label="Search",
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "Name or muscle", "hx-preserve": "true"}
        ),
    )
    body_part = forms.ChoiceField(label="Body part", required=False)
    equipment = forms.ChoiceField(label="Equipment", required=False)
    kind = forms.ChoiceField(label="Kind", required=False, choices=ANY + Exercise.Kind.choices)
    level = forms.ChoiceField(label="Level", required=False, choices=ANY + Level.choices)
    mode = forms.ChoiceField(label="Mode", required=False, choices=ANY + Exercise.Mode.choices)
    mechanics = forms.ChoiceField(
        label="Joints", required=False, choices=ANY + Exercise.Mechanics.choices
    )
    kit = forms.MultipleChoiceField(
        label="Only with what I have",
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text="Tick what you have: exercises that need anything else are left out.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = list(Equipment.objects.published().values_list("slug", "name"))
        parts = BodyPart.objects.values_list("slug", "name")
        self.choices_of("body_part").choices = [*ANY, *parts]
        self.choices_of("equipment").choices = [*ANY, *kinds]
        self.choices_of("kit").choices = kinds

    def choices_of(self, name: str) -> forms.ChoiceField:
        """The field of that name, which has choices."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        return field

    def query(self) -> Query:
        """What the valid form chooses; no kit ticked means that any equipment will do."""
        data = self.cleaned_data
        kit = frozenset(data["kit"]) if data["kit"] else None
        return Query({facet: data[facet] for facet in FACETS}, kit)

    def show_counts(self, counts: dict[str, Counter[str]]) -> None:
        """Write behind each choice how many exercises it would leave."""
        for facet in FACETS:
            field = self.choices_of(facet)
            field.choices = [
                (value, f"{label} ({counts[facet][str(value)]})" if value else label)
                for value, label in field.widget.choices
            ]

    def main_fields(self) -> list[forms.BoundField]:
        """The search and the filters with one value each."""
        return [self[name] for name in self.fields if name != "kit"]

    def chosen(self) -> dict[str, str]:
        """What is asked for besides the kit, by parameter."""
        return {
            name: self.data[name] for name in self.fields if name != "kit" and self.data.get(name)
        }

    def is_narrowed(self) -> bool:
        """Whether anything is asked for at all."""
        return any(self.data.get(name) for name in self.fields)
