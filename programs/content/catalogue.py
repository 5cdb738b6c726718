"""Programs as content: each with its days, and the exercises of each day."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from exercises.content.loader import (
    CheckedSchema,
    ContentLoader,
    Lookup,
    PrescriptionSchema,
    Slugs,
    check,
    columns,
    slugs,
)
from exercises.content.translations import Spread, Texts
from exercises.models import Exercise, Guide
from exercises.models.exercise import Level
from programs.content.recommendations import RecommendationLoader
from programs.models import Program, ProgramDay, ProgramItem, ProgramPhase, Section
from programs.models.program_phase import PHASE_COLUMNS, PHASE_TEXTS

Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


class ItemSchema(PrescriptionSchema):
    """A `[[days.items]]` table: an exercise with its prescription."""

    exercise: str
    phase: int | None = None
    section: Section = Section.MAIN
    superset: int | None = None


class PhaseSchema(BaseModel):
    """A `[[phases]]` table."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: str
    weeks: int | None = None
    goal: str = ""
    go_on_when: str = ""
    step_back_when: str = ""


class DaySchema(BaseModel):
    """A `[[days]]` table."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    title: str = ""
    notes: str = ""
    items: tuple[ItemSchema, ...] = Field(min_length=1)


class ProgramSchema(CheckedSchema):
    """programs/content/<slug>.toml"""

    title: str
    goal: str
    order: int
    summary: str
    description: str = ""
    level: Level
    weekdays: tuple[Weekday, ...] = Field(min_length=1)
    duration_minutes: int
    guides: Slugs = ()
    phases: tuple[PhaseSchema, ...] = ()
    days: tuple[DaySchema, ...] = Field(min_length=1)


OWN_COLUMNS = [
    name
    for name in ProgramSchema.model_fields
    if name not in ("weekdays", "guides", "phases", "days")
]


class ProgramLoader(ContentLoader[ProgramSchema, Program]):
    """The curated programs."""

    entry_class, model, folder = ProgramSchema, Program, Path(__file__).parent
    text_keys = ("title", "goal", "search_terms", "summary", "description")

    def texts(self, entry: ProgramSchema) -> Texts:
        days = [
            {
                "title": day.title,
                "notes": day.notes,
                "item_notes": [item.note for item in day.items],
            }
            for day in entry.days
        ]
        phases = [columns(phase, PHASE_TEXTS) for phase in entry.phases]
        return super().texts(entry) | {"phases": phases, "days": days}

    def spread(self, row: Program, texts: Texts) -> Spread:
        yield from super().spread(row, texts)
        for phase, its in zip(row.phases.all(), texts.get("phases", []), strict=False):
            yield phase, {name: its.get(name) for name in PHASE_TEXTS}
        for day, its in zip(row.plans, texts.get("days", []), strict=False):
            yield day, {"title": its.get("title"), "notes": its.get("notes")}
            notes = its.get("item_notes", [])
            for item, note in zip(day.plan_items(), notes, strict=False):
                yield item, {"note": note}

    def translation_folder(self, code: str) -> Path:
        return self.folder / code

    def rows(self) -> Iterable[Program]:
        self.guides: Lookup[Guide] = Lookup(Guide)
        return Program.objects.with_items().prefetch_related("guides")

    def read(self, row: Program) -> ProgramSchema:
        return ProgramSchema(
            **columns(row, OWN_COLUMNS),
            weekdays=row.weekdays,
            guides=slugs(row.guides.all()),
            phases=tuple(PhaseSchema(**columns(each, PHASE_COLUMNS)) for each in row.phases.all()),
            days=tuple(map(_read_day, row.plans)),
        )

    def write(self, row: Program, entry: ProgramSchema) -> None:
        for name in OWN_COLUMNS:
            setattr(row, name, getattr(entry, name))
        row.weekdays = list(entry.weekdays)

    def relate(self, row: Program, entry: ProgramSchema) -> None:
        """Write the days in place: a workout made from a day keeps its link to it."""
        row.guides.set(self.guides.many(entry.guides, entry.slug))
        _write_phases(row, entry)
        exercises: Lookup[Exercise] = Lookup(Exercise)
        days = list(row.days.all())
        for day in days[len(entry.days) :]:
            day.delete()
        for position, day_entry in enumerate(entry.days):
            day = days[position] if position < len(days) else ProgramDay(program=row, revision=0)
            day.title, day.notes, day.position = day_entry.title, day_entry.notes, position
            day.revision += 1
            day.save()
            # What editors translated stays at its place.
            translated = [item.translations for item in day.plan_items()]
            day.items.all().delete()
            _write_items(day, day_entry, exercises, translated)


def _write_phases(program: Program, entry: ProgramSchema) -> None:
    translated = [phase.translations for phase in program.phases.all()]  # it stays at its place
    program.phases.all().delete()
    for position, phase in enumerate(entry.phases):
        row = ProgramPhase(
            program=program,
            position=position,
            translations=dict(enumerate(translated)).get(position, {}),
            **columns(phase, PHASE_COLUMNS),
        )
        check(row, f"{program.slug}.toml, phase {position + 1}")
        row.save()


def _read_day(day: ProgramDay) -> DaySchema:
    items = tuple(
        ItemSchema(
            exercise=item.exercise.slug,
            phase=item.phase,
            section=Section(item.section),
            superset=item.superset,
            **PrescriptionSchema.prescription_keys_of(item),
        )
        for item in day.plan_items()
    )
    return DaySchema(title=day.title, notes=day.notes, items=items)


def _write_items(
    day: ProgramDay, entry: DaySchema, exercises: Lookup[Exercise], translated: list[Texts]
) -> None:
    name = f"{day.program.slug}.toml"
    for position, item in enumerate(entry.items):
        row = ProgramItem(
            day=day,
            position=position,
            phase=item.phase,
            section=item.section,
            superset=item.superset,
            exercise=exercises.one(item.exercise, name),
            translations=dict(enumerate(translated)).get(position, {}),
            **item.prescription_columns(),
        )
        check(row, f"{name}, item {position + 1}")
        row.save()


LOADERS: list[ContentLoader[Any, Any]] = [ProgramLoader(), RecommendationLoader()]
"""Programs, and then the rules that lead to them."""
