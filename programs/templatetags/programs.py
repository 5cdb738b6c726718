"""What pages of the catalogue show of programs."""

from __future__ import annotations

from django import template

from exercises.models import Exercise
from exercises.people import Visitor
from programs.logs.progress_pages import LastAndBest, last_and_best
from programs.models import Program
from programs.models.program import ProgramQuerySet

register = template.Library()


@register.simple_tag
def last_and_best_of(exercise: Exercise, user: Visitor) -> LastAndBest | None:
    """What the person did of it last, and best; None when nothing, and for who is not signed in."""
    return last_and_best(user, exercise)


@register.simple_tag
def programs_using(exercise: Exercise) -> ProgramQuerySet:
    """The published programs that this exercise is part of."""
    return Program.objects.published().training(exercise)
