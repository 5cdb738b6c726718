"""What an exercise needs before the public sees it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from exercises.models.publishable import Status

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

NEEDS_STEPS = _("A published exercise needs steps: how it is done, one step a line.")
NEEDS_CUES = _("A published exercise needs cues: short key points, one a line.")
NEEDS_ANSWER = _(
    "A published exercise needs an answer about contraindications:"
    " choose them, or tick that none are known."
)
CONTRADICTION = _("Contraindications are chosen, so this cannot be ticked.")


def publishing_errors(
    status: str,
    *,
    steps: Collection[str],
    cues: Collection[str],
    contraindications: Collection[Any],
    no_contraindications: bool,
) -> dict[str, StrPromise]:
    """Why an exercise cannot be saved with these values, by column; a draft may lack anything."""
    if contraindications and no_contraindications:
        return {"no_contraindications": CONTRADICTION}
    if status != Status.PUBLISHED:
        return {}
    missing = {
        "steps": None if steps else NEEDS_STEPS,
        "cues": None if cues else NEEDS_CUES,
        "contraindications": None if contraindications or no_contraindications else NEEDS_ANSWER,
    }
    return {column: sentence for column, sentence in missing.items() if sentence}
