"""Parts to SVG text.

Attributes only: no style sheet, no inline style. A shape that is painted more than once is written more than once:
compressed, that is smaller than a definition and its uses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape
from zlib import crc32

from .geometry import Point, Shape
from .parts import ORIGIN, Part
from .scene import Window
from .themes import Theme

Markup = list[str]


def number(value: float) -> str:
    """A number as SVG text: one decimal, no needless zero, never "-0"."""
    text = f"{value:.1f}".removesuffix(".0")
    if text.startswith(("0.", "-0.")):
        text = text.replace("0.", ".", 1)
    return "0" if text == "-0" else text


def listed(values: Iterable[int]) -> str:
    """Whole numbers as SVG text, with no more spaces than SVG needs."""
    text = ""
    for value in values:
        text += f"{value}" if not text or value < 0 else f" {value}"
    return text


def path(d: str, attributes: str, inner: str = "") -> str:
    """One painted path: outline, attributes, and the animations inside it."""
    return f'<path d="{d}"{attributes}' + (f">{inner}</path>" if inner else "/>")


@dataclass(frozen=True)
class Pen:
    """Writes parts: in the colours of a theme, as whole numbers on a grid of `scale` SVG units in a world unit."""

    theme: Theme
    scale: float
    weight: float = 1.0  # of outlines

    def size(self, length: float) -> int:
        return round(length * self.scale)

    def grid(self, spot: Point) -> tuple[int, int]:
        return self.size(spot.x), self.size(-spot.y)

    def pair(self, spot: Point) -> str:
        return listed(self.grid(spot))

    def box(self, window: Window) -> list[str]:
        """Left, top, width and height."""
        sides = (window.left, -window.top, window.width, window.height)
        return [f"{self.size(side)}" for side in sides]

    def outline(self, shape: Shape) -> str:
        """Path data; its numbers count from the point before, so that they are short."""
        text, (x, y) = "", (0, 0)
        for letter, spots, radii, large in shape.segments:
            places = [self.grid(spot) for spot in spots]
            rx, ry = map(self.size, radii)
            if letter == "o":
                text += self._oval(places[0], rx, ry)
                continue
            values = [value for place in places for value in (place[0] - x, place[1] - y)]
            if letter == "M":
                values = [*places[0]]
            elif letter == "a":
                # Radii that are too small for their ends grow until they reach: then it is half a circle.
                values = [max(rx, 1), max(ry, 1), 0, int(large), 1, *values]
            text += letter + listed(values)
            x, y = places[-1] if places else (x, y)
        return text

    @staticmethod
    def _oval(centre: tuple[int, int], rx: int, ry: int) -> str:
        """An ellipse of two halves that exactly meet, whatever was rounded."""
        halves = (listed((rx, ry, 0, 1, 1, way * rx, 0)) for way in (2, -2))
        return f"M{listed((centre[0] - rx, centre[1]))}a" + "a".join(halves)

    def paint(self, parts: Iterable[Part]) -> Markup:
        """The parts as elements; a theme with outlines first paints those of each layer."""
        body: Markup = []
        seen = (part for part in parts if part.shape.segments and self.colouring(part))
        for layer, group in groupby(seen, key=lambda part: part.layer):
            members = list(group)
            if layer and self.theme.outline:
                colour, width = self.theme.outline
                line = number(2 * width * self.weight * self.scale)
                body.append(f'<g fill="{colour}" stroke="{colour}" stroke-width="{line}">')
                body += [
                    path(self.outline(part.shape), self.placement(part))
                    for part in members
                    if part.fill
                ]
                body.append("</g>")
            for place, together in groupby(members, key=self.placement):
                paths = [path(self.outline(part.shape), self.colouring(part)) for part in together]
                body += [f"<g{place}>", *paths, "</g>"] if place else paths
        return body

    def colouring(self, part: Part) -> str:
        """Fill and stroke as attributes; "" when the theme leaves the part out."""
        fill, stroke = self.theme.colour(part.fill), self.theme.colour(part.stroke)
        text = f' fill="{fill}"' if fill else ""
        if stroke:
            text += f' stroke="{stroke}" stroke-width="{number(part.width * self.scale)}"'
        return text

    def placement(self, part: Part) -> str:
        """Where a rigid part stands, as a transform."""
        moves = []
        if part.at != ORIGIN:
            moves.append(f"translate({self.pair(part.at)})")
        if part.turn:
            moves.append(f"rotate({number(-part.turn)})")
        if part.stretch < 1:
            moves.append(f"scale({part.stretch:.3f} 1)")
        return f' transform="{"".join(moves)}"' if moves else ""


def document(pen: Pen, window: Window, title: str, body: Markup, mirrored: bool = False) -> str:
    """A whole SVG document; the mirror image for a figure that faces left."""
    left, *others = pen.box(window)
    if mirrored:
        left = f"{-int(left) - int(others[1])}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{" ".join([left, *others])}" role="img"'
    )
    head += ' fill="none" stroke-linecap="round" stroke-linejoin="round">'
    text = f"<title>{escape(title)}</title>"
    text += "".join(['<g transform="scale(-1 1)">', *body, "</g>"] if mirrored else body)
    return f"{head}{text}</svg>"


def clipped(pen: Pen, window: Window, body: Markup) -> Markup:
    """Cut off at the window's edge: a portrait ends below the shoulders.

    The id is made from the window, so that equal ids in one page always mean equal windows.
    """
    x, y, w, h = pen.box(window)
    rect = f'<rect x="{x}" y="{y}" width="{w}" height="{h}"/>'
    name = f"s{crc32(rect.encode()):08x}"
    return [f'<clipPath id="{name}">{rect}</clipPath><g clip-path="url(#{name})">', *body, "</g>"]
