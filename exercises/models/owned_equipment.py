"""A person's kit: the equipment they have, and what of an exercise's equipment they lack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exercises.models.equipment import EVERYWHERE, Equipment
from exercises.people import Person, Visitor

if TYPE_CHECKING:
    from exercises.models.exercise import Exercise


class KitItemQuerySet(models.QuerySet["KitItem"]):
    """Kit by owner."""

    def owned_by(self, user: Visitor) -> Self:
        """A person's kit; empty for somebody who is not signed in."""
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()

    def put(self, user: Person, equipment: Equipment, *, have: bool) -> None:
        """Put the kind into the person's kit or take it out; idempotent."""
        if have:
            self.get_or_create(user_id=user.pk, equipment=equipment)
        else:
            self.filter(user_id=user.pk, equipment=equipment).delete()

    @transaction.atomic
    def put_all(self, user: Person, kinds: Iterable[Equipment]) -> None:
        """Replace the person's kit with these; kinds that are drafts stay as they are."""
        chosen = list(kinds)
        published = Equipment.objects.published()
        self.filter(user_id=user.pk, equipment__in=published).exclude(equipment__in=chosen).delete()
        self.bulk_create(
            (KitItem(user_id=user.pk, equipment=kind) for kind in chosen), ignore_conflicts=True
        )


class KitItem(models.Model):
    """A kind of equipment that a person has."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="kit_items", verbose_name=_("user")
    )
    equipment = models.ForeignKey(
        Equipment, models.CASCADE, related_name="kit_items", verbose_name=_("equipment")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = KitItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("kit item")
        verbose_name_plural = _("kit items")
        constraints = [
            models.UniqueConstraint(fields=["user", "equipment"], name="kit_item_once_a_person")
        ]

    def __str__(self) -> str:
        return str(self.equipment)


@dataclass(frozen=True)
class EquipmentNeed:
    """A kind that is needed: whether the person has it, and what in their kit can replace it.

    `have` is None when the person's kit is empty, that is, not known.
    """

    equipment: Equipment
    have: bool | None
    stand_ins: tuple[Equipment, ...] = ()


class OwnedEquipment:
    """All that a person has (two queries; none for somebody who is not signed in)."""

    def __init__(self, user: Visitor) -> None:
        owned = Equipment.objects.published().owned_by(user).prefetch_related("stands_in_for")
        self.items = list(owned) if user.is_authenticated else []

    def slugs(self) -> list[str]:
        """The slugs that the catalogue's filter ticks for this kit; none for an empty one."""
        return sorted({*EVERYWHERE, *(item.slug for item in self.items)}) if self.items else []

    def needs(self, equipment: Iterable[Equipment]) -> list[EquipmentNeed]:
        """Each published kind once, in the order of the list of kinds, compared with the kit."""
        kinds = {item.pk: item for item in equipment if not item.is_draft}
        ordered = sorted(kinds.values(), key=lambda item: (item.order, item.name))
        return [self._need(item) for item in ordered]

    def needs_of(self, exercises: Iterable[Exercise]) -> list[EquipmentNeed]:
        """What the exercises need together; prefetch their equipment."""
        return self.needs(item for exercise in exercises for item in exercise.equipment.all())

    def catalogue_url(self, **filters: str) -> str:
        """The catalogue filtered by this kit and by `filters`; empty for an empty kit."""
        if not self.items:
            return ""
        query = [*filters.items(), *(("kit", slug) for slug in self.slugs())]
        return f"{reverse('exercises:exercise-list')}?{urlencode(query)}"

    def _need(self, equipment: Equipment) -> EquipmentNeed:
        if not self.items:
            return EquipmentNeed(equipment, None)
        if equipment in self.items:
            return EquipmentNeed(equipment, True)
        stand_ins = [item for item in self.items if equipment in item.stands_in_for.all()]
        return EquipmentNeed(equipment, False, tuple(stand_ins))
