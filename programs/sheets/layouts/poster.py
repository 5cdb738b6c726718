"""The poster: big pictures and few words, to be read from two metres away.

Two metres ask for capitals of at least 4.5 mm, half as high again as a sharp eye can just make out:
20 pt in our family, about the size of the smallest words here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from programs.sheets.pictures import Picture, figure_picture, qr_picture
from programs.sheets.sheet import Sheet, SheetItem
from programs.sheets.text_metrics import text_height, text_lines, text_width

MAX_PER_PAGE = 6
HEADER = 33.0
SAFETY = 17.0
GAP = 6.0
PANEL_PADDING = 3.0
SMALLEST, BIGGEST = 21.5, 34.0
DOSE_SHARE = 0.92
WORDS_SHARE = 0.4
TITLE_SIZES = (36, 32, 28, 24)


@dataclass(frozen=True)
class Card:
    """One exercise: its picture on a panel, its name and its dose."""

    item: SheetItem
    number: int
    picture: Picture | None


@dataclass(frozen=True)
class CardSize:
    """Of a card and its panel (mm), and of its words (pt)."""

    width: float
    height: float
    panel: float
    name: float
    dose: float


def poster_context(sheet: Sheet) -> dict[str, object]:
    """What `print/poster.html` shows."""
    pages = _pages(sheet.items)
    options = sheet.options
    most = max((len(page) for page in pages), default=1)
    columns = 1 if most <= 2 else 2
    rows = ceil(most / columns)
    room = options.inner_height - HEADER - (SAFETY * options.scale if options.safety else 0)
    width = (options.inner_width - GAP * (columns - 1)) / columns
    size = _size(sheet, width, (room - GAP * rows) / rows)
    numbers = iter(range(1, len(sheet.items) + 1))
    return {
        "qr": qr_picture(sheet.url),
        "size": size,
        "head_width": round(options.inner_width - 30, 1),
        "title_size": _title_size(sheet.title, options.inner_width - 30),
        "pages": [[_card(sheet, item, next(numbers), size) for item in page] for page in pages],
    }


def _title_size(title: str, width: float) -> int:
    """The greatest size (pt) at which the title goes on one line, else the smallest."""
    fitting = [size for size in TITLE_SIZES if text_lines(title, size, width, 700) <= 1]
    return fitting[0] if fitting else TITLE_SIZES[-1]


def _pages(items: list[SheetItem]) -> list[list[SheetItem]]:
    """The items page by page, as evenly as they go, six at most on one."""
    count = ceil(len(items) / MAX_PER_PAGE) or 1
    each = ceil(len(items) / count) or 1
    return [items[start : start + each] for start in range(0, len(items), each)]


def _size(sheet: Sheet, width: float, height: float) -> CardSize:
    """Words as big as leave three fifths of the card to the picture, but readable; never cut."""
    size = BIGGEST
    while size > SMALLEST and (
        _words_height(sheet, size, width) > height * WORDS_SHARE
        or _breaks_words(sheet, size, width)
    ):
        size -= 0.5
    words = _words_height(sheet, size, width)
    panel = max(height - words, 12.0)
    return CardSize(round(width, 1), round(height, 1), round(panel, 1), size, size * DOSE_SHARE)


def _words_height(sheet: Sheet, size: float, width: float) -> float:
    """Of the tallest name and dose of all cards, in millimetres."""
    return 3.0 + max(
        (
            text_height(item.name, size, 1.1, width, 700)
            + text_height(item.short_dose, size * DOSE_SHARE, 1.15, width, 600)
            for item in sheet.items
        ),
        default=0.0,
    )


def _breaks_words(sheet: Sheet, size: float, width: float) -> bool:
    """Whether a word of a name is wider than its card."""
    words = [word for item in sheet.items for word in item.name.replace("-", "- ").split()]
    return any(text_width(word, size, 700) > width for word in words)


def _card(sheet: Sheet, item: SheetItem, number: int, size: CardSize) -> Card:
    width, height = size.width - 2 * PANEL_PADDING, size.panel - 2 * PANEL_PADDING
    return Card(item, number, figure_picture(item, sheet.options, width, height))
