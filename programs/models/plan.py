"""What a program's day and a person's workout have in common: a titled, ordered list of exercises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from types import MappingProxyType
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises.formats import comma_list
from exercises.models import Exercise, Prescription
from exercises.models.fields import LineField, ProseField
from exercises.units import Unit
from programs.phases import MAX_PHASES, NumberedPhase
from programs.progress import Suggestion

MINUTES_STEP = 5
SECONDS_TO_CHANGE = 60
MAX_SESSION_MINUTES = 480
"""As long as a session may be planned."""


SHEET_DEFERRED = [
    f"exercise__{name}" for name in ("summary", "steps", "breathing", "mistakes", "aliases")
]
"""What a sheet does not show of an exercise: long texts that need not be read."""


def exercise_with(exercise: str, dose: str) -> str:
    """`Deadlift: 5 sets of 4–8 reps`."""
    return gettext("%(exercise)s: %(dose)s") % {"exercise": exercise, "dose": dose}


def duration_label(minutes: int) -> str:
    """`About 45 minutes`."""
    return ngettext("About %(number)s minute", "About %(number)s minutes", minutes) % {
        "number": minutes
    }


NO_CHANGES: Mapping[str, Exercise | None] = MappingProxyType({})
"""Nothing left out of a copy, and nothing replaced."""


class Section(models.TextChoices):
    """The parts of a session, in order."""

    WARM_UP = "warm_up", _("Warm-up")
    MAIN = "main", _("Main")
    COOL_DOWN = "cool_down", _("Cool-down")


class Plan(models.Model):
    """A session to do: a title, notes, and items in order.

    `revision` goes up with every change that a person would notice, so that a printed sheet or a
    calendar entry can tell whether it is current.
    """

    title = LineField(_("title"), max_length=120)
    notes = ProseField(_("notes"), max_length=2000, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    edited_items: list[Any] | None = None
    """The items in order as an editor left them; None until one changes this object."""

    phase: NumberedPhase | None = None
    """The phase whose items alone the plan has; None where it has those of all."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def in_phase(self, phase: NumberedPhase | None) -> Self:
        """The same plan with the items of one phase alone; of all phases with None."""
        plan = copy(self)
        plan.phase = phase
        return plan

    def plan_items(self) -> list[Any]:
        """The items in order: section by section, each by position; those of its phase, if it has one."""
        return [item for item in self._all_items() if item.is_in(self.phase)]

    def _all_items(self) -> list[Any]:
        if self.edited_items is not None:
            return self.edited_items
        order = {section: index for index, section in enumerate(Section.values)}
        items: Iterable[PlanItem] = self.items.all()  # type: ignore[attr-defined]
        return sorted(items, key=lambda item: (order[item.section], item.position))

    def exercises(self) -> list[Exercise]:
        """The exercises of the items, in their order."""
        return [item.exercise for item in self.plan_items()]

    def sections(self) -> list[tuple[str, list[Any]]]:
        """The items under the labels of their sections, empty sections left out."""
        items = self.plan_items()
        parts = [(section, [i for i in items if i.section == section]) for section in Section]
        return [(str(section.label), found) for section, found in parts if found]

    def is_strength(self) -> bool:
        """Whether at least half of the main part is strength work: then a safety check comes first."""
        main = [item for item in self.plan_items() if item.section == Section.MAIN]
        strength = [item for item in main if item.exercise.kind == Exercise.Kind.STRENGTH]
        return bool(strength) and 2 * len(strength) >= len(main)

    def estimated_minutes(self) -> int:
        """Rough length of the session in minutes, rounded up to five, a minute between exercises."""
        seconds = sum(item.seconds() + SECONDS_TO_CHANGE for item in self.plan_items())
        fives: int = max(-(-seconds // (60 * MINUTES_STEP)), 1)
        return fives * MINUTES_STEP

    def suggested_minutes(self) -> int:
        """The estimate, as far as a session may be planned."""
        return min(self.estimated_minutes(), MAX_SESSION_MINUTES)

    def set_count(self) -> int:
        """Sets in the whole session; a total of repetitions counts as four."""
        return sum(item.set_count for item in self.plan_items())

    def values_with(self, changes: Mapping[str, Exercise | None]) -> list[dict[str, Any]]:
        """The values of all items for a copy, where some exercises (by slug) are left out or replaced.

        None leaves an exercise out. Another does the same dose without the load, which will not fit.
        """
        if not changes:
            return [item.plan_values() for item in self.plan_items()]
        values = []
        for item in self.plan_items():
            columns, other = item.plan_values(), changes.get(item.exercise.slug, item.exercise)
            if other is not None and other != item.exercise:
                columns |= {"exercise_id": other.pk, "load_kg": None}
            if other is not None:
                values.append(columns)
        together = Counter(columns["superset"] for columns in values)
        for columns in values:
            if together[columns["superset"]] == 1:
                columns["superset"] = None
        return values

    def lines(self, unit: Unit = "kg") -> list[str]:
        """The session as text, a line an item: `1. Deadlift: 5 sets of 4–8 reps, rest 2 min`."""
        return [
            gettext("%(number)s. %(item)s") % {"number": number, "item": item.line(unit)}
            for number, item in enumerate(self.plan_items(), start=1)
        ]

    def bump_revision(self) -> None:
        """Count one more change and save."""
        self.revision += 1
        self.save(update_fields=["revision", "updated_at"])


class PlanItem(Prescription):
    """One exercise in a plan, with its own prescription."""

    section = models.CharField(_("section"), max_length=9, choices=Section, default=Section.MAIN)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    superset = models.PositiveSmallIntegerField(
        _("superset group"),
        null=True,
        blank=True,
        help_text=_("Items with the same number are done in turn, without a rest between."),
    )
    exercise = models.ForeignKey(
        Exercise, models.PROTECT, related_name="%(class)ss", verbose_name=_("exercise")
    )
    phase = models.PositiveSmallIntegerField(
        _("phase"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_PHASES)],
        help_text=_("The number of the phase that it is done in; empty for all."),
    )

    suggestion: Suggestion | None = None
    """What to do next time, once `programs.logs.next_time.suggest` worked it out."""

    class Meta(Prescription.Meta):
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return exercise_with(str(self.exercise), self.prescription_label)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Check the columns; an exercise that is loaded is there, and need not be asked for."""
        loaded = self._meta.get_field("exercise").is_cached(self)  # type: ignore[union-attr]
        super().clean_fields({*(exclude or ()), *(["exercise"] if loaded else [])})

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Do nothing: the fields' validators and `clean` check all that the constraints check.

        Django would ask the database about each constraint once more, in three queries.
        """

    @property
    def phase_label(self) -> str:
        """`Phase 2`, or `Every phase`."""
        if self.phase is None:
            return gettext("Every phase")
        return gettext("Phase %(number)s") % {"number": self.phase}

    def is_in(self, phase: NumberedPhase | None) -> bool:
        """Whether it is done in that phase; always without one."""
        return phase is None or self.phase in (None, phase.number)

    @property
    def superset_label(self) -> str:
        """`superset 1, no rest between`; empty outside a superset."""
        if not self.superset:
            return ""
        return gettext("superset %(number)s, no rest between") % {"number": self.superset}

    def line(self, unit: Unit = "kg") -> str:
        """The item as text: name, prescription, details, superset, note."""
        parts = [self.prescription_label, self.details_in(unit), self.superset_label, self.note]
        return exercise_with(self.exercise.name, comma_list(parts))

    def phase_line(self) -> str:
        """The item as text, with the number of its phase if it has one: `Phase 2: Deadlift: 5 sets`."""
        if self.phase is None:
            return self.line()
        values = {"number": self.phase, "name": self.line()}
        return gettext("Phase %(number)s: %(name)s") % values

    def plan_values(self) -> dict[str, Any]:
        """Everything of the item but its plan and key, to copy it into another plan."""
        return {
            "section": self.section,
            "position": self.position,
            "superset": self.superset,
            "phase": self.phase,
            "exercise_id": self.exercise_id,
            **self.prescription_values(),
        }
