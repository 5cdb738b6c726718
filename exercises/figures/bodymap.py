"""The body map: front and back of a standing person, with muscles to light up.

`render_body_map` gives a complete picture (page, print, `<img>`), and
`render_clickable_map` the same body as a filter: one link for each body part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from html import escape
from math import hypot
from typing import Final, Literal, NamedTuple

from .bodymap_paths import (
    BACK_BODY,
    BACK_HAIR,
    BACK_SHAPES,
    BODY_PARTS,
    FRONT_BODY,
    FRONT_EYE,
    FRONT_HAIR,
    FRONT_MOUTH,
    FRONT_NECK_SHADOW,
    FRONT_SHAPES,
    MUSCLE_GROUPS,
    RegionShape,
)

Point = tuple[float, float]
Theme = Literal["colour", "print"]
View = Literal["front", "back"]

VIEWS: Final[tuple[View, View]] = ("front", "back")
MUSCLES: Final = frozenset(muscle for part in BODY_PARTS.values() for muscle in part)

_SHAPES: Final[dict[View, tuple[RegionShape, ...]]] = {
    "front": FRONT_SHAPES,
    "back": BACK_SHAPES,
}
VIEW_BOX: Final = "0 0 740 846"
VIEW_TRANSFORMS: Final[dict[View, str]] = {
    "front": "translate(185 20)",
    "back": "translate(555 20)",
}
"""Where each view stands in the picture: all path data has its midline at x = 0."""

_CORNER_RADIUS: Final = 3.5
_HANDLE: Final = 0.35
"""Length of a curve's handles, as a share of the distance between its two points."""


class Palette(NamedTuple):
    """The colours of one theme; a line in the body's colour parts neighbouring muscles."""

    body: str
    shadow: str
    outline: str
    head: str
    muscle: str
    secondary: str
    primary: str


PALETTES: Final[dict[Theme, Palette]] = {
    "colour": Palette("#e3e9e7", "#d3dcd9", "#cdd7d4", "#a9b8b4", "#c5d1ce", "#e8ac7e", "#c2571a"),
    "print": Palette("#ffffff", "#ededed", "#808080", "#bcbcbc", "#e2e2e2", "#969696", "#1a1a1a"),
}


class Region(NamedTuple):
    """A body part as seen from one side: path data of its right half."""

    view: View
    part: str
    half: tuple[str, ...]


def _points(outline: str) -> list[Point]:
    """Read an outline; a corner (`!`) becomes two points that round it off."""
    read = [
        (float(x), float(y), token.endswith("!"))
        for token in outline.split()
        for x, y in [token.rstrip("!").split(",")]
    ]
    points: list[Point] = []
    for index, (x, y, corner) in enumerate(read):
        if not corner:
            points.append((x, y))
            continue
        for other_x, other_y, _ in (read[index - 1], read[(index + 1) % len(read)]):
            distance = hypot(other_x - x, other_y - y)
            share = min(_CORNER_RADIUS / distance, 0.3)
            points.append((x + (other_x - x) * share, y + (other_y - y) * share))
    return points


def _numbers(*tenths: int) -> str:
    """Path numbers in tenths of a unit, with a space only where no sign parts them."""
    return "".join(f" {n / 10:g}" if n >= 0 else f"{n / 10:g}" for n in tenths).lstrip()


def _path(points: list[Point]) -> str:
    """Path data of a smooth closed curve through `points` (Catmull-Rom as Béziers)."""
    tangents: list[Point] = []
    for (x0, y0), (x1, y1) in zip(points[-1:] + points[:-1], points[1:] + points[:1], strict=True):
        length = hypot(x1 - x0, y1 - y0)
        tangents.append(((x1 - x0) / length, (y1 - y0) / length))
    start = [round(value * 10) for value in points[0]]
    commands = [f"M{_numbers(*start)}"]
    for index, (x0, y0) in enumerate(points):
        after = (index + 1) % len(points)
        (x1, y1), (u0, v0), (u1, v1) = points[after], tangents[index], tangents[after]
        handle = _HANDLE * hypot(x1 - x0, y1 - y0)
        curve = (x0 + u0 * handle, y0 + v0 * handle, x1 - u1 * handle, y1 - v1 * handle, x1, y1)
        origin = (round(x0 * 10), round(y0 * 10)) * 3
        steps = [round(value * 10) - base for value, base in zip(curve, origin, strict=True)]
        commands.append(f"c{_numbers(*steps)}")
    return "".join(commands) + "z"


@cache
def _half(outline: str) -> str:
    """Path data of an outline where it is drawn: on the right of the picture."""
    return _path(_points(outline))


@cache
def _mirrored(outline: str) -> str:
    """Path data of the same outline on the other side of the midline."""
    return _path([(-x, y) for x, y in _points(outline)])


def _whole(outline: str) -> str:
    """Path data of a half outline that starts and ends on the midline, and its mirror."""
    half = _points(outline)
    return _path(half + [(-x, y) for x, y in reversed(half) if x])


BODY_PATHS: Final[dict[View, str]] = {
    "front": _whole(FRONT_BODY),
    "back": _whole(BACK_BODY),
}
"""The pale silhouette of each view, midline at x = 0."""

_HEAD_PATHS: Final[dict[View, str]] = {
    "front": _whole(FRONT_HAIR) + _whole(FRONT_MOUTH) + _half(FRONT_EYE) + _mirrored(FRONT_EYE),
    "back": _whole(BACK_HAIR),
}
_SHADOW_PATHS: Final[dict[View, str]] = {"front": _whole(FRONT_NECK_SHADOW), "back": ""}


def _view(view: View, *content: str) -> str:
    """One view of the body, moved to its place in the picture."""
    return f'<g transform="{VIEW_TRANSFORMS[view]}">{"".join(content)}</g>'


def _both(halves: Iterable[str]) -> str:
    """Paths of the right half, and again as their mirror image: the same text twice compresses to almost nothing."""
    text = "".join(halves)
    return f'{text}<g transform="scale(-1 1)">{text}</g>' if text else ""


def _svg(role: str, label: str, *content: str) -> str:
    """The picture's frame; `label` ends its start tag."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{VIEW_BOX}" role="{role}"'
        f"{label}{''.join(content)}</svg>"
    )


def _with_members(muscles: Collection[str]) -> frozenset[str]:
    """The same muscles, groups replaced by their members; unknown slugs are an error."""
    unknown = sorted(set(muscles) - MUSCLES)
    if unknown:
        raise ValueError(f"The body map has no muscle {', '.join(map(repr, unknown))}.")
    return frozenset(
        member for muscle in muscles for member in MUSCLE_GROUPS.get(muscle, (muscle,))
    )


def _muscles(
    view: View, fills: Mapping[str, str], colours: Palette, *, deep: bool
) -> Iterator[str]:
    """Paths of one layer; a deep muscle is drawn only when it is lit."""
    yield f'<g stroke="{colours.body}" stroke-width="3" stroke-linejoin="round">'
    yield _both(
        f'<path fill="{fill}" d="{_half(shape.outline)}"/>'
        for shape in _SHAPES[view]
        if shape.deep is deep and (fill := fills.get(shape.muscle, "" if deep else colours.muscle))
    )
    yield "</g>"


def _figure(view: View, fills: Mapping[str, str], colours: Palette) -> str:
    """One view: silhouette, muscles, outline and head, and the lit deep muscles on top."""
    body = BODY_PATHS[view]
    return _view(
        view,
        f'<path fill="{colours.body}" d="{body}"/>',
        f'<path fill="{colours.shadow}" d="{_SHADOW_PATHS[view]}"/>',
        *_muscles(view, fills, colours, deep=False),
        f'<path fill="none" stroke="{colours.outline}" stroke-width="2" d="{body}"/>',
        f'<path fill="{colours.head}" d="{_HEAD_PATHS[view]}"/>',
        *_muscles(view, fills, colours, deep=True),
    )


def render_body_map(
    primary: Collection[str] = (),
    secondary: Collection[str] = (),
    *,
    title: str,
    theme: Theme = "colour",
) -> str:
    """A complete SVG picture; a muscle that is both primary and secondary is primary.

    Slugs the map does not draw raise `ValueError`: compare with `MUSCLES` beforehand.
    """
    colours = PALETTES[theme]
    fills = dict.fromkeys(_with_members(secondary), colours.secondary)
    fills |= dict.fromkeys(_with_members(primary), colours.primary)
    figures = (_figure(view, fills, colours) for view in VIEWS)
    return _svg("img", f"><title>{escape(title)}</title>", *figures)


@cache
def body_map_regions() -> tuple[Region, ...]:
    """Every body part in each view that shows it: the shapes of its surface muscles."""
    return tuple(
        Region(
            view,
            part,
            tuple(_half(shape.outline) for shape in shapes),
        )
        for part, muscles in BODY_PARTS.items()
        for view in VIEWS
        if (shapes := [s for s in _SHAPES[view] if s.muscle in muscles and not s.deep])
    )


def _flat(view: View, links: Collection[str]) -> str:
    """What is under the links: the silhouette and the shapes no link lights up."""
    linked = {muscle for part in links for muscle in BODY_PARTS.get(part, ())}
    relief = _both(
        f'<path class="bodymap-relief" d="{_half(s.outline)}"/>'
        for s in _SHAPES[view]
        if s.muscle not in linked and not s.deep
    )
    return _view(
        view,
        f'<path class="bodymap-body" d="{BODY_PATHS[view]}"/>',
        f'<path class="bodymap-shadow" d="{_SHADOW_PATHS[view]}"/>',
        f'<path class="bodymap-head" d="{_HEAD_PATHS[view]}"/>',
        relief,
    )


def _link(parts: Collection[str], url: str, label: str, *, selected: bool) -> str:
    """One or more body parts as a link round their shapes in both views."""
    classes = "bodymap-region is-selected" if selected else "bodymap-region"
    current = ' aria-current="true"' if selected else ""
    views = (
        _view(
            region.view,
            _both(f'<path class="{classes}" d="{half}"/>' for half in region.half),
        )
        for region in body_map_regions()
        if region.part in parts
    )
    return (
        f'<a href="{escape(url)}" aria-label="{escape(label)}"{current}>'
        f"<title>{escape(label)}</title>{''.join(views)}</a>"
    )


def render_clickable_map(
    links: Mapping[str, tuple[str, str]], *, selected: str = "", title: str
) -> str:
    """Inline SVG with one link a body part: `links` maps its slug to (url, label).

    Classes only, so the site's CSS colours it. Parts without a link are drawn flat;
    parts the map does not draw are left out (the page's text list still has them).
    """
    anchors = (
        _link((part,), *links[part], selected=part == selected)
        for part in BODY_PARTS
        if part in links
    )
    return _clickable(title, links, anchors)


def render_area_map(areas: Iterable[tuple[Collection[str], str, str]], *, title: str) -> str:
    """Inline SVG with one link an area: its body parts (slugs), url and label."""
    areas = list(areas)
    linked = [part for parts, _, _ in areas for part in parts]
    anchors = (_link(parts, url, label, selected=False) for parts, url, label in areas)
    return _clickable(title, linked, anchors)


def _clickable(title: str, linked: Collection[str], anchors: Iterable[str]) -> str:
    """The body with links upon it; what is not linked is drawn flat."""
    return _svg(
        "group",
        f' class="bodymap" aria-label="{escape(title)}">',
        *(_flat(view, linked) for view in VIEWS),
        *anchors,
    )
