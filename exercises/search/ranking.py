"""Finding exercises: search that forgives a typo, filters, and how many each choice would leave.

Pure functions over plain values; how alike two words are spelt is asked of `exercises.search.spelling`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from unicodedata import combining, normalize

FACETS = ("body_part", "equipment", "kind", "mode", "mechanics", "level")
NAME, ALIAS, OTHER = 1.3, 1.1, 1.0
"""What a word weighs in a name, in another name, and in a muscle or body part."""
FUZZY_SCORE = 0.8
"""What a word that is only spelt alike counts for: less than another name of an exercise does."""
MIN_FUZZY_LENGTH = 4
BEGINNING_OF_WORD, PART_OF_WORD = 95, 90
"""How surely a longer word is meant by its beginning or another form, and by letters inside it; the very
word has 100."""
RUSSIAN_ENDING = re.compile(
    "(?<=[а-я]{3})(?:[аыои]?ями|ами|[оеыи]м[иу]|[ое]го|[ауюяоеыи][юяеи]|[ое]в|[аоеыяи][мх]|[аеиоуыьюя])$"
)
"""The endings of cases and genders, as `words_of` leaves them: й is и. At least three letters stay."""
MIN_SURE_LIKENESS = 65
"""How surely a word must be meant that is a phrase by itself."""

Spelling = Callable[[Collection[str], Collection[str]], Mapping[tuple[str, str], float]]
"""Tells which pairs of a typed and a known word are spelt alike, and how much, up to 100."""


@dataclass(frozen=True)
class SearchEntry:
    """One exercise as the search sees it: the weight of each of its words, and its facets.

    `score` tells how well it answers what was typed.
    """

    pk: int
    name: str
    words: Mapping[str, float]
    facets: Mapping[str, frozenset[str]]
    score: float = 1


@dataclass(frozen=True)
class Query:
    """What is chosen: one value a facet at most, and the kit that must suffice.

    `kit` is None when any equipment will do; an empty set asks for exercises without equipment.
    """

    chosen: Mapping[str, str] | None = None
    kit: frozenset[str] | None = None


def words_of(*texts: str) -> frozenset[str]:
    """The words of the texts, lower-case, without accents and punctuation; `child’s` is one word."""
    plain = normalize("NFKD", " ".join(texts).lower())
    plain = "".join(letter for letter in plain if not combining(letter) and letter not in "'’")
    return frozenset(re.findall(r"[^\W_]+", plain))


def stem(word: str) -> str:
    """What a Russian word has in all its cases: `поясниц`; another word as it is."""
    return RUSSIAN_ENDING.sub("", word)


def weigh(names: Iterable[str], aliases: Iterable[str], others: Iterable[str]) -> dict[str, float]:
    """The words of an exercise, each with what it weighs where it counts most; a name a language.

    A name with a hyphen is also found as one word: `pullup`.
    """
    names = list(names)
    return {
        **dict.fromkeys(words_of(*others), OTHER),
        **dict.fromkeys(words_of(*aliases), ALIAS),
        **dict.fromkeys(words_of(*names, *(name.replace("-", "") for name in names)), NAME),
    }


def answering(entries: list[SearchEntry], text: str, alike: Spelling) -> list[SearchEntry]:
    """The entries that answer every word of the text, scored; no words are answered by all."""
    typed = words_of(text)
    if not typed:
        return entries
    return scored(entries, likeness(typed, known_words(entries), alike))


def known_words(entries: Iterable[SearchEntry]) -> set[str]:
    """All words of the entries."""
    return {word for entry in entries for word in entry.words}


def scored(
    entries: Iterable[SearchEntry], meant: Sequence[Mapping[str, float]]
) -> list[SearchEntry]:
    """The entries that answer every typed word, with their scores."""
    found = (replace(entry, score=_score(entry, meant)) for entry in entries)
    return [entry for entry in found if entry.score > 0]


def scored_in_part(
    entries: Iterable[SearchEntry], meant: Sequence[Mapping[str, float]]
) -> list[SearchEntry]:
    """The entries that answer as many typed words as any entry does, with their scores."""
    entries = list(entries)
    answered = {
        entry.pk: [found for found in meant if not entry.words.keys().isdisjoint(found)]
        for entry in entries
    }
    most = max(map(len, answered.values()), default=0)
    best = [entry for entry in entries if most and len(answered[entry.pk]) == most]
    return [replace(entry, score=_score(entry, answered[entry.pk])) for entry in best]


def says(phrase: Collection[str], meant: Iterable[Mapping[str, float]]) -> bool:
    """Whether all words of a phrase were typed, among others; one word alone must be meant surely."""
    typed: dict[str, float] = {}
    for found in meant:
        best = max(found.values(), default=0)
        for word, like in found.items():
            if like >= best - (100 - PART_OF_WORD):
                typed[word] = max(like, typed.get(word, 0))
    sure = 0 if len(phrase) > 1 else MIN_SURE_LIKENESS
    return bool(phrase) and all(typed.get(word, -1) >= sure for word in phrase)


def find(entries: Iterable[SearchEntry], query: Query) -> list[int]:
    """Keys of the entries that fit all that is chosen, the best answer first, then by name."""
    fitting = (entry for entry in entries if _fits(entry, query))
    ordered = sorted(fitting, key=lambda entry: (-entry.score, entry.name.lower(), entry.pk))
    return [entry.pk for entry in ordered]


def count_choices(entries: Iterable[SearchEntry], query: Query) -> dict[str, Counter[str]]:
    """For each facet, how many entries each value would leave with all else as it is chosen."""
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for entry in entries:
        for facet in FACETS:
            if _fits(entry, query, but=facet):
                counts[facet].update(entry.facets[facet])
    return counts


def relax_filters(entries: Iterable[SearchEntry], query: Query) -> dict[str, int]:
    """How many entries would be left without each single thing that is chosen."""
    entries, chosen = list(entries), query.chosen or {}
    left = {
        facet: len(find(entries, replace(query, chosen={**chosen, facet: ""})))
        for facet, value in chosen.items()
        if value
    }
    if query.kit is not None:
        left["kit"] = len(find(entries, replace(query, kit=None)))
    return left


def _fits(entry: SearchEntry, query: Query, but: str = "") -> bool:
    """Whether the entry has every value chosen (save in the facet `but`) and needs no more kit."""
    for facet, value in (query.chosen or {}).items():
        if value and facet != but and value not in entry.facets[facet]:
            return False
    return query.kit is None or entry.facets["equipment"] <= query.kit


def _score(entry: SearchEntry, meant: Iterable[Mapping[str, float]]) -> float:
    """How well the entry answers all words, 0 when one is missing; a shorter name a little better."""
    scores = [
        max((like * entry.words.get(word, 0) for word, like in found.items()), default=0)
        for found in meant
    ]
    return sum(scores) - len(entry.name) / 100 if all(scores) else 0


def likeness(
    typed: Iterable[str], known: Collection[str], alike: Spelling
) -> list[dict[str, float]]:
    """For each typed word the known ones it may mean, and how surely: 100 for the very word.

    The beginning and another form of a word count most after it, then a part of one. What is one of these is
    no typo; of what is only spelt alike, all that is less than half as sure as the best is not meant.
    """
    found: dict[str, dict[str, float]] = {word: {} for word in typed}
    fuzzy = [word for word in found if len(word) >= MIN_FUZZY_LENGTH]
    for (word, candidate), like in alike(fuzzy, known).items():
        found[word][candidate] = like * FUZZY_SCORE
    stems = {candidate: stem(candidate) for candidate in known}
    for word, candidates in found.items():
        own = stem(word)
        for candidate in known:
            if candidate.startswith(word) or stems[candidate] == own:
                candidates[candidate] = 100 if candidate == word else BEGINNING_OF_WORD
            elif word in fuzzy and word in candidate:
                candidates[candidate] = PART_OF_WORD
    return [_best_match(candidates) for candidates in found.values()]


def _best_match(candidates: Mapping[str, float]) -> dict[str, float]:
    best = max(candidates.values(), default=0)
    enough = PART_OF_WORD if best >= PART_OF_WORD else best / 2
    return {word: like for word, like in candidates.items() if like >= enough}
