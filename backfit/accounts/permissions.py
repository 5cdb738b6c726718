"""The group of people who look after the content, and nothing else.

Made after each `migrate` rather than in a migration: the rights themselves are made then, and those of
a model that a later release adds come to the group with that release. Only what is missing is added, so
that nothing an administrator gave the group beyond it is lost, and a second run writes nothing.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

EDITORS_GROUP = "Editors"

EDITOR_PERMISSIONS = {
    "exercises": {
        "exercise": ["view", "add", "change", "delete"],
        "exercisephoto": ["view", "add", "change", "delete"],
        "exercisesource": ["view", "add", "change", "delete"],
        "stabiliser": ["view", "add", "change", "delete"],
        "jointaction": ["view", "add", "change", "delete"],
        "equipment": ["view", "add", "change", "delete"],
        "condition": ["view", "add", "change", "delete"],
        "guide": ["view", "add", "change", "delete"],
        "guidesource": ["view", "add", "change", "delete"],
        "product": ["view", "add", "change", "delete"],
        "shop": ["view", "add", "change", "delete"],
        "openinghours": ["view", "add", "change", "delete"],
        "stock": ["view", "add", "change", "delete"],
        "pricechange": ["view"],
        "review": ["view", "change"],
        "bodypart": ["view", "add", "change"],
        "muscle": ["view", "add", "change"],
    },
    "programs": {
        "program": ["view", "add", "change", "delete"],
        "programday": ["view", "add", "change", "delete"],
        "programitem": ["view", "add", "change", "delete"],
        "programphase": ["view", "add", "change", "delete"],
        "recommendation": ["view", "add", "change", "delete"],
    },
}
"""By app and model. Whoever may change an entry may publish it; what may be deleted, the admin says."""


def make_editors_group(**kwargs: Any) -> None:
    """Make the group when it is missing, and give it the rights that it lacks."""
    for label in EDITOR_PERMISSIONS:
        create_permissions(apps.get_app_config(label), verbosity=0)
    group, _ = Group.objects.get_or_create(name=EDITORS_GROUP)
    missing = wanted_permissions().exclude(group=group)
    if missing:
        group.permissions.add(*missing)


def wanted_permissions() -> Any:
    """The rights of editors, as permissions of the auth app."""
    wanted = Q()
    for label, models in EDITOR_PERMISSIONS.items():
        names = [f"{right}_{model}" for model, rights in models.items() for right in rights]
        wanted |= Q(content_type__app_label=label, codename__in=names)
    return Permission.objects.filter(wanted)
