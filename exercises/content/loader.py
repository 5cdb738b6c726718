"""Entries of curated content: read from TOML, checked against a schema, kept in step with the database.

The rule that makes loading safe to repeat: an entry's digest is stored with its row. A row whose own
content still has the stored digest was edited by nobody, so a newer entry may replace it; any other
row belongs to the editors and is left alone, and reported.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic import ValidationError as SchemaError

from exercises.models import SeededModel, Status
from exercises.models.history import without_history


class ContentError(ValueError):
    """Curated content that is wrong; the message names the file and what is wrong in it."""


class ContentSchema(BaseModel):
    """One entry as its TOML file has it. Unknown keys and wrong types are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    slug: str

    def digest(self) -> str:
        """SHA-256 of the entry's content, in hexadecimal.

        What has its default value does not count: a key that a later release adds makes no row look
        edited.
        """
        # Keys sorted: PostgreSQL keeps JSON objects in an order of its own.
        content = json.dumps(self.model_dump(mode="json", exclude_defaults=True), sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


class PublishableSchema(ContentSchema):
    """An entry that is published unless it says otherwise."""

    status: Status = Status.PUBLISHED


def _sorted(slugs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(slugs)))


Slugs = Annotated[tuple[str, ...], AfterValidator(_sorted)]
"""References to other entries, where order means nothing."""


def _as_pair(value: Any) -> Any:
    """`10` means from 10 to 10."""
    return (value, value) if isinstance(value, int) else value


Range = Annotated[tuple[int, int], BeforeValidator(_as_pair)]
"""A range of whole numbers, both ends inclusive; written `[8, 12]`, or `10` for a fixed number."""


class PrescriptionSchema(BaseModel):
    """The keys of a prescription, shared by exercises and the items of plans."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    sets: int | None = None
    reps: Range | None = None
    total: Range | None = None
    hold_seconds: int | None = None
    duration_seconds: int | None = None
    each_side: bool = False
    rest_seconds: int | None = None
    load_kg: float | None = None
    tempo: str = ""
    note: str = ""

    PRESCRIPTION_KEYS: ClassVar[list[str]] = [
        "sets",
        "hold_seconds",
        "duration_seconds",
        "each_side",
        "rest_seconds",
        "load_kg",
        "tempo",
        "note",
    ]

    def prescription_columns(self) -> dict[str, Any]:
        """Values for the columns of `exercises.models.Prescription`."""
        reps_min, reps_max = self.reps or (None, None)
        total_min, total_max = self.total or (None, None)
        columns = {key: getattr(self, key) for key in PrescriptionSchema.PRESCRIPTION_KEYS}
        columns |= {"reps_min": reps_min, "reps_max": reps_max}
        return columns | {"total_min": total_min, "total_max": total_max}

    @staticmethod
    def prescription_keys_of(row: Any) -> dict[str, Any]:
        """The keys of an entry, read back from a row with prescription columns."""
        keys = {key: getattr(row, key) for key in PrescriptionSchema.PRESCRIPTION_KEYS}
        keys["load_kg"] = None if row.load_kg is None else float(row.load_kg)
        keys["reps"] = None if row.reps_min is None else (row.reps_min, row.reps_max)
        keys["total"] = None if row.total_min is None else (row.total_min, row.total_max)
        return keys


E = TypeVar("E", bound=ContentSchema)
R = TypeVar("R", bound=SeededModel)


@dataclass
class Report:
    """What a load did, as lists of names such as `exercise deadlift`."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def add(self, other: Report) -> None:
        """Append another report's lists to this one's."""
        for name in ("created", "updated", "unchanged", "kept"):
            getattr(self, name).extend(getattr(other, name))


class ContentLoader(Generic[E, R]):
    """One kind of content: where its files are, its schema, and how an entry meets its row."""

    entry_class: type[E]
    model: type[R]
    folder: Path

    def rows(self) -> Iterable[R]:
        """All rows with what `read` needs (constant queries)."""
        raise NotImplementedError

    def read(self, row: R) -> E:
        """The entry that a row amounts to."""
        raise NotImplementedError

    def write(self, row: R, entry: E) -> None:
        """Set the row's own columns from the entry; not saved yet."""
        raise NotImplementedError

    def relate(self, row: R, entry: E) -> None:
        """Set the saved row's relations; all rows of this shelf exist by now."""

    def entries(self) -> list[E]:
        """Every entry in the folder, by slug. Raises `ContentError`."""
        return [self.parse(path) for path in sorted(self.folder.glob("*.toml"))]

    def parse(self, path: Path) -> E:
        """Read one file. Raises `ContentError` that names it and the key that is wrong."""
        try:
            return self.entry_class(slug=path.stem, **tomllib.loads(path.read_text("utf-8")))
        except (tomllib.TOMLDecodeError, TypeError) as error:
            raise ContentError(f"{path.name}: {error}") from error
        except SchemaError as error:
            problems = "; ".join(
                f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
                for problem in error.errors()
            )
            raise ContentError(f"{path.name}: {problems}") from error

    def load(self) -> Report:
        """Create what is missing, update what nobody edited, keep and report the rest."""
        report, changed = Report(), []
        entries = self.entries()
        stored: Any = self.rows()
        # Editors may have added or imported many more: only what an entry may meet is read.
        rows = {row.slug: row for row in stored.filter(slug__in=[each.slug for each in entries])}
        for entry in entries:
            name = f"{self.model._meta.verbose_name} {entry.slug}"
            outcome = self._outcome(rows.get(entry.slug), entry)
            getattr(report, outcome).append(name)
            if outcome in ("created", "updated"):
                row = rows.get(entry.slug) or self.model(slug=entry.slug)
                self._save(row, entry)
                changed.append((row, entry))
        for row, entry in changed:
            self.relate(row, entry)
        return report

    def _outcome(self, row: R | None, entry: E) -> str:
        """What loading does with this entry: the name of one of the report's lists."""
        if row is None:
            return "created"
        now = self.read(row).digest()
        if now == entry.digest():
            return "unchanged"
        return "updated" if now == row.content_digest else "kept"

    def _save(self, row: R, entry: E) -> None:
        row.content_digest = entry.digest()
        self.write(row, entry)
        check(row, f"{entry.slug}.toml")
        with without_history(row):
            row.save()


def check(row: models.Model, name: str) -> None:
    """Validate a row as a form would. Raises `ContentError` that begins with `name`."""
    try:
        row.full_clean()
    except ValidationError as error:
        problems = "; ".join(
            f"{column}: {' '.join(messages)}" for column, messages in error.message_dict.items()
        )
        raise ContentError(f"{name}: {problems}") from error


class Lookup(Generic[R]):
    """Rows by slug, loaded once; an unknown slug raises `ContentError`."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.rows: dict[str, Any] = {row.slug: row for row in model._default_manager.all()}  # type: ignore[attr-defined]

    def one(self, slug: str, name: str) -> Any:
        """The row with `slug`; `name` says whose reference it is."""
        if slug not in self.rows:
            kind = self.model._meta.verbose_name
            raise ContentError(f"{name}: there is no {kind} “{slug}”.")
        return self.rows[slug]

    def many(self, slugs: Iterable[str], name: str) -> list[Any]:
        """The rows with `slugs`, in their order."""
        return [self.one(slug, name) for slug in slugs]


def slugs(rows: Iterable[Any]) -> tuple[str, ...]:
    """The slugs of the rows, sorted as `Slugs` are."""
    return tuple(sorted(row.slug for row in rows))


def columns(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """The row's values of the columns named."""
    return {name: getattr(row, name) for name in names}
