"""Files of other apps, read into sessions. Pure functions from bytes to values; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from programs.logs.importing import columns, fitnotes, hevy, liftosaur, own, strong
from programs.logs.importing.table import Table, is_unicode, table_of, text_of
from programs.logs.importing.types import Choices, ReadHistory, UnreadableHistoryError

Reader = Callable[[Table, Choices], ReadHistory]

READERS: list[tuple[str, set[str], Reader]] = [
    ("backfit", own.COLUMNS, own.read),
    ("hevy", hevy.COLUMNS, hevy.read),
    ("liftosaur", liftosaur.COLUMNS, liftosaur.read),
    ("strong", strong.COLUMNS, strong.read),
    ("fitnotes", fitnotes.COLUMNS, fitnotes.read),
]
"""Each knows its file by columns that no other has."""

NAMES = {
    "backfit": "Backfit",
    "strong": "Strong",
    "hevy": "Hevy",
    "fitnotes": "FitNotes",
    "liftosaur": "Liftosaur",
    "csv": "CSV",
}


def source_of(content: bytes) -> str:
    """Whose file it is, without reading its rows. Raises `UnreadableHistoryError` like `read_history`."""
    text = text_of(content)
    return own.read_json(text, Choices()).source if is_json(text) else reader_of(_table(text))[0]


def read_history(content: bytes, choices: Choices | None = None) -> ReadHistory:
    """What a file holds. Raises `UnreadableHistoryError` with a sentence that names what is wrong."""
    choices = choices or Choices()
    text = text_of(content)
    if is_json(text):
        return own.read_json(text, choices)
    table = _table(text)
    history = reader_of(table)[1](table, choices)
    history.is_unicode = is_unicode(content)
    return history


def is_json(text: str) -> bool:
    """Whether the text is no table."""
    return text.lstrip().startswith(("{", "["))


def _table(text: str) -> Table:
    table = table_of(text)
    if not table.rows:
        raise UnreadableHistoryError(_("The file has a first line and no rows after it."))
    return table


def reader_of(table: Table) -> tuple[str, Reader]:
    """Whose a table with these columns is, and what reads it."""
    names = table.places.keys()
    for source, wanted, reader in READERS:
        if names >= wanted:
            return source, reader
    return "csv", columns.read
