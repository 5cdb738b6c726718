"""Loads: stored in kilograms, read and written in kilograms or pounds. Pure functions."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

from exercises.formats import number_text

Unit = Literal["kg", "lb"]
KG_PER_POUND = Decimal("0.45359237")
"""Exact, by the international yard and pound agreement of 1959."""


def from_kg(kilograms: Decimal, unit: Unit) -> Decimal:
    """The load in `unit`, not rounded."""
    return kilograms if unit == "kg" else kilograms / KG_PER_POUND


def to_kg(load: Decimal, unit: Unit) -> Decimal:
    """The load, given in `unit`, in kilograms, not rounded."""
    return load if unit == "kg" else load * KG_PER_POUND


def with_unit(number: str, unit: Unit) -> str:
    """`40 kg`, `90 lb`."""
    if unit == "kg":
        return _("%(number)s kg") % {"number": number}
    return _("%(number)s lb") % {"number": number}


def load_text(kilograms: Decimal, unit: Unit) -> str:
    """`22.5 kg`, or in pounds to the nearest half: `49.5 lb`."""
    load = from_kg(kilograms, unit)
    return with_unit(number_text(load if unit == "kg" else round(load * 2) / Decimal(2)), unit)
