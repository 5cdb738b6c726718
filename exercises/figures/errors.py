"""What is wrong with a figure."""

from __future__ import annotations


class FigureError(ValueError):
    """Figure data that cannot be drawn; the message names the frame and the key."""
