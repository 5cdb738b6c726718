"""When not to train, and what to do instead."""

from __future__ import annotations

from django.db import models

from exercises.models.curated import Curated, CuratedQuerySet


class ConditionQuerySet(CuratedQuerySet["Condition"]):
    """Conditions by visibility and urgency."""


class Condition(Curated):
    """A state of health that speaks against training, or against some exercises, for now."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", "Call an ambulance"
        SEE_DOCTOR = "see_doctor", "See a doctor first"
        CONTRAINDICATION = "contraindication", "Leave some exercises out"

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.CONTRAINDICATION)
    order = models.PositiveSmallIntegerField(default=0, help_text="Position in lists.")
    question = models.CharField(max_length=250, help_text="A yes-or-no question for the pre-check.")
    reason = models.TextField()
    what_to_do = models.TextField()
    source = models.CharField(max_length=250, blank=True)
    source_url = models.URLField("source address", blank=True)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
