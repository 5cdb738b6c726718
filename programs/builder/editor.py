"""Changes to a workout, exercise by exercise: each keeps the order and counts as one revision."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exercises.models import Exercise
from exercises.models.prescription import PRESCRIPTION_COLUMNS
from programs.models.changes import (
    ChangeCode,
    describe_change,
    describe_stored_change,
    dose_values,
)
from programs.models.plan import Section
from programs.models.plans_version import bump_plans_version
from programs.models.revision import WorkoutRevision, as_values
from programs.models.set_log import SetLog
from programs.models.workout import MAX_ITEMS, LimitError, Workout, WorkoutItem
from programs.phases import NumberedPhase, PhaseTimeline

MAX_STORED_CHANGES = 20
PLACED = ["section", "position", "superset"]


class InvalidEditError(ValueError):
    """A change that cannot be done; the message says why to the person."""


class WorkoutEditor:
    """Changes one workout. Every verb makes one change and returns a sentence that describes it.

    Call verbs inside a transaction, on a workout that is loaded `for_editor` and locked. `items`
    holds the exercises in order, and so does `workout.plan_items()` after each change. A verb raises
    `InvalidEditError` or `LimitError` when it cannot be done; roll the transaction back then, and
    load the workout again before showing it.
    """

    def __init__(
        self, workout: Workout, post_id: str = "", phase: NumberedPhase | None = None
    ) -> None:
        """`post_id` identifies the post that asks for the changes; each change stores it.

        `phase` is the one that is shown: new items go into it, and items move past those shown.
        """
        self.workout = workout
        self.post_id = post_id
        self.phase = phase
        self.items: list[WorkoutItem] = workout.plan_items()
        self._places = {item.pk: _place_of(item) for item in self.items}
        self._before = as_values(self.items)

    def item(self, pk: int) -> WorkoutItem:
        """The item with this key. Raises `InvalidEditError` when it is not in the workout."""
        for item in self.items:
            if item.pk == pk:
                return item
        raise InvalidEditError(_("This exercise is not in the workout any more."))

    def section(self, name: str) -> list[WorkoutItem]:
        """The items of one section, in order."""
        return [item for item in self.items if item.section == name]

    # --- verbs ------------------------------------------------------------------------------------

    def add(self, exercise: Exercise, section: str, to: int | None = None) -> str:
        """Put an exercise with its usual dose into a section, last or at index `to`."""
        phase = self.phase.number if self.phase else None
        item = WorkoutItem(exercise=exercise, phase=phase, **exercise.prescription_values())
        return self._put_new(ChangeCode.ADDED, item, section, to)

    def duplicate(self, pk: int) -> str:
        """Put a copy of an item right behind it."""
        item = self.item(pk)
        copy = WorkoutItem(exercise=item.exercise, phase=item.phase, **item.prescription_values())
        to = self.section(item.section).index(item) + 1
        return self._put_new(ChangeCode.DUPLICATED, copy, item.section, to)

    def remove(self, pk: int) -> str:
        """Take an item out; `restore` brings it back."""
        item = self.item(pk)
        partners = [i.pk for i in self.items if item.superset and i.superset == item.superset]
        undo = stored(item) | {
            "name": item.exercise.name,
            "index": self.section(item.section).index(item),
            "partners": [pk for pk in partners if pk != item.pk],
        }
        self.items.remove(item)
        item.delete()
        return self._done(ChangeCode.REMOVED, {"exercise": item.exercise.name}, undo)

    def restore(self) -> str:
        """Bring back what the last change removed."""
        undo = last_removal(self.workout)
        key = undo["exercise_id"] if undo else 0
        exercise = Exercise.objects.select_related("body_part").filter(pk=key).first()
        if undo is None or exercise is None:
            raise InvalidEditError(_("There is nothing to bring back."))
        values = {name: undo[name] for name in PRESCRIPTION_COLUMNS}
        item = WorkoutItem(exercise=exercise, phase=undo.get("phase"), **values)
        item.full_clean(exclude=["workout", "exercise"])
        together = [each for each in self.items if each.pk in undo["partners"]]
        for each in [item, *together] if together else []:
            each.superset = self._free_superset()
        return self._put_new(ChangeCode.RESTORED, item, undo["section"], undo["index"])

    def move(self, pk: int, section: str, to: int) -> str:
        """Take an item out and put it into a section at index `to`, counted once it is out."""
        item = self.item(pk)
        self.items.remove(item)
        self._place(item, section, to)
        others = self.section(section)
        values = {
            "exercise": item.exercise.name,
            "position": others.index(item) + 1,
            "total": len(others),
            "section": section,
        }
        return self._done(ChangeCode.MOVED, values)

    def move_up(self, pk: int) -> str:
        """One place up: past a whole superset, and from the top of a section to the one above."""
        item = self.item(pk)
        section = self.section(item.section)
        index = section.index(item)
        if index:
            return self.move(pk, item.section, index - self._step(item, section[:index][::-1]))
        above = _neighbour(item.section, -1)
        return self.move(pk, above, len(self.section(above)) if above != item.section else 0)

    def move_down(self, pk: int) -> str:
        """One place down, and from the end of a section to the top of the one below."""
        item = self.item(pk)
        section = self.section(item.section)
        index = section.index(item)
        if index < len(section) - 1:
            return self.move(pk, item.section, index + self._step(item, section[index + 1 :]))
        below = _neighbour(item.section, 1)
        return self.move(pk, below, 0 if below != item.section else index)

    def join(self, pk: int) -> str:
        """Make a superset of an item and the one behind it."""
        item = self.item(pk)
        section = self.section(item.section)
        following = section[section.index(item) + 1 :]
        if not following:
            raise InvalidEditError(
                _("There is no exercise behind this one to make a superset with.")
            )
        other = following[0]
        number = item.superset or other.superset or self._free_superset()
        others = [i for i in section if other.superset and i.superset == other.superset]
        for each in [item, other, *others]:
            each.superset = number
        return self._done(
            ChangeCode.JOINED, {"exercise": item.exercise.name, "other": other.exercise.name}
        )

    def leave(self, pk: int) -> str:
        """Take an item out of its superset."""
        item = self.item(pk)
        item.superset = None
        return self._done(ChangeCode.LEFT, {"exercise": item.exercise.name})

    def swap(self, pk: int, exercise: Exercise) -> str:
        """Do another exercise with the same dose; the load is cleared, for it will not fit."""
        item = self.item(pk)
        old, item.exercise, item.load_kg = item.exercise.name, exercise, None
        item.save(update_fields=["exercise", "load_kg"])
        return self._done(ChangeCode.SWAPPED, {"old": old, "exercise": exercise.name})

    def prescribe(self, pk: int, columns: dict[str, Any]) -> str:
        """Set columns of an item's prescription, leave the others."""
        item = self.item(pk)
        for name, value in columns.items():
            setattr(item, name, value)
        try:
            item.full_clean(exclude=["workout", "exercise"])
        except ValidationError as error:
            raise InvalidEditError(" ".join(error.messages)) from error
        item.save()
        return self._done(
            ChangeCode.DOSED, {"exercise": item.exercise.name, "dose": dose_values(item)}
        )

    def put_in_phase(self, pk: int, number: int | None) -> str:
        """Do an item in one phase, or with None in every one."""
        item = self.item(pk)
        if number is not None and not 1 <= number <= len(self.workout.phases):
            raise InvalidEditError(_("There is no such phase."))
        item.phase = number
        item.save(update_fields=["phase"])
        code = ChangeCode.IN_PHASE if number else ChangeCode.IN_ALL_PHASES
        return self._done(code, {"exercise": item.exercise.name, "number": number})

    def follow(self, timeline: PhaseTimeline, code: ChangeCode, values: dict[str, Any]) -> str:
        """Take the first day and the moves of a timeline; `code` and `values` say what is changed."""
        self.workout.follow(timeline)
        return self._done(code, values)

    def take_loads(self, sets: Iterable[SetLog]) -> int:
        """Plan each item with the heaviest working load of these sets; returns how many items change."""
        loads: dict[int, Decimal] = {}
        for each in sets:
            if each.item_id is not None and each.load_kg:
                loads[each.item_id] = max(each.load_kg, loads.get(each.item_id, Decimal()))
        changed = [item for item in self.items if loads.get(item.pk, item.load_kg) != item.load_kg]
        for item in changed:
            self.prescribe(item.pk, {"load_kg": loads[item.pk]})
        return len(changed)

    def describe(self, **values: str) -> str:
        """Set title, notes and goal."""
        for name, value in values.items():
            setattr(self.workout, name, value)
        return self._done(ChangeCode.DETAILS, {})

    def dismiss(self, key: str) -> str:
        """Show a piece of advice no more."""
        self.workout.dismiss(key)
        return _("Advice dismissed")

    def restore_advice(self) -> str:
        """Show all advice again."""
        self.workout.restore_advice()
        return _("All advice is shown again")

    # --- how --------------------------------------------------------------------------------------

    def _put_new(self, code: ChangeCode, item: WorkoutItem, section: str, to: int | None) -> str:
        if len(self.items) >= MAX_ITEMS:
            raise LimitError(
                _("A workout has room for %(number)s exercises. Make another workout for the rest.")
                % {"number": MAX_ITEMS}
            )
        item.workout = self.workout
        self._place(item, section, len(self.items) if to is None else to)
        item.save()
        return self._done(code, {"exercise": item.exercise.name, "section": section})

    def _place(self, item: WorkoutItem, section: str, to: int) -> None:
        """Put an item that is in no section into one; between two of a superset it joins them."""
        if section not in Section.values:
            raise InvalidEditError(_("There is no such section."))
        others = self.section(section)
        index = min(max(to, 0), len(others))
        before, after = others[index - 1 : index] if index else [], others[index : index + 1]
        if before and after and before[0].superset and before[0].superset == after[0].superset:
            item.superset = before[0].superset
        item.section = section
        others.insert(index, item)
        self.items = [
            each
            for name in Section.values
            for each in (others if name == section else self.section(name))
        ]

    def _free_superset(self) -> int:
        """A number beyond those of all supersets and of all that is being put together."""
        return len(Section.values) * MAX_ITEMS + 1

    def _step(self, item: WorkoutItem, beyond: list[WorkoutItem]) -> int:
        """How many places to the next that is shown: one, or all of a superset that the item is not
        part of."""
        shown = [n for n, each in enumerate(beyond) if each.is_in(self.phase)]
        if not shown:
            return len(beyond)
        hidden, group = shown[0], beyond[shown[0]].superset
        if group is None or group == item.superset:
            return hidden + 1
        return next(
            (n for n, each in enumerate(beyond) if n > hidden and each.superset != group),
            len(beyond),
        )

    def index_of_shown(self, pk: int, section: str, to: int) -> int:
        """The index among all others of a section's items for one among those that are shown."""
        others = [item for item in self.section(section) if item.pk != pk]
        shown = [n for n, each in enumerate(others) if each.is_in(self.phase)]
        return shown[to] if to < len(shown) else len(others)

    def _done(
        self, code: ChangeCode, values: dict[str, Any], undo: dict[str, Any] | None = None
    ) -> str:
        """Write places, count one revision, and remember what was done and what was before."""
        self._number()
        moved = [i for i in self.items if self._places.get(i.pk) != _place_of(i)]
        WorkoutItem.objects.bulk_update(moved, PLACED)
        workout = self.workout
        WorkoutRevision.objects.keep(workout, workout.revision, self._before)
        self._before = as_values(self.items)
        workout.revision += 1
        change = {"revision": workout.revision, "code": code, "values": values}
        if undo:
            change["undo"] = undo
        if self.post_id:
            change["post"] = self.post_id
        workout.changes = [*workout.changes, change][-MAX_STORED_CHANGES:]
        workout.edited_items = list(self.items)
        workout.note_held_phases({item.phase for item in self.items})
        workout.save()
        bump_plans_version(workout.owner_id)
        return describe_change(code, values)

    def _number(self) -> None:
        """Number positions in each section, and supersets: neighbours alone form one."""
        number = 0
        for _name, section in groupby(self.items, key=lambda item: item.section):
            in_order = list(section)
            for position, item in enumerate(in_order):
                item.position = position
            for group, run in groupby(in_order, key=lambda item: item.superset):
                together = list(run)
                grouped = group is not None and len(together) > 1
                number += grouped
                for item in together:
                    item.superset = number if grouped else None


def _place_of(item: WorkoutItem) -> tuple[str, int, int | None]:
    return item.section, item.position, item.superset


def stored(item: WorkoutItem) -> dict[str, Any]:
    """An item as plain JSON values, to bring it back."""
    values = item.plan_values()
    load = values["load_kg"]
    return values | {"load_kg": None if load is None else str(load)}


def last_removal(workout: Workout) -> dict[str, Any] | None:
    """What the last change took out; None when the last change was another."""
    change = workout.changes[-1] if workout.changes else {}
    undo: dict[str, Any] | None = change.get("undo")
    return undo


def was_carried_out(workout: Workout, post_id: str) -> bool:
    """Whether one of the last changes was made by this post, whose answer got lost."""
    return any(change.get("post") == post_id for change in workout.changes)


def changes_since(workout: Workout, revision: int) -> list[str]:
    """What was done since that revision, as sentences, oldest first."""
    return [describe_stored_change(each) for each in workout.changes if each["revision"] > revision]


def _neighbour(section: str, step: int) -> str:
    """The section before or behind; the same one at either end."""
    names = Section.values
    return names[min(max(names.index(section) + step, 0), len(names) - 1)]
