"""Loads on pages, in the unit of whoever reads them."""

from __future__ import annotations

from django import template

from exercises.models import Prescription
from exercises.people import Visitor, unit_of

register = template.Library()


@register.filter
def details_for(dose: Prescription, reader: Visitor) -> str:
    """Load, rest and tempo of a dose, with the load in the reader's unit."""
    return dose.details_in(unit_of(reader))
