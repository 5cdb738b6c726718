"""Translations of curated content: a TOML file an entry and language, beside the English ones.

`<language>/<kind>/<slug>.toml` holds the texts of the English file under the same names and nothing else, lists in
the same order. `of` in it tells which English texts it was made from (`text_digest`): when these change, the
translation is stale, and stays until somebody looks at it. Loading keeps what editors wrote, as it does with English.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils import timezone

from exercises.models.translated import TranslatedModel

Texts = dict[str, Any]
"""Texts by name: strings, lists of strings, and lists of further texts."""
Spread = Iterable[tuple[TranslatedModel, Texts]]
"""Rows, each with those texts that belong to it, by column."""

FREE_LENGTH = frozenset({"aliases", "search_terms"})
"""Lists of words that need not match the English ones one by one, nor be there at all."""
MARKS = ("of", "file", "loaded")
"""What a row keeps with its texts: the English digest, and those of the file and of what it became."""


def without_empty(texts: Mapping[str, Any]) -> Texts:
    """The texts that say something."""
    return {name: value for name, value in texts.items() if _says_something(value)}


def _says_something(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_says_something, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_says_something, value))
    return bool(value)


def text_digest(texts: Mapping[str, Any]) -> str:
    """What tells these texts from others, short enough to stand in a file."""
    content = json.dumps(without_empty(texts), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def problems(english: Any, other: Any, where: str = "") -> Iterator[str]:
    """How a translation differs in structure from the English texts, a line for each place."""
    if isinstance(english, Mapping) and isinstance(other, Mapping):
        yield from _table_problems(english, other, where)
    elif isinstance(english, list) and isinstance(other, list):
        if where in FREE_LENGTH:
            english = ["any"] * len(other)
        if len(english) != len(other):
            yield f"{where}: {len(other)} entries, {len(english)} in English"
            return
        for number, (one, its) in enumerate(zip(english, other, strict=True), start=1):
            yield from problems(one, its, f"{where} {number}".strip())
    elif type(english) is not type(other):
        yield f"{where}: must be a {'list' if isinstance(english, list) else 'text'}"
    elif bool(english) != bool(other):
        yield f"{where}: {'not translated' if english else 'has nothing in English'}"


def _table_problems(
    english: Mapping[str, Any], other: Mapping[str, Any], where: str
) -> Iterator[str]:
    said = without_empty(english)
    for name in [*other, *(name for name in said if name not in other)]:
        place = f"{where} {name}".strip()
        if name not in other and name not in FREE_LENGTH:
            yield f"{place}: not translated"
        elif name in other and name not in english and name not in FREE_LENGTH:
            yield f"{place}: has nothing in English"
        elif name in other:
            yield from problems(english.get(name, []), other[name], place)


def is_stale(row: TranslatedModel, code: str, english: Texts) -> bool:
    """Whether the English texts are others than those that the row's translation was made from."""
    stored = row.translation(code)
    return bool(stored) and stored.get("of") != text_digest(english)


def gather(spread: Spread, code: str) -> list[Texts]:
    """The stored texts of the rows, in order, each those that it says something in."""
    return [
        without_empty({name: row.translation(code).get(name) for name in texts})
        for row, texts in spread
    ]


def write(spread: Spread, code: str) -> list[TranslatedModel]:
    """Put texts into the rows in a language, in the place of what they said; the rows, not saved yet."""
    changed = []
    for row, texts in spread:
        row.translations = {**row.translations, code: without_empty(texts)}
        changed.append(row)
    return changed


def save(rows: Iterable[TranslatedModel]) -> None:
    """Store the translations of many rows: one statement a model, and no history."""
    by_model: dict[type[TranslatedModel], list[TranslatedModel]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, changed in by_model.items():
        columns = ["translations"]
        if hasattr(model, "updated_at"):
            columns.append("updated_at")
            for row in changed:
                row.updated_at = timezone.now()  # type: ignore[attr-defined]
        model._default_manager.bulk_update(changed, columns, batch_size=100)
