"""Arms, hands, legs and shoes, each drawn along its bone."""

from __future__ import annotations

from math import cos, radians

from .build import Build
from .geometry import NOTHING, Point, Shape, capsule, points, polygon, rounded, smooth
from .outlines import (
    FIST,
    FLAT_HAND,
    FRONT_SHOE,
    OPEN_HAND,
    POINTED_SHOE,
    SHOE,
    SOLE,
    Outline,
    Profile,
)
from .parts import Brush, Part
from .pose import View
from .skeleton import ANKLE_HEIGHT, FOOT, FOREARM, SHIN, THIGH, UPPER_ARM, Bones

STEEP = 60.0  # degrees out of the picture plane
HEM_DROP = (
    6.0  # the open end of a sleeve or trouser leg that points at the viewer is seen as a ring
)
EVEN = 0.46  # of front and back together: a limb looks a little slimmer from the front than from the side


def flesh(
    profile: Profile, bone: float, turn: float, even: bool, cut: bool = False
) -> tuple[Shape, float]:
    """The outline around a bone that leaves the picture plane by `turn` degrees, and its stretch.

    A bone that points almost at the viewer keeps its round ends; only what lies between them gets shorter.
    """
    share = cos(radians(turn))
    if abs(turn) <= STEEP:
        return tube(profile, even, cut), share

    def nearer(x: float) -> float:
        drop = HEM_DROP * max(x, 0.0) / bone if cut else 0.0
        return min(x, 0.0) + min(max(x, 0.0), bone) * share + max(x - bone, 0.0) + drop

    rows = [(nearer(x), front, back) for x, front, back in profile]
    if cut:
        end, front, back = rows[-1]
        rows[-1:] = [(end, front * 0.9, back * 0.9), (end + 1.4, front * 0.55, back * 0.55)]
    return tube(rows, even), 1.0


def tube(profile: Profile, even: bool = False, cut: bool = False) -> Shape:
    """The outline of a bone's flesh.

    `even` makes front and back alike; `cut` ends it with a hem instead of a round end.
    """
    rows = [
        (x, (f + b) * EVEN if even else f, (f + b) * EVEN if even else b) for x, f, b in profile
    ]
    front = [Point(x, f) for x, f, _ in rows]
    back = [Point(x, -b) for x, _, b in reversed(rows)]
    if not cut:
        return smooth(front + back)
    end, wide, narrow = rows[-1]
    hem = [Point(end + 0.35, wide - 0.35), Point(end + 0.5, 0.0), Point(end + 0.35, 0.35 - narrow)]
    return smooth(front + hem + back)


def draw_arm(bones: Bones, view: View, brush: Brush, build: Build) -> list[Part]:
    """Upper arm, sleeve, forearm and hand, from the shoulder outwards."""
    even, turns = view != "side", bones.limb.turn
    first, second, third = bones.angles
    upper, short = flesh(build.upper_arm, UPPER_ARM, turns[0], even)
    lower, shorter = flesh(build.forearm, FOREARM, turns[1], even)
    sleeve, _ = flesh(build.sleeve, UPPER_ARM, turns[0], even, cut=True)
    return [
        brush.fill(upper, "arm", bones.root, first, short),
        brush.fill(lower, "arm", bones.middle, second, shorter),
        *draw_hand(bones, view, brush, third, build.hand),
        brush.fill(sleeve, "sleeve", bones.root, first, short),
    ]


def draw_hand(
    bones: Bones, view: View, brush: Brush, angle: float, size: float = 1.0
) -> list[Part]:
    """An open hand with its thumb, a flat one on the ground, or a fist with the line of its fingers."""
    flip = -1 if _thumb_at_back(bones, view) else 1
    line = NOTHING
    if bones.limb.hand == "fist":
        hand = smooth([Point(x * size, y * flip * size) for x, y in FIST])
        line = polygon([Point(1.2, 0.3 * flip), Point(3.6 * size, 0.6 * flip)], closed=False)
    elif bones.limb.hand == "flat":
        upside = -1.0 if cos(radians(angle)) < 0 else 1.0
        hand = smooth([Point(x * size, y * upside) for x, y in FLAT_HAND])
    else:
        root, tip = Point(0.8 * size, 0.7 * flip * size), Point(3.5 * size, 2.4 * flip * size)
        thumb = capsule(root, tip, 0.9 * size, 0.65 * size)
        # Both run the same way round: where they overlap there is no hole.
        palm = smooth([Point(x * size, y * flip * size) for x, y in OPEN_HAND[::flip]])
        hand = palm.joined(thumb)
    return [
        brush.fill(hand, "arm", bones.tip, angle),
        brush.line(line, "crease", 0.45, bones.tip, angle),
    ]


def _thumb_at_back(bones: Bones, view: View) -> bool:
    """From the front, the thumb of the hand on the right of the picture lies on the other side."""
    return view == "front" and bones.root.x < bones.tip.x


def draw_leg(bones: Bones, view: View, brush: Brush, build: Build) -> list[Part]:
    """Thigh with shorts or tights, shin and shoe."""
    even, turns = view != "side", bones.limb.turn
    first, second, third = bones.angles
    upper, short = flesh(build.thigh, THIGH, turns[0], even)
    lower, shorter = flesh(build.shin, SHIN, turns[1], even)
    shorts, _ = flesh(build.shorts, THIGH, turns[0], even, cut=not build.tights)
    tights = flesh(build.tights, SHIN, turns[1], even, cut=True)[0] if build.tights else NOTHING
    return [
        brush.fill(lower, "skin", bones.middle, second, shorter),
        *draw_shoe(bones, view, brush, third),
        brush.fill(tights, "shorts", bones.middle, second, shorter),
        brush.fill(upper, "skin", bones.root, first, short),
        brush.fill(shorts, "shorts", bones.root, first, short),
    ]


def draw_shoe(bones: Bones, view: View, brush: Brush, angle: float) -> list[Part]:
    """A shoe with a pale sole: in profile, or from the front (flat on the ground, or hanging)."""
    if view == "side":
        fold = -angle if bones.limb.touch == "toe" else 0.0
        shoe, sole = (smooth(_folded(outline, fold)) for outline in (SHOE, SOLE))
        return [
            brush.fill(shoe, "shoe", bones.tip, angle),
            brush.fill(sole, "sole", bones.tip, angle),
        ]
    if bones.limb.at is None and bones.limb.end is None:
        toe = smooth(
            points([(-2.2, -5.9), (0.0, -6.4), (2.2, -5.9), (1.6, -7.2), (0.0, -7.7), (-1.6, -7.2)])
        )
        return [
            brush.fill(smooth(points(POINTED_SHOE)), "shoe", bones.tip, angle),
            brush.fill(toe, "sole", bones.tip, angle),
        ]
    sole = rounded(Point(-3.2, -ANKLE_HEIGHT), Point(3.2, -2.1), 0.55)
    return [
        brush.fill(smooth(points(FRONT_SHOE)), "shoe", bones.tip, angle),
        brush.fill(sole, "sole", bones.tip, angle),
    ]


def _folded(outline: Outline, fold: float) -> list[Point]:
    """The outline with its toes turned by `fold` degrees about the ball: flat when the heel lifts."""
    hinge = Point(FOOT - 1.0, -ANKLE_HEIGHT)
    spots = points(outline)
    if not fold:
        return spots
    return [spot.minus(hinge).placed(hinge, fold) if spot.x > hinge.x else spot for spot in spots]
