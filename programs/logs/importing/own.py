"""Our own export, as CSV and as JSON (docs/history.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from exercises.formulas import unguard_formula
from exercises.text import clean_line, clean_text
from programs.calendars.timezones import is_time_zone
from programs.logs.importing.collector import Collector, check_bounds
from programs.logs.importing.table import MAX_ROWS, Table
from programs.logs.importing.types import (
    Choices,
    ReadHistory,
    ReadSession,
    ReadSet,
    SkippedLineError,
    UnreadableHistoryError,
)
from programs.logs.importing.values import number, whole
from programs.models.set_log import (
    MAX_BAND_LENGTH,
    MAX_NAME_LENGTH,
    MAX_NOTE_LENGTH,
    MAX_WORDS_LENGTH,
    SetKind,
    Side,
)

FORMAT, VERSION = "backfit-history", 1
SESSION_COLUMNS = [
    *("key", "title", "date", "time_zone", "started_at", "finished_at"),
    *("session_effort", "session_note"),
]
SET_COLUMNS = [
    *("exercise", "own_exercise", "name", "words", "position", "number", "side", "kind", "reps"),
    *("load_kg", "band", "assistance_kg", "seconds", "distance_m", "effort", "note", "at"),
]
COLUMNS = {"key", "session_effort", "own_exercise"}
TEXTS = {
    "exercise": 80,
    "own_exercise": 120,
    "name": MAX_NAME_LENGTH,
    "words": MAX_WORDS_LENGTH,
    "band": MAX_BAND_LENGTH,
    "note": MAX_NOTE_LENGTH,
}
MAX_TITLE, MAX_SESSION_NOTE, MAX_PLACE, MAX_SESSION_EFFORT = 120, 2000, 32_767, 10


def read(table: Table, choices: Choices) -> ReadHistory:
    """The sessions of our CSV."""
    collector = Collector("backfit", choices)

    def read_row(line: int, row: dict[str, str]) -> None:
        add_row(collector, line, {name: unguard_formula(text) for name, text in row.items()})

    return collector.each(table, read_row)


def read_json(text: str, choices: Choices) -> ReadHistory:
    """The sessions of our JSON. Raises `UnreadableHistoryError`."""
    collector = Collector("backfit", choices)
    for line, row in enumerate(rows_of(loaded(text)), start=1):
        if line > MAX_ROWS:
            message = _("The file has more than %(limit)s rows. Import it in parts.")
            raise UnreadableHistoryError(message % {"limit": f"{MAX_ROWS:,}"})
        try:
            add_row(collector, line, row)
        except SkippedLineError as reason:
            collector.skip(line, str(reason))
    return collector.finished()


def loaded(text: str) -> list[Any]:
    """The sessions of the file. Raises `UnreadableHistoryError`."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        message = _("This is not JSON from line %(line)s, column %(column)s on.")
        place = {"line": error.lineno, "column": error.colno}
        raise UnreadableHistoryError(message % place) from error
    except (RecursionError, ValueError) as error:
        message = _("This JSON is nested too deeply, or holds a number too long.")
        raise UnreadableHistoryError(message) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT or data.get("version") != VERSION:
        message = _("This is not a history that was exported here: “format” must be “%(format)s”.")
        raise UnreadableHistoryError(message % {"format": FORMAT})
    sessions = data.get("sessions")
    if not isinstance(sessions, list):
        raise UnreadableHistoryError(_("The list of sessions is missing."))
    return sessions


def rows_of(sessions: list[Any]) -> Iterator[dict[str, str]]:
    """Each set with its session as texts; a session without sets once. Raises
    `UnreadableHistoryError`."""
    for place, session in enumerate(sessions, start=1):
        sets = session.get("sets", []) if isinstance(session, dict) else None
        if not isinstance(sets, list) or not all(isinstance(each, dict) for each in sets):
            message = _("Session %(number)s of the file is not written as one.")
            raise UnreadableHistoryError(message % {"number": place})
        for each in sets or [{}]:
            row = {name: session.get(name) for name in SESSION_COLUMNS}
            row |= {name: each.get(name) for name in SET_COLUMNS}
            yield {name: "" if value is None else str(value) for name, value in row.items()}


def add_row(collector: Collector, line: int, row: Mapping[str, str]) -> None:
    """Add the set of a row, and its session when it is the first. Raises `SkippedLineError`."""
    key = row.get("key", "")
    session = collector.sessions.get(key)
    if session is None:
        session = collector.sessions[key] = session_of(line, row)
    if row.get("name", "").strip():
        done = set_of(line, row)
        check_bounds(done)
        session.sets.append(done)


def session_of(line: int, row: Mapping[str, str]) -> ReadSession:
    """The session of a row. Raises `SkippedLineError`."""
    try:
        key = str(UUID(row.get("key", "")))
        day = date.fromisoformat(row.get("date", ""))
        times = {name: time_of(row.get(name, "")) for name in ("started_at", "finished_at")}
    except (ValueError, OverflowError) as error:
        raise SkippedLineError(_("The key or a time of the session is no such.")) from error
    started, finished = times["started_at"], times["finished_at"]
    title = clean_line(row.get("title", ""))
    effort = whole(row.get("session_effort", ""))
    zone = row.get("time_zone", "")
    if (started and finished and finished < started) or (finished and not started):
        raise SkippedLineError(_("The session ends before it begins."))
    if not title or len(title) > MAX_TITLE or (effort and not 1 <= effort <= MAX_SESSION_EFFORT):
        raise SkippedLineError(_("The title or the effort of the session makes no sense."))
    if zone and not is_time_zone(zone):
        raise SkippedLineError(_("“%(text)s” is no time zone.") % {"text": zone[:40]})
    note = clean_text(row.get("session_note", ""))[:MAX_SESSION_NOTE]
    exact = {"time_zone": zone, "effort": effort or None, **times}
    return ReadSession(key, title, day, line, note=note, exact=exact)


def set_of(line: int, row: Mapping[str, str]) -> ReadSet:
    """The set of a row. Raises `SkippedLineError`."""
    texts = {name: clean_line(row.get(name, "")) for name in TEXTS}
    side, kind = row.get("side", ""), row.get("kind", "") or "work"
    if side not in Side.values or kind not in SetKind.values:
        raise SkippedLineError(_("The side or the kind of the set is no such."))
    if any(len(texts[name]) > limit for name, limit in TEXTS.items()):
        raise SkippedLineError(_("A text is too long."))
    position, place = whole(row.get("position", "")), whole(row.get("number", ""))
    if not all(0 <= (each or 0) <= MAX_PLACE for each in (position, place)):
        raise SkippedLineError(_("A number is too small or too large."))
    try:
        at = time_of(row.get("at", ""))
    except (ValueError, OverflowError) as error:
        raise SkippedLineError(_("The time of the set is no such.")) from error
    exact = {
        **{name: texts[name] for name in ("exercise", "own_exercise", "words", "band")},
        "position": position or 0,
        "number": place or 0,
        "side": side,
        "at": at,
    }
    done = ReadSet(line, texts["name"], kind, note=texts["note"], exact=exact)
    done.reps, done.seconds = whole(row.get("reps", "")), whole(row.get("seconds", ""))
    done.load_kg, done.assistance_kg = decimal(row, "load_kg", 3), decimal(row, "assistance_kg", 3)
    done.distance_m, done.effort = decimal(row, "distance_m", 2), decimal(row, "effort", 1)
    if done.reps is None and done.seconds is None and done.distance_m is None:
        raise SkippedLineError(_("This set has neither repetitions, time nor distance."))
    return done


def decimal(row: Mapping[str, str], name: str, places: int) -> Any:
    """The number of a cell, with at most so many places."""
    found = number(row.get(name, ""))
    return None if found is None else round(found, places)


def time_of(text: str) -> datetime | None:
    """A time with its zone; None for none. Raises `ValueError`."""
    if not text:
        return None
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found.astimezone(UTC)
