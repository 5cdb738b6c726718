"""Reads figure data (from TOML or the admin) and says in a sentence what is wrong with it.

    [figure]
    view = "side"              # side | front | back: what the viewer sees of the person
    facing = "right"           # left mirrors the finished picture
    crop = "whole"             # half: waist up; bust: head and shoulders
    still = 1                  # the frame (from 0) that shows the exercise best
    ground = true
    props = [{ kind = "mat", span = [-40, 46] }]          # see prop_schema.py

    [[figure.frames]]          # one to four; a frame repeats what it does not say from the one before
    alt = "On hands and knees."                           # always its own, like arrows
    anchor = { near_knee = [-14, 0] }                     # one part of the body and its place: hip, seat, near_foot …
    spine = [13, 10, 6]        # lumbar, lower and upper thoracic: direction of each stretch, from the hip upwards
    pelvis = 15                # optional, as are neck, head (direction of the crown), gaze (turn of the head),
                               # twist (turn of the shoulders, front and back view), shrug = [up, forward]
    arms = { hand_at = [14.5, 1.1], hand = 0, grip = "flat" }     # both arms, or near_arm and far_arm
    legs = { angles = [-90, 180], foot = 195 }                    # thigh, shin; or foot_at, toe_at, heel_at
    arrows = [{ from = [26, 10], to = [34, 24], bulge = -2 }]     # or around, radius, start, sweep

In the front and back view the sides are right_ and left_, as the picture shows them; `arms` and `legs` are then given
for the right and mirrored at x = 0. A limb may also have `bend` (-1: the elbow or knee to the other side), `turn`
(degrees that its two bones leave the picture plane) and `behind` (drawn behind the trunk).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .errors import FigureError
from .geometry import Point
from .pose import Anchor, Figure, Frame, Limb, Pose
from .prop_schema import SIDES, body_points, read_arrows, read_props
from .validators import choice, known, real_pair, real_value, truth

FIGURE_KEYS = {"view", "facing", "crop", "still", "ground", "props", "frames"}
POSE_KEYS = {"anchor", "spine", "pelvis", "neck", "head", "gaze", "twist", "shrug"}
LIMB_KEYS = {
    "arm": {"angles", "hand_at", "hand", "bend", "turn", "grip", "behind"},
    "leg": {"angles", "foot_at", "toe_at", "heel_at", "foot", "bend", "turn", "behind"},
}
FIGURE = "The figure"


def read_figure(data: Any) -> Figure:
    """Read the `figure` table of an exercise; raises `FigureError`."""
    if not isinstance(data, Mapping):
        raise FigureError("The figure must be a table.")
    known(data, FIGURE_KEYS, FIGURE)
    view = choice(data.get("view"), "view", tuple(SIDES), FIGURE)
    frames = _frames(data.get("frames"), view)
    still = data.get("still", 0)
    if isinstance(still, bool) or not isinstance(still, int) or not 0 <= still < len(frames):
        raise FigureError(
            f"The figure: still must be a frame's number from 0 to {len(frames) - 1}."
        )
    return Figure(
        view=view,
        frames=frames,
        facing=choice(data.get("facing", "right"), "facing", ("right", "left"), FIGURE),
        crop=choice(data.get("crop", "whole"), "crop", ("whole", "half", "bust"), FIGURE),
        still=still,
        ground=truth(data.get("ground", True), "ground", FIGURE),
        props=read_props(data.get("props", []), view),
    )


def _frames(value: Any, view: str) -> tuple[Frame, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= 4:
        raise FigureError("The figure: frames must be a list of 1 to 4 frames.")
    frames: list[Frame] = []
    before: dict[str, Any] = {}
    for number, frame in enumerate(value, start=1):
        if not isinstance(frame, Mapping):
            raise FigureError(f"Frame {number} must be a table.")
        before = _inherit(before, frame, view)
        frames.append(_frame(before, view, f"Frame {number}"))
    return tuple(frames)


def _inherit(before: dict[str, Any], frame: Mapping[str, Any], view: str) -> dict[str, Any]:
    """This frame over the one before; "arms" replaces what was said of either arm."""
    kept = {key: value for key, value in before.items() if key not in ("alt", "arrows")}
    for part in ("arm", "leg"):
        if f"{part}s" in frame:
            for side in SIDES[view]:
                kept.pop(f"{side}_{part}", None)
    return {**kept, **frame}


def _frame(data: Mapping[str, Any], view: str, where: str) -> Frame:
    limbs = {"arms", "legs"} | {f"{side}_{part}" for side in SIDES[view] for part in ("arm", "leg")}
    known(data, POSE_KEYS | limbs | {"alt", "arrows"}, where)
    alt = data.get("alt")
    if not isinstance(alt, str) or not alt.strip():
        raise FigureError(f"{where}: alt must be a sentence that says what is seen.")
    return Frame(
        _pose(data, view, where), alt.strip(), read_arrows(data.get("arrows", []), view, where)
    )


def _pose(data: Mapping[str, Any], view: str, where: str) -> Pose:
    def number(key: str, default: float) -> float:
        return real_value(data.get(key, default), key, where)

    spine = _spine(data.get("spine"), where)
    neck = number("neck", spine[2])
    return Pose(
        anchor=_anchor(data.get("anchor"), view, where),
        spine=spine,
        pelvis=number("pelvis", spine[0]),
        neck=neck,
        head=number("head", neck),
        gaze=number("gaze", 0.0),
        twist=number("twist", 0.0),
        shrug=real_pair(data.get("shrug", (0.0, 0.0)), "shrug", where),
        arms=_limbs(data, "arm", view, where),
        legs=_limbs(data, "leg", view, where),
    )


def _anchor(value: Any, view: str, where: str) -> Anchor:
    if not isinstance(value, Mapping) or len(value) != 1:
        raise FigureError(
            f"{where}: anchor must name one part of the body and its place, such as {{ hip = [0, 40] }}."
        )
    ((part, place),) = value.items()
    if part not in {"seat", *body_points(view)} - {"hands", "feet"}:
        raise FigureError(
            f'{where}: anchor names "{part}", which is no part of the body in the {view} view.'
        )
    return Anchor(part, Point(*real_pair(place, part, f"{where}: anchor")))


def _spine(value: Any, where: str) -> tuple[float, float, float]:
    if not isinstance(value, list) or len(value) != 3:
        raise FigureError(
            f"{where}: spine must be three angles: lumbar, lower thoracic, upper thoracic."
        )
    low, middle, high = (real_value(angle, "spine", where) for angle in value)
    return low, middle, high


def _limbs(data: Mapping[str, Any], part: str, view: str, where: str) -> tuple[Limb, Limb]:
    """The limbs of both sides, from their own keys or from the common one (mirrored in the front view)."""
    both = f"{part}s"
    found: list[Limb] = []
    for side in SIDES[view]:
        key = f"{side}_{part}" if f"{side}_{part}" in data else both
        if key not in data:
            raise FigureError(f"{where}: {side}_{part} is missing (or {both} for both sides).")
        limb = _limb(data[key], part, f"{where}: {key}")
        found.append(_mirrored(limb, part) if key == both and side == "left" else limb)
    return found[0], found[1]


def _mirrored(limb: Limb, part: str) -> Limb:
    """The same limb on the other side of x = 0."""
    at = None if limb.at is None else Point(-limb.at.x, limb.at.y)
    end = None if limb.end is None else (180 if part == "arm" else 0) - limb.end
    return replace(limb, upper=180 - limb.upper, lower=180 - limb.lower, end=end, at=at)


def _limb(data: Any, part: str, where: str) -> Limb:
    if not isinstance(data, Mapping):
        raise FigureError(f"{where} must be a table.")
    known(data, LIMB_KEYS[part], where)
    end = "hand" if part == "arm" else "foot"
    targets = [key for key in data if key.endswith("_at")]
    if len(targets) + ("angles" in data) != 1:
        raise FigureError(f"{where} needs either angles or one target ({end}_at).")
    bend = real_value(data.get("bend", 1), "bend", where)
    if bend not in (1, -1):
        raise FigureError(f"{where}: bend must be 1 or -1.")
    limb = Limb(
        end=real_value(data[end], end, where) if end in data else None,
        bend=int(bend),
        turn=real_pair(data.get("turn", (0.0, 0.0)), "turn", where),
        hand=choice(data.get("grip", "open"), "grip", ("open", "flat", "fist"), where),
        behind=truth(data.get("behind", False), "behind", where),
    )
    if targets:
        touch: Any = targets[0].removesuffix("_at")
        return replace(limb, at=Point(*real_pair(data[targets[0]], targets[0], where)), touch=touch)
    upper, lower = real_pair(data["angles"], "angles", where)
    return replace(limb, upper=upper, lower=lower)
