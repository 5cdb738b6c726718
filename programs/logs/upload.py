"""Sessions that devices send, merged into what is stored: in any order, often, in parts, late.

What a session is after some uploads depends on the uploads alone, not on their order or number (docs/sync.md):

- of each column of a session, and of each set, the newest writing counts, by the clock of the device; of two
  that are of the same time the one with the greater canonical JSON;
- a set that was removed is removed for good;
- a session that was discarded has nothing that is not newer than the discarding.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from exercises.people import Person
from programs.logs.upload_body import (
    COLUMNS,
    MAX_SETS,
    MESSAGES,
    SessionBody,
    SetBody,
    read_session,
)
from programs.logs.upload_references import References
from programs.logs.upload_values import (
    canonical_json,
    forget_columns,
    is_greater,
    set_values,
    stamp_of,
)
from programs.models import DiscardedLog, RemovedSet, SessionSum, SetLog, WorkoutLog
from programs.models.plans_version import bump_plans_version, lock_plans
from programs.models.set_log import SYNCED_COLUMNS

MAX_LOGS = 50_000
"""Sessions of one person: a limit that no honest person meets."""

LOG_COLUMNS = [*COLUMNS, "updated_at", "stamps"]


@dataclass
class UploadResult:
    """What became of one session that was sent."""

    uuid: Any
    errors: dict[str, str] = field(default_factory=dict)
    sets: int = 0

    def plain(self) -> dict[str, Any]:
        """As the answer says it."""
        status = "refused" if self.errors else "kept"
        sets = 0 if self.errors else self.sets
        return {"uuid": self.uuid, "status": status, "sets": sets, "errors": self.errors}


@transaction.atomic
def save_sessions(user: Person, data: Sequence[Any], now: datetime) -> list[UploadResult]:
    """Merge what was sent into what is stored; tells of each session, in their order, what became of it.

    Raises `IntegrityError`, and stores nothing, when somebody else takes one of the UUIDs meanwhile.
    """
    lock_plans(user)
    read = [read_session(each) for each in data]
    bodies = [body for body, _errors in read if body]
    upload = Upload(user, bodies, now)
    results = []
    for (body, errors), each in zip(read, data, strict=True):
        if body:
            errors = upload.merge(body)
        key = str(body.uuid) if body else each.get("uuid") if isinstance(each, dict) else None
        results.append(UploadResult(key, errors))
    upload.write()
    for (body, _errors), result in zip(read, results, strict=True):
        if body and not result.errors and (session := upload.sessions.get(body.uuid)):
            result.sets = len(session.sets)
    return results


@dataclass
class StoredSession:
    """A session with its sets as they are, and as they become."""

    log: WorkoutLog
    sets: dict[UUID, SetLog] = field(default_factory=dict)
    before: WorkoutLog | None = None
    """As it is stored; None for one that is new."""
    written: dict[UUID, SetLog] = field(default_factory=dict)
    """Sets that are new or changed."""
    taken_out: list[int] = field(default_factory=list)
    """Keys of rows that go."""

    def remove_set(self, key: UUID) -> None:
        """Let a set go, if it is there."""
        self.written.pop(key, None)
        if (row := self.sets.pop(key, None)) and row.pk:
            self.taken_out.append(row.pk)

    @property
    def is_changed(self) -> bool:
        """Whether anything of the session itself differs from what is stored."""
        before = self.before
        return before is None or any(
            getattr(self.log, each) != getattr(before, each) for each in LOG_COLUMNS
        )


class Upload:
    """One upload: what is stored of its sessions, what they name, and what is to be written."""

    def __init__(self, user: Person, bodies: list[SessionBody], now: datetime) -> None:
        self.user, self.now = user, now
        self.references = References(user, bodies)
        keys = {body.uuid for body in bodies}
        stored = WorkoutLog.objects.filter(uuid__in=keys)
        stored = stored.select_related("workout", "program", "schedule__workout")
        logs = {log.uuid: log for log in stored}
        discarded = DiscardedLog.objects.filter(uuid__in=keys)
        self.discarded = {each.uuid: each for each in discarded}
        owners = {each.uuid: each.owner_id for each in logs.values()}
        owners |= {each.uuid: each.owner_id for each in discarded}
        self.foreign = {key for key, owner in owners.items() if owner != user.pk}
        self.sessions = {
            log.uuid: StoredSession(log, before=copy(log))
            for log in logs.values()
            if log.owner_id == user.pk
        }
        by_key = {session.log.pk: session for session in self.sessions.values()}
        for each in SetLog.objects.filter(log__in=by_key):
            by_key[each.log_id].sets[each.uuid] = each
        removed = RemovedSet.objects.filter(owner_id=user.pk, session__in=keys)
        self.removed = set(removed.values_list("session", "uuid"))
        self.newly_removed: list[RemovedSet] = []
        self.newly_discarded: dict[UUID, DiscardedLog] = {}
        self.deleted: list[StoredSession] = []
        self.room = MAX_LOGS - WorkoutLog.objects.owned_by(user).count()

    # --- Merging ---------------------------------------------------------------------------------

    def merge(self, body: SessionBody) -> dict[str, str]:
        """Take one session in; what is wrong with it, by field, when it cannot be."""
        if body.uuid in self.foreign:
            return {"uuid": _("This session belongs to somebody else.")}
        if errors := self._no_room(body):
            return errors
        gone = self.discarded.get(body.uuid)
        if body.discarded or (gone and body.updated_at <= gone.updated_at):
            self._remove_all(body)
            if body.discarded:
                self._discard(body)
            return {}
        session = self.sessions.get(body.uuid) or self._new(body)
        merged = copy(session.log)
        self.merge_columns(merged, body)
        if merged.started_at and merged.finished_at and merged.finished_at < merged.started_at:
            return {"finished_at": _("The session ends before it begins.")}
        session.log = merged
        self.sessions[body.uuid] = session
        self._remove_all(body)
        for each in body.sets or []:
            self._merge_set(session, each, body.updated_at)
        return {}

    def _no_room(self, body: SessionBody) -> dict[str, str]:
        """What is wrong when the person, or the session, has far more than anybody has."""
        session = self.sessions.get(body.uuid)
        if session is None and self.room <= 0:
            return {"session": _("There is no room for more sessions. Delete some first.")}
        here = {each.uuid for each in body.sets or []} | set(session.sets if session else ())
        return {"sets": str(MESSAGES["sets"])} if len(here) > MAX_SETS else {}

    def _new(self, body: SessionBody) -> StoredSession:
        self.room -= 1
        return StoredSession(
            WorkoutLog(
                uuid=body.uuid,
                owner_id=self.user.pk,
                updated_at=body.updated_at,
                stamps=dict.fromkeys(COLUMNS),
            )
        )

    def _remove_all(self, body: SessionBody) -> None:
        """Take out for good what the body names as removed."""
        session = self.sessions.get(body.uuid)
        for key in body.removed or []:
            if (body.uuid, key) not in self.removed:
                self.removed.add((body.uuid, key))
                self.newly_removed.append(
                    RemovedSet(owner_id=self.user.pk, session=body.uuid, uuid=key)
                )
            if session:
                session.remove_set(key)

    def _discard(self, body: SessionBody) -> None:
        """Let nothing of the session be left that is not newer."""
        before = self.discarded.get(body.uuid)
        if before and before.updated_at >= body.updated_at:
            return
        gone = DiscardedLog(owner_id=self.user.pk, uuid=body.uuid, updated_at=body.updated_at)
        self.discarded[body.uuid] = self.newly_discarded[body.uuid] = gone
        session = self.sessions.get(body.uuid)
        if session is None:
            return
        if session.log.updated_at <= gone.updated_at:
            del self.sessions[body.uuid]
            self.deleted.append(session)
            return
        for each in list(session.sets.values()):
            if each.updated_at <= gone.updated_at:
                session.remove_set(each.uuid)
        forget_columns(session.log, gone.updated_at)
        self._finish_log(session.log)

    def merge_columns(self, log: WorkoutLog, body: SessionBody) -> None:
        """Take over what the body says of the session itself, where it is newer."""
        stamp, columns = body.updated_at, self.references.columns_of(body)
        stamps = {name: stamp_of(log, name) for name in COLUMNS}
        for name, value in columns.items():
            before = stamps[name]
            is_newer = before is None or stamp > before
            if is_newer or (stamp == before and is_greater(value, getattr(log, name))):
                setattr(log, name, value)
                stamps[name] = stamp
        log.updated_at = max(log.updated_at, stamp)
        log.stamps = {
            name: each and each.isoformat()
            for name, each in stamps.items()
            if each != log.updated_at
        }
        self._finish_log(log)

    def _finish_log(self, log: WorkoutLog) -> None:
        """Fill the columns of which nobody said anything from the others."""
        never = {name for name, stamp in log.stamps.items() if stamp is None}
        if "title" in never:
            plan = log.workout or log.program
            log.title = plan.title if plan else _("Session")
        if "started_at" in never:
            log.started_at = None if log.finished_at else log.updated_at
        if "date" in never:
            zone = ZoneInfo(log.time_zone or "UTC")
            log.date = (log.started_at or log.updated_at).astimezone(zone).date()

    def _merge_set(self, session: StoredSession, body: SetBody, stamp: datetime) -> None:
        if (session.log.uuid, body.uuid) in self.removed:
            return
        row = self.references.row_of(body, session.log.workout_id)
        row.updated_at = stamp
        before = session.sets.get(body.uuid)
        if before and before.updated_at >= stamp:
            is_tie = before.updated_at == stamp and not before.has_values_of(row)
            if not is_tie or self.canonical(row) < self.canonical(before):
                return
        row.pk = before.pk if before else None
        session.sets[body.uuid] = session.written[body.uuid] = row

    def canonical(self, row: SetLog) -> str:
        """A set as one line of JSON, to tell which of two of the same time counts."""
        code = self.references.code_of(row)
        return canonical_json({**set_values(row), "exercise": code})

    # --- Writing ---------------------------------------------------------------------------------

    def write(self) -> None:
        """Store it all; a constant number of queries, and a few for each planned session."""
        self._write_discarded()
        touched = [each for each in self.sessions.values() if each.is_changed]
        new = [each.log for each in touched if each.before is None]
        WorkoutLog.objects.bulk_create(new)
        WorkoutLog.objects.bulk_update([each.log for each in touched if each.before], LOG_COLUMNS)
        for session in touched:
            self._plan(session)
        taken_out = self._write_sets()
        RemovedSet.objects.bulk_create(self.newly_removed, ignore_conflicts=True)
        stored = [each for each in self.sessions.values() if each.log.pk]
        SessionSum.objects.refresh(
            each.log.pk for each in stored if each.is_changed or each.written or each.taken_out
        )
        if touched or taken_out or self.deleted:
            bump_plans_version(self.user.pk)

    def _write_discarded(self) -> None:
        for session in self.deleted:
            if session.before:
                session.before.leave_schedule()
        deleted = [each.before.pk for each in self.deleted if each.before]
        WorkoutLog.objects.filter(pk__in=deleted).delete()
        DiscardedLog.objects.bulk_create(
            self.newly_discarded.values(),
            update_conflicts=True,
            unique_fields=["uuid"],
            update_fields=["updated_at"],
        )

    def _plan(self, session: StoredSession) -> None:
        """Make the planned session done that this was, once it is finished."""
        log, before = session.log, session.before
        first = planned_values(log)
        is_same = before is not None and planned_values(before)[:2] == first[:2]
        if before and before.marked_done_at and not (is_same and log.finished_at):
            before.reopen_planned()
            log.marked_done_at = None
        if log.finished_at and log.marked_done_at is None:
            if log.schedule_id:
                log.mark_planned_done(self.now)
            elif before is None or before.finished_at is None:
                log.join_schedule(self.now)
        if planned_values(log) != first:
            log.save(update_fields=["schedule", "planned_date", "marked_done_at"])

    def _write_sets(self) -> bool:
        """Tells whether anything changed."""
        rows: list[SetLog] = []
        gone: list[int] = []
        for session in self.sessions.values():
            for row in session.written.values():
                row.log, row.pk = session.log, None
                rows.append(row)
            gone += session.taken_out
        SetLog.objects.filter(pk__in=gone).delete()
        SetLog.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["log", "uuid"],
            update_fields=[*(name.removesuffix("_id") for name in SYNCED_COLUMNS), "updated_at"],
        )
        return bool(rows or gone)


def planned_values(log: WorkoutLog) -> tuple[int | None, date | None, datetime | None]:
    """Which planned session a session was, and when it marked that done."""
    return log.schedule_id, log.planned_date, log.marked_done_at
