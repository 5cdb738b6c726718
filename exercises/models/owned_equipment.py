"""A person's kit: the equipment they have, and what of an exercise's equipment they lack."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exercises.models.equipment import EVERYWHERE, Equipment
from exercises.models.fields import LineField
from exercises.people import Person, Visitor
from exercises.units import LOAD_PLACES, load_text

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


MAX_OWNED_KG = 500
MAX_WEIGHTS = 60
"""Of one kind; nobody owns more different ones."""


class OwnedWeightQuerySet(models.QuerySet["OwnedWeight"]):
    """Plates, dumbbells and bands by owner."""

    def owned_by(self, user: Visitor) -> Self:
        """What the person has; nothing for somebody who is not signed in."""
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()

    def loads(self, kind: str) -> list[Decimal]:
        """The loads of one kind in kilograms, lightest first (one query)."""
        found = self.filter(kind=kind, load_kg__isnull=False).order_by("load_kg")
        return [load for load in found.values_list("load_kg", flat=True) if load is not None]

    @transaction.atomic
    def replace_all(self, user: Person, weights: Iterable[OwnedWeight]) -> None:
        """Make these all that the person has."""
        self.filter(user_id=user.pk).delete()
        rows = list(weights)
        for each in rows:
            each.user_id = user.pk
        self.bulk_create(rows)


class OwnedWeight(models.Model):
    """A plate, a dumbbell or a band that a person has.

    Plates and dumbbells go by `load_kg`, of one; bands by their `name` in the order of their strength
    (`position`, the lightest first).
    """

    class Kind(models.TextChoices):
        PLATE = "plate", _("Plate")
        DUMBBELL = "dumbbell", _("Dumbbell")
        BAND = "band", _("Band")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="weights", verbose_name=_("user")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    load_kg = models.DecimalField(
        _("load (kg)"), max_digits=6, decimal_places=LOAD_PLACES, null=True, blank=True
    )
    name = LineField(_("name"), max_length=30, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = OwnedWeightQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "load_kg", "position", "pk"]
        verbose_name = _("weight")
        verbose_name_plural = _("weights")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "load_kg", "name"], name="owned_weight_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(kind="band", load_kg__isnull=True)
                | ~Q(kind="band") & Q(load_kg__gt=0, load_kg__lte=MAX_OWNED_KG),
                name="owned_weight_is_a_load_or_a_band",
                violation_error_message=_("A plate or a dumbbell weighs up to 500 kg."),
            ),
        ]

    def __str__(self) -> str:
        return self.name if self.load_kg is None else load_text(self.load_kg, "kg")


def kinds_with_products(kinds: Iterable[int]) -> Iterable[int]:
    """Those of the kinds (by key) of which visitors see a product."""
    from exercises.models.product import Product

    products = Product.objects.published().order_by()
    return products.filter(equipment__in=kinds).values_list("equipment_id", flat=True).distinct()


def stand_ins_of(exercises: Iterable[Exercise]) -> dict[int, set[int]]:
    """By the key of each kind that the exercises need, the kinds that suit all of those instead of it."""
    suitable: dict[int, set[int]] = {}
    for exercise in exercises:
        others = {item.pk for item in exercise.stand_ins.all()}
        for kind in exercise.equipment.all():
            suitable[kind.pk] = suitable.get(kind.pk, others) & others
    return suitable


@dataclass(frozen=True)
class EquipmentNeed:
    """A kind that is needed: whether the person has it, and what in their kit can replace it.

    `have` is None when the person's kit is empty, that is, not known.
    """

    equipment: Equipment
    have: bool | None
    stand_ins: tuple[Equipment, ...] = ()
    has_products: bool = False
    """Whether there are products of it to look at; told of what the person lacks."""


class OwnedEquipment:
    """All that a person has (two queries; none for somebody who is not signed in)."""

    def __init__(self, user: Visitor) -> None:
        owned = Equipment.objects.published().owned_by(user).prefetch_related("stands_in_for")
        self.items = list(owned) if user.is_authenticated else []

    def slugs(self) -> list[str]:
        """The slugs that the catalogue's filter ticks for this kit; none for an empty one."""
        return sorted({*EVERYWHERE, *(item.slug for item in self.items)}) if self.items else []

    def needs(
        self, equipment: Iterable[Equipment], suitable: Mapping[int, Collection[int]] | None = None
    ) -> list[EquipmentNeed]:
        """Each published kind once, in the order of the list of kinds, compared with the kit.

        `suitable` says by key which kinds can stand in for a kind in what is to be done.
        """
        kinds = {item.pk: item for item in equipment if not item.is_draft}
        ordered = sorted(kinds.values(), key=lambda item: (item.order, item.name))
        needs = [self._need(item, suitable) for item in ordered]
        lacking = [need.equipment.pk for need in needs if need.have is False]
        sold = set(kinds_with_products(lacking)) if lacking else set[int]()
        return [replace(need, has_products=need.equipment.pk in sold) for need in needs]

    def needs_of(self, exercises: Iterable[Exercise]) -> list[EquipmentNeed]:
        """What the exercises need together, and what suits all of them instead; prefetch their equipment."""
        shown = list(exercises)
        if self.items:
            models.prefetch_related_objects(shown, "stand_ins")
        kinds = [item for exercise in shown for item in exercise.equipment.all()]
        return self.needs(kinds, stand_ins_of(shown) if self.items else None)

    def catalogue_url(self, **filters: str) -> str:
        """The catalogue filtered by this kit and by `filters`; empty for an empty kit."""
        if not self.items:
            return ""
        query = [*filters.items(), *(("kit", slug) for slug in self.slugs())]
        return f"{reverse('exercises:exercise-list')}?{urlencode(query)}"

    def _need(
        self, equipment: Equipment, suitable: Mapping[int, Collection[int]] | None
    ) -> EquipmentNeed:
        if not self.items:
            return EquipmentNeed(equipment, None)
        if equipment in self.items:
            return EquipmentNeed(equipment, True)
        stand_ins = [
            item
            for item in self.items
            if equipment in item.stands_in_for.all()
            and (suitable is None or item.pk in suitable.get(equipment.pk, ()))
        ]
        return EquipmentNeed(equipment, False, tuple(stand_ins))
