"""Anatomy as content: body parts and their muscles, all in anatomy.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from exercises.content.loader import ContentLoader, ContentSchema, Lookup, columns, read_toml
from exercises.content.translations import Texts, text_digest
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


def anatomy_names() -> dict[str, dict[str, str]]:
    """All English names of anatomy.toml in the shape of its translations: a table of each kind, by slug."""
    parts = anatomy()
    muscles = [muscle for part in parts for muscle in part["muscles"]]
    return {
        "body_parts": {part["slug"]: part["name"] for part in parts},
        "muscles": {muscle["slug"]: muscle["name"] for muscle in muscles},
    }


def translated_names(code: str, table: str) -> dict[str, Texts]:
    """The names of one table of a language's anatomy.toml; all are as fresh as the file."""
    path = CONTENT_DIR / code / "anatomy.toml"
    if not path.exists():
        return {}
    content, english = read_toml(path, f"{code}/{path.name}"), anatomy_names()
    is_fresh = content.get("of") == text_digest(english)
    return {
        slug: {
            "name": name,
            "of": text_digest({"name": english[table].get(slug)}) if is_fresh else "",
        }
        for slug, name in content.get(table, {}).items()
    }


class BodyPartLoader(ContentLoader[BodyPartSchema, BodyPart]):
    """Body parts, in the order of anatomy.toml."""

    entry_class, model, folder = BodyPartSchema, BodyPart, CONTENT_DIR
    text_keys = ("name",)
    has_one_file = True

    def translated_texts(self, code: str) -> dict[str, Texts]:
        return translated_names(code, "body_parts")

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
    text_keys = ("name",)
    has_one_file = True

    def translated_texts(self, code: str) -> dict[str, Texts]:
        return translated_names(code, "muscles")

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
