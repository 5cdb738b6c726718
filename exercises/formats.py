"""Lists, ranges, numbers and times as the reader's language writes them. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import reduce

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

WORD_JOINER = "\u2060"
"""Takes no room, and keeps what stands beside it on one line."""
DASH_INSIDE = re.compile(rf"(?<=\S)–(?=[^\s{WORD_JOINER}])")


def comma_list(parts: Iterable[str]) -> str:
    """`at 40 kg, rest 90 s`; empty for none. Empty parts are left out."""
    pattern = pgettext("list", "%(before)s, %(after)s")
    present = [part for part in parts if part]
    return reduce(lambda a, b: pattern % {"before": a, "after": b}, present) if present else ""


def and_list(names: Iterable[str]) -> str:
    """`A`, `A and B`, `A, B and C`; a name that comes twice is listed once."""
    return _closed_list(names, pgettext("end of a list", "%(before)s and %(after)s"))


def or_list(names: Iterable[str]) -> str:
    """`A`, `A or B`, `A, B or C`."""
    return _closed_list(names, pgettext("end of a list", "%(before)s or %(after)s"))


def _closed_list(names: Iterable[str], pattern: str) -> str:
    *before, last = dict.fromkeys(names)
    return pattern % {"before": comma_list(before), "after": last} if before else last


def with_full_stop(text: str) -> str:
    """A sentence that was written without its full stop, with it."""
    return pgettext("sentence", "%(text)s.") % {"text": text}


def quoted(name: object) -> str:
    """`“Monday”`: a name in the language's quotation marks."""
    return pgettext("a name in quotation marks", "“%(name)s”") % {"name": name}


def label_with_count(label: object, count: int) -> str:
    """`Legs (12)`: a choice with the number of its results."""
    return pgettext("choice with number of results", "%(label)s (%(count)s)") % {
        "label": label,
        "count": count,
    }


def range_text(low: int | str | None, high: int | str | None) -> str:
    """`8–12`, or `8` when both ends are the same: an en dash after which no line ends."""
    if low == high:
        return f"{low}"
    return whole_ranges(pgettext("range", "%(low)s–%(high)s") % {"low": low, "high": high})


def whole_ranges(text: str) -> str:
    """The text with a word joiner after each dash without a space, so that no line ends there.

    Unicode lets a line end after a dash (UAX 14, class BA).
    """
    return DASH_INSIDE.sub(f"–{WORD_JOINER}", text)


def without_joiners(text: str) -> str:
    """The text as programs read and compare it: in tables and in data for search engines."""
    return text.replace(WORD_JOINER, "")


def number_text(value: int | Decimal, *, places: int | None = None, grouped: bool = False) -> str:
    """`22.5`, without needless zeros unless `places` decimals are asked for; `grouped`: `1,240`."""
    if isinstance(value, Decimal) and places is None:
        value = value.normalize()
    return number_format(value, decimal_pos=places, force_grouping=grouped)


def duration_text(seconds: int) -> str:
    """`45 s`, `90 s`, `2 min`: whole minutes from two minutes on, else seconds."""
    if seconds >= 120 and seconds % 60 == 0:
        return _("%(minutes)s min") % {"minutes": seconds // 60}
    return _("%(seconds)s s") % {"seconds": seconds}
