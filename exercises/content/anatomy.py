"""Anatomy as content: body parts and their muscles, all in anatomy.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from exercises.content.loader import Entry, Lookup, Shelf, columns
from exercises.models import BodyPart, Muscle

HERE = Path(__file__).parent


class BodyPartEntry(Entry):
    """A body part; its muscles stand in the same table of anatomy.toml."""

    name: str
    region: BodyPart.Region
    order: int


class MuscleEntry(Entry):
    """A muscle of a body part."""

    name: str
    latin_name: str = ""
    body_part: str
    order: int


def anatomy() -> list[dict[str, Any]]:
    """The body parts of anatomy.toml, in order, each with its `muscles`."""
    parts: list[dict[str, Any]] = tomllib.loads((HERE / "anatomy.toml").read_text("utf-8"))[
        "body_part"
    ]
    return parts


class BodyPartShelf(Shelf[BodyPartEntry, BodyPart]):
    """Body parts, in the order of anatomy.toml."""

    entry_class, model, folder = BodyPartEntry, BodyPart, HERE

    def entries(self) -> list[BodyPartEntry]:
        return [
            BodyPartEntry(slug=part["slug"], name=part["name"], region=part["region"], order=number)
            for number, part in enumerate(anatomy(), start=1)
        ]

    def rows(self) -> Iterable[BodyPart]:
        return BodyPart.objects.all()

    def read(self, row: BodyPart) -> BodyPartEntry:
        return BodyPartEntry(**columns(row, BodyPartEntry.model_fields))

    def write(self, row: BodyPart, entry: BodyPartEntry) -> None:
        row.name, row.region, row.order = entry.name, entry.region, entry.order


class MuscleShelf(Shelf[MuscleEntry, Muscle]):
    """Muscles, in the order of anatomy.toml."""

    entry_class, model, folder = MuscleEntry, Muscle, HERE

    def entries(self) -> list[MuscleEntry]:
        return [
            MuscleEntry(**muscle, body_part=part["slug"], order=number)
            for part in anatomy()
            for number, muscle in enumerate(part["muscles"], start=1)
        ]

    def rows(self) -> Iterable[Muscle]:
        self.body_parts: Lookup[BodyPart] = Lookup(BodyPart)
        return Muscle.objects.select_related("body_part")

    def read(self, row: Muscle) -> MuscleEntry:
        own = columns(row, ["slug", "name", "latin_name", "order"])
        return MuscleEntry(**own, body_part=row.body_part.slug)

    def write(self, row: Muscle, entry: MuscleEntry) -> None:
        row.name, row.latin_name, row.order = entry.name, entry.latin_name, entry.order
        row.body_part = self.body_parts.one(entry.body_part, f"anatomy.toml: {entry.slug}")
