"""Products side by side: one row an attribute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exercises.formats import comma_list
from exercises.models import Product

MAX_PRODUCTS = 4
UNKNOWN = "–"


@dataclass(frozen=True)
class ComparisonRow:
    """One attribute: its label, and its value for each product; an unknown value is a dash."""

    label: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the products differ in it."""
        return len(set(self.values)) > 1


def compare(products: Sequence[Product]) -> list[ComparisonRow]:
    """The rows of a comparison, without attributes that are known of no product.

    Load the products with `for_cards`.
    """
    columns = [dict(_attributes(product)) for product in products]
    labels = list(columns[0]) if columns else []
    rows = [
        ComparisonRow(label, tuple(column[label] or UNKNOWN for column in columns))
        for label in labels
    ]
    return [row for row in rows if set(row.values) != {UNKNOWN}]


def _attributes(product: Product) -> list[tuple[str, str]]:
    priced = date_format(product.priced_on, "DATE_FORMAT") if product.priced_on else ""
    return [
        (_("Kind"), product.equipment.name),
        (_("Brand"), product.brand),
        (_("Made by"), product.origin),
        (_("Price"), product.price_label),
        (_("Old price"), product.old_price_label),
        (_("Discount"), product.discount_label),
        (_("Price seen on"), priced),
        (_("Rating"), str(product.rating)),
        *product.specifications(),
        (_("In stock in"), comma_list(product.cities_in_stock)),
    ]
