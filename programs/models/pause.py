"""A pause: for an illness or a holiday, all planned sessions of some days are skipped."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.people import Visitor
from programs.models.occurrence import FIRST_DATE, LAST_DATE, OccurrenceOverride
from programs.models.schedule import Schedule

MAX_PAUSE = timedelta(days=366)


class PauseQuerySet(models.QuerySet["Pause"]):
    """Pauses by owner and by time."""

    def owned_by(self, user: Visitor) -> Self:
        """The person's own pauses; none for someone who is not signed in."""
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()

    def not_over(self, today: date) -> Self:
        """Those that are on, or still to come."""
        return self.filter(last_day__gte=today)


class Pause(models.Model):
    """The days on which a person does not train, both included.

    The sessions that it skipped are known by it (`OccurrenceOverride.pause`), so that taking it back
    leaves those skipped that were skipped anyway.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="pauses")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    objects = PauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="pause_ends_after_it_starts",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def __str__(self) -> str:
        return gettext("Pause from %(first)s to %(last)s") % {
            "first": date_format(self.first_day),
            "last": date_format(self.last_day),
        }

    def clean(self) -> None:
        """Check the days. Raises `ValidationError` by field."""
        if not self.first_day or not self.last_day:
            return
        if not FIRST_DATE <= self.first_day <= LAST_DATE:
            raise ValidationError({"first_day": _("Choose a date between 2000 and 2100.")})
        if self.last_day - self.first_day > MAX_PAUSE:
            raise ValidationError({"last_day": _("Pause for a year at most.")})

    @transaction.atomic
    def begin(self) -> int:
        """Save it and skip the open sessions of its days; returns how many those are."""
        self.save()
        first, last = self.first_day, self.last_day
        schedules = Schedule.objects.filter(workout__owner=self.owner_id).active()
        return sum(
            schedule.skip_all(first, last, self)
            for schedule in schedules.overlapping(first, last).with_overrides()
        )

    @transaction.atomic
    def end_early(self) -> int:
        """Plan the sessions again that it skipped, and delete it; returns how many those are."""
        skipped = OccurrenceOverride.objects.filter(pause=self, skipped=True)
        schedules = Schedule.objects.filter(pk__in=skipped.values("schedule")).select_related(
            "workout"
        )
        changed, count = list(schedules), skipped.count()
        skipped.filter(date=None, time=None).delete()
        skipped.update(skipped=False)
        for schedule in changed:
            schedule.count_change()
        self.delete()
        return count
