"""What pages of the catalogue show of programs."""

from __future__ import annotations

from django import template

from exercises.models import Exercise
from programs.models import Program
from programs.models.program import ProgramQuerySet

register = template.Library()


@register.simple_tag
def programs_using(exercise: Exercise) -> ProgramQuerySet:
    """The published programs that this exercise is part of."""
    return Program.objects.published().using(exercise)
