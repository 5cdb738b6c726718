"""When a person trains: weekly schedules of a workout, changed as a whole or from one day on."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises.clock import time_text
from exercises.formats import and_list
from exercises.models.fields import LineField
from exercises.weekdays import WEEKDAY_NAMES, WEEKDAYS
from programs.calendars.recurrence import WeeklyRecurrence
from programs.calendars.timezones import is_time_zone, not_a_time_zone
from programs.models.occurrence import (
    FIRST_DATE,
    LAST_DATE,
    Occurrence,
    OccurrenceOverride,
    OccurrenceState,
    long_day,
)
from programs.models.plan import MAX_SESSION_MINUTES
from programs.models.plans_version import bump_plans_version
from programs.models.schedule_queryset import ScheduleQuerySet
from programs.models.workout import Workout

if TYPE_CHECKING:
    from programs.models.pause import Pause

MAX_WEEKS = 104
MAX_ACTIVE = 50
"""Schedules of one person that still run; nobody trains by more."""

WEEK_STARTS = [(day, WEEKDAY_NAMES[day]) for day in ("MO", "SU")]

RULE = ["starts_on", "time", "time_zone", "weekdays", "every_weeks", "ends_on"]
RULE += ["duration", "reminder", "week_start"]


Clock = time
"""What the clock on the wall shows; inside the model, `time` is its column."""

DateMapping = Callable[[date], date]
"""Tells the day that a session is planned for now, given the day that it was planned for."""


def too_many_weeks() -> str:
    """The message about a schedule that is too long."""
    return gettext("Plan at most %(number)s weeks.") % {"number": MAX_WEEKS}


def same_day(day: date) -> date:
    """For a change that leaves every session on its day."""
    return day


class Schedule(models.Model):
    """Sessions of one workout at a wall-clock time on weekdays, every so many weeks, until a day.

    `revision` goes up with every change of time, rule or single session: calendars count it as
    SEQUENCE (RFC 5545 §3.8.7.4). `uid` stays for ever.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    workout = models.ForeignKey(Workout, models.CASCADE, related_name="schedules")
    starts_on = models.DateField(_("first day"))
    time = models.TimeField()
    time_zone = LineField(max_length=60)
    weekdays = models.JSONField(default=list)
    every_weeks = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    week_start = models.CharField(
        _("week start"), max_length=2, choices=WEEK_STARTS, default="MO", editable=False
    )
    ends_on = models.DateField(_("last day"))
    duration = models.PositiveSmallIntegerField(
        _("minutes"),
        default=45,
        validators=[MinValueValidator(5), MaxValueValidator(MAX_SESSION_MINUTES)],
    )
    reminder = models.PositiveSmallIntegerField(
        _("reminder, minutes before"), null=True, blank=True, validators=[MaxValueValidator(10080)]
    )
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="followers"
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        ordering = ["starts_on", "time", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="schedule_ends_after_it_starts",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(every_weeks__range=(1, 12), duration__range=(5, MAX_SESSION_MINUTES)),
                name="schedule_numbers_in_bounds",
                violation_error_message=_("Every 1 to 12 weeks, 5 to 480 minutes."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(workout)s: %(recurrence)s at %(time)s") % {
            "workout": self.workout,
            "recurrence": self.recurrence_label,
            "time": time_text(self.time),
        }

    def clean(self) -> None:
        """Check the zone, the weekdays and the span. Raises `ValidationError` by field."""
        if not FIRST_DATE <= self.starts_on <= LAST_DATE:
            raise ValidationError({"starts_on": _("Choose a date between 2000 and 2100.")})
        if not is_time_zone(self.time_zone):
            raise ValidationError({"time_zone": not_a_time_zone(self.time_zone)})
        if not self.weekdays or not set(self.weekdays) <= set(WEEKDAYS):
            raise ValidationError({"weekdays": _("Choose at least one weekday.")})
        if self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day is before the first.")})
        if self.ends_on > WeeklyRecurrence.last_of(self.starts_on, MAX_WEEKS):
            raise ValidationError({"ends_on": too_many_weeks()})
        if not self.times().dates():
            raise ValidationError({"weekdays": _("There is no such weekday in this time.")})

    @property
    def recurrence_label(self) -> str:
        """`Every Monday and Thursday`, `Every 2 weeks on Monday`."""
        names = [str(WEEKDAY_NAMES[day]) for day in WEEKDAYS if day in self.weekdays]
        values = {"days": and_list(names), "number": self.every_weeks}
        if len(names) == len(WEEKDAYS):
            if self.every_weeks == 1:
                return gettext("Every day")
            return (
                ngettext(
                    "Every %(number)s week on every day",
                    "Every %(number)s weeks on every day",
                    self.every_weeks,
                )
                % values
            )
        if self.every_weeks == 1:
            return gettext("Every %(days)s") % values
        return (
            ngettext(
                "Every %(number)s week on %(days)s",
                "Every %(number)s weeks on %(days)s",
                self.every_weeks,
            )
            % values
        )

    def times(self) -> WeeklyRecurrence:
        """The schedule as plain values."""
        return WeeklyRecurrence(
            first_day=self.starts_on,
            time=self.time,
            time_zone=self.time_zone,
            weekdays=tuple(day for day in WEEKDAYS if day in self.weekdays),
            last_day=self.ends_on,
            minutes=self.duration,
            reminder_minutes=self.reminder,
            every_weeks=self.every_weeks,
            week_start=self.week_start,
        )

    def rule(self) -> dict[str, Any]:
        """The values of all columns that say when the sessions are."""
        return {name: getattr(self, name) for name in RULE}

    def occurrences(self, first: date, last: date) -> list[Occurrence]:
        """Its sessions whose day, after moving, lies from `first` to `last`, in order.

        Skipped ones are included and say so; days of phases in which the workout is not held have none.
        Load `with_overrides` first.
        """
        times = self.times()
        changes = {o.original_date: o for o in self.overrides.all() if o.original_date in times}
        days = {*times.dates_between(first, last), *changes}
        found = [each for day in days if (each := self._occurrence(day, changes.get(day)))]
        return sorted(
            (each for each in found if first <= each.day <= last), key=lambda each: each.span
        )

    def occurrence_on(self, original: date) -> Occurrence:
        """The session planned for that day. Raises `LookupError` when the rule has none then."""
        if original not in self.times():
            raise LookupError(f"There is no session on {original:%d %B %Y}.")
        found = self._occurrence(original, self.overrides.filter(original_date=original).first())
        if found is None:
            raise LookupError(f"The workout is not held in the phase of {original:%d %B %Y}.")
        return found

    def _occurrence(self, day: date, change: OccurrenceOverride | None) -> Occurrence | None:
        """The session of a day of the rule; None when it is not done and its phase has none."""
        found = Occurrence(self, day, change)
        return found if found.is_done or self.workout.is_held_on(day) else None

    def next_open(self, today: date) -> date | None:
        """The first day of the rule, from today on, after all sessions that are done."""
        done = [each.original_date for each in self.overrides.all() if each.done_at]
        first = max(today, *(day + timedelta(days=1) for day in done)) if done else today
        coming = self.times().dates_between(first, self.ends_on)
        return next((day for day in coming if self.workout.is_held_on(day)), None)

    def current(self) -> Schedule:
        """The schedule that holds its coming sessions: itself, or the last of those that follow it."""
        following = self.followers.active().order_by("-pk").first()
        return following.current() if following else self

    # --- One session -----------------------------------------------------------------------------

    @transaction.atomic
    def override_occurrence(
        self,
        original: date,
        *,
        day: date | None = None,
        clock: Clock | None = None,
        skipped: bool = False,
        done_at: datetime | None = None,
    ) -> None:
        """Say all of how one session differs: moved, skipped, done; nothing at all takes it back.

        What is the rule's own anyway is no difference, and what changes nothing counts no revision.
        """
        present = self.occurrence_on(original).change or OccurrenceOverride()
        values = {
            "date": day if day != original else None,
            "time": clock if clock != self.time else None,
            "skipped": skipped,
            "done_at": done_at,
            "pause": present.pause if skipped else None,
        }
        if values == {name: getattr(present, name) for name in values}:
            return
        if any(values.values()):
            self.overrides.update_or_create(original_date=original, defaults=values)
        else:
            present.delete()
        self.count_change()

    @transaction.atomic
    def skip_all(self, first: date, last: date, pause: Pause) -> int:
        """Skip the open sessions from `first` to `last` for a pause; returns how many those are.

        Load `with_overrides` first.
        """
        sessions = [
            each
            for each in self.occurrences(first, last)
            if not each.is_skipped and not each.is_done
        ]
        changed = [each.change.pk for each in sessions if each.change]
        self.overrides.filter(pk__in=changed).update(skipped=True, pause=pause)
        OccurrenceOverride.objects.bulk_create(
            OccurrenceOverride(
                schedule=self, original_date=each.original_date, skipped=True, pause=pause
            )
            for each in sessions
            if not each.change
        )
        if sessions:
            self.count_change()
        return len(sessions)

    # --- One session and all later ones, or all --------------------------------------------------

    @transaction.atomic
    def change_all(self, *, moved_to: DateMapping = same_day, **changes: Any) -> None:
        """Change the rule of all sessions, past ones too.

        Single sessions keep how they differ where the new rule has their day; `moved_to` tells the new
        day of each. Raises `ValidationError` when one that is done would be lost.
        """
        for name, value in changes.items():
            setattr(self, name, value)
        self.full_clean()
        self.save()
        self._move_overrides(self.overrides.all(), moved_to)
        self.count_change()

    @transaction.atomic
    def change_from(
        self, original: date, *, moved_to: DateMapping = same_day, **changes: Any
    ) -> Schedule:
        """Change this session and all later ones; returns the schedule that holds them now.

        The rule ends with the session before, and a new one with its own UID begins, which follows
        this one. When no earlier session is left, the schedule itself changes. Raises
        `ValidationError` when one of these sessions is done already, or the new ones begin too soon.
        """
        self.occurrence_on(original)
        self._refuse_done(original)
        earlier = self.times().dates_between(self.starts_on, original - timedelta(days=1))
        if not earlier:
            self.change_all(moved_to=moved_to, **changes)
            return self
        values = self.rule() | {"starts_on": original} | changes
        later = Schedule(workout=self.workout, follows=self, **values)
        later.full_clean()
        if later.times().dates()[0] <= earlier[-1]:
            message = gettext("The session of %(day)s comes before: choose a later day.")
            raise ValidationError({"starts_on": message % {"day": long_day(earlier[-1])}})
        later.save()
        later._move_overrides(self.overrides.filter(original_date__gte=original), moved_to)
        self._end_on(earlier[-1])
        return later

    @transaction.atomic
    def move_from(self, original: date, day: date, clock: Clock) -> Schedule:
        """Move this session and all later ones; returns the schedule that holds them now.

        Its weekday gives way to that of `day`, and all of them begin at `clock`. Sessions on several
        weekdays stay within their calendar week. Raises `ValidationError` by field (`date`).
        """
        left = self.times().dates_between(original, self.ends_on)
        others = {WEEKDAYS[each.weekday()] for each in left} - {WEEKDAYS[original.weekday()]}
        if others:
            self._refuse_move(original, day, others)
        changes = {
            "starts_on": min(original, day) if others else day,
            "ends_on": self.ends_on if others else left[-1] + (day - original),
            "weekdays": [each for each in WEEKDAYS if each in others | {WEEKDAYS[day.weekday()]}],
            "time": clock,
        }

        def moved_to(each: date) -> date:
            return each + (day - original) if each.weekday() == original.weekday() else each

        later = self.change_from(original, moved_to=moved_to, **changes)
        later.occurrence_on(day).undo(OccurrenceState.MOVED)
        return later

    def _refuse_done(self, first: date) -> None:
        done = self.overrides.filter(original_date__gte=first, done_at__isnull=False).last()
        if done:
            raise ValidationError(
                gettext("The session of %(day)s is done already: choose a later one.")
                % {"day": long_day(done.original_date)}
            )

    def _refuse_move(self, original: date, day: date, others: Iterable[str]) -> None:
        week = self.times().week_of(original)
        if not timedelta() <= day - week < timedelta(days=7):
            message = gettext(
                "This schedule has several weekdays: all later sessions can move within the week from"
                " %(day)s. Move this one alone, or change the schedule."
            )
            raise ValidationError({"date": message % {"day": long_day(week)}})
        weekday = WEEKDAYS[day.weekday()]
        if weekday in others:
            message = gettext("This schedule has a session every %(weekday)s already.")
            raise ValidationError({"date": message % {"weekday": WEEKDAY_NAMES[weekday]}})
        if day > self.ends_on:
            message = gettext("The schedule ends on %(day)s.")
            raise ValidationError({"date": message % {"day": long_day(self.ends_on)}})

    @transaction.atomic
    def end_before(self, day: date, now: datetime) -> None:
        """Drop the session of that day and all later ones; with none left, cancel the schedule."""
        self._refuse_done(day)
        self.overrides.filter(original_date__gte=day).delete()
        remaining = self.times().dates_between(self.starts_on, day - timedelta(days=1))
        if remaining:
            self._end_on(remaining[-1])
        else:
            self.cancel(now)

    def _end_on(self, day: date) -> None:
        self.ends_on = day
        self.save(update_fields=["ends_on"])
        self.count_change()

    def _move_overrides(
        self, overrides: Iterable[OccurrenceOverride], moved_to: DateMapping
    ) -> None:
        """Make these single sessions its own, each on its new day; those without a day are dropped."""
        taken, times = list(overrides), self.times()
        OccurrenceOverride.objects.filter(pk__in=[each.pk for each in taken]).delete()
        for each in taken:
            each.pk, each.schedule = None, self
            each.original_date = moved_to(each.original_date)
        lost = [each for each in taken if each.original_date not in times]
        if any(each.done_at for each in lost):
            raise ValidationError(
                _(
                    "Some sessions that you marked done would not be in the schedule any more. Change"
                    " it from the next session on instead."
                )
            )
        OccurrenceOverride.objects.bulk_create(each for each in taken if each not in lost)

    @transaction.atomic
    def cancel(self, now: datetime) -> None:
        """Call all sessions off; calendars hear of it for a while, then the schedule is forgotten."""
        self.cancelled_at = now
        self.save(update_fields=["cancelled_at"])
        self.count_change()

    @transaction.atomic
    def count_change(self) -> None:
        """Count one more revision."""
        bump_plans_version(self.workout.owner_id)
        self.revision = F("revision") + 1
        self.save(update_fields=["revision", "updated_at"])
        self.refresh_from_db(fields=["revision", "updated_at"])
