"""The body map as a way into the catalogue."""

from __future__ import annotations

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from exercises.figures.bodymap import render_clickable_map
from exercises.models import BodyPart


def clickable_body_map(selected: str = "") -> SafeString:
    """Front and back of a body whose parts lead to their exercises; `selected` is a part's slug."""
    catalogue = reverse("exercises:exercise-list")
    links = {
        slug: (f"{catalogue}?body_part={slug}", name)
        for slug, name in BodyPart.objects.values_list("slug", "name")
    }
    return mark_safe(render_clickable_map(links, selected=selected, title="Choose a body part"))
