"""Boxes to fill in with a pencil, drawn as one picture an exercise.

One picture with alternate text is kinder to a screen reader than seventy empty table cells, and a
quarter of the time to render. Lengths are in millimetres, in the SVG in tenths of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from exercises.models import PrescriptionKind
from programs.sheets.sheet import Dose
from programs.sheets.text_metrics import Anchor, outlines

HEADER = 4.2
LABEL, SHORT_LABEL = 6.0, 4.4
BLOCK_GAP = 3.5
LOWEST_ROW, GOOD_ROW, HIGHEST_ROW = 4.6, 6.6, 10.0
MIN_BOX = 5.8
FEWEST_COLUMNS, MOST_COLUMNS = 3, 10
CLOSEST_STROKES = 1.0
SMALLEST_CIRCLE, BIGGEST_CIRCLE = 2.6, 5.2
FIRST_MIDDLE = 4.8
"""Of a heading beside the word “Week”, which reaches over the boxes where weeks stand side by side."""
LINE = 'fill="none" stroke="#6f7f7d" stroke-width="2"'
FINE = 'fill="none" stroke="#9fadab" stroke-width="1.6"'


@dataclass(frozen=True)
class Grid:
    """Where the boxes go: the picture's size, and how many weeks stand side by side in `blocks`."""

    weeks: int
    width: float
    height: float
    blocks: int = 1
    text: float = 2.7
    label: str = "Week"

    @property
    def rows(self) -> int:
        """Weeks below one another."""
        return ceil(self.weeks / self.blocks)

    @property
    def row_height(self) -> float:
        return min((self.height - HEADER) / self.rows, HIGHEST_ROW)

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

    def place(self, week: int) -> tuple[float, float]:
        """Left and top of the boxes of a week, counted from 0."""
        block, row = divmod(week, self.rows)
        return block * (
            self.block_width + BLOCK_GAP
        ) + self.label_width, HEADER + row * self.row_height

    def starts(self) -> list[tuple[float, int]]:
        """Left of the boxes and number of rows of each block."""
        tops = [week for week in range(self.weeks) if week % self.rows == 0]
        return [(self.place(week)[0], min(self.rows, self.weeks - week)) for week in tops]


def columns_of(dose: Dose) -> int:
    """Boxes side by side that the dose asks for, with that of the load."""
    return min(dose.sets, MOST_COLUMNS) + bool(dose.load)


@lru_cache(maxsize=1024)
def draw_boxes(dose: Dose, grid: Grid) -> tuple[str, str]:
    """The picture (SVG) to log the dose in, and its alternate text."""
    drawn, what = _drawn(dose, grid)
    labels = "".join(
        _text(x - 1.6, y + grid.row_height / 2 + grid.text * 0.34, str(week + 1), grid, "end")
        for week in range(grid.weeks)
        for x, y in (grid.place(week),)
    )
    heads = "".join(
        _text(
            x - grid.label_width,
            HEADER - 1.2,
            grid.label if grid.block_width > 30 else grid.label[0],
            grid,
            "start",
        )
        for x, _ in grid.starts()
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(grid.width)} {_n(grid.drawn_height)}">'
        '<g fill="#445654">'
        f"{heads}{labels}{drawn}</g></svg>"
    )
    return svg, f"{what}, {grid.weeks} {grid.label.lower()}{'s' if grid.weeks != 1 else ''}"


def _drawn(dose: Dose, grid: Grid) -> tuple[str, str]:
    """What fits the kind of the dose and the room there is, and its name."""
    load = f" and the load in {dose.load}" if dose.load in ("kg", "lb") else ""
    load = " and the band" if dose.load == "band" else load
    if dose.kind == PrescriptionKind.TOTAL:
        return _tally(dose, grid), f"A tally to {dose.total}{load}"
    if dose.kind == PrescriptionKind.HOLD and dose.sets == 1 and dose.reps > 1:
        sides = 2 if dose.each_side else 1
        size, in_line = _circle_size(dose.reps, grid, sides)
        if size >= SMALLEST_CIRCLE:
            what = f"Circles for {dose.reps} holds{' each side' * (sides - 1)}"
            return _circles(dose.reps, grid, size, in_line, sides), what
    sets = min(dose.sets, MOST_COLUMNS)
    return _boxes(sets, dose.load, grid), f"Boxes for {sets} {'set' if sets == 1 else 'sets'}{load}"


def _boxes(sets: int, load: str, grid: Grid) -> str:
    """A box a set, headed by its number, and before them one for the load."""
    count = sets + bool(load)
    width = grid.inner_width / max(count, FEWEST_COLUMNS)
    word = "Set " if width > 9.5 else ""
    names = [load] * bool(load) + [f"{word}{number}" for number in range(1, sets + 1)]
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
        choices.append((min(across, grid.row_height / (lines * 1.22), BIGGEST_CIRCLE), in_line))
    return max(choices)


def _circles(reps: int, grid: Grid, size: float, in_line: int, sides: int) -> str:
    """A circle a hold, to tick off one by one; for each side a group."""
    step, lines = size * 1.22, ceil(reps / in_line)
    group = min(max(in_line * step + 3, 12.0), grid.inner_width / sides)
    drawn = []
    for week in range(grid.weeks):
        x, y = grid.place(week)
        top = y + (grid.row_height - (lines - 1) * step) / 2
        drawn += [
            f'<circle cx="{_n(x + side * group + size / 2 + index % in_line * step)}" '
            f'cy="{_n(top + index // in_line * step)}" r="{_n(size / 2)}" {LINE}/>'
            for side in range(sides)
            for index in range(reps)
        ]
    names = ["Left", "Right"] if sides == 2 else []
    middle = max(size / 2 + (in_line - 1) * step / 2, FIRST_MIDDLE)
    heads = [
        _text(x + side * group + middle, HEADER - 1.2, name, grid, "middle")
        for x, _ in grid.starts()
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
    for week in range(grid.weeks):
        x, y = grid.place(week)
        top, length = y + grid.row_height * 0.2, grid.row_height * 0.6
        strokes += "".join(
            f"M{_n(x + load + 1.5 + (index // 5 * 6.6 + index % 5) * pitch)} {_n(top)}v{_n(length)}"
            for index in range(dose.total)
        )
    boxes = ""
    if dose.load:
        boxes = "".join(
            _table(x, rows, [load], grid, tinted=True)
            + _text(x + load / 2, HEADER - 1.2, dose.load, grid, "middle")
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
        for x, _ in grid.starts()
        for ten in range(10, dose.total + 1, 10)
    )
    return f'<path d="{strokes}" {FINE} stroke-linecap="round"/>{boxes}{every_ten}'


def _tens(dose: Dose, grid: Grid) -> str:
    """A box for every ten repetitions (or more, so that there are ten boxes at most)."""
    step = 10 * max(1, ceil(dose.total / 10 / (MOST_COLUMNS - bool(dose.load))))
    names = [str(min(ten, dose.total)) for ten in range(step, dose.total + step, step)]
    names = ([dose.load] if dose.load else []) + names
    width = grid.inner_width / max(len(names), FEWEST_COLUMNS)
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


def possible_blocks(doses: list[Dose], weeks: int, width: float) -> list[int]:
    """Into how many blocks side by side the weeks may go while boxes stay wide enough to write in."""
    most = max((columns_of(dose) for dose in doses), default=FEWEST_COLUMNS)
    columns = max(min(most, 6), FEWEST_COLUMNS)
    return [
        blocks
        for blocks in range(1, min(weeks, 4) + 1)
        if blocks == 1 or Grid(weeks, width, 1, blocks).inner_width / columns >= MIN_BOX
    ]
