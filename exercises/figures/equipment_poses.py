"""One drawing for each kind of equipment, made of the props of the figures.

    SLUG = (view, [props as an exercise's figure has them])

Positions are in hundredths of body height, the ground at y = 0; see `reading.py` and `things.py`.
"""

from __future__ import annotations

from math import cos, radians, sin
from typing import Any

from .geometry import Point
from .pose import Anchor, Limb, Pose, View


def _loop(x: float, y: float, wide: float, high: float) -> list[list[float]]:
    """The points of a closed oval around (x, y)."""
    return [
        [x + wide * cos(radians(angle)), y + high * sin(radians(angle))]
        for angle in range(0, 361, 10)
    ]


Drawing = tuple[View, list[dict[str, Any]]]

EQUIPMENT_POSES: dict[str, Drawing] = {
    "pull-up-bar": ("front", [{"kind": "pull-up-bar", "at": [0, 70], "length": 78}]),
    "dumbbells": (
        "side",
        [
            {"kind": "dumbbell", "at": [-8, 2.6]},
            {"kind": "dumbbell", "at": [7, 3.0], "angle": 14},
        ],
    ),
    "barbell": ("front", [{"kind": "barbell", "at": [0, 10], "radius": 10, "length": 84}]),
    "suspension-trainer": (
        "front",
        [
            {"kind": "strap", "from": [-2.5, 62], "to": [-9, 14]},
            {"kind": "strap", "from": [2.5, 62], "to": [9, 14], "beam": False},
        ],
    ),
    "crosscore-180": (
        "side",
        [
            {"kind": "pulley", "at": [0, 66], "beam": True, "radius": 3.4},
            {"kind": "counterweight", "over": [0, 66], "to": [9, 30], "length": 80},
            {"kind": "handle", "at": [9, 30], "from": [0, 66]},
        ],
    ),
    "resistance-bands": (
        "front",
        [
            {"kind": "band", "path": _loop(-17, 15, 7, 14), "width": 2.6},
            {"kind": "band", "path": _loop(0, 15, 7, 14), "width": 1.8},
            {"kind": "band", "path": _loop(17, 15, 7, 14), "width": 1.1},
        ],
    ),
    "fitball": ("side", [{"kind": "ball", "at": [0, 17], "radius": 17}]),
    "cable-machine": (
        "side",
        [
            {"kind": "tower", "at": [30, 0], "to": [10, 90]},
            {"kind": "seat", "at": [-8, 21.5], "pad": [7, 34.5]},
            {"kind": "cable", "path": [[10, 90], [6, 68]]},
            {"kind": "handle", "at": [5, 63], "from": [10, 90]},
        ],
    ),
    "smith-machine": (
        "side",
        [
            {"kind": "smith", "at": [0, 52], "height": 96},
            {"kind": "barbell", "at": [0, 52], "radius": 10},
        ],
    ),
    "chair": ("side", [{"kind": "chair", "at": [0, 22]}]),
    "mat": (
        "side",
        [{"kind": "mat", "span": [-18, 18]}],
    ),
    "bench": ("side", [{"kind": "bench", "at": [0, 23], "width": 66}]),
    "rack": (
        "front",
        [
            {"kind": "post", "at": [-28, 0], "height": 96},
            {"kind": "post", "at": [28, 0], "height": 96},
            {"kind": "barbell", "at": [0, 72], "radius": 9, "length": 100},
            {"kind": "beam", "at": [0, 96], "length": 60},
        ],
    ),
    "stick": ("side", [{"kind": "stick", "from": [-24, 3], "to": [24, 3], "beyond": 6}]),
    "plyo-box": ("front", [{"kind": "box", "at": [0, 0], "width": 30, "height": 26}]),
    "roman-chair": (
        "side",
        [
            {
                "kind": "roman-chair",
                "at": [4.0, 33.6],
                "angle": 45,
                "roller": [-33.6, 15.4],
                "plate": [-33, 7],
                "plate_angle": -45,
            }
        ],
    ),
}

NOBODY = Pose(
    anchor=Anchor("hip", Point(0.0, 50.0)),
    spine=(90.0, 90.0, 90.0),
    pelvis=90.0,
    neck=90.0,
    head=90.0,
    gaze=0.0,
    twist=0.0,
    shrug=(0.0, 0.0),
    arms=(Limb(), Limb()),
    legs=(Limb(), Limb()),
)
"""Props ask the stage for a body; one that nobody draws."""
