"""FitNotes for Android and for iOS: days without times, a unit in each row or column."""

from __future__ import annotations

from exercises.units import Unit
from programs.logs.importing.collector import Collector, Row
from programs.logs.importing.table import Table
from programs.logs.importing.types import Choices, ReadHistory
from programs.logs.importing.values import unit_of

COLUMNS = {"date", "exercise", "category", "reps"}


def read(table: Table, choices: Choices) -> ReadHistory:
    """The sessions of an export of FitNotes, one a day."""
    collector = Collector("fitnotes", choices)
    names = table.places
    collector.decide_order(cells[names["date"]] for _line, cells in table.rows)

    def read_row(line: int, row: Row) -> None:
        session = collector.session(line, collector.moment(row["date"]), "")
        load, unit = load_of(row)
        collector.add(
            session,
            line,
            row["exercise"],
            load=load,
            unit=unit,
            reps=row.get("reps", ""),
            time=row.get("time", ""),
            distance=row.get("distance", ""),
            distance_unit=row.get("distance unit") or "m",
            note=row.get("comment") or row.get("notes", ""),
        )

    return collector.each(table, read_row)


def load_of(row: Row) -> tuple[str, Unit | None]:
    """The load as the row has it, and its unit where it is told."""
    if row.get("weight (kg)", "").strip():
        return row["weight (kg)"], "kg"
    for name in ("weight (lbs)", "weight (lb)"):
        if row.get(name, "").strip():
            return row[name], "lb"
    load = row.get("weight", "")
    return load, unit_of(row.get("weight unit", "")) if load.strip() else None
