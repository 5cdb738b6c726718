"""What a figure is: plain frozen values, read from data by `parser.py`.

Angles are absolute and in degrees: 0 points right (the way a figure in the side view faces), 90 up, 180 left, -90 down.
Positions are in hundredths of body height, x to the right, y up, the ground at y = 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from .build import BUILDS, MAN, Build, PersonName
from .geometry import Point

View = Literal["side", "front", "back"]
Touch = Literal["hand", "foot", "toe", "heel"]


@dataclass(frozen=True)
class Limb:
    """An arm or a leg: either three angles, or a point to reach (then `upper` and `lower` are solved)."""

    upper: float = -90.0  # upper arm or thigh
    lower: float = -90.0  # forearm or shin
    end: float | None = (
        None  # hand or foot; None: hand in line with the forearm, foot at a right angle to the shin
    )
    at: Point | None = None  # the point that the touching part meets
    touch: Touch = "hand"  # which part meets it: palm, sole under the ankle, ball of the foot, back of the heel
    bend: int = 1  # -1 turns a solved elbow or knee to the other side
    turn: tuple[float, float] = (
        0.0,
        0.0,
    )  # degrees that (upper, lower) bone leave the picture plane
    hand: Literal["open", "flat", "fist"] = "open"
    behind: bool = False  # drawn behind the trunk (front and back view)


@dataclass(frozen=True)
class Anchor:
    """The part of the body that is put in a place; everything else follows from it."""

    part: str
    at: Point


@dataclass(frozen=True)
class Pose:
    """One position of the body; its limbs are (near, far) in the side view, else (right, left) of the picture."""

    anchor: Anchor
    spine: tuple[float, float, float]  # lumbar, lower and upper thoracic
    pelvis: float
    neck: float
    head: float  # direction of the crown
    gaze: float  # degrees that the head is turned about its own axis
    twist: float  # degrees that the shoulders are turned about the spine (front and back view)
    shrug: tuple[float, float]  # shoulders (up, forward) along the trunk
    arms: tuple[Limb, Limb]
    legs: tuple[Limb, Limb]


@dataclass(frozen=True)
class Prop:
    """A prop or an arrow: its kind and its checked settings."""

    kind: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Frame:
    """A pose with the sentence that says what is seen, and the arrows of the movement that starts here."""

    pose: Pose
    alt: str
    arrows: tuple[Prop, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One to four frames of one person with the props around them."""

    view: View
    frames: tuple[Frame, ...]
    facing: Literal["right", "left"] = "right"
    crop: Literal["whole", "half", "bust"] = "whole"
    still: int = 0
    ground: bool = True
    props: tuple[Prop, ...] = ()
    build: Build = MAN

    def drawn_as(self, person: PersonName) -> Figure:
        """The same figure of another person."""
        return replace(self, build=BUILDS[person])
