"""Schedules by owner and by time, and how they are made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import compress, groupby
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from exercises.people import Visitor
from programs.calendars.recurrence import RecurrenceRule, WeeklyRecurrence
from programs.models.occurrence import UNKNOWN_ZONE, OccurrenceOverride, today_in
from programs.models.plans_version import bump_plans_version
from programs.models.workout import LIST_DEFERRED, Workout

if TYPE_CHECKING:
    from programs.models.schedule import Schedule


def turns_of(
    workouts: Sequence[Workout], times: WeeklyRecurrence
) -> Iterator[tuple[Workout, RecurrenceRule]]:
    """The rules of workouts that take turns; in each phase those that are held in it do."""
    spans = groupby(times.dates(), lambda day: [each.is_held_on(day) for each in workouts])
    for held, group in spans:
        days, there = list(group), list(compress(workouts, held))
        span = replace(times, first_day=days[0], last_day=days[-1])
        for workout, rules in zip(there, span.rotate(len(there)), strict=True):
            for rule in rules:
                yield workout, rule


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    """Schedules by owner, and with what a calendar shows of them."""

    def owned_by(self, user: Visitor) -> Self:
        """The person's own schedules; none for someone who is not signed in."""
        return self.filter(workout__owner_id=user.pk) if user.is_authenticated else self.none()

    def active(self) -> Self:
        """Schedules that were not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def with_overrides(self) -> Self:
        """With workout and the sessions that differ (two queries)."""
        unlisted = [f"workout__{name}" for name in LIST_DEFERRED]
        schedules = self.select_related("workout").defer(*unlisted)
        return schedules.prefetch_related("overrides")

    def for_agenda(self) -> Self:
        """With the sessions that differ, and the workout with the advice dismissed (two queries)."""
        schedules = self.select_related("workout").defer("workout__notes", "workout__changes")
        return schedules.prefetch_related("overrides")

    def overlapping(self, first: date, last: date) -> Self:
        """Schedules that may have a session from `first` to `last`, moved ones included."""
        moved = OccurrenceOverride.objects.filter(
            schedule=OuterRef("pk"), date__range=(first, last)
        )
        return self.filter(Q(starts_on__lte=last, ends_on__gte=first) | Exists(moved))

    def running(self, today: date) -> Self:
        """Schedules that have, or may have, a session today or later."""
        return self.active().overlapping(today, date.max)

    def zone_of(self, user: Visitor) -> str:
        """Where the person's day begins: the zone of their settings, else of their newest schedule."""
        chosen: str = getattr(user, "time_zone", UNKNOWN_ZONE)
        return chosen if chosen != UNKNOWN_ZONE else self.owned_by(user).newest_zone()

    def today_of(self, user: Visitor, now: datetime) -> date:
        """The date at the instant `now` where the person's day begins."""
        return today_in(self.zone_of(user), now)

    def newest_zone(self) -> str:
        """The zone of the schedule that was made last; UTC when there is none."""
        zones = self.order_by("-created_at", "-pk").values_list("time_zone", flat=True)
        return zones.first() or "UTC"

    @transaction.atomic
    def plan(self, workouts: Sequence[Workout], times: WeeklyRecurrence) -> list[Schedule]:
        """Plan sessions of a workout; several take turns, each then with a schedule for each rule.

        What is planned exactly so already is not planned once more.

        Raises `ValidationError` when a schedule makes no sense.
        """
        if len(workouts) == 1:
            return [self._make(workouts[0], times, {})]
        return [
            self._make(
                workout,
                times,
                {
                    "starts_on": rule.dates[0],
                    "ends_on": rule.dates[-1],
                    "weekdays": rule.weekdays,
                    "every_weeks": rule.interval,
                },
            )
            for workout, rule in turns_of(workouts, times)
        ]

    def _make(self, workout: Workout, times: WeeklyRecurrence, changes: dict[str, Any]) -> Schedule:
        """One schedule, or the one that there is already."""
        rule = {
            "starts_on": times.first_day,
            "time": times.time,
            "time_zone": times.time_zone,
            "weekdays": list(times.weekdays),
            "every_weeks": times.every_weeks,
            "ends_on": times.last_day,
            "duration": times.minutes,
            "reminder": times.reminder_minutes,
            "week_start": times.week_start,
        } | changes
        if planned := self.active().filter(workout=workout, **rule).first():
            return planned
        schedule = self.model(workout=workout, **rule)
        schedule.full_clean()
        schedule.save()
        bump_plans_version(workout.owner_id)
        return schedule
