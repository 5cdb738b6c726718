"""Workouts as JSON and CSV: the format of docs/workout-format.md, written and read.

Writing then reading gives the same workouts, and reading then writing the same file.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic import ValidationError as SchemaError
from pydantic_core import ErrorDetails, PydanticCustomError

from exercises.formats import without_joiners
from exercises.formulas import guard_formula
from exercises.models import Exercise
from exercises.models.prescription import PRESCRIPTION_COLUMNS
from programs.models import Section, Workout, WorkoutItem
from programs.models.program_phase import phase_problems
from programs.models.workout import MAX_ITEMS, MAX_WORKOUTS
from programs.phases import MAX_MOVES, MAX_PHASES, MAX_WEEKS, Phase

FORMAT, VERSION = "backfit-workouts", 1
MAX_BYTES = 6_000_000
FRAME_BYTES = 200
MAX_ERRORS = 20
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of all files in an archive, so that the same workouts give the same bytes."""
CSV_COLUMNS = [
    *("workout", "goal", "phase", "section", "superset", "exercise", "name", "dose"),
    *PRESCRIPTION_COLUMNS,
]
UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class UnreadableError(ValueError):
    """A file that cannot be imported; `problems` are sentences, each with its place."""

    def __init__(self, *problems: str) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(problems))


# --- the shape ------------------------------------------------------------------------------------


def _storable(text: str) -> str:
    """The text itself. Raises `PydanticCustomError` when no column can hold it."""
    if UNSTORABLE.search(text):
        raise PydanticCustomError("unstorable", "unstorable")
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "blank")
    return text


Text = Annotated[str, AfterValidator(_storable)]


class StrictSchema(BaseModel):
    """No key that is not ours, no guessing of types."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise PydanticCustomError("day", "day") from error
    return text


Day = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)
]
Sentence = Annotated[Text, Field(max_length=300)]


class PhaseSchema(StrictSchema):
    """A phase of a workout."""

    name: Annotated[Text, AfterValidator(_not_blank)] = Field(max_length=60)
    weeks: int | None = Field(None, ge=1, le=MAX_WEEKS)
    goal: Sentence = ""
    go_on_when: Sentence = ""
    step_back_when: Sentence = ""


class MoveSchema(StrictSchema):
    """From a day on, its week counts as this week, from 1."""

    day: Day
    week: int = Field(ge=1, le=MAX_WEEKS)


class ItemSchema(StrictSchema):
    """One exercise: only what is filled is written."""

    exercise: Text = Field(max_length=80)
    phase: int | None = Field(None, ge=1, le=MAX_PHASES)
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
    load_kg: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3})?$")] | None = None
    tempo: Text = ""
    note: Text = ""
    each_side: bool = False


class WorkoutSchema(StrictSchema):
    """One workout with its exercises in order."""

    title: Annotated[Text, AfterValidator(_not_blank)] = Field(max_length=120)
    notes: Text = Field("", max_length=2000)
    goal: Literal["", "growth", "endurance"] = ""
    phases: list[PhaseSchema] = Field(default_factory=list, max_length=MAX_PHASES)
    phases_start: Day | None = None
    phase_moves: list[MoveSchema] = Field(default_factory=list, max_length=MAX_MOVES)
    program_copy: int | None = Field(None, ge=1, le=MAX_WORKOUTS)
    items: list[ItemSchema] = Field(default_factory=list, max_length=MAX_ITEMS)


class FileSchema(StrictSchema):
    """The whole file."""

    format: Literal["backfit-workouts"]
    version: Literal[1]
    workouts: list[WorkoutSchema] = Field(max_length=MAX_WORKOUTS)


# --- writing --------------------------------------------------------------------------------------


HEAD = f'{{\n  "format": "{FORMAT}",\n  "version": {VERSION},\n  "workouts": ['
FOOT = "]\n}\n"


def workouts_json(workouts: Iterable[Workout]) -> list[bytes]:
    """The workouts, loaded with their items, as files: as few as can each be imported, at least one."""
    files: list[list[str]] = [[]]
    size = 0
    copies: dict[UUID, int] = {}
    for workout in workouts:
        if workout.program_copy:
            copies.setdefault(workout.program_copy, len(copies) + 1)
        text = json.dumps(_workout_data(workout, copies), ensure_ascii=False, indent=2)
        text = "\n    " + text.replace("\n", "\n    ")
        length = len(text.encode()) + 1
        if files[-1] and size + length > MAX_BYTES - FRAME_BYTES:
            files.append([])
            size = 0
        files[-1].append(text)
        size += length
    return [_file(texts) for texts in files]


def _file(texts: list[str]) -> bytes:
    """The file of these workouts, each as indented text."""
    return f"{HEAD}{','.join(texts)}{chr(10) + '  ' if texts else ''}{FOOT}".encode()


def file_names(files: list[bytes]) -> list[str]:
    """`workouts.json`, or `workouts-1.json` and so on for several."""
    if len(files) == 1:
        return ["workouts.json"]
    return [f"workouts-{number}.json" for number in range(1, len(files) + 1)]


def workouts_zip(files: list[bytes]) -> bytes:
    """Several files in one."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in zip(file_names(files), files, strict=True):
            archive.writestr(ZipInfo(name, ZIP_EPOCH), content, ZIP_DEFLATED)
    return made.getvalue()


def _workout_data(workout: Workout, copies: Mapping[UUID, int]) -> dict[str, Any]:
    values = {"title": workout.title, "notes": workout.notes, "goal": str(workout.goal)}
    values |= _phases_data(workout, copies)
    items = [_item_data(item) for item in workout.plan_items()]
    return {name: value for name, value in values.items() if value} | {"items": items}


def _phases_data(workout: Workout, copies: Mapping[UUID, int]) -> dict[str, Any]:
    """The phases with where the workout is in them; nothing for one without."""
    timeline = workout.timeline
    if timeline is None:
        return {}
    return {
        "phases": [replace(each, is_held=True).as_values() for each in timeline.phases],
        "phases_start": timeline.starts_on.isoformat(),
        "phase_moves": [
            {"day": move.day.isoformat(), "week": move.week + 1} for move in timeline.moves
        ],
        "program_copy": copies.get(workout.program_copy) if workout.program_copy else None,
    }


def _item_data(item: WorkoutItem) -> dict[str, Any]:
    values = item.prescription_values()
    if item.load_kg is not None:
        values["load_kg"] = f"{item.load_kg.normalize():f}"
    filled = {name: value for name, value in values.items() if value not in (None, "", False)}
    if item.rest_seconds == 0:
        filled["rest_seconds"] = 0
    places = {"phase": item.phase, "superset": item.superset}
    placed = {name: value for name, value in places.items() if value}
    return {"exercise": item.exercise.slug, "section": str(item.section), **placed, **filled}


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
                "phase": item.phase,
                "section": item.section,
                "superset": item.superset,
                "exercise": item.exercise.slug,
                "name": item.exercise.name,
                "dose": without_joiners(item.prescription_label),
                **item.prescription_values(),
            }
            writer.writerow({name: _cell(value) for name, value in row.items()})
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return guard_formula(value)


# --- reading --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReadWorkouts:
    """A file's workouts with their items, not saved, and the exercises that were left out."""

    workouts: list[tuple[Workout, list[WorkoutItem]]]
    left_out: list[str]


def read_workouts(
    content: bytes, exercises: Mapping[str, Exercise], withdrawn: Collection[str] = ()
) -> ReadWorkouts:
    """The file's workouts with their items, checked and not saved; `exercises` are known, by slug.

    Items with an exercise that is `withdrawn` are left out. Raises `UnreadableError` with all that is
    wrong, each with its place.
    """
    file = _schema(_json(content))
    unknown = _unknown(file, {*exercises, *withdrawn})
    if unknown:
        raise UnreadableError(*unknown[:MAX_ERRORS])
    problems: list[str] = []
    found = [
        _workout(shape, f"workouts[{n}]", exercises, problems)
        for n, shape in enumerate(file.workouts)
    ]
    copies: dict[int | None, UUID | None] = defaultdict(uuid4, {None: None})
    for shape, (workout, items) in zip(file.workouts, found, strict=True):
        workout.program_copy = copies[shape.program_copy] if shape.phases else None
        workout.note_held_phases({item.phase for item in items})
    if problems:
        raise UnreadableError(*problems[:MAX_ERRORS])
    named = (item.exercise for workout in file.workouts for item in workout.items)
    left_out = dict.fromkeys(slug for slug in named if slug not in exercises)
    return ReadWorkouts(found, list(left_out))


def _json(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise UnreadableError(
            _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1_000_000}
        )
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = _("This is not a text file in UTF-8 (byte %(number)s).")
        raise UnreadableError(message % {"number": error.start}) from error
    except json.JSONDecodeError as error:
        message = _("This is not JSON from line %(line)s, column %(column)s on.")
        place = {"line": error.lineno, "column": error.colno}
        raise UnreadableError(message % place) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableError(
            _("This JSON is nested too deeply, or holds a number too long.")
        ) from error


def _schema(data: Any) -> FileSchema:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        message = _("This is not a file of workouts: “format” must be “%(format)s”.")
        raise UnreadableError(message % {"format": FORMAT})
    if data.get("version") != VERSION:
        message = _("version: this site reads version %(version)s of the format.")
        raise UnreadableError(message % {"version": VERSION})
    try:
        return FileSchema.model_validate(data)
    except SchemaError as error:
        raise UnreadableError(*map(_sentence, error.errors()[:MAX_ERRORS])) from error


SCHEMA_MESSAGES = {
    "missing": gettext_lazy("%(place)s: this is missing."),
    "extra_forbidden": gettext_lazy("%(place)s: there is no such field."),
    "literal_error": gettext_lazy("%(place)s: this must be one of %(expected)s."),
    "string_type": gettext_lazy("%(place)s: this must be a text."),
    "int_type": gettext_lazy("%(place)s: this must be a whole number."),
    "bool_type": gettext_lazy("%(place)s: this must be true or false."),
    "list_type": gettext_lazy("%(place)s: this must be a list."),
    "model_type": gettext_lazy("%(place)s: this must be an object with fields."),
    "string_too_long": gettext_lazy("%(place)s: at most %(max_length)s characters."),
    "too_long": gettext_lazy("%(place)s: at most %(max_length)s entries."),
    "string_pattern_mismatch": gettext_lazy("%(place)s: write it like 22.5."),
    "greater_than_equal": gettext_lazy("%(place)s: at least %(ge)s."),
    "less_than_equal": gettext_lazy("%(place)s: at most %(le)s."),
    "unstorable": gettext_lazy("%(place)s: this holds a character that no text can hold."),
    "blank": gettext_lazy("%(place)s: this is empty."),
    "day": gettext_lazy("%(place)s: this is not a date: write it as YYYY-MM-DD."),
}
"""What is wrong with a value, by pydantic's code for it, with the values of its context."""


def _sentence(error: ErrorDetails) -> str:
    """The error for people, who do not read pydantic's own English."""
    message = SCHEMA_MESSAGES.get(error["type"], gettext_lazy("%(place)s: this makes no sense."))
    return str(message) % {"place": _place(error["loc"]), **error.get("ctx", {})}


def _place(path: tuple[int | str, ...]) -> str:
    """`workouts[0].items[3].sets`."""
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return place.removeprefix(".")


def _unknown(file: FileSchema, exercises: Collection[str]) -> list[str]:
    return [
        _("%(place)s: there is no exercise “%(slug)s”.")
        % {"place": f"workouts[{n}].items[{m}].exercise", "slug": item.exercise}
        for n, workout in enumerate(file.workouts)
        for m, item in enumerate(workout.items)
        if item.exercise not in exercises
    ]


def _workout(
    shape: WorkoutSchema, place: str, exercises: Mapping[str, Exercise], problems: list[str]
) -> tuple[Workout, list[WorkoutItem]]:
    workout = Workout(title=shape.title, notes=shape.notes, goal=shape.goal)
    problems += _take_phases(workout, shape, place)
    problems += _problems(workout, place, ["owner", "uuid", "source_day"])
    items, counts = [], dict.fromkeys(Section.values, 0)
    for m, each in enumerate(shape.items):
        if each.exercise not in exercises:
            continue
        values = each.model_dump(exclude={"exercise"})
        values["load_kg"] = None if each.load_kg is None else Decimal(each.load_kg)
        item = WorkoutItem(
            exercise=exercises[each.exercise], position=counts[each.section], **values
        )
        counts[each.section] += 1
        problems += _problems(item, f"{place}.items[{m}]", ["workout", "exercise"])
        items.append(item)
    return workout, items


def _take_phases(workout: Workout, shape: WorkoutSchema, place: str) -> list[str]:
    """Give the workout the phases of its shape; returns what is wrong with them."""
    workout.phases = [each.model_dump(exclude_defaults=True) for each in shape.phases]
    if shape.phases:
        workout.phases_start = shape.phases_start and date.fromisoformat(shape.phases_start)
        moves = sorted(shape.phase_moves, key=lambda move: move.day)
        workout.phase_moves = [[move.day, move.week - 1] for move in moves]
    numbers = {item.phase for item in shape.items if item.phase} | {None}
    phases = [Phase.from_values(each) for each in workout.phases]
    return [
        _("%(place)s: %(problem)s") % {"place": f"{place}.phases", "problem": problem}
        for problem in phase_problems(phases, numbers)
    ]


def _problems(row: Workout | WorkoutItem, place: str, unchecked: list[str]) -> list[str]:
    """What is wrong with a row, each with its place."""
    try:
        row.full_clean(exclude=unchecked, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        return [
            _("%(place)s: %(problem)s")
            % {"place": place if name == "__all__" else f"{place}.{name}", "problem": message}
            for name, found in error.message_dict.items()
            for message in found
        ]
    return []
