"""What the builder's page shows of a workout: rows, search, sums, and what the coach says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from exercises.models import BodyPart, Exercise
from exercises.pictures import muscle_map
from exercises.search.ranking import Query, find
from programs.agenda.week_advice import WeekTip, advice_on_plans
from programs.builder.commands import fix_command
from programs.builder.conflicts import EditConflict, ownership_token
from programs.builder.editor import last_removal
from programs.coach import (
    Advice,
    Code,
    ExerciseFacts,
    WorkoutFacts,
    check_workout,
    equipment_needed,
    suggest_swaps,
    volume_by_region,
)
from programs.forms.workouts import DetailsForm, DoseForm, SectionForm
from programs.models import Section, Workout, WorkoutItem
from programs.models.coach_facts import exercise_facts, workout_facts
from programs.models.workout import MAX_ITEMS
from programs.owned_equipment import kit_of

if TYPE_CHECKING:
    from programs.coach.types import Goal

RESULTS = 8
SWAPS = 4
DETAILS = "details"


@dataclass(frozen=True)
class BuilderRow:
    """One exercise in the builder: what can be done with it, and its form while it is open."""

    item: WorkoutItem
    form: DoseForm | None
    is_first: bool
    is_last: bool
    can_join: bool
    joins_next: bool
    advice: list[Advice]


@dataclass(frozen=True)
class CoachTip:
    """One piece of advice, the exercises it is about, and the order that its button gives."""

    advice: Advice
    items: list[WorkoutItem]
    order: str


@dataclass
class BuilderPage:
    """The page of one workout, loaded by `for_coach`.

    `open` tells whose form is open: an item's key, `details` or none; `form` is that form when it
    was sent. `said` tells what was done, `problem` what was not.
    """

    request: HttpRequest
    workout: Workout
    open: str = ""
    form: DoseForm | DetailsForm | None = None
    query: str = ""
    section: str = Section.MAIN
    said: str = ""
    problem: str = ""
    pending: EditConflict | None = None
    items: list[WorkoutItem] = field(init=False)

    def __post_init__(self) -> None:
        self.items = self.workout.plan_items()
        if self.form is None:
            self.form = open_form(self.workout, self.open)

    def context(self) -> dict[str, Any]:
        """For the templates of `programs/builder/`."""
        return {
            "page": self,
            "workout": self.workout,
            "heading": f"Edit {self.workout.title}",
            "seal": ownership_token(self.request, self.workout),
            "most_items": MAX_ITEMS,
        }

    # --- rows -------------------------------------------------------------------------------------

    @property
    def details_form(self) -> DetailsForm | None:
        return self.form if isinstance(self.form, DetailsForm) else None

    @cached_property
    def sections(self) -> list[tuple[str, str, list[BuilderRow], dict[str, Any] | None]]:
        """Each section: its value, its name, its rows, and what was just removed from it."""
        removed = last_removal(self.workout)
        found = []
        for section in Section:
            items = [item for item in self.items if item.section == section]
            gone = removed if removed and removed["section"] == section else None
            found.append((section.value, str(section.label), self._rows(items), gone))
        return found

    def _rows(self, items: list[WorkoutItem]) -> list[BuilderRow]:
        return [self._row(item, items[n + 1] if n + 1 < len(items) else None) for n, item in
                enumerate(items)]  # fmt: skip

    def _row(self, item: WorkoutItem, following: WorkoutItem | None) -> BuilderRow:
        joined = following is not None and item.superset is not None
        joins_next = joined and following is not None and item.superset == following.superset
        is_open = isinstance(self.form, DoseForm) and self.form.instance.pk == item.pk
        return BuilderRow(
            item=item,
            form=self.form if is_open and isinstance(self.form, DoseForm) else None,
            is_first=item == self.items[0] and item.section == Section.WARM_UP,
            is_last=item == self.items[-1] and item.section == Section.COOL_DOWN,
            can_join=following is not None and not joins_next,
            joins_next=joins_next,
            advice=[word.advice for word in self.coach if item.pk in word.advice.items],
        )

    # --- search -----------------------------------------------------------------------------------

    @cached_property
    def results(self) -> list[Exercise]:
        """The exercises that the search finds, the best first."""
        if not self.query:
            return []
        entries = Exercise.objects.visible_to(self.request.user).search_entries(self.query)
        return Exercise.objects.for_cards().in_order(find(entries, Query())[:RESULTS])

    def section_form(self) -> SectionForm:
        """Where the next exercise goes."""
        return SectionForm(initial={"section": self.section})

    # --- sums -------------------------------------------------------------------------------------

    @cached_property
    def workout_facts(self) -> WorkoutFacts:
        """The workout as the coach sees it."""
        goal = cast("Goal | None", self.workout.goal or None)
        return workout_facts(self.workout, goal)

    @property
    def volume(self) -> list[tuple[str, int]]:
        """Sets by region of the body, the most first."""
        labels = dict(BodyPart.Region.choices)
        sums = volume_by_region(self.workout_facts.items).items()
        return sorted(
            ((str(labels[region]), sets) for region, sets in sums),
            key=lambda pair: (-pair[1], pair[0]),
        )

    @property
    def most_volume(self) -> int:
        return max((sets for _, sets in self.volume), default=0)

    @property
    def body_map(self) -> SafeString:
        """Front and back of a body with the muscles that this workout trains."""
        return mark_safe(muscle_map(*[item.exercise for item in self.items]))

    @property
    def equipment(self) -> list[str]:
        return [thing.name for thing in equipment_needed(self.workout_facts.items)]

    # --- coach ------------------------------------------------------------------------------------

    @cached_property
    def kit(self) -> frozenset[str] | None:
        """Slugs of what the person has; None when they have not said."""
        return kit_of(self.request.user) or None

    @cached_property
    def candidates(self) -> list[ExerciseFacts]:
        """What the coach may add or swap in."""
        exercises = Exercise.objects.published().for_coach()
        return [exercise_facts(exercise) for exercise in exercises]

    @cached_property
    def coach(self) -> list[CoachTip]:
        """The advice that the person did not dismiss."""
        found = check_workout(self.workout_facts, kit=self.kit, candidates=self.candidates)
        return self._words(each for each in found if each.key not in self.workout.dismissed)

    def health(self, conditions: dict[str, str]) -> list[CoachTip]:
        """The advice that comes from conditions (slug to reason) alone; it cannot be dismissed."""
        found = check_workout(
            self.workout_facts, kit=self.kit, conditions=conditions, candidates=self.candidates
        )
        return self._words(each for each in found if each.code == Code.CONTRAINDICATED)

    def _words(self, found: Iterable[Advice]) -> list[CoachTip]:
        items = {item.pk: item for item in self.items}
        sections: dict[int | str, str] = {item.pk: item.section for item in self.items}
        return [
            CoachTip(
                advice=advice,
                items=[items[int(pk)] for pk in advice.items],
                order=fix_command(advice, sections),
            )
            for advice in found
        ]

    @cached_property
    def week(self) -> list[WeekTip]:
        """The advice on this workout's coming sessions, beside all others of the person."""
        return advice_on_plans(self.request.user, self.workout, timezone.now())

    @property
    def swaps(self) -> list[ExerciseFacts]:
        """What the open exercise can be swapped for, with what the person has."""
        if not isinstance(self.form, DoseForm):
            return []
        now = next((i for i in self.workout_facts.items if i.id == self.form.instance.pk), None)
        return suggest_swaps(now, self.candidates, self.kit)[:SWAPS] if now else []


def open_form(workout: Workout, opened: str, data: Any = None) -> DoseForm | DetailsForm | None:
    """The form that is open, filled with `data` when it was sent; None when there is no such."""
    if opened == DETAILS:
        return DetailsForm(data, instance=workout, prefix="details")
    for item in workout.plan_items():
        if str(item.pk) == opened:
            return DoseForm(data, item=item)
    return None
