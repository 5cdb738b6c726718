"""Price charts as SVG. Colours and type come from the stylesheet by class."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from django.utils.formats import date_format

from exercises.prices import amount_text

WIDTH, HEIGHT = 480, 150
LEFT, RIGHT, TOP, BOTTOM = 10, 10, 26, 34


def price_chart(points: Sequence[tuple[date, Decimal]], title: str) -> str:
    """Prices by day as a stepped line: each holds until the next. Empty below two points.

    The first and the last amount stand beside their dots, their days below.
    """
    if len(points) < 2:
        return ""
    places = _places(points)
    path = f"M{places[0][0]} {places[0][1]}" + "".join(f"H{x}V{y}" for x, y in places[1:])
    dots = "".join(f'<circle class="chart-dot" cx="{x}" cy="{y}" r="4"/>' for x, y in places)
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f'<path class="chart-line" d="{path}"/>{dots}{_labels(points, places)}</svg>'
    )


def _places(points: Sequence[tuple[date, Decimal]]) -> list[tuple[float, float]]:
    """The position of each point, in units of the view box."""
    first, days = points[0][0], max((points[-1][0] - points[0][0]).days, 1)
    amounts = [amount for _, amount in points]
    low, spread = min(amounts), max(amounts) - min(amounts)
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    return [
        (
            round(LEFT + wide * (day - first).days / days, 1),
            round(
                TOP + high * (1 - float((amount - low) / spread if spread else Decimal("0.5"))), 1
            ),
        )
        for day, amount in points
    ]


def _labels(points: Sequence[tuple[date, Decimal]], places: Sequence[tuple[float, float]]) -> str:
    """The first and the last amount beside their dots, and the two days below."""
    (first, before), (last, now) = points[0], points[-1]
    (_, y), (x, end) = places[0], places[-1]
    level = places[-2][1] == end  # then the line itself is beside the last dot
    return "".join(
        [
            _text(LEFT - 6, y - 10, amount_text(before), "start"),
            _text(x if level else x - 9, end - 10 if level else end + 5, amount_text(now), "end"),
            _text(
                LEFT - 6,
                HEIGHT - 4,
                date_format(first, "ABBREVIATED_DATE_FORMAT"),
                "start",
                "chart-day",
            ),
            _text(
                WIDTH - RIGHT + 6,
                HEIGHT - 4,
                date_format(last, "ABBREVIATED_DATE_FORMAT"),
                "end",
                "chart-day",
            ),
        ]
    )


def _text(x: float, y: float, text: str, anchor: str, name: str = "chart-amount") -> str:
    return f'<text class="{name}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
