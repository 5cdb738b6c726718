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
from datetime import date
from pathlib import Path
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic import ValidationError as SchemaError

from exercises.content import translations
from exercises.models import SeededModel, Status
from exercises.models.history import without_history
from exercises.models.source import replace_sources
from exercises.models.translated import TranslatedModel, other_languages


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


class SearchableSchema(PublishableSchema):
    """An entry that the search finds, also by words that its page does not show."""

    search_terms: tuple[str, ...] = ()


class CheckedSchema(SearchableSchema):
    """An entry whose facts were compared with their sources on a day."""

    checked_on: date | None = None


class SourceSchema(BaseModel):
    """A `[[sources]]` table."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    title: str
    url: str

    @staticmethod
    def of(row: Any) -> tuple[SourceSchema, ...]:
        """The sources of a row."""
        return tuple(SourceSchema(**columns(each, ["title", "url"])) for each in row.sources.all())


def write_sources(row: Any, entry: Any) -> None:
    """Put an entry's sources in the place of the row's. Raises `ContentError`."""
    replace_sources(
        row,
        [(source.title, source.url) for source in entry.sources],
        lambda new: check(new, f"{entry.slug}.toml, source {new.position + 1}"),
    )


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
    translated: list[str] = field(default_factory=list)
    """Translations that were written."""
    stale: list[str] = field(default_factory=list)
    """Files of translations whose English texts have changed since."""

    def add(self, other: Report) -> None:
        """Append another report's lists to this one's."""
        for name in ("created", "updated", "unchanged", "kept", "translated", "stale"):
            getattr(self, name).extend(getattr(other, name))


class ContentLoader(Generic[E, R]):
    """One kind of content: where its files are, its schema, and how an entry meets its row."""

    entry_class: type[E]
    model: type[R]
    folder: Path

    text_keys: tuple[str, ...] = ()
    """The entry's texts that are translated; none for what has the same words in every language."""

    def texts(self, entry: E) -> translations.Texts:
        """The entry's texts, in the shape that its translations have."""
        found = {key: getattr(entry, key) for key in self.text_keys}
        return {key: list(text) if isinstance(text, tuple) else text for key, text in found.items()}

    def spread(self, row: R, texts: translations.Texts) -> translations.Spread:
        """The row and all that belong to it, each with its part of texts in that shape."""
        translated: Any = row  # whatever has texts is a `TranslatedModel`
        return [(translated, {key: texts.get(key) for key in self.text_keys})]

    has_one_file = False
    """Whether all entries stand in one file, in each language."""

    def translation_folder(self, code: str) -> Path:
        """Where the files of a language are."""
        return self.folder.parent / code / self.folder.name

    def translated_texts(self, code: str) -> dict[str, translations.Texts]:
        """What the files of a language say, by slug. Raises `ContentError`."""
        return {
            path.stem: read_toml(path, f"{code}/{path.name}")
            for path in sorted(self.translation_folder(code).glob("*.toml"))
        }

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
            return self.entry_class(slug=path.stem, **read_toml(path, path.name))
        except TypeError as error:
            raise ContentError(f"{path.name}: {error}") from error
        except SchemaError as error:
            raise ContentError(f"{path.name}: {schema_problems(error)}") from error

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
                if outcome == "updated":
                    self._drop_loaded_translations(row)
                self._save(row, entry)
                changed.append((row, entry))
        for row, entry in changed:
            self.relate(row, entry)
        for code in other_languages() if self.text_keys else []:
            report.add(self.translate(entries, code))
        return report

    def translate(self, entries: Iterable[E], code: str) -> Report:
        """Write what the files of a language say into rows that nobody translated otherwise."""
        report, changed = Report(), []
        files, by_slug = self.translated_texts(code), {entry.slug: entry for entry in entries}
        stored: Any = self.rows() if files else []
        rows = {row.slug: row for row in stored}
        for slug, texts in files.items():
            name = f"{code}/{slug}.toml"
            if slug not in by_slug:  # its English entry is not there yet, or no more
                continue
            of = str(texts.pop("of", ""))
            english = self.texts(by_slug[slug])
            if found := list(translations.problems(english, texts)):
                raise ContentError(f"{name}: {'; '.join(found)}")
            if of != translations.text_digest(english):
                report.stale.append(name)
            texts["of"] = of
            outcome, its_rows = self._translate_row(rows[slug], english, texts, code)
            if outcome:
                getattr(report, outcome).append(f"{self.model._meta.verbose_name} {slug} ({code})")
            changed += its_rows
        translations.save(changed)
        return report

    def _translate_row(
        self, row: Any, english: translations.Texts, texts: translations.Texts, code: str
    ) -> tuple[str, list[TranslatedModel]]:
        """What loading does with a translation (a list of the report; empty for nothing), and the rows
        that are other than before."""
        stored, file = row.translation(code), translations.text_digest(texts)
        is_as_loaded = stored.get("loaded") == self._translation_digest(row, english, code)
        if stored and not is_as_loaded:
            return "kept", []
        if stored and stored["file"] == file:
            return "", []
        rows = translations.write(self.spread(row, texts), code)
        loaded = self._translation_digest(row, english, code)
        row.translations[code] |= {"of": texts["of"], "file": file, "loaded": loaded}
        return "translated", rows

    def _translation_digest(self, row: R, english: translations.Texts, code: str) -> str:
        """What tells whether the row's texts in a language are those that were loaded."""
        stored = translations.gather(self.spread(row, english), code)
        return translations.text_digest({"rows": stored})

    def _drop_loaded_translations(self, row: Any) -> None:
        """Take away translations that nobody edited: they are loaded anew with the English entry."""
        if not self.text_keys:
            return
        english = self.texts(self.read(row))
        row.translations = {
            code: stored
            for code, stored in row.translations.items()
            if stored.get("loaded") != self._translation_digest(row, english, code)
        }

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


def read_toml(path: Path, name: str) -> dict[str, Any]:
    """The file's tables. Raises `ContentError` that begins with `name`."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(f"{name}: {error}") from error


def schema_problems(error: SchemaError) -> str:
    """What does not fit a schema, and at which key."""
    return "; ".join(
        f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors()
    )


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
