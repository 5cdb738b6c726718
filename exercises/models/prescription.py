"""The dose of an exercise: how many sets and repetitions, how long, how heavy, with what rest.

A prescription is one of four kinds, told by the columns that are filled:

==========  ==========================================  ==================================
kind        columns                                     words
==========  ==========================================  ==================================
sets        sets, reps_min, reps_max                    3 sets of 8–12 reps
total       total_min, total_max                        30–40 reps in total
hold        hold_seconds, reps_min, reps_max (, sets)   hold 3 s, 10 times
time        duration_seconds (, sets)                   2 sets of 45 s
==========  ==========================================  ==================================
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from exercises.models.fields import LineField

SECONDS_PER_REP = 4
SECONDS_TO_SETTLE = 2
DEFAULT_REST_SECONDS = 60

Unit = Literal["kg", "lb"]
POUNDS_PER_KILOGRAM = Decimal("2.20462")


class PrescriptionKind(models.TextChoices):
    """The four ways to dose an exercise."""

    SETS = "sets", "Sets of repetitions"
    TOTAL = "total", "Repetitions in total"
    HOLD = "hold", "Holds"
    TIME = "time", "Time"


KIND_COLUMNS = {
    PrescriptionKind.SETS: ({"sets", "reps_min", "reps_max"}, set[str]()),
    PrescriptionKind.TOTAL: ({"total_min", "total_max"}, set[str]()),
    PrescriptionKind.HOLD: ({"hold_seconds", "reps_min", "reps_max"}, {"sets"}),
    PrescriptionKind.TIME: ({"duration_seconds"}, {"sets"}),
}
"""Of each kind, the columns that must be filled and those that may be; all others are null."""

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

COLUMN_LABELS = {
    "sets": "sets",
    "reps_min": "repetitions",
    "reps_max": "repetitions",
    "total_min": "a total",
    "total_max": "a total",
    "hold_seconds": "a hold",
    "duration_seconds": "a time",
}


def _number(low: int, high: int, label: str, help_text: str = "") -> Any:
    """An optional whole-number column with bounds that explain themselves."""
    what = label.lower()
    return models.PositiveSmallIntegerField(
        label,
        null=True,
        blank=True,
        help_text=help_text,
        validators=[
            MinValueValidator(low, f"The {what} must be at least {low}."),
            MaxValueValidator(high, f"The {what} can be at most {high}."),
        ],
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


def _constraint(condition: Q, name: str, message: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=condition,
        name=f"%(app_label)s_%(class)s_{name}",
        violation_error_message=message,
    )


def between(low: int | None, high: int | None) -> str:
    """`8–12`, or `8` when both ends are the same (en dash, as figures are set)."""
    return f"{low}" if low == high else f"{low}–{high}"


def seconds_in_words(seconds: int) -> str:
    """`45 s`, `90 s`, `2 min`: whole minutes from two minutes on, else seconds."""
    if seconds >= 120 and seconds % 60 == 0:
        return f"{seconds // 60} min"
    return f"{seconds} s"


def load_in_words(kilograms: Decimal, unit: Unit) -> str:
    """`22.5 kg`, or in pounds to the nearest half: `49.5 lb`."""
    value = kilograms if unit == "kg" else round(kilograms * POUNDS_PER_KILOGRAM * 2) / Decimal(2)
    return f"{value.normalize():f} {unit}"


def counted(number: int, singular: str) -> str:
    """`1 set`, `3 sets`."""
    return f"{number} {singular}" if number == 1 else f"{number} {singular}s"


class Prescription(models.Model):
    """How much of an exercise to do. Validates itself in words and prints itself in words."""

    sets = _number(1, 20, "Sets")
    reps_min = _number(1, 200, "Reps from", "For a fixed number, fill in this one alone.")
    reps_max = _number(1, 200, "Reps to")
    total_min = _number(1, 1000, "Total reps from", "Instead of sets: all repetitions together.")
    total_max = _number(1, 1000, "Total reps to")
    hold_seconds = _number(1, 600, "Hold (seconds)", "Seconds to hold each repetition.")
    duration_seconds = _number(1, 7200, "Time (seconds)", "Instead of repetitions.")
    rest_seconds = _number(0, 900, "Rest (seconds)", "Between sets.")
    each_side = models.BooleanField("each side", default=False)
    load_kg = models.DecimalField(
        "Load (kg)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(Decimal("0.05"), "The load must be above 0 kg."),
            MaxValueValidator(Decimal(500), "The load can be at most 500 kg."),
        ],
    )
    tempo = LineField(
        max_length=11,
        blank=True,
        help_text="Seconds down, pause, up, pause: 3-1-1-0.",
        validators=[
            RegexValidator(
                r"^[0-9]{1,2}(-[0-9]{1,2}){2,3}\Z",
                "Write the tempo as three or four numbers of seconds, like 3-1-1-0.",
            )
        ],
    )
    note = LineField(max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            _constraint(
                _kind_condition(PrescriptionKind.SETS)
                | _kind_condition(PrescriptionKind.TOTAL)
                | _kind_condition(PrescriptionKind.HOLD)
                | _kind_condition(PrescriptionKind.TIME),
                "one_kind",
                "Give sets with repetitions, a total, a hold with repetitions, or a time: just one.",
            ),
            _constraint(
                _range_condition("reps_min", "reps_max", 200),
                "reps_in_order",
                "The repetitions must run from low to high, from 1 to 200.",
            ),
            _constraint(
                _range_condition("total_min", "total_max", 1000),
                "total_in_order",
                "The total must run from low to high, from 1 to 1000.",
            ),
            _constraint(
                _bound_condition("sets", 1, 20)
                & _bound_condition("hold_seconds", 1, 600)
                & _bound_condition("duration_seconds", 1, 7200)
                & _bound_condition("rest_seconds", 0, 900),
                "numbers_in_bounds",
                "Sets run from 1 to 20, holds to 600 s, times to 7200 s, rests to 900 s.",
            ),
            _constraint(
                Q(load_kg__gt=0, load_kg__lte=500) | Q(load_kg__isnull=True),
                "load_in_bounds",
                "The load must be above 0 and at most 500 kg.",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def prescription_kind(self) -> PrescriptionKind:
        """Which of the four kinds this is, told by the filled columns."""
        if self.total_min is not None or self.total_max is not None:
            return PrescriptionKind.TOTAL
        if self.hold_seconds is not None:
            return PrescriptionKind.HOLD
        if self.duration_seconds is not None:
            return PrescriptionKind.TIME
        return PrescriptionKind.SETS

    def clean(self) -> None:
        """Complete a fixed count, then say in words, by field, what makes no sense.

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

    def _kind_errors(self) -> dict[str, str]:
        """What is missing for the kind, and what does not go with it."""
        must, may = KIND_COLUMNS[self.prescription_kind]
        if all(getattr(self, column) is None for column in DOSE_COLUMNS):
            return {"sets": "Say how much: sets and repetitions, a total, a hold or a time."}
        errors = {
            column: f"{self.prescription_kind.label} need {COLUMN_LABELS[column]}: fill this in."
            for column in sorted(must)
            if getattr(self, column) is None
        }
        errors |= {
            column: f"{COLUMN_LABELS[column].capitalize()} and {COLUMN_LABELS[min(must)]} do not go"
            " together: leave one of them empty."
            for column in DOSE_COLUMNS
            if column not in must | may and getattr(self, column) is not None
        }
        return errors

    def _order_errors(self) -> dict[str, str]:
        errors = {}
        for name, low, high in (
            ("reps", "reps_min", "reps_max"),
            ("total", "total_min", "total_max"),
        ):
            least, most = getattr(self, low), getattr(self, high)
            if least is not None and most < least:
                errors[high] = f"The highest {name} ({most}) is below the lowest ({least})."
        return errors

    @property
    def words(self) -> str:
        """The prescription as people say it: `3 sets of 8–12 reps`, `hold 3 s, 10 times`."""
        return f"{self.dose} each side" if self.each_side else self.dose

    @property
    def dose(self) -> str:
        """The words without “each side”."""
        if self.prescription_kind == PrescriptionKind.TOTAL:
            return f"{between(self.total_min, self.total_max)} reps in total"
        if self.prescription_kind == PrescriptionKind.HOLD:
            return self._hold_words()
        if self.prescription_kind == PrescriptionKind.TIME:
            time = seconds_in_words(self.duration_seconds or 0)
            return time if self.sets in (None, 1) else f"{self.sets} sets of {time}"
        reps = between(self.reps_min, self.reps_max)
        return f"{counted(self.sets or 0, 'set')} of {reps} {'rep' if reps == '1' else 'reps'}"

    def _hold_words(self) -> str:
        times = between(self.reps_min, self.reps_max)
        hold = f"hold {seconds_in_words(self.hold_seconds or 0)}"
        if times != "1":
            hold = f"{hold}, {times} times"
        return hold if self.sets in (None, 1) else f"{self.sets} sets: {hold}"

    @property
    def details(self) -> str:
        """Load, rest and tempo: `at 40 kg, rest 90 s, tempo 3-1-1-0`; empty when none is set."""
        return self.details_in("kg")

    def details_in(self, unit: Unit) -> str:
        """The details with the load in kilograms or, to the half, in pounds."""
        parts = [
            f"at {load_in_words(self.load_kg, unit)}" if self.load_kg else "",
            f"rest {seconds_in_words(self.rest_seconds)}" if self.rest_seconds else "",
            f"tempo {self.tempo}" if self.tempo else "",
        ]
        return ", ".join(part for part in parts if part)

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
        """The prescription's columns and values, to copy it onto another row."""
        return {column: getattr(self, column) for column in PRESCRIPTION_COLUMNS}
