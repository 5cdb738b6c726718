"""Guides as content: an article a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from exercises.content.loader import (
    ContentLoader,
    Lookup,
    PublishableSchema,
    Slugs,
    check,
    columns,
    slugs,
)
from exercises.models import Exercise, Guide, GuideSource


class SourceSchema(BaseModel):
    """A `[[sources]]` table."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    title: str
    url: str


class GuideSchema(PublishableSchema):
    """guides/<slug>.toml; the programs that go with it name it in theirs."""

    title: str
    order: int
    summary: str
    body: str
    essential: bool = False
    cover: str
    exercises: Slugs = ()
    sources: tuple[SourceSchema, ...] = ()


OWN_COLUMNS = ["slug", "status", "title", "order", "summary", "body", "essential"]


class GuideLoader(ContentLoader[GuideSchema, Guide]):
    """Guides with their sources."""

    entry_class, model, folder = GuideSchema, Guide, Path(__file__).parent / "guides"

    def rows(self) -> Iterable[Guide]:
        self.exercises: Lookup[Exercise] = Lookup(Exercise)
        return Guide.objects.select_related("cover").prefetch_related("exercises", "sources")

    def read(self, row: Guide) -> GuideSchema:
        return GuideSchema(
            **columns(row, OWN_COLUMNS),
            cover=row.cover.slug if row.cover else "",
            exercises=slugs(row.exercises.all()),
            sources=tuple(
                SourceSchema(title=source.title, url=source.url) for source in row.sources.all()
            ),
        )

    def write(self, row: Guide, entry: GuideSchema) -> None:
        for name in OWN_COLUMNS:
            setattr(row, name, getattr(entry, name))
        row.cover = self.exercises.one(entry.cover, f"{entry.slug}.toml")

    def relate(self, row: Guide, entry: GuideSchema) -> None:
        row.exercises.set(self.exercises.many(entry.exercises, f"{entry.slug}.toml"))
        row.sources.all().delete()
        for position, source in enumerate(entry.sources, start=1):
            new = GuideSource(guide=row, position=position, title=source.title, url=source.url)
            check(new, f"{entry.slug}.toml, source {position}")
            new.save()
