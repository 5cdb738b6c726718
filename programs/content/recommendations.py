"""The rules of the way in as content: a file for each answer to “Where is it today?”."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic import ValidationError as SchemaError

from exercises.content.loader import (
    ContentError,
    ContentLoader,
    Lookup,
    PublishableSchema,
    columns,
    schema_problems,
)
from programs.models import Have, Program, Recommendation, Where

Choices = Annotated[tuple[str, ...], Field(min_length=1)]
"""Slugs of programs, the recommended one first."""


class WhereSchema(BaseModel):
    """recommendations/<where>.toml: what to offer for each answer to “What do you have?”."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    none: Choices
    band_ball: Annotated[Choices, Field(alias="band-ball")]
    dumbbells: Choices
    gym: Choices


class RecommendationSchema(PublishableSchema):
    """One rule: the program in one place of one list."""

    where: Where
    have: Have
    program: str
    position: int


OWN_COLUMNS = ["slug", "status", "where", "have", "position"]


class RecommendationLoader(ContentLoader[RecommendationSchema, Recommendation]):
    """The rules; every combination of answers leads to a program."""

    entry_class, model = RecommendationSchema, Recommendation
    folder = Path(__file__).parent / "recommendations"

    def entries(self) -> list[RecommendationSchema]:
        """The rules of all files. Raises `ContentError` for an answer that no file has."""
        return [rule for where in Where for rule in self._rules(where)]

    def _rules(self, where: Where) -> Iterable[RecommendationSchema]:
        path = self.folder / f"{where}.toml"
        try:
            lists = WhereSchema(**tomllib.loads(path.read_text("utf-8")))
        except SchemaError as error:
            problems = schema_problems(error)
            raise ContentError(f"recommendations/{path.name}: {problems}") from error
        except (FileNotFoundError, tomllib.TOMLDecodeError) as error:
            raise ContentError(f"recommendations/{path.name}: {error}") from error
        for have in Have:
            programs: tuple[str, ...] = getattr(lists, have.replace("-", "_"))
            for position, program in enumerate(programs, start=1):
                yield RecommendationSchema(
                    slug=f"{where}-{have}-{position}",
                    where=where,
                    have=have,
                    program=program,
                    position=position,
                )

    def rows(self) -> Iterable[Recommendation]:
        self.programs: Lookup[Program] = Lookup(Program)
        return Recommendation.objects.select_related("program")

    def read(self, row: Recommendation) -> RecommendationSchema:
        return RecommendationSchema(**columns(row, OWN_COLUMNS), program=row.program.slug)

    def write(self, row: Recommendation, entry: RecommendationSchema) -> None:
        for name in OWN_COLUMNS:
            setattr(row, name, getattr(entry, name))
        row.program = self.programs.one(entry.program, f"recommendations/{entry.where}.toml")
