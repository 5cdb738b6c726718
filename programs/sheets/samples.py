"""The sheets shown in `docs/sheets/`: every layout on both papers, in colour, black and white, large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from programs.sheets.options import LayoutName, PaperName, SheetOptions

SHOWN: dict[LayoutName, tuple[str, tuple[int, ...]]] = {
    "sheet": ("upper-back", (0,)),
    "poster": ("lower-back", (0,)),
    "pocket": ("office-break", (0,)),
    "logbook": ("two-day-back", (0, 1, 2, 4)),
}
"""Of each layout a program, and the pages that show it best (from 0)."""
PAPERS: tuple[PaperName, ...] = ("a4", "letter")
LOOKS: dict[str, dict[str, Any]] = {
    "colour": {},
    "black-and-white": {"black_and_white": True},
    "large": {"large": True},
}


@dataclass(frozen=True)
class Sample:
    """A sheet to show: the start of its file names, a program's slug, options and pages."""

    name: str
    program: str
    options: SheetOptions
    pages: tuple[int, ...]


def samples() -> Iterator[Sample]:
    """Every layout on every paper in every look."""
    for (layout, (program, pages)), paper, look in product(SHOWN.items(), PAPERS, LOOKS):
        options = SheetOptions(layout=layout, paper=paper, **LOOKS[look])
        yield Sample(f"{layout}-{paper}-{look}", program, options, pages)
