"""Finding exercises: search that forgives a typo, filters, and how many each choice would leave.

Pure functions over plain values: the same answers on every database. A thousand exercises take a
few milliseconds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from unicodedata import combining, normalize

from rapidfuzz import fuzz

FACETS = ("body_part", "equipment", "kind", "mode", "mechanics", "level")
SIMILAR_ENOUGH = 75
"""How alike a mistyped word must be, in percent of rapidfuzz's ratio: `deadlfit` still finds."""
SPELT_ALIKE = 0.8
"""What a word that is only spelt alike counts for: less than another name of an exercise does."""
SHORTEST_FUZZY = 4


@dataclass(frozen=True)
class Entry:
    """One exercise as the search sees it. Words are lower-case and without accents."""

    pk: int
    name: str
    name_words: frozenset[str]
    alias_words: frozenset[str]
    other_words: frozenset[str]
    facets: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Query:
    """What is looked for: words, one value a facet at most, and the kit that must suffice.

    `kit` is None when any equipment will do; an empty set asks for exercises without equipment.
    """

    text: str = ""
    chosen: Mapping[str, str] | None = None
    kit: frozenset[str] | None = None


def words_of(*texts: str) -> frozenset[str]:
    """The words of the texts, lower-case, without accents and punctuation."""
    plain = normalize("NFKD", " ".join(texts).lower())
    plain = "".join(letter for letter in plain if not combining(letter))
    return frozenset(re.findall(r"[^\W_]+", plain))


def find(entries: Iterable[Entry], query: Query) -> list[int]:
    """Keys of the entries that match everything asked for, the best match first, then by name."""
    wanted = words_of(query.text)
    scored = [
        (-score, entry.name.lower(), entry.pk)
        for entry in entries
        if _fits(entry, query) and (score := _score(entry, wanted))
    ]
    return [pk for _, _, pk in sorted(scored)]


def count_choices(entries: Iterable[Entry], query: Query) -> dict[str, Counter[str]]:
    """For each facet, how many entries each value would leave with all else as it is chosen."""
    wanted = words_of(query.text)
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for entry in entries:
        if not _score(entry, wanted):
            continue
        for facet in FACETS:
            if _fits(entry, query, but=facet):
                counts[facet].update(entry.facets[facet])
    return counts


def _fits(entry: Entry, query: Query, but: str = "") -> bool:
    """Whether the entry has every value chosen (save in the facet `but`) and needs no more kit."""
    for facet, value in (query.chosen or {}).items():
        if value and facet != but and value not in entry.facets[facet]:
            return False
    return query.kit is None or entry.facets["equipment"] <= query.kit


def _score(entry: Entry, wanted: frozenset[str]) -> float:
    """How well the entry answers all words, 0 when one is missing; no words are answered by all."""
    if not wanted:
        return 1
    scores = [
        max(
            _likeness(word, entry.name_words) * 1.3,
            _likeness(word, entry.alias_words) * 1.1,
            _likeness(word, entry.other_words),
        )
        for word in wanted
    ]
    return sum(scores) if all(scores) else 0


def _likeness(word: str, words: frozenset[str]) -> float:
    """0 to 100: a whole word or its beginning, a part of one, or one that is spelt alike."""
    best = 0.0
    for candidate in words:
        if candidate == word:
            return 100
        if candidate.startswith(word):
            best = max(best, 95)
        if len(word) < SHORTEST_FUZZY:
            continue
        if word in candidate:
            best = max(best, 90)
        elif (likeness := fuzz.ratio(word, candidate)) >= SIMILAR_ENOUGH:
            best = max(best, likeness * SPELT_ALIKE)
    return best
