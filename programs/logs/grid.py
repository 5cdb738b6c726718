"""The boxes of a sheet as fields of a page: exercise by exercise, a row for each set and side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Literal

from django.http import QueryDict

from exercises.formats import range_text
from exercises.models import PrescriptionKind
from exercises.units import Unit
from programs.logs.formatting import load_in_kg, load_in_unit
from programs.models import SetLog, WorkoutItem, WorkoutLog
from programs.models.set_log import MOST_KG, MOST_REPS, MOST_SECONDS, Side
from programs.sheets.sheet import load_heading

Column = Literal["reps", "seconds", "load", "band"]
COLUMNS: tuple[Column, ...] = ("reps", "seconds", "load", "band")

MAX_FIELDS = 3600
"""Fields of one page, below what a post may hold."""
MAX_BAND_LENGTH = 30
MAX_DIGITS = 12


@dataclass
class LogField:
    """One box: its field's name, what stands in it, and what is wrong with that."""

    name: str
    column: Column
    label: str
    hint: str = ""
    text: str = ""
    error: str = ""

    @property
    def mode(self) -> str:
        """Which keys a phone shows."""
        return {"load": "decimal", "band": "text"}.get(self.column, "numeric")


@dataclass
class LogRow:
    """One set, or one side of it."""

    number: int
    side: str
    label: str
    cells: list[LogField] = field(default_factory=list)

    def cell(self, column: Column) -> LogField | None:
        return next((cell for cell in self.cells if cell.column == column), None)

    def text(self, column: Column) -> str:
        cell = self.cell(column)
        return cell.text if cell else ""

    @property
    def is_empty(self) -> bool:
        return not any(cell.text for cell in self.cells)

    @property
    def errors(self) -> list[str]:
        return [cell.error for cell in self.cells if cell.error]


@dataclass
class ExerciseLog:
    """One exercise of the sheet: its boxes, and what to write in them."""

    position: int
    item: WorkoutItem
    columns: tuple[Column, ...]
    unit: Unit
    rows: list[LogRow]
    name: str
    words: str
    last: str = ""
    last_session: WorkoutLog | None = None

    @property
    def repeats_load(self) -> bool:
        """Whether a row may leave its load to the one above."""
        return len(self.rows) > 1 and bool({"load", "band"} & set(self.columns))

    def fill(self, texts: QueryDict) -> None:
        """Put what was typed into the boxes."""
        for row in self.rows:
            for cell in row.cells:
                cell.text = (texts.get(cell.name) or "").strip()

    def show(self, sets: Sequence[SetLog]) -> None:
        """Put what is stored into the boxes; what has no box yet gets one."""
        self.name, self.words = sets[0].name, sets[0].words
        filled = [c for c in COLUMNS if any(stored_text(each, c, self.unit) for each in sets)]
        self.columns = tuple(c for c in COLUMNS if c in filled or c in self.columns)
        rows = {(row.number, row.side): row for row in self.rows}
        for each in sets:
            label = f"Set {each.number}" + (f", {each.side}" if each.side else "")
            rows.setdefault((each.number, each.side), LogRow(each.number, each.side, label))
        self.rows = [rows[place] for place in sorted(rows)]
        add_cells(self)
        for each in sets:
            for cell in rows[each.number, each.side].cells:
                cell.text = stored_text(each, cell.column, self.unit)

    def read(self) -> list[SetLog]:
        """The sets that are written in the boxes; what makes no sense is told at its box.

        A load that is left empty is that of the row above.
        """
        found, load, band = [], "", ""
        for row in self.rows:
            if row.is_empty:
                continue
            load, band = row.text("load") or load, row.text("band") or band
            found.append(self._read_row(row, load, band))
        return found

    def _read_row(self, row: LogRow, load: str, band: str) -> SetLog:
        reps, seconds = row.cell("reps"), row.cell("seconds")
        done = SetLog(
            item_id=self.item.pk,
            exercise=self.item.exercise,
            name=self.name,
            words=self.words,
            position=self.position,
            number=row.number,
            side=row.side,
            reps=_whole(reps, 0, MOST_REPS),
            seconds=_whole(seconds, 1, MOST_SECONDS),
            load_kg=_load(row.cell("load"), load, self.unit),
            band=_band(row.cell("band"), band),
        )
        main = reps or seconds
        if main and not row.errors and done.reps is done.seconds is None:
            main.error = f"{row.label}: write the {main.label.lower()} too."
        return done


def stored_text(done: SetLog, column: Column, unit: Unit) -> str:
    """What is stored of a set, as its box shows it."""
    if column == "load":
        return "" if done.load_kg is None else load_in_unit(done.load_kg, unit)
    value = {"reps": done.reps, "seconds": done.seconds, "band": done.band}[column]
    return "" if value is None else str(value)


def logged_entries(
    entries: list[ExerciseLog], groups: Sequence[Sequence[SetLog]], unit: Unit
) -> list[ExerciseLog]:
    """The boxes filled with what is stored; an exercise that has no boxes gets its own, at the end."""
    entries = list(entries)
    for sets in groups:
        entry = next((each for each in entries if _is_of(each, sets[0])), None)
        if entry is None:
            gone = WorkoutItem(exercise=sets[0].exercise)
            entry = ExerciseLog(len(entries), gone, (), unit, [], sets[0].name, sets[0].words)
            entries.append(entry)
        entry.show(sets)
    return entries


def _is_of(entry: ExerciseLog, done: SetLog) -> bool:
    """Whether a stored set belongs there: by the item, or by place and exercise when that is gone."""
    if done.item_id is not None:
        return entry.item.pk == done.item_id
    same_place = entry.position == done.position
    return same_place and entry.item.exercise_id == done.exercise_id


def entries_of(items: Sequence[WorkoutItem], unit: Unit) -> list[ExerciseLog]:
    """The boxes of a sheet with these items, in order, all empty."""
    most = max(MAX_FIELDS // (4 * max(len(items), 1)), 1)
    return [_entry(position, item, unit, most) for position, item in enumerate(items)]


def _entry(position: int, item: WorkoutItem, unit: Unit, most_rows: int) -> ExerciseLog:
    heading = load_heading(item, item.exercise, unit)
    columns = columns_of(item, heading)
    sets = 1 if item.prescription_kind == PrescriptionKind.TOTAL else item.sets or 1
    rows = [
        _row(number, side, sets, item)
        for number in range(1, min(sets, most_rows) + 1)
        for side in ((Side.LEFT, Side.RIGHT) if item.each_side else (Side.BOTH,))
    ]
    entry = ExerciseLog(
        position, item, columns, unit, rows, item.exercise.name, item.prescription_label
    )
    add_cells(entry)
    return entry


def columns_of(item: WorkoutItem, heading: str) -> tuple[Column, ...]:
    """Which boxes a row has: what is counted, and the load when the sheet has a box for it."""
    amount: tuple[Column, ...] = ("reps",)
    if item.prescription_kind == PrescriptionKind.TIME:
        amount = ("seconds",)
    elif item.prescription_kind == PrescriptionKind.HOLD:
        amount = ("seconds",) if item.reps_max == 1 else ("reps", "seconds")
    if not heading:
        return amount
    return (*amount, "band" if heading == "band" else "load")


def _row(number: int, side: str, sets: int, item: WorkoutItem) -> LogRow:
    alone = "In total" if item.prescription_kind == PrescriptionKind.TOTAL else "Done"
    label = f"Set {number}" if sets > 1 else alone
    return LogRow(number, side, f"{label}, {side}" if side else label)


def add_cells(entry: ExerciseLog) -> None:
    """Give each row its boxes, with what the prescription says as a hint."""
    key = entry.item.pk or f"x{entry.position}"
    for row in entry.rows:
        row.cells = [
            LogField(
                name=f"{column}-{key}-{row.number}{row.side[:1]}",
                column=column,
                label=_label(column, entry),
                hint=_hint(column, entry.item, entry.unit),
            )
            for column in entry.columns
        ]


def _label(column: Column, entry: ExerciseLog) -> str:
    if column == "reps":
        return "Holds" if "seconds" in entry.columns else "Reps"
    if column == "seconds":
        return "Seconds each" if "reps" in entry.columns else "Seconds"
    return "Band" if column == "band" else f"Load ({entry.unit})"


def _hint(column: Column, item: WorkoutItem, unit: Unit) -> str:
    """What the plan says, to stand faintly in an empty box."""
    if column == "reps":
        low, high = item.total_min or item.reps_min, item.total_max or item.reps_max
        return range_text(low, high) if low else ""
    if column == "seconds":
        return str(item.hold_seconds or item.duration_seconds or "")
    return load_in_unit(item.load_kg, unit) if column == "load" and item.load_kg else ""


def _whole(cell: LogField | None, low: int, high: int) -> int | None:
    """The whole number in a box; None, and the reason at the box, when there is none."""
    if cell is None or not cell.text:
        return None
    number = int(cell.text) if cell.text.isdecimal() and len(cell.text) <= MAX_DIGITS else -1
    if low <= number <= high:
        return number
    cell.error = f"{cell.label}: write a whole number from {low} to {high:,}."
    return None


def _load(cell: LogField | None, text: str, unit: Unit) -> Decimal | None:
    """The load in kilograms; `text` is what holds for the row. A comma may part the decimals."""
    if cell is None or not text:
        return None
    try:
        number = load_in_kg(Decimal(text.replace(",", ".")), unit)
    except InvalidOperation:
        number = Decimal("NaN")
    if number.is_finite() and 0 <= number <= MOST_KG and len(text) <= MAX_DIGITS:
        return number
    if cell.text:
        most = load_in_unit(Decimal(MOST_KG), unit)
        cell.error = f"{cell.label}: write a number from 0 to {most}, such as 22.5."
    return None


def _band(cell: LogField | None, text: str) -> str:
    """Which band; `text` is what holds for the row."""
    if cell is None or not text:
        return ""
    if len(text) <= MAX_BAND_LENGTH and text.isprintable():
        return text
    if cell.text:
        cell.error = f"{cell.label}: write at most {MAX_BAND_LENGTH} letters, such as green."
    return ""
