"""`manage.py check_translations`: what is not there yet in every language, or no longer fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from exercises.content.anatomy import CONTENT_DIR, anatomy_names
from exercises.content.catalogue import LOADERS as CATALOGUE
from exercises.content.loader import ContentError, ContentLoader, read_toml
from exercises.content.products import LOADERS as PRODUCTS
from exercises.content.translations import problems, text_digest
from exercises.models.translated import other_languages
from programs.content.catalogue import LOADERS as PROGRAMS

PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?[a-z]\w*")
"""Named places and tags of a message."""

Entry = tuple[Path, dict[str, Any]]
"""The file of a translation, and the English texts that it tells."""


class Command(BaseCommand):
    """Check every catalogue of messages and every file of translated content; needs no database."""

    help = (
        "Tell which messages and content are missing, fuzzy, stale or otherwise wrong in a language."
        " With --stamp, first note in content that has no `of` which English texts it was made from."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stamp", action="store_true", help="note the English of new files")
        parser.add_argument("files", nargs="*", type=Path, help="files to stamp anew")

    def handle(self, *args: Any, **options: Any) -> None:
        entries = {code: list(translated_entries(code)) for code in other_languages()}
        if options["stamp"]:
            again = {path.resolve() for path in options["files"]}
            for path, english in (each for found in entries.values() for each in found):
                stamp(path, english, again=path.resolve() in again)
        found = [
            problem
            for code in other_languages()
            for problem in (*message_problems(code), *content_problems(entries[code]))
        ]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("Every language has everything.")


def message_problems(code: str) -> Iterator[str]:
    """A line for each message of a catalogue that is missing, fuzzy, or has other places than the English."""
    path = settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        for problem in _problems_of(message, catalogue) if message.id else ():
            yield f"{code}: {message.id!r}: {problem}"


def _problems_of(message: Message, catalogue: Any) -> Iterator[str]:
    texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if not all(texts):
        yield "not translated"
        return
    if message.fuzzy:
        yield "fuzzy: look at it again"
    ids = [message.id] if isinstance(message.id, str) else message.id
    places = [set(PLACES.findall(each)) for each in ids]
    every, needed = set.union(*places), set.intersection(*places)
    if len(ids) > 1 and len(texts) != catalogue.num_plurals:
        yield f"{len(texts)} forms, the language has {catalogue.num_plurals}"
    for text in texts:
        if not needed <= set(PLACES.findall(text)) <= every:
            yield f"other places or tags than the English: {text!r}"


def translated_entries(code: str) -> Iterator[Entry]:
    """Every file that a language should have."""
    yield CONTENT_DIR / code / "anatomy.toml", anatomy_names()
    for loader in [*CATALOGUE, *PRODUCTS, *PROGRAMS]:
        if loader.text_keys and not loader.has_one_file:
            yield from _entries_of(loader, code)


def _entries_of(loader: ContentLoader[Any, Any], code: str) -> Iterator[Entry]:
    folder = loader.translation_folder(code)
    for entry in loader.entries():
        yield folder / f"{entry.slug}.toml", loader.texts(entry)


def content_problems(entries: list[Entry]) -> Iterator[str]:
    """A line for each file of content that is missing, incomplete or stale."""
    for path, english in entries:
        name = path.relative_to(settings.BASE_DIR)
        if not path.exists():
            yield f"{name}: missing"
            continue
        try:
            texts = read_toml(path, str(name))
        except ContentError as error:
            yield str(error)
            continue
        of = texts.pop("of", "")
        yield from (f"{name}: {problem}" for problem in problems(english, texts))
        if of != text_digest(english):
            yield f"{name}: the English has changed since; when it fits again: --stamp {name}"


def stamp(path: Path, english: dict[str, Any], *, again: bool = False) -> None:
    """Note in a file which English texts it was made from: where nothing is noted yet, or `again`."""
    if not path.exists():
        return
    lines = path.read_text("utf-8").splitlines(keepends=True)
    noted = [line for line in lines if line.startswith("of = ")]
    if noted and not again:
        return
    kept = [line for line in lines if line not in noted]
    path.write_text("".join([f'of = "{text_digest(english)}"\n', *kept]), "utf-8")
