"""Pictures that were drawn before need not be drawn again: their PDF operators are kept.

Drawing a figure's SVG takes WeasyPrint some 30–60 ms and gives the same operators each time, since
figures and QR codes hold paths alone: no text, no gradients, no transparency.
"""

from __future__ import annotations

from base64 import b64decode
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

from weasyprint.images import SVGImage

PREFIX = "data:image/svg+xml;base64,"
PLAIN = (b"<text", b"opacity", b"Gradient", b"<image", b"<pattern", b"<mask", b"<filter")
"""What would need more of the page than its operators."""


class CachedSvg:
    """An SVG of paths alone. Keeps its operators after the first drawing, at its own size."""

    def __init__(self, svg: bytes) -> None:
        # Ours, drawn by exercises.figures and segno; parsed by the same parser as WeasyPrint's own.
        self.image = SVGImage(ElementTree.fromstring(svg), "", None, None)  # noqa: S314
        self.width, self.height = self.image._svg.get_viewbox()[2:4]
        self.operators: list[Any] | None = None

    def get_intrinsic_size(self, resolution: float, font_size: float) -> Any:
        """Width, height and ratio, as WeasyPrint asks for them."""
        return self.image.get_intrinsic_size(resolution, font_size)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Put the picture on the page, `width` × `height` large."""
        stream.push_state()
        stream.transform(a=width / self.width, d=height / self.height)
        # Nothing that was set before the picture may be left out of what is kept.
        stream._current_color = stream._current_color_stroke = None
        stream._current_alpha = stream._current_alpha_stroke = None
        stream.set_alpha(1, stroke=True, fill=True)
        if self.operators is None:
            start = len(stream.stream)
            self.image.draw(stream, self.width, self.height, style)
            self.operators = stream.stream[start:]
        else:
            stream.stream.extend(self.operators)
        stream.pop_state()


@lru_cache(maxsize=128)
def _picture(url: str) -> CachedSvg | None:
    svg = b64decode(url.removeprefix(PREFIX))
    return None if any(sign in svg for sign in PLAIN) else CachedSvg(svg)


class SvgCache(dict[str, Any]):
    """WeasyPrint's image cache of one render, which finds kept pictures beside what it is given."""

    def __contains__(self, url: object) -> bool:
        return super().__contains__(url) or (
            isinstance(url, str) and url.startswith(PREFIX) and self._found(url)
        )

    def _found(self, url: str) -> bool:
        picture = _picture(url)
        if picture is not None:
            self[url] = picture
        return picture is not None
