"""Parts to SVG text.

Attributes only: no style sheet, no inline style. A shape that is painted more than once is defined once; its id is
made from its own outline, so that equal ids in one page always mean equal shapes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape
from zlib import crc32

from .geometry import SCALE, number, pair
from .parts import ORIGIN, Part
from .scene import Window
from .themes import Theme


@dataclass(frozen=True)
class Element:
    """One painted path: outline, attributes, and the animations inside it."""

    d: str
    attributes: str
    inner: str = ""
    shared: bool = True  # may be defined once and used again

    def text(self, defined: bool) -> str:
        tag, shape = ("use", f'href="#{name_of(self.d)}"') if defined else ("path", f'd="{self.d}"')
        return f"<{tag} {shape}{self.attributes}" + (
            f">{self.inner}</{tag}>" if self.inner else "/>"
        )


Markup = list[str | Element]


def document(window: Window, title: str, body: Markup, mirrored: bool = False) -> str:
    """A whole SVG document; the mirror image for a figure that faces left."""
    left = -window.right if mirrored else window.left
    box = " ".join(
        number(value * SCALE) for value in (left, -window.top, window.width, window.height)
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img"'
    head += f' stroke-linecap="round" stroke-linejoin="round"><title>{escape(title)}</title>'
    text = written(body)
    return head + (f'<g transform="scale(-1 1)">{text}</g>' if mirrored else text) + "</svg>"


def written(body: Markup) -> str:
    uses = Counter(item.d for item in body if isinstance(item, Element) and item.shared)
    often = {d for d, count in uses.items() if count > 1 and len(d) > 40}
    defined = "".join(f'<path id="{name_of(d)}" d="{d}"/>' for d in uses if d in often)
    text = "".join(
        item if isinstance(item, str) else item.text(item.shared and item.d in often)
        for item in body
    )
    return (f"<defs>{defined}</defs>" if defined else "") + text


def name_of(text: str) -> str:
    return f"s{crc32(text.encode()):08x}"


def clipped(body: Markup, window: Window) -> Markup:
    """Cut off at the window's edge: a portrait ends below the shoulders."""
    x, y, w, h = (
        number(v * SCALE) for v in (window.left, -window.top, window.width, window.height)
    )
    rect = f'<rect x="{x}" y="{y}" width="{w}" height="{h}"/>'
    name = name_of(rect)
    return [f'<clipPath id="{name}">{rect}</clipPath><g clip-path="url(#{name})">', *body, "</g>"]


def paint(parts: Iterable[Part], theme: Theme, weight: float = 1.0) -> Markup:
    """The parts as elements; a theme with outlines first paints those of each layer, `weight` times as thick."""
    body: Markup = []
    for layer, group in groupby(
        (part for part in parts if part.shape.d), key=lambda part: part.layer
    ):
        members = [part for part in group if colouring(part, theme)]
        if layer and theme.outline:
            colour, width = theme.outline
            line = number(2 * width * weight * SCALE)
            body.append(f'<g fill="{colour}" stroke="{colour}" stroke-width="{line}">')
            body.extend(Element(part.shape.d, placement(part)) for part in members if part.fill)
            body.append("</g>")
        body.extend(
            Element(part.shape.d, colouring(part, theme) + placement(part)) for part in members
        )
    return body


def colouring(part: Part, theme: Theme) -> str:
    """Fill and stroke as attributes; "" when the theme leaves the part out."""
    fill, stroke = theme.colour(part.fill), theme.colour(part.stroke)
    if not fill and not stroke:
        return ""
    text = f' fill="{fill or "none"}"'
    if stroke:
        width = number(part.width * SCALE)
        text += f' stroke="{stroke}" stroke-width="{width}"'
    return text


def placement(part: Part) -> str:
    """Where a rigid part stands, as a transform."""
    moves = []
    if part.at != ORIGIN:
        moves.append(f"translate({pair(part.at)})")
    if part.turn:
        moves.append(f"rotate({number(-part.turn)})")
    if part.stretch < 1:
        moves.append(f"scale({part.stretch:.3f} 1)")
    return f' transform="{"".join(moves)}"' if moves else ""
