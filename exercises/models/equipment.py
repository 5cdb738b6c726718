"""What one trains with."""

from __future__ import annotations

from django.db import models

from exercises.models.curated import Curated, CuratedQuerySet


class EquipmentQuerySet(CuratedQuerySet["Equipment"]):
    """Equipment by visibility."""


class Equipment(Curated):
    """A kind of equipment, such as a barbell; not a product of some brand."""

    class Place(models.TextChoices):
        HOME = "home", "At home"
        GYM = "gym", "In the gym"
        BOTH = "both", "At home and in the gym"

    name = models.CharField(max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(default=0, help_text="Position in lists.")
    place = models.CharField(max_length=4, choices=Place, default=Place.BOTH)
    summary = models.TextField(blank=True)
    how_to_choose = models.TextField(blank=True)
    safety = models.TextField(blank=True)
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
