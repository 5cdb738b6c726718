"""The log book: cover, contents, and for each workout its movements and then a page a week."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.formats import with_full_stop
from programs.sheets.layouts.fitting import Block, grown
from programs.sheets.log_boxes import HEADER, Grid
from programs.sheets.options import SheetOptions
from programs.sheets.pictures import Picture, boxes_picture, figure_picture, qr_picture
from programs.sheets.sheet import Sheet, SheetItem, SheetPlan
from programs.sheets.text_metrics import text_height

TITLE = 20.0
MOVEMENT_WIDTH = 66.0
WEEK_TEXT = 62.0
GAP = 6.0
PADDING = 4.5
MIN_BOX_HEIGHT, MAX_WEEK_ROW, MAX_MOVEMENT = 5.0, 34.0, 46.0
MIN_PICTURE = 18.0
WEEK_TITLE, WEEK_TAIL, EFFORT = 15.0, 17.0, 7.6
SAFETY = 17.0
SLACK = 3.0


@dataclass(frozen=True)
class Movement:
    """One exercise on the page that explains a workout."""

    item: SheetItem
    picture: Picture | None
    cues: str
    height: float


@dataclass(frozen=True)
class WeekRow:
    """One exercise on the page of a week."""

    item: SheetItem
    boxes: Picture
    height: float


@dataclass(frozen=True)
class Chapter:
    """One workout of the book."""

    number: int
    title: str
    notes: str
    movements: list[Movement]
    rows: list[WeekRow]
    days: range


def logbook_context(sheet: Sheet) -> dict[str, object]:
    """What `print/logbook.html` shows."""
    options = sheet.options
    return {
        "qr": qr_picture(sheet.url),
        "chapters": [
            Chapter(
                number,
                plan.title or sheet.title,
                plan.notes,
                _movements(plan, options),
                _week_rows(plan, options),
                range(1, plan.sessions + 1),
            )
            for number, plan in enumerate(sheet.plans, start=1)
        ],
        "weeks": range(1, options.weeks + 1),
        "efforts": range(1, 11),
        "sizes": {
            "picture": MOVEMENT_WIDTH,
            "words": round(options.inner_width - MOVEMENT_WIDTH - GAP, 1),
            "week_text": WEEK_TEXT,
            "gap": GAP,
            "cover": round(options.inner_height * 0.42, 1),
        },
    }


def _movements(plan: SheetPlan, options: SheetOptions) -> list[Movement]:
    page = options.inner_height - SLACK
    notes = text_height(plan.notes, 10 * options.scale, 1.35, options.inner_width)
    least = [_least_movement(item, options) for item in plan.items]
    common, _, _ = grown(
        [Block(height) for height in least],
        SAFETY * options.scale if options.safety else 0,
        page - TITLE - notes,
        page,
        MAX_MOVEMENT,
    )
    movements = []
    for item, high in zip(plan.items, least, strict=True):
        height = max(high, common)
        picture = figure_picture(item, options, MOVEMENT_WIDTH - 4, height - PADDING - 2)
        movements.append(Movement(item, picture, _cues(item), round(height, 1)))
    return movements


def _cues(item: SheetItem) -> str:
    return " ".join(with_full_stop(cue.rstrip(".")) for cue in item.cues)


def _least_movement(item: SheetItem, options: SheetOptions) -> float:
    scale = options.scale
    width = options.inner_width - (MOVEMENT_WIDTH + GAP if item.figure else 0)
    words = (
        text_height(item.name, 13 * scale, 1.2, width, 600)
        + text_height(item.prescription, 11.5 * scale, 1.25, width, 600)
        + text_height(item.details, 9 * scale, 1.3, width)
        + text_height(_cues(item), 9.5 * scale, 1.3, width)
    )
    return max(words + 1, MIN_PICTURE if item.figure else 0) + PADDING


def _week_rows(plan: SheetPlan, options: SheetOptions) -> list[WeekRow]:
    """The rows of a week's page; every week of the workout has the same."""
    page = options.inner_height - SLACK
    least = [_least_week_row(item, plan, options) for item in plan.items]
    tail = WEEK_TAIL + EFFORT * plan.sessions
    common, _, _ = grown(
        [Block(height) for height in least], tail, page - WEEK_TITLE, page, MAX_WEEK_ROW
    )
    rows = []
    for item, high in zip(plan.items, least, strict=True):
        height = max(high, common)
        width = options.inner_width - WEEK_TEXT - GAP
        grid = Grid(plan.sessions, width, height - PADDING, period="day")
        rows.append(WeekRow(item, boxes_picture(item, grid), round(height, 1)))
    return rows


def _least_week_row(item: SheetItem, plan: SheetPlan, options: SheetOptions) -> float:
    scale = options.scale
    words = (
        text_height(item.name, 12 * scale, 1.18, WEEK_TEXT, 600)
        + text_height(item.prescription, 10.5 * scale, 1.25, WEEK_TEXT, 600)
        + text_height(item.details, 8.5 * scale, 1.25, WEEK_TEXT)
    )
    return max(words + 1, HEADER + plan.sessions * MIN_BOX_HEIGHT) + PADDING
