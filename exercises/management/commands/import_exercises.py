"""`manage.py import_exercises FILE`: exercises of the free-exercise-db format, as drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models, transaction

from exercises.free_exercise_db import (
    ImportedExercise,
    Problem,
    UnreadableFileError,
    map_records,
    records_of,
)
from exercises.models import Equipment, Exercise, Muscle, Status

BATCH = 500


class Command(BaseCommand):
    """Adds what the catalogue lacks. What is there already, whoever wrote it, is left as it is."""

    help = (
        "Read a JSON file in the format of the public free-exercise-db data set and add its"
        " exercises as drafts. Reports every record that could not be mapped. Safe to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the JSON file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            records = records_of(options["file"].read_text("utf-8-sig"))
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{options['file']} is no text in UTF-8.") from error
        except UnreadableFileError as error:
            raise CommandError(f"{options['file']}: {error}") from error
        drafts, problems = map_records(records)
        with transaction.atomic():
            added, there, refused = add_drafts(drafts, f"Imported from {options['file'].name}")
        problems = sorted([*problems, *refused], key=lambda problem: problem.place)
        for problem in problems:
            self.stdout.write(str(problem))
        self.stdout.write(
            f"Read {len(records)} records: {added} new drafts, {there} there already,"
            f" {len(problems)} not imported.{'' if added else ' Nothing was changed.'}"
        )


def add_drafts(drafts: Iterable[ImportedExercise], reason: str) -> tuple[int, int, list[Problem]]:
    """Add the drafts whose slug and name are free; constant queries but for the batches.

    Returns how many were added, how many had been imported before, and those refused.
    """
    known = CatalogueIndex()
    rows: list[tuple[Exercise, ImportedExercise]] = []
    there, refused = 0, []
    for draft in drafts:
        reasons = known.reasons(draft)
        if reasons:
            refused.append(Problem(draft.place, draft.name, tuple(reasons)))
        elif draft.slug in known.slugs:
            there += 1
        else:
            rows.append((known.row(draft), draft))
    _save(rows, known, reason)
    return len(rows), there, refused


class CatalogueIndex:
    """What the catalogue has, asked for once."""

    def __init__(self) -> None:
        exercises = Exercise.objects.values_list("slug", "name", "content_digest")
        self.slugs = {slug: digest for slug, _, digest in exercises}
        self.names = {name.casefold(): slug for slug, name, _ in exercises}
        self.muscles = {row.slug: row for row in Muscle.objects.select_related("body_part")}
        self.equipment = {row.slug: row for row in Equipment.objects.all()}

    def reasons(self, draft: ImportedExercise) -> list[str]:
        """Why the draft cannot be added; empty when it can, or was before."""
        if self.slugs.get(draft.slug):
            return ["the catalogue has its own of this address, which stays as it is"]
        owner = self.names.get(draft.name.casefold(), draft.slug)
        if owner != draft.slug:
            return [f"the name is taken by {owner}, which stays as it is"]
        muscles = {*draft.primary_muscles, *draft.secondary_muscles} - self.muscles.keys()
        equipment = {*draft.equipment} - self.equipment.keys()
        missing = [f"the catalogue has no “{slug}”" for slug in sorted(muscles | equipment)]
        return missing or self._problems(draft)

    def row(self, draft: ImportedExercise) -> Exercise:
        """The exercise that the draft amounts to; not saved yet."""
        return Exercise(
            slug=draft.slug,
            name=draft.name,
            status=Status.DRAFT,
            body_part=self.muscles[draft.primary_muscles[0]].body_part,
            **draft.columns,
        )

    def _problems(self, draft: ImportedExercise) -> list[str]:
        """What a form would find wrong with it."""
        row = self.row(draft)
        try:
            row.clean_fields(exclude={"body_part"})
            row.clean()
        except ValidationError as error:
            return [f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items()]
        return []


def _save(
    rows: list[tuple[Exercise, ImportedExercise]], known: CatalogueIndex, reason: str
) -> None:
    Exercise.objects.bulk_create([row for row, _ in rows], BATCH)
    _relate(Exercise.primary_muscles, rows, "primary_muscles", known.muscles)
    _relate(Exercise.secondary_muscles, rows, "secondary_muscles", known.muscles)
    _relate(Exercise.equipment, rows, "equipment", known.equipment)
    Exercise.history.bulk_history_create(
        [row for row, _ in rows], BATCH, default_change_reason=reason[:100]
    )


def _relate(
    relation: Any,
    rows: list[tuple[Exercise, ImportedExercise]],
    name: str,
    targets: Mapping[str, models.Model],
) -> None:
    """Link each exercise with what its draft names."""
    through, target = relation.through, relation.field.m2m_reverse_field_name()
    through.objects.bulk_create(
        [
            through(exercise=row, **{target: targets[slug]})
            for row, draft in rows
            for slug in getattr(draft, name)
        ],
        BATCH,
    )
