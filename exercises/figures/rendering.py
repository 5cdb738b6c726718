"""What a figure is rendered to: one frame, the still, the strip for the printed sheet, the animation."""

from __future__ import annotations

from .animation import animated
from .geometry import SCALE, Point, number, polygon
from .parts import Part
from .pose import Figure
from .scene import LINE_SIZES, Window, draw_arrows, draw_ground, draw_scene, window_of
from .svg import Markup, clipped, document, paint
from .themes import THEMES, Theme, ThemeName

STRIP_GAP = 7.0  # between two frames of a strip, world units


def render_frame(figure: Figure, index: int, theme: ThemeName = "colour") -> str:
    """One frame as a complete SVG document. All frames of a figure share one viewBox."""
    window = window_of(figure)
    body = _moment(figure, index, window, THEMES[theme])
    return document(window, figure.frames[index].alt, body, figure.facing == "left")


def render_still(figure: Figure, theme: ThemeName = "colour") -> str:
    """The one frame that shows the exercise best."""
    return render_frame(figure, figure.still, theme)


def render_strip(figure: Figure, theme: ThemeName = "colour") -> str:
    """All frames side by side in one document, with a small arrow from each to the next."""
    window, look = window_of(figure, tight=True), THEMES[theme]
    step = window.width + STRIP_GAP
    mirrored = figure.facing == "left"
    order = list(range(len(figure.frames)))
    places = order[::-1] if mirrored else order  # the mirror turns the order round again
    body: Markup = []
    for place, index in enumerate(places):
        body += [
            f'<g transform="translate({number(place * step * SCALE)})">',
            *_moment(figure, index, window, look),
            "</g>",
        ]
    for place in order[1:]:
        x = window.left + place * step - STRIP_GAP / 2
        middle = Point(x, window.bottom + window.height / 2)
        body += _chevron(middle, look, LINE_SIZES[figure.crop], mirrored)
    whole = Window(window.left, window.bottom, window.right + (len(order) - 1) * step, window.top)
    return document(whole, " ".join(frame.alt for frame in figure.frames), body, mirrored)


def render_animation(figure: Figure) -> str:
    """The frames as a smooth endless loop (SMIL inside the document)."""
    window = window_of(figure)
    body = paint(draw_ground(figure, window), THEMES["colour"]) + animated(figure, THEMES["colour"])
    if figure.crop != "whole":
        body = clipped(body, window)
    return document(
        window, " ".join(frame.alt for frame in figure.frames), body, figure.facing == "left"
    )


def _moment(figure: Figure, index: int, window: Window, theme: Theme) -> Markup:
    frame = figure.frames[index]
    parts = (
        draw_ground(figure, window) + draw_scene(figure, frame.pose) + draw_arrows(figure, frame)
    )
    drawn = paint(parts, theme, LINE_SIZES[figure.crop])
    return drawn if figure.crop == "whole" else clipped(drawn, window)


def _chevron(at: Point, theme: Theme, size: float, mirrored: bool) -> Markup:
    """The sign between two frames; turned round in a figure that will be mirrored."""
    turn = 180.0 if mirrored else 0.0
    corners = [
        Point(x * size, y * size).placed(at, turn) for x, y in ((-1.6, 3), (1.4, 0), (-1.6, -3))
    ]
    return paint([Part(polygon(corners, closed=False), stroke="arrow", width=1.4 * size)], theme)
