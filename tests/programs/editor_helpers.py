"""How tests use the builder: as a browser without JavaScript does, one post an order."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from programs.models import Workout, WorkoutItem


def fresh(workout: Workout) -> Workout:
    """The workout as it is in the database now."""
    return Workout.objects.with_items().get(pk=workout.pk)


def order(client: Client, workout: Workout, do: str, **fields: Any) -> HttpResponse:
    """Press a button of the builder's page as it is now."""
    data = {"do": do, "revision": fresh(workout).revision, **fields}
    return client.post(f"{workout.get_absolute_url()}edit/", data)


def names(workout: Workout) -> list[str]:
    """The exercises in order, each with its section's initial when that is not the main one."""
    initials = {"warm_up": "W ", "main": "", "cool_down": "C "}
    return [f"{initials[i.section]}{i.exercise.name}" for i in fresh(workout).plan_items()]


def dose(item: WorkoutItem, client: Client, **changes: Any) -> dict[str, Any]:
    """The open form of an item as the page fills it, with changes."""
    address = f"{item.workout.get_absolute_url()}edit/"
    form = client.get(address, {"open": item.pk}).context["page"].form
    data = {field.html_name: field.value() for field in form}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    return {"open": str(item.pk), **data, **{f"dose-{k}": v for k, v in changes.items()}}
