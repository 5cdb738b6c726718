"""The skeleton: constant bones, placed by angles or by the points that hands and feet must meet."""

from __future__ import annotations

from dataclasses import dataclass
from math import acos, cos, degrees, radians

from .build import MAN, Build
from .geometry import Point
from .pose import Limb, Pose, View

# Lengths in hundredths of body height.
LUMBAR, THORAX, NECK = 10.0, 19.0, 6.0
UPPER_ARM, FOREARM, HAND = 16.0, 14.0, 4.0
THIGH, SHIN, FOOT = 23.0, 22.0, 8.0
GRIP = 2.3  # wrist to the middle of the palm
SHOULDER_DROP = 3.2
ANKLE_HEIGHT, HEEL_BACK = 3.2, 2.6
KNEE_RADIUS, SEAT_RADIUS, PALM_RADIUS = 3.3, 6.2, 1.1


@dataclass(frozen=True)
class Bones:
    """A solved arm or leg: its joints from the trunk outwards, and the angle of each bone (degrees)."""

    limb: Limb
    root: Point
    middle: Point
    tip: Point  # wrist or ankle
    end: Point  # end of the hand or foot bone
    angles: tuple[float, float, float]

    @property
    def palm(self) -> Point:
        return self.tip.away(self.angles[2], GRIP)

    @property
    def sole(self) -> Point:
        return Point(0.0, -ANKLE_HEIGHT).placed(self.tip, self.angles[2])

    @property
    def ball(self) -> Point:
        return Point(FOOT - 1.0, -ANKLE_HEIGHT).placed(self.tip, self.angles[2])

    @property
    def heel(self) -> Point:
        return Point(-HEEL_BACK, -ANKLE_HEIGHT + 1.0).placed(self.tip, self.angles[2])


@dataclass(frozen=True)
class Skeleton:
    """Every joint of one pose, in world units. `arms` and `legs` are ordered as in `Pose`."""

    hip: Point
    waist: Point  # top of the lumbar spine
    chest: Point  # middle of the thoracic spine
    nape: Point  # base of the neck
    skull: Point  # where the head sits on the neck
    arms: tuple[Bones, Bones]
    legs: tuple[Bones, Bones]
    pose: Pose
    build: Build

    def spot(self, name: str) -> Point:
        """A named point of the body, for props and arrows: `near_hand`, `hands`, `left_foot`, `head` …"""
        plain = {
            "hip": self.hip,
            "waist": self.waist,
            "chest": self.chest,
            "nape": self.nape,
            "skull": self.skull,
        }
        if name in plain:
            return plain[name]
        if name == "hands":
            return self.arms[0].palm.towards(self.arms[1].palm, 0.5)
        if name == "feet":
            return self.legs[0].sole.towards(self.legs[1].sole, 0.5)
        side, part = name.split("_")
        index = 0 if side in ("near", "right") else 1
        arm, leg = self.arms[index], self.legs[index]
        return {
            "shoulder": arm.root, "elbow": arm.middle, "wrist": arm.tip, "hand": arm.palm,
            "knee": leg.middle, "ankle": leg.tip, "foot": leg.sole, "toe": leg.ball, "heel": leg.heel,
        }[part]  # fmt: skip


SPOTS = frozenset(
    ["hip", "waist", "chest", "nape", "skull", "hands", "feet"]
    + [
        f"{side}_{part}"
        for side in ("near", "far", "left", "right")
        for part in ("shoulder", "elbow", "wrist", "hand", "knee", "ankle", "foot", "toe", "heel")
    ]
)


def reach(root: Point, target: Point, upper: float, lower: float, bend: int) -> tuple[float, float]:
    """Angles (degrees) of two bones from `root` whose end meets `target`; straight towards it when out of reach."""
    distance = root.distance(target)
    direction = root.angle_to(target)
    if distance >= upper + lower:
        return direction, direction
    if distance <= max(abs(upper - lower), 1e-6):
        return (direction, direction + 180.0) if upper >= lower else (direction + 180.0, direction)
    at_root = degrees(acos((upper**2 + distance**2 - lower**2) / (2 * upper * distance)))
    at_middle = degrees(acos((upper**2 + lower**2 - distance**2) / (2 * upper * lower)))
    first = direction + bend * at_root
    return first, first + bend * (at_middle - 180.0)


def solve(pose: Pose, view: View, build: Build = MAN) -> Skeleton:
    """Place the whole body: trunk from the anchor, then each limb."""
    if pose.anchor.part == "hip":
        return _body(pose, view, build, pose.anchor.at)
    origin = Point(0.0, 0.0)
    if pose.anchor.part == "seat":
        return _body(pose, view, build, Point(pose.anchor.at.x, pose.anchor.at.y + SEAT_RADIUS))
    loose = _body(pose, view, build, origin)
    part = pose.anchor.part
    spot = loose.spot(part)
    if part.endswith("knee"):
        spot = Point(spot.x, spot.y - KNEE_RADIUS)
    return _body(pose, view, build, pose.anchor.at.minus(spot))


def _body(pose: Pose, view: View, build: Build, hip: Point) -> Skeleton:
    waist = hip.away(pose.spine[0], LUMBAR)
    chest = waist.away(pose.spine[1], THORAX / 2)
    nape = chest.away(pose.spine[2], THORAX / 2)
    skull = nape.away(pose.neck, NECK)
    arms = (_arm(pose, view, build, nape, 1), _arm(pose, view, build, nape, -1))
    legs = (_leg(pose, view, build, hip, 1), _leg(pose, view, build, hip, -1))
    return Skeleton(hip, waist, chest, nape, skull, arms, legs, pose, build)


def _arm(pose: Pose, view: View, build: Build, nape: Point, side: int) -> Bones:
    limb = pose.arms[0 if side == 1 else 1]
    up = pose.spine[2]
    root = nape.away(up, pose.shrug[0] - SHOULDER_DROP)
    if view == "side":
        root = root.away(up - 90, pose.shrug[1])
    else:
        root = root.away(up - 90, side * build.shoulder_half * cos(radians(pose.twist)))
    bend = -side * limb.bend if view != "side" else -limb.bend
    if limb.at is None:
        end = limb.lower if limb.end is None else limb.end
        return _bones(limb, root, (limb.upper, limb.lower, end), (UPPER_ARM, FOREARM, HAND))
    upper, lower = (
        length * cos(radians(turn))
        for length, turn in zip((UPPER_ARM, FOREARM), limb.turn, strict=True)
    )
    if limb.end is None:
        first, second = reach(root, limb.at, upper, lower + GRIP, bend)
        return _bones(limb, root, (first, second, second), (UPPER_ARM, FOREARM, HAND))
    first, second = reach(root, limb.at.away(limb.end, -GRIP), upper, lower, bend)
    return _bones(limb, root, (first, second, limb.end), (UPPER_ARM, FOREARM, HAND))


def _leg(pose: Pose, view: View, build: Build, hip: Point, side: int) -> Bones:
    limb = pose.legs[0 if side == 1 else 1]
    root = hip if view == "side" else hip.away(pose.pelvis - 90, side * build.hip_half)
    bend = side * limb.bend if view != "side" else limb.bend
    if limb.at is None:
        end = limb.lower + 90.0 if limb.end is None else limb.end
        return _bones(limb, root, (limb.upper, limb.lower, end), (THIGH, SHIN, FOOT))
    end = 0.0 if limb.end is None else limb.end
    touching = {
        "foot": (0.0, -ANKLE_HEIGHT),
        "toe": (FOOT - 1.0, -ANKLE_HEIGHT),
        "heel": (-HEEL_BACK, 1 - ANKLE_HEIGHT),
    }
    x, y = touching[limb.touch]
    ankle = Point(-x, -y).placed(limb.at, end)
    upper, lower = (
        length * cos(radians(turn)) for length, turn in zip((THIGH, SHIN), limb.turn, strict=True)
    )
    first, second = reach(root, ankle, upper, lower, bend)
    return _bones(limb, root, (first, second, end), (THIGH, SHIN, FOOT))


def _bones(
    limb: Limb, root: Point, angles: tuple[float, float, float], lengths: tuple[float, float, float]
) -> Bones:
    middle = root.away(angles[0], lengths[0] * cos(radians(limb.turn[0])))
    tip = middle.away(angles[1], lengths[1] * cos(radians(limb.turn[1])))
    return Bones(limb, root, middle, tip, tip.away(angles[2], lengths[2]), angles)
