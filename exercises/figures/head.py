"""The head, as a small solid that can be turned: skull, jaw, hair, ears, nose and face.

Local space: origin where the head sits on the neck's top, y towards the crown. The solid's own axes are
`e` (ear to ear), `y` and `f` (to the face); turning by `yaw` shows it from the front (0), the side (90) or
the back (180).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin

from .build import MAN, Build
from .geometry import NOTHING, Point, Shape, ellipse, smooth
from .parts import Brush, Part

HALF_WIDTH, HALF_HEIGHT, HALF_DEPTH = 5.2, 6.4, 6.0
CENTRE = Point(0.0, 2.6)  # of the skull
JAW_DROP, JAW_FORWARD = -2.9, 1.4
HAIR = 1.08  # hair stands off the skull
BUN_AZIMUTH, BUN_ELEVATION, BUN_OUT = (
    180.0,
    58.0,
    1.2,
)  # where the bun sits, and how far off the skull
SWEEP = 7.0  # degrees that the fringe is lower on one side

# Points of the solid as (e, y, f), from one corner to the other.
MOUTH = [
    (-1.9, -4.2, 3.7),
    (-1.0, -4.65, 4.7),
    (0.0, -4.8, 5.3),
    (1.0, -4.65, 4.7),
    (1.9, -4.2, 3.7),
]
NOSTRILS = [(-0.9, -2.2, 6.0), (0.0, -2.6, 6.8), (0.9, -2.2, 6.0)]


@dataclass(frozen=True)
class HeadProjection:
    """The solid after turning about its own height axis."""

    yaw: float  # degrees

    def place(self, e: float, y: float, f: float) -> tuple[Point, float]:
        """Picture point and depth (positive: on the viewer's side) of a point of the head."""
        c, s = cos(radians(self.yaw)), sin(radians(self.yaw))
        return Point(CENTRE.x + e * c + f * s, CENTRE.y + y), f * c - e * s

    def on_skull(self, azimuth: float, elevation: float, swell: float = 1.0) -> tuple[Point, float]:
        a, b = radians(azimuth), radians(elevation)
        e = HALF_WIDTH * sin(a) * cos(b) * swell
        return self.place(e, HALF_HEIGHT * sin(b) * swell, HALF_DEPTH * cos(a) * cos(b) * swell)

    @property
    def horizon(self) -> float:
        """The azimuth where the visible half ends on the right; it begins 180 degrees before."""
        return degrees(
            atan2(HALF_DEPTH * cos(radians(self.yaw)), HALF_WIDTH * sin(radians(self.yaw)))
        )

    @property
    def half_width(self) -> float:
        return hypot(HALF_WIDTH * cos(radians(self.yaw)), HALF_DEPTH * sin(radians(self.yaw)))


def draw_head(at: Point, crown: float, yaw: float, brush: Brush, build: Build = MAN) -> list[Part]:
    """The head on the neck's top `at`; `crown` is the direction of its top in degrees."""
    turned = HeadProjection((yaw + 180) % 360 - 180)
    roll = crown - 90

    def fill(shape: Shape, role: str) -> Part:
        return brush.fill(shape, role, at, roll)

    jaw, _ = turned.place(0, JAW_DROP, JAW_FORWARD)
    skin = ellipse(CENTRE, turned.half_width, HALF_HEIGHT).joined(
        ellipse(jaw, *build.jaw), *(_ear(turned, side, front=False) for side in (-1, 1))
    )
    bun, behind = _bun(turned, build)
    return [
        fill(bun if behind else NOTHING, build.hair),
        fill(_nose(turned), "skin"),
        fill(skin, "skin"),
        *(Part(shape, role, at, roll) for shape, role in _face(turned)),
        *(
            Part(shape, at=at, turn=roll, stroke=role, width=width)
            for shape, role, width in _face_lines(turned, build)
        ),
        fill(_hair(turned, build), build.hair),
        fill(NOTHING if behind else bun, build.hair),
        *(Part(_ear(turned, side, front=True), "ear", at, roll) for side in (-1, 1)),
    ]


def _bun(turned: HeadProjection, build: Build) -> tuple[Shape, bool]:
    """The hair tied on the crown, and whether the head hides its foot."""
    if not build.bun:
        return NOTHING, True
    centre, depth = turned.on_skull(BUN_AZIMUTH, BUN_ELEVATION, BUN_OUT)
    return ellipse(centre, build.bun, build.bun * 0.9), depth <= 0


def _hair(turned: HeadProjection, build: Build) -> Shape:
    """From the left edge along the hairline to the right edge and back over the crown."""
    end = turned.horizon
    line = []
    for step in range(8):
        azimuth = end - 180 + step * 180 / 7
        line.append(
            turned.on_skull(azimuth, _hairline(build, azimuth), 1.04 if step in (0, 7) else 1.02)[0]
        )
    low_right, low_left = _hairline(build, end), _hairline(build, end - 180)
    width, height = turned.half_width * HAIR, HALF_HEIGHT * HAIR
    top = []
    for step in range(1, 6):
        angle = radians(low_right + (180 - low_left - low_right) * step / 6)
        top.append(Point(CENTRE.x + width * cos(angle), CENTRE.y + (height + 0.4) * sin(angle)))
    return smooth(line + top)


def _hairline(build: Build, azimuth: float) -> float:
    signed = (azimuth + 180) % 360 - 180
    turn = abs(signed)
    sweep = -SWEEP * sin(radians(2 * signed)) if turn < 90 else 0.0
    for (a0, h0), (a1, h1) in pairwise(build.hairline):
        if turn <= a1:
            return sweep + h0 + (h1 - h0) * (turn - a0) / (a1 - a0)
    return build.hairline[-1][1]


def _ear(turned: HeadProjection, side: int, front: bool) -> Shape:
    """One ear; drawn before the skull when it stands out at the edge, after the hair when it faces the viewer."""
    centre, depth = turned.place(side * (HALF_WIDTH + 0.2), -1.0, -0.7)
    if (depth > 1.5) != front:
        return NOTHING
    facing = max(depth, 0.0) / HALF_WIDTH
    return ellipse(centre, 0.9 + 0.5 * facing, 1.7)


def _nose(turned: HeadProjection) -> Shape:
    """Bridge, tip and base; stands out of the outline in profile."""
    ridge = [
        (0.0, 1.2, 5.5),
        (0.0, -0.4, 6.6),
        (0.0, -1.5, 7.6),
        (0.0, -2.3, 7.2),
        (0.0, -2.9, 5.4),
    ]
    return smooth([turned.place(*spot)[0] for spot in ridge] + [turned.place(0, -1.2, 4.0)[0]])


def _face(turned: HeadProjection) -> list[tuple[Shape, str]]:
    """Eyes and cheeks, narrower the more they turn away."""
    spots = []
    for side in (-1, 1):
        eye, depth = turned.on_skull(side * _eye_azimuth(turned), 2)
        spots.append((_spot(eye, 0.62 * min((depth - 0.6) / 3, 1.0), 0.85), "ink"))
        cheek, depth = turned.on_skull(side * (_eye_azimuth(turned) + 6), -24)
        spots.append((_spot(cheek, 1.1 * min((depth - 0.8) / 2.5, 1.0), 0.8), "blush"))
    return spots


def _eye_azimuth(turned: HeadProjection) -> float:
    """Eyes stand a little wider in profile than seen from the front: that is how people draw them."""
    return 25 + 9 * abs(sin(radians(turned.yaw)))


def _spot(centre: Point, rx: float, ry: float) -> Shape:
    return ellipse(centre, rx, ry) if rx > 0.1 else NOTHING


def _face_lines(turned: HeadProjection, build: Build) -> list[tuple[Shape, str, float]]:
    """Brows, mouth and the shade under the nose: shape, colour role, width."""
    lines = []
    for side in (-1, 1):
        azimuth = side * _eye_azimuth(turned)
        brow = [turned.on_skull(azimuth + step, 21 - 0.03 * step * step) for step in (-9, 0, 9)]
        lines.append((_seen(brow, 1.0), build.hair, 0.7))
    lines.append((_seen([turned.place(*spot) for spot in MOUTH], -0.3), "lips", 0.65))
    lines.append((_seen([turned.place(*spot) for spot in NOSTRILS], -0.3), "crease", 0.55))
    return lines


def _seen(spots: list[tuple[Point, float]], nearest: float) -> Shape:
    """The curve through the points at least at the depth `nearest`; at the face's edge it ends, not turns back."""
    seen = [point for point, depth in spots if depth > nearest]
    if len(seen) < 2:
        return NOTHING
    first, last = (seen.index(edge(seen)) for edge in (min, max))
    return smooth(seen[first : last + 1], closed=False) if first < last else NOTHING
