"""Movement arrows: a line or bow between two points, or an arc about a centre."""

from __future__ import annotations

from .geometry import Point, polygon, smooth
from .parts import Part
from .prop_builder import PropFrame

WIDTH, HEAD = 1.3, 3.6


def draw_arrow(stage: PropFrame, size: float = 1.0) -> list[Part]:
    """The shaft and one head, or two with `both`."""
    line = _arc(stage) if stage.has("around") else _bow(stage)
    parts = [
        Part(
            smooth(_shortened(line, stage.flag("both"), HEAD * size * 0.6), closed=False),
            stroke="arrow",
            width=WIDTH * size,
        )
    ]
    parts.append(_head(line[-2], line[-1], HEAD * size))
    if stage.flag("both"):
        parts.append(_head(line[1], line[0], HEAD * size))
    return parts


def _bow(stage: PropFrame) -> list[Point]:
    """From `from` to `to`, bulging to the left of its direction by `bulge`."""
    start, end, bulge = stage.point("from"), stage.point("to"), stage.number("bulge", 0.0)
    side = start.angle_to(end) + 90
    count = 8 if bulge else 1
    shares = (index / count for index in range(count + 1))
    return [start.towards(end, t).away(side, 4 * bulge * t * (1 - t)) for t in shares]


def _arc(stage: PropFrame) -> list[Point]:
    """About `around` with `radius`, from the angle `start` through `sweep` degrees."""
    centre, radius = stage.point("around"), stage.number("radius", 8.0)
    start, sweep = stage.number("start", 0.0), stage.number("sweep", 90.0)
    steps = max(8, int(abs(sweep) / 15))
    flat = stage.number("flat", 1.0)
    ring = [Point(0, 0).away(start + sweep * i / steps, radius) for i in range(steps + 1)]
    return [Point(centre.x + spot.x, centre.y + spot.y * flat) for spot in ring]


def _shortened(line: list[Point], both: bool, cut: float) -> list[Point]:
    """The line without the stretch that the heads cover."""
    end = line[-1].towards(line[-2], min(cut / max(line[-1].distance(line[-2]), 1e-6), 0.95))
    start = (
        line[0].towards(line[1], min(cut / max(line[0].distance(line[1]), 1e-6), 0.95))
        if both
        else line[0]
    )
    return [start, *line[1:-1], end]


def _head(before: Point, tip: Point, size: float) -> Part:
    angle = before.angle_to(tip)
    notched = [(0.0, 0.0), (-1.0, 0.62), (-0.72, 0.0), (-1.0, -0.62)]
    return Part(
        polygon([Point(x * size, y * size).placed(tip, angle) for x, y in notched]),
        "arrow",
        stroke="arrow",
        width=size / 6,
    )
