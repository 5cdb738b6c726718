"""Pictures of a sheet as data URLs, so that the renderer needs no file and no network."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache

import segno
from django.utils.translation import gettext as _

from exercises.figures.build import PersonName
from exercises.figures.themes import ThemeName
from exercises.pictures import printed_strip, strip_shapes
from programs.sheets.log_boxes import Grid, draw_boxes
from programs.sheets.options import SheetOptions
from programs.sheets.sheet import SheetItem


@dataclass(frozen=True)
class Picture:
    """An image's address, alternate text, and size in millimetres."""

    url: str
    alt: str
    width: float
    height: float


def data_url(svg: str) -> str:
    """The SVG document as an image's address."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def figure_picture(
    item: SheetItem, options: SheetOptions, width: float, height: float
) -> Picture | None:
    """The movement in a space of `width` × `height` mm; None when there is no figure.

    The frames stand in as many columns as show them biggest.
    """
    if not item.figure:
        return None
    fits = [
        (min(width, height * aspect), aspect, columns)
        for columns, aspect in strip_shapes(item.figure, options.figure).items()
    ]
    wide, aspect, columns = max(fits, key=lambda fit: fit[0] ** 2 / fit[1])
    url = _strip_url(item.figure, options.theme, columns, options.figure)
    return Picture(url, item.alt, round(wide, 1), round(wide / aspect, 1))


@lru_cache(maxsize=256)
def _strip_url(figure: str, theme: ThemeName, columns: int, person: PersonName) -> str:
    return data_url(printed_strip(figure, theme, columns, person))


def boxes_picture(item: SheetItem, grid: Grid) -> Picture:
    """The boxes to log the exercise in."""
    svg, alt = draw_boxes(item.dose, grid)
    return Picture(data_url(svg), alt, round(grid.width, 1), round(grid.drawn_height, 1))


def qr_picture(url: str) -> Picture:
    """A QR code of `url` (ISO/IEC 18004, error correction M), 20 mm wide."""
    return Picture(_qr_data(url), _("QR code: %(url)s") % {"url": url}, 20, 20)


@lru_cache(maxsize=256)
def _qr_data(url: str) -> str:
    code = segno.make(url, error="m", micro=False)
    return data_url(code.svg_inline(border=0, scale=4, omitsize=True))
