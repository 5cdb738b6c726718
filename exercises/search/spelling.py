"""Which words are spelt alike: asked of PostgreSQL's trigrams (pg_trgm), on SQLite of rapidfuzz."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from rapidfuzz import fuzz

MIN_TRIGRAM_SIMILARITY = 0.25
MAX_LENGTH_DIFFERENCE = 2
MIN_FUZZ_RATIO = 75
"""How alike a mistyped word must be at least: so that `deadlfit` still finds, by either."""

BY_TRIGRAMS = """
    SELECT typed, known, 100 * word_similarity(typed, known)
    FROM unnest(%s::text[]) AS typed, unnest(%s::text[]) AS known
    WHERE similarity(typed, known) >= %s AND abs(length(typed) - length(known)) <= %s
"""
"""A slip leaves a word about as long as it was: `deadlfit` does not mean `dead`. Similarity minds what
either word has more than the other, and so keeps out what only begins alike; word similarity minds how
much of the typed word is there, and so tells best which word was meant."""


def similar_words(typed: Collection[str], known: Collection[str]) -> dict[tuple[str, str], float]:
    """The pairs of a typed and a known word that are spelt alike, and how much, up to 100."""
    if connection.vendor == "postgresql":
        return _by_trigrams(typed, known)
    pairs = {(word, other): fuzz.ratio(word, other) for word in typed for other in known}
    return {pair: like for pair, like in pairs.items() if like >= MIN_FUZZ_RATIO}


def _by_trigrams(typed: Collection[str], known: Collection[str]) -> dict[tuple[str, str], float]:
    """One query, however many words: they are those of the rows that the asker may see."""
    with connection.cursor() as cursor:
        cursor.execute(
            BY_TRIGRAMS, [list(typed), list(known), MIN_TRIGRAM_SIMILARITY, MAX_LENGTH_DIFFERENCE]
        )
        return {(word, other): like for word, other, like in cursor}
