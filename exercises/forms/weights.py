"""Plates, dumbbells and bands that a person has, as they type them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.models import OwnedWeight
from exercises.models.fields import LineFormField
from exercises.models.owned_equipment import MAX_OWNED_KG, MAX_WEIGHTS
from exercises.units import Unit, load_in_kg, load_in_unit, to_kg

BETWEEN_LOADS = re.compile(r"[;\s]+|,\s+")
MAX_LINE_LENGTH = 400
MAX_BAND_LENGTH = 30


class WeightsForm(forms.Form):
    """Loads in the person's unit, parted by spaces; bands by commas, the lightest first."""

    plates = LineFormField(label=gettext_lazy("Plates"), required=False, max_length=MAX_LINE_LENGTH)
    dumbbells = LineFormField(
        label=gettext_lazy("Dumbbells"), required=False, max_length=MAX_LINE_LENGTH
    )
    bands = LineFormField(
        label=gettext_lazy("Bands"),
        required=False,
        max_length=MAX_LINE_LENGTH,
        help_text=gettext_lazy("The lightest first, parted by commas: yellow, red, green."),
    )

    def __init__(self, data: Any, *, unit: Unit, weights: list[OwnedWeight]) -> None:
        self.unit = unit
        kinds = OwnedWeight.Kind
        loads = {
            kind: " ".join(
                load_in_unit(each.load_kg, unit)
                for each in weights
                if each.kind == kind and each.load_kg
            )
            for kind in (kinds.PLATE, kinds.DUMBBELL)
        }
        bands = ", ".join(each.name for each in weights if each.kind == kinds.BAND)
        initial = {
            "plates": loads[kinds.PLATE],
            "dumbbells": loads[kinds.DUMBBELL],
            "bands": bands,
        }
        super().__init__(data, initial=initial)
        for name, example in self.examples().items():
            self.fields[name].help_text = example

    def examples(self) -> dict[str, str]:
        """What to write, in the person's unit."""
        if self.unit == "lb":
            return {
                "plates": _("Each size in pounds, parted by spaces: 45 25 10 5 2.5."),
                "dumbbells": _("Each weight in pounds, parted by spaces: 5 10 15 20."),
            }
        return {
            "plates": _("Each size in kilograms, parted by spaces: 20 10 5 2.5 1.25."),
            "dumbbells": _("Each weight in kilograms, parted by spaces: 2 4 6 8 10."),
        }

    def clean_plates(self) -> list[Decimal]:
        return self._loads("plates")

    def clean_dumbbells(self) -> list[Decimal]:
        return self._loads("dumbbells")

    def clean_bands(self) -> list[str]:
        """The names, each once, in their order. Raises `ValidationError`."""
        names = [name.strip() for name in re.split("[,;]", self.cleaned_data["bands"])]
        found = list(dict.fromkeys(name for name in names if name))
        if len(found) > MAX_WEIGHTS or any(len(name) > MAX_BAND_LENGTH for name in found):
            raise forms.ValidationError(
                _("Write at most %(count)s bands of at most %(length)s letters each.")
                % {"count": MAX_WEIGHTS, "length": MAX_BAND_LENGTH}
            )
        return found

    def _loads(self, name: str) -> list[Decimal]:
        """The loads in kilograms, each once, lightest first. Raises `ValidationError`."""
        texts = [text for text in BETWEEN_LOADS.split(self.cleaned_data[name]) if text]
        loads = {self._load(text) for text in texts}
        if len(loads) > MAX_WEIGHTS:
            raise forms.ValidationError(
                _("Write at most %(count)s different ones.") % {"count": MAX_WEIGHTS}
            )
        return sorted(loads)

    def _load(self, text: str) -> Decimal:
        try:
            number = Decimal(text.replace(",", "."))
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite() and Decimal("0.001") <= to_kg(number, self.unit) <= MAX_OWNED_KG:
            return load_in_kg(number, self.unit)
        raise forms.ValidationError(
            _("“%(text)s” is no weight. Write numbers parted by spaces, such as 10 5 2.5.")
            % {"text": text[:20]}
        )

    def weights(self) -> list[OwnedWeight]:
        """All that is written, as rows without a person, of the valid form."""
        kinds, data = OwnedWeight.Kind, self.cleaned_data
        return [
            *(OwnedWeight(kind=kinds.PLATE, load_kg=load) for load in data["plates"]),
            *(OwnedWeight(kind=kinds.DUMBBELL, load_kg=load) for load in data["dumbbells"]),
            *(
                OwnedWeight(kind=kinds.BAND, name=name, position=position)
                for position, name in enumerate(data["bands"])
            ),
        ]
