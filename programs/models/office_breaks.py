"""Office breaks: the short program for the chair, through a person's working day."""

from __future__ import annotations

import uuid
from datetime import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from exercises.models.fields import LineField
from exercises.weekdays import WEEKDAYS
from programs.calendars.breaks import clocks
from programs.calendars.recurrence import WeeklyRecurrence
from programs.calendars.timezones import is_time_zone
from programs.models.occurrence import FIRST_DATE, LAST_DATE
from programs.models.plans_version import bump_plans_version
from programs.models.program import ProgramDay

if TYPE_CHECKING:
    from programs.models.plan import PlanItem

OFFICE_PROGRAM = "office-break"
"""The slug of the curated program whose movements the breaks take."""
BREAK_MINUTES = 10


class OfficeBreaks(models.Model):
    """A person's breaks at work: from, to, every so many hours, on weekdays, until a day.

    `revision` goes up with every change; `uid` stays for ever.
    """

    class Every(models.IntegerChoices):
        """How far apart the breaks are, in minutes."""

        TWO_HOURS = 120, "Every 2 hours"
        TWO_AND_A_HALF = 150, "Every 2½ hours"
        THREE_HOURS = 180, "Every 3 hours"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="office_breaks"
    )
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    begins = models.TimeField("work begins", default=time(9))
    ends = models.TimeField("work ends", default=time(17))
    every = models.PositiveSmallIntegerField("how often", choices=Every, default=Every.TWO_HOURS)
    weekdays = models.JSONField(default=list)
    time_zone = LineField(max_length=60)
    reminder = models.PositiveSmallIntegerField(
        "reminder, minutes before", null=True, blank=True, validators=[MaxValueValidator(60)]
    )
    own_feed = models.BooleanField("in a calendar of their own", default=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "office breaks"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="breaks_end_after_they_start",
                violation_error_message="The last day is before the first.",
            )
        ]

    def __str__(self) -> str:
        return f"Office breaks of {self.owner}"

    def clean(self) -> None:
        """Check what belongs together. Raises `ValidationError` by field."""
        if self.starts_on and not FIRST_DATE <= self.starts_on <= LAST_DATE:
            raise ValidationError({"starts_on": _("Choose a date between 2000 and 2100.")})
        if self.time_zone and not is_time_zone(self.time_zone):
            raise ValidationError({"time_zone": f"“{self.time_zone}” is not a time zone."})
        if not set(self.weekdays) <= set(WEEKDAYS):
            raise ValidationError({"weekdays": "Choose at least one weekday."})
        if self.begins and self.ends and self.every and not self.clocks():
            raise ValidationError({"ends": "The working day is too short for a break in between."})

    @transaction.atomic
    def save_change(self) -> None:
        """Save, and count a change of breaks that there are already as one more revision."""
        self.revision += 0 if self._state.adding else 1
        self.save()
        bump_plans_version(self.owner_id)

    @transaction.atomic
    def stop(self) -> None:
        """Delete them: calendars show no breaks any more."""
        self.delete()
        bump_plans_version(self.owner_id)

    def clocks(self) -> list[time]:
        """When the breaks of a working day begin."""
        return clocks(self.begins, self.ends, self.every, BREAK_MINUTES)

    def times(self) -> WeeklyRecurrence:
        """The days of the breaks as plain values; their clock time is that of the first break."""
        return WeeklyRecurrence(
            first_day=self.starts_on,
            time=self.clocks()[0],
            time_zone=self.time_zone,
            weekdays=tuple(day for day in WEEKDAYS if day in self.weekdays),
            last_day=self.ends_on,
            minutes=BREAK_MINUTES,
            reminder_minutes=self.reminder,
        )


def office_day() -> ProgramDay | None:
    """The day of the office program with its items; None while editors have it unpublished."""
    days = ProgramDay.objects.filter(program__slug=OFFICE_PROGRAM, program__status="published")
    return days.select_related("program").prefetch_related("items__exercise").first()


def movements(day: ProgramDay) -> list[PlanItem]:
    """The movements that take turns, in order."""
    return list(day.plan_items())
