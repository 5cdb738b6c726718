"""Repeat a phase, step back, go on: for a workout and all that were copied from its program with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.builder.editor import InvalidEditError, WorkoutEditor
from programs.models import Workout
from programs.models.changes import ChangeCode
from programs.phases import PhaseTimeline

MOVES: Mapping[str, Callable[[PhaseTimeline, date], PhaseTimeline]] = {
    "repeat": PhaseTimeline.repeat,
    "back": PhaseTimeline.step_back,
    "on": PhaseTimeline.go_on,
    "undo": PhaseTimeline.undo,
}
"""What can be done, by the value of the form's button; each takes today."""

IMPOSSIBLE = {
    "back": gettext_lazy("This is the first phase: there is none to step back to."),
    "on": gettext_lazy("This is the last phase: it goes on as long as you like."),
    "undo": gettext_lazy("There is nothing to take back."),
}


def move_phase(workout: Workout, verb: str, today: date) -> str:
    """Carry out one of `MOVES`; returns what was done as a sentence.

    Call it in a transaction. Raises `InvalidEditError` when it cannot be done.
    """
    timeline = workout.timeline
    if timeline is None or verb not in MOVES:
        raise InvalidEditError(_("This workout has no phases."))
    try:
        moved = MOVES[verb](timeline, today)
    except ValueError as error:
        raise InvalidEditError(str(IMPOSSIBLE[verb])) from error
    if verb == "undo":
        return _follow(workout, moved, ChangeCode.PHASE_UNDONE, {})
    last = moved.moves[-1]
    phase = moved.position_on(last.day).phase
    values = {"number": phase.number, "name": phase.phase.name, "day": last.day.isoformat()}
    return _follow(workout, moved, ChangeCode.PHASE, values)


def start_phases(workout: Workout, starts_on: date) -> str:
    """Begin the phases on another day, and forget what was repeated; returns what was done as a sentence.

    Call it in a transaction. Raises `InvalidEditError` for a workout without phases.
    """
    timeline = workout.timeline
    if timeline is None:
        raise InvalidEditError(_("This workout has no phases."))
    values = {"day": starts_on.isoformat()}
    return _follow(workout, timeline.start_again(starts_on), ChangeCode.PHASES_START, values)


def _follow(
    workout: Workout, timeline: PhaseTimeline, code: ChangeCode, values: dict[str, Any]
) -> str:
    """Let the workout, as it is loaded, and all that were copied with it follow the timeline."""
    others = workout.copied_together().exclude(pk=workout.pk).select_for_update()
    together = [workout, *others.prefetch_related("items__exercise")]
    done = [WorkoutEditor(each).follow(timeline, code, values) for each in together]
    return done[0]
