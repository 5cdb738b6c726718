"""Health conditions: when not to train, and what to do instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from exercises.models.fields import LineField, ProseField
from exercises.models.publishable import (
    CheckedModel,
    PublishableModel,
    PublishableQuerySet,
    SearchableModel,
)
from exercises.models.translated import TranslatedModel


class ConditionQuerySet(PublishableQuerySet["Condition"]):
    """Conditions by visibility, and by the exercises that they contraindicate."""

    def affecting(self, exercises: Iterable[models.Model]) -> Self:
        """With those of `exercises` that each condition contraindicates, as `affected` (two queries)."""
        listed = apps.get_model("exercises", "Exercise").objects.filter(
            pk__in=[exercise.pk for exercise in exercises]
        )
        return self.prefetch_related(Prefetch("exercises", queryset=listed, to_attr="affected"))


class Condition(TranslatedModel, SearchableModel, CheckedModel, PublishableModel):
    """A state of health in which people should not train, or leave some exercises out, for now."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", _("Call an ambulance")
        SEE_DOCTOR = "see_doctor", _("See a doctor first")
        APPOINTMENT = "appointment", _("Book an appointment, and train gently meanwhile")
        CONTRAINDICATION = "contraindication", _("Leave some exercises out")

    name = LineField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.CONTRAINDICATION)
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Position in lists.")
    )
    question = LineField(
        _("question"), max_length=250, help_text=_("A yes-or-no question for the pre-check.")
    )
    reason = ProseField(_("reason"))
    what_to_do = ProseField(_("what to do"))
    source = LineField(_("source"), max_length=250, blank=True)
    source_url = models.URLField(_("source address"), blank=True)

    objects = ConditionQuerySet.as_manager()

    translated_fields = ("name", "search_terms", "question", "reason", "what_to_do")

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_contraindication(self) -> bool:
        """Whether it only rules exercises out, so that the coach can act on it."""
        return self.kind == self.Kind.CONTRAINDICATION
