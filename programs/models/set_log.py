"""One set of a session as it was done, with the words of the plan at that time."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise
from exercises.models.fields import LineField
from programs.models.own_exercise import OwnExercise
from programs.models.workout import WorkoutItem

MAX_REPS, MAX_SECONDS, MAX_KG, MAX_METRES, MAX_EFFORT = 1000, 86_400, 1000, 1_000_000, 10
MAX_NAME_LENGTH, MAX_WORDS_LENGTH, MAX_BAND_LENGTH, MAX_NOTE_LENGTH = 120, 200, 30, 500

Place = tuple[int, int, str]
"""Where a set stands in a session: the exercise's position, the set's number, the side."""


class Side(models.TextChoices):
    """Which side of the body a set was for."""

    BOTH = "", _("Both")
    LEFT = "left", _("Left")
    RIGHT = "right", _("Right")


class SetKind(models.TextChoices):
    """What a set was for."""

    WORK = "work", _("Work")
    WARM_UP = "warm-up", _("Warm-up")
    DROP = "drop", _("Drop set")
    FAILURE = "failure", _("To failure")


def _within(column: str, low: int, high: int) -> Q:
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gte": low, f"{column}__lte": high})


class SetLog(models.Model):
    """One set as it was done: repetitions, or seconds, or how many holds of so many seconds, or metres.

    `position` is the exercise's place in the session, from 0. Two devices may fill the same place.
    `item` goes when the exercise leaves the workout; the exercise (one of the catalogue or of the
    person's own, or one that is known by its name alone), its name and its prescription as they were
    in words, stay. `assistance_kg` is help by a machine or band: less is harder. `effort` runs from 1 to
    10, halves allowed. `updated_at` is when the set was last written, by the clock of the device.
    """

    log = models.ForeignKey("programs.WorkoutLog", models.CASCADE, related_name="sets")
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    item = models.ForeignKey(
        WorkoutItem, models.SET_NULL, null=True, blank=True, related_name="set_logs"
    )
    exercise = models.ForeignKey(
        Exercise, models.PROTECT, null=True, blank=True, related_name="set_logs"
    )
    own_exercise = models.ForeignKey(
        OwnExercise, models.RESTRICT, null=True, blank=True, related_name="set_logs"
    )
    name = LineField(max_length=MAX_NAME_LENGTH)
    words = LineField(max_length=MAX_WORDS_LENGTH, blank=True)
    position = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(_("set"))
    side = models.CharField(max_length=5, choices=Side, blank=True, default=Side.BOTH)
    kind = models.CharField(max_length=7, choices=SetKind, default=SetKind.WORK)
    reps = models.PositiveSmallIntegerField(_("repetitions or holds"), null=True, blank=True)
    load_kg = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    band = LineField(max_length=MAX_BAND_LENGTH, blank=True)
    assistance_kg = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    distance_m = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    effort = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    note = LineField(max_length=MAX_NOTE_LENGTH, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("set log")
        verbose_name_plural = _("set logs")
        ordering = ["position", "number", "side", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["log", "uuid"],
                name="one_set_for_each_upload",
                violation_error_message=_("This set is written down already."),
            ),
            models.CheckConstraint(
                condition=Q(reps__isnull=False)
                | Q(seconds__isnull=False)
                | Q(distance_m__isnull=False),
                name="set_says_how_much",
                violation_error_message=_("A set has repetitions, seconds or metres."),
            ),
            models.CheckConstraint(
                condition=Q(exercise__isnull=True) | Q(own_exercise__isnull=True),
                name="set_is_of_one_exercise",
                violation_error_message=_("A set is of one exercise."),
            ),
            models.CheckConstraint(
                condition=_within("reps", 0, MAX_REPS)
                & _within("seconds", 1, MAX_SECONDS)
                & _within("load_kg", 0, MAX_KG)
                & _within("assistance_kg", 0, MAX_KG)
                & _within("distance_m", 0, MAX_METRES)
                & _within("effort", 1, MAX_EFFORT),
                name="set_numbers_in_bounds",
                violation_error_message=_("A number of this set is too small or too large."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(exercise)s, set %(number)s") % {
            "exercise": self.name,
            "number": self.number,
        }

    @property
    def place(self) -> Place:
        return self.position, self.number, self.side

    @property
    def has_amount(self) -> bool:
        """Whether it has repetitions, seconds or metres."""
        return any(each is not None for each in (self.reps, self.seconds, self.distance_m))

    @property
    def volume(self) -> Decimal:
        """Kilograms times repetitions; 0 without a load."""
        return (self.load_kg or Decimal()) * (self.reps or 0)

    @property
    def exercise_key(self) -> tuple[int | None, int | None, str]:
        """What tells its exercise from others in a session."""
        is_known = self.exercise_id or self.own_exercise_id
        return self.exercise_id, self.own_exercise_id, "" if is_known else self.name

    def has_values_of(self, other: SetLog) -> bool:
        """Whether both say the same."""
        return all(getattr(self, name) == getattr(other, name) for name in SYNCED_COLUMNS)

    @property
    def exercise_code(self) -> str:
        """What addresses and uploads call its exercise: a slug, or `own-` and a UUID; empty for none."""
        if self.own_exercise is not None:
            return self.own_exercise.code
        return self.exercise.slug if self.exercise else ""


class RemovedSet(models.Model):
    """A set that was taken out of a session, by the UUIDs of both: no upload brings it back.

    It stays when the session goes, which a device may send once more.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="removed_sets")
    session = models.UUIDField()
    uuid = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "session", "uuid"], name="one_removal_for_each_set"
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)


SYNCED_COLUMNS = [
    *("item_id", "exercise_id", "own_exercise_id", "name", "words", "position", "number", "side"),
    *("kind", "reps", "load_kg", "band", "assistance_kg", "seconds", "distance_m", "effort"),
    *("note", "at"),
]
"""What of a set may change; its session and its key stay."""
DONE_COLUMNS = (
    *("number", "side", "kind"),
    *("reps", "load_kg", "assistance_kg", "seconds", "distance_m", "band"),
)
"""The columns of a `DoneSet`, in its order."""
