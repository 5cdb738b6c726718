"""The sheet for the wall: a row an exercise, with picture, dose and boxes; up to eight on a page."""

from __future__ import annotations

from dataclasses import dataclass

from programs.sheets.boxes import HEADER, LOWEST_ROW, Grid, best_blocks
from programs.sheets.layouts.fitting import Block, grown
from programs.sheets.measure import text_height, text_lines
from programs.sheets.options import SheetOptions
from programs.sheets.pictures import Picture, boxes_picture, figure_picture, qr_picture
from programs.sheets.sheet import Sheet, SheetItem, SheetPlan

ONE_PAGE = 8
PADDING = 5.0
CODE = 30.0
GAP = 5.0
HIGHEST_ROW = 58.0
LOWEST_PICTURE = 13.0
SECTION, TITLE = 8.5, 11.0
SAFETY = 15.5
RUNNING_HEADER = 3.0
NOTE_LINE = 8.5
LONGEST_NOTES = 360
SLACK = 2.5


@dataclass(frozen=True)
class Widths:
    """Of picture, text and boxes in a row, in millimetres, and how many cues there are."""

    picture: float
    text: float
    boxes: float
    cues: int


@dataclass(frozen=True)
class Row:
    """One exercise as the template shows it."""

    item: SheetItem
    cues: str
    picture: Picture | None
    boxes: Picture
    height: float
    level: int

    @property
    def panel(self) -> float:
        """Height of the tinted panel behind the picture."""
        return round(self.height - PADDING + 1, 1)


def wall_context(sheet: Sheet) -> dict[str, object]:
    """What `print/sheet.html` shows."""
    options = sheet.options
    widths, common, left = _fit(sheet)
    inner = common - PADDING
    doses = [item.dose for item in sheet.items]
    blocks = best_blocks(doses, options.weeks, widths.boxes, inner)

    def row(item: SheetItem, level: int) -> Row:
        height = max(common, _least(item, options, widths, blocks))
        grid = Grid(options.weeks, widths.boxes, height - PADDING, blocks)
        picture = figure_picture(item, options, widths.picture - 4, height - PADDING - 2)
        cues = _cues(item, widths.cues)
        return Row(item, cues, picture, boxes_picture(item, grid), round(height, 1), level)

    return {
        "qr": qr_picture(sheet.url),
        "widths": widths,
        "head_width": round(options.inner_width - CODE, 1),
        "plans": [
            (
                plan,
                _notes(plan),
                [
                    (label, [row(item, 2 + bool(plan.title) + bool(label)) for item in items])
                    for label, items in plan.sections
                ],
            )
            for plan in sheet.plans
        ],
        "note_lines": range(max(1, min(9, int(left / NOTE_LINE)))),
    }


def _cues(item: SheetItem, count: int) -> str:
    """The first cues as sentences."""
    return " ".join(f"{cue.rstrip('.')}." for cue in item.cues[:count])


def _notes(plan: SheetPlan) -> str:
    """The plan's notes, when they are short enough for a sheet."""
    return plan.notes if len(plan.notes) <= LONGEST_NOTES else ""


def _fit(sheet: Sheet) -> tuple[Widths, float, float]:
    """The roomiest widths that need the fewest pages, the common row height, and the room left."""
    best: tuple[int, Widths, float, float] | None = None
    for widths in _choices(sheet):
        common, pages, left = _grown(sheet, widths)
        if best is None or pages < best[0]:
            best = pages, widths, common, left
        if pages == 1:
            break
    assert best is not None  # noqa: S101 (there is always a choice)
    return best[1:]


def _grown(sheet: Sheet, widths: Widths) -> tuple[float, int, float]:
    options = sheet.options
    page = options.inner_height - SLACK
    first = page - _header_height(sheet)
    doses = [item.dose for item in sheet.items]
    guess = max(first / max(len(doses), 1), 24.0) - PADDING - 2
    blocks = best_blocks(doses, options.weeks, widths.boxes, guess)
    pieces = [
        Block(_least(item, options, widths, blocks), fixed)
        for plan in sheet.plans
        for item, fixed in _headed(sheet, plan)
    ]
    tail = (SAFETY * options.scale if options.safety else 0) + 6 + NOTE_LINE
    common, pages, left = grown(pieces, tail, first, page - RUNNING_HEADER, HIGHEST_ROW)
    common = max(common, min((piece.least for piece in pieces), default=common))
    return common, pages, left + NOTE_LINE


def _headed(sheet: Sheet, plan: SheetPlan) -> list[tuple[SheetItem, float]]:
    """The plan's items, each with the height of the headings and notes that come before it."""
    headed = []
    above = TITLE if plan.title else 0.0
    above += text_height(_notes(plan), 9.5 * sheet.options.scale, 1.35, sheet.options.inner_width)
    above += 2.0 if _notes(plan) else 0.0
    for label, items in plan.sections:
        above += SECTION if label else 0.0
        for item in items:
            headed.append((item, above))
            above = 0.0
    return headed


def _choices(sheet: Sheet) -> list[Widths]:
    """Widths from roomy to tight, first with two cues, then one, then none."""
    options = sheet.options
    width = options.inner_width
    long = options.weeks > 4
    if options.pictures and any(item.figure for item in sheet.items):
        pairs = [(48, 80), (42, 84), (36, 86)] if long else [(60, 68), (52, 72), (44, 76), (36, 78)]
        pairs = pairs[1:] if options.large else pairs
        shapes = [(float(p), width - p - b - 2 * GAP, float(b)) for p, b in pairs]
    else:
        boxes = 110.0 if long else 90.0
        shapes = [(0.0, width - boxes - GAP, boxes)]
    return [Widths(*shape, cues) for cues in (2, 1, 0) for shape in shapes]


def _least(item: SheetItem, options: SheetOptions, widths: Widths, blocks: int) -> float:
    """The least height of an item's row: of its text, its boxes, and a picture one can make out."""
    scale, width = options.scale, widths.text
    text = (
        text_height(item.name, 13.5 * scale, 1.18, width, 600)
        + text_height(item.words, 12 * scale, 1.25, width, 600)
        + text_height(item.details, 8.8 * scale, 1.3, width)
        + text_height(_cues(item, widths.cues), 9 * scale, 1.3, width)
        + 1.0
    )
    rows = Grid(options.weeks, widths.boxes, 100, blocks).rows
    return max(text, HEADER + rows * LOWEST_ROW, LOWEST_PICTURE if item.figure else 0) + PADDING


def _header_height(sheet: Sheet) -> float:
    """Of title, subtitle and name line, or of the QR code beside them."""
    options, width = sheet.options, sheet.options.inner_width - CODE
    lines = max(1, text_lines(sheet.title, 25, width, 700))
    height = lines * 25 * 1.1 * 0.3528
    height += 2 + text_height(sheet.subtitle, 10.5 * options.scale, 1.3, width)
    height += 9.5 if options.name_line else 0
    return max(height, 27.0) + 6.0
