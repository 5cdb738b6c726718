"""The boxes of a sheet as fields of a page: exercise by exercise, a row for each set and side."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.http import QueryDict
from django.utils.translation import gettext as _

from exercises.formats import number_text, range_text
from exercises.models import PrescriptionKind
from exercises.units import Unit, load_in_kg, load_in_unit, to_kg
from programs.models import SetLog, WorkoutItem, WorkoutLog
from programs.models.set_log import MAX_BAND_LENGTH, MAX_KG, MAX_METRES, MAX_REPS, MAX_SECONDS, Side
from programs.sheets.sheet import load_heading

Column = Literal["reps", "seconds", "distance", "load", "assistance", "band"]
COLUMNS: tuple[Column, ...] = ("reps", "seconds", "distance", "load", "assistance", "band")

MAX_FIELDS = 3600
"""Fields of one page, below what a post may hold."""
MAX_DIGITS = 12
REPEATED: tuple[Column, ...] = ("load", "band")
"""What an empty box takes from the row above."""


@dataclass
class LogField:
    """One box: its field's name, what stands in it, and what is wrong with that."""

    name: str
    column: Column
    label: str
    hint: str = ""
    planned: str = ""
    """What a tick at its row means: the value of last time, else of the plan."""
    text: str = ""
    error: str = ""

    @property
    def mode(self) -> str:
        """Which keys a phone shows."""
        modes = dict.fromkeys(("load", "assistance", "distance"), "decimal") | {"band": "text"}
        return modes.get(self.column, "numeric")


@dataclass
class LogRow:
    """One set, or one side of it; `stored` is the set that its boxes are filled with."""

    number: int
    side: str
    label: str
    cells: list[LogField] = field(default_factory=list)
    copy: int = 0
    """Counts further sets in the same place, which another device put there."""
    stored: SetLog | None = None
    tick: str = ""
    """The name of the box that says that the row was as planned."""
    ticked: bool = False

    @property
    def order(self) -> tuple[int, str, int]:
        return self.number, self.side, self.copy

    @property
    def key(self) -> str:
        """What the names of its boxes end in: `1`, `2l`, `1-2`."""
        return f"{self.number}{self.side[:1]}" + (f"-{self.copy}" if self.copy else "")

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
    like: SetLog | None = None
    """A set of it that is stored, if any: further ones are of the same exercise."""
    hurts: bool = False
    """Whether it hurt; asked only with consent."""

    @property
    def hurts_name(self) -> str:
        """The name of the box that says so."""
        return f"hurts-{self.position}"

    @property
    def skipped_keys(self) -> dict[str, Any]:
        """What names it in a session's `skipped`."""
        exercise = self.item.exercise if self.item.exercise_id else None
        return {"item": self.item.pk, "exercise": exercise.slug if exercise else ""}

    def is_among(self, keys: Collection[object]) -> bool:
        """Whether its item or exercise is one of these."""
        return any(key in keys for key in self.skipped_keys.values() if key)

    @property
    def repeats_load(self) -> bool:
        """Whether a row may leave its load to the one above."""
        return len(self.rows) > 1 and bool({*REPEATED} & set(self.columns))

    def fill(self, texts: QueryDict) -> None:
        """Put what was typed into the boxes."""
        for row in self.rows:
            for cell in row.cells:
                cell.text = (texts.get(cell.name) or "").strip()
            row.ticked = bool(row.tick and texts.get(row.tick))
        self.hurts = bool(texts.get(self.hurts_name))

    def suggest(self, sets: Sequence[SetLog]) -> None:
        """Let ticks mean what was done last time, set by set."""
        before = {(each.number, each.side): each for each in reversed(sets)}
        for row in self.rows:
            if last := before.get((row.number, row.side)):
                for cell in row.cells:
                    if text := stored_text(last, cell.column, self.unit):
                        cell.planned = cell.hint = text

    def take_plan(self, *, everywhere: bool) -> None:
        """Fill the empty boxes of ticked rows, or of all, with what is planned.

        A load that was typed at a row above holds for those below.
        """
        typed: set[Column] = set()
        for row in self.rows:
            here = {cell.column for cell in row.cells if cell.text}
            for cell in row.cells if everywhere or row.ticked else ():
                if not cell.text and not (cell.column in REPEATED and cell.column in typed):
                    cell.text = cell.planned
            if row.ticked and row.is_empty and row.cells:
                row.cells[0].error = _("%(set)s: fill in “%(box)s” too.") % {
                    "set": row.label,
                    "box": row.cells[0].label,
                }
            typed |= here

    def show(self, sets: Sequence[SetLog]) -> None:
        """Put what is stored into the boxes; what has no box yet gets one."""
        self.name, self.words, self.like = sets[0].name, sets[0].words, sets[0]
        filled = [c for c in COLUMNS if any(stored_text(each, c, self.unit) for each in sets)]
        self.columns = tuple(c for c in COLUMNS if c in filled or c in self.columns)
        rows = {row.order: row for row in self.rows}
        for each in sets:
            copy = 0
            while (row := rows.get((each.number, each.side, copy))) and row.stored:
                copy += 1
            label = _with_side(_set_label(each.number), each.side)
            row = row or LogRow(each.number, each.side, label, copy=copy)
            rows[row.order], row.stored = row, each
        self.rows = [rows[order] for order in sorted(rows)]
        add_cells(self)
        for row in self.rows:
            for cell in row.cells:
                cell.text = stored_text(row.stored, cell.column, self.unit) if row.stored else ""

    def read(self) -> list[SetLog]:
        """The sets that are written in the boxes; what makes no sense gets an error at its box.

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
            item_id=self.item.pk or (self.like.item_id if self.like else None),
            exercise_id=self.item.exercise_id,
            name=self.name,
            words=self.words,
            position=self.position,
            number=row.number,
            side=row.side,
            own_exercise_id=self.like.own_exercise_id if self.like else None,
        )
        for name in HIDDEN_COLUMNS if row.stored else ():
            setattr(done, name, getattr(row.stored, name))
        done.reps = _whole(reps, 0, MAX_REPS)
        done.seconds = _whole(seconds, 1, MAX_SECONDS)
        done.load_kg = _load(row.cell("load"), load, self.unit)
        done.band = _band(row.cell("band"), band)
        done.assistance_kg = _load(row.cell("assistance"), row.text("assistance"), self.unit)
        done.distance_m = _metres(row.cell("distance"))
        main = reps or seconds or row.cell("distance")
        if main and not row.errors and not done.has_amount:
            main.error = _("%(set)s: fill in “%(box)s” too.") % {
                "set": row.label,
                "box": main.label,
            }
        return done


HIDDEN_COLUMNS = ("uuid", "position", "name", "words", "kind", "effort", "note", "at")
"""What a stored set says that no box shows; it stays as it is."""


def stored_text(done: SetLog, column: Column, unit: Unit) -> str:
    """What is stored of a set, as its box shows it."""
    if column in ("load", "assistance"):
        load = done.load_kg if column == "load" else done.assistance_kg
        return "" if load is None else load_in_unit(load, unit)
    if column == "distance":
        return "" if done.distance_m is None else number_text(done.distance_m)
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
            gone = WorkoutItem(exercise=sets[0].exercise) if sets[0].exercise else WorkoutItem()
            entry = ExerciseLog(len(entries), gone, (), unit, [], sets[0].name, sets[0].words)
            entries.append(entry)
        entry.show(sets)
    return entries


def _is_of(entry: ExerciseLog, done: SetLog) -> bool:
    """Whether a stored set belongs there: by the item, or by place and exercise when that is gone."""
    if done.item_id is not None:
        return entry.item.pk == done.item_id
    if entry.like:
        return False
    same_place = entry.position == done.position and done.exercise_id is not None
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
    alone = _("In total") if item.prescription_kind == PrescriptionKind.TOTAL else _("Done")
    label = _set_label(number) if sets > 1 else alone
    return LogRow(number, side, _with_side(label, side))


def _set_label(number: int) -> str:
    return _("Set %(number)s") % {"number": number}


def _with_side(label: str, side: str) -> str:
    """`Set 2, left`."""
    if side == Side.LEFT:
        return _("%(set)s, left") % {"set": label}
    if side == Side.RIGHT:
        return _("%(set)s, right") % {"set": label}
    return label


def add_cells(entry: ExerciseLog) -> None:
    """Give each row its boxes, with what the prescription says as a hint."""
    key = entry.item.pk or f"x{entry.position}"
    for row in entry.rows:
        row.tick = f"as-planned-{key}-{row.key}"
        row.cells = [
            LogField(
                name=f"{column}-{key}-{row.key}",
                column=column,
                label=_label(column, entry),
                hint=_hint(column, entry.item, entry.unit),
                planned=_planned(column, entry.item, entry.unit),
            )
            for column in entry.columns
        ]


def _label(column: Column, entry: ExerciseLog) -> str:
    if column == "reps":
        return _("Holds") if "seconds" in entry.columns else _("Reps")
    if column == "seconds":
        return _("Seconds each") if "reps" in entry.columns else _("Seconds")
    if column == "assistance":
        return _("Assistance (kg)") if entry.unit == "kg" else _("Assistance (lb)")
    if column == "load":
        return _("Load (kg)") if entry.unit == "kg" else _("Load (lb)")
    return _("Band") if column == "band" else _("Metres")


def _hint(column: Column, item: WorkoutItem, unit: Unit) -> str:
    """What the plan says, to stand faintly in an empty box."""
    if column == "reps":
        low, high = item.total_min or item.reps_min, item.total_max or item.reps_max
        return range_text(low, high) if low else ""
    if column == "seconds":
        return str(item.hold_seconds or item.duration_seconds or "")
    return load_in_unit(item.load_kg, unit) if column == "load" and item.load_kg else ""


def _planned(column: Column, item: WorkoutItem, unit: Unit) -> str:
    """What the plan says as one value: the least repetitions of a range."""
    if column == "reps":
        return str(item.total_min or item.reps_min or "")
    return _hint(column, item, unit)


def _whole(cell: LogField | None, low: int, high: int) -> int | None:
    """The whole number in a box; None, and the reason at the box, when there is none."""
    if cell is None or not cell.text:
        return None
    number = int(cell.text) if cell.text.isdecimal() and len(cell.text) <= MAX_DIGITS else -1
    if low <= number <= high:
        return number
    cell.error = _("%(box)s: write a whole number from %(low)s to %(high)s.") % {
        "box": cell.label,
        "low": low,
        "high": number_text(high, grouped=True),
    }
    return None


def _metres(cell: LogField | None) -> Decimal | None:
    """The distance in a box, to the centimetre."""
    if cell is None or not cell.text:
        return None
    number = _decimal(cell.text)
    if number.is_finite() and 0 <= number <= MAX_METRES:
        return number.quantize(Decimal("0.01"))
    cell.error = _("%(box)s: write a number from 0 to %(most)s.") % {
        "box": cell.label,
        "most": number_text(MAX_METRES, grouped=True),
    }
    return None


def _decimal(text: str) -> Decimal:
    """The number; a comma may part the decimals. Not a number for what is none or far too long."""
    try:
        return Decimal(text.replace(",", ".") if len(text) <= MAX_DIGITS else "NaN")
    except InvalidOperation:
        return Decimal("NaN")


def _load(cell: LogField | None, text: str, unit: Unit) -> Decimal | None:
    """The load in kilograms; `text` is what holds for the row. A comma may part the decimals."""
    if cell is None or not text:
        return None
    number = _decimal(text)
    if number.is_finite() and 0 <= to_kg(number, unit) <= MAX_KG:
        return load_in_kg(number, unit)
    if cell.text:
        most = load_in_unit(Decimal(MAX_KG), unit)
        cell.error = _("%(box)s: write a number from 0 to %(most)s, such as %(example)s.") % {
            "box": cell.label,
            "most": most,
            "example": number_text(Decimal("22.5")),
        }
    return None


def _band(cell: LogField | None, text: str) -> str:
    """Which band; `text` is what holds for the row."""
    if cell is None or not text:
        return ""
    if len(text) <= MAX_BAND_LENGTH and text.isprintable():
        return text
    if cell.text:
        cell.error = _("%(box)s: write at most %(number)s letters, such as green.") % {
            "box": cell.label,
            "number": MAX_BAND_LENGTH,
        }
    return ""
