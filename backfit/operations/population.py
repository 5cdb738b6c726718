"""A large, lifelike population for load tests: people, workouts, schedules, sessions that were done.

Keys are counted on from the largest there are, so that every row is known without asking for it back,
and rows stream into the tables batch by batch: memory stays as it is, however many there are.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction

from backfit.accounts.models import User
from backfit.operations.bulk_copy import BulkInserter
from programs.models import (
    CalendarFeed,
    OccurrenceOverride,
    Program,
    Schedule,
    Workout,
    WorkoutItem,
    WorkoutLog,
)
from programs.models.feed import digest_of, new_token

Maker = Callable[[BulkInserter, range], Iterator[list[Any]]]

USERS_A_BATCH = 500
WEEKDAYS = {"MO": 0, "TH": 3}
MAX_OCCURRENCES = 200
"""So many, two a week, fit into the two years that a schedule may run."""
WEEKS_AHEAD = 4
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Almaty", "UTC")
DOMAIN = "population.example"


@dataclass(frozen=True)
class PopulationSize:
    """How many people, workouts of each, and sessions that were done of each workout."""

    users: int
    workouts: int
    sessions: int


class Population:
    """People whose workouts are copies of the curated programs, each with a schedule of its own."""

    def __init__(self, size: PopulationSize, now: datetime) -> None:
        self.size = size
        self.days = [day for program in Program.objects.with_items() for day in program.plans]
        self.dates = past_sessions(now.date(), size.sessions)
        self.users = BulkInserter(User, ["id", "email", "name", "time_zone"], password="!")  # noqa: S106
        self.workouts = BulkInserter(Workout, ["id", "uuid", "owner_id", "title", "source_day_id"])
        self.items = BulkInserter(WorkoutItem, ["id", "workout_id"])
        self.kinds_of_items = [
            [
                BulkInserter(WorkoutItem, ["id", "workout_id"], **item.plan_values())
                for item in day.plan_items()
            ]
            for day in self.days
        ]
        self.items_written = 0
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
            with transaction.atomic():
                for rows, make in self.tables:
                    rows.pour(make(rows, batch))
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
        done = ["id", "schedule_id", "original_date", "done_at"]
        performed = [
            "id",
            "uuid",
            "workout_id",
            "schedule_id",
            "planned_date",
            "date",
            "marked_done_at",
        ]
        return [
            (self.users, self._people),
            (self.workouts, self._workouts),
            (self.items, self._items),
            (self.schedules, self._schedules),
            (BulkInserter(OccurrenceOverride, done, original_date=today), self._done),
            (BulkInserter(CalendarFeed, ["id", "owner_id", "token", "token_digest"]), self._feeds),
            (BulkInserter(WorkoutLog, performed, date=today, effort=6), self._performed),
        ]

    def _owned(self, batch: range) -> Iterator[tuple[int, int]]:
        """Person and running number of each of the batch's workouts."""
        for person in batch:
            for number in range(self.size.workouts):
                yield person, person * self.size.workouts + number

    def _people(self, rows: BulkInserter, batch: range) -> Iterator[list[Any]]:
        for person in batch:
            key = rows.first_key + person
            zone = ZONES[person % len(ZONES)]
            yield rows.row(key, f"person{key}@{DOMAIN}", f"Person {key}", zone)

    def _workouts(self, rows: BulkInserter, batch: range) -> Iterator[list[Any]]:
        for person, number in self._owned(batch):
            day = self.days[number % len(self.days)]
            key, owner = rows.first_key + number, self.users.first_key + person
            yield rows.row(key, random_uuid(), owner, day.full_title, day.pk)

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
            yield rows.row(key, random_uuid(), workout, clock, zone)

    def _occurrences(self, rows: BulkInserter, batch: range) -> Iterator[tuple[int, int, str]]:
        """Key, running number of the workout, and day of each session that was done."""
        days = [str(day) for day in self.dates]
        for _, number in self._owned(batch):
            first = rows.first_key + number * len(days)
            for place, day in enumerate(days):
                yield first + place, number, day

    def _done(self, rows: BulkInserter, batch: range) -> Iterator[list[Any]]:
        for key, number, day in self._occurrences(rows, batch):
            yield rows.row(key, self.schedules.first_key + number, day, f"{day} 19:00:00+00:00")

    def _performed(self, rows: BulkInserter, batch: range) -> Iterator[list[Any]]:
        for key, number, day in self._occurrences(rows, batch):
            workout, schedule = self.workouts.first_key + number, self.schedules.first_key + number
            done_at = f"{day} 19:00:00+00:00"
            yield rows.row(key, random_uuid(), workout, schedule, day, day, done_at)

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


def random_uuid() -> str:
    """A random UUID in 32 hexadecimal digits, which every database takes (RFC 9562, version 4)."""
    digits = f"{random.getrandbits(128):032x}"
    return f"{digits[:12]}4{digits[13:16]}8{digits[17:]}"
