"""Kinds of equipment to train with."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.figures.equipment_poses import EQUIPMENT_POSES
from exercises.models.fields import LineField, ProseField
from exercises.models.publishable import (
    PublishableModel,
    PublishableQuerySet,
    SearchableModel,
)
from exercises.models.translated import TranslatedModel
from exercises.people import Visitor

RESERVED = frozenset({"compare", "favourites", "kit", "products", "reviews"})
"""Slugs that are addresses of other pages under /equipment/."""

EVERYWHERE = ("chair", "mat")
"""Slugs of the kinds that every home has, or something as good: a carpet does for a mat."""


class EquipmentQuerySet(PublishableQuerySet["Equipment"]):
    """Equipment by visibility and by who has it."""

    def owned_by(self, user: Visitor) -> Self:
        """The kinds in a person's kit; none for somebody who is not signed in."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(kit_items__user=user)

    def for_list(self) -> Self:
        """With the number of published exercises as `exercise_count`."""
        published = models.Q(exercises__status="published")
        annotated = self.annotate(exercise_count=models.Count("exercises", filter=published))
        return annotated.order_by("order", "name")


class Equipment(TranslatedModel, SearchableModel, PublishableModel):
    """A kind of equipment, such as a barbell; not a product of some brand."""

    class Place(models.TextChoices):
        HOME = "home", _("At home")
        GYM = "gym", _("In the gym")
        BOTH = "both", _("At home and in the gym")

    name = LineField(_("name"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Position in lists.")
    )
    place = models.CharField(_("place"), max_length=4, choices=Place, default=Place.BOTH)
    summary = ProseField(_("summary"), blank=True)
    how_to_choose = ProseField(_("how to choose"), blank=True)
    safety = ProseField(_("safety"), blank=True)
    stands_in_for = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="replaced_by",
        help_text=_("Kinds that this one can replace when they are missing."),
        verbose_name=_("stands in for"),
    )

    objects = EquipmentQuerySet.as_manager()

    translated_fields = ("name", "search_terms", "summary", "how_to_choose", "safety")

    class Meta:
        verbose_name = _("equipment")
        ordering = ["order", "name"]
        verbose_name_plural = _("equipment")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exercises:equipment-detail", args=[self.slug])

    def clean(self) -> None:
        """Refuse the addresses of other pages as slugs."""
        super().clean()
        if self.slug in RESERVED:
            message = gettext("“%(slug)s” is the address of another page.") % {"slug": self.slug}
            raise ValidationError({"slug": message})

    @property
    def picture_url(self) -> str:
        """The address of the kind's drawing; empty when there is none."""
        if self.slug not in EQUIPMENT_POSES:
            return ""
        return reverse("exercises:equipment-picture", args=[self.slug])
