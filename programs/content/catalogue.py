"""Programs as content: each with its days, and the exercises of each day."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from exercises.content.loader import (
    ContentLoader,
    Lookup,
    PrescriptionSchema,
    PublishableSchema,
    Slugs,
    check,
    columns,
    slugs,
)
from exercises.models import Exercise, Guide
from exercises.models.exercise import Level
from programs.models import Program, ProgramDay, ProgramItem, Section

Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


class ItemSchema(PrescriptionSchema):
    """A `[[days.items]]` table: an exercise with its prescription."""

    exercise: str
    section: Section = Section.MAIN
    superset: int | None = None


class DaySchema(BaseModel):
    """A `[[days]]` table."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    title: str = ""
    notes: str = ""
    items: tuple[ItemSchema, ...] = Field(min_length=1)


class ProgramSchema(PublishableSchema):
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
    days: tuple[DaySchema, ...] = Field(min_length=1)


OWN_COLUMNS = [
    name for name in ProgramSchema.model_fields if name not in ("weekdays", "guides", "days")
]


class ProgramLoader(ContentLoader[ProgramSchema, Program]):
    """The curated programs."""

    entry_class, model, folder = ProgramSchema, Program, Path(__file__).parent

    def rows(self) -> Iterable[Program]:
        self.guides: Lookup[Guide] = Lookup(Guide)
        return Program.objects.with_items().prefetch_related("guides")

    def read(self, row: Program) -> ProgramSchema:
        return ProgramSchema(
            **columns(row, OWN_COLUMNS),
            weekdays=row.weekdays,
            guides=slugs(row.guides.all()),
            days=tuple(map(_read_day, row.plans)),
        )

    def write(self, row: Program, entry: ProgramSchema) -> None:
        for name in OWN_COLUMNS:
            setattr(row, name, getattr(entry, name))
        row.weekdays = list(entry.weekdays)

    def relate(self, row: Program, entry: ProgramSchema) -> None:
        """Write the days in place: a workout made from a day keeps its link to it."""
        row.guides.set(self.guides.many(entry.guides, entry.slug))
        exercises: Lookup[Exercise] = Lookup(Exercise)
        days = list(row.days.all())
        for day in days[len(entry.days) :]:
            day.delete()
        for position, day_entry in enumerate(entry.days):
            day = days[position] if position < len(days) else ProgramDay(program=row, revision=0)
            day.title, day.notes, day.position = day_entry.title, day_entry.notes, position
            day.revision += 1
            day.save()
            day.items.all().delete()
            _write_items(day, day_entry, exercises)


def _read_day(day: ProgramDay) -> DaySchema:
    items = tuple(
        ItemSchema(
            exercise=item.exercise.slug,
            section=Section(item.section),
            superset=item.superset,
            **PrescriptionSchema.prescription_keys_of(item),
        )
        for item in day.plan_items()
    )
    return DaySchema(title=day.title, notes=day.notes, items=items)


def _write_items(day: ProgramDay, entry: DaySchema, exercises: Lookup[Exercise]) -> None:
    name = f"{day.program.slug}.toml"
    for position, item in enumerate(entry.items):
        row = ProgramItem(
            day=day,
            position=position,
            section=item.section,
            superset=item.superset,
            exercise=exercises.one(item.exercise, name),
            **item.prescription_columns(),
        )
        check(row, f"{name}, item {position + 1}")
        row.save()


LOADERS = [ProgramLoader()]
