"""What a program's page is about in schema.org's words, as plain data for JSON-LD."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from exercises.views.structured_data import absolute, breadcrumbs
from programs.models import Program, ProgramItem


def plan_data(item: ProgramItem) -> dict[str, Any]:
    """One exercise with its prescription; schema.org wants numbers for repetitions."""
    plan: dict[str, Any] = {
        "@type": "ExercisePlan",
        "name": item.exercise.name,
        "description": item.prescription_label[:1].upper() + item.prescription_label[1:],
        "url": absolute(item.exercise.get_absolute_url()),
        "exerciseType": item.exercise.get_kind_display(),
    }
    if item.total_min or item.reps_min:
        plan["repetitions"] = {
            "@type": "QuantitativeValue",
            "minValue": item.total_min or item.reps_min,
            "maxValue": item.total_max or item.reps_max,
            "unitText": "repetitions in total" if item.total_min else "repetitions a set",
        }
    if item.duration_seconds:
        plan["activityDuration"] = f"PT{item.duration_seconds}S"
    if item.rest_seconds:
        plan["restPeriods"] = f"PT{item.rest_seconds}S"
    return plan


def program_data(program: Program) -> dict[str, Any]:
    """A program as ExercisePlans, one for each exercise in order, in an ItemList."""
    items = [item for day in program.plans for item in day.plan_items()]
    plans = [
        {"@type": "ListItem", "position": number, "item": plan_data(item)}
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
