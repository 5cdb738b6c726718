"""The movement as SMIL: rigid parts are moved and turned, only what bends has its outline animated."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from .motion import between
from .parts import Part
from .pose import Figure, Pose
from .scene import draw_scene
from .svg import Markup, Pen, number, path

HOLD, MOVE = 0.8, 1.3  # seconds in a frame, and from one frame to the next
STEPS = (8, 6, 5, 4, 3, 2)  # drawings from one frame to the next: as many as the size allows
LIMIT = 38_000  # characters


def animated(figure: Figure, pen: Pen) -> Markup:
    """All moving and resting parts of the loop; a single frame simply stands still."""
    if len(figure.frames) == 1:
        return pen.paint(draw_scene(figure, figure.frames[0].pose))
    body: Markup = []
    for steps in STEPS:
        body = _loop(figure, pen, steps)
        if sum(map(len, body)) <= LIMIT:
            break
    return body


def _loop(figure: Figure, pen: Pen, steps: int) -> Markup:
    poses, times = timeline(figure, steps)
    clock = f'dur="{number(times[-1])}s" repeatCount="indefinite" keyTimes="{_key_times(times)}"'
    tracks = list(zip(*(draw_scene(figure, pose) for pose in poses), strict=True))
    body: Markup = []
    for _, group in groupby(tracks, key=_course):
        members = [
            track
            for track in group
            if any(part.shape.segments and pen.colouring(part) for part in track)
        ]
        if members:
            body += _group(members, pen, clock)
    return body


def timeline(figure: Figure, steps: int) -> tuple[list[Pose], list[float]]:
    """The poses of one loop and the seconds at which they are reached; easing is in the poses, time runs evenly."""
    frames = [_layered(frame.pose, figure.frames[0].pose) for frame in figure.frames]
    poses, times, now = [frames[0]], [0.0], 0.0
    for index, pose in enumerate(frames):
        following = frames[(index + 1) % len(frames)]
        now += HOLD
        poses.append(pose)
        times.append(now)
        for step in range(1, steps + 1):
            share = step / steps
            eased = share * share * (3 - 2 * share)
            poses.append(
                following
                if step == steps
                else between(pose, following, eased, figure.view, figure.build)
            )
            times.append(now + MOVE * share)
        now += MOVE
    return poses, times


def _layered(pose: Pose, first: Pose) -> Pose:
    """The pose with limbs behind the trunk where the first one has them: parts keep their order in the drawing."""
    arms, legs = (
        (replace(one, behind=lead[0].behind), replace(two, behind=lead[1].behind))
        for (one, two), lead in ((pose.arms, first.arms), (pose.legs, first.legs))
    )
    return replace(pose, arms=arms, legs=legs)


def _key_times(times: list[float]) -> str:
    shares = [f"{time / times[-1]:.3f}".rstrip("0").rstrip(".") for time in times]
    return ";".join(share.removeprefix("0") or "0" for share in shares)


def _course(track: tuple[Part, ...]) -> tuple[tuple[float, ...], ...]:
    """Where a part is at each time: parts with one course move as one group."""
    return tuple(
        (round(part.at.x, 3), round(part.at.y, 3), round(part.turn, 3), round(part.stretch, 3))
        for part in track
    )


def _group(members: list[tuple[Part, ...]], pen: Pen, clock: str) -> Markup:
    """Parts that move together, their outlines animated where they change."""
    course = members[0]
    moving = len(set(_course(course))) > 1
    body: Markup = []
    if moving:
        body.append("<g>" + "".join(_transforms(course, pen, clock)))
    for track in members:
        part = next(part for part in track if part.shape.segments)
        attributes = pen.colouring(part) + ("" if moving else pen.placement(part))
        outlines = [pen.outline(moment.shape) or "M0 0" for moment in track]
        if len(set(outlines)) == 1:
            body.append(path(outlines[0], attributes))
        else:
            change = f'<animate attributeName="d" values="{";".join(outlines)}" {clock}/>'
            body.append(path(outlines[0], attributes, change))
    if moving:
        body.append("</g>")
    return body


def _transforms(course: tuple[Part, ...], pen: Pen, clock: str) -> list[str]:
    """Translation, then rotation, then shortening; each is added to the ones before."""

    def change(kind: str, values: list[str]) -> str:
        added = "" if kind == "translate" else ' additive="sum"'
        listed = ";".join(values)
        return f'<animateTransform attributeName="transform" type="{kind}"{added} values="{listed}" {clock}/>'

    turns = [number(-turn) for turn in _unwound([part.turn for part in course])]
    texts = [change("translate", [pen.pair(part.at) for part in course])]
    if any(turn != "0" for turn in turns):
        texts.append(change("rotate", turns))
    if any(part.stretch < 1 for part in course):
        texts.append(change("scale", [f"{part.stretch:.3f} 1" for part in course]))
    return texts


def _unwound(angles: list[float]) -> list[float]:
    """The same directions without jumps of a full turn."""
    smooth = angles[:1]
    for angle in angles[1:]:
        smooth.append(smooth[-1] + (angle - smooth[-1] + 180) % 360 - 180)
    return smooth
