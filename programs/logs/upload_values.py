"""Sessions and sets as uploads write them: canonical JSON, the stamps of columns, what is still open."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from exercises.people import Person
from programs.logs.upload_body import COLUMNS
from programs.models import Program, RemovedSet, Schedule, SetLog, Workout, WorkoutLog
from programs.models.set_log import SYNCED_COLUMNS

MAX_OPEN = 50
"""Unfinished sessions that are told, the newest."""

EMPTY: dict[str, Any] = {
    "title": "",
    "time_zone": "",
    "note": "",
    "revision": 1,
}
"""What a column holds that says nothing; null, where it is not here."""


def stamp_of(log: WorkoutLog, name: str) -> datetime | None:
    """When a column was written; None when nobody did."""
    if name not in log.stamps:
        return log.updated_at
    text = log.stamps[name]
    return None if text is None else datetime.fromisoformat(text)


def forget_columns(log: WorkoutLog, until: datetime) -> None:
    """Empty every column that was not written after `until`."""
    for name in COLUMNS:
        stamp = stamp_of(log, name)
        if stamp is not None and stamp <= until:
            setattr(log, name, [] if name == "skipped" else EMPTY.get(name))
            log.stamps = log.stamps | {name: None}


def is_greater(value: Any, other: Any) -> bool:
    """Whether the first is the one that counts of two that were written at the same time."""
    return canonical_json(plain_value(value)) > canonical_json(plain_value(other))


def plain_value(value: Any) -> Any:
    """A column's value as uploads write it."""
    if isinstance(value, Workout):
        return str(value.uuid)
    if isinstance(value, Schedule):
        return str(value.uid)
    if isinstance(value, Program):
        return value.slug
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value if value is None or isinstance(value, int | str | list) else str(value)


def canonical_json(value: Any) -> str:
    """JSON with sorted keys and no spaces (as in RFC 8785)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def moment_text(moment: datetime) -> str:
    """`2026-12-07T18:00:00.000Z`, as browsers write it; microseconds where there are any."""
    parts = "microseconds" if moment.microsecond % 1000 else "milliseconds"
    return moment.astimezone(UTC).isoformat(timespec=parts).replace("+00:00", "Z")


def set_values(row: SetLog) -> dict[str, Any]:
    """A set as uploads write it, but for its exercise."""
    left_out = ("item_id", "exercise_id", "own_exercise_id", "effort")
    values = {
        name: plain_value(getattr(row, name)) for name in SYNCED_COLUMNS if name not in left_out
    }
    effort = None if row.effort is None else float(row.effort)
    is_whole = effort is not None and effort.is_integer()
    return {
        **values,
        "uuid": str(row.uuid),
        "item": row.item_id,
        "effort": int(effort) if effort is not None and is_whole else effort,
    }


def session_values(log: WorkoutLog, removed: Iterable[UUID] = ()) -> dict[str, Any]:
    """A session as a device sends it; load it `with_sets`."""
    columns = {name: plain_value(getattr(log, name)) for name in COLUMNS}
    sets = [{**set_values(each), "exercise": each.exercise_code or None} for each in log.sets.all()]
    return {
        "uuid": str(log.uuid),
        **columns,
        "updated_at": moment_text(log.updated_at),
        "discarded": False,
        "sets": sets,
        "removed": [str(key) for key in removed],
    }


def open_sessions(user: Person) -> list[dict[str, Any]]:
    """The person's sessions that are still going, newest first (a few queries)."""
    logs = list(WorkoutLog.objects.owned_by(user).unfinished().with_sets()[:MAX_OPEN])
    gone: dict[UUID, list[UUID]] = {}
    removed = RemovedSet.objects.filter(owner_id=user.pk, session__in=[log.uuid for log in logs])
    for session, key in removed.order_by("pk").values_list("session", "uuid"):
        gone.setdefault(session, []).append(key)
    return [session_values(log, gone.get(log.uuid, ())) for log in logs]
