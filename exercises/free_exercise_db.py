"""Reads exercises in the JSON format of the public free-exercise-db data set, and maps them to drafts of ours.

A list of objects with id, name, force, level, mechanic, equipment, primaryMuscles, secondaryMuscles,
instructions and category. Nothing here touches the database: references are slugs.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic import ValidationError as SchemaError

MAX_NAME_LENGTH = 80

LEVELS = {"beginner": "beginner", "intermediate": "intermediate", "expert": "advanced"}
FORCES = {"push", "pull", "static", None}
MECHANICS = {"compound": "compound", "isolation": "isolation", None: "compound"}

# A group of the data set is one muscle of ours, or the few that make it up.
MUSCLES = {
    "abdominals": ("abdominals",),
    "abductors": ("gluteus-medius",),
    "adductors": ("adductors",),
    "biceps": ("biceps-brachii",),
    "calves": ("calf-group",),
    "chest": ("pectoralis-major",),
    "forearms": ("forearm-flexors",),
    "glutes": ("gluteus-maximus",),
    "hamstrings": ("hamstring-group",),
    "lats": ("latissimus-dorsi",),
    "lower back": ("erector-spinae",),
    "middle back": ("middle-trapezius", "rhomboids"),
    "neck": ("sternocleidomastoid", "neck-extensors"),
    "quadriceps": ("quadriceps-femoris",),
    "shoulders": ("front-deltoid", "side-deltoid", "rear-deltoid"),
    "traps": ("upper-trapezius",),
    "triceps": ("triceps-brachii",),
}

EQUIPMENT = {
    "barbell": "barbell",
    "dumbbell": "dumbbells",
    "cable": "cable-machine",
    "bands": "resistance-bands",
    "exercise ball": "fitball",
}
NO_EQUIPMENT = {"body only", None}
EQUIPMENT_WE_LACK = {
    "machine",
    "kettlebells",
    "medicine ball",
    "e-z curl bar",
    "foam roll",
    "other",
}


@dataclass(frozen=True)
class Category:
    """What a category means here: the kind, the effort of ten, and a dose that suits a beginning."""

    kind: str
    effort: tuple[int, int]
    dose: Mapping[str, int]


STRETCH_DOSE = {"hold_seconds": 20, "reps_min": 3, "reps_max": 3}
STATIC_DOSE = {"sets": 3, "duration_seconds": 30, "rest_seconds": 60}
CATEGORIES = {
    "strength": Category(
        "strength", (4, 7), {"sets": 3, "reps_min": 8, "reps_max": 12, "rest_seconds": 90}
    ),
    "stretching": Category("stretch", (2, 4), STRETCH_DOSE),
    "plyometrics": Category(
        "strength", (6, 8), {"sets": 3, "reps_min": 6, "reps_max": 8, "rest_seconds": 120}
    ),
    "strongman": Category("strength", (7, 9), STATIC_DOSE | {"rest_seconds": 120}),
    "powerlifting": Category(
        "strength", (7, 9), {"sets": 5, "reps_min": 3, "reps_max": 5, "rest_seconds": 180}
    ),
    "olympic weightlifting": Category(
        "strength", (7, 9), {"sets": 5, "reps_min": 2, "reps_max": 4, "rest_seconds": 180}
    ),
}
CATEGORIES_WE_LACK = {"cardio"}

VOCABULARY: dict[str, set[str | None]] = {
    "level": {*LEVELS},
    "force": FORCES,
    "mechanic": {*MECHANICS},
    "equipment": {*EQUIPMENT, *NO_EQUIPMENT, *EQUIPMENT_WE_LACK},
    "category": {*CATEGORIES, *CATEGORIES_WE_LACK},
}
"""The words that the data set uses, by key."""


SCHEMA_WORDS = {
    "missing": "is missing",
    "too_short": "is empty",
    "string_too_short": "is empty",
    "string_type": "is no text",
    "list_type": "is no list",
}


class UnreadableFileError(ValueError):
    """A file that holds no list of exercises at all."""


def printable(text: str) -> str:
    """The text as it is. Raises `ValueError` for signs that no database column takes."""
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\n\r" for sign in text):
        raise ValueError(_("holds characters that are no text"))
    return text


Text = Annotated[str, AfterValidator(printable), AfterValidator(str.strip)]
Word = Annotated[
    str, AfterValidator(printable), AfterValidator(str.strip), AfterValidator(str.lower)
]


class Record(BaseModel):
    """An object of the file, its types checked; other keys, such as images, are passed over."""

    model_config = ConfigDict(strict=True, extra="ignore")

    id: Text | None = None
    name: Annotated[Text, Field(min_length=1)]
    force: Word | None = None
    level: Word
    mechanic: Word | None = None
    equipment: Word | None = None
    primary_muscles: list[Word] = Field(alias="primaryMuscles")
    secondary_muscles: list[Word] = Field(alias="secondaryMuscles", default_factory=list)
    instructions: list[Text] = Field(default_factory=list)
    category: Word


@dataclass(frozen=True)
class ImportedExercise:
    """An exercise to be: its columns, and its relations as slugs. `place` counts records from 1."""

    place: int
    slug: str
    name: str
    columns: Mapping[str, Any]
    primary_muscles: tuple[str, ...]
    secondary_muscles: tuple[str, ...]
    equipment: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """A record that became no draft, and why."""

    place: int
    name: str
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        name = f" “{self.name}”" if self.name else ""
        return f"Record {self.place}{name}: {'; '.join(self.reasons)}."


def records_of(text: str) -> list[Any]:
    """The records of a file's text, unchecked. Raises `UnreadableFileError`."""
    try:
        records = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(f"This is no JSON: {error}.") from error
    if not isinstance(records, list):
        raise UnreadableFileError("The file must hold a list of exercises.")
    return records


def map_records(records: Iterable[Any]) -> tuple[list[ImportedExercise], list[Problem]]:
    """The drafts that records amount to, and the records that amount to none, both in order."""
    drafts: list[ImportedExercise] = []
    problems: list[Problem] = []
    places: dict[str, int] = {}
    for place, data in enumerate(records, start=1):
        found = map_record(place, data)
        if isinstance(found, ImportedExercise):
            keys = (f"slug {found.slug}", f"name {found.name.casefold()}")
            first = next((places[key] for key in keys if key in places), None)
            if first is None:
                places |= dict.fromkeys(keys, place)
                drafts.append(found)
                continue
            found = Problem(place, found.name, (f"is record {first} again",))
        problems.append(found)
    return drafts, problems


def map_record(place: int, data: Any) -> ImportedExercise | Problem:
    """One record as a draft, or all that keeps it from being one."""
    if not isinstance(data, dict):
        return Problem(place, "", ("is no object",))
    try:
        record = Record.model_validate(data)
    except SchemaError as error:
        reasons = tuple(_schema_reason(problem) for problem in error.errors())
        return Problem(place, _name_of(data), reasons)
    slug = slugify((record.id or record.name).replace("_", " "))[:MAX_NAME_LENGTH].strip("-")
    reasons = tuple(_reasons(record, slug))
    return Problem(place, _name_of(data), reasons) if reasons else _draft(place, slug, record)


def _schema_reason(problem: Any) -> str:
    """`level is missing`; for what has no message of ours, the library's."""
    key = ".".join(map(str, problem["loc"]))
    message = problem["msg"].removeprefix("Value error, ")
    return f"{key} {SCHEMA_WORDS.get(problem['type'], f'{message[:1].lower()}{message[1:]}')}"


def _name_of(data: Mapping[str, Any]) -> str:
    """What to call a broken record: its name as far as it can be printed."""
    name = str(data.get("name") or data.get("id") or "")[:MAX_NAME_LENGTH]
    return "".join(sign if sign.isprintable() else "?" for sign in name)


def _reasons(record: Record, slug: str) -> Iterable[str]:
    """Everything in the record that does not map."""
    if not slug:
        yield "neither id nor name makes an address"
    if len(record.name) > MAX_NAME_LENGTH:
        yield f"the name is longer than {MAX_NAME_LENGTH} characters"
    for key, words in VOCABULARY.items():
        word = getattr(record, key)
        if word not in words:
            yield f"unknown {key} “{word}”"
    if record.category in CATEGORIES_WE_LACK:
        yield f"the category “{record.category}” is no kind of exercise here"
    if not record.primary_muscles:
        yield "no primary muscle"
    for muscle in dict.fromkeys(record.primary_muscles + record.secondary_muscles):
        if muscle not in MUSCLES:
            yield f"unknown muscle “{muscle}”"


def _draft(place: int, slug: str, record: Record) -> ImportedExercise:
    category = CATEGORIES[record.category]
    static = record.force == "static" or (category.kind == "stretch" and record.force is None)
    dose = STATIC_DOSE if static and category.kind != "stretch" else category.dose
    primary = _muscles(record.primary_muscles)
    secondary = tuple(each for each in _muscles(record.secondary_muscles) if each not in primary)
    kind = EQUIPMENT.get(record.equipment or "")
    columns = {
        "summary": _summary(record),
        "kind": category.kind,
        "mode": "static" if static else "dynamic",
        "mechanics": MECHANICS[record.mechanic],
        "level_min": LEVELS[record.level],
        "level_max": LEVELS[record.level],
        "effort_min": category.effort[0],
        "effort_max": category.effort[1],
        "steps": [
            line for line in (" ".join(step.split()) for step in record.instructions) if line
        ],
        "bodyweight": record.equipment == "body only",
        **dose,
    }
    return ImportedExercise(
        place, slug, record.name, columns, primary, secondary, (kind,) if kind else ()
    )


def _muscles(groups: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slug for group in groups for slug in MUSCLES[group]))


def _summary(record: Record) -> str:
    """What an editor must know, where the summary will stand once it is written."""
    lacking = record.equipment in EQUIPMENT_WE_LACK
    equipment = f" The source names the equipment “{record.equipment}”." if lacking else ""
    return f"Imported draft: to be rewritten in our own words.{equipment}"
