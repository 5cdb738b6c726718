"""The dose of an exercise: how many sets and repetitions, how long, how heavy, with what rest.

A prescription has one of four kinds, which the filled columns determine:

==========  ==========================================  ==================================
kind        columns                                     label
==========  ==========================================  ==================================
sets        sets, reps_min, reps_max                    3 sets of 8–12 reps
total       total_min, total_max                        30–40 reps in total
hold        hold_seconds, reps_min, reps_max (, sets)   hold 3 s, 10 times
time        duration_seconds (, sets)                   2 sets of 45 s
==========  ==========================================  ==================================
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises.formats import comma_list, duration_text, range_text
from exercises.units import LOAD_PLACES, Unit, load_text

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

from exercises.models.fields import LineField, NumberField

SECONDS_PER_REP = 4
SECONDS_TO_SETTLE = 2
DEFAULT_REST_SECONDS = 60


class PrescriptionKind(models.TextChoices):
    """The four ways to dose an exercise."""

    SETS = "sets", _("Sets of repetitions")
    TOTAL = "total", _("Repetitions in total")
    HOLD = "hold", _("Holds")
    TIME = "time", _("Time")


KIND_COLUMNS = {
    PrescriptionKind.SETS: ({"sets", "reps_min", "reps_max"}, set[str]()),
    PrescriptionKind.TOTAL: ({"total_min", "total_max"}, set[str]()),
    PrescriptionKind.HOLD: ({"hold_seconds", "reps_min", "reps_max"}, {"sets"}),
    PrescriptionKind.TIME: ({"duration_seconds"}, {"sets"}),
}
"""For each kind, the columns that must be filled and those that may be; all others are null."""

DOSE_COLUMNS = [
    "sets",
    "reps_min",
    "reps_max",
    "total_min",
    "total_max",
    "hold_seconds",
    "duration_seconds",
]
DETAIL_COLUMNS = ["rest_seconds", "load_kg", "tempo", "note", "each_side"]
PRESCRIPTION_COLUMNS = [*DOSE_COLUMNS, *DETAIL_COLUMNS]

_REPS_MISSING = {
    PrescriptionKind.SETS: _("Sets of repetitions need repetitions: fill this in."),
    PrescriptionKind.HOLD: _("Holds need repetitions: fill this in."),
}
MISSING = {
    (PrescriptionKind.SETS, "sets"): _("Sets of repetitions need sets: fill this in."),
    **{(kind, "reps_min"): text for kind, text in _REPS_MISSING.items()},
    **{(kind, "reps_max"): text for kind, text in _REPS_MISSING.items()},
}
"""What to say at an empty column that the kind needs. The other kinds are recognised by theirs."""

_REPS_AND_TOTAL = _("Repetitions and a total do not go together: leave one of them empty.")
_REPS_AND_TIME = _("Repetitions and a time do not go together: leave one of them empty.")
CONFLICTS = {
    (PrescriptionKind.TOTAL, "sets"): _(
        "Sets and a total do not go together: leave one of them empty."
    ),
    (PrescriptionKind.TOTAL, "reps_min"): _REPS_AND_TOTAL,
    (PrescriptionKind.TOTAL, "reps_max"): _REPS_AND_TOTAL,
    (PrescriptionKind.TOTAL, "hold_seconds"): _(
        "A hold and a total do not go together: leave one of them empty."
    ),
    (PrescriptionKind.TOTAL, "duration_seconds"): _(
        "A time and a total do not go together: leave one of them empty."
    ),
    (PrescriptionKind.HOLD, "duration_seconds"): _(
        "A time and a hold do not go together: leave one of them empty."
    ),
    (PrescriptionKind.TIME, "reps_min"): _REPS_AND_TIME,
    (PrescriptionKind.TIME, "reps_max"): _REPS_AND_TIME,
}
"""What to say at a filled column that does not go with the kind."""


def _number(
    label: StrPromise,
    low: int,
    too_low: StrPromise,
    high: int,
    too_high: StrPromise,
    help_text: StrPromise | str = "",
) -> Any:
    """An optional whole-number column from `low` to `high`, with the messages for other numbers."""
    return models.PositiveSmallIntegerField(
        label,
        null=True,
        blank=True,
        help_text=help_text,
        validators=[MinValueValidator(low, too_low), MaxValueValidator(high, too_high)],
    )


def _kind_condition(kind: PrescriptionKind) -> Q:
    """The SQL condition that just this kind's columns are filled."""
    must, may = KIND_COLUMNS[kind]
    condition = Q()
    for column in DOSE_COLUMNS:
        if column not in may:
            condition &= Q(**{f"{column}__isnull": column not in must})
    return condition


def _range_condition(low: str, high: str, top: int) -> Q:
    """The SQL condition that `1 ≤ low ≤ high ≤ top`, or that the pair is empty."""
    filled = Q(**{f"{low}__gte": 1, f"{high}__gte": F(low), f"{high}__lte": top})
    return filled | Q(**{f"{low}__isnull": True})


def _bound_condition(column: str, low: int, high: int) -> Q:
    return Q(**{f"{column}__range": (low, high)}) | Q(**{f"{column}__isnull": True})


def _constraint(condition: Q, name: str, message: StrPromise) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=condition,
        name=f"%(app_label)s_%(class)s_{name}",
        violation_error_message=message,
    )


class Prescription(models.Model):
    """How much of an exercise to do. It validates itself and has a label for people."""

    sets = _number(
        _("Sets"),
        1,
        _("The sets must be at least %(limit_value)s."),
        20,
        _("The sets can be at most %(limit_value)s."),
    )
    reps_min = _number(
        _("Reps from"),
        1,
        _("The reps must be at least %(limit_value)s."),
        200,
        _("The reps can be at most %(limit_value)s."),
        _("For a fixed number, fill in this one alone."),
    )
    reps_max = _number(
        _("Reps to"),
        1,
        _("The reps must be at least %(limit_value)s."),
        200,
        _("The reps can be at most %(limit_value)s."),
    )
    total_min = _number(
        _("Total reps from"),
        1,
        _("The total must be at least %(limit_value)s."),
        1000,
        _("The total can be at most %(limit_value)s."),
        _("Instead of sets: all repetitions together."),
    )
    total_max = _number(
        _("Total reps to"),
        1,
        _("The total must be at least %(limit_value)s."),
        1000,
        _("The total can be at most %(limit_value)s."),
    )
    hold_seconds = _number(
        _("Hold (seconds)"),
        1,
        _("The hold must be at least %(limit_value)s seconds."),
        600,
        _("The hold can be at most %(limit_value)s seconds."),
        _("Seconds to hold each repetition."),
    )
    duration_seconds = _number(
        _("Time (seconds)"),
        1,
        _("The time must be at least %(limit_value)s seconds."),
        7200,
        _("The time can be at most %(limit_value)s seconds."),
        _("Instead of repetitions."),
    )
    rest_seconds = _number(
        _("Rest (seconds)"),
        0,
        _("The rest must be at least %(limit_value)s seconds."),
        900,
        _("The rest can be at most %(limit_value)s seconds."),
        _("Between sets."),
    )
    each_side = models.BooleanField(_("each side"), default=False)
    load_kg = NumberField(
        _("Load (kg)"),
        max_digits=6,
        decimal_places=LOAD_PLACES,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(Decimal("0.05"), _("The load must be above 0 kg.")),
            MaxValueValidator(Decimal(500), _("The load can be at most 500 kg.")),
        ],
    )
    tempo = LineField(
        _("tempo"),
        max_length=11,
        blank=True,
        help_text=_("Seconds down, pause, up, pause: 3-1-1-0."),
        validators=[
            RegexValidator(
                r"^[0-9]{1,2}(-[0-9]{1,2}){2,3}\Z",
                _("Write the tempo as three or four numbers of seconds, like 3-1-1-0."),
            )
        ],
    )
    note = LineField(_("note"), max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            _constraint(
                _kind_condition(PrescriptionKind.SETS)
                | _kind_condition(PrescriptionKind.TOTAL)
                | _kind_condition(PrescriptionKind.HOLD)
                | _kind_condition(PrescriptionKind.TIME),
                "one_kind",
                _(
                    "Give sets with repetitions, a total, a hold with repetitions, or a time: just one."
                ),
            ),
            _constraint(
                _range_condition("reps_min", "reps_max", 200),
                "reps_in_order",
                _("The repetitions must run from low to high, from 1 to 200."),
            ),
            _constraint(
                _range_condition("total_min", "total_max", 1000),
                "total_in_order",
                _("The total must run from low to high, from 1 to 1000."),
            ),
            _constraint(
                _bound_condition("sets", 1, 20)
                & _bound_condition("hold_seconds", 1, 600)
                & _bound_condition("duration_seconds", 1, 7200)
                & _bound_condition("rest_seconds", 0, 900),
                "numbers_in_bounds",
                _("Sets run from 1 to 20, holds to 600 s, times to 7200 s, rests to 900 s."),
            ),
            _constraint(
                Q(load_kg__gt=0, load_kg__lte=500) | Q(load_kg__isnull=True),
                "load_in_bounds",
                _("The load must be above 0 and at most 500 kg."),
            ),
        ]

    def __str__(self) -> str:
        return self.prescription_label

    @property
    def prescription_kind(self) -> PrescriptionKind:
        """Which of the four kinds this is, by the filled columns."""
        if self.total_min is not None or self.total_max is not None:
            return PrescriptionKind.TOTAL
        if self.hold_seconds is not None:
            return PrescriptionKind.HOLD
        if self.duration_seconds is not None:
            return PrescriptionKind.TIME
        return PrescriptionKind.SETS

    def clean(self) -> None:
        """Complete a fixed count, then check that the columns fit one kind and run upwards.

        Raises `ValidationError` keyed by column name.
        """
        super().clean()
        self._complete_fixed_counts()
        errors = self._kind_errors() or self._order_errors()
        if errors:
            raise ValidationError(errors)

    def _complete_fixed_counts(self) -> None:
        for low, high in (("reps_min", "reps_max"), ("total_min", "total_max")):
            if getattr(self, high) is None:
                setattr(self, high, getattr(self, low))
            elif getattr(self, low) is None:
                setattr(self, low, getattr(self, high))

    def _kind_errors(self) -> dict[str, StrPromise]:
        """What is missing for the kind, and what does not go with it."""
        kind = self.prescription_kind
        must, may = KIND_COLUMNS[kind]
        filled = {column for column in DOSE_COLUMNS if getattr(self, column) is not None}
        if not filled:
            return {"sets": _("Say how much: sets and repetitions, a total, a hold or a time.")}
        missing = {column: MISSING[kind, column] for column in sorted(must - filled)}
        return missing | {column: CONFLICTS[kind, column] for column in filled - must - may}

    def _order_errors(self) -> dict[str, str]:
        errors = {}
        if self.reps_min is not None and self.reps_max < self.reps_min:
            errors["reps_max"] = gettext(
                "The highest reps (%(high)s) is below the lowest (%(low)s)."
            ) % {"high": self.reps_max, "low": self.reps_min}
        if self.total_min is not None and self.total_max < self.total_min:
            errors["total_max"] = gettext(
                "The highest total (%(high)s) is below the lowest (%(low)s)."
            ) % {"high": self.total_max, "low": self.total_min}
        return errors

    @property
    def prescription_label(self) -> str:
        """How much, as people say it: `3 sets of 8–12 reps`, `hold 3 s, 10 times each side`."""
        if self.each_side:
            return gettext("%(dose)s each side") % {"dose": self.dose_label}
        return self.dose_label

    @property
    def dose_label(self) -> str:
        """The label without “each side”."""
        return {
            PrescriptionKind.SETS: self._sets_label,
            PrescriptionKind.TOTAL: self._total_label,
            PrescriptionKind.HOLD: self._hold_label,
            PrescriptionKind.TIME: self._time_label,
        }[self.prescription_kind]()

    def _sets_label(self) -> str:
        sets, high = self.sets or 0, self.reps_max or 0
        reps = ngettext("%(number)s rep", "%(number)s reps", high) % {
            "number": range_text(self.reps_min, self.reps_max)
        }
        return ngettext("%(sets)s set of %(reps)s", "%(sets)s sets of %(reps)s", sets) % {
            "sets": sets,
            "reps": reps,
        }

    def _total_label(self) -> str:
        high = self.total_max or 0
        return ngettext("%(reps)s rep in total", "%(reps)s reps in total", high) % {
            "reps": range_text(self.total_min, self.total_max)
        }

    def _hold_label(self) -> str:
        time, high = duration_text(self.hold_seconds or 0), self.reps_max or 0
        if self.reps_min == high == 1:
            hold = gettext("hold %(time)s") % {"time": time}
        else:
            hold = ngettext(
                "hold %(time)s, %(reps)s time", "hold %(time)s, %(reps)s times", high
            ) % {"time": time, "reps": range_text(self.reps_min, high)}
        if self.sets in (None, 1):
            return hold
        return ngettext("%(sets)s set: %(hold)s", "%(sets)s sets: %(hold)s", self.sets) % {
            "sets": self.sets,
            "hold": hold,
        }

    def _time_label(self) -> str:
        time = duration_text(self.duration_seconds or 0)
        if self.sets in (None, 1):
            return time
        return ngettext("%(sets)s set of %(time)s", "%(sets)s sets of %(time)s", self.sets) % {
            "sets": self.sets,
            "time": time,
        }

    @property
    def details(self) -> str:
        """Load, rest and tempo: `at 40 kg, rest 90 s, tempo 3-1-1-0`; empty when none is set."""
        return self.details_in("kg")

    def details_in(self, unit: Unit) -> str:
        """The details with the load in the unit given."""
        parts = []
        if self.load_kg:
            parts.append(gettext("at %(load)s") % {"load": load_text(self.load_kg, unit)})
        if self.rest_seconds:
            parts.append(gettext("rest %(time)s") % {"time": duration_text(self.rest_seconds)})
        if self.tempo:
            parts.append(gettext("tempo %(tempo)s") % {"tempo": self.tempo})
        return comma_list(parts)

    @property
    def set_count(self) -> int:
        """Rounds of work with a rest between: a total is counted as four."""
        return 4 if self.prescription_kind == PrescriptionKind.TOTAL else self.sets or 1

    def seconds(self) -> int:
        """Estimated time in seconds, rests included: 4 s a repetition, 60 s rest unless given."""
        work = {
            PrescriptionKind.SETS: (self.reps_max or 0) * SECONDS_PER_REP * self.set_count,
            PrescriptionKind.TOTAL: (self.total_max or 0) * SECONDS_PER_REP,
            PrescriptionKind.HOLD: (self.reps_max or 0)
            * ((self.hold_seconds or 0) + SECONDS_TO_SETTLE)
            * self.set_count,
            PrescriptionKind.TIME: (self.duration_seconds or 0) * self.set_count,
        }[self.prescription_kind]
        rest = DEFAULT_REST_SECONDS if self.rest_seconds is None else self.rest_seconds
        return work * (2 if self.each_side else 1) + rest * (self.set_count - 1)

    def prescription_values(self) -> dict[str, Any]:
        """The prescription's values by column, to copy them onto another row."""
        return {column: getattr(self, column) for column in PRESCRIPTION_COLUMNS}
