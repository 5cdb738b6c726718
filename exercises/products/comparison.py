"""Products side by side: one row an attribute, and whether they differ in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exercises.models import Product

MAX_PRODUCTS = 4
UNKNOWN = "–"


@dataclass(frozen=True)
class ComparisonRow:
    """One attribute: its value for each product, in their order; an unknown one is a dash."""

    label: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


def compare(products: Sequence[Product]) -> list[ComparisonRow]:
    """The rows of a comparison; load the products with `for_cards`. Rows unknown to all are left out."""
    columns = [dict(_attributes(product)) for product in products]
    labels = list(columns[0]) if columns else []
    rows = [
        ComparisonRow(label, tuple(column[label] or UNKNOWN for column in columns))
        for label in labels
    ]
    return [row for row in rows if set(row.values) != {UNKNOWN}]


def _attributes(product: Product) -> list[tuple[str, str]]:
    priced = f"{product.priced_on:%-d %B %Y}" if product.priced_on else ""
    return [
        ("Kind", product.equipment.name),
        ("Brand", product.brand),
        ("Made by", product.origin),
        ("Price", product.price_label),
        ("Old price", product.old_price_label),
        ("Discount", product.discount_label),
        ("Price seen on", priced),
        ("Rating", str(product.rating)),
        *product.specifications(),
        ("In stock in", ", ".join(product.cities_in_stock)),
    ]
