"""The quick line: a prescription in one line of words, such as `3x8-12 @ 40kg rest 90`.

`parse_prescription` reads it, `print_prescription` writes it; reading what was written gives the same
values. A line is one dose, then details in any order, each at most once, and last a note:

=====================================  ==================================================
part                                   ways to write it
=====================================  ==================================================
sets                                   `3x8-12`, `3 × 8–12`, `5x5`, `3 sets of 8–12 reps`
total                                  `30-40 total`, `30–40 reps in total`
hold                                   `hold 3s x10`, `2x hold 20s x3`, `hold 3 s, 10 times`
time                                   `10 min`, `2x45s`, `2 sets of 1:30`
each side                              `each side`, `/side`, `per leg`
load (kg unless lb; rounded to 0.05)   `@ 40kg`, `at 42,5 kg`, `@ 40`, `100 lb`
rest (seconds unless min)              `rest 90`, `rest 2min`, `rest 1:30`
tempo                                  `tempo 3-1-1`, `tempo 3-1-1-0`
note (the rest of the line)            `note: slow down`
=====================================  ==================================================

Pure Python: the columns and bounds are those of `exercises.models.prescription`; a test holds it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, TypeVar

EXAMPLE = "3x8-12 @ 40kg rest 90"
LONGEST_LINE, LONGEST_NOTE, LONGEST_QUOTE = 400, 200, 40
KG_PER_POUND = Decimal("0.45359237")
LOAD_STEP = Decimal("0.05")

BOUNDS: dict[str, tuple[int | Decimal, int | Decimal, str]] = {
    "sets": (1, 20, "sets run from {} to {}"),
    "reps": (1, 200, "repetitions run from {} to {}"),
    "total": (1, 1000, "a total runs from {} to {}"),
    "hold_seconds": (1, 600, "a hold lasts from {} to {} seconds"),
    "duration_seconds": (1, 7200, "a time runs from {} to {} seconds"),
    "rest_seconds": (0, 900, "a rest lasts from {} to {} seconds"),
    "load_kg": (Decimal("0.05"), Decimal(500), "a load runs from {} to {} kg"),
}
HINTS = {
    "hold": "hold 3s x10",
    "rest": "rest 90",
    "tempo": "tempo 3-1-1-0",
    "@": "@ 40kg",
    "at": "@ 40kg",
    "total": "30-40 total",
    "each": "each side",
    "note": "note: slow down",
}
"""What to write instead, by the word that the unclear part begins with."""


@dataclass(frozen=True)
class PrescriptionValues:
    """The columns of a prescription; as in the model, the filled ones tell its kind.

    `load_kg` is in kilograms to two places, times are in seconds.
    """

    sets: int | None = None
    reps_min: int | None = None
    reps_max: int | None = None
    total_min: int | None = None
    total_max: int | None = None
    hold_seconds: int | None = None
    duration_seconds: int | None = None
    rest_seconds: int | None = None
    load_kg: Decimal | None = None
    tempo: str = ""
    note: str = ""
    each_side: bool = False

    def columns(self) -> dict[str, Any]:
        """Column by column, to set on a row or to fill a form."""
        return asdict(self)


class QuickLineError(ValueError):
    """A sentence that quotes the part that makes no sense and says what to write instead.

    `part` is the quoted text as typed, shortened and without unprintable characters.
    """

    def __init__(self, part: str, reason: str, example: str = EXAMPLE) -> None:
        self.part = _quotable(part)
        quote = f"“{self.part}” " if self.part else ""
        sentence = f"{quote}{reason}. Write for example: {example}"
        super().__init__(sentence[:1].upper() + sentence[1:])


def _quotable(part: str) -> str:
    shown = "".join(char if char.isprintable() else "�" for char in part[: LONGEST_QUOTE + 1])
    return f"{shown[:LONGEST_QUOTE]}…" if len(shown) > LONGEST_QUOTE else shown


# --- reading -------------------------------------------------------------------------------------
# The text is normalised first: spaces are single, dashes are hyphens, × is x. No pattern below has
# nested repetition, so that none can take long.

_TIME = r"(?:(?P<{0}_m>[0-9]{{1,99}}):(?P<{0}_ss>[0-5][0-9])(?: ?min)?|(?P<{0}>[0-9]{{1,99}}) ?(?P<{0}_unit>{1}))"
_UNITS = r"seconds?|secs?|s|minutes?|mins?|m"
_DURATION, _HOLD = (_TIME.format(name, _UNITS) for name in ("duration_seconds", "hold_seconds"))
_REST = _TIME.format("rest_seconds", f"(?:{_UNITS})?")
_SETS = r"(?P<sets>[0-9]{1,99}) ?(?:x|sets? ?(?:of|x|:)?) ?"
_REPS = r"(?P<low>[0-9]{1,99})(?: ?(?:-|to) ?(?P<high>[0-9]{1,99}))?"
_LOAD = r"(?P<load>[0-9]{1,9}(?:[.,][0-9]{1,2})?) ?"
_LOAD_UNIT = r"(?P<unit>kgs?|kilos?|lbs?|pounds?)"
_END = r"(?![a-z0-9:-]|[.,][0-9])"

PATTERNS = {
    name: re.compile(f"(?:{pattern}){_END}", re.ASCII | re.IGNORECASE)
    for name, pattern in {
        "hold": rf"(?:{_SETS})?hold ?(?:for )?{_HOLD}(?:,? ?x? ?{_REPS}(?: ?times)?)?",
        "time": rf"(?:{_SETS})?{_DURATION}",
        "total": rf"{_REPS} ?(?:reps?)? ?(?:in )?total",
        "sets": rf"{_SETS}{_REPS}(?: ?reps?)?",
        "each_side": r"(?:/ ?|each |per |a )(?:side|leg|arm)",
        "load": rf"(?:@|at) ?{_LOAD}{_LOAD_UNIT}?",
        "weight": rf"{_LOAD}{_LOAD_UNIT}",
        "rest": rf"rest ?:? ?{_REST}",
        "tempo": r"tempo ?:? ?(?P<tempo>[0-9]{1,2}(?:-[0-9]{1,2}){2,3})",
    }.items()
}
ROLES = dict.fromkeys(["hold", "time", "total", "sets"], "dose") | {"weight": "load"}
"""What a pattern's match says, where its name does not tell; a line says each thing once."""

_NOTE = re.compile(r"(?<![a-z0-9])note ?: ?", re.ASCII | re.IGNORECASE)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_SEPARATORS = " ,;."
_SAME_SIGNS = str.maketrans("×✕хХ–—−‑", "xxxx----")  # the two letters are Cyrillic


def parse_prescription(text: str) -> PrescriptionValues:
    """Read a quick line. Raises `QuickLineError` with a sentence for the person who typed it."""
    if len(text) > LONGEST_LINE:
        raise QuickLineError(text, f"is too long: a line has at most {LONGEST_LINE} characters")
    if bad := _UNSTORABLE.search(text):
        raise QuickLineError(text[bad.start() :], "holds a character that no text can hold")
    head, note = _split_note(text)
    found: dict[str, Any] = {"note": note}
    for name, match in _parts(" ".join(head.translate(_SAME_SIGNS).split())):
        found |= READERS[name](match)
    return PrescriptionValues(**found)


def _split_note(text: str) -> tuple[str, str]:
    """What comes before `note:`, and the note."""
    match = _NOTE.search(text)
    if not match:
        return text, ""
    note = text[match.end() :].strip()
    if len(note) > LONGEST_NOTE:
        raise QuickLineError(note, f"is too long: a note has at most {LONGEST_NOTE} characters")
    return text[: match.start()], note


def _parts(line: str) -> list[tuple[str, re.Match[str]]]:
    """The line's parts in order, each with its match; one of them is the dose, none comes twice."""
    found: dict[str, tuple[str, re.Match[str]]] = {}
    position = _skip_separators(line, 0)
    while position < len(line):
        name, match = _next_part(line, position)
        role = ROLES.get(name, name)
        if role in found:
            first = found[role][1].group()
            raise QuickLineError(match.group(), f"is one too many: “{first}” says it already")
        found[role] = name, match
        position = _skip_separators(line, match.end())
    if "dose" not in found:
        raise QuickLineError(
            line, "does not say how much: give sets and repetitions, a total, a hold or a time"
        )
    return list(found.values())


def _skip_separators(line: str, position: int) -> int:
    while position < len(line) and line[position] in _SEPARATORS:
        position += 1
    return position


def _next_part(line: str, position: int) -> tuple[str, re.Match[str]]:
    for name, pattern in PATTERNS.items():
        if match := pattern.match(line, position):
            return name, match
    first, *others = line[position:].split(" ", 2)
    hint = next((HINTS[word] for word in HINTS if first.lower().startswith(word)), None)
    part = " ".join([first, *others[:1]]) if hint else first
    raise QuickLineError(part, "is not understood", hint or EXAMPLE)


N = TypeVar("N", int, Decimal)


def _bounded(match: re.Match[str], name: str, value: N) -> N:
    low, high, sentence = BOUNDS[name]
    if not low <= value <= high:
        raise QuickLineError(match.group(), f"cannot be: {sentence.format(low, high)}")
    return value


def _read_sets(match: re.Match[str]) -> dict[str, Any]:
    sets = match["sets"]
    return {} if sets is None else {"sets": _bounded(match, "sets", int(sets))}


def _read_range(match: re.Match[str], name: str, low: str, high: str | None) -> dict[str, Any]:
    """`reps_min` and `reps_max`, or `total_…`; a fixed number is both."""
    least = _bounded(match, name, int(low))
    most = _bounded(match, name, int(high or low))
    if most < least:
        raise QuickLineError(match.group(), f"runs backwards: {most} is less than {least}")
    return {f"{name}_min": least, f"{name}_max": most}


def _read_time(match: re.Match[str], column: str) -> dict[str, Any]:
    """Seconds, from `90`, `90s`, `2 min` or `1:30`."""
    if match[f"{column}_m"]:
        seconds = int(match[f"{column}_m"]) * 60 + int(match[f"{column}_ss"])
    else:
        in_minutes = (match[f"{column}_unit"] or "s").lower().startswith("m")
        seconds = int(match[column]) * (60 if in_minutes else 1)
    return {column: _bounded(match, column, seconds)}


def _read_hold(match: re.Match[str]) -> dict[str, Any]:
    reps = _read_range(match, "reps", match["low"] or "1", match["high"])
    return _read_sets(match) | _read_time(match, "hold_seconds") | reps


def _read_load(match: re.Match[str]) -> dict[str, Any]:
    load = Decimal(match["load"].replace(",", "."))
    if (match["unit"] or "kg").lower().startswith(("lb", "pound")):
        load = (load * KG_PER_POUND / LOAD_STEP).quantize(Decimal(1)) * LOAD_STEP
    return {"load_kg": _bounded(match, "load_kg", load)}


READERS: dict[str, Callable[[re.Match[str]], dict[str, Any]]] = {
    "hold": _read_hold,
    "time": lambda match: _read_sets(match) | _read_time(match, "duration_seconds"),
    "total": lambda match: _read_range(match, "total", match["low"], match["high"]),
    "sets": lambda match: (
        _read_sets(match) | _read_range(match, "reps", match["low"], match["high"])
    ),
    "each_side": lambda match: {"each_side": True},
    "load": _read_load,
    "weight": _read_load,
    "rest": lambda match: _read_time(match, "rest_seconds"),
    "tempo": lambda match: {"tempo": match["tempo"]},
}


# --- writing -------------------------------------------------------------------------------------


def print_prescription(values: PrescriptionValues) -> str:
    """The one canonical line of a sound prescription: `3x8-12 each side @ 40kg rest 90s`."""
    load = values.load_kg
    parts = [
        _dose(values),
        "each side" if values.each_side else "",
        f"@ {load.normalize():f}kg" if load is not None else "",
        f"rest {_time(values.rest_seconds)}" if values.rest_seconds is not None else "",
        f"tempo {values.tempo}" if values.tempo else "",
        f"note: {values.note}" if values.note else "",
    ]
    return " ".join(part for part in parts if part)


def _dose(values: PrescriptionValues) -> str:
    reps = _range(values.reps_min, values.reps_max)
    if values.total_min is not None:
        return f"{_range(values.total_min, values.total_max)} total"
    sets = "" if values.sets is None else f"{values.sets}x"
    if values.hold_seconds is not None:
        hold = f"hold {_time(values.hold_seconds)}" + ("" if reps == "1" else f" x{reps}")
        return f"{sets} {hold}".strip()
    if values.duration_seconds is not None:
        return f"{sets}{_time(values.duration_seconds)}"
    return f"{sets}{reps}"


def _range(low: int | None, high: int | None) -> str:
    return f"{low}" if low == high else f"{low}-{high}"


def _time(seconds: int) -> str:
    """`45s`, `90s`, `2min`: whole minutes from two minutes on, as the prescription's words do."""
    return f"{seconds // 60}min" if seconds >= 120 and seconds % 60 == 0 else f"{seconds}s"
