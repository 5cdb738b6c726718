"""How much each part of the body gets: hard sets a week, and what gets far more than its opposite.

From our guide “How to build a workout”: train opposite parts alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

MAX_RATIO = 2
"""As in the coach's rule for one workout: more than twice as much is uneven."""
MIN_WEEKLY_SETS = 4
"""Below this a week, a part is not trained enough to compare others with it."""
WHOLE, HALF = Decimal(1), Decimal("0.5")
OPPOSITES = (
    ("lats", "upper-back"),
    ("upper-back", "chest"),
    ("middle-back", "chest"),
    ("lower-back", "core"),
    ("biceps", "triceps"),
)


@dataclass(frozen=True)
class ExerciseUse:
    """Hard sets of one exercise, and the slugs of the body parts that it trains first and beside."""

    sets: int
    primary: frozenset[str]
    secondary: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Load:
    """What a body part gets: its name and its hard sets a week."""

    slug: str
    name: str
    weekly: Decimal


def hard_sets(uses: Iterable[ExerciseUse]) -> dict[str, Decimal]:
    """Hard sets by body part: a set counts 1 where the exercise works first, ½ where it helps.

    `sets` are those that were work, holds included; a left and a right one are one.
    """
    sums: dict[str, Decimal] = {}
    for use in uses:
        for part in use.primary | use.secondary:
            share = WHOLE if part in use.primary else HALF
            sums[part] = sums.get(part, Decimal(0)) + share * use.sets
    return sums


def balance_sentence(loads: Iterable[Load]) -> str:
    """The most uneven pair of opposites in one sentence; empty when none is uneven."""
    found = {load.slug: load for load in loads}
    pairs = [
        sorted((found[one], found[other]), key=lambda load: load.weekly)
        for one, other in OPPOSITES
        if one in found and other in found
    ]
    uneven = [(less, more) for less, more in pairs if _is_uneven(less, more)]
    if not uneven:
        return ""
    less, more = max(uneven, key=lambda pair: pair[1].weekly / pair[0].weekly)
    return _(
        "More than twice as many sets go to the %(more)s as to the %(less)s: swap one exercise, so"
        " that neither falls behind."
    ) % {"more": more.name.lower(), "less": less.name.lower()}


def _is_uneven(less: Load, more: Load) -> bool:
    """A part that is not trained at all is somebody's choice."""
    return 0 < MAX_RATIO * less.weekly < more.weekly >= MIN_WEEKLY_SETS
