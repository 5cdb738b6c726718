"""How the coach puts things into words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def joined(names: Iterable[str]) -> str:
    """`A`, `A and B`, `A, B and C`; a name that comes twice is said once."""
    *most, last = list(dict.fromkeys(names))
    return f"{', '.join(most)} and {last}" if most else last


def region_name(region: str) -> str:
    """`upper_back` → `upper back`."""
    return region.replace("_", " ")


def span(low: int | None, high: int | None) -> str:
    """`8–12`, or `8` when both are the same."""
    return f"{low}" if low == high else f"{low}–{high}"


def day_name(day: date) -> str:
    """`Monday 6 April`."""
    return f"{day:%A} {day.day} {day:%B}"
