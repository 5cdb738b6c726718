"""An image cache for WeasyPrint that keeps the PDF operators of each SVG picture once it is drawn.

Drawing a figure's SVG takes WeasyPrint some 30–60 ms and gives the same operators each time, since
figures, boxes and QR codes hold paths alone: no text, no gradients, no transparency.

This needs private names of WeasyPrint (`PRIVATE_NAMES`). Where a version has them no longer,
`image_cache` gives an ordinary cache, and sheets are only slower.
"""

from __future__ import annotations

from base64 import b64decode
from functools import cache, lru_cache
from typing import Any
from xml.etree import ElementTree

from weasyprint import images
from weasyprint.pdf.stream import Stream

PREFIX = "data:image/svg+xml;base64,"
NEEDS_PAGE = (b"<text", b"opacity", b"Gradient", b"<image", b"<pattern", b"<mask", b"<filter")
"""Parts of an SVG that need more of the page than its operators; such a picture is not cached."""
PRIVATE_NAMES = (
    "_current_color",
    "_current_color_stroke",
    "_current_alpha",
    "_current_alpha_stroke",
)
"""What WeasyPrint's stream remembers as set already, and so leaves out of the operators."""


class CachedSvg:
    """An SVG of paths alone. Keeps its operators after the first drawing, at its own size."""

    def __init__(self, svg: bytes) -> None:
        # Drawn by exercises.figures and segno, never by a person; WeasyPrint uses the same parser.
        self.image = images.SVGImage(ElementTree.fromstring(svg), "", None, None)  # noqa: S314
        self.width, self.height = self.image._svg.get_viewbox()[2:4]
        self.operators: list[Any] | None = None

    def get_intrinsic_size(self, resolution: float, font_size: float) -> Any:
        """Width, height and ratio, as WeasyPrint asks for them."""
        return self.image.get_intrinsic_size(resolution, font_size)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Put the picture on the page, `width` × `height` large."""
        stream.push_state()
        stream.transform(a=width / self.width, d=height / self.height)
        # The operators must set every colour themselves, whatever was drawn before.
        for name in PRIVATE_NAMES:
            setattr(stream, name, None)
        stream.set_alpha(1, stroke=True, fill=True)
        if self.operators is None:
            start = len(stream.stream)
            self.image.draw(stream, self.width, self.height, style)
            self.operators = stream.stream[start:]
        else:
            stream.stream.extend(self.operators)
        stream.pop_state()


class SvgCache(dict[str, Any]):
    """WeasyPrint's image cache of one render, which also finds the pictures of earlier renders."""

    def __contains__(self, url: object) -> bool:
        return super().__contains__(url) or (
            isinstance(url, str) and url.startswith(PREFIX) and self._add_cached(url)
        )

    def _add_cached(self, url: str) -> bool:
        picture = _picture(url)
        if picture is not None:
            self[url] = picture
        return picture is not None


def image_cache() -> dict[str, Any]:
    """An image cache for one render."""
    return SvgCache() if has_private_names() else {}


@cache
def has_private_names() -> bool:
    """Whether this version of WeasyPrint has what `CachedSvg` needs."""
    try:
        CachedSvg(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
        assigned = Stream.__init__.__code__.co_names
        used = (Stream.push_state, Stream.transform, Stream.set_alpha, Stream.pop_state)
    except (AttributeError, TypeError):
        return False
    return all(name in assigned for name in PRIVATE_NAMES) and all(map(callable, used))


@lru_cache(maxsize=128)
def _picture(url: str) -> CachedSvg | None:
    svg = b64decode(url.removeprefix(PREFIX))
    return None if any(sign in svg for sign in NEEDS_PAGE) else CachedSvg(svg)
