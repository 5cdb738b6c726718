"""What one trains with."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from exercises.figures.equipment_poses import EQUIPMENT_POSES
from exercises.models.fields import LineField, ProseField
from exercises.models.publishable import PublishableModel, PublishableQuerySet
from exercises.people import Visitor

RESERVED = frozenset({"compare", "favourites", "kit", "products", "reviews"})
"""Slugs that other pages under /equipment/ have."""

EVERYWHERE = ("chair", "mat")
"""Slugs of the kinds that every home has, or something as good: a carpet does for a mat."""


class EquipmentQuerySet(PublishableQuerySet["Equipment"]):
    """Equipment by visibility and by who has it."""

    def owned_by(self, user: Visitor) -> Self:
        """The kinds in a person's kit; nobody's when they are not signed in."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(kit_items__user=user)

    def for_list(self) -> Self:
        """With the number of published exercises as `exercise_count`."""
        published = models.Q(exercises__status="published")
        counted = self.annotate(exercise_count=models.Count("exercises", filter=published))
        return counted.order_by("order", "name")


class Equipment(PublishableModel):
    """A kind of equipment, such as a barbell; not a product of some brand."""

    class Place(models.TextChoices):
        HOME = "home", "At home"
        GYM = "gym", "In the gym"
        BOTH = "both", "At home and in the gym"

    name = LineField(max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(default=0, help_text="Position in lists.")
    place = models.CharField(max_length=4, choices=Place, default=Place.BOTH)
    summary = ProseField(blank=True)
    how_to_choose = ProseField(blank=True)
    safety = ProseField(blank=True)
    stands_in_for = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="replaced_by",
        help_text="Kinds that this one can replace when they are missing.",
    )

    objects = EquipmentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name_plural = "equipment"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exercises:equipment-detail", args=[self.slug])

    def clean(self) -> None:
        """Keep the addresses of other pages free."""
        super().clean()
        if self.slug in RESERVED:
            raise ValidationError({"slug": f"“{self.slug}” is the address of another page."})

    @property
    def picture_url(self) -> str:
        """The address of the drawn picture; empty when there is none of this kind."""
        if self.slug not in EQUIPMENT_POSES:
            return ""
        return reverse("exercises:equipment-picture", args=[self.slug])
