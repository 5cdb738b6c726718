"""What is on a sheet, as plain values: the same values always print the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exercises.formats import whole_ranges, with_full_stop
from exercises.models import Exercise, PrescriptionKind
from exercises.pictures import figure_data
from exercises.units import Unit
from programs.models.plan import Plan
from programs.sheets.options import LayoutName, SheetOptions

BANDS = "resistance-bands"
MAX_SESSIONS = 7
"""Sessions of a week that a sheet has room for."""
FEW_PLANS = 4
USUAL_SESSIONS: dict[LayoutName, int] = {"logbook": 2}
"""Sessions of a week where nobody knows how many, by layout; one in all others."""


@dataclass(frozen=True)
class Dose:
    """What there is to tick off of one exercise: its kind, how often, and what load to write down.

    `load` is the heading of the load's column (`kg`, `lb`, `band`), empty when there is no load.
    """

    kind: str
    sets: int
    reps: int = 1
    total: int = 0
    load: str = ""
    each_side: bool = False


@dataclass(frozen=True)
class SheetItem:
    """One exercise on a sheet. `figure` is its figure's data, `alt` the figure's alternate text."""

    name: str
    prescription: str
    details: str
    cues: tuple[str, ...]
    dose: Dose
    figure: str = ""
    alt: str = ""
    superset: int | None = None

    @property
    def short_dose(self) -> str:
        """The dose where there is no room for details: `4 sets of 8 reps, superset 1`."""
        if not self.superset:
            return self.prescription
        return _("%(dose)s, superset %(number)s") % {
            "dose": self.prescription,
            "number": self.superset,
        }


@dataclass(frozen=True)
class SheetPlan:
    """One session: its title (empty when the sheet's own says it), notes, items by section, and how
    often a week it is done."""

    title: str
    notes: str
    sections: tuple[tuple[str, tuple[SheetItem, ...]], ...]
    sessions: int = 1

    @property
    def items(self) -> list[SheetItem]:
        return [item for _label, items in self.sections for item in items]


@dataclass(frozen=True)
class Sheet:
    """A whole sheet. `changed` is the day of the last change; `url` leads back, with the revision.

    One that `is_private` is one person's alone.
    """

    title: str
    subtitle: str
    url: str
    revision: int
    changed: date
    plans: tuple[SheetPlan, ...]
    options: SheetOptions
    is_private: bool = False
    phase_label: str = ""
    """The phase that alone is on it: `Phase 2: Hinge (weeks 5–8)`; empty for all, and without phases."""

    @property
    def sessions(self) -> int:
        """How often a week the plan is done that is done most often."""
        return max((plan.sessions for plan in self.plans), default=1)

    @property
    def items(self) -> list[SheetItem]:
        return [item for plan in self.plans for item in plan.items]

    @property
    def is_long(self) -> bool:
        """Whether it has so many pages that nobody waits for it: a log book, or many plans."""
        return self.options.layout == "logbook" or len(self.plans) > FEW_PLANS

    @property
    def digest(self) -> str:
        """A name for the sheet's content: equal sheets have equal digests."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def build_sheet(
    title: str,
    subtitle: str,
    plans: Sequence[Plan],
    *,
    url: str,
    revision: int,
    changed: date,
    options: SheetOptions,
    sessions: Sequence[int | None] = (),
    phase: int | None = None,
    is_private: bool = False,
    phase_label: str = "",
) -> Sheet:
    """The sheet of one or more plans, in order; `url` is where the plan lives on the web.

    `sessions` says how often a week each plan is done, None where nobody knows. `phase` is the number
    of the phase that alone is on it, and `phase_label` what a poster calls it.
    """
    usual = USUAL_SESSIONS.get(options.layout, 1)
    often = [min(each or usual, MAX_SESSIONS) for each in sessions or [None] * len(plans)]
    titled = len(plans) > 1 or options.layout == "logbook"
    return Sheet(
        title=title,
        subtitle=subtitle,
        url=f"{url}?r={revision}&phase={phase}" if phase else f"{url}?r={revision}",
        revision=revision,
        changed=changed,
        plans=tuple(
            _plan(plan, options, times, titled=titled)
            for plan, times in zip(plans, often, strict=True)
        ),
        options=options,
        is_private=is_private,
        phase_label=phase_label,
    )


def _plan(plan: Plan, options: SheetOptions, sessions: int, *, titled: bool) -> SheetPlan:
    sections = plan.sections()
    return SheetPlan(
        title=plan.title if titled else "",
        notes=plan.notes,
        sections=tuple(
            (label if len(sections) > 1 else "", tuple(_item(item, options) for item in items))
            for label, items in sections
        ),
        sessions=sessions,
    )


def _item(item: Any, options: SheetOptions) -> SheetItem:
    exercise: Exercise = item.exercise
    shown = exercise.pictures if options.pictures else None
    return SheetItem(
        name=exercise.name,
        prescription=item.prescription_label,
        details=sentences(
            item.details_in(options.unit),
            item.superset_label,
            whole_ranges(item.note),
            *_next_time(item, options),
        ),
        cues=tuple(exercise.cues),
        dose=dose_of(item, load_heading(item, exercise, options.unit)),
        figure=figure_data(exercise) if shown else "",
        alt=" ".join(shown.alts) if shown else "",
        superset=item.superset,
    )


def _next_time(item: Any, options: SheetOptions) -> tuple[str, ...]:
    """What was done last time and what to do today, on the sheet that one writes on."""
    if item.suggestion is None or options.layout != "sheet":
        return ()
    return (_("last time %(sets)s") % {"sets": item.suggestion.last}, item.suggestion.text)


def sentences(*parts: str) -> str:
    """The parts that say something, each as a sentence; one alone goes without a full stop."""
    texts = [capfirst(part.strip().rstrip(".")) for part in parts if part.strip()]
    return " ".join(map(with_full_stop, texts)) if len(texts) > 1 else "".join(texts)


def dose_of(item: Any, load: str) -> Dose:
    """What there is to tick off of a prescription."""
    return Dose(
        kind=item.prescription_kind.value,
        sets=item.sets or 1,
        reps=item.reps_max or 1,
        total=item.total_max or 0,
        load=load,
        each_side=item.each_side,
    )


def load_heading(item: Any, exercise: Exercise, unit: Unit) -> str:
    """What to write the load as: `kg`, `lb`, `band`; empty for the body's own weight and for holds."""
    if item.load_kg:
        return unit
    if exercise.kind != Exercise.Kind.STRENGTH or item.prescription_kind == PrescriptionKind.HOLD:
        return ""
    kit = {equipment.slug for equipment in exercise.equipment.all()}
    if exercise.bodyweight or not kit:
        return ""
    return "band" if kit == {BANDS} else unit
