"""Office breaks: the short program for the chair, through a person's working day."""

from __future__ import annotations

import uuid
from datetime import time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.clock import time_text
from exercises.models.fields import LineField
from exercises.weekdays import WEEKDAYS
from programs.calendars.breaks import clocks, clocks_text, read_clocks
from programs.calendars.recurrence import WeeklyRecurrence
from programs.calendars.timezones import is_time_zone, not_a_time_zone
from programs.models.occurrence import FIRST_DATE, LAST_DATE
from programs.models.plans_version import bump_plans_version
from programs.models.program import ProgramDay

OFFICE_PROGRAM = "office-break"
"""The slug of the curated program whose movements the breaks take."""
BREAK_MINUTES = 10
MAX_BREAKS = 12
"""Breaks of one day."""
USUAL_CLOCKS = "10:30, 15:00"
"""The times that are proposed."""


def shown_clocks(text: str) -> str:
    """Times of day as whoever reads them writes them; a text that names none is left as it is."""
    try:
        return ", ".join(time_text(hour) for hour in read_clocks(text))
    except ValueError:
        return text


def check_clocks(text: str) -> str:
    """The times of day as they are stored. Raises `ValidationError` when they make no sense."""
    try:
        hours = read_clocks(text)
    except ValueError:
        raise ValidationError(
            gettext("Write times of day as HH:MM with commas between them, such as %(example)s.")
            % {"example": shown_clocks(USUAL_CLOCKS)}
        ) from None
    if len(hours) > MAX_BREAKS:
        message = gettext("Choose at most %(number)s times.")
        raise ValidationError(message % {"number": MAX_BREAKS})
    return clocks_text(hours)


class OfficeBreaks(models.Model):
    """A person's breaks at work, on weekdays, until a day: at fixed `times` (`10:30, 15:00`), or where
    there are none every so many hours from the beginning to the end of work.

    `revision` goes up with every change; `uid` stays for ever.
    """

    class Every(models.IntegerChoices):
        """How far apart the breaks are, in minutes."""

        TWO_HOURS = 120, _("Every 2 hours")
        TWO_AND_A_HALF = 150, _("Every 2½ hours")
        THREE_HOURS = 180, _("Every 3 hours")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="office_breaks"
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    begins = models.TimeField(_("work begins"), default=time(9))
    ends = models.TimeField(_("work ends"), default=time(17))
    every = models.PositiveSmallIntegerField(_("how often"), choices=Every, default=Every.TWO_HOURS)
    times = LineField(_("fixed times"), max_length=120, blank=True)
    weekdays = models.JSONField(default=list)
    time_zone = LineField(max_length=60)
    reminder = models.PositiveSmallIntegerField(
        _("reminder, minutes before"), null=True, blank=True, validators=[MaxValueValidator(60)]
    )
    own_feed = models.BooleanField(_("in a calendar of their own"), default=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("office breaks")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="breaks_end_after_they_start",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def __str__(self) -> str:
        return gettext("Office breaks of %(person)s") % {"person": self.owner}

    def clean(self) -> None:
        """Check what belongs together. Raises `ValidationError` by field."""
        if self.starts_on and not FIRST_DATE <= self.starts_on <= LAST_DATE:
            raise ValidationError({"starts_on": _("Choose a date between 2000 and 2100.")})
        if self.time_zone and not is_time_zone(self.time_zone):
            raise ValidationError({"time_zone": not_a_time_zone(self.time_zone)})
        if not set(self.weekdays) <= set(WEEKDAYS):
            raise ValidationError({"weekdays": _("Choose at least one weekday.")})
        self.times = self._checked_times()
        if self.begins and self.ends and self.every and not self.clocks():
            raise ValidationError(
                {"ends": _("The working day is too short for a break in between.")}
            )

    def _checked_times(self) -> str:
        try:
            return check_clocks(self.times)
        except ValidationError as error:
            raise ValidationError({"times": error}) from None

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
        if self.times:
            return read_clocks(self.times)
        return clocks(self.begins, self.ends, self.every, BREAK_MINUTES)

    def recurrence(self) -> WeeklyRecurrence:
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
