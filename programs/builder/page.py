"""What the builder's page shows of a workout: rows, search, totals, and the coach's advice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from exercises.models import BodyPart, Exercise, Muscle
from exercises.people import unit_of
from exercises.pictures import muscle_map
from exercises.search.ranking import Query, find
from exercises.units import Unit
from programs.agenda.week_advice import WeekTip, advice_on_plans
from programs.builder.candidates import MAX_SWAPS, find_candidates
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
from programs.models.coach_facts import workout_facts
from programs.owned_equipment import kit_of
from programs.phases import NumberedPhase

if TYPE_CHECKING:
    from programs.coach.types import Goal

MAX_RESULTS = 8
MAX_QUERY_LENGTH = 80
ABOUT_THE_PERSON = {Code.CONTRAINDICATED, Code.EQUIPMENT_MISSING}
DETAILS = "details"
"""The value of `open` for the form of the workout's name, goal and notes."""


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
    """One piece of advice, the exercises it is about, and the command that its button sends."""

    advice: Advice
    items: list[WorkoutItem]
    command: str


@dataclass
class BuilderPage:
    """The page of one workout, which is loaded `for_editor`.

    `open` says whose form is open: an item's key, `details` or none. `form` is that form when it was
    sent. `phase` is the number of the phase that is shown, empty for all. `message` says what was
    done, `problem` why something was not.
    """

    request: HttpRequest
    workout: Workout
    open: str = ""
    form: DoseForm | DetailsForm | None = None
    query: str = ""
    section: str = Section.MAIN
    message: str = ""
    problem: str = ""
    conflict: EditConflict | None = None
    phase: str = ""
    items: list[WorkoutItem] = field(init=False)

    def __post_init__(self) -> None:
        self.shown = shown_phase(self.workout, self.phase)
        self.plan = self.workout.in_phase(self.shown) if self.shown else self.workout
        self.items = [item for item in load_exercises(self.workout) if item.is_in(self.shown)]
        if self.form is None:
            self.form = open_form(self.workout, self.open, unit=unit_of(self.request.user))

    @classmethod
    def of(cls, request: HttpRequest, workout: Workout, **shown: Any) -> BuilderPage:
        """The page as the request's fields describe it, unless `shown` says otherwise."""
        data = request.POST if request.method == "POST" else request.GET
        described = {
            "open": data.get("open", ""),
            "query": data.get("q", "").strip()[:MAX_QUERY_LENGTH],
            "section": data.get("section", Section.MAIN),
            "phase": data.get("phase", ""),
        }
        return cls(request, workout, **(described | shown))

    def context(self) -> dict[str, Any]:
        """The context of the templates in `programs/builder/`."""
        return {
            "page": self,
            "workout": self.workout,
            "heading": _("Edit %(workout)s") % {"workout": self.workout.title},
            "seal": ownership_token(self.request, self.workout),
        }

    # --- rows -------------------------------------------------------------------------------------

    @property
    def details_form(self) -> DetailsForm | None:
        return self.form if isinstance(self.form, DetailsForm) else None

    @property
    def dose_form(self) -> DoseForm | None:
        return self.form if isinstance(self.form, DoseForm) else None

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
        following: list[WorkoutItem | None] = [*items[1:], None]
        return [self._row(item, after) for item, after in zip(items, following, strict=False)]

    def _row(self, item: WorkoutItem, following: WorkoutItem | None) -> BuilderRow:
        joins_next = (
            following is not None and following.superset == item.superset and bool(item.superset)
        )
        return BuilderRow(
            item=item,
            form=self.dose_form if item == self.open_item else None,
            is_first=item == self.items[0] and item.section == Section.WARM_UP,
            is_last=item == self.items[-1] and item.section == Section.COOL_DOWN,
            can_join=following is not None and not joins_next,
            joins_next=joins_next,
            advice=[tip.advice for tip in self.coach if item.pk in tip.advice.items],
        )

    @cached_property
    def open_item(self) -> WorkoutItem | None:
        """The item whose form is open, as it is stored."""
        key = self.dose_form.instance.pk if self.dose_form else None
        return next((item for item in self.items if item.pk == key), None)

    # --- search -----------------------------------------------------------------------------------

    @cached_property
    def results(self) -> list[Exercise]:
        """The exercises that the search finds, the best first."""
        if not self.query:
            return []
        entries = Exercise.objects.visible_to(self.request.user).search_entries(self.query)
        return Exercise.objects.for_cards().in_order(find(entries, Query())[:MAX_RESULTS])

    def section_form(self) -> SectionForm:
        """Where the next exercise goes."""
        return SectionForm(initial={"section": self.section})

    # --- totals -----------------------------------------------------------------------------------

    @cached_property
    def workout_facts(self) -> WorkoutFacts:
        """The workout as the coach sees it."""
        goal = cast("Goal | None", self.workout.goal or None)
        return workout_facts(self.plan, goal)

    @cached_property
    def volume(self) -> list[tuple[str, int]]:
        """Sets by region of the body, the most first."""
        labels = {value: str(label) for value, label in BodyPart.Region.choices}
        sets_by_region = volume_by_region(self.workout_facts.items).items()
        return sorted(
            ((str(labels[region]), sets) for region, sets in sets_by_region),
            key=lambda pair: (-pair[1], pair[0]),
        )

    @property
    def most_volume(self) -> int:
        return max((sets for _region, sets in self.volume), default=0)

    @property
    def body_map(self) -> SafeString:
        """Front and back of a body with the muscles that this workout trains."""
        return mark_safe(muscle_map(*[item.exercise for item in self.items]))

    @property
    def equipment(self) -> list[str]:
        return [each.name for each in equipment_needed(self.workout_facts.items)]

    # --- coach ------------------------------------------------------------------------------------

    @cached_property
    def kit(self) -> frozenset[str] | None:
        """Slugs of what the person has; None when they have not said."""
        return kit_of(self.request.user) or None

    @cached_property
    def candidates(self) -> list[ExerciseFacts]:
        """What the coach may add or swap in."""
        return find_candidates(
            self.plan,
            self.workout_facts,
            kit=self.kit,
            open_items=[self.open_item] if self.open_item else (),
        )

    @cached_property
    def coach(self) -> list[CoachTip]:
        """The advice that the person did not dismiss.

        How a program of ours is put together is no matter for advice until the person changes it, nor is
        what they left out as they copied it.
        """
        found = check_workout(self.workout_facts, kit=self.kit, candidates=self.candidates)
        if self.workout.is_as_copied:
            found = [each for each in found if each.code in ABOUT_THE_PERSON]
        dismissed = self.workout.dismissed
        return coach_tips(self.items, (each for each in found if each.key not in dismissed))

    @cached_property
    def week(self) -> list[WeekTip]:
        """The advice on this workout's coming sessions, next to all others of the person."""
        return advice_on_plans(self.request.user, self.workout, timezone.now())

    @cached_property
    def swaps(self) -> list[ExerciseFacts]:
        """What the open exercise can be swapped for, with what the person has."""
        if self.open_item is None:
            return []
        key = self.open_item.pk
        item = next(each for each in self.workout_facts.items if each.id == key)
        return suggest_swaps(item, self.candidates, self.kit)[:MAX_SWAPS]


def load_exercises(workout: Workout) -> list[WorkoutItem]:
    """The workout's items with what rows, body map and coach read of each exercise (three queries)."""
    items: list[WorkoutItem] = workout.plan_items()
    muscles = Prefetch("exercise__primary_muscles", Muscle.objects.select_related("body_part"))
    prefetch_related_objects(items, "exercise__equipment", muscles, "exercise__secondary_muscles")
    return items


def shown_phase(workout: Workout, number: str) -> NumberedPhase | None:
    """The phase of a workout with that number; None for all of them."""
    return next((p for p in workout.numbered_phases() if str(p.number) == number), None)


def coach_tips(items: Iterable[WorkoutItem], advice: Iterable[Advice]) -> list[CoachTip]:
    """Pieces of advice with the items of the workout that each is about."""
    by_key = {item.pk: item for item in items}
    sections: dict[int | str, str] = {item.pk: item.section for item in by_key.values()}
    return [
        CoachTip(each, [by_key[int(key)] for key in each.items], fix_command(each, sections))
        for each in advice
    ]


def health_tips(
    workout: Workout, kit: frozenset[str] | None, conditions: dict[str, str]
) -> list[CoachTip]:
    """The advice that follows from conditions alone (slug to reason); it cannot be dismissed.

    Load the workout `for_safety_check`.
    """
    facts = workout_facts(workout, health=True)
    candidates = find_candidates(workout, facts, kit=kit, conditions=conditions)
    found = check_workout(facts, kit=kit, conditions=conditions, candidates=candidates)
    about_health = (each for each in found if each.code == Code.CONTRAINDICATED)
    return coach_tips(workout.plan_items(), about_health)


def open_form(
    workout: Workout, opened: str, data: Any = None, *, unit: Unit
) -> DoseForm | DetailsForm | None:
    """The form that is open, filled with `data` when it was sent; None when there is no such form.

    `unit` is that of the person who fills it in.
    """
    if opened == DETAILS:
        return DetailsForm(data, workout=workout)
    for item in workout.plan_items():
        if str(item.pk) == opened:
            return DoseForm(data, item=item, unit=unit)
    return None
