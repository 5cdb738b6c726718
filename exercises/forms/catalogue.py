"""The catalogue's filter, and the rating of guides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from exercises.models import BodyPart, Equipment, Exercise
from exercises.models.exercise import Level
from exercises.models.guide import STARS
from exercises.search.ranking import FACETS, Query

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
        self.idle_parts: set[str] = set()

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
        parts = [str(value) for value, _ in self.choices_of("body_part").widget.choices]
        self.idle_parts = {part for part in parts if not counts["body_part"][part]}
        for facet in FACETS:
            field = self.choices_of(facet)
            field.choices = [
                (value, f"{label} ({counts[facet][str(value)]})" if value else label)
                for value, label in field.widget.choices
            ]

    def address(self, **changes: str) -> str:
        """The catalogue with all that is asked for now, save for the changes; an empty one drops it."""
        wanted = {name: value for name, value in (self.cleaned_data | changes).items() if value}
        query = urlencode(wanted, doseq=True)
        return f"{reverse('exercises:exercise-list')}{'?' if query else ''}{query}"

    def body_parts(self) -> list[tuple[str, str, str]]:
        """Slug and label of each body part, with its address unless it would leave no exercise."""
        return [
            (slug, label, "" if slug in self.idle_parts else self.address(body_part=slug))
            for slug, label in self.choices_of("body_part").widget.choices
            if slug
        ]

    def ways_out(self, left: Mapping[str, int]) -> list[tuple[str, int, str]]:
        """What can be let go so that exercises are left: what it is, how many, and the address."""
        return [
            (self._in_words(name), number, self.address(**{name: ""}))
            for name, number in left.items()
            if number
        ]

    def _in_words(self, name: str) -> str:
        """`kind: Stretch`, `“lunge”`, `the limit to what you have`."""
        value = self.cleaned_data[name]
        if name == "q":
            return f"“{value}”"
        if name == "kit":
            return "the limit to what you have"
        label = str(self.fields[name].label).lower()
        return f"{label}: {dict(self.choices_of(name).widget.choices)[value]}"

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
