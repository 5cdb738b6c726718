"""Marks from 1 to 5 in halves, and their exact means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar

HALVES = [(Decimal(number) / 2).quantize(Decimal("0.1")) for number in range(2, 11)]
"""1.0, 1.5 … 5.0."""


@dataclass(frozen=True)
class Rating:
    """How many reviews there are, and the sum of all their marks, three a review."""

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
        return f"from {self.count} review{'' if self.count == 1 else 's'}"

    def __str__(self) -> str:
        """`5.0 from 1 review`."""
        return f"{self.mean} {self.from_reviews}" if self.count else "No reviews yet"


@dataclass(frozen=True)
class RatingBreakdown:
    """A rating with the mean of each criterion: (label, mean to one decimal)."""

    rating: Rating
    means: tuple[tuple[str, Decimal], ...] = ()

    @property
    def sum_in_words(self) -> str:
        """`(3.5 + 3.5 + 5.0) ÷ 3`."""
        return f"({' + '.join(str(mean) for _, mean in self.means)}) ÷ {len(self.means)}"


def rounded(value: Decimal) -> Decimal:
    """To one decimal, halves up: 4.25 is 4.3."""
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def rating_breakdown(count: int, sums: Iterable[tuple[str, Decimal]]) -> RatingBreakdown:
    """The rating and means of `count` reviews from the (label, sum) of each criterion."""
    known = list(sums) if count else []
    total = sum((each for _, each in known), Decimal(0))
    means = tuple((label, rounded(each / count)) for label, each in known)
    return RatingBreakdown(Rating(count, total), means)
