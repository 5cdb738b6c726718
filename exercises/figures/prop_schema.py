"""Props and arrows in the data: which there are, which settings each has, and the check of one of them.

A setting is a "point" ([x, y] or the name of a point of the body, such as "near_hand"), "points" (a list of them),
a "pair" of numbers, a "number" or a "flag"; one with a question mark may be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import FigureError
from .pose import Prop
from .skeleton import SPOTS
from .validators import known, real_pair, real_value, truth

SIDES = {"side": ("near", "far"), "front": ("right", "left"), "back": ("right", "left")}

PROPS: dict[str, dict[str, str]] = {
    "mat": {"span": "pair"},
    "wall": {"at": "point", "height": "number?", "before": "flag?"},
    "clock": {"at": "point", "radius": "number?", "hour": "number?"},
    "chair": {"at": "point", "back": "flag?"},
    "ball": {"at": "point", "radius": "number?", "sag": "number?", "under": "point?"},
    "box": {"at": "point", "width": "number?", "height": "number?"},
    "bench": {"at": "point", "width": "number?", "thickness": "number?"},
    "rack": {"at": "point", "width": "number?", "height": "number?", "safety": "number?"},
    "barbell": {"at": "point", "radius": "number?", "length": "number?"},
    "dumbbell": {"at": "point", "angle": "number?"},
    "band": {"path": "points", "width": "number?", "rest": "number?", "front": "flag?"},
    "stick": {"from": "point", "to": "point", "beyond": "number?"},
    "towel": {"at": "point", "width": "number?", "height": "number?"},
    "strap": {"from": "point", "to": "point", "beam": "flag?", "front": "flag?"},
    "handle": {"at": "point", "from": "point"},
    "counterweight": {"over": "point", "to": "point", "length": "number"},
    "pull-up-bar": {"at": "point", "length": "number?", "post": "number?"},
    "pulldown-bar": {"at": "point", "from": "point", "length": "number?"},
    "cable": {"path": "points", "width": "number?"},
    "pulley": {"at": "point", "radius": "number?", "beam": "flag?"},
    "beam": {"at": "point", "length": "number?"},
    "post": {"at": "point", "height": "number?"},
    "tower": {"at": "point", "to": "point", "hand": "point?", "rest": "number?"},
    "seat": {"at": "point", "pad": "point?"},
    "smith": {"at": "point", "height": "number?"},
    "roman-chair": {
        "at": "point",
        "angle": "number?",
        "roller": "point",
        "plate": "point?",
        "plate_angle": "number?",
    },
}
BOW = {"from": "point", "to": "point", "bulge": "number?", "both": "flag?"}
ARC = {"around": "point", "both": "flag?"} | dict.fromkeys(
    ("radius", "start", "sweep", "flat"), "number?"
)


def read_props(value: Any, view: str) -> tuple[Prop, ...]:
    """The props around all frames."""
    found = []
    for where, item in _tables(value, "The figure: props", "The figure: prop"):
        kind = item.get("kind")
        if not isinstance(kind, str) or kind not in PROPS:
            raise FigureError(f"{where}: kind must be one of {', '.join(sorted(PROPS))}.")
        settings = {key: setting for key, setting in item.items() if key != "kind"}
        found.append(_prop(kind, settings, PROPS[kind], view, where))
    return tuple(found)


def read_arrows(value: Any, view: str, frame: str) -> tuple[Prop, ...]:
    """The arrows of one frame: bows `from` … `to`, arcs `around` a point."""
    tables = _tables(value, f"{frame}: arrows", f"{frame}: arrow")
    return tuple(
        _prop("arrow", item, ARC if "around" in item else BOW, view, where)
        for where, item in tables
    )


def _tables(value: Any, name: str, one: str) -> list[tuple[str, Mapping[str, Any]]]:
    if not isinstance(value, list):
        raise FigureError(f"{name} must be a list of tables.")
    for index, item in enumerate(value):
        if not isinstance(item, Mapping):
            raise FigureError(f"{one} {index + 1} must be a table.")
    return [(f"{one} {index + 1}", item) for index, item in enumerate(value)]


def _prop(
    kind: str, data: Mapping[str, Any], schema: dict[str, str], view: str, where: str
) -> Prop:
    known(data, set(schema), where)
    for key, form in schema.items():
        if key not in data and not form.endswith("?"):
            raise FigureError(f"{where}: {key} is missing.")
    return Prop(
        kind, {key: _setting(data[key], key, schema[key].rstrip("?"), view, where) for key in data}
    )


def _setting(value: Any, key: str, form: str, view: str, where: str) -> Any:
    if form == "number":
        return real_value(value, key, where)
    if form == "flag":
        return truth(value, key, where)
    if form == "pair":
        return real_pair(value, key, where)
    if form == "point":
        return _spot(value, key, view, where)
    if not isinstance(value, list) or len(value) < 2:
        raise FigureError(f"{where}: {key} must be a list of at least two points.")
    return tuple(_spot(item, key, view, where) for item in value)


def _spot(value: Any, key: str, view: str, where: str) -> str | tuple[float, float]:
    if not isinstance(value, str):
        return real_pair(value, key, where)
    if value not in body_points(view):
        raise FigureError(
            f'{where}: {key} names "{value}", which is no point of the body in the {view} view.'
        )
    return value


def body_points(view: str) -> set[str]:
    """The names of the body's points that exist in a view."""
    other = {"near", "far", "left", "right"} - set(SIDES[view])
    return {spot for spot in SPOTS if spot.split("_")[0] not in other}
