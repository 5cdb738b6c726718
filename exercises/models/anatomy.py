"""The body: parts that people look for, and the muscles in them."""

from __future__ import annotations

from django.db import models

from exercises.content_version import ContentQuerySet
from exercises.models.fields import LineField
from exercises.models.publishable import SeededModel


class BodyPart(SeededModel):
    """A part of the body as people name it, such as “Lats”, in one of the larger regions."""

    class Region(models.TextChoices):
        NECK = "neck", "Neck"
        SHOULDERS = "shoulders", "Shoulders"
        UPPER_BACK = "upper_back", "Upper back"
        MIDDLE_BACK = "middle_back", "Middle back"
        LOWER_BACK = "lower_back", "Lower back"
        CORE = "core", "Core"
        CHEST = "chest", "Chest"
        ARMS = "arms", "Arms"
        HIPS = "hips", "Hips"
        LEGS = "legs", "Legs"

    name = LineField(max_length=60, unique=True)
    region = models.CharField(max_length=12, choices=Region)
    order = models.PositiveSmallIntegerField(default=0, help_text="Position in lists.")

    objects = ContentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Muscle(SeededModel):
    """A muscle, or a group that is trained as one."""

    name = LineField(max_length=60, unique=True)
    latin_name = LineField("Latin name", max_length=120, blank=True)
    body_part = models.ForeignKey(BodyPart, models.PROTECT, related_name="muscles")
    order = models.PositiveSmallIntegerField(default=0, help_text="Position in lists.")

    objects = ContentQuerySet.as_manager()

    class Meta:
        ordering = ["body_part__order", "order", "name"]

    def __str__(self) -> str:
        return self.name
