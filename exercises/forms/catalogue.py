"""The catalogue's filter, and the rating of guides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from exercises.formats import label_with_count
from exercises.models import BodyPart, Equipment, Exercise
from exercises.models.exercise import Level
from exercises.models.guide import STARS
from exercises.models.translated import named_choices
from exercises.search.ranking import FACETS, Query

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ANY: list[tuple[str, Any]] = [("", _("Any"))]


def _stars_label(number: int) -> StrPromise:
    return format_lazy(ngettext_lazy("{count} star", "{count} stars", number), count=number)


FILTER_LABELS = {
    "body_part": _("body part: %(choice)s"),
    "equipment": _("equipment: %(choice)s"),
    "kind": _("kind: %(choice)s"),
    "level": _("level: %(choice)s"),
    "mode": _("mode: %(choice)s"),
    "mechanics": _("joints: %(choice)s"),
}
"""One filter with its choice, by field."""


class StarsInput(forms.RadioSelect):
    """Radio buttons drawn as a row of stars."""

    template_name = "components/stars.html"


class RatingForm(forms.Form):
    """How many stars a person gives."""

    stars = forms.TypedChoiceField(
        label=_("Rate this guide"),
        coerce=int,
        choices=[(number, _stars_label(number)) for number in STARS],
        widget=StarsInput,
        error_messages={
            "required": _("Choose from one to five stars."),
            "invalid_choice": _("“%(value)s” is not a number of stars: choose from one to five."),
        },
    )


class KitForm(forms.Form):
    """All kinds of equipment that a person has."""

    kit = forms.ModelMultipleChoiceField(
        Equipment.objects.published(), to_field_name="slug", required=False
    )


class FilterForm(forms.Form):
    """The catalogue's filter; its fields are the parameters of `/exercises/`, all optional."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Name or muscle"), "data-hx-preserve": "true"}
        ),
    )
    body_part = forms.ChoiceField(label=_("Body part"), required=False)
    equipment = forms.ChoiceField(label=_("Equipment"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=ANY + Exercise.Kind.choices)
    level = forms.ChoiceField(label=_("Level"), required=False, choices=ANY + Level.choices)
    mode = forms.ChoiceField(label=_("Mode"), required=False, choices=ANY + Exercise.Mode.choices)
    mechanics = forms.ChoiceField(
        label=_("Joints"), required=False, choices=ANY + Exercise.Mechanics.choices
    )
    kit = forms.MultipleChoiceField(
        label=_("Only with what I have"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("Tick what you have: exercises that need anything else are left out."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = named_choices(Equipment.objects.published())
        parts = named_choices(BodyPart.objects.all())
        self.choices_of("body_part").choices = [*ANY, *parts]
        self.choices_of("equipment").choices = [*ANY, *kinds]
        self.choices_of("kit").choices = kinds
        self.idle_parts: set[str] = set()

    def choices_of(self, name: str) -> forms.ChoiceField:
        """The choice field of that name."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        return field

    def query(self) -> Query:
        """The query of a valid form; without a kit, any equipment will do."""
        data = self.cleaned_data
        kit = frozenset(data["kit"]) if data["kit"] else None
        return Query({facet: data[facet] for facet in FACETS}, kit)

    def show_counts(self, counts: dict[str, Counter[str]]) -> None:
        """Add to each choice's label how many exercises it would leave."""
        parts = [str(value) for value, _ in self.choices_of("body_part").widget.choices]
        self.idle_parts = {part for part in parts if not counts["body_part"][part]}
        for facet in FACETS:
            field = self.choices_of(facet)
            field.choices = [
                (value, label_with_count(label, counts[facet][str(value)]) if value else label)
                for value, label in field.widget.choices
            ]

    def address(self, **changes: str) -> str:
        """The catalogue's address with this filter and the changes; an empty value removes a field."""
        filters = {name: value for name, value in (self.cleaned_data | changes).items() if value}
        query = urlencode(filters, doseq=True)
        return f"{reverse('exercises:exercise-list')}{'?' if query else ''}{query}"

    def body_parts(self) -> list[tuple[str, str, str]]:
        """Slug and label of each body part, with its address unless it would leave no exercise."""
        return [
            (slug, label, "" if slug in self.idle_parts else self.address(body_part=slug))
            for slug, label in self.choices_of("body_part").widget.choices
            if slug
        ]

    def relaxed_searches(self, left: Mapping[str, int]) -> list[tuple[str, int, str]]:
        """For each filter whose removal would leave exercises: its label, how many, and the address."""
        return [
            (self._filter_label(name), number, self.address(**{name: ""}))
            for name, number in left.items()
            if number
        ]

    def _filter_label(self, name: str) -> str:
        """`kind: Stretch`, `“lunge”`, `the limit to what you have`."""
        value = self.cleaned_data[name]
        if name == "q":
            return gettext("“%(text)s”") % {"text": value}
        if name == "kit":
            return gettext("the limit to what you have")
        choice = dict(self.choices_of(name).widget.choices)[value]
        return str(FILTER_LABELS[name]) % {"choice": choice}

    def main_fields(self) -> list[forms.BoundField]:
        """The search and the filters with one value each."""
        return [self[name] for name in self.fields if name != "kit"]

    def chosen(self) -> dict[str, str]:
        """The filters besides the kit, by parameter."""
        return {
            name: self.data[name] for name in self.fields if name != "kit" and self.data.get(name)
        }

    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(self.data.get(name) for name in self.fields)
