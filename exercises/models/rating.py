"""Marks from 1 to 5 in half steps, and their exact means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar

from django.utils.translation import gettext, ngettext

from exercises.formats import number_text

HALVES = [(Decimal(number) / 2).quantize(Decimal("0.1")) for number in range(2, 11)]
"""1.0, 1.5 … 5.0."""


@dataclass(frozen=True)
class Rating:
    """The number of reviews, and the sum of all their marks: three marks a review."""

    CRITERIA: ClassVar[int] = 3

    count: int
    total: Decimal

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def mean(self) -> Decimal | None:
        """The mean of all marks to one decimal, halves rounded up; None without reviews."""
        return rounded(self.total / (self.count * self.CRITERIA)) if self.count else None

    @property
    def from_reviews(self) -> str:
        """`from 1 review`: always beside the mean."""
        return ngettext("from %(count)s review", "from %(count)s reviews", self.count) % {
            "count": self.count
        }

    def __str__(self) -> str:
        """`5.0 from 1 review`."""
        if self.mean is None:
            return gettext("No reviews yet")
        return ngettext(
            "%(mean)s from %(count)s review", "%(mean)s from %(count)s reviews", self.count
        ) % {"mean": number_text(self.mean, places=1), "count": self.count}


@dataclass(frozen=True)
class RatingBreakdown:
    """A rating with the mean of each criterion: (label, mean to one decimal)."""

    rating: Rating
    means: tuple[tuple[str, Decimal], ...] = ()

    @property
    def formula(self) -> str:
        """How the mean comes about: `(3.5 + 3.5 + 5.0) ÷ 3`."""
        means = " + ".join(number_text(mean, places=1) for _, mean in self.means)
        return f"({means}) ÷ {len(self.means)}"


def rounded(value: Decimal) -> Decimal:
    """To one decimal, halves rounded up: 4.25 becomes 4.3."""
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def rating_breakdown(count: int, sums: Iterable[tuple[str, Decimal]]) -> RatingBreakdown:
    """The rating and means of `count` reviews from the (label, sum) of each criterion."""
    known = list(sums) if count else []
    total = sum((each for _, each in known), Decimal(0))
    means = tuple((label, rounded(each / count)) for label, each in known)
    return RatingBreakdown(Rating(count, total), means)
