"""What an upload names that is stored elsewhere: workouts, programs, schedules, exercises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from exercises.models import Exercise
from exercises.people import Person
from programs.logs.upload_body import SessionBody, SetBody, key_number
from programs.logs.upload_values import EMPTY
from programs.models import (
    BackDiary,
    OwnExercise,
    Program,
    Schedule,
    SetLog,
    Workout,
    WorkoutItem,
)
from programs.models.own_exercise import MAX_OWN_EXERCISES, OWN_PREFIX
from programs.models.workout_log import HURTS

ONLY_FILLED = {"title", "date", "started_at", "schedule", "planned_date"}
"""Columns of which null says nothing: then they are worked out from the others."""


class References:
    """What an upload names that is stored elsewhere: found at once, and nothing of other people."""

    def __init__(self, user: Person, bodies: Iterable[SessionBody]) -> None:
        bodies = list(bodies)
        reasons = {each.reason for body in bodies for each in body.skipped or []}
        self.keeps_pain = HURTS in reasons and BackDiary.objects.owned_by(user).exists()
        sets = [each for body in bodies for each in body.sets or []]
        workouts = Workout.objects.owned_by(user).filter(uuid__in={b.workout for b in bodies})
        self.workouts = {each.uuid: each for each in workouts.only("uuid", "title", "owner")}
        programs = Program.objects.filter(slug__in={b.program for b in bodies if b.program})
        self.programs = {each.slug: each for each in programs}
        schedules = Schedule.objects.owned_by(user).filter(uid__in={b.schedule for b in bodies})
        self.schedules = {each.uid: each for each in schedules.select_related("workout")}
        keys = {key for each in sets if (key := key_number(each.item))}
        items = WorkoutItem.objects.filter(workout__owner=user.pk)
        here = items.filter(pk__in=keys) | items.filter(workout__in=self.workouts.values())
        self.items: dict[int, int] = {}
        self.items_by_exercise: dict[tuple[int, int], int] = {}
        found = here.order_by("position", "pk").values_list("pk", "workout", "exercise")
        for item, workout, exercise in found:
            self.items[item] = exercise
            self.items_by_exercise.setdefault((workout, exercise), item)
        slugs = {each.exercise for each in sets}
        exercises = Exercise.objects.filter(slug__in=slugs) | Exercise.objects.filter(
            pk__in=self.items.values()
        )
        self.exercises = {
            each.slug: each for each in exercises.only("slug", "name", "translations")
        }
        self.exercises_by_key = {each.pk: each for each in self.exercises.values()}
        self.own = own_exercises(user, bodies)
        self.own_by_key = {each.pk: each for each in self.own.values()}

    def columns_of(self, body: SessionBody) -> dict[str, Any]:
        """What the body says of the session itself, as it is stored; what is unknown is null."""
        columns = body.raw_values
        if "workout" in columns:
            columns["workout"] = self.workouts.get(columns["workout"])
        if "program" in columns:
            columns["program"] = self.programs.get(columns["program"])
        if "skipped" in columns:
            rows = columns["skipped"] or []
            columns["skipped"] = [each.plain(keeps_pain=self.keeps_pain) for each in rows]
        schedule = (
            self.schedules.get(body.schedule) if body.planned_date and body.schedule else None
        )
        columns.pop("schedule", None)
        if schedule:
            columns["schedule"] = schedule
        columns = {
            name: EMPTY.get(name) if value is None else value for name, value in columns.items()
        }
        return {
            name: value
            for name, value in columns.items()
            if name not in ONLY_FILLED or value not in (None, "")
        }

    def row_of(self, body: SetBody, workout: int | None) -> SetLog:
        """The set as a row; what it names that is unknown leaves its words."""
        item = key_number(body.item)
        item = item if item in self.items else None
        exercise, own = self._exercise_of(body, item)
        if item is None and exercise and workout:
            item = self.items_by_exercise.get((workout, exercise.pk))
        values = body.model_dump(exclude={"item", "exercise", "name"})
        # An own exercise may be called otherwise tomorrow: what a set says must not depend on when it comes.
        known_name = exercise.name if exercise else "" if own else body.exercise
        return SetLog(
            item_id=item,
            exercise_id=exercise.pk if exercise else None,
            own_exercise_id=own.pk if own else None,
            name=body.name or known_name or _("Exercise"),
            **values,
        )

    def _exercise_of(
        self, body: SetBody, item: int | None
    ) -> tuple[Exercise | None, OwnExercise | None]:
        """The exercise of the catalogue, or the person's own, that a set is of."""
        if body.exercise in self.exercises:
            return self.exercises[body.exercise], None
        own = self.own.get(own_uuid(body.exercise))
        if own:
            return own.exercise, None if own.exercise else own.merged_into or own
        return self.exercises_by_key.get(self.items[item]) if item else None, None

    def code_of(self, row: SetLog) -> str | None:
        """What its exercise is called in uploads, without a query where it is known."""
        if row.own_exercise_id:
            own = self.own_by_key.get(row.own_exercise_id) or row.own_exercise
            return own.code if own else None
        exercise = self.exercises_by_key.get(row.exercise_id or 0) or row.exercise
        return exercise.slug if exercise else None


NEVER = datetime(2100, 12, 31, tzinfo=UTC)
"""Later than any upload."""


def own_uuid(code: str) -> UUID | None:
    """The UUID in `own-<uuid>`; None for any other code."""
    try:
        return UUID(code.removeprefix(OWN_PREFIX)) if code.startswith(OWN_PREFIX) else None
    except ValueError:
        return None


def own_exercises(user: Person, bodies: Iterable[SessionBody]) -> dict[UUID | None, OwnExercise]:
    """The person's own exercises that are named, by UUID; those not known yet are made.

    One is called as the upload says that was written first, until the person gives it a name here.
    """
    names: dict[UUID, tuple[datetime, str]] = {}
    for body in bodies:
        for each in body.sets or []:
            if (key := own_uuid(each.exercise)) and each.name:
                candidate = body.updated_at, each.name
                names[key] = min(names.get(key, candidate), candidate)
            elif key:
                names.setdefault(key, (NEVER, _("Exercise")))
    stored = OwnExercise.objects.owned_by(user).select_related("exercise", "merged_into")
    found = {each.uuid: each for each in stored.filter(uuid__in=names)}
    room = MAX_OWN_EXERCISES - (stored.count() if names.keys() - found.keys() else 0)
    new = [
        OwnExercise(owner_id=user.pk, uuid=key, name=name, named_at=at)
        for key, (at, name) in names.items()
        if key not in found
    ][: max(room, 0)]
    renamed = [
        each
        for each in found.values()
        if each.named_at and names[each.uuid] < (each.named_at, each.name)
    ]
    for own in renamed:
        own.named_at, own.name = names[own.uuid]
    OwnExercise.objects.bulk_update(renamed, ["named_at", "name"])
    OwnExercise.objects.bulk_create(new)
    return {each.uuid: each for each in [*found.values(), *new]}
