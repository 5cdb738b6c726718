"""How much room text takes, and its outlines, from the font itself (hmtx, cmap and glyf tables)."""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from pathlib import Path
from threading import Lock
from typing import Literal
from unicodedata import east_asian_width

from django.conf import settings
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from programs.sheets.fonts import sheet_font

MM_IN_A_POINT = 25.4 / 72
CAUTION = 1.03
"""Lines break at words, kerning moves letters: reckon a little more than the plain sum."""


_READING = Lock()


@lru_cache(maxsize=3)
def _font(weight: int) -> TTFont:
    return TTFont(sheet_font(weight, Path(settings.VAR_DIR) / "fonts"), lazy=True)


@lru_cache(maxsize=3)
def _widths(weight: int) -> dict[int, float]:
    """Of each character of the family its width in ems."""
    with _READING:  # a font reads its tables when they are asked for, and in one thread alone
        font = _font(weight)
        units, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        names = font.getBestCmap()
    return {code: advances[name][0] / units for code, name in names.items()}


def _width(sign: str, weight: int) -> float:
    """The character's width in ems; that of other fonts' characters by Unicode Standard Annex 11."""
    known = _widths(weight).get(ord(sign))
    return known if known is not None else 1.0 if east_asian_width(sign) in "WF" else 0.6


def text_width(text: str, points: float, weight: int = 400) -> float:
    """Millimetres that the text takes on one line."""
    return sum(_width(sign, weight) for sign in text) * points * MM_IN_A_POINT * CAUTION


def text_lines(text: str, points: float, width: float, weight: int = 400) -> int:
    """Lines that the text takes in a column `width` millimetres wide; 0 when there is none.

    Words too long for a line go on in the next, as the stylesheet breaks them.
    """
    lines, used, space = 0, width + 1, text_width(" ", points, weight)
    for word in text.split():
        taken = text_width(word, points, weight)
        if used + space + taken <= width:
            used += space + taken
        else:
            lines += max(1, ceil(taken / width))
            used = taken % width if taken > width else taken
    return lines


def text_height(text: str, points: float, leading: float, width: float, weight: int = 400) -> float:
    """Millimetres that the text takes in height; `leading` is the line height in ems."""
    return text_lines(text, points, width, weight) * points * leading * MM_IN_A_POINT


Anchor = Literal["start", "middle", "end"]


def outlines(text: str, x: float, y: float, size: float, anchor: Anchor) -> str:
    """SVG path data of the text in regular weight; `x`, `y` (the baseline) and `size` in any one unit.

    A path is drawn ten times as fast as text, and is the same wherever it is used. What the font has
    no letter for is its empty box, as in text.
    """
    width = sum(_width(sign, 400) for sign in text) * size
    x -= {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    font = _font(400)
    glyphs, names, scale = font.getGlyphSet(), font.getBestCmap(), size / font["head"].unitsPerEm
    pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.1f}".removesuffix(".0"))
    for sign in text:
        glyphs[names.get(ord(sign), ".notdef")].draw(TransformPen(pen, (scale, 0, 0, -scale, x, y)))
        x += _width(sign, 400) * size
    commands: str = pen.getCommands()
    return commands
