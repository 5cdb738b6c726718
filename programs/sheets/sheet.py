"""What is on a sheet, as plain values: the same values always print the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from exercises.models import Exercise, PrescriptionKind
from exercises.pictures import figure_data
from exercises.units import Unit
from programs.models.plan import Plan
from programs.sheets.options import SheetOptions

BANDS = "resistance-bands"


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
    """One exercise on a sheet. `figure` is its figure's data, `alt` the figure in words."""

    name: str
    words: str
    details: str
    cues: tuple[str, ...]
    dose: Dose
    figure: str = ""
    alt: str = ""


@dataclass(frozen=True)
class SheetPlan:
    """One session: its title (empty when the sheet's own says it), notes, items by section."""

    title: str
    notes: str
    sections: tuple[tuple[str, tuple[SheetItem, ...]], ...]

    @property
    def items(self) -> list[SheetItem]:
        return [item for _, items in self.sections for item in items]


@dataclass(frozen=True)
class Sheet:
    """A whole sheet. `changed` is the day of the last change; `url` leads back, with the
    revision; `sessions` is how often a week each plan is done."""

    title: str
    subtitle: str
    url: str
    revision: int
    changed: date
    plans: tuple[SheetPlan, ...]
    options: SheetOptions
    sessions: int = 2

    @property
    def items(self) -> list[SheetItem]:
        return [item for plan in self.plans for item in plan.items]

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
    sessions: int = 2,
) -> Sheet:
    """The sheet of one or more plans, in order; `url` is where the plan lives on the web."""
    titled = len(plans) > 1 or options.layout == "logbook"
    return Sheet(
        title=title,
        subtitle=subtitle,
        url=f"{url}?r={revision}",
        revision=revision,
        changed=changed,
        plans=tuple(_plan(plan, options, titled=titled) for plan in plans),
        options=options,
        sessions=sessions,
    )


def _plan(plan: Plan, options: SheetOptions, *, titled: bool) -> SheetPlan:
    sections = plan.sections()
    return SheetPlan(
        title=plan.title if titled else "",
        notes=plan.notes,
        sections=tuple(
            (label if len(sections) > 1 else "", tuple(_item(item, options) for item in items))
            for label, items in sections
        ),
    )


def _item(item: Any, options: SheetOptions) -> SheetItem:
    exercise: Exercise = item.exercise
    superset = f"superset {item.superset}, no rest between" if item.superset else ""
    shown = exercise.pictures if options.pictures else None
    return SheetItem(
        name=exercise.name,
        words=item.prescription_label,
        details=sentences(item.details_in(options.unit), superset, item.note),
        cues=tuple(exercise.cues),
        dose=dose_of(item, load_heading(item, exercise, options.unit)),
        figure=figure_data(exercise) if shown else "",
        alt=" ".join(shown.alts) if shown else "",
    )


def sentences(*parts: str) -> str:
    """The parts that say something, each as a sentence; one alone goes without a full stop."""
    said = [part.strip().rstrip(".") for part in parts if part.strip()]
    text = ". ".join(f"{part[0].upper()}{part[1:]}" for part in said)
    return f"{text}." if len(said) > 1 else text


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
