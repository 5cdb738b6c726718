"""The body map as a way into the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from exercises.figures.bodymap import render_area_map, render_clickable_map


def clickable_body_map(parts: Iterable[tuple[str, str, str]], selected: str) -> SafeString:
    """Front and back of a body whose parts are links to their exercises; `selected` is a slug.

    `parts` are slug, label and address; a part without an address is drawn without a link.
    """
    links = {slug: (address, label) for slug, label, address in parts if address}
    return mark_safe(render_clickable_map(links, selected=selected, title=_("Choose a body part")))


def area_map(areas: Iterable[tuple[Collection[str], str, str]]) -> SafeString:
    """Front and back of a body with one link an area: the slugs of its body parts, address and label."""
    return mark_safe(render_area_map(areas, title=_("Where is it today?")))
