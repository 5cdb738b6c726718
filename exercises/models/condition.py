"""When not to train, and what to do instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Prefetch

from exercises.models.fields import LineField, ProseField
from exercises.models.publishable import PublishableModel, PublishableQuerySet


class ConditionQuerySet(PublishableQuerySet["Condition"]):
    """Conditions by visibility, and by the exercises they speak against."""

    def affecting(self, exercises: Iterable[models.Model]) -> Self:
        """With those of `exercises` that each condition speaks against, as `affected` (two queries)."""
        ours = apps.get_model("exercises", "Exercise").objects.filter(
            pk__in=[exercise.pk for exercise in exercises]
        )
        return self.prefetch_related(Prefetch("exercises", queryset=ours, to_attr="affected"))


class Condition(PublishableModel):
    """A state of health that speaks against training, or against some exercises, for now."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", "Call an ambulance"
        SEE_DOCTOR = "see_doctor", "See a doctor first"
        CONTRAINDICATION = "contraindication", "Leave some exercises out"

    name = LineField(max_length=120, unique=True)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.CONTRAINDICATION)
    order = models.PositiveSmallIntegerField(default=0, help_text="Position in lists.")
    question = LineField(max_length=250, help_text="A yes-or-no question for the pre-check.")
    reason = ProseField()
    what_to_do = ProseField()
    source = LineField(max_length=250, blank=True)
    source_url = models.URLField("source address", blank=True)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_told(self) -> bool:
        """Whether the coach can use it: it leaves exercises out, and is no reason to see a doctor first."""
        return self.kind == self.Kind.CONTRAINDICATION
