"""Things that stand in a gym: pull-up bar, cable machine, Smith machine, Roman chair."""

from __future__ import annotations

from .geometry import Point, bar, capsule, circle, polygon, rounded
from .prop_builder import Depth, DepthPart, PropBuilder, PropFrame


def pull_up_bar(stage: PropFrame) -> list[DepthPart]:
    """A bar overhead at `at`: end-on with its post in profile, with two posts from the front."""
    at, build = stage.point("at"), PropBuilder(stage)
    half = stage.number("length", 76.0) / 2
    if stage.view == "side":
        post = at.x - stage.number("post", 20.0)
        build.fill(bar(Point(post, 0.5), Point(post, at.y), 2.4), "steel")
        build.fill(bar(Point(post, at.y), at, 2.0), "steel")
        build.fill(circle(at, 1.3), "steel-dark", "middle")
        return build.placed
    for side in (-1, 1):
        x = at.x + side * half
        build.fill(bar(Point(x, 0.6), Point(x, at.y + 2), 2.4), "steel")
        build.fill(rounded(Point(x - 5, 0.0), Point(x + 5, 1.6), 0.8), "steel")
    depth: Depth = "middle" if stage.view == "front" else "back"  # the bar is before the throat
    build.fill(bar(at.plus(Point(-half, 0)), at.plus(Point(half, 0)), 1.7), "steel-dark", depth)
    return build.placed


def pulldown_bar(stage: PropFrame) -> list[DepthPart]:
    """The wide bar of a lat machine between the hands at `at`, its ends bent down, hung from `from`."""
    at, hook, build = stage.point("at"), stage.point("from"), PropBuilder(stage)
    build.line(polygon([hook, at], closed=False), "steel-dark", 0.8)
    if stage.view == "side":
        slant = polygon(
            [
                at.plus(Point(-3.6, -2.6)),
                at.plus(Point(-2.4, -1.2)),
                at.plus(Point(2.4, 1.2)),
                at.plus(Point(3.6, 1.0)),
            ],
            closed=False,
        )
        build.line(slant, "steel-dark", 1.6)
        return build.placed
    half = stage.number("length", 60.0) / 2
    depth: Depth = "middle"
    ends = [at.plus(Point(side * half, -3.5)) for side in (-1, 1)]
    knees = [at.plus(Point(side * (half - 7), 0)) for side in (-1, 1)]
    build.fill(circle(at, 1.5), "steel-dark", depth)
    build.line(
        polygon([ends[0], knees[0], knees[1], ends[1]], closed=False), "steel-dark", 1.6, depth
    )
    return build.placed


def cable(stage: PropFrame) -> list[DepthPart]:
    """A thin cable along `path`."""
    build = PropBuilder(stage)
    build.line(
        polygon(stage.points("path"), closed=False), "steel-dark", stage.number("width", 0.8)
    )
    return build.placed


def post(stage: PropFrame) -> list[DepthPart]:
    """A plain post that a band is tied to; `at` is its foot."""
    at, build = stage.point("at"), PropBuilder(stage)
    build.fill(bar(Point(at.x, 1.0), Point(at.x, stage.number("height", 70.0)), 3.0), "steel")
    build.fill(rounded(Point(at.x - 7, 0.0), Point(at.x + 7, 1.8), 0.9), "steel")
    return build.placed


def beam(stage: PropFrame) -> list[DepthPart]:
    """A short beam overhead, for straps to hang from."""
    at, build = stage.point("at"), PropBuilder(stage)
    half = stage.number("length", 24.0) / 2
    build.fill(bar(at.plus(Point(-half, 0)), at.plus(Point(half, 0)), 2.4), "steel")
    return build.placed


def pulley(stage: PropFrame) -> list[DepthPart]:
    """A wheel at `at`; `beam` hangs it from a short beam."""
    at, build = stage.point("at"), PropBuilder(stage)
    radius = stage.number("radius", 2.8)
    if stage.flag("beam"):
        build.fill(bar(at.plus(Point(0, 0)), at.plus(Point(0, 6)), 1.4), "steel-dark")
        build.fill(bar(at.plus(Point(-9, 6.6)), at.plus(Point(9, 6.6)), 2.2), "steel")
    build.fill(circle(at, radius), "steel")
    build.fill(circle(at, radius * 0.4), "steel-dark")
    return build.placed


def tower(stage: PropFrame) -> list[DepthPart]:
    """The column of a cable machine: foot at `at`, an arm to the pulley at `to`.

    Of its stack, three weights rise as far as the `hand` is farther from the pulley than at `rest`.
    """
    at, to, build = stage.point("at"), stage.point("to"), PropBuilder(stage)
    top, half = to.y + 3.0, 5.0
    for side in (-1, 1):
        build.fill(
            bar(Point(at.x + side * half, at.y + 0.9), Point(at.x + side * half, top), 1.8), "steel"
        )
    pulled = (
        max(stage.point("hand").distance(to) - stage.number("rest", 0.0), 0.0)
        if stage.has("hand")
        else 0.0
    )
    for level in range(6):
        y = at.y + 3.0 + 3.2 * level + (pulled if level > 2 else 0.0)
        build.fill(rounded(Point(at.x - 3.6, y), Point(at.x + 3.6, y + 2.6), 0.6), "plate")
    build.line(
        polygon([Point(at.x, at.y + 21.6 + pulled), Point(at.x, top)], closed=False),
        "steel-dark",
        0.7,
    )
    build.fill(
        bar(Point(min(at.x - half, to.x), top), Point(max(at.x + half, to.x), top), 2.2), "steel"
    )
    build.fill(circle(to, 2.6), "steel-dark")
    build.fill(rounded(Point(at.x - 8, at.y), Point(at.x + 8, at.y + 1.8), 0.9), "steel")
    return build.placed


def seat(stage: PropFrame) -> list[DepthPart]:
    """A machine's seat at `at` (middle of its top) with a roller that holds the thighs down at `pad`."""
    at, build = stage.point("at"), PropBuilder(stage)
    build.fill(bar(Point(at.x, at.y - 3), Point(at.x, 1.0), 3.0), "steel")
    build.fill(rounded(Point(at.x - 8, 0.0), Point(at.x + 8, 1.8), 0.9), "steel")
    depth: Depth = "middle" if stage.view == "back" else "back"
    build.fill(rounded(Point(at.x - 9.5, at.y - 3.2), Point(at.x + 9.5, at.y), 1.6), "pad", depth)
    if not stage.has("pad"):
        return build.placed
    pad = stage.point("pad")
    if stage.view == "side":
        build.fill(bar(pad, Point(pad.x + 6.0, pad.y - 3), 1.6), "steel")
        build.fill(bar(Point(pad.x + 6.0, pad.y - 3), Point(pad.x + 6.0, 1.0), 2.0), "steel")
        build.fill(circle(pad, 3.0), "pad", "middle")
    else:
        build.fill(
            capsule(Point(pad.x - 13, pad.y), Point(pad.x + 13, pad.y), 2.6, 2.6),
            "pad",
            "back" if stage.view == "back" else "front",
        )
    return build.placed


def rack(stage: PropFrame) -> list[DepthPart]:
    """A power rack in profile, its middle at `at`: two uprights with `safety` bars between them."""
    at, build = stage.point("at"), PropBuilder(stage)
    half, height = stage.number("width", 72.0) / 2, stage.number("height", 108.0)
    safety = stage.number("safety", 40.0)
    for side in (-1, 1):
        x = at.x + side * half
        build.fill(bar(Point(x, 1.0), Point(x, height), 2.6), "steel")
        for step in range(12, int(height) - 6, 9):
            build.fill(circle(Point(x, float(step)), 0.7), "steel-dark")
    build.fill(bar(Point(at.x - half, height), Point(at.x + half, height), 2.6), "steel")
    build.fill(rounded(Point(at.x - half - 4, 0.0), Point(at.x + half + 4, 1.8), 0.9), "steel")
    build.fill(bar(Point(at.x - half, safety), Point(at.x + half, safety), 2.0), "steel-dark")
    return build.placed


def smith(stage: PropFrame) -> list[DepthPart]:
    """A Smith machine in profile: the rail along which the bar at `at` slides, its frame and hooks."""
    at, build = stage.point("at"), PropBuilder(stage)
    height = stage.number("height", 104.0)
    build.fill(bar(Point(at.x - 7, 1.0), Point(at.x - 7, height), 2.6), "steel")
    build.fill(bar(Point(at.x - 7, height), Point(at.x + 1.5, height), 2.6), "steel")
    build.fill(bar(Point(at.x, 1.0), Point(at.x, height), 1.2), "steel-dark")
    for step in range(12, int(height) - 6, 9):
        build.fill(circle(Point(at.x - 7, float(step)), 0.7), "steel-dark")
    build.fill(rounded(Point(at.x - 16, 0.0), Point(at.x + 12, 1.8), 0.9), "steel")
    build.fill(
        rounded(Point(at.x - 1.9, at.y - 3.2), Point(at.x + 1.9, at.y + 3.2), 1.0),
        "steel-dark",
        "middle",
    )
    return build.placed


def roman_chair(stage: PropFrame) -> list[DepthPart]:
    """A back-extension bench: pad under the thighs at `at`, leaning by `angle`; the `roller` holds the ankles."""
    at, roller, build = stage.point("at"), stage.point("roller"), PropBuilder(stage)
    angle = stage.number("angle", 45.0)
    low, high = at.away(angle, -7.5), at.away(angle, 5.0)
    foot = Point(roller.x - 2, 0.9)
    build.fill(bar(at.away(angle - 90, 2), foot, 2.2), "steel")
    build.fill(bar(at.away(angle - 90, 2), Point(at.x + 7, 0.9), 2.2), "steel")
    build.fill(bar(Point(foot.x - 9, 0.9), Point(at.x + 13, 0.9), 1.8), "steel")
    build.fill(bar(foot, roller, 1.6), "steel")
    if stage.has("plate"):
        plate = stage.point("plate")
        build.fill(
            bar(
                plate.away(stage.number("plate_angle", 0.0), -5),
                plate.away(stage.number("plate_angle", 0.0), 8),
                1.6,
            ),
            "steel-dark",
        )
        build.fill(bar(plate, foot, 1.8), "steel")
    build.fill(capsule(low, high, 2.6, 2.6), "pad")
    build.fill(circle(roller, 2.6), "pad", "front")
    build.fill(circle(roller, 0.9), "pad-edge", "front")
    return build.placed
