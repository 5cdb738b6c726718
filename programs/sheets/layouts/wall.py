"""The sheet for the wall: a row an exercise, with picture, dose and boxes; up to eight on a page."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.formats import with_full_stop
from programs.sheets.layouts.fitting import Block, grown
from programs.sheets.log_boxes import COMFORTABLE_ROW, HEADER, MIN_ROW, Grid, possible_blocks
from programs.sheets.options import SheetOptions
from programs.sheets.pictures import Picture, boxes_picture, figure_picture, qr_picture
from programs.sheets.sheet import Sheet, SheetItem, SheetPlan
from programs.sheets.text_metrics import text_height, text_lines

ONE_PAGE = 8
PADDING = 5.0
CODE = 30.0
GAP = 5.0
MAX_ROW_HEIGHT = 58.0
MIN_PICTURE = 13.0
SECTION, TITLE = 8.5, 11.0
SAFETY = 15.5
RUNNING_HEADER = 3.0
NOTE_LINE = 8.5
MAX_NOTES = 360
SLACK = 2.5
LEVELS = [(2, False), (1, False), (1, True), (0, True)]
"""Cues, and whether compact: from what reads best to what takes least room."""
PAIRS = [(60.0, 68.0), (52.0, 72.0), (44.0, 76.0), (36.0, 78.0)]
LONG_PAIRS = [(48.0, 80.0), (42.0, 86.0), (34.0, 94.0)]
"""Widths of picture and boxes, from roomy to tight; the second list is for more than four weeks."""


@dataclass(frozen=True)
class Widths:
    """Of picture, text and boxes in a row (mm), how many cues, and blocks of weeks side by side.

    `compact` has smaller type and less air, and leaves out the plan's notes.
    """

    picture: float
    text: float
    boxes: float
    cues: int
    blocks: int
    compact: bool

    @property
    def padding(self) -> float:
        """Of a row, above and below its content together, in millimetres."""
        return 3.4 if self.compact else PADDING

    @property
    def scale(self) -> float:
        """Of the type."""
        return 0.88 if self.compact else 1.0


@dataclass(frozen=True)
class SheetRow:
    """One exercise as the template shows it."""

    item: SheetItem
    cues: str
    picture: Picture | None
    boxes: Picture
    height: float
    level: int
    padding: float

    @property
    def panel(self) -> float:
        """Height of the tinted panel behind the picture."""
        return round(self.height - self.padding + 1, 1)


def wall_context(sheet: Sheet) -> dict[str, object]:
    """What `print/sheet.html` shows."""
    options = sheet.options
    widths, common, left = _fit(sheet)

    def row(plan: SheetPlan, item: SheetItem, level: int) -> SheetRow:
        height = max(common, _least(item, options, widths, plan.sessions))
        grid = Grid(
            options.weeks,
            widths.boxes,
            height - widths.padding,
            widths.blocks,
            sessions=plan.sessions,
        )
        picture = figure_picture(item, options, widths.picture - 4, height - widths.padding - 1)
        cues = _cues(item, widths.cues)
        return SheetRow(
            item, cues, picture, boxes_picture(item, grid), round(height, 1), level, widths.padding
        )

    return {
        "qr": qr_picture(sheet.url),
        "widths": widths,
        "head_width": round(options.inner_width - CODE, 1),
        "plans": [
            (
                plan,
                _notes(plan, widths),
                [
                    (label, [row(plan, item, 2 + bool(plan.title) + bool(label)) for item in items])
                    for label, items in plan.sections
                ],
            )
            for plan in sheet.plans
        ],
        "note_lines": range(max(1, min(9, int(left / NOTE_LINE)))),
    }


def _cues(item: SheetItem, count: int) -> str:
    """The first cues as sentences."""
    return " ".join(with_full_stop(cue.rstrip(".")) for cue in item.cues[:count])


def _notes(plan: SheetPlan, widths: Widths) -> str:
    """The plan's notes, when they are short enough for a sheet."""
    return plan.notes if len(plan.notes) <= MAX_NOTES and not widths.compact else ""


def _fit(sheet: Sheet) -> tuple[Widths, float, float]:
    """The roomiest widths that need the fewest pages, the common row height, and the room left."""
    best: tuple[int, Widths, float, float] | None = None
    for widths in _choices(sheet):
        common, pages, left = _grown(sheet, widths)
        if best is None or pages < best[0]:
            best = pages, widths, common, left
        if pages == 1 or len(sheet.items) > ONE_PAGE:
            break
    assert best is not None  # noqa: S101 (there is always a choice)
    return best[1:]


def _grown(sheet: Sheet, widths: Widths) -> tuple[float, int, float]:
    options = sheet.options
    page = options.inner_height - SLACK
    pieces = [
        Block(_least(item, options, widths, plan.sessions), fixed)
        for plan in sheet.plans
        for item, fixed in _headed(sheet, plan, widths)
    ]
    tail = (SAFETY * options.scale * widths.scale if options.safety else 0) + 6 + NOTE_LINE
    first = page - _header_height(sheet)
    common, pages, left = grown(pieces, tail, first, page - RUNNING_HEADER, MAX_ROW_HEIGHT)
    return common, pages, left + NOTE_LINE


def _headed(sheet: Sheet, plan: SheetPlan, widths: Widths) -> list[tuple[SheetItem, float]]:
    """The plan's items, each with the height of the headings and notes that come before it."""
    headed = []
    above = TITLE if plan.title else 0.0
    above += text_height(
        _notes(plan, widths), 9.5 * sheet.options.scale, 1.35, sheet.options.inner_width
    )
    above += 2.0 if _notes(plan, widths) else 0.0
    for label, items in plan.sections:
        above += SECTION if label else 0.0
        for item in items:
            headed.append((item, above))
            above = 0.0
    return headed


def _choices(sheet: Sheet) -> list[Widths]:
    """Widths from roomy to tight: rows of a good height, then lower ones, then with fewer cues."""
    options = sheet.options
    width = options.inner_width
    long = options.weeks > 4
    if options.pictures and any(item.figure for item in sheet.items):
        pairs = LONG_PAIRS if long else PAIRS + (LONG_PAIRS if sheet.sessions > 1 else [])
        pairs = pairs[1:] if options.large else pairs
        shapes = [(picture, width - picture - boxes - 2 * GAP, boxes) for picture, boxes in pairs]
    else:
        boxes = 110.0 if long else 90.0
        shapes = [(0.0, width - boxes - GAP, boxes)]
    doses = [item.dose for item in sheet.items]
    room = max(options.inner_height / max(len(doses), 1) * 0.7, 22.0) - PADDING
    choices = []
    for cues, compact in LEVELS:
        for shape in shapes:
            possible = possible_blocks(doses, options.weeks, shape[2], sheet.sessions)
            good = [
                blocks
                for blocks in possible
                if Grid(options.weeks, 1, room, blocks, sessions=sheet.sessions).row_height
                >= COMFORTABLE_ROW
            ]
            start = good[0] if good else possible[-1]
            choices += [
                Widths(*shape, cues, blocks, compact) for blocks in possible if blocks >= start
            ]
    return choices


def _least(item: SheetItem, options: SheetOptions, widths: Widths, sessions: int) -> float:
    """The least height of an item's row: of its text, its boxes, and a picture one can make out."""
    scale, width = options.scale * widths.scale, widths.text
    text = (
        text_height(item.name, 13.5 * scale, 1.18, width, 600)
        + text_height(item.prescription, 12 * scale, 1.25, width, 600)
        + text_height(item.details, 8.8 * scale, 1.3, width)
        + text_height(_cues(item, widths.cues), 9 * scale, 1.3, width)
        + 1.0
    )
    rows = Grid(options.weeks, widths.boxes, 100, widths.blocks, sessions=sessions).rows
    return max(text, HEADER + rows * MIN_ROW, MIN_PICTURE if item.figure else 0) + widths.padding


def _header_height(sheet: Sheet) -> float:
    """Of title, subtitle and name line, or of the QR code beside them."""
    options, width = sheet.options, sheet.options.inner_width - CODE
    lines = max(1, text_lines(sheet.title, 25, width, 700))
    height = lines * 25 * 1.1 * 0.3528
    height += 2 + text_height(sheet.subtitle, 10.5 * options.scale, 1.3, width)
    height += 9.5 if options.name_line else 0
    return max(height, 27.0) + 6.0
