"""The pocket leaflet: one page, folded twice, for the gym bag.

The printed side stays outside. Seen flat, the page is in quarters:

    ┌───────────────┬───────────────┐
    │ second inside │  first inside │  both upside down
    ├───────────────┼───────────────┤
    │     back      │     cover     │
    └───────────────┴───────────────┘

Fold the upper half behind the lower one, then the left half behind the right one: the cover is in
front, and opening it shows the two inside pages the right way up. A4 gives A6, Letter a quarter of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from programs.sheets.log_boxes import MAX_SESSION_ROWS, Grid
from programs.sheets.options import SheetOptions
from programs.sheets.pictures import Picture, boxes_picture, figure_picture, qr_picture
from programs.sheets.sheet import Sheet, SheetItem
from programs.sheets.text_metrics import text_height

EDGE = 7.0
INSIDE_PAGES = 2
MIN_ROW, MAX_ROW = 24.0, 44.0
PICTURE_WIDTH = 30.0
GAP = 3.0
RULE = 2.2
MAX_WORDS_HEIGHT = 21.0


@dataclass(frozen=True)
class LeafletRow:
    """One exercise on an inside page."""

    item: SheetItem
    picture: Picture | None
    boxes: Picture
    height: float


@dataclass(frozen=True)
class Leaflet:
    """One printed page: the rows of its two inside pages, and its number when there are several."""

    inside: list[list[LeafletRow]]
    number: int


def pocket_context(sheet: Sheet) -> dict[str, object]:
    """What `print/pocket.html` shows."""
    options = sheet.options
    width, height = options.width / 2 - 2 * EDGE, options.height / 2 - 2 * EDGE
    items = [(item, plan.sessions) for plan in sheet.plans for item in plan.items]
    least = [_least(item, options, width, sessions) for item, sessions in items]
    pages = _pages(least, height)
    rows = [
        _rows(
            [items[index] for index in page],
            [least[index] for index in page],
            options,
            width,
            height,
        )
        for page in pages
    ]
    rows += [[]] * (-len(rows) % INSIDE_PAGES)
    return {
        "qr": qr_picture(sheet.url),
        "panel": {
            "width": options.width / 2,
            "height": options.height / 2,
            "edge": EDGE,
            "picture": PICTURE_WIDTH,
        },
        "leaflets": [
            Leaflet(rows[start : start + INSIDE_PAGES], number)
            for number, start in enumerate(range(0, len(rows), INSIDE_PAGES), start=1)
        ],
    }


def _pages(least: list[float], height: float) -> list[list[int]]:
    """Indexes of the items page by page, as few pages as hold them, evenly filled."""
    count = max(min(INSIDE_PAGES, len(least)) or 1, ceil(sum(least) / height))
    while True:
        target, pages, used = sum(least) / count, [list[int]()], 0.0
        for index, high in enumerate(least):
            full = used + high > height
            if pages[-1] and (full or (used + high / 2 > target and len(pages) < count)):
                pages.append([])
                used = 0.0
            pages[-1].append(index)
            used += high
        if len(pages) <= count:
            return pages
        count += 1


def _rows(
    items: list[tuple[SheetItem, int]],
    least: list[float],
    options: SheetOptions,
    width: float,
    height: float,
) -> list[LeafletRow]:
    spare = max(0.0, height - sum(least)) / max(len(items), 1)
    rows = []
    for (item, sessions), high in zip(items, least, strict=True):
        row_height = max(high, min(high + spare, MAX_ROW))
        words = min(_words(item, options, width) + (row_height - high) / 2, MAX_WORDS_HEIGHT)
        words = max(words, _words(item, options, width))
        grid = _grid(options.weeks, width, row_height - words - RULE, sessions)
        picture = figure_picture(item, options, PICTURE_WIDTH, max(words - 1, 10))
        rows.append(LeafletRow(item, picture, boxes_picture(item, grid), round(row_height, 1)))
    return rows


def _grid(weeks: int, width: float, height: float, sessions: int) -> Grid:
    """The boxes: weeks in two blocks from three on, if there is room for a box a session."""
    blocks = 1 if weeks <= 2 or sessions > MAX_SESSION_ROWS else 2
    return Grid(weeks, width, height, blocks, text=2.4, sessions=sessions)


def _words(item: SheetItem, options: SheetOptions, width: float) -> float:
    """The height of name, dose and details beside the picture."""
    beside = width - (PICTURE_WIDTH + GAP if item.figure else 0)
    scale = options.scale
    return max(
        text_height(item.name, 11 * scale, 1.12, beside, 600)
        + text_height(item.prescription, 10 * scale, 1.18, beside, 600)
        + text_height(item.details, 7.5 * scale, 1.2, beside)
        + 1.2,
        11.0 if item.figure else 0,
    )


def _least(item: SheetItem, options: SheetOptions, width: float, sessions: int) -> float:
    rows = _grid(options.weeks, width, 100, sessions).rows
    return max(_words(item, options, width) + 4.2 + rows * 4.4 + RULE, MIN_ROW)
