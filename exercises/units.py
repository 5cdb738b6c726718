"""Loads: stored in kilograms, read and written in kilograms or pounds. Pure functions."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal

from django.utils.translation import gettext as _

from exercises.formats import number_text

Unit = Literal["kg", "lb"]
KG_PER_POUND = Decimal("0.45359237")
"""Exact, by the international yard and pound agreement of 1959."""
LOAD_PLACES = 3
"""Decimals of every load that is stored: to the gram, so that what was typed in pounds comes back."""
GRAM, HUNDREDTH = Decimal("0.001"), Decimal("0.01")


def from_kg(kilograms: Decimal, unit: Unit) -> Decimal:
    """The load in `unit`, not rounded."""
    return kilograms if unit == "kg" else kilograms / KG_PER_POUND


def to_kg(load: Decimal, unit: Unit) -> Decimal:
    """The load, given in `unit`, in kilograms, not rounded."""
    return load if unit == "kg" else load * KG_PER_POUND


def with_unit(number: str, unit: Unit) -> str:
    """`40 kg`, `90 lb`."""
    if unit == "kg":
        return _("%(number)s kg") % {"number": number}
    return _("%(number)s lb") % {"number": number}


def load_in_kg(number: Decimal, unit: Unit) -> Decimal:
    """The number that was typed, in kilograms to the gram."""
    return to_kg(number, unit).quantize(GRAM, ROUND_HALF_EVEN)


def load_in_unit(kilograms: Decimal, unit: Unit) -> str:
    """The number alone, in the person's unit: kilograms as they are, pounds to the hundredth.

    What was typed comes back: 45 lb are stored as 20.412 kg, which are `45` again.
    """
    if unit == "kg":
        return number_text(kilograms)
    return number_text(from_kg(kilograms, unit).quantize(HUNDREDTH, ROUND_HALF_EVEN))


def exact_in_unit(kilograms: Decimal, unit: Unit) -> str:
    """The number to edit, in plain digits and as short as gives just these kilograms again."""
    if unit == "kg":
        return f"{kilograms.normalize():f}"
    exact = from_kg(kilograms, unit)
    shorter = (round(exact, places) for places in range(LOAD_PLACES + 1))
    found = (number for number in shorter if load_in_kg(number, unit) == kilograms)
    return f"{next(found, round(exact, LOAD_PLACES)).normalize():f}"


def load_text(kilograms: Decimal, unit: Unit) -> str:
    """`22.5 kg`, `45 lb`."""
    return with_unit(load_in_unit(kilograms, unit), unit)
