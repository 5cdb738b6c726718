"""A person's sessions as CSV and JSON: the format of docs/history.md."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from exercises.formulas import guard_formula
from exercises.people import Person
from programs.logs.importing.own import FORMAT, SESSION_COLUMNS, SET_COLUMNS, VERSION
from programs.models import SetLog, WorkoutLog

CHUNK = 500


def history_json(user: Person) -> bytes:
    """All sessions, a set a line."""
    texts = []
    for log in _logs(user):
        values = _filled(_session(log))
        head = json.dumps(values, ensure_ascii=False)[:-1]
        sets = ",\n      ".join(
            json.dumps(_filled(_set(each)), ensure_ascii=False) for each in log.sets.all()
        )
        texts.append(f'    {head}, "sets": [{sets}]}}')
    body = ",\n".join(texts)
    return f'{{"format": "{FORMAT}", "version": {VERSION}, "sessions": [\n{body}\n]}}\n'.encode()


def history_csv(user: Person) -> bytes:
    """All sessions as a table, a set a row; a session without sets has one row."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*SESSION_COLUMNS, *SET_COLUMNS])
    writer.writeheader()
    for log in _logs(user):
        session = _session(log)
        for done in [_set(each) for each in log.sets.all()] or [{}]:
            writer.writerow(
                {name: guard_formula(value) for name, value in (session | done).items()}
            )
    return text.getvalue().encode("utf-8-sig")


def _logs(user: Person) -> Iterator[WorkoutLog]:
    logs = WorkoutLog.objects.owned_by(user).with_sets().order_by("date", "pk")
    return logs.iterator(chunk_size=CHUNK)


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "")}


def _session(log: WorkoutLog) -> dict[str, Any]:
    return {
        "key": str(log.source_uuid or log.uuid),
        "title": log.title,
        "date": log.date.isoformat(),
        "time_zone": log.time_zone,
        "started_at": _time(log.started_at),
        "finished_at": _time(log.finished_at),
        "session_effort": log.effort,
        "session_note": log.note,
    }


def _set(done: SetLog) -> dict[str, Any]:
    numbers = ("load_kg", "assistance_kg", "distance_m", "effort")
    return {
        "exercise": done.exercise.slug if done.exercise else "",
        "own_exercise": done.own_exercise.name if done.own_exercise else "",
        **{name: getattr(done, name) for name in ("name", "words", "position", "number")},
        "side": str(done.side),
        "kind": str(done.kind),
        **{name: getattr(done, name) for name in ("reps", "seconds", "band", "note")},
        **{name: _number(getattr(done, name)) for name in numbers},
        "at": _time(done.at),
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _time(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
