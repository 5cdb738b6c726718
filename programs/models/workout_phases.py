"""The phases of a person's workout: copied from the program, and followed from a day on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Self

from django.db import models

from programs.models.plan import Plan
from programs.phases import NumberedPhase, Phase, PhaseMove, PhasePosition, PhaseTimeline

PHASE_LIST_COLUMNS = ("created_at", "phases", "phases_start", "phase_moves")
"""What tells in which phase a workout is."""


def values_of_phases(
    phases: Sequence[Phase], numbers: Collection[int | None]
) -> list[dict[str, Any]]:
    """The phases as a workout keeps them; `numbers` are the phases that its items name, None for all."""
    return [
        replace(phase, is_held=None in numbers or number in numbers).as_values()
        for number, phase in enumerate(phases, start=1)
    ]


class PhasedPlan(Plan):
    """A plan that may follow phases. They are values of its own: what an editor changes leaves them.

    Workouts that were copied together share `program_copy`, the first day and the moves, but each says
    itself which phases it is held in. Values rather than rows: they are read with the workout, always.
    """

    phases = models.JSONField(default=list, blank=True, editable=False)
    phases_start = models.DateField(null=True, blank=True, editable=False)
    phase_moves = models.JSONField(default=list, blank=True, editable=False)
    program_copy = models.UUIDField(null=True, blank=True, editable=False)

    phase_today: PhasePosition | None = None
    """Where it is today, once a page that tells it set this."""

    class Meta:
        abstract = True

    @property
    def timeline(self) -> PhaseTimeline | None:
        """Its way through the phases; None for a workout without phases."""
        if not self.phases:
            return None
        return PhaseTimeline(
            phases=tuple(Phase.from_values(each) for each in self.phases),
            starts_on=self.phases_start or self.created_at.date(),
            moves=tuple(PhaseMove(date.fromisoformat(day), week) for day, week in self.phase_moves),
        )

    def timeline_from(self, day: date) -> PhaseTimeline | None:
        """Its own timeline, whatever the first day of a calendar."""
        return self.timeline

    def follow(self, timeline: PhaseTimeline) -> None:
        """Take the first day and the moves of a timeline. Does not save."""
        self.phases_start = timeline.starts_on
        self.phase_moves = [[move.day.isoformat(), move.week] for move in timeline.moves]

    def note_held_phases(self, numbers: Collection[int | None]) -> None:
        """Note which phases have an item, by the numbers that the items name. Does not save."""
        if self.phases:
            self.phases = values_of_phases(
                [Phase.from_values(each) for each in self.phases], numbers
            )

    def numbered_phases(self) -> list[NumberedPhase]:
        """The phases in order, each with its number and its weeks."""
        timeline = self.timeline
        return timeline.numbered if timeline else []

    def position_on(self, day: date) -> PhasePosition | None:
        """Where it is on a day: phase, and week of all."""
        timeline = self.timeline
        return timeline.position_on(day) if timeline else None

    def on(self, day: date) -> Self:
        """The plan as it is on a day: with the items of that day's phase alone."""
        position = self.position_on(day)
        return self.in_phase(position.phase) if position else self

    def shown_in(self, number: int | None, today: PhasePosition | None) -> Self:
        """The plan in the phase with that number, else in that of today."""
        phases = {each.number: each for each in self.numbered_phases()}
        phase = phases[number] if number else today and today.phase
        return self.in_phase(phase) if phase else self

    def is_held_on(self, day: date) -> bool:
        """Whether it has anything to do in the phase of that day."""
        timeline = self.timeline
        return timeline is None or timeline.is_held_on(day)
