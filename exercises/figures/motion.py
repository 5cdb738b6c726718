"""Poses between poses: angles turn the short way, points that hands and feet hold move in a straight line."""

from __future__ import annotations

from dataclasses import replace

from .build import MAN, Build
from .geometry import Point
from .pose import Anchor, Limb, Pose, View
from .skeleton import Bones, Skeleton, solve

STEP_HEIGHT = 0.12  # of the length of a step


def between(first: Pose, second: Pose, share: float, view: View, build: Build = MAN) -> Pose:
    """The pose `share` (0 to 1) of the way from `first` to `second`."""
    a, b = solve(first, view, build), solve(second, view, build)
    return Pose(
        anchor=_anchor(a, b, share),
        spine=(
            turned(first.spine[0], second.spine[0], share),
            turned(first.spine[1], second.spine[1], share),
            turned(first.spine[2], second.spine[2], share),
        ),
        pelvis=turned(first.pelvis, second.pelvis, share),
        neck=turned(first.neck, second.neck, share),
        head=turned(first.head, second.head, share),
        gaze=mixed(first.gaze, second.gaze, share),
        twist=mixed(first.twist, second.twist, share),
        shrug=(
            mixed(first.shrug[0], second.shrug[0], share),
            mixed(first.shrug[1], second.shrug[1], share),
        ),
        arms=(_arm(a.arms[0], b.arms[0], share), _arm(a.arms[1], b.arms[1], share)),
        legs=(_leg(a.legs[0], b.legs[0], share), _leg(a.legs[1], b.legs[1], share)),
    )


def mixed(a: float, b: float, share: float) -> float:
    return a + (b - a) * share


def turned(a: float, b: float, share: float) -> float:
    """Between two directions, the short way round."""
    return a + ((b - a + 180) % 360 - 180) * share


def _anchor(a: Skeleton, b: Skeleton, share: float) -> Anchor:
    """The common anchor of both poses, else the hip."""
    one, two = a.pose.anchor, b.pose.anchor
    if one.part == two.part:
        return Anchor(one.part, one.at.towards(two.at, share))
    return Anchor("hip", a.hip.towards(b.hip, share))


def _arm(a: Bones, b: Bones, share: float) -> Limb:
    """The hand goes straight from hold to hold; an arm that lets go of one swings."""
    one, two = a.limb, b.limb
    if (
        one.at is None
        or two.at is None
        or one.bend != two.bend
        or (one.end is None) != (two.end is None)
    ):
        return _swung(a, b, share)
    end = None if one.end is None else turned(a.angles[2], b.angles[2], share)
    nearer = one if share < 0.5 else two
    return replace(nearer, at=one.at.towards(two.at, share), end=end, turn=_turn(one, two, share))


def _leg(a: Bones, b: Bones, share: float) -> Limb:
    """The foot goes straight from place to place, or in a low arc when it steps along the ground."""
    one, two = a.limb, b.limb
    if (one.at is None and two.at is None) or one.bend != two.bend:
        return _swung(a, b, share)
    touch = (
        one.touch if one.at is not None and two.at is not None and one.touch == two.touch else "toe"
    )
    start, goal = _contact(a, touch), _contact(b, touch)
    at = start.towards(goal, share)
    if abs(start.y - goal.y) < 1.0:
        at = Point(at.x, at.y + STEP_HEIGHT * start.distance(goal) * 4 * share * (1 - share))
    end = (
        None
        if one.end is None and two.end is None and touch == "foot"
        else turned(a.angles[2], b.angles[2], share)
    )
    nearer = one if share < 0.5 else two
    return replace(nearer, at=at, touch=touch, end=end, turn=_turn(one, two, share))


def _contact(leg: Bones, touch: str) -> Point:
    return {"foot": leg.sole, "toe": leg.ball, "heel": leg.heel}[touch]


def _turn(one: Limb, two: Limb, share: float) -> tuple[float, float]:
    return mixed(one.turn[0], two.turn[0], share), mixed(one.turn[1], two.turn[1], share)


def _swung(a: Bones, b: Bones, share: float) -> Limb:
    """Both bones turn the short way."""
    one, two = a.limb, b.limb
    angles = [turned(x, y, share) for x, y in zip(a.angles, b.angles, strict=True)]
    loose = one.at is None and two.at is None and one.end is None and two.end is None
    nearer = one if share < 0.5 else two
    end = None if loose else angles[2]
    return replace(
        nearer, upper=angles[0], lower=angles[1], end=end, at=None, turn=_turn(one, two, share)
    )
