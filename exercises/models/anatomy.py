"""Anatomy: body parts as people name them, and their muscles."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from exercises.content_version import ContentQuerySet
from exercises.models.fields import LineField
from exercises.models.publishable import SeededModel
from exercises.models.translated import TranslatedModel


class BodyPart(TranslatedModel, SeededModel):
    """A part of the body as people name it, such as “Lats”, in one of the larger regions."""

    class Region(models.TextChoices):
        NECK = "neck", _("Neck")
        SHOULDERS = "shoulders", _("Shoulders")
        UPPER_BACK = "upper_back", _("Upper back")
        MIDDLE_BACK = "middle_back", _("Middle back")
        LOWER_BACK = "lower_back", _("Lower back")
        CORE = "core", _("Core")
        CHEST = "chest", _("Chest")
        ARMS = "arms", _("Arms")
        HIPS = "hips", _("Hips")
        LEGS = "legs", _("Legs")

    name = LineField(_("name"), max_length=60, unique=True)
    region = models.CharField(_("region"), max_length=12, choices=Region)
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Position in lists.")
    )

    objects = ContentQuerySet.as_manager()

    translated_fields = ("name",)

    class Meta:
        verbose_name = _("body part")
        verbose_name_plural = _("body parts")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Muscle(TranslatedModel, SeededModel):
    """A muscle, or a group that is trained as one."""

    name = LineField(_("name"), max_length=60, unique=True)
    latin_name = LineField(_("Latin name"), max_length=120, blank=True)
    body_part = models.ForeignKey(
        BodyPart, models.PROTECT, related_name="muscles", verbose_name=_("body part")
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Position in lists.")
    )

    objects = ContentQuerySet.as_manager()

    translated_fields = ("name",)

    class Meta:
        verbose_name = _("muscle")
        verbose_name_plural = _("muscles")
        ordering = ["body_part__order", "order", "name"]

    def __str__(self) -> str:
        return self.name
