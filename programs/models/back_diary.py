"""How a person's back feels before and after training: kept only for who agreed to it, never scored."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from exercises.models.fields import LineField
from exercises.people import Person, Visitor
from programs.models.plans_version import bump_plans_version
from programs.models.workout_log import WorkoutLog

WORST = 10
MAX_NOTE_LENGTH = 500


class BackDiaryQuerySet(models.QuerySet["BackDiary"]):
    """Diaries by owner."""

    def owned_by(self, user: Visitor) -> Self:
        """The person's own; none for someone who is not signed in."""
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()

    def begin(self, user: Person, now: datetime) -> BackDiary:
        """The person's diary; they agree to it with this."""
        diary, _is_new = self.get_or_create(owner_id=user.pk, defaults={"agreed_at": now})
        return diary

    @transaction.atomic
    def erase(self, user: Person) -> None:
        """Delete the person's diary, and forget which exercises hurt; their agreement goes with it."""
        self.filter(owner_id=user.pk).delete()
        WorkoutLog.objects.filter(owner_id=user.pk).forget_pain()
        bump_plans_version(user.pk)


class BackDiary(models.Model):
    """That a person agreed to keep how their back feels, and which exercise hurt."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="back_diary"
    )
    agreed_at = models.DateTimeField()

    objects = BackDiaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("back diary")
        verbose_name_plural = _("back diaries")

    def __str__(self) -> str:
        return f"{self.pk}"

    def write(self, day: date, **values: Any) -> None:
        """Write a day down; what stood there is replaced."""
        self.entries.update_or_create(date=day, defaults=values)


class BackEntry(models.Model):
    """One day: `before` and `after` training, from 0 (no trouble) to 10 (the worst), and a note."""

    diary = models.ForeignKey(BackDiary, models.CASCADE, related_name="entries")
    date = models.DateField(_("day"))
    before = models.PositiveSmallIntegerField(
        _("before training"), null=True, blank=True, validators=[MaxValueValidator(WORST)]
    )
    after = models.PositiveSmallIntegerField(
        _("after training"), null=True, blank=True, validators=[MaxValueValidator(WORST)]
    )
    note = LineField(_("note"), max_length=MAX_NOTE_LENGTH, blank=True)

    class Meta:
        verbose_name = _("day of a back diary")
        verbose_name_plural = _("days of a back diary")
        ordering = ["-date"]
        constraints = [
            models.UniqueConstraint(fields=["diary", "date"], name="one_entry_for_each_day"),
            models.CheckConstraint(
                condition=(Q(before__isnull=True) | Q(before__lte=WORST))
                & (Q(after__isnull=True) | Q(after__lte=WORST)),
                name="back_feels_from_0_to_10",
                violation_error_message=_("How the back feels runs from 0 to 10."),
            ),
        ]

    def __str__(self) -> str:
        return date_format(self.date)
