"""Workouts as JSON and CSV: the format of docs/workout-format.md, written and read.

Writing then reading gives the same workouts, and reading then writing the same file.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic import ValidationError as ShapeError
from pydantic_core import ErrorDetails

from exercises.models import Exercise
from exercises.models.prescription import PRESCRIPTION_COLUMNS
from programs.models import Section, Workout, WorkoutItem
from programs.models.workout import MAX_ITEMS, MAX_WORKOUTS

FORMAT, VERSION = "backfit-workouts", 1
MAX_BYTES = 1_000_000
MAX_ERRORS = 20
CSV_COLUMNS = [
    *("workout", "goal", "section", "superset", "exercise", "name", "dose"),
    *PRESCRIPTION_COLUMNS,
]
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class UnreadableError(ValueError):
    """A file that cannot be imported; `problems` are sentences, each with its place."""

    def __init__(self, *problems: str) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(problems))


# --- the shape ------------------------------------------------------------------------------------


def _storable(text: str) -> str:
    """The text itself. Raises `ValueError` when no column can hold it."""
    if UNSTORABLE.search(text):
        raise ValueError("holds a character that no text can hold")
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


Text = Annotated[str, AfterValidator(_storable)]


class StrictSchema(BaseModel):
    """No key that is not ours, no guessing of types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class ItemSchema(StrictSchema):
    """One exercise: only what is filled is written."""

    exercise: Text = Field(max_length=80)
    section: Literal["warm_up", "main", "cool_down"] = "main"
    superset: int | None = Field(None, ge=1, le=MAX_ITEMS)
    sets: int | None = None
    reps_min: int | None = None
    reps_max: int | None = None
    total_min: int | None = None
    total_max: int | None = None
    hold_seconds: int | None = None
    duration_seconds: int | None = None
    rest_seconds: int | None = None
    load_kg: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}(\.[0-9]{1,2})?$")] | None = None
    tempo: Text = ""
    note: Text = ""
    each_side: bool = False


class WorkoutSchema(StrictSchema):
    """One workout with its exercises in order."""

    title: Annotated[Text, AfterValidator(_not_blank)] = Field(max_length=120)
    notes: Text = Field("", max_length=2000)
    goal: Literal["", "growth", "endurance"] = ""
    items: list[ItemSchema] = Field(default_factory=list, max_length=MAX_ITEMS)


class FileSchema(StrictSchema):
    """The whole file."""

    format: Literal["backfit-workouts"]
    version: Literal[1]
    workouts: list[WorkoutSchema] = Field(max_length=MAX_WORKOUTS)


# --- writing --------------------------------------------------------------------------------------


def workouts_json(workouts: Iterable[Workout]) -> bytes:
    """The workouts, loaded with their items, as a file."""
    data = {
        "format": FORMAT,
        "version": VERSION,
        "workouts": [_workout_data(workout) for workout in workouts],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _workout_data(workout: Workout) -> dict[str, Any]:
    values = {"title": workout.title, "notes": workout.notes, "goal": str(workout.goal)}
    items = [_item_data(item) for item in workout.plan_items()]
    return {name: value for name, value in values.items() if value} | {"items": items}


def _item_data(item: WorkoutItem) -> dict[str, Any]:
    values = item.prescription_values()
    if item.load_kg is not None:
        values["load_kg"] = f"{item.load_kg.normalize():f}"
    filled = {name: value for name, value in values.items() if value not in (None, "", False)}
    if item.rest_seconds == 0:
        filled["rest_seconds"] = 0
    superset = {"superset": item.superset} if item.superset else {}
    return {"exercise": item.exercise.slug, "section": str(item.section), **superset, **filled}


def workouts_csv(workouts: Iterable[Workout]) -> bytes:
    """The workouts as a table, an exercise a row, for spreadsheets."""
    text = io.StringIO()
    writer = csv.DictWriter(text, CSV_COLUMNS)
    writer.writeheader()
    for workout in workouts:
        for item in workout.plan_items():
            row = {
                "workout": workout.title,
                "goal": workout.goal,
                "section": item.section,
                "superset": item.superset,
                "exercise": item.exercise.slug,
                "name": item.exercise.name,
                "dose": item.prescription_label,
                **item.prescription_values(),
            }
            writer.writerow({name: _cell(value) for name, value in row.items()})
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


# --- reading --------------------------------------------------------------------------------------


def read_workouts(
    content: bytes, exercises: Mapping[str, Exercise]
) -> list[tuple[Workout, list[WorkoutItem]]]:
    """The file's workouts with their items, checked and not saved; `exercises` are known, by slug.

    Raises `UnreadableError` with all that is wrong, each with its place.
    """
    file = _schema(_json(content))
    unknown = _unknown(file, exercises)
    if unknown:
        raise UnreadableError(*unknown[:MAX_ERRORS])
    problems: list[str] = []
    found = [
        _workout(shape, f"workouts[{n}]", exercises, problems)
        for n, shape in enumerate(file.workouts)
    ]
    if problems:
        raise UnreadableError(*problems[:MAX_ERRORS])
    return found


def _json(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise UnreadableError(f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableError(f"This is not a text file in UTF-8 (byte {error.start}).") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise UnreadableError(f"This is not JSON: {error.msg.lower()} ({place}).") from error
    except (RecursionError, ValueError) as error:
        raise UnreadableError(
            "This JSON is nested too deeply, or holds a number too long."
        ) from error


def _schema(data: Any) -> FileSchema:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise UnreadableError(f"This is not a file of workouts: “format” must be “{FORMAT}”.")
    if data.get("version") != VERSION:
        raise UnreadableError(f"version: this site reads version {VERSION} of the format.")
    try:
        return FileSchema.model_validate(data)
    except ShapeError as error:
        raise UnreadableError(*map(_sentence, error.errors()[:MAX_ERRORS])) from error


def _sentence(error: ErrorDetails) -> str:
    return f"{_place(error['loc'])}: {error['msg'].removeprefix('Value error, ')}."


def _place(path: tuple[int | str, ...]) -> str:
    """`workouts[0].items[3].sets`."""
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return place.removeprefix(".")


def _unknown(file: FileSchema, exercises: Mapping[str, Exercise]) -> list[str]:
    return [
        f"workouts[{n}].items[{m}].exercise: there is no exercise “{item.exercise}”."
        for n, workout in enumerate(file.workouts)
        for m, item in enumerate(workout.items)
        if item.exercise not in exercises
    ]


def _workout(
    shape: WorkoutSchema, place: str, exercises: Mapping[str, Exercise], problems: list[str]
) -> tuple[Workout, list[WorkoutItem]]:
    workout = Workout(title=shape.title, notes=shape.notes, goal=shape.goal)
    problems += _problems(workout, place, ["owner", "uuid", "source_day"])
    items, counts = [], dict.fromkeys(Section.values, 0)
    for m, each in enumerate(shape.items):
        values = each.model_dump(exclude={"exercise"})
        values["load_kg"] = None if each.load_kg is None else Decimal(each.load_kg)
        item = WorkoutItem(
            exercise=exercises[each.exercise], position=counts[each.section], **values
        )
        counts[each.section] += 1
        problems += _problems(item, f"{place}.items[{m}]", ["workout", "exercise"])
        items.append(item)
    return workout, items


def _problems(row: Workout | WorkoutItem, place: str, unchecked: list[str]) -> list[str]:
    """What is wrong with a row, each with its place."""
    try:
        row.full_clean(exclude=unchecked, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        return [
            f"{place}.{name}: {message}" if name != "__all__" else f"{place}: {message}"
            for name, found in error.message_dict.items()
            for message in found
        ]
    return []
