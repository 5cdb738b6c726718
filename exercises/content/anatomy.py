"""Anatomy as content: body parts and their muscles, all in anatomy.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from exercises.content.loader import ContentLoader, ContentSchema, Lookup, columns
from exercises.models import BodyPart, Muscle

CONTENT_DIR = Path(__file__).parent


class BodyPartSchema(ContentSchema):
    """A body part; its muscles stand in the same table of anatomy.toml."""

    name: str
    region: BodyPart.Region
    order: int


class MuscleSchema(ContentSchema):
    """A muscle of a body part."""

    name: str
    latin_name: str = ""
    body_part: str
    order: int


def anatomy() -> list[dict[str, Any]]:
    """The body parts of anatomy.toml, in order, each with its `muscles`."""
    parts: list[dict[str, Any]] = tomllib.loads((CONTENT_DIR / "anatomy.toml").read_text("utf-8"))[
        "body_part"
    ]
    return parts


class BodyPartLoader(ContentLoader[BodyPartSchema, BodyPart]):
    """Body parts, in the order of anatomy.toml."""

    entry_class, model, folder = BodyPartSchema, BodyPart, CONTENT_DIR

    def entries(self) -> list[BodyPartSchema]:
        return [
            BodyPartSchema(
                slug=part["slug"], name=part["name"], region=part["region"], order=number
            )
            for number, part in enumerate(anatomy(), start=1)
        ]

    def rows(self) -> Iterable[BodyPart]:
        return BodyPart.objects.all()

    def read(self, row: BodyPart) -> BodyPartSchema:
        return BodyPartSchema(**columns(row, BodyPartSchema.model_fields))

    def write(self, row: BodyPart, entry: BodyPartSchema) -> None:
        row.name, row.region, row.order = entry.name, entry.region, entry.order


class MuscleLoader(ContentLoader[MuscleSchema, Muscle]):
    """Muscles, in the order of anatomy.toml."""

    entry_class, model, folder = MuscleSchema, Muscle, CONTENT_DIR

    def entries(self) -> list[MuscleSchema]:
        return [
            MuscleSchema(**muscle, body_part=part["slug"], order=number)
            for part in anatomy()
            for number, muscle in enumerate(part["muscles"], start=1)
        ]

    def rows(self) -> Iterable[Muscle]:
        self.body_parts: Lookup[BodyPart] = Lookup(BodyPart)
        return Muscle.objects.select_related("body_part")

    def read(self, row: Muscle) -> MuscleSchema:
        own = columns(row, ["slug", "name", "latin_name", "order"])
        return MuscleSchema(**own, body_part=row.body_part.slug)

    def write(self, row: Muscle, entry: MuscleSchema) -> None:
        row.name, row.latin_name, row.order = entry.name, entry.latin_name, entry.order
        row.body_part = self.body_parts.one(entry.body_part, f"anatomy.toml: {entry.slug}")
