"""The quick line: a prescription typed as one line, such as `3x8-12 @ 40kg rest 90`.

`parse_prescription` reads it, `print_prescription` writes it; reading what was written gives the same
values. A line is one dose, then details in any order, each at most once, and last a note. Its words may
be those of any language of the site (`quick_line_words`); in English they are:

=====================================  ==================================================
part                                   ways to write it
=====================================  ==================================================
sets                                   `3x8-12`, `3 × 8–12`, `5x5`, `3 sets of 8–12 reps`
total                                  `30-40 total`, `30–40 reps in total`
hold                                   `hold 3s x10`, `2x hold 20s x3`, `hold 3 s, 10 times`
time                                   `10 min`, `2x45s`, `2 sets of 1:30`
each side                              `each side`, `/side`, `per leg`
load (the reader’s unit unless said)    `@ 40kg`, `at 42,5 kg`, `@ 40`, `100 lb`
rest (seconds unless min)              `rest 90`, `rest 2min`, `rest 1:30`
tempo                                  `tempo 3-1-1`, `tempo 3-1-1-0`
note (the rest of the line)            `note: slow down`
=====================================  ==================================================

Pure: no model, no request. A test checks that columns and bounds are those of
`exercises.models.prescription`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.quick_line_words import SAME_SIGNS, any_of, ways, written
from exercises.units import Unit, exact_in_unit, load_in_kg

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MAX_LINE_LENGTH, MAX_NOTE_LENGTH, MAX_QUOTE_LENGTH = 400, 200, 40

BOUNDS: dict[str, tuple[int | Decimal, int | Decimal, StrPromise]] = {
    "sets": (
        1,
        20,
        gettext_lazy("“%(part)s” cannot be: sets run from %(low)s to %(high)s."),
    ),
    "reps": (
        1,
        200,
        gettext_lazy("“%(part)s” cannot be: repetitions run from %(low)s to %(high)s."),
    ),
    "total": (
        1,
        1000,
        gettext_lazy("“%(part)s” cannot be: a total runs from %(low)s to %(high)s."),
    ),
    "hold_seconds": (
        1,
        600,
        gettext_lazy("“%(part)s” cannot be: a hold lasts from %(low)s to %(high)s seconds."),
    ),
    "duration_seconds": (
        1,
        7200,
        gettext_lazy("“%(part)s” cannot be: a time runs from %(low)s to %(high)s seconds."),
    ),
    "rest_seconds": (
        0,
        900,
        gettext_lazy("“%(part)s” cannot be: a rest lasts from %(low)s to %(high)s seconds."),
    ),
    "load_kg": (
        Decimal("0.05"),
        Decimal(500),
        gettext_lazy("“%(part)s” cannot be: a load runs from %(low)s to %(high)s kg."),
    ),
}
"""By value: the lowest and the highest number, and the message for any other."""


def example() -> str:
    """A whole line, to show how one is written."""
    return f"3x8-12 @ 40{written('kg')} {written('rest')} 90"


def _hint(word: str) -> str:
    """What to write instead of an unclear part that begins with this word; empty when it tells nothing."""
    hints = {
        "hold": f"{written('hold')} 3{written('s')} x10",
        "rest": f"{written('rest')} 90",
        "tempo": f"{written('tempo')} 3-1-1-0",
        "at": f"@ 40{written('kg')}",
        "total": f"30-40 {written('total')}",
        "each side": written("each side"),
        "note": f"{written('note')}: …",
    }
    if word.startswith("@"):
        return hints["at"]
    for meaning, line in hints.items():
        begins = {way.split()[0] for way in ways(meaning)}
        if any(word == each or (len(each) > 2 and word.startswith(each)) for each in begins):
            return line
    return ""


@dataclass(frozen=True)
class PrescriptionValues:
    """The columns of a prescription; as in the model, the filled ones tell its kind.

    `load_kg` is in kilograms to three places, times are in seconds.
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
    """The line makes no sense; the message quotes the part at fault and shows what to write instead.

    `problem` is a sentence that may name `%(part)s` and the other `values`. `part` is kept as it is
    quoted: as typed, shortened and without unprintable characters.
    """

    def __init__(
        self, part: str, problem: StrPromise | str, instead: str = "", **values: object
    ) -> None:
        self.part = _quotable(part)
        sentence = problem % {"part": self.part, **values}
        super().__init__(
            _("%(problem)s Write for example: %(example)s")
            % {"problem": sentence, "example": instead or example()}
        )


def _quotable(part: str) -> str:
    shown = "".join(char if char.isprintable() else "�" for char in part[: MAX_QUOTE_LENGTH + 1])
    return f"{shown[:MAX_QUOTE_LENGTH]}…" if len(shown) > MAX_QUOTE_LENGTH else shown


# --- reading -------------------------------------------------------------------------------------
# The text is normalised first: spaces are single, dashes are hyphens, × is x. No pattern below has
# nested repetition, so that none can take long.

_REPS = r"(?P<low>[0-9]{1,99})(?: ?(?:-|TO) ?(?P<high>[0-9]{1,99}))?"
_END = r"(?![^\W_]|[:-]|[.,][0-9])"


def _time(name: str, unit: str) -> str:
    minutes = rf"(?P<{name}_m>[0-9]{{1,99}}):(?P<{name}_ss>[0-5][0-9])(?: ?{any_of('min')})?"
    # “3x10 с весом 40 кг” is no time, though its first letter alone means seconds.
    is_load = rf"{any_of('at')} ?[0-9]"
    return rf"(?:{minutes}|(?P<{name}>[0-9]{{1,99}}) ?(?!{is_load})(?P<{name}_unit>{unit}))"


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """A pattern for each part of a line, with the words of all languages."""
    times = any_of("s", "min")
    number, unit = r"(?P<load>[0-9]{1,9}(?:[.,][0-9]{1,3})?) ?", f"(?P<unit>{any_of('kg', 'lb')})"
    reps = _REPS.replace("TO", any_of("to"))
    sets = rf"(?P<sets>[0-9]{{1,99}}) ?(?:x|{any_of('sets')} ?(?:{any_of('of')}|x|:)?) ?"
    hold = rf"{any_of('hold')} ?(?:{any_of('for')} )?{_time('hold_seconds', times)}"
    found = {
        "hold": rf"(?:{sets})?{hold}(?:,? ?x? ?{reps}(?: ?{any_of('times')})?)?",
        "time": rf"(?:{sets})?{_time('duration_seconds', times)}",
        "total": rf"{reps} ?{any_of('reps')}? ?{any_of('total')}",
        "sets": rf"{sets}{reps}(?: ?{any_of('reps')})?",
        "each_side": any_of("each side"),
        "load": rf"(?:@|{any_of('at')}) ?{number}{unit}?",
        "weight": rf"{number}{unit}",
        "rest": rf"{any_of('rest')} ?:? ?{_time('rest_seconds', f'(?:{times})?')}",
        "tempo": rf"{any_of('tempo')} ?:? ?(?P<tempo>[0-9]{{1,2}}(?:-[0-9]{{1,2}}){{2,3}})",
    }
    return {name: re.compile(f"(?:{each}){_END}", re.IGNORECASE) for name, each in found.items()}


@cache
def _note() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){any_of('note')} ?: ?", re.IGNORECASE)


ROLES = dict.fromkeys(["hold", "time", "total", "sets"], "dose") | {"weight": "load"}
"""The role of a pattern's match, where it is not its name; a line has each role once."""

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_SEPARATORS = " ,;."


def parse_prescription(text: str, unit: Unit = "kg") -> PrescriptionValues:
    """Read a quick line of somebody who writes loads in `unit`.

    Raises `QuickLineError` with a sentence for the person who typed it.
    """
    if len(text) > MAX_LINE_LENGTH:
        problem = _("“%(part)s” is too long: a line has at most %(maximum)s characters.")
        raise QuickLineError(text, problem, maximum=MAX_LINE_LENGTH)
    if bad := _UNSTORABLE.search(text):
        problem = _("“%(part)s” holds a character that no text can hold.")
        raise QuickLineError(text[bad.start() :], problem)
    head, note = _split_note(text)
    found: dict[str, Any] = {"note": note}
    for name, match in _parts(" ".join(head.translate(SAME_SIGNS).split())):
        found |= READERS[name](match, unit)
    return PrescriptionValues(**found)


def _split_note(text: str) -> tuple[str, str]:
    """What comes before `note:`, and the note."""
    match = _note().search(text.translate(SAME_SIGNS))
    if not match:
        return text, ""
    note = text[match.end() :].strip()
    if len(note) > MAX_NOTE_LENGTH:
        problem = _("“%(part)s” is too long: a note has at most %(maximum)s characters.")
        raise QuickLineError(note, problem, maximum=MAX_NOTE_LENGTH)
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
            problem = _("“%(part)s” is one too many: “%(first)s” says it already.")
            raise QuickLineError(match.group(), problem, first=first)
        found[role] = name, match
        position = _skip_separators(line, match.end())
    if "dose" not in found:
        raise QuickLineError(line, _no_dose(line))
    return list(found.values())


def _no_dose(line: str) -> str:
    if not line:
        return _("Does not say how much: give sets and repetitions, a total, a hold or a time.")
    return _(
        "“%(part)s” does not say how much: give sets and repetitions, a total, a hold or a time."
    )


def _skip_separators(line: str, position: int) -> int:
    while position < len(line) and line[position] in _SEPARATORS:
        position += 1
    return position


def _next_part(line: str, position: int) -> tuple[str, re.Match[str]]:
    for name, pattern in patterns().items():
        if match := pattern.match(line, position):
            return name, match
    first, *others = line[position:].split(" ", 2)
    hint = _hint(first.lower())
    part = " ".join([first, *others[:1]]) if hint else first
    raise QuickLineError(part, _("“%(part)s” is not understood."), hint)


N = TypeVar("N", int, Decimal)


def _bounded(match: re.Match[str], name: str, value: N) -> N:
    low, high, problem = BOUNDS[name]
    if not low <= value <= high:
        raise QuickLineError(match.group(), problem, low=low, high=high)
    return value


def _read_sets(match: re.Match[str]) -> dict[str, Any]:
    sets = match["sets"]
    return {} if sets is None else {"sets": _bounded(match, "sets", int(sets))}


def _read_range(match: re.Match[str], name: str, low: str, high: str | None) -> dict[str, Any]:
    """`reps_min` and `reps_max`, or `total_…`; a fixed number is both."""
    minimum = _bounded(match, name, int(low))
    maximum = _bounded(match, name, int(high or low))
    if maximum < minimum:
        problem = _("“%(part)s” runs backwards: %(high)s is less than %(low)s.")
        raise QuickLineError(match.group(), problem, high=maximum, low=minimum)
    return {f"{name}_min": minimum, f"{name}_max": maximum}


def _read_time(match: re.Match[str], column: str) -> dict[str, Any]:
    """Seconds, from `90`, `90s`, `2 min` or `1:30`."""
    if match[f"{column}_m"]:
        seconds = int(match[f"{column}_m"]) * 60 + int(match[f"{column}_ss"])
    else:
        in_minutes = (match[f"{column}_unit"] or "").lower() in ways("min")
        seconds = int(match[column]) * (60 if in_minutes else 1)
    return {column: _bounded(match, column, seconds)}


def _read_hold(match: re.Match[str]) -> dict[str, Any]:
    reps = _read_range(match, "reps", match["low"] or "1", match["high"])
    return _read_sets(match) | _read_time(match, "hold_seconds") | reps


def _read_load(match: re.Match[str], unit: Unit) -> dict[str, Any]:
    load = Decimal(match["load"].replace(",", "."))
    if (match["unit"] or unit).lower() in ways("lb"):
        load = load_in_kg(load, "lb")
    return {"load_kg": _bounded(match, "load_kg", load)}


READERS: dict[str, Callable[[re.Match[str], Unit], dict[str, Any]]] = {
    "hold": lambda match, _unit: _read_hold(match),
    "time": lambda match, _unit: _read_sets(match) | _read_time(match, "duration_seconds"),
    "total": lambda match, _unit: _read_range(match, "total", match["low"], match["high"]),
    "sets": lambda match, _unit: (
        _read_sets(match) | _read_range(match, "reps", match["low"], match["high"])
    ),
    "each_side": lambda match, _unit: {"each_side": True},
    "load": _read_load,
    "weight": _read_load,
    "rest": lambda match, _unit: _read_time(match, "rest_seconds"),
    "tempo": lambda match, _unit: {"tempo": match["tempo"]},
}


# --- writing -------------------------------------------------------------------------------------


def print_prescription(values: PrescriptionValues, unit: Unit = "kg") -> str:
    """The one canonical line of a sound prescription: `3x8-12 each side @ 40kg rest 90s`.

    It is in the words of the active language. Read again, in any language, it gives just the same
    prescription, in pounds too.
    """
    load = values.load_kg
    parts = [
        _dose(values),
        written("each side") if values.each_side else "",
        f"@ {exact_in_unit(load, unit)}{written(unit)}" if load is not None else "",
        f"{written('rest')} {_written_time(values.rest_seconds)}"
        if values.rest_seconds is not None
        else "",
        f"{written('tempo')} {values.tempo}" if values.tempo else "",
        f"{written('note')}: {values.note}" if values.note else "",
    ]
    return " ".join(part for part in parts if part)


def _dose(values: PrescriptionValues) -> str:
    reps = _range(values.reps_min, values.reps_max)
    if values.total_min is not None:
        return f"{_range(values.total_min, values.total_max)} {written('total')}"
    sets = "" if values.sets is None else f"{values.sets}x"
    if values.hold_seconds is not None:
        hold = f"{written('hold')} {_written_time(values.hold_seconds)}" + (
            "" if reps == "1" else f" x{reps}"
        )
        return f"{sets} {hold}".strip()
    if values.duration_seconds is not None:
        return f"{sets}{_written_time(values.duration_seconds)}"
    return f"{sets}{reps}"


def _range(low: int | None, high: int | None) -> str:
    return f"{low}" if low == high else f"{low}-{high}"


def _written_time(seconds: int) -> str:
    """`45s`, `90s`, `2min`: whole minutes from two minutes on, as `duration_text` does."""
    if seconds >= 120 and seconds % 60 == 0:
        return f"{seconds // 60}{written('min')}"
    return f"{seconds}{written('s')}"
