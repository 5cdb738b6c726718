"""What pages of the catalogue show of programs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django import template

from exercises.models import Exercise
from programs.models import Program
from programs.models.program import ProgramQuerySet

register = template.Library()


@register.simple_tag
def programs_using(exercise: Exercise) -> ProgramQuerySet:
    """The published programs that this exercise is part of."""
    return Program.objects.published().using(exercise)


@register.filter
def shown_as(workouts: Iterable[Any]) -> str:
    """A digest of all that a list shows of the workouts: what is kept of them goes by it."""
    shown = [(w.uuid, w.title, w.exercise_count, w.updated_at) for w in workouts]
    return hashlib.sha256(repr(shown).encode()).hexdigest()
