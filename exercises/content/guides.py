"""Guides as content: an article a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from exercises.content.loader import (
    CheckedSchema,
    ContentLoader,
    Lookup,
    Slugs,
    SourceSchema,
    columns,
    slugs,
    write_sources,
)
from exercises.models import Exercise, Guide


class GuideSchema(CheckedSchema):
    """guides/<slug>.toml; the programs that go with it name it in theirs."""

    title: str
    order: int
    summary: str
    body: str
    essential: bool = False
    cover: str
    exercises: Slugs = ()
    sources: tuple[SourceSchema, ...] = ()


OWN_COLUMNS = [
    "slug",
    "status",
    "title",
    "order",
    "summary",
    "body",
    "essential",
    "search_terms",
    "checked_on",
]


class GuideLoader(ContentLoader[GuideSchema, Guide]):
    """Guides with their sources."""

    entry_class, model, folder = GuideSchema, Guide, Path(__file__).parent / "guides"
    text_keys = ("title", "search_terms", "summary", "body")

    def rows(self) -> Iterable[Guide]:
        self.exercises: Lookup[Exercise] = Lookup(Exercise)
        return Guide.objects.select_related("cover").prefetch_related("exercises", "sources")

    def read(self, row: Guide) -> GuideSchema:
        return GuideSchema(
            **columns(row, OWN_COLUMNS),
            cover=row.cover.slug if row.cover else "",
            exercises=slugs(row.exercises.all()),
            sources=SourceSchema.of(row),
        )

    def write(self, row: Guide, entry: GuideSchema) -> None:
        for name in OWN_COLUMNS:
            setattr(row, name, getattr(entry, name))
        row.cover = self.exercises.one(entry.cover, f"{entry.slug}.toml")

    def relate(self, row: Guide, entry: GuideSchema) -> None:
        row.exercises.set(self.exercises.many(entry.exercises, f"{entry.slug}.toml"))
        write_sources(row, entry)
