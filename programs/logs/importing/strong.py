"""Strong: three sets of columns, comma or semicolon, local times, one of them without a unit."""

from __future__ import annotations

from django.utils.translation import gettext as _

from exercises.units import Unit
from programs.logs.importing.collector import Collector, Row
from programs.logs.importing.table import Table
from programs.logs.importing.types import Choices, ReadHistory, SkippedLineError
from programs.logs.importing.values import seconds, unit_of

COLUMNS = {"date", "workout name", "exercise name", "set order"}
KINDS = {"w": "warm-up", "d": "drop", "f": "failure"}


def read(table: Table, choices: Choices) -> ReadHistory:
    """The sessions of an export of Strong."""
    collector = Collector("strong", choices)
    names = table.places
    unit: Unit | None = (
        "kg" if "weight (kg)" in names else "lb" if "weight (lbs)" in names else None
    )
    loads = ("weight", "weight (kg)", "weight (lbs)", "weight (lb)")
    load_name = next((name for name in loads if name in names), "weight")
    if load_name == "weight (lb)":
        unit = "lb"
    collector.decide_order(cells[names["date"]] for _line, cells in table.rows)
    pending: dict[tuple[str, str], str] = {}

    def read_row(line: int, row: Row) -> None:
        session = collector.session(line, collector.moment(row["date"]), row["workout name"])
        length = row.get("duration") or row.get("workout duration") or row.get("duration (sec)", "")
        session.seconds = session.seconds or seconds(length)
        collector.note_session(session, line, row.get("workout notes", ""))
        order, name = row["set order"].strip().lower(), row["exercise name"]
        if order == "rest timer":
            raise SkippedLineError(_("A rest timer is no set."))
        if order == "note":
            mine = [each for each in session.sets if each.name == name.strip()]
            if mine:
                collector.note_set(mine[-1], row.get("notes", ""))
            else:
                pending[session.key, name] = row.get("notes", "")
            return
        done = collector.add(
            session,
            line,
            name,
            kind=KINDS.get(order, "work"),
            load=row.get(load_name, ""),
            unit=unit or unit_of(row.get("weight unit", "")),
            reps=row.get("reps", ""),
            time=row.get("seconds", ""),
            distance=row.get("distance (meters)") or row.get("distance", ""),
            distance_unit=distance_unit(row, choices),
            effort=row.get("rpe", ""),
            note=row.get("notes", ""),
        )
        collector.note_set(done, pending.pop((session.key, name), ""))

    return collector.each(table, read_row)


def distance_unit(row: Row, choices: Choices) -> str:
    """Metres or as the row says; else kilometres or miles, as the app's weights are."""
    if "distance (meters)" in row:
        return "m"
    return row.get("distance unit") or ("km" if choices.unit == "kg" else "mi")
