"""The phases of a program: weeks in order, each with a name and what it is for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.content_version import ContentQuerySet
from exercises.models.fields import LineField
from exercises.models.translated import TranslatedModel
from programs.phases import MAX_PHASES, MAX_WEEKS, MIN_PHASES, Phase

PHASE_COLUMNS = ("name", "weeks", "goal", "go_on_when", "step_back_when")
PHASE_TEXTS = ("name", "goal", "go_on_when", "step_back_when")
"""Those of them that are texts."""


class ProgramPhase(TranslatedModel):
    """One phase of a program. Which exercises are done in it, the items of its days say by its number."""

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = LineField(_("name"), max_length=60)
    weeks = models.PositiveSmallIntegerField(
        _("weeks"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_WEEKS)],
        help_text=_("How long it is; only that of the last phase may be empty."),
    )
    goal = LineField(
        _("goal"), max_length=300, blank=True, help_text=_("One sentence: what it is for.")
    )
    go_on_when = LineField(
        _("go on when"), max_length=300, blank=True, help_text=_("One sentence: when to go on.")
    )
    step_back_when = LineField(
        _("step back when"),
        max_length=300,
        blank=True,
        help_text=_("One sentence: when to step back."),
    )

    translated_fields = PHASE_TEXTS

    objects = ContentQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [
            models.CheckConstraint(
                condition=Q(weeks__isnull=True) | Q(weeks__range=(1, MAX_WEEKS)),
                name="program_phase_weeks_in_bounds",
                violation_error_message=_("A phase has 1 to 52 weeks."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def value(self) -> Phase:
        """The phase as plain values."""
        values = {name: getattr(self, name) for name in PHASE_COLUMNS}
        found = {name: self.language_of(name) for name in self.translated_fields}
        languages = {name: code for name, code in found.items() if code}
        return Phase(**values, languages=languages)


def phase_problems(phases: Sequence[Phase], numbers: Collection[int | None]) -> Iterator[str]:
    """What is wrong with a program's phases, as sentences; `numbers` are those that its items name."""
    last = len(phases)
    if last and not MIN_PHASES <= last <= MAX_PHASES:
        message = gettext("A program has no phases, or %(low)s to %(high)s.")
        yield message % {"low": MIN_PHASES, "high": MAX_PHASES}
    if any(not each.weeks for each in phases[:-1]):
        yield gettext("Every phase but the last needs its weeks.")
    if sum(each.weeks or 0 for each in phases) > MAX_WEEKS:
        yield gettext("All phases together have more than %(number)s weeks.") % {
            "number": MAX_WEEKS
        }
    for number in sorted(each for each in numbers if each is not None and not 1 <= each <= last):
        yield gettext("An exercise is in phase %(number)s, which does not exist.") % {
            "number": number
        }
    for number in range(1, last + 1):
        if number not in numbers and None not in numbers:
            yield gettext("Phase %(number)s has no exercise.") % {"number": number}
