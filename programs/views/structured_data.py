"""What a program's page is about in schema.org's words, as plain data for JSON-LD."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exercises.formats import without_joiners
from exercises.views.structured_data import absolute, breadcrumbs
from programs.models import Program, ProgramItem


def plan_data(item: ProgramItem) -> dict[str, Any]:
    """One exercise with its prescription; schema.org wants numbers for repetitions."""
    plan: dict[str, Any] = {
        "@type": "ExercisePlan",
        "name": item.exercise.name,
        "description": capfirst(without_joiners(item.prescription_label)),
        "url": absolute(item.exercise.get_absolute_url()),
        "inLanguage": get_language(),
        "exerciseType": item.exercise.get_kind_display(),
    }
    if item.total_min or item.reps_min:
        plan["repetitions"] = {
            "@type": "QuantitativeValue",
            "minValue": item.total_min or item.reps_min,
            "maxValue": item.total_max or item.reps_max,
            "unitText": _("repetitions in total") if item.total_min else _("repetitions a set"),
        }
    if item.duration_seconds:
        plan["activityDuration"] = f"PT{item.duration_seconds}S"
    if item.rest_seconds:
        plan["restPeriods"] = f"PT{item.rest_seconds}S"
    return plan


def program_data(program: Program) -> dict[str, Any]:
    """A program as ExercisePlans, one for each exercise in order, in an ItemList.

    Of a program with phases these are the exercises of the first.
    """
    items = [item for day in program.first_plans() for item in day.plan_items()]
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
        (_("Programs"), reverse("programs:program-list")),
        (program.title, program.get_absolute_url()),
    )
    return {"@graph": [listing, trail]}
