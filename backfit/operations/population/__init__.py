"""A large, lifelike population for load tests: people, workouts, schedules, sessions that were done.

Keys are counted on from the largest there are, so that every row is known without asking for it back,
and rows stream into the tables batch by batch: memory stays as it is, however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction

from backfit.accounts.models import User
from backfit.operations.population.bulk_copy import BulkInserter
from backfit.operations.population.histories import (
    ItemDose,
    PastSession,
    State,
    past_sessions_of,
    sets_of_sessions,
)
from exercises.models import PrescriptionKind
from exercises.units import Unit
from programs.models import (
    BackDiary,
    BackEntry,
    CalendarFeed,
    OccurrenceOverride,
    Program,
    Schedule,
    SessionSum,
    SetLog,
    Workout,
    WorkoutItem,
    WorkoutLog,
)
from programs.models.feed import digest_of, new_token
from programs.models.plan import PlanItem

Maker = Callable[[BulkInserter, range], Iterator[list[Any]]]

USERS_A_BATCH = 500
WEEKDAYS = {"MO": 0, "TH": 3}
MAX_OCCURRENCES = 200
"""So many, two a week, fit into the two years that a schedule may run."""
WEEKS_AHEAD = 4
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Almaty", "UTC")
DOMAIN = "population.example"
POUNDS_EVERY, DIARY_EVERY = 3, 4
"""Every third person reads pounds, every fourth writes down how their back feels."""
HEAVY_SETS, HEAVY_REPS = 4, (6, 8)
"""What sets of repetitions are changed to half-way through a history."""


@dataclass(frozen=True)
class PopulationSize:
    """How many people, workouts of each, and sessions that were planned of each workout so far.

    `sets`: whether each set of these is written down too. The same `seed` gives the same histories.
    """

    users: int
    workouts: int
    sessions: int
    sets: bool = True
    seed: int = 0


@dataclass(frozen=True)
class PastWorkout:
    """A workout of the batch with what became of its sessions, each with the key of its log, or None."""

    person: int
    number: int
    first_item: int
    sessions: list[tuple[int | None, PastSession]]


class Population:
    """People whose workouts are copies of the curated programs, each with a schedule of its own."""

    def __init__(self, size: PopulationSize, now: datetime) -> None:
        self.size = size
        self.days = [day for program in Program.objects.with_items() for day in program.plans]
        self.dates = past_sessions(now.date(), size.sessions)
        self.random = Random(f"keys-{size.seed}-{now.timestamp()}")  # noqa: S311
        self.doses = [[_versions(item) for item in day.plan_items()] for day in self.days]
        columns = ["id", "email", "name", "time_zone", "units"]
        self.users = BulkInserter(User, columns, password="!")  # noqa: S106
        self.workouts = BulkInserter(Workout, ["id", "uuid", "owner_id", "title", "source_day_id"])
        self.items = BulkInserter(WorkoutItem, ["id", "workout_id"])
        self.kinds_of_items = [
            [
                BulkInserter(WorkoutItem, ["id", "workout_id"], **item.plan_values())
                for item in day.plan_items()
            ]
            for day in self.days
        ]
        self.items_written = self.changes_written = self.logs_written = 0
        self.sets_written = self.entries_written = 0
        self.batch: list[PastWorkout] = []
        self.schedules = BulkInserter(
            Schedule,
            ["id", "uid", "workout_id", "time", "time_zone"],
            time=time(18),
            starts_on=min([*self.dates, now.date()]),
            ends_on=now.date() + timedelta(weeks=WEEKS_AHEAD),
            weekdays=list(WEEKDAYS),
        )
        self.tables = self._tables(now.date())

    def write(self) -> Iterator[int]:
        """Write everybody, each batch whole or not at all; tells after each how many are there."""
        for first in range(0, self.size.users, USERS_A_BATCH):
            batch = range(first, min(first + USERS_A_BATCH, self.size.users))
            self.batch = list(self._past_workouts(batch))
            with transaction.atomic():
                for rows, make in self.tables:
                    rows.insert_rows(make(rows, batch))
                if self.size.sets:
                    SessionSum.objects.refresh(key for _, key, _ in self._done())
            yield batch.stop

    def finish(self) -> None:
        """Let the database count its keys on from ours, and learn how its tables look now."""
        with connection.cursor() as cursor:
            written = [rows.model for rows, _ in self.tables]
            for sql in connection.ops.sequence_reset_sql(no_style(), written):
                cursor.execute(sql)
            cursor.execute("ANALYZE")

    def _tables(self, today: date) -> list[tuple[BulkInserter, Maker]]:
        """Each table with what makes its rows, in an order in which each row finds those it names."""
        changed = ["id", "schedule_id", "original_date", "date", "skipped", "done_at"]
        written = ["id", "log_id", "uuid", "item_id", "exercise_id", "name", "words", "position"]
        written += ["number", "side", "kind", "reps", "load_kg", "band", "assistance_kg", "seconds"]
        felt = ["id", "diary_id", "date", "before", "after"]
        agreed = datetime.combine(min([*self.dates, today]), time(), UTC)
        performed = [
            "id",
            "uuid",
            "owner_id",
            "title",
            "workout_id",
            "schedule_id",
            "planned_date",
            "date",
            "marked_done_at",
            "effort",
        ]
        self.logs = BulkInserter(WorkoutLog, performed, date=today)
        self.diaries = BulkInserter(BackDiary, ["id", "owner_id"], agreed_at=agreed)
        return [
            (self.users, self._people),
            (self.workouts, self._workouts),
            (self.items, self._items),
            (self.schedules, self._schedules),
            (BulkInserter(OccurrenceOverride, changed, original_date=today), self._changed),
            (BulkInserter(CalendarFeed, ["id", "owner_id", "token", "token_digest"]), self._feeds),
            (self.logs, self._performed),
            (BulkInserter(SetLog, written, position=0, number=1), self._sets),
            (self.diaries, self._diaries),
            (BulkInserter(BackEntry, felt, date=today), self._diary_days),
        ]

    def _past_workouts(self, batch: range) -> Iterator[PastWorkout]:
        """What became of the planned sessions of the batch's workouts."""
        items, logs = self.items_written, self.logs_written
        for person, number in self._owned(batch):
            sessions = past_sessions_of(self.dates, self._random("sessions", number))
            keys: list[tuple[int | None, PastSession]] = []
            for session in sessions:
                keys.append((self.logs.first_key + logs if session.is_done else None, session))
                logs += session.is_done
            yield PastWorkout(person, number, items, keys)
            items += len(self.doses[number % len(self.days)])
        self.logs_written = logs

    def _random(self, topic: str, number: int) -> Random:
        """Chance that is the same for the same seed, whatever else was asked for."""
        return Random(f"{topic}-{self.size.seed}-{number}")  # noqa: S311

    def _owned(self, batch: range) -> Iterator[tuple[int, int]]:
        """Person and running number of each of the batch's workouts."""
        for person in batch:
            for number in range(self.size.workouts):
                yield person, person * self.size.workouts + number

    def _people(self, rows: BulkInserter, batch: range) -> Iterator[list[Any]]:
        for person in batch:
            key = rows.first_key + person
            zone, unit = ZONES[person % len(ZONES)], unit_of_person(person)
            yield rows.row(key, f"person{key}@{DOMAIN}", f"Person {key}", zone, unit)

    def _workouts(self, rows: BulkInserter, batch: range) -> Iterator[list[Any]]:
        for person, number in self._owned(batch):
            day = self.days[number % len(self.days)]
            key, owner = rows.first_key + number, self.users.first_key + person
            yield rows.row(key, self._uuid(), owner, day.full_title, day.pk)

    def _items(self, rows: BulkInserter, batch: range) -> Iterator[list[Any]]:
        for _, number in self._owned(batch):
            for kind in self.kinds_of_items[number % len(self.days)]:
                key = rows.first_key + self.items_written
                self.items_written += 1
                yield kind.row(key, self.workouts.first_key + number)

    def _schedules(self, rows: BulkInserter, batch: range) -> Iterator[list[Any]]:
        for person, number in self._owned(batch):
            key, workout = rows.first_key + number, self.workouts.first_key + number
            clock, zone = f"{6 + number % 16:02}:00:00", ZONES[person % len(ZONES)]
            yield rows.row(key, self._uuid(), workout, clock, zone)

    def _changed(self, rows: BulkInserter, batch: range) -> Iterator[list[Any]]:
        """The sessions that differ from their rule: those that were done, moved, or called off."""
        key = rows.first_key + self.changes_written
        for workout in self.batch:
            schedule = self.schedules.first_key + workout.number
            for _, session in workout.sessions:
                if session.state == State.MISSED:
                    continue
                moved_to = str(session.day) if session.state == State.MOVED else None
                done_at = _evening(session.day) if session.is_done else None
                off = session.state == State.CALLED_OFF
                yield rows.row(key, schedule, str(session.original), moved_to, off, done_at)
                key += 1
        self.changes_written = key - rows.first_key

    def _performed(self, rows: BulkInserter, batch: range) -> Iterator[list[Any]]:
        for workout, key, session in self._done():
            number = workout.number
            title = self.days[number % len(self.days)].full_title
            yield rows.row(
                key,
                self._uuid(),
                self.users.first_key + workout.person,
                title,
                self.workouts.first_key + number,
                self.schedules.first_key + number,
                str(session.original),
                str(session.day),
                _evening(session.day),
                5 + (key + number) % 4,
            )

    def _done(self) -> Iterator[tuple[PastWorkout, int, PastSession]]:
        """The sessions of the batch that were done, each with the key of its log."""
        for workout in self.batch:
            for key, session in workout.sessions:
                if key is not None:
                    yield workout, key, session

    def _sets(self, rows: BulkInserter, batch: range) -> Iterator[list[Any]]:
        """Each set of what was done."""
        for workout in self.batch if self.size.sets else ():
            items = self.days[workout.number % len(self.days)].plan_items()
            versions = self.doses[workout.number % len(self.days)]
            doses = [[dose for dose, _ in each] for each in versions]
            sessions = [session for _, session in workout.sessions]
            logs = [key for key, _ in workout.sessions if key is not None]
            chance = self._random("sets", workout.number)
            done = sets_of_sessions(doses, sessions, unit_of_person(workout.person), chance)
            for log, sets in zip(logs, done, strict=True):
                for index, version, values in sets:
                    item = self.items.first_key + workout.first_item + index
                    exercise, words = items[index].exercise, versions[index][version][1]
                    names = (item, exercise.pk, exercise.name, words, index)
                    yield rows.row(self._set_key(rows), log, self._uuid(), *names, *values)

    def _set_key(self, rows: BulkInserter) -> int:
        self.sets_written += 1
        return rows.first_key + self.sets_written - 1

    def _diaries(self, rows: BulkInserter, batch: range) -> Iterator[list[Any]]:
        for person in batch:
            if person % DIARY_EVERY == 0:
                yield rows.row(rows.first_key + person, self.users.first_key + person)

    def _diary_days(self, rows: BulkInserter, batch: range) -> Iterator[list[Any]]:
        """How the back felt on the days of a person's first workout: better by and by, with bad days."""
        for workout, _, session in self._done():
            if workout.person % DIARY_EVERY or workout.number % self.size.workouts:
                continue
            chance = self._random(f"back-{session.day}", workout.person)
            days = (self.dates[-1] - session.day).days / max(
                (self.dates[-1] - self.dates[0]).days, 1
            )
            before = min(max(round(2 + 4 * days + chance.gauss(0, 1)), 0), 10)
            diary = self.diaries.first_key + workout.person
            after = max(before - chance.randrange(3), 0)
            yield rows.row(self._entry_key(rows), diary, str(session.day), before, after)

    def _entry_key(self, rows: BulkInserter) -> int:
        self.entries_written += 1
        return rows.first_key + self.entries_written - 1

    def _uuid(self) -> str:
        return random_uuid(self.random)

    def _feeds(self, rows: BulkInserter, batch: range) -> Iterator[list[Any]]:
        for person in batch:
            token = new_token()
            owner = self.users.first_key + person
            yield rows.row(rows.first_key + person, owner, token, digest_of(token))


def past_sessions(today: date, count: int) -> list[date]:
    """The last so many Mondays and Thursdays before today, the first one first."""
    days = (today - timedelta(days=number) for number in range(1, 7 * count + 8))
    found = [day for day in days if day.weekday() in WEEKDAYS.values()]
    return sorted(found[:count])


def unit_of_person(person: int) -> Unit:
    """What a person reads loads in."""
    return "lb" if person % POUNDS_EVERY == 1 else "kg"


def _versions(item: PlanItem) -> list[tuple[ItemDose, str]]:
    """An item's dose and what it is changed to half-way, each with its words."""
    later = copy(item)
    if item.prescription_kind == PrescriptionKind.SETS and ItemDose.of(item).loaded == "load":
        later.sets = HEAVY_SETS
        later.reps_min, later.reps_max = HEAVY_REPS
    return [(ItemDose.of(each), each.prescription_label) for each in (item, later)]


def _evening(day: date) -> str:
    return f"{day} 19:00:00+00:00"


def random_uuid(random: Random) -> str:
    """A random UUID in 32 hexadecimal digits, which every database takes (RFC 9562, version 4)."""
    digits = f"{random.getrandbits(128):032x}"
    return f"{digits[:12]}4{digits[13:16]}8{digits[17:]}"
