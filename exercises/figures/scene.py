"""Puts body, props, arrows and ground together, from the farthest to the nearest part, and frames the picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from . import machines, props
from .arrows import draw_arrow
from .geometry import Point, rounded
from .head import draw_head
from .limbs import draw_arm, draw_leg
from .parts import ORIGIN, Brush, Part
from .pose import Figure, Frame, Pose
from .prop_builder import Depth, DepthPart, PropFrame
from .props import Painter
from .skeleton import Bones, Skeleton, solve
from .trunk import front_trunk, side_trunk

PAINTERS: dict[str, Painter] = {
    "mat": props.mat, "wall": props.wall, "clock": props.clock, "chair": props.chair, "ball": props.ball,
    "box": props.box, "bench": props.bench, "barbell": props.barbell, "dumbbell": props.dumbbell, "band": props.band,
    "stick": props.stick, "towel": props.towel,
    "strap": props.strap, "handle": props.handle, "counterweight": props.counterweight,
    "pull-up-bar": machines.pull_up_bar, "pulldown-bar": machines.pulldown_bar, "cable": machines.cable,
    "pulley": machines.pulley, "post": machines.post, "beam": machines.beam, "tower": machines.tower,
    "seat": machines.seat, "rack": machines.rack, "smith": machines.smith, "roman-chair": machines.roman_chair,
}  # fmt: skip

DEPTH_SHIFT = Point(1.3, 0.6)  # how far the far limbs stand to the right and up in the side view
MARGIN = 4.0
ASPECT = 1.5
GROUND_THICKNESS = 1.2
# Half the width of a portrait, and its lower edge from the base of the neck.
PORTRAITS = {"bust": (27.0, -15.0), "half": (50.0, -42.5)}
# Of arrows and outlines: a portrait is drawn larger.
LINE_SIZES = {"whole": 1.0, "half": 0.75, "bust": 0.6}


@dataclass(frozen=True)
class Window:
    """The part of the world that a picture shows."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def shaped(self, aspect: float) -> Window:
        """Grown to the aspect (width over height); more room is added above than below."""
        if self.width < aspect * self.height:
            grow = (aspect * self.height - self.width) / 2
            return replace(self, left=self.left - grow, right=self.right + grow)
        grow = self.width / aspect - self.height
        return replace(self, bottom=self.bottom - grow * 0.4, top=self.top + grow * 0.6)


def body_of(figure: Figure, pose: Pose) -> Skeleton:
    return solve(pose, figure.view, figure.build)


def draw_scene(figure: Figure, pose: Pose) -> list[Part]:
    """All parts of one moment without ground and arrows."""
    body = body_of(figure, pose)
    placed = [
        part
        for thing in figure.props
        for part in PAINTERS[thing.kind](PropFrame(figure.view, body, thing))
    ]
    return _at(placed, "back") + draw_body(figure, body, placed) + _at(placed, "front")


def draw_body(figure: Figure, body: Skeleton, placed: Iterable[DepthPart] = ()) -> list[Part]:
    """The body, with the props that lie between its parts."""
    between = _at(placed, "middle")
    return (
        _side_body(figure, body, between)
        if figure.view == "side"
        else _front_body(figure, body, between)
    )


def draw_arrows(figure: Figure, frame: Frame) -> list[Part]:
    body = body_of(figure, frame.pose)
    return [
        part
        for thing in frame.arrows
        for part in draw_arrow(PropFrame(figure.view, body, thing), LINE_SIZES[figure.crop])
    ]


def _at(placed: Iterable[DepthPart], depth: Depth) -> list[Part]:
    return [item.part for item in placed if item.depth == depth]


def _side_body(figure: Figure, body: Skeleton, between: list[Part]) -> list[Part]:
    shift = ORIGIN if figure.crop == "bust" else DEPTH_SHIFT
    trunk, build = Brush("trunk"), figure.build
    return [
        *_moved(draw_arm(body.arms[1], "side", Brush("far-arm", far=True), build), shift),
        *_moved(draw_leg(body.legs[1], "side", Brush("far-leg", far=True), build), shift),
        *side_trunk(body, trunk),
        *draw_head(body.skull, body.pose.head, 90.0 + body.pose.gaze, Brush("head"), build),
        *draw_leg(body.legs[0], "side", Brush("near-leg"), build),
        *between,
        *draw_arm(body.arms[0], "side", Brush("near-arm"), build),
    ]


def _front_body(figure: Figure, body: Skeleton, between: list[Part]) -> list[Part]:
    view = figure.view
    facing = 180.0 if view == "back" else 0.0

    def limbs(bones: tuple[Bones, Bones], behind: bool) -> list[Part]:
        draw = draw_arm if bones is body.arms else draw_leg
        name = "arm" if bones is body.arms else "leg"
        chosen = [(i, bone) for i, bone in enumerate(bones) if bone.limb.behind == behind]
        return [
            part
            for i, bone in chosen
            for part in draw(bone, view, Brush(f"{name}-{i}"), figure.build)
        ]

    turns = view == "front" and any(frame.pose.twist for frame in figure.frames)
    trunk = front_trunk(body, Brush("trunk"), neckline=view == "front", placket=turns)
    head = draw_head(
        body.skull, body.pose.head, facing + body.pose.gaze, Brush("head"), figure.build
    )
    return [
        *limbs(body.arms, True), *limbs(body.legs, True),
        trunk[0], *limbs(body.legs, False), *trunk[1:], *head,
        *between, *limbs(body.arms, False),
    ]  # fmt: skip


def _moved(parts: list[Part], shift: Point) -> list[Part]:
    return [replace(part, at=part.at.plus(shift)) for part in parts]


def ground_level(figure: Figure) -> float:
    """The top of the floor: a mat lies on it and its own top is y = 0."""
    return -props.MAT_THICKNESS if any(thing.kind == "mat" for thing in figure.props) else 0.0


def draw_ground(figure: Figure, window: Window) -> list[Part]:
    if not figure.ground or figure.crop != "whole":
        return []
    top = ground_level(figure)
    low = Point(window.left + 2.0, top - GROUND_THICKNESS)
    return [Part(rounded(low, Point(window.right - 2.0, top), GROUND_THICKNESS / 2), "ground")]


def window_of(figure: Figure, tight: bool = False) -> Window:
    """One window for all frames; `tight` leaves out the room that only gives the picture its ordinary shape."""
    bodies = [body_of(figure, frame.pose) for frame in figure.frames]
    if figure.crop != "whole":
        return _portrait(bodies, *PORTRAITS[figure.crop], narrow=0.72 if tight else 1.0)
    corners = [
        corner
        for frame in figure.frames
        for part in draw_scene(figure, frame.pose) + draw_arrows(figure, frame)
        for corner in part.corners()
    ]
    left, right = min(p.x for p in corners) - MARGIN, max(p.x for p in corners) + MARGIN
    bottom, top = min(p.y for p in corners) - MARGIN, max(p.y for p in corners) + MARGIN
    if figure.ground:
        bottom = min(bottom, ground_level(figure) - GROUND_THICKNESS - 2.0)
    window = Window(left, bottom, right, top)
    return (
        window
        if tight and window.width > 0.8 * window.height
        else window.shaped(0.8 if tight else ASPECT)
    )


def _portrait(bodies: list[Skeleton], half: float, low: float, narrow: float) -> Window:
    """Head and shoulders (or the upper half), around the base of the neck."""
    x = sum(body.nape.x for body in bodies) / len(bodies)
    y = bodies[0].nape.y + low
    return Window(x - half * narrow, y, x + half * narrow, y + 2 * half / ASPECT)
