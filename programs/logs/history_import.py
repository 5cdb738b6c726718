"""What a read file would change for a person, and the change itself."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from exercises.people import Person
from programs.logs.exercise_names import NAMESPACE, ExerciseNames, NameMatch, folded
from programs.logs.imported_sets import PlacedSet, SetRows, insert_sets, placed
from programs.logs.importing.types import ReadHistory, ReadSession, ReadSet, UnreadableHistoryError
from programs.logs.upload import MAX_LOGS
from programs.models import (
    DiscardedLog,
    ImportedHistory,
    OwnExercise,
    RemovedSet,
    SessionSum,
    SetLog,
    WorkoutLog,
)
from programs.models.occurrence import today_in
from programs.models.own_exercise import MAX_OWN_EXERCISES
from programs.models.plans_version import bump_plans_version

MINUTE = timedelta(minutes=1)
SESSIONS_AT_ONCE = 500
MANY_SETS = 5000
MAX_SESSION = timedelta(days=1)


@dataclass(slots=True)
class MatchedSession:
    """A session of the file with its key here, and its times with the zone."""

    read: ReadSession
    uuid: UUID
    date: date
    started_at: datetime | None
    finished_at: datetime | None
    log: WorkoutLog | None = None


class ImportPlan:
    """What a file brings: new sessions, new sets of sessions that are here, and what is left out.

    `zone` is where the person trained; `leave_out_overlaps` skips sessions that begin within a minute
    of another one that is here.
    """

    def __init__(
        self,
        user: Person,
        history: ReadHistory,
        *,
        zone: str,
        now: datetime,
        leave_out_overlaps: bool = False,
    ) -> None:
        self.user, self.history, self.zone, self.now = user, history, ZoneInfo(zone), now
        self.is_ours = history.source == "backfit"
        self.today = today_in(zone, now)
        self.new: list[MatchedSession] = []
        self.here: list[MatchedSession] = []
        self.overlaps: list[MatchedSession] = []
        self.skipped = list(history.skipped)
        self._sort_out([self._planned(each) for each in history.sessions], leave_out_overlaps)
        self.added = dict(self._added_sets())
        self.names = ExerciseNames(user)
        counts = Counter(each.name for each in self._all_sets() if each.exact is None)
        self.counts = counts
        self.matches = {each.name: each for each in self.names.match(counts)}

    # --- What is new ------------------------------------------------------------------------------

    def _planned(self, session: ReadSession) -> MatchedSession:
        key = uuid5(NAMESPACE, f"{self.user.pk}|{session.key}")
        if session.exact is not None:
            exact, day = session.exact, session.start
            return MatchedSession(session, key, day, exact["started_at"], exact["finished_at"])
        start = session.start
        if not isinstance(start, datetime):
            return MatchedSession(session, key, start, None, None)
        started = self._here(start)
        finished = started
        if session.finish:
            finished = self._here(session.finish)
        elif session.seconds:
            finished = started + timedelta(seconds=session.seconds)
        finished = max(started, min(finished, started + MAX_SESSION))
        return MatchedSession(session, key, started.astimezone(self.zone).date(), started, finished)

    def _here(self, moment: datetime) -> datetime:
        """A local time in the person's zone."""
        local = moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
        return local.astimezone(UTC)

    def _sort_out(self, planned: list[MatchedSession], leave_out_overlaps: bool) -> None:
        logs = self._known()
        discarded: set[UUID] = set()
        if not self.is_ours:
            gone = DiscardedLog.objects.filter(owner_id=self.user.pk)
            discarded = set(gone.values_list("uuid", flat=True))
        starts = sorted(each.started_at for each in logs.values() if each.started_at)
        for each in planned:
            keys = [each.uuid, *([UUID(each.read.key)] if self.is_ours else [])]
            each.log = next((logs[key] for key in keys if key in logs), None)
            if each.log:
                self.here.append(each)
            elif each.date > self.today:
                self._skip(each, _("This day is still to come."))
            elif each.uuid in discarded:
                self._skip(each, _("You deleted this session here."))
            elif is_near(starts, each.started_at):
                self.overlaps.append(each)
            else:
                self.new.append(each)
        if leave_out_overlaps:
            for each in self.overlaps:
                self._skip(each, _("Another session that is here begins at the same time."))
        else:
            self.new += self.overlaps

    def _known(self) -> dict[UUID, WorkoutLog]:
        """The person's sessions by each key that they go by."""
        logs = WorkoutLog.objects.owned_by(self.user).only("uuid", "source_uuid", "started_at")
        known = {}
        for log in logs:
            known[log.uuid] = log
            if log.source_uuid:
                known[log.source_uuid] = log
        return known

    def _skip(self, planned: MatchedSession, reason: str) -> None:
        lines = [each.line for each in planned.read.sets] or [planned.read.line]
        self.skipped += [(line, reason) for line in lines]

    def _added_sets(self) -> Iterator[tuple[UUID, list[PlacedSet]]]:
        """Sets of the file that sessions which are here lack, by session."""
        if self.is_ours or not self.here:
            return
        logs = {each.log.pk: each for each in self.here if each.log}
        stored = SetLog.objects.filter(log__owner_id=self.user.pk).order_by()
        known = set(stored.values_list("log_id", "uuid"))
        removed = RemovedSet.objects.filter(owner_id=self.user.pk)
        gone = set(removed.values_list("session", "uuid"))
        for pk, planned in logs.items():
            more = [
                found
                for found in placed(planned.uuid, planned.read.sets)
                if (pk, found[0]) not in known and (planned.uuid, found[0]) not in gone
            ]
            if more:
                yield planned.uuid, more

    def _all_sets(self) -> Iterator[ReadSet]:
        for planned in self.new:
            yield from planned.read.sets
        for more in self.added.values():
            yield from (each[1] for each in more)

    # --- What is told -----------------------------------------------------------------------------

    @property
    def asked(self) -> list[NameMatch]:
        """Names that the person is asked about, the most frequent first."""
        unsure = (each for each in self.matches.values() if not each.is_sure)
        return sorted(unsure, key=lambda each: -self.counts[each.name])

    @property
    def known_names(self) -> list[NameMatch]:
        """Names that are matched with an exercise without a question."""
        return [each for each in self.matches.values() if each.is_sure and each.code != "new"]

    @property
    def new_names(self) -> list[NameMatch]:
        """Names of which exercises of the person's own are made without a question."""
        return [each for each in self.matches.values() if each.is_sure and each.code == "new"]

    @property
    def set_count(self) -> int:
        """Sets that are added."""
        return sum(1 for _each in self._all_sets())

    @property
    def is_long(self) -> bool:
        """Whether to store it takes so long that one wonders."""
        return self.set_count >= MANY_SETS

    @property
    def span(self) -> tuple[date, date] | None:
        """The first and the last day of what is added."""
        days = [each.date for each in self.new]
        return (min(days), max(days)) if days else None

    def skipped_by_reason(self) -> list[tuple[str, list[int]]]:
        """Every reason with the numbers of its lines."""
        return ReadHistory(self.history.source, skipped=self.skipped).skipped_by_reason()

    # --- Doing it ---------------------------------------------------------------------------------

    @transaction.atomic
    def confirm(
        self, row: ImportedHistory, answers: Mapping[str, Any], tell: Callable[[int], None]
    ) -> None:
        """Store it all, and `tell` how many sets are written as it goes on.

        Raises `UnreadableHistoryError`, and stores nothing, when there is no room.
        """
        if WorkoutLog.objects.owned_by(self.user).count() + len(self.new) > MAX_LOGS:
            raise UnreadableHistoryError(
                _("There is no room for more sessions. Delete some first.")
            )
        bump_plans_version(self.user.pk)
        row.own_exercises = [f"{each.uuid}" for each in self._make_own_exercises()]
        row.added_sets = [f"{each[0]}" for more in self.added.values() for each in more]
        row.session_count, row.set_count = len(self.new), self.set_count
        row.skipped_count, row.answers = len(self.skipped), dict(answers)
        row.content, row.confirmed_at = None, self.now
        row.save()
        logs = [self._log(each, row) for each in self.new]
        WorkoutLog.objects.bulk_create(logs, batch_size=SESSIONS_AT_ONCE)
        insert_sets(self._rows(logs), tell)
        here = [each.log.pk for each in self.here if each.log and each.uuid in self.added]
        SessionSum.objects.refresh([*here, *(each.pk for each in logs)])

    def _make_own_exercises(self) -> list[OwnExercise]:
        """Make what the catalogue lacks; tells what is new."""
        wanted = {each.name for each in self.matches.values() if each.code == "new"}
        if self.is_ours:
            named = {each.exact["own_exercise"] for each in self._all_sets() if each.exact}
            wanted = {name for name in named if name and folded(name) not in self.names.own_by_name}
        made: dict[UUID, OwnExercise] = {}
        for name in sorted(wanted):
            key = self.names.own_uuid(name)
            own = self.names.own_by_uuid.get(key) or made.setdefault(
                key, OwnExercise(owner_id=self.user.pk, uuid=key, name=name)
            )
            self.names.own_by_name[folded(name)] = own
            if name in self.matches:
                self.matches[name].own = own
        if len(self.names.owned) + len(made) > MAX_OWN_EXERCISES:
            message = _("You can have at most %(limit)s exercises of your own.")
            raise UnreadableHistoryError(message % {"limit": f"{MAX_OWN_EXERCISES:,}"})
        OwnExercise.objects.bulk_create(made.values())
        return list(made.values())

    def _log(self, planned: MatchedSession, row: ImportedHistory) -> WorkoutLog:
        read = planned.read
        exact = read.exact or {}
        return WorkoutLog(
            uuid=planned.uuid,
            owner_id=self.user.pk,
            title=read.title or _("Session"),
            imported=row,
            source_uuid=UUID(read.key) if self.is_ours else None,
            date=planned.date,
            time_zone=exact.get("time_zone", "" if self.is_ours else self.zone.key),
            started_at=planned.started_at,
            finished_at=planned.finished_at,
            effort=exact.get("effort"),
            note=read.note,
            updated_at=self.now,
        )

    def _rows(self, logs: list[WorkoutLog]) -> Iterator[dict[str, Any]]:
        rows = SetRows(self.names, self.matches, self.now)
        for planned, log in zip(self.new, logs, strict=True):
            for found in placed(planned.uuid, planned.read.sets):
                yield rows.row(log.pk, *found)
        for planned in self.here:
            for found in self.added.get(planned.uuid, []):
                yield rows.row(planned.log.pk if planned.log else 0, *found)


def is_near(starts: list[datetime], start: datetime | None) -> bool:
    """Whether one of the sorted times is within a minute of `start`."""
    if start is None:
        return False
    place = bisect_left(starts, start - MINUTE)
    return place < len(starts) and starts[place] <= start + MINUTE
