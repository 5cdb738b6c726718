"""Shirt, shorts and neck: outlines whose width varies along the bending spine."""

from __future__ import annotations

from math import cos, hypot, radians, sin

from .geometry import Point, capsule, smooth
from .parts import Brush, Part
from .skeleton import LUMBAR, THORAX, Skeleton

SPINE_LENGTH = LUMBAR + THORAX

# fmt: off
# (distance along the spine from the hip, half-width to the back, half-width to the front)
SIDE_SHIRT = [
    (0.9, 5.4, 4.4), (1.9, 6.6, 5.5), (5.5, 5.6, 5.3), (10.0, 4.7, 5.4), (16.0, 5.2, 6.2),
    (22.5, 5.5, 6.0), (27.8, 3.9, 4.0), (30.0, 2.7, 2.7),
]
# (distance along the spine from the hip, half-width), up to the armpit
FRONT_SHIRT = [(0.4, 4.0), (0.6, 8.8), (1.3, 9.5), (5.0, 8.3), (9.5, 7.4), (14.0, 7.9), (19.0, 8.8), (23.0, 9.3)]
COLLAR = [(30.2, 2.9), (28.6, 2.9), (26.9, 1.6), (26.4, 0.0), (26.9, -1.6), (28.6, -2.9), (30.2, -2.9)]
# In the pelvis's own space: x along the spine, +y to the back (side) or to the left (front).
PELVIS_SIDE = [
    (4.0, -4.2), (0.5, -5.4), (-3.0, -5.0), (-5.6, -2.4), (-6.2, 1.4), (-5.0, 4.8), (-1.6, 6.9), (1.6, 6.6), (4.0, 4.8),
]
PELVIS_FRONT = [(4.0, 6.0), (0.8, 9.2), (-3.0, 9.6), (-6.0, 7.2)]
# fmt: on
CHEST_DEPTH = 0.66  # of its width, when the shoulders are turned


class Spine:
    """The smooth centre line of the trunk."""

    def __init__(self, body: Skeleton) -> None:
        low = body.hip.away(body.pose.pelvis, -LUMBAR)
        high = body.nape.away(body.pose.neck, THORAX / 2)
        self.knots = [low, body.hip, body.waist, body.chest, body.nape, high]
        half = THORAX / 2
        self.marks = [-LUMBAR, 0.0, LUMBAR, LUMBAR + half, SPINE_LENGTH, SPINE_LENGTH + half]

    def at(self, distance: float) -> Point:
        """The point `distance` along the spine from the hip (Catmull-Rom between the joints)."""
        index = max(i for i in range(1, 4) if i == 1 or distance >= self.marks[i])
        t = (distance - self.marks[index]) / (self.marks[index + 1] - self.marks[index])
        a, b, c, d = self.knots[index - 1 : index + 3]
        return Point(_spline(a.x, b.x, c.x, d.x, t), _spline(a.y, b.y, c.y, d.y, t))

    def beside(self, distance: float, left: float) -> Point:
        """The point `left` units to the left of the spine (to the back in the side view)."""
        here, ahead, behind = self.at(distance), self.at(distance + 0.6), self.at(distance - 0.6)
        return Point(0.0, left).placed(here, behind.angle_to(ahead))


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3
    )


def side_trunk(body: Skeleton, brush: Brush) -> list[Part]:
    """Neck, shorts and shirt in profile."""
    spine = Spine(body)
    back = [spine.beside(s, b) for s, b, _ in SIDE_SHIRT]
    front = [spine.beside(s, -f) for s, _, f in SIDE_SHIRT]
    pelvis = smooth([Point(x, y) for x, y in PELVIS_SIDE])
    return [
        _neck(body, brush),
        brush.fill(pelvis, "shorts", body.hip, body.pose.pelvis),
        _bent(body, brush, front + back[::-1], "shirt"),
    ]


def _bent(body: Skeleton, brush: Brush, outline: list[Point], role: str) -> Part:
    """A smooth outline of world points, kept in the pelvis's own space: it only changes when the spine bends."""
    local = [point.seen_from(body.hip, body.pose.pelvis) for point in outline]
    return brush.fill(smooth(local), role, body.hip, body.pose.pelvis)


def _neck(body: Skeleton, brush: Brush) -> Part:
    """Throat and nape, kept in the space of the upper back."""
    at, up = body.nape, body.pose.spine[2]
    low, high = Point(-1.5, 0.0), body.skull.away(body.pose.head, 0.5).seen_from(at, up)
    return brush.fill(capsule(low, high, 3.1, 2.7), "neck", at, up)


def front_trunk(body: Skeleton, brush: Brush, neckline: bool) -> list[Part]:
    """The same from the front or the back; `neckline` cuts the collar out below the throat."""
    spine = Spine(body)
    parts = [
        brush.fill(smooth(_mirrored(PELVIS_FRONT)), "shorts", body.hip, body.pose.pelvis),
        _neck(body, brush),
        _bent(body, brush, _front_shirt(body, spine), "shirt"),
    ]
    if neckline:
        shift = 4.0 * sin(radians(body.pose.twist))
        collar = [spine.beside(distance, left - shift) for distance, left in COLLAR]
        parts.append(_bent(body, brush, collar, "neck"))
    return parts


def _front_shirt(body: Skeleton, spine: Spine) -> list[Point]:
    """Hem, waist and ribs along the spine, then over the shoulder joints to the neck."""
    twist = body.pose.twist
    rows = []
    for distance, half in FRONT_SHIRT:
        turn = radians(twist * distance / SPINE_LENGTH)
        rows.append((distance, half * hypot(cos(turn), CHEST_DEPTH * sin(turn))))
    up = body.pose.spine[2]
    sides: list[list[Point]] = []
    for index, sign in ((1, 1), (0, -1)):  # the left of the picture lies to the left of the spine
        shoulder = body.arms[index].root
        out = up + 90 * sign
        flank = [spine.beside(s, sign * w) for s, w in rows]
        over = [shoulder.away(out, 1.6).away(up, -1.0), shoulder.away(up, 2.6).away(out, 0.6)]
        nape = [
            shoulder.towards(spine.at(SPINE_LENGTH), 0.5).away(up, 2.6),
            spine.beside(SPINE_LENGTH + 1.2 + 0.4 * max(body.pose.shrug[0], 0.0), sign * 2.9),
        ]
        sides.append(flank + over + nape)
    return sides[0] + sides[1][::-1]


def _mirrored(rows: list[tuple[float, float]]) -> list[Point]:
    return [Point(x, y) for x, y in rows] + [Point(x, -y) for x, y in reversed(rows)]
