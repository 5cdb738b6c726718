"""How a person wants a sheet, and the paper it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exercises.figures.build import PersonName
from exercises.units import Unit

LayoutName = Literal["sheet", "poster", "pocket", "logbook"]
PaperName = Literal["a4", "letter"]

PAPER_SIZES: dict[PaperName, tuple[float, float]] = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Width and height in millimetres."""

MARGIN_TOP, MARGIN_SIDE, MARGIN_BOTTOM = 12.0, 14.0, 16.0


@dataclass(frozen=True)
class SheetOptions:
    """Layout, paper, weeks of boxes (1–8), with pictures, large print, black on white, with the
    safety lines, with lines for name and date, the unit of loads, and the person whom figures show."""

    layout: LayoutName = "sheet"
    paper: PaperName = "a4"
    weeks: int = 4
    pictures: bool = True
    large: bool = False
    black_and_white: bool = False
    safety: bool = True
    name_line: bool = True
    unit: Unit = "kg"
    figure: PersonName = "man"

    @property
    def width(self) -> float:
        """Of the paper, in millimetres."""
        return PAPER_SIZES[self.paper][0]

    @property
    def height(self) -> float:
        return PAPER_SIZES[self.paper][1]

    @property
    def inner_width(self) -> float:
        """Between the margins, in millimetres."""
        return self.width - 2 * MARGIN_SIDE

    @property
    def inner_height(self) -> float:
        return self.height - MARGIN_TOP - MARGIN_BOTTOM

    @property
    def scale(self) -> float:
        """Of the text: a quarter more in large print."""
        return 1.25 if self.large else 1.0

    @property
    def theme(self) -> Literal["colour", "print"]:
        """Of the figures."""
        return "print" if self.black_and_white else "colour"
