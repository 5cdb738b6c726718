"""What a program's page is about in schema.org's words, as plain data for JSON-LD."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from exercises.structured import absolute, breadcrumbs
from programs.models import Program


def program_data(program: Program) -> dict[str, Any]:
    """A program as ExercisePlans, one for each exercise in order, in an ItemList."""
    items = [item for day in program.plans for item in day.plan_items()]
    plans = [
        {
            "@type": "ListItem",
            "position": number,
            "item": {
                "@type": "ExercisePlan",
                "name": item.exercise.name,
                "url": absolute(item.exercise.get_absolute_url()),
                "exerciseType": item.exercise.get_kind_display(),
                "repetitions": item.words,
                **({"restPeriods": f"PT{item.rest_seconds}S"} if item.rest_seconds else {}),
            },
        }
        for number, item in enumerate(items, start=1)
    ]
    listing = {
        "@type": "ItemList",
        "name": program.title,
        "description": program.summary,
        "url": absolute(program.get_absolute_url()),
        "numberOfItems": len(plans),
        "itemListElement": plans,
    }
    trail = breadcrumbs(
        ("Programs", reverse("programs:program-list")),
        (program.title, program.get_absolute_url()),
    )
    return {"@graph": [listing, trail]}
