"""What a figure is rendered to: one frame, the still, the strip for the printed sheet, the animation."""

from __future__ import annotations

from .animation import animated
from .geometry import Point, polygon
from .parts import Part
from .pose import Figure
from .scene import LINE_SIZES, Window, draw_arrows, draw_ground, draw_scene, window_of
from .svg import Markup, Pen, clipped, document
from .themes import THEMES, ThemeName

STRIP_GAP = 7.0  # between two frames of a strip, world units
FINE, COARSE = 2000, 800  # SVG units across a picture


def render_frame(figure: Figure, index: int, theme: ThemeName = "colour") -> str:
    """One frame as a complete SVG document. All frames of a figure share one viewBox."""
    return _picture(figure, index, theme, FINE)


def render_still(figure: Figure, theme: ThemeName = "colour") -> str:
    """The one frame that shows the exercise best, for small pictures in lists."""
    return _picture(figure, figure.still, theme, COARSE)


def _picture(figure: Figure, index: int, theme: ThemeName, units: int) -> str:
    window = window_of(figure)
    pen = _pen(figure, window, theme, units)
    body = _moment(figure, index, window, pen)
    return document(pen, window, figure.frames[index].alt, body, figure.facing == "left")


def _pen(figure: Figure, window: Window, theme: ThemeName, units: int = FINE) -> Pen:
    return Pen(THEMES[theme], units / window.width, LINE_SIZES[figure.crop])


def render_strip(figure: Figure, theme: ThemeName = "colour", *, columns: int = 4) -> str:
    """All frames in one document, so many in a row, with a small arrow from each to the next."""
    window = window_of(figure, tight=True)
    pen = _pen(figure, window, theme)
    mirrored = figure.facing == "left"
    count = len(figure.frames)
    columns = min(columns, count)
    across, down = window.width + STRIP_GAP, window.height + STRIP_GAP
    body: Markup = []
    for index in range(count):
        row, column = divmod(index, columns)
        # The mirror turns a row's order round again.
        column = columns - 1 - column if mirrored else column
        place = pen.pair(Point(column * across, -row * down))
        body += [
            f'<g transform="translate({place})">',
            *_moment(figure, index, window, pen),
            "</g>",
        ]
        if index:
            gap = _gap(window, column, row, columns, mirrored)
            body += _chevron(gap, pen) if gap else []
    whole = _whole(window, count, columns)
    return document(pen, whole, " ".join(frame.alt for frame in figure.frames), body, mirrored)


def strip_aspect(figure: Figure, *, columns: int = 4) -> float:
    """Width over height of the strip, without drawing it."""
    count = len(figure.frames)
    whole = _whole(window_of(figure, tight=True), count, min(columns, count))
    return whole.width / whole.height


def _whole(window: Window, count: int, columns: int) -> Window:
    """The window that shows `count` frames of a strip."""
    rows = -(-count // columns)
    return Window(
        window.left,
        window.bottom - (rows - 1) * (window.height + STRIP_GAP),
        window.right + (columns - 1) * (window.width + STRIP_GAP),
        window.top,
    )


def _gap(
    window: Window, column: int, row: int, columns: int, mirrored: bool
) -> tuple[Point, float] | None:
    """Middle and direction of the sign before the frame at this place; None where a row begins anew."""
    across, down = window.width + STRIP_GAP, window.height + STRIP_GAP
    if columns == 1:
        return Point(
            (window.left + window.right) / 2, window.top - row * down + STRIP_GAP / 2
        ), -90.0
    if column == (columns - 1 if mirrored else 0):
        return None
    x = window.left + (column + mirrored) * across - STRIP_GAP / 2
    return Point(x, window.bottom + window.height / 2 - row * down), 180.0 if mirrored else 0.0


def render_animation(figure: Figure) -> str:
    """The frames as a smooth endless loop (SMIL inside the document)."""
    window = window_of(figure)
    pen = _pen(figure, window, "colour")
    body = pen.paint(draw_ground(figure, window)) + animated(figure, pen)
    if figure.crop != "whole":
        body = clipped(pen, window, body)
    title = " ".join(frame.alt for frame in figure.frames)
    return document(pen, window, title, body, figure.facing == "left")


def _moment(figure: Figure, index: int, window: Window, pen: Pen) -> Markup:
    frame = figure.frames[index]
    parts = (
        draw_ground(figure, window) + draw_scene(figure, frame.pose) + draw_arrows(figure, frame)
    )
    drawn = pen.paint(parts)
    return drawn if figure.crop == "whole" else clipped(pen, window, drawn)


def _chevron(place: tuple[Point, float], pen: Pen) -> Markup:
    """The sign between two frames, at a point and pointing in a direction (degrees, 0 = right)."""
    corners = [
        Point(x * pen.weight, y * pen.weight).placed(*place)
        for x, y in ((-1.6, 3), (1.4, 0), (-1.6, -3))
    ]
    return pen.paint([Part(polygon(corners, closed=False), stroke="arrow", width=1.4 * pen.weight)])
