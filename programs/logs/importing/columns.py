"""Any CSV, by saying which column is what; names of columns are guessed first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from exercises.units import Unit
from programs.logs.importing.collector import Collector, Row
from programs.logs.importing.table import Table
from programs.logs.importing.types import Choices, ReadHistory
from programs.logs.importing.values import plain, unit_of

ROLES = {
    "date": _("Day or start"),
    "clock": _("Time of day"),
    "title": _("Title of the session"),
    "exercise": _("Exercise"),
    "load": _("Weight"),
    "unit": _("Unit of weight"),
    "reps": _("Repetitions"),
    "seconds": _("Time of the set"),
    "distance": _("Distance in metres"),
    "effort": _("Effort of 10"),
    "note": _("Note"),
}
"""What a column can be, as people read it."""

GUESSES = {
    "date": r"date|day|datum|fecha|data|дата|start.*|workout date",
    "clock": r"clock|time of day|start time|uhrzeit|hora|heure",
    "title": r"title|workout|workout name|session|routine|training|тренировка",
    "exercise": r"exercise( name| title)?|movement|lift|ubung|ejercicio|exercice|esercizio|упражнение",
    "load": r"(weight|load|gewicht|peso|poids|вес)( ?[(_]?(kgs?|lbs?|кг)\)?)?|kgs?|lbs?|pounds",
    "unit": r"(weight )?unit|einheit|unidad",
    "reps": r"reps?|repetitions?|wiederholungen|repeticiones|повторения|wdh",
    "seconds": r"seconds?|duration( ?\(?s(ec(onds)?)?\)?)?|time|dauer|zeit|hold",
    "distance": r"distance|distance ?\(?m(eters|etres)?\)?|metres|meters",
    "effort": r"rpe|effort|intensity",
    "note": r"notes?|comments?|notiz|nota|заметка",
}
HOW_MUCH = ("reps", "seconds", "distance")


def guessed(header: list[str]) -> dict[str, int]:
    """Which column is what, by their names."""
    found: dict[str, int] = {}
    for role, pattern in GUESSES.items():
        for place, name in enumerate(header):
            if place not in found.values() and re.fullmatch(plain(pattern), plain(name).strip()):
                found[role] = place
                break
    return found


def missing_roles(columns: Mapping[str, int]) -> list[str]:
    """Roles without which nothing can be read."""
    missing = [role for role in ("date", "exercise") if role not in columns]
    return missing if any(role in columns for role in HOW_MUCH) else [*missing, "reps"]


def read(table: Table, choices: Choices) -> ReadHistory:
    """The sessions of any table; none while it is not known which column is what."""
    columns = {
        role: place for role, place in choices.columns.items() if 0 <= place < len(table.header)
    } or guessed(table.header)
    collector = Collector("csv", choices)
    history = collector.history
    history.header, history.columns = table.header, columns
    history.missing_roles = missing_roles(columns)
    if history.missing_roles:
        return history
    collector.decide_order(cells[columns["date"]] for _line, cells in table.rows)
    unit = unit_of_header(table.header[columns["load"]]) if "load" in columns else None
    by_place = {place: role for role, place in columns.items()}
    named = [by_place.get(place, f"{place}") for place in range(len(table.header))]

    def read_row(line: int, row: Row) -> None:
        start = joined(collector, row)
        session = collector.session(line, start, row.get("title", ""))
        collector.add(
            session,
            line,
            row["exercise"],
            load=row.get("load", ""),
            unit=unit_of(row.get("unit", "")) or unit,
            reps=row.get("reps", ""),
            time=row.get("seconds", ""),
            distance=row.get("distance", ""),
            effort=row.get("effort", ""),
            note=row.get("note", ""),
        )

    return collector.each(Table(named, table.rows), read_row)


def joined(collector: Collector, row: Mapping[str, str]) -> date | datetime:
    """The start, from one cell or two."""
    clock = row.get("clock", "").strip()
    start = collector.moment(row["date"])
    return (
        start if isinstance(start, datetime) or not clock else collector.moment(f"{start} {clock}")
    )


def unit_of_header(name: str) -> Unit | None:
    """The unit that a column's name holds."""
    words = re.findall(r"[a-zкг]+", name.lower())
    if {"kg", "kgs", "кг"} & {*words}:
        return "kg"
    return "lb" if {"lb", "lbs", "pounds"} & {*words} else None
