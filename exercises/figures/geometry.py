"""Points and smooth outlines.

World space: x to the right, y up, z towards the viewer; the ground is y = 0; the unit is one hundredth of body height.
A `Shape` lives in a *local* space of the same orientation, is placed by a `Part` (parts.py) and written by a `Pen`
(svg.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin, sqrt
from typing import NamedTuple


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


class Segment(NamedTuple):
    """One command of a path: its letter in SVG, or "o" for a whole ellipse, and its points: the last is its end."""

    letter: str
    spots: tuple[Point, ...] = ()
    radii: tuple[float, float] = (0.0, 0.0)  # of an ellipse or arc; an arc without is half a circle
    large: bool = False  # of an arc: the longer way round; always clockwise in the picture


@dataclass(frozen=True)
class Shape:
    """An outline and the points that bound it."""

    segments: tuple[Segment, ...] = ()
    hull: tuple[Point, ...] = ()

    def joined(self, *others: Shape) -> Shape:
        """One shape of several subpaths."""
        return Shape(
            self.segments + tuple(segment for other in others for segment in other.segments),
            self.hull + tuple(point for other in others for point in other.hull),
        )


NOTHING = Shape()


def points(values: Iterable[tuple[float, float]]) -> list[Point]:
    return [Point(x, y) for x, y in values]


def smooth(outline: Sequence[Point], closed: bool = True) -> Shape:
    """A Catmull-Rom curve through the points; SVG's S command gives the mirrored handle for free."""
    count = len(outline)

    def at(index: int) -> Point:
        return outline[index % count] if closed else outline[min(max(index, 0), count - 1)]

    def handle(index: int, sign: float) -> Point:
        return at(index).plus(at(index + 1).minus(at(index - 1)), sign / 6)

    curve = [
        Segment("M", (at(0),)),
        Segment("c", (handle(0, 1), handle(1, -1), at(1))),
        *(Segment("s", (handle(i, -1), at(i))) for i in range(2, count + 1 if closed else count)),
    ]
    return Shape(tuple(curve), tuple(outline))


def polygon(corners: Sequence[Point], closed: bool = True) -> Shape:
    """Straight lines through the points."""
    lines = [Segment("l", (corner,)) for corner in corners[1:]]
    end = [Segment("z")] if closed else []
    return Shape((Segment("M", (corners[0],)), *lines, *end), tuple(corners))


def ellipse(centre: Point, rx: float, ry: float) -> Shape:
    """An upright ellipse as two arcs."""
    rx, ry = max(rx, 0.0), max(ry, 0.0)
    round_it = [radians(step) for step in range(0, 360, 15)]
    rim = tuple(Point(centre.x + rx * cos(a), centre.y + ry * sin(a)) for a in round_it)
    return Shape((Segment("o", (centre,), (rx, ry)),), rim)


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
    ends = ((0.0, 0.0), (0.0, 0.0)) if r0 == r1 else ((r0, r0), (r1, r1))
    path = (
        Segment("M", (a,)),
        Segment("l", (b,)),
        Segment("a", (c,), ends[1], large=r1 > r0),
        Segment("l", (e,)),
        Segment("a", (a,), ends[0], large=r0 > r1),
    )
    hull = tuple(
        Point(p.x + dx, p.y + dy)
        for p, r in ((start, r0), (end, r1))
        for dx in (-r, r)
        for dy in (-r, r)
    )
    return Shape(path, hull)


def rounded(low: Point, high: Point, radius: float) -> Shape:
    """An upright rectangle with round corners, from its lower left to its upper right corner."""
    r = min(radius, (high.x - low.x) / 2, (high.y - low.y) / 2)
    if high.y - low.y <= 2 * r:
        return bar(Point(low.x + r, low.y + r), Point(high.x - r, low.y + r), 2 * r)
    turn = (r, r)
    path = (
        Segment("M", (Point(low.x + r, high.y),)),
        Segment("l", (Point(high.x - r, high.y),)),
        Segment("a", (Point(high.x, high.y - r),), turn),
        Segment("l", (Point(high.x, low.y + r),)),
        Segment("a", (Point(high.x - r, low.y),), turn),
        Segment("l", (Point(low.x + r, low.y),)),
        Segment("a", (Point(low.x, low.y + r),), turn),
        Segment("l", (Point(low.x, high.y - r),)),
        Segment("a", (Point(low.x + r, high.y),), turn),
    )
    return Shape(path, (low, high))


def bar(start: Point, end: Point, width: float) -> Shape:
    """A straight stick of even width with round ends."""
    return capsule(start, end, width / 2, width / 2)
