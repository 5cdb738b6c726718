"""What each session came to of each exercise: stored, so that pages of many years are quick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from exercises.models import Exercise
from exercises.models.fields import LineField
from programs.models.own_exercise import OwnExercise
from programs.models.set_log import DONE_COLUMNS, MAX_WORDS_LENGTH, SetLog
from programs.progress import DoneSet
from programs.progress.sums import track_sums

SESSIONS_AT_ONCE = 500
MAX_TRACK_LENGTH = 120
GROUP = ("log_id", "log__owner_id", "log__date", "exercise_id", "own_exercise_id")


class SessionSumQuerySet(models.QuerySet["SessionSum"]):
    """The sums, and how they are kept true."""

    def refresh(self, logs: Iterable[int]) -> None:
        """Work out anew what these sessions (primary keys) came to; three queries for each 500.

        Whatever writes sets, or the day of a session, calls this in its transaction.
        """
        keys = sorted(set(logs))
        for start in range(0, len(keys), SESSIONS_AT_ONCE):
            some = keys[start : start + SESSIONS_AT_ONCE]
            self.filter(log__in=some).delete()
            self.bulk_create(self.worked_out(some))

    def worked_out(self, logs: Iterable[int]) -> Iterator[SessionSum]:
        """What these sessions came to by their sets, not saved (one query)."""
        known = Q(exercise__isnull=False) | Q(own_exercise__isnull=False)
        sets = SetLog.objects.filter(known, log__in=logs)
        sets = sets.order_by(*GROUP, "position", "number", "side", "pk")
        rows = sets.values_list(*GROUP, "words", "pk", *DONE_COLUMNS).iterator()
        for (log, owner, day, exercise, own), group in groupby(rows, key=lambda row: row[:5]):
            done = list(group)
            for each in track_sums((row[6], DoneSet(*row[7:])) for row in done):
                yield self.model(
                    owner_id=owner,
                    log_id=log,
                    date=day,
                    exercise_id=exercise,
                    own_exercise_id=own,
                    words=done[0][5],
                    track=each.track,
                    top_id=each.top,
                    rank=each.rank,
                    sessions=each.sessions,
                    sets=each.sets,
                    **each.values,
                )


class SessionSum(models.Model):
    """What one session came to of one exercise: of the sets that compare with one another (`track`).

    It follows from the sets (`SessionSum.objects.refresh`). Loads are in grams, distances in centimetres,
    times in seconds; `estimate` is in thirtieths of a gram. `top` is the best set, `rank` its effort as one
    number. `sessions` is 1 in one row of each session and exercise, else 0; `sets` counts the work, a left and
    a right set once: both can be added up.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    log = models.ForeignKey("programs.WorkoutLog", models.CASCADE, related_name="sums")
    date = models.DateField()
    exercise = models.ForeignKey(
        Exercise, models.CASCADE, null=True, related_name="+", db_index=False
    )
    own_exercise = models.ForeignKey(OwnExercise, models.CASCADE, null=True, related_name="+")
    words = LineField(max_length=MAX_WORDS_LENGTH, blank=True)
    track = models.CharField(max_length=MAX_TRACK_LENGTH, editable=False)
    # Nothing to do when sets go: their sums are worked out anew by the end of the transaction, or go with
    # the session. The database holds it.
    top = models.ForeignKey(SetLog, models.DO_NOTHING, related_name="+")
    rank = models.BigIntegerField()
    sessions = models.PositiveSmallIntegerField()
    sets = models.PositiveIntegerField()
    load = models.PositiveIntegerField(null=True)
    assistance = models.PositiveIntegerField(null=True)
    hold = models.PositiveIntegerField(null=True)
    distance = models.PositiveIntegerField(null=True)
    reps = models.PositiveIntegerField(null=True)
    volume = models.PositiveBigIntegerField(null=True)
    time = models.PositiveBigIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    estimate = models.PositiveIntegerField(null=True)

    objects = SessionSumQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "exercise", "own_exercise", "date"], name="sums_by_exercise"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.log_id} {self.track}"

    @property
    def plain(self) -> dict[str, Any]:
        """All but its key."""
        return {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if not field.primary_key
        }
