"""Hevy: dates with months in the account's language, columns for kilograms or pounds."""

from __future__ import annotations

from datetime import datetime

from programs.logs.importing.collector import Collector, Row
from programs.logs.importing.table import Table
from programs.logs.importing.types import Choices, ReadHistory
from programs.logs.importing.values import number

COLUMNS = {"title", "start_time", "exercise_title"}
KINDS = {"warmup": "warm-up", "dropset": "drop", "failure": "failure"}
DISTANCES = (("distance_km", "km"), ("distance_miles", "mi"), ("distance_meters", "m"))


def read(table: Table, choices: Choices) -> ReadHistory:
    """The sessions of an export of Hevy."""
    collector = Collector("hevy", choices)
    names = table.places
    collector.decide_order(cells[names["start_time"]] for _line, cells in table.rows)
    unit, load_name = ("lb", "weight_lbs") if "weight_lbs" in names else ("kg", "weight_kg")
    distance, distance_unit = next((each for each in DISTANCES if each[0] in names), ("", "km"))

    def read_row(line: int, row: Row) -> None:
        session = collector.session(line, collector.moment(row["start_time"]), row["title"])
        if not session.finish and row.get("end_time", "").strip():
            finish = collector.moment(row["end_time"])
            session.finish = finish if isinstance(finish, datetime) else None
        collector.note_session(session, line, unescaped(row.get("description", "")))
        note = unescaped(row.get("exercise_notes", ""))
        is_told = any(
            each.name == row["exercise_title"].strip() and each.note for each in session.sets
        )
        load = row.get(load_name, "")
        collector.add(
            session,
            line,
            row["exercise_title"],
            kind=KINDS.get(row.get("set_type", "").strip().lower(), "work"),
            load=load if number(load) else "",
            unit="lb" if unit == "lb" else "kg",
            reps=row.get("reps", ""),
            time=row.get("duration_seconds", ""),
            distance=row.get(distance, ""),
            distance_unit=distance_unit,
            effort=row.get("rpe", ""),
            note="" if is_told else note,
        )

    return collector.each(table, read_row)


def unescaped(text: str) -> str:
    r"""Line breaks, which the file writes out as `\n`."""
    return text.replace("\\r", "").replace("\\n", "\n")
