"""The body map: every muscle and part is drawn, both halves agree, text is escaped."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from exercises.figures.bodymap import (
    BODY_PATHS,
    MUSCLES,
    PALETTES,
    VIEWS,
    body_map_regions,
    render_body_map,
    render_clickable_map,
)
from exercises.figures.bodymap_paths import BODY_PARTS

ANATOMY = Path(__file__).parents[2] / "exercises" / "content" / "anatomy.toml"
PARTS = {
    part["slug"]: tuple(muscle["slug"] for muscle in part["muscles"])
    for part in tomllib.loads(ANATOMY.read_text(encoding="utf-8"))["body_part"]
}
SLUGS = [muscle for muscles in PARTS.values() for muscle in muscles]
SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d*\.?\d+")


def fills(svg: str) -> list[str | None]:
    return [path.get("fill") for path in ElementTree.fromstring(svg).iter(f"{SVG}path")]


def anchors(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{SVG}a"))


def every_link() -> dict[str, tuple[str, str]]:
    return {slug: (f"/exercises/?part={slug}", slug.title()) for slug in PARTS}


def test_map_has_the_parts_and_muscles_of_the_catalogue():
    assert PARTS == BODY_PARTS
    assert set(SLUGS) == MUSCLES


@pytest.mark.parametrize("muscle", SLUGS)
def test_every_muscle_lights_up_in_at_least_one_view(muscle):
    assert PALETTES["colour"].primary in fills(render_body_map([muscle], title="Map"))


def test_every_body_part_has_a_region_in_at_least_one_view():
    regions = body_map_regions()
    assert {region.part for region in regions} == set(PARTS)
    assert {region.view for region in regions} == set(VIEWS)
    assert all(region.half for region in regions)


@pytest.mark.parametrize(
    "svg",
    [
        render_body_map(["obliques", "rhomboids"], ["biceps-brachii"], title="Map"),
        render_clickable_map({"lats": ("/lats", "Lats")}, title="Map"),
    ],
)
def test_left_half_mirrors_the_right(svg):
    parents = {child: parent for parent in ElementTree.fromstring(svg).iter() for child in parent}
    halves = [group for group in parents if group.get("transform") == "scale(-1 1)"]
    assert halves
    for half in halves:
        right = [path for path in parents[half] if path.tag == f"{SVG}path"]
        drawn = [path.attrib for path in right][-len(half) :]
        assert drawn == [path.attrib for path in half]
        assert all(NUMBER.findall(path["d"])[0][0] != "-" for path in drawn)


@pytest.mark.parametrize("view", VIEWS)
def test_silhouette_is_symmetric(view):
    x = y = 0.0
    points = set()
    for command in re.findall(r"[Mc][^Mcz]*", BODY_PATHS[view]):
        *_, step_x, step_y = (float(number) for number in NUMBER.findall(command))
        x, y = x + step_x, y + step_y
        points.add((round(x, 1), round(y, 1)))
    assert points == {(-x, y) for x, y in points}


@pytest.mark.parametrize("theme", ["colour", "print"])
def test_neutral_secondary_and_primary_differ(theme):
    neutral = fills(render_body_map(title="Map", theme=theme))
    lit = fills(render_body_map(["latissimus-dorsi"], ["biceps-brachii"], title="Map", theme=theme))
    colours = PALETTES[theme]
    assert {colours.primary, colours.secondary}.isdisjoint(neutral)
    assert set(lit) - set(neutral) == {colours.primary, colours.secondary}
    assert colours.primary != colours.secondary


def test_primary_wins_over_secondary():
    both = render_body_map(["obliques"], ["obliques"], title="Map")
    assert both == render_body_map(["obliques"], title="Map")


def test_group_lights_its_members():
    group = render_body_map(["abdominals"], title="Map")
    assert group == render_body_map(["rectus-abdominis", "obliques"], title="Map")


def test_unknown_muscle_is_named():
    with pytest.raises(ValueError, match="third-arm"):
        render_body_map(["obliques"], ["third-arm"], title="Map")


def test_picture_stands_alone_and_says_what_it_is():
    svg = render_body_map(["obliques"], title='Sides <b>"&"</b>')
    root = ElementTree.fromstring(svg)
    assert (root.tag, root.get("role")) == (f"{SVG}svg", "img")
    assert root.findtext(f"{SVG}title") == 'Sides <b>"&"</b>'
    assert root.get("viewBox")
    assert not re.search(r"style|class=|url\(|\bid=", svg)


def test_picture_does_not_depend_on_the_order_of_muscles():
    svg = render_body_map(["obliques", "multifidus"], ["rhomboids", "scalenes"], title="Map")
    again = render_body_map({"multifidus", "obliques"}, ("scalenes", "rhomboids"), title="Map")
    assert svg == again


def test_every_part_is_one_link_in_the_catalogue_order():
    links = every_link()
    found = [
        (a.get("href"), a.get("aria-label"))
        for a in anchors(render_clickable_map(links, title="Map"))
    ]
    assert found == list(links.values())


def test_only_the_selected_part_is_marked():
    svg = render_clickable_map(every_link(), selected="lats", title="Map")
    marked = [a for a in anchors(svg) if a.get("aria-current") == "true"]
    assert [a.get("aria-label") for a in marked] == ["Lats"]
    classes = {path.get("class") for path in marked[0].iter(f"{SVG}path")}
    assert classes == {"bodymap-region is-selected"}
    assert svg.count("is-selected") == len(list(marked[0].iter(f"{SVG}path")))


def test_clickable_map_is_coloured_by_the_site():
    svg = render_clickable_map(every_link(), title="Map")
    assert not re.search(r"fill|stroke|style", svg)


def test_links_and_labels_are_escaped():
    svg = render_clickable_map({"lats": ('/?a=1&b="', '<i>"Lats"</i>')}, title='<"Map">')
    root = ElementTree.fromstring(svg)
    (anchor,) = anchors(svg)
    assert root.get("aria-label") == '<"Map">'
    assert anchor.get("href") == '/?a=1&b="'
    assert anchor.get("aria-label") == anchor.findtext(f"{SVG}title") == '<i>"Lats"</i>'


def test_part_without_a_drawing_is_left_out():
    svg = render_clickable_map({"lats": ("/a", "Lats"), "tail": ("/b", "Tail")}, title="Map")
    assert [a.get("href") for a in anchors(svg)] == ["/a"]
