"""Charts as SVG. Colours and type come from the stylesheet by class; the numbers stand in a table beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

from django.utils.formats import date_format

from programs.progress.series import Line

WIDTH, HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 70, 16, 26, 28
ROOM = Decimal("0.1")
CELL, PITCH, DAYS = 11, 14, 7
LEVELS = (1, 10, 20)
"""Sets of a day from which its square is darker."""

Text = Callable[[Decimal], str]


@dataclass(frozen=True)
class _Scale:
    """Where days and values lie: the first day at the left, the highest value, with some room, on top."""

    days: tuple[date, date]
    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, days: tuple[date, date], values: Sequence[Decimal]) -> _Scale:
        """For these values, of which there is one at least."""
        low, high = min(values), max(values)
        room = (high - low or high or Decimal(1)) * ROOM
        return cls(days, max(low - room, Decimal(0)), high + room)

    def x(self, day: date) -> float:
        first, last = self.days
        share = (day - first).days / max((last - first).days, 1)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * share, 1)

    def y(self, value: Decimal) -> float:
        share = float((self.high - value) / (self.high - self.low))
        return round(TOP + (HEIGHT - TOP - BOTTOM) * share, 1)


def line_chart(
    lines: Sequence[Line],
    title: str,
    text: Text,
    days: tuple[date, date],
    marked: Iterable[date] = (),
) -> str:
    """Values by day, true to time from the first to the last of `days`; the highest one is named.

    Each line stands alone: a changed dose or a gap parts it from the next. The `marked` days have a
    stroke at the bottom. Empty without a point.
    """
    points = list(chain.from_iterable(lines))
    if not points:
        return ""
    values = [point.value for point in points]
    scale = _Scale.of(days, values)
    x, y = scale.x, scale.y
    best = next(point for point in points if point.value == max(values))
    return "".join(
        [
            f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label={quoteattr(title)}>',
            *(_grid(y(value), text(value)) for value in _marks(min(values), max(values))),
            *(_mark(x(day)) for day in marked if days[0] <= day <= days[1]),
            *(_polyline([(x(p.day), y(p.value)) for p in line]) for line in lines),
            *(_dot(x(p.day), y(p.value), best=p is best) for p in points),
            _label(x(best.day), y(best.value) - 10, text(best.value), _anchor(x(best.day))),
            _label(LEFT, HEIGHT - 6, _day(days[0]), "start", "chart-day"),
            _label(WIDTH - RIGHT, HEIGHT - 6, _day(days[1]), "end", "chart-day"),
            "</svg>",
        ]
    )


def _marks(low: Decimal, high: Decimal) -> list[Decimal]:
    """The values that have a line across: the lowest and the highest."""
    return [low] if low == high else [low, high]


def _grid(y: float, text: str) -> str:
    across = f'<path class="chart-grid" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>'
    return across + _label(LEFT - 6, y + 4, text, "end", "chart-day")


def _polyline(places: Sequence[tuple[float, float]]) -> str:
    return f'<path class="chart-line" d="M{"L".join(f"{x} {y}" for x, y in places)}"/>'


def _mark(x: float) -> str:
    return f'<path class="chart-mark" d="M{x} {HEIGHT - BOTTOM}v7"/>'


def _dot(x: float, y: float, *, best: bool) -> str:
    name, radius = ("chart-dot chart-best", 5) if best else ("chart-dot", 3)
    return f'<circle class="{name}" cx="{x}" cy="{y}" r="{radius}"/>'


def _anchor(x: float) -> str:
    return "end" if x > WIDTH * 0.75 else "start" if x < WIDTH * 0.3 else "middle"


def _day(day: date) -> str:
    return date_format(day, "ABBREVIATED_DATE_FORMAT")


def _label(x: float, y: float, text: str, anchor: str, name: str = "chart-amount") -> str:
    return f'<text class="{name}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def year_strip(sets: Mapping[date, int], first: date, last: date, title: str) -> str:
    """A square for each day from `first`, the first day of a week, to `last`; a column is a week."""
    weeks = (last - first).days // DAYS + 1
    squares = []
    for number in range((last - first).days + 1):
        count = sets.get(first + timedelta(days=number), 0)
        level = sum(count >= least for least in LEVELS)
        column, row = divmod(number, DAYS)
        squares.append(
            f'<rect class="heat-{level}" x="{column * PITCH}" y="{row * PITCH}" width="{CELL}"'
            f' height="{CELL}" rx="2"/>'
        )
    size = f"0 0 {weeks * PITCH - PITCH + CELL} {DAYS * PITCH - PITCH + CELL}"
    return (
        f'<svg class="heat" viewBox="{size}" role="img" aria-label={quoteattr(title)}>'
        f"{''.join(squares)}</svg>"
    )
