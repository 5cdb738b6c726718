"""The words of a quick line, in every language of the site: all are read, the reader's own are written.

A message holds all ways to write a word, parted by `|`; the first is the one that is written. Pure.
"""

from __future__ import annotations

import re
from functools import cache

from django.utils import translation
from django.utils.translation import pgettext
from django.utils.translation.trans_real import get_languages

from exercises.formats import WORD_JOINER

SAME_SIGNS = str.maketrans("×✕хХ–—−‑", "xxxx----", WORD_JOINER)  # the two letters are Cyrillic


def messages() -> dict[str, str]:
    """All ways to write each word in the active language, by what it means."""
    return {
        "sets": pgettext("quick line, ways to write it", "sets|set"),
        "of": pgettext("quick line, ways to write it: 3 sets of 8 reps", "of"),
        "to": pgettext("quick line, ways to write it: 8 to 12", "to"),
        "reps": pgettext("quick line, ways to write it", "reps|rep"),
        "total": pgettext("quick line, ways to write it: 30 total", "total|in total"),
        "hold": pgettext("quick line, ways to write it: hold 3s x10", "hold"),
        "for": pgettext("quick line, ways to write it: hold for 3s", "for"),
        "times": pgettext("quick line, ways to write it: 10 times", "times|time"),
        "s": pgettext("quick line, ways to write it: 45s", "s|sec|secs|second|seconds"),
        "min": pgettext("quick line, ways to write it: 2min", "min|m|mins|minute|minutes"),
        "kg": pgettext("quick line, ways to write it: 40kg", "kg|kgs|kilo|kilos"),
        "lb": pgettext("quick line, ways to write it: 90lb", "lb|lbs|pound|pounds"),
        "at": pgettext("quick line, ways to write it: at 40kg", "at"),
        "each side": pgettext(
            "quick line, ways to write it",
            "each side|per side|a side|each leg|per leg|a leg|each arm|per arm|a arm"
            "|/ side|/side|/ leg|/leg|/ arm|/arm",
        ),
        "rest": pgettext("quick line, ways to write it: rest 90s", "rest"),
        "tempo": pgettext("quick line, ways to write it: tempo 3-1-1", "tempo"),
        "note": pgettext("quick line, ways to write it: note: slow down", "note"),
    }


def written(meaning: str) -> str:
    """The word as it is written in the active language."""
    return messages()[meaning].partition("|")[0]


@cache
def ways(meaning: str) -> tuple[str, ...]:
    """All ways to write the word in all languages, the longest first, with signs made alike."""
    found: set[str] = set()
    for code in get_languages():
        with translation.override(code):
            found |= {*messages()[meaning].lower().translate(SAME_SIGNS).split("|")}
    return tuple(sorted(found, key=lambda way: (-len(way), way)))


def any_of(*meanings: str) -> str:
    """A pattern of all ways to write these words; spaces may be left out."""
    found = [way for meaning in meanings for way in ways(meaning)]
    found.sort(key=len, reverse=True)
    return f"(?:{'|'.join(re.escape(way).replace(chr(92) + ' ', ' ?') for way in found)})"
