"""Points and smooth outlines.

World space: x to the right, y up, z towards the viewer; the ground is y = 0; the unit is one hundredth of body height.
A `Shape` lives in a *local* space of the same orientation and is placed by a `Part` (see parts.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin, sqrt
from typing import NamedTuple

SCALE = 4.0  # SVG units in one world unit: one decimal is then 0.025 of a hundredth of body height


class Point(NamedTuple):
    """A point or vector of the picture plane."""

    x: float
    y: float

    def plus(self, other: Point, times: float = 1.0) -> Point:
        return Point(self.x + times * other.x, self.y + times * other.y)

    def minus(self, other: Point) -> Point:
        return Point(self.x - other.x, self.y - other.y)

    def towards(self, other: Point, share: float) -> Point:
        return Point(self.x + (other.x - self.x) * share, self.y + (other.y - self.y) * share)

    def away(self, angle: float, distance: float) -> Point:
        """The point `distance` from here in direction `angle` (degrees, 0 = right, 90 = up)."""
        return Point(
            self.x + distance * cos(radians(angle)), self.y + distance * sin(radians(angle))
        )

    def distance(self, other: Point) -> float:
        return hypot(self.x - other.x, self.y - other.y)

    def angle_to(self, other: Point) -> float:
        return degrees(atan2(other.y - self.y, other.x - self.x))

    def placed(self, origin: Point, angle: float) -> Point:
        """This local point in the space of `origin`, after turning by `angle` degrees."""
        c, s = cos(radians(angle)), sin(radians(angle))
        return Point(origin.x + self.x * c - self.y * s, origin.y + self.x * s + self.y * c)

    def seen_from(self, origin: Point, angle: float) -> Point:
        """The inverse of `placed`: this point in the local space at `origin`, turned by `angle` degrees."""
        return self.minus(origin).placed(Point(0.0, 0.0), -angle)


def number(value: float) -> str:
    """A number as SVG text: one decimal, no needless zero, never "-0"."""
    text = f"{value:.1f}".removesuffix(".0")
    if text.startswith(("0.", "-0.")):
        text = text.replace("0.", ".", 1)
    return "0" if text == "-0" else text


def pair(*spots: Point) -> str:
    """World points as SVG coordinates (scaled, y down), with no more spaces than SVG needs."""
    text = ""
    for spot in spots:
        for value in (number(spot.x * SCALE), number(-spot.y * SCALE)):
            text += value if not text or value.startswith("-") else " " + value
    return text


@dataclass(frozen=True)
class Shape:
    """Path data in SVG units and the world points that bound it."""

    d: str
    hull: tuple[Point, ...]

    def joined(self, *others: Shape) -> Shape:
        """One shape of several subpaths."""
        return Shape(
            self.d + "".join(other.d for other in others),
            self.hull + tuple(point for other in others for point in other.hull),
        )


def points(values: Iterable[tuple[float, float]]) -> list[Point]:
    return [Point(x, y) for x, y in values]


def smooth(outline: Sequence[Point], closed: bool = True) -> Shape:
    """A Catmull-Rom curve through the points; SVG's S command gives the mirrored handle for free."""
    count = len(outline)

    def at(index: int) -> Point:
        return outline[index % count] if closed else outline[min(max(index, 0), count - 1)]

    def handle(index: int, sign: float) -> Point:
        return at(index).plus(at(index + 1).minus(at(index - 1)), sign / 6)

    d = [f"M{pair(at(0))}C{pair(handle(0, 1), handle(1, -1), at(1))}"]
    for index in range(2, count + 1 if closed else count):
        d.append(f"S{pair(handle(index, -1), at(index))}")
    return Shape("".join(d) + ("Z" if closed else ""), tuple(outline))


def polygon(corners: Sequence[Point], closed: bool = True) -> Shape:
    """Straight lines through the points."""
    body = "L".join(pair(corner) for corner in corners)
    return Shape(f"M{body}" + ("Z" if closed else ""), tuple(corners))


def ellipse(centre: Point, rx: float, ry: float) -> Shape:
    """An upright ellipse as two arcs."""
    rx, ry = max(rx, 0.0), max(ry, 0.0)
    x, y, w = number(rx * SCALE), number(ry * SCALE), number(2 * rx * SCALE)
    left = Point(centre.x - rx, centre.y)
    d = f"M{pair(left)}a{x} {y} 0 1 1 {w} 0a{x} {y} 0 1 1-{w} 0Z"
    corners = (Point(centre.x - rx, centre.y - ry), Point(centre.x + rx, centre.y + ry))
    return Shape(d, corners)


def circle(centre: Point, radius: float) -> Shape:
    return ellipse(centre, radius, radius)


def capsule(start: Point, end: Point, r0: float, r1: float) -> Shape:
    """Two circles (radii `r0`, `r1`) joined by their outer tangents."""
    length = max(start.distance(end), 1e-6)
    along = Point((end.x - start.x) / length, (end.y - start.y) / length)
    side = Point(-along.y, along.x)
    lean = max(min((r0 - r1) / length, 0.99), -0.99)
    rise = sqrt(1 - lean * lean)
    normals = [
        Point(along.x * lean + s * side.x * rise, along.y * lean + s * side.y * rise)
        for s in (1, -1)
    ]
    a, b = start.plus(normals[0], r0), end.plus(normals[0], r1)
    c, e = end.plus(normals[1], r1), start.plus(normals[1], r0)
    big0, big1 = (1 if r0 > r1 else 0), (1 if r1 > r0 else 0)
    n0, n1 = number(r0 * SCALE), number(r1 * SCALE)
    d = f"M{pair(a)}L{pair(b)}A{n1} {n1} 0 {big1} 1 {pair(c)}L{pair(e)}A{n0} {n0} 0 {big0} 1 {pair(a)}Z"
    hull = tuple(
        Point(p.x + dx, p.y + dy)
        for p, r in ((start, r0), (end, r1))
        for dx in (-r, r)
        for dy in (-r, r)
    )
    return Shape(d, hull)


def rounded(low: Point, high: Point, radius: float) -> Shape:
    """An upright rectangle with round corners, from its lower left to its upper right corner."""
    r = min(radius, (high.x - low.x) / 2, (high.y - low.y) / 2)
    w, h, n = (
        number((high.x - low.x - 2 * r) * SCALE),
        number((high.y - low.y - 2 * r) * SCALE),
        number(r * SCALE),
    )
    start = pair(Point(low.x + r, high.y))
    turn = f"a{n} {n} 0 0 1"
    d = f"M{start}h{w}{turn} {n} {n}v{h}{turn}-{n} {n}h-{w}{turn}-{n}-{n}v-{h}{turn} {n}-{n}Z"
    return Shape(d, (low, high))


def bar(start: Point, end: Point, width: float) -> Shape:
    """A straight stick of even width with round ends."""
    return capsule(start, end, width / 2, width / 2)
