"""What the coach says: advice with its source, and a fix as plain data where one is possible."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import blake2s
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.coach.types import ItemId

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Code(StrEnum):
    """The rules, by codes that never change."""

    NO_WARM_UP = "no-warm-up"
    ISOLATION_FIRST = "isolation-first"
    UPPER_BACK_COUNT = "upper-back-count"
    UNEVEN_BACK = "uneven-back"
    TRAINED_OFTEN = "trained-often"
    TRAINED_CLOSE = "trained-close"
    REPS_AND_GOAL = "reps-and-goal"
    STRETCH_SHORT = "stretch-short"
    STRETCH_ORDER = "stretch-order"
    EQUIPMENT_MISSING = "equipment-missing"
    CONTRAINDICATED = "contraindicated"


@dataclass(frozen=True)
class Source:
    """Where a rule comes from: one of our guides, and a published guideline behind it if there is one."""

    guide: str
    title: StrPromise
    reference: StrPromise | str = ""

    def __str__(self) -> str:
        """The whole sentence: `From our guide “How to build a workout”; …`."""
        values = {"title": self.title, "reference": self.reference}
        if self.reference:
            return _("From our guide “%(title)s”; %(reference)s.") % values
        return _("From our guide “%(title)s”.") % values


STRENGTH_GUIDELINE = gettext_lazy(
    "American College of Sports Medicine: Resistance training prescription for muscle function,"
    " hypertrophy, and physical performance in healthy adults, an overview of reviews (position"
    " stand, Medicine & Science in Sports & Exercise 58(4), 2026)"
)
FITNESS_GUIDELINE = gettext_lazy(
    "American College of Sports Medicine: Quantity and quality of exercise for developing and"
    " maintaining fitness in apparently healthy adults (position stand, 2011)"
)
_BUILD = ("how-to-build-a-workout", gettext_lazy("How to build a workout"))
_STRETCHING = Source("stretching", gettext_lazy("Stretching your back"), FITNESS_GUIDELINE)

SOURCES = {
    Code.NO_WARM_UP: Source(*_BUILD, gettext_lazy("NHS: How to warm up before exercising")),
    Code.ISOLATION_FIRST: Source(*_BUILD, STRENGTH_GUIDELINE),
    Code.UPPER_BACK_COUNT: Source(*_BUILD),
    Code.UNEVEN_BACK: Source(*_BUILD),
    Code.TRAINED_OFTEN: Source(*_BUILD),
    Code.TRAINED_CLOSE: Source(*_BUILD, STRENGTH_GUIDELINE),
    Code.REPS_AND_GOAL: Source(
        "how-to-choose-load", gettext_lazy("How to choose your load"), STRENGTH_GUIDELINE
    ),
    Code.STRETCH_SHORT: _STRETCHING,
    Code.STRETCH_ORDER: Source(_STRETCHING.guide, _STRETCHING.title),
    Code.EQUIPMENT_MISSING: Source("equipment-at-home", gettext_lazy("Equipment at home")),
    Code.CONTRAINDICATED: Source("who-should-not-train", gettext_lazy("Who should not train")),
}


@dataclass(frozen=True)
class Fix:
    """A change that follows the advice; `label` is what its button says. To apply one, by `kind`:

    ============  ===================================================================================
    add           add `exercise` (a slug) with its own default prescription to `section`, at index `to`
    move          take `item` out, put it back into its section at index `to`
    remove        take `item` out
    change        set `columns` of the prescription of `item`, leave all others
    swap          give `item` the `exercise` (a slug), clear its load, leave all else
    move_session  move the session `item` to `day`
    ============  ===================================================================================

    An index counts the items of the section from 0, once the moved one is out.
    """

    kind: Literal["add", "move", "remove", "change", "swap", "move_session"]
    label: str
    item: ItemId | None = None
    exercise: str = ""
    section: str = ""
    to: int | None = None
    columns: dict[str, int] = field(default_factory=dict, hash=False)
    day: date | None = None


@dataclass(frozen=True)
class Advice:
    """One piece of advice: informs, never forbids.

    `items` are those it is about (session ids when it is about the `week`); `about` is what else makes
    it this advice and no other: slugs of groups, equipment or conditions.
    """

    code: Code
    scope: Literal["items", "workout", "week"]
    sentence: str
    items: tuple[ItemId, ...] = ()
    about: tuple[str, ...] = ()
    fix: Fix | None = None
    severity: Literal["advice"] = "advice"

    @property
    def source(self) -> Source:
        """Where the rule comes from."""
        return SOURCES[self.code]

    @property
    def key(self) -> str:
        """Stable while the advice is the same, to dismiss it by; at most 30 characters.

        Advice about the week is the same for other sessions of the same groups.
        """
        items = () if self.scope == "week" else self.items
        identity = "\n".join([self.code, *map(str, items), *self.about])
        return f"{self.code}-{blake2s(identity.encode(), digest_size=6).hexdigest()}"
