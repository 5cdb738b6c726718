"""Boxes to fill in with a pencil, drawn as one picture an exercise.

One picture with alternate text is kinder to a screen reader than seventy empty table cells, and a
quarter of the time to render. Lengths are in millimetres, in the SVG in tenths of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Literal

from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from exercises.formats import comma_list
from exercises.models import PrescriptionKind
from programs.sheets.sheet import Dose
from programs.sheets.text_metrics import Anchor, outlines

HEADER = 4.2
LABEL, SHORT_LABEL = 6.0, 4.4
BLOCK_GAP = 3.5
MIN_ROW, COMFORTABLE_ROW, MAX_ROW = 4.6, 6.6, 10.0
MIN_BOX = 5.8
MIN_COLUMNS, MAX_COLUMNS = 3, 10
MAX_SESSION_ROWS = 4
"""Sessions of a week that have a row each; where there are more, a week is one row with a box a session."""
CLOSEST_STROKES = 1.0
MIN_CIRCLE, MAX_CIRCLE = 2.6, 5.2
MIN_WIDE_BLOCK = 30
"""Where the word “Week” has room beside the first box's heading."""
FIRST_MIDDLE = 4.8
"""Of a heading beside the word “Week”, which reaches over the boxes where weeks stand side by side."""
LINE = 'fill="none" stroke="#6f7f7d" stroke-width="2"'
LOAD_HEADINGS = {
    "kg": pgettext_lazy("heading of a box", "kg"),
    "lb": pgettext_lazy("heading of a box", "lb"),
    "band": pgettext_lazy("heading of a box", "band"),
}
"""What heads the box for the load, by the code in `Dose.load`."""
FINE = 'fill="none" stroke="#9fadab" stroke-width="1.6"'


@dataclass(frozen=True)
class Grid:
    """Where the boxes go: the picture's size, how many weeks stand side by side in `blocks`, and how
    many `sessions` a week has."""

    weeks: int
    width: float
    height: float
    blocks: int = 1
    text: float = 2.7
    period: Literal["week", "day"] = "week"
    sessions: int = 1

    @property
    def has_box_per_session(self) -> bool:
        """Whether a week is one row with a box for each of its many sessions."""
        return self.sessions > MAX_SESSION_ROWS

    @property
    def rows_per_week(self) -> int:
        return 1 if self.has_box_per_session else self.sessions

    @property
    def lines(self) -> int:
        """Rows in all blocks together."""
        return self.weeks * self.rows_per_week

    @property
    def rows(self) -> int:
        """Rows below one another: whole weeks."""
        return ceil(self.weeks / self.blocks) * self.rows_per_week

    @property
    def row_height(self) -> float:
        return min((self.height - HEADER) / self.rows, MAX_ROW)

    @property
    def block_width(self) -> float:
        return (self.width - BLOCK_GAP * (self.blocks - 1)) / self.blocks

    @property
    def inner_width(self) -> float:
        """Of the boxes of one week."""
        return self.block_width - self.label_width

    @property
    def label_width(self) -> float:
        """Of the week's number; less where blocks stand side by side."""
        return LABEL if self.blocks == 1 else SHORT_LABEL

    @property
    def drawn_height(self) -> float:
        """Of the picture: rows have an upper limit, so it can be less than `height`."""
        return HEADER + self.rows * self.row_height + 0.2

    def place(self, line: int) -> tuple[float, float]:
        """Left and top of the boxes of a row, counted from 0."""
        block, row = divmod(line, self.rows)
        return block * (
            self.block_width + BLOCK_GAP
        ) + self.label_width, HEADER + row * self.row_height

    def starts(self) -> list[tuple[float, int]]:
        """Left of the boxes and number of rows of each block."""
        tops = range(0, self.lines, self.rows)
        return [(self.place(line)[0], min(self.rows, self.lines - line)) for line in tops]

    def first_lines(self) -> list[tuple[int, float, float]]:
        """Number (from 1), left and top of each week's first row."""
        return [(week + 1, *self.place(week * self.rows_per_week)) for week in range(self.weeks)]


def columns_of(dose: Dose, sessions: int = 1) -> int:
    """Boxes side by side that the dose asks for, with that of the load."""
    boxes = sessions if sessions > MAX_SESSION_ROWS else min(dose.sets, MAX_COLUMNS)
    return boxes + bool(dose.load)


def draw_boxes(dose: Dose, grid: Grid) -> tuple[str, str]:
    """The picture (SVG) to log the dose in, and its alternate text, in the reader's language."""
    return draw_boxes_in(get_language(), dose, grid)


@lru_cache(maxsize=1024)
def draw_boxes_in(language: str | None, dose: Dose, grid: Grid) -> tuple[str, str]:
    """The same for one language, which is active."""
    drawn, what = _drawn(dose, grid)
    labels = "".join(
        _text(x - 1.6, y + grid.row_height / 2 + grid.text * 0.34, str(week), grid, "end")
        for week, x, y in grid.first_lines()
    )
    heads = "".join(
        _text(
            x - grid.label_width,
            HEADER - 1.2,
            _period_heading(grid),
            grid,
            "start",
        )
        for x, _rows in grid.starts()
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(grid.width)} {_n(grid.drawn_height)}">'
        '<g fill="#445654">'
        f"{heads}{labels}{drawn}{_week_rules(dose, grid)}</g></svg>"
    )
    return svg, comma_list([what, *_sessions_text(grid), _period_text(grid)])


def _week_rules(dose: Dose, grid: Grid) -> str:
    """A strong line between weeks of several rows, so that one sees which rows are one week."""
    if grid.rows_per_week == 1:
        return ""
    columns = columns_of(dose) if dose.kind == PrescriptionKind.SETS else MAX_COLUMNS
    share = min(columns / max(columns, MIN_COLUMNS), 1)
    width = grid.label_width + grid.inner_width * share
    rules = "".join(
        f"M{_n(x - grid.label_width)} {_n(y)}h{_n(width)}"
        for _week, x, y in grid.first_lines()
        if y > HEADER
    )
    return f'<path d="{rules}" {LINE}/>' if rules else ""


def _sessions_text(grid: Grid) -> list[str]:
    """How many rows a week has, where that is not one."""
    if grid.rows_per_week == 1:
        return []
    return [
        ngettext("%(number)s row a week", "%(number)s rows a week", grid.rows_per_week)
        % {"number": grid.rows_per_week}
    ]


def _period_heading(grid: Grid) -> str:
    """`Week`, or `W` where there is little room."""
    is_wide = grid.blocks == 1 and grid.width > MIN_WIDE_BLOCK
    if grid.period == "day":
        return _("Day") if is_wide else pgettext("short for day", "D")
    return _("Week") if is_wide else pgettext("short for week", "W")


def _period_text(grid: Grid) -> str:
    number = {"number": grid.weeks}
    if grid.period == "day":
        return ngettext("%(number)s day", "%(number)s days", grid.weeks) % number
    return ngettext("%(number)s week", "%(number)s weeks", grid.weeks) % number


def _with_load(boxes: str, load: str) -> str:
    """`Boxes for 3 sets and the load in kg`."""
    if load == "band":
        return _("%(boxes)s and the band") % {"boxes": boxes}
    if load:
        return _("%(boxes)s and the load in %(unit)s") % {
            "boxes": boxes,
            "unit": LOAD_HEADINGS[load],
        }
    return boxes


def _drawn(dose: Dose, grid: Grid) -> tuple[str, str]:
    """What fits the kind of the dose and the room there is, and its name."""
    if grid.has_box_per_session:
        boxes = ngettext(
            "A box for the %(number)s session of a week",
            "A box for each of the %(number)s sessions of a week",
            grid.sessions,
        ) % {"number": grid.sessions}
        return _boxes(grid.sessions, dose.load, grid, is_numbered=True), _with_load(
            boxes, dose.load
        )
    if dose.kind == PrescriptionKind.TOTAL:
        tally = _("A tally to %(number)s") % {"number": dose.total}
        return _tally(dose, grid), _with_load(tally, dose.load)
    if dose.kind == PrescriptionKind.HOLD and dose.sets == 1 and dose.reps > 1:
        sides = 2 if dose.each_side else 1
        size, in_line = _circle_size(dose.reps, grid, sides)
        if size >= MIN_CIRCLE:
            return _circles(dose.reps, grid, size, in_line, sides), _circles_text(dose)
    sets = min(dose.sets, MAX_COLUMNS)
    boxes = ngettext("Boxes for %(number)s set", "Boxes for %(number)s sets", sets)
    return _boxes(sets, dose.load, grid), _with_load(boxes % {"number": sets}, dose.load)


def _circles_text(dose: Dose) -> str:
    number = {"number": dose.reps}
    if dose.each_side:
        return (
            ngettext(
                "Circles for %(number)s hold each side",
                "Circles for %(number)s holds each side",
                dose.reps,
            )
            % number
        )
    return (
        ngettext("Circles for %(number)s hold", "Circles for %(number)s holds", dose.reps) % number
    )


def _boxes(sets: int, load: str, grid: Grid, *, is_numbered: bool = False) -> str:
    """A box a set, headed by its number (alone where `is_numbered`), and before them one for the load."""
    count = sets + bool(load)
    width = grid.inner_width / max(count, MIN_COLUMNS)
    heading = _("Set %(number)s") if width > 9.5 and not is_numbered else "%(number)s"
    names = [heading % {"number": number} for number in range(1, sets + 1)]
    if load:
        names.insert(0, str(LOAD_HEADINGS[load]))
    return "".join(
        _table(x, rows, [width] * count, grid, tinted=bool(load))
        + "".join(
            _text(x + (index + 0.5) * width, HEADER - 1.2, name, grid, "middle")
            for index, name in enumerate(names)
        )
        for x, rows in grid.starts()
    )


def _table(left: float, rows: int, widths: list[float], grid: Grid, *, tinted: bool) -> str:
    """Ruled boxes with rounded outer corners; the first column is tinted when it is the load's."""
    width, height = sum(widths), rows * grid.row_height
    tint = _box(left, widths[0], height, 'fill="#eef2f1"') if tinted else ""
    inner = "".join(
        f"M{_n(left)} {_n(HEADER + row * grid.row_height)}h{_n(width)}" for row in range(1, rows)
    )
    inner += "".join(
        f"M{_n(left + sum(widths[:index]))} {_n(HEADER)}v{_n(height)}"
        for index in range(1, len(widths))
    )
    lines = f'<path d="{inner}" {FINE}/>' if inner else ""
    return tint + lines + _box(left + 0.1, width - 0.2, height, LINE)


def _box(left: float, width: float, height: float, look: str) -> str:
    """A rectangle with rounded corners below the headings."""
    size = f'width="{_n(width)}" height="{_n(height)}" rx="8"'
    return f'<rect x="{_n(left)}" y="{_n(HEADER)}" {size} {look}/>'


def _circle_size(reps: int, grid: Grid, sides: int) -> tuple[float, int]:
    """The biggest diameter at which the circles fit a week's boxes, and how many go in a line."""
    choices = []
    for lines in (1, 2, 3):
        in_line = ceil(reps / lines)
        across = (grid.inner_width / sides - 1) / (in_line * 1.22)
        choices.append((min(across, grid.row_height / (lines * 1.22), MAX_CIRCLE), in_line))
    return max(choices)


def _circles(reps: int, grid: Grid, size: float, in_line: int, sides: int) -> str:
    """A circle a hold, to tick off one by one; for each side a group."""
    step, lines = size * 1.22, ceil(reps / in_line)
    group = min(max(in_line * step + 3, 12.0), grid.inner_width / sides)
    drawn = []
    for line in range(grid.lines):
        x, y = grid.place(line)
        top = y + (grid.row_height - (lines - 1) * step) / 2
        drawn += [
            f'<circle cx="{_n(x + side * group + size / 2 + index % in_line * step)}" '
            f'cy="{_n(top + index // in_line * step)}" r="{_n(size / 2)}" {LINE}/>'
            for side in range(sides)
            for index in range(reps)
        ]
    names = [_("Left"), _("Right")] if sides == 2 else []
    middle = max(size / 2 + (in_line - 1) * step / 2, FIRST_MIDDLE)
    heads = [
        _text(x + side * group + middle, HEADER - 1.2, name, grid, "middle")
        for x, _rows in grid.starts()
        for side, name in enumerate(names)
    ]
    return "".join(drawn + heads)


def _tally(dose: Dose, grid: Grid) -> str:
    """Faint strokes in fives to go over with a pencil; boxes of ten when there is less room."""
    load = min(14.0, grid.inner_width / 4) if dose.load else 0.0
    groups = ceil(dose.total / 5)
    pitch = (grid.inner_width - load - 2) / (groups * 6.6)
    if pitch < CLOSEST_STROKES:
        return _tens(dose, grid)
    pitch = min(pitch, 1.7)
    strokes = ""
    for line in range(grid.lines):
        x, y = grid.place(line)
        top, length = y + grid.row_height * 0.2, grid.row_height * 0.6
        strokes += "".join(
            f"M{_n(x + load + 1.5 + (index // 5 * 6.6 + index % 5) * pitch)} {_n(top)}v{_n(length)}"
            for index in range(dose.total)
        )
    boxes = ""
    if dose.load:
        boxes = "".join(
            _table(x, rows, [load], grid, tinted=True)
            + _text(x + load / 2, HEADER - 1.2, str(LOAD_HEADINGS[dose.load]), grid, "middle")
            for x, rows in grid.starts()
        )
    every_ten = "".join(
        _text(
            x + load + 1.5 + ((ten - 1) // 5 * 6.6 + 4) * pitch,
            HEADER - 1.2,
            str(ten),
            grid,
            "middle",
        )
        for x, _rows in grid.starts()
        for ten in range(10, dose.total + 1, 10)
    )
    return f'<path d="{strokes}" {FINE} stroke-linecap="round"/>{boxes}{every_ten}'


def _tens(dose: Dose, grid: Grid) -> str:
    """A box for every ten repetitions (or more, so that there are ten boxes at most)."""
    step = 10 * max(1, ceil(dose.total / 10 / (MAX_COLUMNS - bool(dose.load))))
    names = [str(min(ten, dose.total)) for ten in range(step, dose.total + step, step)]
    if dose.load:
        names.insert(0, str(LOAD_HEADINGS[dose.load]))
    width = grid.inner_width / max(len(names), MIN_COLUMNS)
    return "".join(
        _table(x, rows, [width] * len(names), grid, tinted=bool(dose.load))
        + "".join(
            _text(x + (index + 0.5) * width, HEADER - 1.2, name, grid, "middle")
            for index, name in enumerate(names)
        )
        for x, rows in grid.starts()
    )


def _text(x: float, y: float, text: str, grid: Grid, anchor: Anchor) -> str:
    """Text as outlines, so that the picture holds paths alone and is drawn once for all its uses."""
    path = outlines(text, x * 10, y * 10, grid.text * 10, anchor)
    return f'<path d="{path}"/>'


def _n(millimetres: float) -> str:
    """Millimetres as tenths, written short."""
    return f"{millimetres * 10:.1f}".removesuffix(".0")


def possible_blocks(doses: list[Dose], weeks: int, width: float, sessions: int = 1) -> list[int]:
    """Into how many blocks side by side the weeks may go while boxes stay wide enough to write in."""
    most = max((columns_of(dose, sessions) for dose in doses), default=MIN_COLUMNS)
    columns = max(min(most, max(6, sessions)), MIN_COLUMNS)
    return [
        blocks
        for blocks in range(1, min(weeks, 4) + 1)
        if blocks == 1 or Grid(weeks, width, 1, blocks).inner_width / columns >= MIN_BOX
    ]
