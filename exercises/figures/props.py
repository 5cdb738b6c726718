"""Things that people have at home or hold in their hands: mat, wall, chair, ball, box, bench, barbell, band, straps."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from .geometry import Point, Shape, bar, capsule, circle, ellipse, polygon, rounded, smooth
from .parts import ORIGIN
from .prop_builder import Depth, DepthPart, PropBuilder, PropFrame

Painter = Callable[[PropFrame], list[DepthPart]]
MAT_THICKNESS = 1.6
WALL_THICKNESS = 3.4
FLOOR_RISE = 0.38  # how much the floor rises in the picture as it goes away from the viewer


def mat(stage: PropFrame) -> list[DepthPart]:
    """A mat whose top is the ground the body lies on; `span` = [left, right]."""
    left, right = stage.thing.settings["span"]
    build = PropBuilder(stage)
    build.fill(rounded(Point(left, -MAT_THICKNESS), Point(right, 0.0), 0.8), "mat")
    return build.placed


def wall(stage: PropFrame) -> list[DepthPart]:
    """A wall in profile; `at` is the foot of its face, behind the person or `before` them."""
    at, build = stage.point("at"), PropBuilder(stage)
    side = 1.0 if stage.flag("before") else -1.0
    low, high = sorted((at.x, at.x + side * WALL_THICKNESS))
    build.fill(
        rounded(Point(low, at.y), Point(high, at.y + stage.number("height", 100.0)), 0.6), "steel"
    )
    return build.placed


def clock(stage: PropFrame) -> list[DepthPart]:
    """A clock face on the floor, twelve before the person, with the line to one `hour`; `at` is its middle."""
    at, radius, build = stage.point("at"), stage.number("radius", 36.0), PropBuilder(stage)

    def spot(hour: float, share: float) -> Point:
        angle = 90 - 30 * hour if stage.view == "back" else 30 * hour - 90
        ring = Point(0.0, 0.0).away(angle, radius * share)
        return Point(at.x + ring.x, at.y + ring.y * FLOOR_RISE)

    build.fill(ellipse(at, radius, radius * FLOOR_RISE), "mat")
    for hour in range(12):
        inner, width = (0.72, 2.4) if hour == 0 else (0.84, 1.1)
        build.line(polygon([spot(hour, inner), spot(hour, 0.94)], closed=False), "mat-edge", width)
    if stage.has("hour"):
        line = polygon([at, spot(stage.number("hour", 0.0), 0.94)], closed=False)
        build.line(line, "mat-edge", 1.6)
    return build.placed


def chair(stage: PropFrame) -> list[DepthPart]:
    """A plain chair; `at` is the middle of the seat's top. In profile its back is on the left."""
    at, build = stage.point("at"), PropBuilder(stage)
    x, y = at
    if stage.view != "side":
        for side in (-1, 1):
            build.fill(
                bar(Point(x + side * 9.5, y - 1), Point(x + side * 10.5, 0.9), 1.8), "wood-dark"
            )
        if stage.flag("back", True):
            for side in (-1, 1):
                build.fill(
                    bar(Point(x + side * 9.5, y), Point(x + side * 9.0, y + 27), 1.8), "wood-dark"
                )
            build.fill(rounded(Point(x - 10, y + 17), Point(x + 10, y + 28), 2.5), "wood")
        build.fill(rounded(Point(x - 11.5, y - 2.6), Point(x + 11.5, y), 1.3), "wood")
        return build.placed
    build.fill(bar(Point(x - 9.5, y - 1), Point(x - 11.5, 0.9), 1.8), "wood-dark")
    build.fill(bar(Point(x + 8.5, y - 1), Point(x + 10, 0.9), 1.8), "wood-dark")
    if stage.flag("back", True):
        build.fill(bar(Point(x - 9.8, y - 1), Point(x - 13.0, y + 26), 1.8), "wood-dark")
        build.fill(capsule(Point(x - 11.8, y + 15), Point(x - 13.1, y + 26), 1.3, 1.3), "wood")
    build.fill(rounded(Point(x - 11.5, y - 2.4), Point(x + 11, y), 1.2), "wood")
    return build.placed


def ball(stage: PropFrame) -> list[DepthPart]:
    """A fitball; `at` is its centre, or the offset of its centre from the part of the body that it rolls `under`.

    A body that lies on it presses it down by `sag`.
    """
    at, radius, build = stage.point("at"), stage.number("radius", 17.0), PropBuilder(stage)
    height = radius - stage.number("sag", 0.0)
    if stage.has("under"):
        at = Point(stage.point("under").x + at.x, at.y)
    build.fill(ellipse(at, radius, height), "ball")
    for share in (0.3, 0.62):
        build.line(_arc_across(at, radius, height, share), "ball-light", 0.8)
    return build.placed


def _arc_across(at: Point, radius: float, height: float, share: float) -> Shape:
    half = height * (1 - share * share) ** 0.5
    low, high = (
        Point(at.x - radius * share, at.y - half),
        Point(at.x - radius * share, at.y + half),
    )
    bulge = Point(at.x - radius * share * 1.3, at.y)
    return smooth([low, bulge, high], closed=False)


def box(stage: PropFrame) -> list[DepthPart]:
    """A wooden box; `at` is the middle of its foot."""
    at, build = stage.point("at"), PropBuilder(stage)
    half, height = stage.number("width", 24.0) / 2, stage.number("height", 24.0)
    build.fill(rounded(Point(at.x - half, at.y), Point(at.x + half, at.y + height), 1.0), "wood")
    inset = polygon(
        [Point(at.x - half + 2.5, at.y + 2.5), Point(at.x + half - 2.5, at.y + height - 2.5)],
        closed=False,
    )
    build.line(inset, "wood-dark", 0.9)
    build.fill(
        rounded(
            Point(at.x - half - 0.6, at.y + height - 2.4),
            Point(at.x + half + 0.6, at.y + height),
            0.9,
        ),
        "wood-dark",
    )
    return build.placed


def bench(stage: PropFrame) -> list[DepthPart]:
    """A flat bench; `at` is the middle of its top."""
    at, build = stage.point("at"), PropBuilder(stage)
    half, low = stage.number("width", 62.0) / 2, at.y - stage.number("thickness", 3.6)
    for side in (-1, 1):
        foot = at.x + side * (half - 9)
        build.fill(bar(Point(foot, low + 0.6), Point(foot, 1.2), 2.2), "steel-dark")
        build.fill(rounded(Point(foot - 6, 0), Point(foot + 6, 1.8), 0.9), "steel-dark")
    build.fill(
        bar(Point(at.x - half + 8, low - 0.6), Point(at.x + half - 8, low - 0.6), 1.8),
        "steel-dark",
    )
    build.fill(rounded(Point(at.x - half, low), Point(at.x + half, at.y), 1.8), "pad")
    return build.placed


def barbell(stage: PropFrame) -> list[DepthPart]:
    """A bar with plates at the point `at`: end-on in profile, full length from the front."""
    at, build = stage.point("at"), PropBuilder(stage)
    radius = stage.number("radius", 10.0)
    if stage.view == "side":
        build.fill(circle(Point(1.9, 0.9), radius), "plate-ring", "back", at)
        build.fill(circle(ORIGIN, radius), "plate", "middle", at)
        build.fill(circle(ORIGIN, radius * 0.62), "plate-ring", "middle", at)
        build.fill(circle(ORIGIN, 1.3), "steel", "middle", at)
        return build.placed
    half = stage.number("length", 92.0) / 2
    build.fill(bar(at.plus(Point(-half, 0)), at.plus(Point(half, 0)), 1.6), "steel", "front")
    for side in (-1, 1):
        for offset, size in ((half - 9, radius), (half - 5.6, radius * 0.8)):
            x = at.x + side * offset
            build.fill(
                rounded(Point(x - 1.5, at.y - size), Point(x + 1.5, at.y + size), 1.2),
                "plate",
                "front",
            )
    return build.placed


def dumbbell(stage: PropFrame) -> list[DepthPart]:
    """A dumbbell in a hand; `angle` is the direction of its handle."""
    at, build = stage.point("at"), PropBuilder(stage)
    angle = stage.number("angle", 0.0)
    build.fill(bar(Point(-4, 0), Point(4, 0), 1.4), "steel", "middle", at, angle)
    for side in (-1, 1):
        build.fill(
            rounded(Point(side * 4 - 1.6, -2.6), Point(side * 4 + 1.6, 2.6), 1.0),
            "plate",
            "middle",
            at,
            angle,
        )
    return build.placed


def band(stage: PropFrame) -> list[DepthPart]:
    """An elastic band along `path`, `width` thick at the length `rest` and thinner the farther it is stretched."""
    build, path = PropBuilder(stage), stage.points("path")
    depth: Depth = "front" if stage.flag("front") else "middle"
    length = sum(start.distance(end) for start, end in pairwise(path))
    stretch = max(length / stage.number("rest", length), 1.0)
    width = stage.number("width", 1.3) / stretch**0.5
    build.line(polygon(path, closed=False), "band", width, depth)
    return build.placed


def stick(stage: PropFrame) -> list[DepthPart]:
    """A broomstick through the points `from` and `to`, reaching `beyond` both by so much."""
    start, end, build = stage.point("from"), stage.point("to"), PropBuilder(stage)
    beyond, angle = stage.number("beyond", 12.0), start.angle_to(end)
    build.fill(bar(start.away(angle + 180, beyond), end.away(angle, beyond), 1.5), "wood")
    return build.placed


def towel(stage: PropFrame) -> list[DepthPart]:
    """A folded towel that a head or a knee rests on; `at` is the middle of its foot."""
    at, build = stage.point("at"), PropBuilder(stage)
    half, height = stage.number("width", 12.0) / 2, stage.number("height", 3.0)
    build.fill(rounded(at.plus(Point(-half, 0)), at.plus(Point(half, height)), 1.2), "ball-light")
    fold = polygon(
        [at.plus(Point(-half + 1, height / 2)), at.plus(Point(half, height / 2))], closed=False
    )
    build.line(fold, "ball", 0.6)
    return build.placed


def strap(stage: PropFrame) -> list[DepthPart]:
    """A suspension strap from its hook `from` to the hand or heel `to`, with a grip or foot loop at its end."""
    start, end, build = stage.point("from"), stage.point("to"), PropBuilder(stage)
    angle = end.angle_to(start)
    fork = end.away(angle, 6.0)
    loop = polygon([fork, Point(0.4, 2.0).placed(end, angle), Point(0.4, -2.0).placed(end, angle)])
    depth: Depth = "front" if stage.flag("front") else "back"
    build.line(polygon([start, fork], closed=False), "strap", 1.1, depth)
    build.line(loop, "strap-dark", 0.8, depth)
    build.fill(circle(start, 1.3), "steel-dark")
    if stage.flag("beam", True):
        build.fill(bar(start.plus(Point(-9, 1.8)), start.plus(Point(9, 1.8)), 2.2), "steel")
    grip = bar(Point(0.2, 2.6).placed(end, angle), Point(0.2, -2.6).placed(end, angle), 1.5)
    build.fill(grip, "strap-dark", "middle" if stage.flag("front") else "back")
    return build.placed


def handle(stage: PropFrame) -> list[DepthPart]:
    """A cable's hand grip at the hand `at`, pulled towards `from`."""
    end, build = stage.point("at"), PropBuilder(stage)
    angle = end.angle_to(stage.point("from"))
    ring = end.away(angle, 4.0)
    build.line(
        polygon([ring, Point(0, 2.2).placed(end, angle), Point(0, -2.2).placed(end, angle)]),
        "steel-dark",
        0.8,
    )
    build.fill(
        bar(Point(0, 2.6).placed(end, angle), Point(0, -2.6).placed(end, angle), 1.5), "strap-dark"
    )
    return build.placed


def counterweight(stage: PropFrame) -> list[DepthPart]:
    """A line of constant `length` from the hand `to` over the wheel at `over`, with a kettlebell at its other end."""
    over, hand, build = stage.point("over"), stage.point("to"), PropBuilder(stage)
    side = -1.0 if hand.x > over.x else 1.0
    hook = Point(over.x + 2.8 * side, over.y - (stage.number("length", 80.0) - over.distance(hand)))
    build.line(
        polygon([Point(over.x - 2.6 * side, over.y + 1.0), hand], closed=False), "steel-dark", 0.8
    )
    build.line(polygon([Point(hook.x, over.y), hook], closed=False), "steel-dark", 0.8)
    build.line(ellipse(Point(hook.x, hook.y - 2.2), 2.4, 2.2), "plate", 1.2)
    build.fill(circle(Point(hook.x, hook.y - 6.0), 3.9), "plate")
    return build.placed
