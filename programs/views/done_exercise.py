"""An exercise that an address names, for pages about what a person did of it."""

from __future__ import annotations

import re
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from exercises.models import Exercise
from programs.logs.progress_pages import AnyExercise
from programs.models import OwnExercise
from programs.models.own_exercise import OWN_PREFIX

SLUG = re.compile("[-a-zA-Z0-9_]+")


def done_exercise(request: HttpRequest, code: str) -> AnyExercise:
    """The exercise that an address names: one that the person may see, or once did; else 404."""
    if not SLUG.fullmatch(code):
        raise Http404
    if not code.startswith(OWN_PREFIX):
        seen = Exercise.objects.visible_to(request.user).values("pk")
        mine = Q(pk__in=seen) | Q(set_logs__log__owner_id=request.user.pk)
        return get_object_or_404(Exercise.objects.filter(mine).distinct(), slug=code)
    try:
        uuid = UUID(code.removeprefix(OWN_PREFIX))
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(OwnExercise.objects.owned_by(request.user).in_use(), uuid=uuid)
