"""Equipment by itself: props on the ground, without a person."""

from __future__ import annotations

from dataclasses import replace

from .equipment_poses import EQUIPMENT_POSES, NOBODY
from .pose import Figure, Frame
from .prop_builder import DepthPart, PropFrame
from .prop_schema import read_props
from .rendering import COARSE
from .scene import GROUND_THICKNESS, MARGIN, PAINTERS, Window, draw_ground
from .skeleton import solve
from .svg import Pen, document
from .themes import THEMES, ThemeName

DEPTHS = ("back", "middle", "front")


def render_equipment(slug: str, title: str, theme: ThemeName = "colour") -> str:
    """The drawing of one kind of equipment as a complete SVG document. Raises `KeyError`."""
    view, props = EQUIPMENT_POSES[slug]
    figure = Figure(view, (Frame(NOBODY, title),), props=read_props(props, view))
    body = solve(NOBODY, view)
    placed = [
        part
        for thing in figure.props
        for part in PAINTERS[thing.kind](PropFrame(view, body, thing))
    ]
    placed.sort(key=lambda item: DEPTHS.index(item.depth))
    window = _window(placed)
    parts = [*draw_ground(figure, window), *(item.part for item in placed)]
    pen = Pen(THEMES[theme], COARSE / window.width)
    return document(pen, window, title, pen.paint(parts))


def _window(placed: list[DepthPart]) -> Window:
    """Around all parts, with the ordinary shape of pictures and some air."""
    corners = [corner for item in placed for corner in item.part.corners()]
    left, right = min(p.x for p in corners), max(p.x for p in corners)
    bottom, top = min(p.y for p in corners), max(p.y for p in corners)
    air = MARGIN + 0.08 * max(right - left, top - bottom)
    window = Window(left - air, bottom, right + air, top + air)
    return replace(window, bottom=bottom - GROUND_THICKNESS - air).shaped(1.5)
