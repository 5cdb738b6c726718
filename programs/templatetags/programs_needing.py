"""Programs on pages of the catalogue, which itself knows nothing of them."""

from __future__ import annotations

from django import template

from exercises.models import Equipment
from programs.models import Program
from programs.models.program import ProgramQuerySet

register = template.Library()


@register.simple_tag
def programs_needing(equipment: Equipment) -> ProgramQuerySet:
    """Published programs with an exercise that uses this kind of equipment."""
    return Program.objects.published().needing(equipment)
