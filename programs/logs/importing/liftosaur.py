"""Liftosaur: times in UTC, what was asked beside what was done, notes repeated in each row."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

from programs.logs.importing.collector import Collector, Row
from programs.logs.importing.table import Table
from programs.logs.importing.types import Choices, ReadHistory, SkippedLineError
from programs.logs.importing.values import unit_of

COLUMNS = {"workout datetime", "exercise", "completed reps"}


def read(table: Table, choices: Choices) -> ReadHistory:
    """The sessions of an export of Liftosaur, with the sets that were done."""
    collector = Collector("liftosaur", choices)

    def read_row(line: int, row: Row) -> None:
        if not row["completed reps"].strip():
            raise SkippedLineError(_("This set was not done."))
        start = in_utc(collector.moment(row["workout datetime"]))
        session = collector.session(line, start, row.get("day name", ""))
        note = row.get("notes", "")
        words = " ".join(note.split())
        is_told = any(
            each.name == row["exercise"].strip() and words in each.note for each in session.sets
        )
        collector.add(
            session,
            line,
            row["exercise"],
            kind="warm-up" if row.get("is warmup set?", "").strip() == "1" else "work",
            load=row.get("completed weight value", ""),
            unit=unit_of(row.get("completed weight unit", "")),
            reps=row["completed reps"],
            effort=row.get("completed rpe", ""),
            note="" if is_told else note,
        )
        if ended := row.get("completed reps time", "").strip():
            finish = in_utc(collector.moment(ended))
            if isinstance(finish, datetime) and (not session.finish or finish > session.finish):
                session.finish = finish

    return collector.each(table, read_row)


def in_utc(moment: date | datetime) -> date | datetime:
    """The time with its zone, which a damaged cell may lack."""
    if isinstance(moment, datetime) and moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment
