"""Numbers, times and dates as other apps write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Literal
from unicodedata import combining, normalize

from django.utils.translation import gettext as _

from exercises.units import Unit, load_in_kg
from programs.logs.importing.types import SkippedLineError

CACHED = 4096
"""Cells that are remembered: a history says the same few numbers over and over."""

NUMBER = re.compile(r"[+-]?(?:[0-9]{1,9}(?:\.[0-9]{0,12})?|\.[0-9]{1,12})")
MONTHS = {
    1: "jan ene gen oca sty янв",
    2: "feb fév fev şub lut фев",
    3: "mar mär maa mrt мар",
    4: "apr avr abr nis kwi апр",
    5: "may mai mag mei maj май мая",
    6: "jun juin giu haz cze июн",
    7: "jul juil lug tem lip июл",
    8: "aug aoû ago ağu sie авг",
    9: "sep set wrz eyl сен",
    10: "oct okt ott out paź eki окт",
    11: "nov kas lis ноя",
    12: "dec déc dez dic gru ara дек",
}
METRES = {
    **dict.fromkeys(("m", "meter", "meters", "metre", "metres"), Decimal(1)),
    **dict.fromkeys(("km", "kilometer", "kilometers"), Decimal(1000)),
    **dict.fromkeys(("mi", "mile", "miles"), Decimal("1609.344")),
    **dict.fromkeys(("ft", "feet"), Decimal("0.3048")),
    **dict.fromkeys(("yd", "yard", "yards"), Decimal("0.9144")),
}
UNITS: dict[str, Unit] = {
    **dict.fromkeys(("kg", "kgs", "kilogram", "kilograms", "кг"), "kg"),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), "lb"),
}
PARTS = re.compile(
    r"(?:(\d{1,4})\s{0,3}h)?\s{0,3}(?:(\d{1,5})\s{0,3}m(?:in)?)?\s{0,3}(?:(\d{1,6})\s{0,3}s(?:ec)?)?",
    re.I,
)
NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)[,\s]{0,5}(.*)")
DAY_MONTH = re.compile(
    r"(\d{1,2})\.?\s{1,3}(?:de\s{1,3})?([^\W\d_]{1,20})\.?,?\s{1,3}(?:de\s{1,3})?(\d{4})[,\s]{0,5}(.*)"
)
MONTH_DAY = re.compile(
    r"([^\W\d_]{1,20})\.?\s{1,3}(\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(\d{4})[,\s]{0,5}(.*)"
)
EASTERN = re.compile(
    r"(\d{4})\s{0,3}[年년]\s{0,3}(\d{1,2})\s{0,3}[月월]\s{0,3}(\d{1,2})\s{0,3}[日일][,\s]{0,5}(.*)"
)
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
MIN_YEAR, MAX_YEAR = 1970, 2100
CLOCK = re.compile(
    r"(?:[^\W\d_]{1,4}\s{1,3})?(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?\s{0,3}([ap]\.?\s{0,3}m\.?)?",
    re.I,
)


def plain(text: str) -> str:
    """In small letters, without accents."""
    letters = normalize("NFKD", text.lower())
    return "".join(each for each in letters if not combining(each))


MONTH_BY_PREFIX = {
    plain(name)[:4]: month for month, names in MONTHS.items() for name in names.split()
}
Order = Literal["day", "month", "unknown"]


@lru_cache(CACHED)
def number(text: str) -> Decimal | None:
    """`82.5`, `82,5`, `1.250,5`; None for an empty cell. Raises `SkippedLineError`."""
    plain_text = text.strip().replace("\u00a0", "").replace(" ", "")
    if not plain_text:
        return None
    if "," in plain_text and "." in plain_text:
        thousands = min(",.", key=plain_text.rfind)
        plain_text = plain_text.replace(thousands, "")
    plain_text = plain_text.replace(",", ".")
    if not NUMBER.fullmatch(plain_text):
        raise SkippedLineError(_("“%(text)s” is not a number.") % {"text": text.strip()[:40]})
    return Decimal(plain_text)


@lru_cache(CACHED)
def whole(text: str) -> int | None:
    """A whole number, also written `8.0`; None for an empty cell. Raises `SkippedLineError`."""
    found = number(text)
    if found is None:
        return None
    if found != found.to_integral_value():
        message = _("“%(text)s” is not a whole number.")
        raise SkippedLineError(message % {"text": text.strip()[:40]})
    return int(found)


@lru_cache(CACHED)
def seconds(text: str) -> int | None:
    """`45`, `45.0`, `0:45`, `00:20:00`, `1h 5m`; None for an empty cell. Raises `SkippedLineError`."""
    text = text.strip()
    if not text:
        return None
    if ":" in text:
        parts = text.split(":")
        if len(parts) <= 3 and all(part.isdecimal() and len(part) < 6 for part in parts):
            total = 0
            for part in parts:
                total = total * 60 + int(part)
            return total
    elif any(letter in text.lower() for letter in "hms"):
        if (found := PARTS.fullmatch(text)) and any(found.groups()):
            hours, minutes, rest = (int(part or 0) for part in found.groups())
            return hours * 3600 + minutes * 60 + rest
    elif (value := number(text)) is not None:
        return int(value.to_integral_value())
    raise SkippedLineError(_("“%(text)s” is not a length of time.") % {"text": text[:40]})


@lru_cache(CACHED)
def unit_of(text: str) -> Unit | None:
    """The unit that a cell names; None for an empty one. Raises `SkippedLineError`."""
    name = text.strip().lower().rstrip(".")
    if not name:
        return None
    if name not in UNITS:
        raise SkippedLineError(_("“%(unit)s” is no unit of weight.") % {"unit": text.strip()[:40]})
    return UNITS[name]


@lru_cache(CACHED)
def metres(distance: Decimal | None, unit: str) -> Decimal | None:
    """The distance in metres; none for 0. Raises `SkippedLineError` for an unknown unit."""
    if not distance:
        return None
    name = unit.strip().lower()
    if name not in METRES:
        raise SkippedLineError(_("“%(unit)s” is no unit of length.") % {"unit": unit.strip()[:40]})
    return (distance * METRES[name]).quantize(Decimal("0.01"))


@lru_cache(CACHED)
def kilograms(load: Decimal, unit: Unit) -> Decimal:
    """The load in kilograms, to the gram. Raises `SkippedLineError` when it is far too large."""
    if abs(load) > 10_000:
        raise SkippedLineError(_("A number is too small or too large."))
    return load_in_kg(load, unit)


def month_of(name: str) -> int:
    """The month of a name or its beginning, in many languages. Raises `ValueError`."""
    key = plain(name).rstrip(".")
    for length in (4, 3):
        if found := MONTH_BY_PREFIX.get(key[:length]):
            return found
    raise ValueError(name)


def date_order(texts: Iterable[str]) -> Order | None:
    """Whether dates like `3/4/2026` begin with the day, told by those that leave no doubt; None when
    there are no such dates."""
    firsts, seconds_ = set(), set()
    for text in texts:
        if found := NUMERIC.match(text.strip()):
            firsts.add(int(found[1]))
            seconds_.add(int(found[2]))
            if "." in text[: found.end(2) + 1]:
                return "day"
    if not firsts:
        return None
    if max(firsts) > 12:
        return "day"
    return "month" if max(seconds_) > 12 else "unknown"


def moment(text: str, *, day_first: bool) -> date | datetime:
    """A day, a local time or a time with its zone. Raises `SkippedLineError`."""
    text = " ".join(text.split())
    try:
        found = _iso(text) if ISO.match(text) else _joined(*_parts(text, day_first))
        if not MIN_YEAR <= found.year <= MAX_YEAR:
            raise ValueError(text)
        return found
    except ValueError as error:
        if text:
            raise SkippedLineError(_("“%(text)s” is not a date.") % {"text": text[:40]}) from error
        raise SkippedLineError(_("The date is missing.")) from error


def _iso(text: str) -> date | datetime:
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def _parts(text: str, day_first: bool) -> tuple[date, str]:
    if found := NUMERIC.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        day, month = (first, second) if day_first or first > 12 else (second, first)
        return date(int(found[3]), month, day), found[4]
    if found := DAY_MONTH.fullmatch(text):
        return date(int(found[3]), month_of(found[2]), int(found[1])), found[4]
    if found := MONTH_DAY.fullmatch(text):
        return date(int(found[3]), month_of(found[1]), int(found[2])), found[4]
    if found := EASTERN.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3])), found[4]
    if found := re.fullmatch(r"(\d{4})[./](\d{1,2})[./](\d{1,2})[,\s]*(.*)", text):
        return date(int(found[1]), int(found[2]), int(found[3])), found[4]
    raise ValueError(text)


def _joined(day: date, clock: str) -> date | datetime:
    if not clock.strip():
        return day
    found = CLOCK.fullmatch(clock.strip())
    if not found:
        raise ValueError(clock)
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4].lower().startswith("p") else 0)
    return datetime.combine(day, time(hour, int(found[2]), int(found[3] or 0)))
