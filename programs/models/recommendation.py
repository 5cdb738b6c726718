"""The way in: which programs suit where it hurts and what one has. Editors change these rules in the admin."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.models import PublishableModel, PublishableQuerySet
from exercises.models.equipment import EVERYWHERE
from exercises.models.exercise import Exercise
from programs.models.program import Program

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MAX_ALTERNATIVES = 2
"""Programs offered beside the recommended one."""


class Where(models.TextChoices):
    """Where it is today: what a person comes with."""

    NECK = "neck", _("Neck")
    UPPER_BACK = "upper-back", _("Shoulders and upper back")
    LOWER_BACK = "lower-back", _("Lower back")
    SITTING = "sitting", _("Stiff from sitting")
    STRONGER = "stronger", _("I want to get stronger")

    @property
    def hint(self) -> StrPromise | str:
        """How it feels, in a word or two; empty where the label says all."""
        return HINTS.get(self, "")


HINTS = {Where.NECK: _("stiff, aching"), Where.LOWER_BACK: _("sore, recurring")}


class Have(models.TextChoices):
    """What a person has to train with, from the least to the most."""

    NONE = "none", _("Nothing, or a mat")
    BAND_BALL = "band-ball", _("A band or a ball")
    DUMBBELLS = "dumbbells", _("Dumbbells")
    GYM = "gym", _("A gym")


KITS: dict[str, frozenset[str] | None] = {
    Have.NONE: frozenset(),
    Have.BAND_BALL: frozenset({"fitball", "resistance-bands"}),
    Have.DUMBBELLS: frozenset({"dumbbells"}),
    Have.GYM: None,
}
"""The kinds of equipment, as slugs, that each answer stands for; None is everything."""


def kit_of_answers(have: Collection[str]) -> frozenset[str] | None:
    """All that somebody with these answers can train with; None when that is everything."""
    kits = [KITS[each] for each in have]
    known = [kit for kit in kits if kit is not None]
    return None if len(known) < len(kits) else frozenset(EVERYWHERE).union(*known)


def exercises_beyond(program: Program, kit: frozenset[str] | None) -> list[Exercise]:
    """The program's exercises that need something outside `kit`. Load the program `with_items`."""
    if kit is None:
        return []
    return [
        exercise
        for exercise in program.exercises()
        if not kit >= {thing.slug for thing in exercise.equipment.all()}
    ]


@dataclass(frozen=True)
class Answer:
    """What is offered for one set of answers: a program, what to leave out of it, and others."""

    program: Program
    beyond: list[Exercise]
    alternatives: list[Program]


class RecommendationQuerySet(PublishableQuerySet["Recommendation"]):
    """The rules in use, and what they lead to."""

    def in_use(self) -> Self:
        """Published rules whose program is published too."""
        return self.published().filter(program__status="published")

    def programs_for(self, where: str, have: Collection[str]) -> list[int]:
        """Keys of the programs for these answers, the best first (one query).

        First choices before second ones, and among equals the one for the most equipment. Where all
        rules of an answer are drafts, those for no equipment stand in.
        """
        richness = {name: number for number, name in enumerate(Have.values)}
        wanted = Q(have__in=[*have, Have.NONE])
        rules = list(self.in_use().filter(wanted, where=where))
        asked = [rule for rule in rules if rule.have in have] or rules
        asked.sort(key=lambda rule: (rule.position, -richness[rule.have], rule.pk))
        return list(dict.fromkeys(rule.program_id for rule in asked))

    def answer(self, where: str, have: Collection[str]) -> Answer | None:
        """What to offer; None when no rule is left at all (constant queries)."""
        keys = self.programs_for(where, have)[: 1 + MAX_ALTERNATIVES]
        programs = {each.pk: each for each in Program.objects.with_items().filter(pk__in=keys)}
        found = [programs[key] for key in keys if key in programs]
        if not found:
            return None
        return Answer(found[0], exercises_beyond(found[0], kit_of_answers(have)), found[1:])


class Recommendation(PublishableModel):
    """A rule of the way in: a program for who says where it is and what they have."""

    where = models.CharField(_("where it is"), max_length=12, choices=Where)
    have = models.CharField(_("what one has"), max_length=12, choices=Have)
    program = models.ForeignKey(
        Program, models.CASCADE, related_name="recommendations", verbose_name=_("program")
    )
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=1,
        help_text=_("The first is recommended, the next two are offered beside it."),
    )

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["where", "have", "position", "pk"]

    def __str__(self) -> str:
        values = {
            "where": self.get_where_display(),
            "have": self.get_have_display(),
            "program": self.program,
        }
        return gettext("%(where)s, %(have)s: %(program)s") % values
