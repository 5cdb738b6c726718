"""Rows on pages: how high each may be so that they fill the pages they need, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

STEP = 0.5
"""Millimetres by which rows are made higher until they would need another page."""


@dataclass(frozen=True)
class Block:
    """A piece that is never split: least height, and how much of it (headings) does not grow."""

    least: float
    fixed: float = 0.0

    def height(self, common: float) -> float:
        """At a common height of rows."""
        return self.fixed + max(self.least, common)


def rest_of_last_page(
    blocks: Sequence[Block], common: float, tail: float, first: float, other: float
) -> tuple[int, float]:
    """Pages needed, and millimetres left on the last when rows are `common` high.

    `first` and `other` are the heights of the first and of all other pages, `tail` that of what
    comes after the rows.
    """
    pages, left = 1, first
    for height in (*(block.height(common) for block in blocks), tail):
        if height > left and left < (first if pages == 1 else other):
            pages, left = pages + 1, other
        left -= height
    return pages, left


def grown(
    blocks: Sequence[Block], tail: float, first: float, other: float, highest: float
) -> tuple[float, int, float]:
    """The greatest common height of rows that needs no more pages than the least heights do.

    Also the number of pages, and the millimetres left on the last.
    """
    pages, left = rest_of_last_page(blocks, 0, tail, first, other)
    common, step = 0.0, STEP
    while common + step <= highest:
        more, rest = rest_of_last_page(blocks, common + step, tail, first, other)
        if more > pages:
            break
        common, left = common + step, rest
    return common, pages, left
