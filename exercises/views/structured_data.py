"""Structured data (schema.org) of exercises and guides, as plain data for JSON-LD."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exercises.models import Exercise, Guide


def absolute(path: str) -> str:
    """The absolute address of a path on this site."""
    return f"{settings.SITE_URL}{path}"


def breadcrumbs(*steps: tuple[str, str]) -> dict[str, Any]:
    """A BreadcrumbList of (label, path), outermost first."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": label, "item": absolute(path)}
            for number, (label, path) in enumerate(steps, start=1)
        ],
    }


def exercise_data(exercise: Exercise) -> dict[str, Any]:
    """An exercise as a HowTo with its steps, tools and picture."""
    how_to: dict[str, Any] = {
        "@type": "HowTo",
        "name": exercise.name,
        "description": exercise.summary,
        "url": absolute(exercise.get_absolute_url()),
        "inLanguage": get_language(),
        "tool": [{"@type": "HowToTool", "name": item.name} for item in exercise.equipment.all()],
        "step": [
            {"@type": "HowToStep", "position": number, "text": step}
            for number, step in enumerate(exercise.steps, start=1)
        ],
        "dateModified": exercise.updated_at.date().isoformat(),
        "citation": [source.url for source in exercise.sources.all()],
    }
    if exercise.pictures:
        how_to["image"] = absolute(exercise.pictures.still)
    trail = breadcrumbs(
        (_("Exercises"), reverse("exercises:exercise-list")),
        (exercise.name, exercise.get_absolute_url()),
    )
    return {"@graph": [how_to, trail]}


def guide_data(guide: Guide) -> dict[str, Any]:
    """A guide as an Article, with its rating if somebody rated it."""
    article: dict[str, Any] = {
        "@type": "Article",
        "headline": guide.title,
        "description": guide.summary,
        "url": absolute(guide.get_absolute_url()),
        "inLanguage": get_language(),
        "dateModified": guide.updated_at.date().isoformat(),
        "citation": [source.url for source in guide.sources.all()],
    }
    if guide.rating_mean is not None:
        article["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": round(guide.rating_mean, 1),
            "ratingCount": guide.rating_count,
        }
    trail = breadcrumbs(
        (_("Guides"), reverse("exercises:guide-list")), (guide.title, guide.get_absolute_url())
    )
    return {"@graph": [article, trail]}
