"""Single sessions of a schedule: how one differs from the rule, and the sessions as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.clock import time_text
from exercises.formats import comma_list, range_text

if TYPE_CHECKING:
    from programs.models.schedule import Schedule


FIRST_DATE, LAST_DATE = date(2000, 1, 1), date(2100, 12, 31)
"""The days that can be planned."""
UNKNOWN_ZONE = "UTC"
"""The zone of people who named none."""


def local_start(day: date, clock: time, zone: str) -> datetime:
    """The instant, aware, of a wall-clock time in `zone`; the first one when it comes twice.

    A time in a gap moves on by the gap: on the spring day when clocks go from 02:00 to 03:00, 02:30
    becomes 03:30 (RFC 5545 §3.3.5).
    """
    here = ZoneInfo(zone)
    return datetime.combine(day, clock, tzinfo=here).astimezone(UTC).astimezone(here)


def today_in(zone: str, now: datetime) -> date:
    """The date in `zone` at the instant `now`."""
    return now.astimezone(ZoneInfo(zone)).date()


def long_day(day: date) -> str:
    """A day as a sentence names it: `Monday 7 December 2026`."""
    return date_format(day, "LONG_DATE_FORMAT")


class OccurrenceState(models.TextChoices):
    """The ways a session can differ from its schedule's rule."""

    MOVED = "moved", _("Moved")
    SKIPPED = "skipped", _("Skipped")
    DONE = "done", _("Done")


class OccurrenceOverride(models.Model):
    """A single session that differs from its schedule's rule, by the day it was planned for."""

    schedule = models.ForeignKey("programs.Schedule", models.CASCADE, related_name="overrides")
    original_date = models.DateField()
    date = models.DateField(_("moved to"), null=True, blank=True)
    time = models.TimeField(_("moved to (time)"), null=True, blank=True)
    skipped = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)
    pause = models.ForeignKey(
        "programs.Pause", models.SET_NULL, null=True, blank=True, related_name="skipped_sessions"
    )

    class Meta:
        verbose_name = _("occurrence override")
        verbose_name_plural = _("occurrence overrides")
        ordering = ["original_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "original_date"], name="one_change_for_each_session"
            )
        ]

    def __str__(self) -> str:
        return comma_list([str(self.schedule), date_format(self.original_date)])


@dataclass(frozen=True)
class Occurrence:
    """One session of a schedule: the day it was planned for, and how it differs, if it does."""

    schedule: Schedule
    original_date: date
    change: OccurrenceOverride | None = None

    def get_absolute_url(self) -> str:
        """The page of this one session."""
        return reverse("programs:occurrence", args=[self.schedule.uid, self.original_date])

    @property
    def day(self) -> date:
        """The day it is on now."""
        return (self.change and self.change.date) or self.original_date

    @property
    def clock(self) -> time:
        """The wall-clock time it is planned for now; some days do not have it."""
        return (self.change and self.change.time) or self.schedule.time

    @cached_property
    def start(self) -> datetime:
        """When it begins, aware, in the schedule's zone."""
        return local_start(self.day, self.clock, self.schedule.time_zone)

    @property
    def end(self) -> datetime:
        """When it ends, aware, in the schedule's zone."""
        return self.span[1].astimezone(self.start.tzinfo)

    @cached_property
    def span(self) -> tuple[datetime, datetime]:
        """When it begins and ends, in UTC: two times of one zone compare by the clock on the wall,
        which is wrong in the hour that comes twice in autumn."""
        start = self.start.astimezone(UTC)
        return start, start + timedelta(minutes=self.schedule.duration)

    @property
    def starts_at(self) -> time:
        """What the clock on the wall shows when it begins."""
        return self.start.time()

    @property
    def ends_at(self) -> time:
        """What the clock on the wall shows when it ends."""
        return self.end.time()

    @cached_property
    def time_range(self) -> str:
        """`18:00–18:30`, or by a 12-hour clock where the reader has one."""
        return range_text(time_text(self.starts_at), time_text(self.ends_at))

    @property
    def is_moved(self) -> bool:
        return self.change is not None and bool(self.change.date or self.change.time)

    @property
    def is_skipped(self) -> bool:
        return self.change is not None and self.change.skipped

    @property
    def is_done(self) -> bool:
        return self.change is not None and self.change.done_at is not None

    @property
    def changes(self) -> list[OccurrenceState]:
        """How it differs from the rule; empty when it does not."""
        states = {
            OccurrenceState.MOVED: self.is_moved,
            OccurrenceState.SKIPPED: self.is_skipped,
            OccurrenceState.DONE: self.is_done,
        }
        return [change for change, holds in states.items() if holds]

    def move(self, day: date, clock: time) -> None:
        """Move it to another day and time; if it was skipped, it is on again."""
        self._differ(day=day, clock=clock, skipped=False)

    def skip(self) -> None:
        """Leave it out; it is not done then either."""
        self._differ(skipped=True, done_at=None)

    def mark_done(self, now: datetime) -> None:
        """Say that it was done. Raises `ValidationError` before its day has come."""
        if self.day > now.astimezone(self.start.tzinfo).date():
            raise ValidationError(
                gettext(
                    "This session is on %(day)s: you can mark it done from that day on. If you"
                    " trained early, move it first."
                )
                % {"day": long_day(self.day)}
            )
        self._differ(skipped=False, done_at=now)

    def undo(self, change: OccurrenceState) -> None:
        """Take one way back in which it differs, and keep the others."""
        nothing: dict[OccurrenceState, dict[str, Any]] = {
            OccurrenceState.MOVED: {"day": None, "clock": None},
            OccurrenceState.SKIPPED: {"skipped": False},
            OccurrenceState.DONE: {"done_at": None},
        }
        self._differ(**nothing[change])

    def _differ(self, **values: Any) -> None:
        """Change some of how it differs from the rule, and keep the rest."""
        now = self.change or OccurrenceOverride()
        present = {
            "day": now.date,
            "clock": now.time,
            "skipped": now.skipped,
            "done_at": now.done_at,
        }
        self.schedule.override_occurrence(self.original_date, **present | values)


def occurrences_of(schedules: Iterable[Schedule], first: date, last: date) -> list[Occurrence]:
    """The sessions of all schedules from `first` to `last`, in order of time."""
    found = [each for schedule in schedules for each in schedule.occurrences(first, last)]
    return sorted(found, key=lambda each: (each.span, each.schedule.pk))


def overlaps(sessions: Iterable[Occurrence]) -> list[tuple[Occurrence, Occurrence]]:
    """Pairs of sessions that overlap in time, skipped ones aside; `sessions` are in order of time."""
    pairs: list[tuple[Occurrence, Occurrence]] = []
    running: list[Occurrence] = []
    for session in sessions:
        if session.is_skipped:
            continue
        running = [each for each in running if each.span[1] > session.span[0]]
        pairs += [(each, session) for each in running]
        running.append(session)
    return pairs
