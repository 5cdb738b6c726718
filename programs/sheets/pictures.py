"""Pictures of a sheet as data URLs, so that the renderer needs no file and no network."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache

import segno


def data_url(svg: str) -> str:
    """The SVG document as an image's address."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


@lru_cache(maxsize=256)
def qr_picture(url: str) -> str:
    """A QR code of `url` (ISO/IEC 18004, error correction M) as an image's address."""
    code = segno.make(url, error="m", micro=False)
    return data_url(code.svg_inline(border=0, scale=4, omitsize=True))
