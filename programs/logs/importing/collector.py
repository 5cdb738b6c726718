"""Rows of a file, gathered into sessions; what makes no sense is left out with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from exercises.text import clean_line, clean_text
from exercises.units import Unit
from programs.logs.importing.table import Table
from programs.logs.importing.types import (
    Choices,
    ReadHistory,
    ReadSession,
    ReadSet,
    SkippedLineError,
)
from programs.logs.importing.values import (
    CACHED,
    date_order,
    kilograms,
    metres,
    moment,
    number,
    seconds,
    whole,
)
from programs.models.set_log import (
    MAX_EFFORT,
    MAX_KG,
    MAX_METRES,
    MAX_NAME_LENGTH,
    MAX_NOTE_LENGTH,
    MAX_REPS,
    MAX_SECONDS,
)
from programs.models.workout_log import MAX_NOTE_LENGTH as MAX_SESSION_NOTE_LENGTH

MAX_TITLE_LENGTH = 120
MAX_SESSION_SETS = 1000
ASSISTED = re.compile(r"assist|asistid|unterst[üu]tz|с помощью|поддержк|gravitron|гравитрон", re.I)
Row = dict[str, str]


class Collector:
    """Gathers one file. Readers call `each` with what reads one row."""

    def __init__(self, source: str, choices: Choices) -> None:
        self.history = ReadHistory(source)
        self.choices = choices
        self.sessions: dict[str, ReadSession] = {}
        self.day_first = choices.day_first
        self._moments: dict[str, date | datetime] = {}

    def each(self, table: Table, read: Callable[[int, Row], None]) -> ReadHistory:
        """Read row by row; a row that is refused is left out with the reason."""
        width = len(table.header)
        for (line, row), (_line, cells) in zip(table.named_rows(), table.rows, strict=True):
            try:
                if len(cells) > width and any(map(str.strip, cells[width:])):
                    raise SkippedLineError(_("This row has more cells than the file has columns."))
                read(line, row)
            except SkippedLineError as reason:
                self.skip(line, str(reason))
        return self.finished()

    def finished(self) -> ReadHistory:
        """The history, without sessions of which nothing is left."""
        self.history.sessions = [each for each in self.sessions.values() if each.sets or each.exact]
        return self.history

    def skip(self, line: int, reason: str) -> None:
        """Leave out a line."""
        self.history.skipped.append((line, reason))

    def decide_order(self, texts: Iterable[str]) -> None:
        """Take the order of day and month from the dates, where they tell it."""
        order = date_order(dict.fromkeys(texts))
        self.history.asks_day_first = order == "unknown"
        if order in ("day", "month"):
            self.day_first = order == "day"

    def moment(self, text: str) -> date | datetime:
        """The time that a cell names. Raises `SkippedLineError`."""
        if text not in self._moments:
            self._moments[text] = moment(text, day_first=self.day_first)
        return self._moments[text]

    def session(self, line: int, start: date | datetime, title: str, **values: Any) -> ReadSession:
        """The session of that start and title, a new one if there is none yet."""
        title = clean_name(title)[:MAX_TITLE_LENGTH]
        key = f"{self.history.source}|{start.isoformat()}|{title}"
        found = self.sessions.get(key)
        if found is None:
            found = self.sessions[key] = ReadSession(key, title, start, line, **values)
        return found

    def note_session(self, session: ReadSession, line: int, text: str) -> None:
        """Give the session its note, once."""
        if text.strip() and not session.note:
            session.note = self.cut(line, clean_text(text), MAX_SESSION_NOTE_LENGTH)

    def cut(self, line: int, text: str, limit: int) -> str:
        """The text, told about when it must be cut."""
        if len(text) <= limit:
            return text
        reason = _("A note is longer than %(limit)s characters: the rest is left out.")
        self.skip(line, reason % {"limit": limit})
        return text[:limit]

    def note_set(self, done: ReadSet, text: str) -> None:
        """Add a note to a set."""
        if not text:
            return
        words = clean_line(" ".join(text.split()))
        if words and words not in done.note:
            joined = f"{done.note} {words}".strip()
            done.note = self.cut(done.line, joined, MAX_NOTE_LENGTH)

    def add(  # each value stands in its own cell
        self,
        session: ReadSession,
        line: int,
        name: str,
        *,
        kind: str = "work",
        load: str = "",
        unit: Unit | None = None,
        reps: str = "",
        time: str = "",
        distance: str = "",
        distance_unit: str = "m",
        effort: str = "",
        note: str = "",
    ) -> ReadSet:
        """Add one set. Raises `SkippedLineError` when it says nothing or makes no sense."""
        name = clean_name(name)
        if not name:
            raise SkippedLineError(_("The name of the exercise is missing."))
        if len(name) > MAX_NAME_LENGTH:
            message = _("The name of the exercise is longer than %(limit)s characters.")
            raise SkippedLineError(message % {"limit": MAX_NAME_LENGTH})
        if len(session.sets) >= MAX_SESSION_SETS:
            message = _("A session has more than %(limit)s sets.")
            raise SkippedLineError(message % {"limit": MAX_SESSION_SETS})
        done = ReadSet(line, name, kind)
        done.reps = whole(reps) or None
        done.seconds = seconds(time) or None
        done.distance_m = metres(number(distance), distance_unit)
        if done.reps is None and done.seconds is None and done.distance_m is None:
            raise SkippedLineError(_("This set has neither repetitions, time nor distance."))
        self._load(done, number(load), unit)
        done.effort = self._effort(number(effort))
        check_bounds(done)
        self.note_set(done, note)
        session.sets.append(done)
        return done

    def _load(self, done: ReadSet, load: Decimal | None, unit: Unit | None) -> None:
        """Help is no load: less is harder."""
        if not load:
            return
        heaviest = self.history.heaviest
        if unit is None and (heaviest is None or abs(load) > heaviest[0]):
            self.history.heaviest = (abs(load), done.name)
        weight = kilograms(load, unit or self.choices.unit)
        if weight < 0 or ASSISTED.search(done.name):
            done.assistance_kg = abs(weight)
        else:
            done.load_kg = weight

    def _effort(self, effort: Decimal | None) -> Decimal | None:
        """Of 10, to the half; 0 is none."""
        if not effort:
            return None
        return (effort * 2).to_integral_value() / 2 if 1 <= effort <= MAX_EFFORT else effort


@lru_cache(CACHED)
def clean_name(text: str) -> str:
    """One line without spaces around it."""
    return clean_line(text).strip()


def check_bounds(done: ReadSet) -> None:
    """Raises `SkippedLineError` when a number is too small or too large."""
    bounds = [
        (done.reps, 0, MAX_REPS),
        (done.seconds, 1, MAX_SECONDS),
        (done.load_kg, 0, MAX_KG),
        (done.assistance_kg, 0, MAX_KG),
        (done.distance_m, 0, MAX_METRES),
        (done.effort, 1, MAX_EFFORT),
    ]
    if any(value is not None and not low <= value <= high for value, low, high in bounds):
        raise SkippedLineError(_("A number is too small or too large."))
