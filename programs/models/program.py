"""Curated programs: a goal, one or more days, and the exercises of each day."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Case, Count, Exists, Max, OuterRef, Prefetch, Q, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises.content_version import ContentQuerySet
from exercises.formats import comma_list
from exercises.models import (
    BodyPart,
    CheckedModel,
    Equipment,
    Guide,
    Muscle,
    PublishableModel,
    PublishableQuerySet,
    SearchableModel,
)
from exercises.models.exercise import Exercise, Level
from exercises.models.fields import LineField, ProseField
from exercises.models.translated import TranslatedModel
from exercises.people import Person, Visitor
from exercises.weekdays import WEEKDAYS
from programs.models.plan import (
    NO_CHANGES,
    SHEET_DEFERRED,
    Plan,
    PlanItem,
    Section,
    duration_label,
)
from programs.models.plans_version import lock_plans
from programs.models.program_phase import ProgramPhase, phase_problems
from programs.models.workout import LimitError, Workout
from programs.phases import NumberedPhase, Phase, PhaseTimeline, numbered

CARD_ITEMS = 4
"""Items of a program that its card loads, to show the pictures of two different exercises."""

FREQUENCIES = {1: _("once a week"), 2: _("twice a week"), 7: _("every day")}
"""How often a program is done, by the number of its weekdays, where there is a word for it."""


class ProgramQuerySet(PublishableQuerySet["Program"]):
    """Programs by visibility, and with what a page shows of them."""

    def next_order(self) -> int:
        """The place behind all programs (one query)."""
        last: int | None = self.aggregate(last=Max("order"))["last"]
        return 0 if last is None else last + 1

    def with_items(self) -> Self:
        """With phases, days, items and what a row shows of each exercise (constant queries)."""
        items = ProgramItem.objects.select_related("exercise__body_part").defer(*SHEET_DEFERRED)
        muscles = Muscle.objects.select_related("body_part")
        items = items.prefetch_related(
            "exercise__equipment",
            Prefetch("exercise__primary_muscles", muscles),
            "exercise__secondary_muscles",
        )
        return self.prefetch_related("phases", "days", Prefetch("days__items", queryset=items))

    def with_item_count(self) -> Self:
        """In the model's order, each with the number of its items as `item_count` (one query).

        Of a program with phases these are the items of the first.
        """
        first = Q(days__items__phase__isnull=True) | Q(days__items__phase=1)
        # Django drops the model's own order from a grouped query.
        counted = self.annotate(item_count=Count("days__items", filter=first))
        return counted.order_by("order", "title")

    def for_cards(self) -> Self:
        """With what a card shows: `item_count`, and the first exercises, for their pictures.

        Three queries. Each day has only those items that are among the program's first four.
        """
        order = {section: index for index, section in enumerate(Section.values)}
        in_order = Case(*(When(section=name, then=index) for name, index in order.items()))
        first = Window(
            RowNumber(),
            partition_by="day__program",
            order_by=["day__position", "day", in_order, "position", "pk"],
        )
        items = ProgramItem.objects.annotate(number=first).filter(number__lte=CARD_ITEMS)
        items = items.select_related("exercise").only(
            *("day", "section", "position"),
            *("exercise__slug", "exercise__figure", "exercise__translations"),
        )
        days = ProgramDay.objects.only("program", "position")
        programs = self.with_item_count().prefetch_related(Prefetch("days", days))
        return programs.prefetch_related(Prefetch("days__items", items))

    def for_coach(self) -> Self:
        """With all that the coach looks at (constant queries)."""
        return self.with_items().prefetch_related("days__items__exercise__contraindications")

    def for_player(self) -> Self:
        """With items and the easier variants of their exercises (constant queries)."""
        easier = Prefetch("days__items__exercise__easier", Exercise.objects.published())
        return self.with_items().prefetch_related(easier)

    def for_sheet(self) -> Self:
        """With phases, days, items and what a sheet prints of each exercise (five queries)."""
        items = ProgramItem.objects.select_related("exercise").defer(*SHEET_DEFERRED)
        items = items.prefetch_related("exercise__equipment")
        return self.prefetch_related("phases", "days", Prefetch("days__items", queryset=items))

    def gentle(self) -> Self:
        """Programs for beginners in which every exercise is one for beginners."""
        harder = ProgramItem.objects.exclude(exercise__level_min=Level.BEGINNER)
        return self.filter(level=Level.BEGINNER).exclude(
            Exists(harder.filter(day__program=OuterRef("pk")))
        )

    def training(self, exercise: Exercise) -> Self:
        """Programs with `exercise` in one of their days."""
        return self.filter(days__items__exercise=exercise).distinct()

    def needing(self, equipment: Equipment) -> Self:
        """Programs with an exercise that uses this kind of equipment."""
        return self.filter(days__items__exercise__equipment=equipment).distinct()


class Program(TranslatedModel, SearchableModel, CheckedModel, PublishableModel):
    """A training program for a goal. The source's four programs have one day, others several."""

    title = LineField(_("title"), max_length=120, unique=True)
    goal = LineField(_("goal"), max_length=60, help_text=_("Short label of the goal, for cards."))
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Position in lists.")
    )
    summary = ProseField(_("summary"))
    description = ProseField(_("description"), blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.BEGINNER)
    weekdays = models.JSONField(
        _("weekdays"), default=list, help_text=_("Suggested days, MO to SU.")
    )
    duration_minutes = models.PositiveSmallIntegerField(
        _("planned minutes"),
        default=45,
        validators=[MinValueValidator(5), MaxValueValidator(240)],
        help_text=_("Of one session."),
    )
    guides = models.ManyToManyField(
        Guide,
        blank=True,
        related_name="programs",
        verbose_name=_("guides"),
        help_text=_("What to read with this program."),
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ProgramQuerySet.as_manager()

    translated_fields = ("title", "goal", "search_terms", "summary", "description")

    class Meta:
        ordering = ["order", "title"]
        verbose_name = _("program")
        verbose_name_plural = _("programs")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programs:program-detail", args=[self.slug])

    def get_start_url(self) -> str:
        """Where a session of it is done, step by step."""
        return reverse("programs:program-start", args=[self.slug])

    def publishing_obstacle(self, phases: Sequence[Phase] | None = None) -> str:
        """A program is there for its exercises, and each of its phases too: the stored ones, or `phases`."""
        items = ProgramItem.objects.filter(day__program_id=self.pk)
        numbers = set(items.values_list("phase", flat=True))
        if not numbers:
            return gettext("It has no exercises yet.")
        if phases is None:
            phases = [each.value for each in ProgramPhase.objects.filter(program=self.pk)]
        return next(iter(phase_problems(phases, numbers)), "")

    def relation_lines(self) -> dict[str, list[str]]:
        """Its phases, and its days with their exercises, as lines of text."""
        days = self.days.prefetch_related("items__exercise")
        phases = {
            each.label: [each.heading, *each.phase.sentences()] for each in self.numbered_phases()
        }
        return phases | {
            gettext("Day %(number)s") % {"number": number}: [
                line for line in (day.title, day.notes) if line
            ]
            + [item.phase_line() for item in day.plan_items()]
            for number, day in enumerate(days, start=1)
        }

    @property
    def plans(self) -> list[ProgramDay]:
        """The days in order, each a plan; load `with_items` first."""
        return list(self.days.all())

    def numbered_phases(self) -> list[NumberedPhase]:
        """The phases in order, each with its number and its weeks; none in most programs."""
        return numbered(each.value for each in self.phases.all())

    def timeline_from(self, day: date) -> PhaseTimeline | None:
        """The way through its phases from a day on; None for a program without phases."""
        phases = tuple(each.phase for each in self.numbered_phases())
        return PhaseTimeline(phases, day) if phases else None

    def phase_numbered(self, number: int | None) -> NumberedPhase | None:
        """The phase with that number, the first without one; None in a program without phases.

        Raises `LookupError` when there is no such phase.
        """
        phases = {each.number: each for each in self.numbered_phases()}
        return phases[number or 1] if phases or number else None

    def plans_in(self, phase: NumberedPhase | None) -> list[ProgramDay]:
        """The days in order as they are in a phase, those left out that are not held in it."""
        days = [day.in_phase(phase) for day in self.plans]
        return [day for day in days if phase is None or day.plan_items()]

    def first_plans(self) -> list[ProgramDay]:
        """The days as a new person meets them: those of the first phase, if it has phases."""
        return self.plans_in(self.phase_numbered(None))

    def exercises(self) -> list[Exercise]:
        """The exercises of all days, each once, in order of appearance."""
        items = [item for day in self.plans for item in day.plan_items()]
        return list({item.exercise_id: item.exercise for item in items}.values())

    def body_parts(self) -> list[BodyPart]:
        """The body parts of the exercises' primary muscles, each once, those of most first."""
        counted = Counter(part for each in self.exercises() for part in each.body_parts)
        return [part for part, _count in counted.most_common()]

    @property
    def is_strength(self) -> bool:
        """Whether a day of it is strength work: then a safety check comes first."""
        return any(day.is_strength() for day in self.plans)

    @property
    def exercise_count(self) -> int:
        """Exercises of all days; of the first phase, if it has phases."""
        return sum(len(day.plan_items()) for day in self.first_plans())

    @property
    def set_count(self) -> int:
        """Sets of all days; of the first phase, if it has phases."""
        return sum(day.set_count() for day in self.first_plans())

    @property
    def revision(self) -> int:
        """The program's revision: that of all its days together."""
        return sum(day.revision for day in self.plans)

    @property
    def schedule_label(self) -> str:
        """`About 45 minutes, twice a week`."""
        return comma_list([duration_label(self.duration_minutes), self.frequency_label])

    @property
    def frequency_label(self) -> str:
        """`once a week`, `3 times a week`, `every day`."""
        often = self.times_per_week
        if often in FREQUENCIES:
            return str(FREQUENCIES[often])
        return ngettext("%(number)s time a week", "%(number)s times a week", often) % {
            "number": often
        }

    @property
    def times_per_week(self) -> int:
        return len(self.weekdays)

    @property
    def sessions_a_week_of_each_day(self) -> int:
        """How often a week each day of it is done, rounded up; 1 where it does not say."""
        return ceil(self.times_per_week / max(len(self.plans), 1)) or 1

    def copy_of(
        self, user: Visitor, changes: Mapping[str, Exercise | None] = NO_CHANGES
    ) -> Workout | None:
        """The person's newest workout that was made from this program, if they have one (one query).

        With `changes` (`copy_for`) one that has just the exercises that such a copy would have (one more).
        """
        if not user.is_authenticated:
            return None
        copies = Workout.objects.owned_by(user).filter(source_day__program=self)
        copies = copies.order_by("source_day__position", "-created_at")
        if not changes:
            return copies.only("uuid", "title").first()
        wanted: dict[int | None, list[int]] = {
            day.pk: [values["exercise_id"] for values in day.values_with(changes)]
            for day in self.plans
        }
        alike = (
            copy
            for copy in copies.prefetch_related("items")
            if [item.exercise_id for item in copy.plan_items()] == wanted.get(copy.source_day_id)
        )
        return next(alike, None)

    @transaction.atomic
    def add_for(
        self,
        user: Person,
        changes: Mapping[str, Exercise | None] = NO_CHANGES,
        *,
        starts_on: date | None = None,
        another: bool = False,
    ) -> tuple[Workout, bool]:
        """Make the program the person's own, once until they ask for `another`; tells if it is new.

        `changes` and `starts_on` are those of `copy_for`; another choice of exercises is another copy.
        Raises `LimitError`.
        """
        lock_plans(user)
        copy = None if another else self.copy_of(user, changes)
        return (copy, False) if copy else (self.copy_for(user, changes, starts_on), True)

    @transaction.atomic
    def copy_for(
        self,
        user: Person,
        changes: Mapping[str, Exercise | None] = NO_CHANGES,
        starts_on: date | None = None,
    ) -> Workout:
        """Make the program the person's own: one workout a day of it; returns the first.

        `changes` tells which exercises are left out or replaced; a day of which nothing is left is not
        copied. Phases begin on `starts_on`, without it on the day of copying. Raises `LimitError` when
        the person has too many workouts already, or nothing is left.
        """
        if not self.plans:
            raise LimitError(gettext("This program has no day yet, so there is nothing to add."))
        days = [day for day in self.plans if not changes or day.values_with(changes)]
        if not days:
            raise LimitError(gettext("Without these exercises nothing is left of this program."))
        Workout.objects.ensure_room(user, wanted=len(days))
        phases = [each.phase for each in self.numbered_phases()]
        columns = (
            {"phases": phases, "phases_start": starts_on, "program_copy": uuid.uuid4()}
            if phases
            else {}
        )
        workouts = [day.copy_for(user, changes, **columns) for day in days]
        return workouts[0]

    def first_day(self, today: date) -> date:
        """The day to begin on: the first of its weekdays from today on."""
        days = [today + timedelta(days=number) for number in range(7)]
        return next((day for day in days if WEEKDAYS[day.weekday()] in self.weekdays), today)


class ProgramDay(TranslatedModel, Plan):
    """One day of a program."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="days")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = LineField(
        _("title"),
        max_length=120,
        blank=True,
        help_text=_("Empty when the program has one day."),
    )

    objects = ContentQuerySet.as_manager()

    translated_fields = ("title", "notes")

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("day")
        verbose_name_plural = _("days")

    def __str__(self) -> str:
        return self.full_title

    def number_in(self, program: Program) -> int:
        """Which of the loaded program's days it is, from 1."""
        return program.plans.index(self) + 1

    @property
    def full_title(self) -> str:
        """The program's title, with the day's when it has one."""
        return comma_list([self.program.title, self.title])

    def copy_for(
        self, user: Person, changes: Mapping[str, Exercise | None] = NO_CHANGES, **columns: Any
    ) -> Workout:
        """Make a workout of this day that belongs to `user`, free to change; returns it.

        `columns` are those of a program's phases.
        """
        columns |= {"title": self.full_title, "source_day": self, "revision": 2 if changes else 1}
        return Workout.objects.copy_of(self, user, changes, **columns)


class ProgramItem(TranslatedModel, PlanItem):
    """An exercise in a program's day."""

    day = models.ForeignKey(ProgramDay, models.CASCADE, related_name="items")

    objects = ContentQuerySet.as_manager()

    translated_fields = ("note",)

    class Meta(PlanItem.Meta):
        abstract = False
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")

    def __str__(self) -> str:
        """`Phase 2: Deadlift: 5 sets of 4–8 reps`; without the number where it is done in every phase."""
        if self.phase is None:
            return super().__str__()
        values = {"number": self.phase, "name": super().__str__()}
        return gettext("Phase %(number)s: %(name)s") % values
