"""Shirt, shorts and neck: outlines whose width varies along the bending spine."""

from __future__ import annotations

from math import cos, hypot, radians, sin

from .geometry import NOTHING, Point, capsule, points, smooth
from .parts import Brush, Part
from .skeleton import LUMBAR, THORAX, Skeleton

SPINE_LENGTH = LUMBAR + THORAX

# fmt: off
COLLAR = [(30.2, 2.9), (28.6, 2.9), (26.9, 1.6), (26.4, 0.0), (26.9, -1.6), (28.6, -2.9), (30.2, -2.9)]
# fmt: on
PLACKET, PLACKET_DEPTH = (
    (26.4, 20.0, 13.0, 7.0, 2.0),
    5.0,
)  # from the collar to the hem; before the spine
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
    spine, build = Spine(body), body.build
    back = [spine.beside(s, b) for s, b, _ in build.side_shirt]
    front = [spine.beside(s, -f) for s, _, f in build.side_shirt]
    pelvis = smooth(points(build.pelvis_side))
    return [
        _neck(body, brush),
        brush.fill(pelvis, "shorts", body.hip, body.pose.pelvis),
        _bent(body, brush, front + back[::-1], "shirt"),
        _fold(body, brush, spine),
    ]


def _fold(body: Skeleton, brush: Brush, spine: Spine) -> Part:
    """The line of the shirt below the bust."""
    line = [spine.beside(distance, -front) for distance, front in body.build.bust]
    local = [point.seen_from(body.hip, body.pose.pelvis) for point in line]
    shape = smooth(local, closed=False) if local else NOTHING
    return brush.line(shape, "fold", 0.6, body.hip, body.pose.pelvis)


def _bent(body: Skeleton, brush: Brush, outline: list[Point], role: str) -> Part:
    """A smooth outline of world points, kept in the pelvis's own space: it only changes when the spine bends."""
    local = [point.seen_from(body.hip, body.pose.pelvis) for point in outline]
    return brush.fill(smooth(local), role, body.hip, body.pose.pelvis)


def _neck(body: Skeleton, brush: Brush) -> Part:
    """Throat and nape, kept in the space of the upper back."""
    at, up = body.nape, body.pose.spine[2]
    low, high = Point(-1.5, 0.0), body.skull.away(body.pose.head, 0.5).seen_from(at, up)
    return brush.fill(capsule(low, high, *body.build.neck), "neck", at, up)


def front_trunk(body: Skeleton, brush: Brush, neckline: bool, placket: bool = False) -> list[Part]:
    """The same from the front or the back; `neckline` cuts the collar out below the throat.

    A `placket` runs down the middle of the chest: where the trunk turns, it shows how far.
    """
    spine = Spine(body)
    parts = [
        brush.fill(
            smooth(_mirrored(body.build.pelvis_front)), "shorts", body.hip, body.pose.pelvis
        ),
        _neck(body, brush),
        _bent(body, brush, _front_shirt(body, spine), "shirt"),
    ]
    twist = body.pose.twist
    if neckline:
        shift = 4.0 * sin(radians(twist))
        collar = [spine.beside(distance, left - shift) for distance, left in COLLAR]
        parts.append(_bent(body, brush, collar, "neck"))
    if placket:
        line = [
            spine.beside(distance, -PLACKET_DEPTH * sin(radians(twist * distance / SPINE_LENGTH)))
            for distance in PLACKET
        ]
        local = [point.seen_from(body.hip, body.pose.pelvis) for point in line]
        parts.append(
            brush.line(smooth(local, closed=False), "placket", 1.0, body.hip, body.pose.pelvis)
        )
    return parts


def _front_shirt(body: Skeleton, spine: Spine) -> list[Point]:
    """Hem, waist and ribs along the spine, then over the shoulder joints to the neck."""
    twist = body.pose.twist
    rows = []
    for distance, half in body.build.front_shirt:
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
