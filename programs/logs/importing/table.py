"""A file's bytes as a table, or a sentence that says what is wrong with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programs.logs.importing.types import UnreadableHistoryError

MAX_BYTES = 6_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 100
MAX_CELL = 20_000
DELIMITERS = ",;\t|"
PACKED = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ"),
    b"\xd0\xcf\x11\xe0",
)
"""How archives begin, and spreadsheets, which are archives; an old XLS last."""


@dataclass
class Table:
    """A header and its rows, each with the number of its first line; all rows are as long as the header
    at least."""

    header: list[str]
    rows: list[tuple[int, list[str]]]

    @property
    def places(self) -> dict[str, int]:
        """Where each column is, by its name in small letters."""
        return {name.strip().lower(): place for place, name in reversed([*enumerate(self.header)])}

    def named_rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row as texts by column; too long a row names its line with an empty dict."""
        names = [name.strip().lower() for name in self.header]
        for line, cells in self.rows:
            yield line, dict(zip(names, cells, strict=False))


def text_of(content: bytes) -> str:
    """The file as text: UTF-8, UTF-16 or, when it is neither, Windows Latin.

    Raises `UnreadableHistoryError` for what is too large, packed or no text.
    """
    if len(content) > MAX_BYTES:
        limit = {"limit": MAX_BYTES // 1_000_000}
        raise UnreadableHistoryError(_("The file is larger than %(limit)d MB.") % limit)
    if content.startswith(PACKED):
        raise UnreadableHistoryError(
            _(
                "This file is packed, or a spreadsheet. Unpack it, or save it as CSV, and choose that."
            )
        )
    text = _decoded(content)
    if "\0" in text:
        raise UnreadableHistoryError(_("This is not a text file. Choose the CSV of your app."))
    if text.lstrip().startswith("<"):
        raise UnreadableHistoryError(
            _("This is a web page or XML, and no table. Choose the CSV of your app.")
        )
    if not text.strip():
        raise UnreadableHistoryError(_("The file is empty."))
    return text


def is_unicode(content: bytes) -> bool:
    """Whether the file says what its letters are; those of any other were guessed."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:200]
    return True


def _decoded(content: bytes) -> str:
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        if content[1:200:2].count(0) > len(content[1:200:2]) * 0.4:
            return content.decode("utf-16-le")
        if content[0:200:2].count(0) > len(content[0:200:2]) * 0.4:
            return content.decode("utf-16-be")
    except UnicodeDecodeError as error:
        message = _("This text is damaged from byte %(number)s on.")
        raise UnreadableHistoryError(message % {"number": error.start}) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def delimiter_of(line: str) -> str:
    """What parts the cells of the header line, quoted cells left out."""
    outside = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def table_of(text: str) -> Table:
    """The text as a table. Raises `UnreadableHistoryError` when it is broken or too long."""
    source = io.StringIO(text, newline="")
    first = source.readline()
    lines_before = 0
    if first.lower().startswith("sep="):
        delimiter, lines_before = first[4:5], 1
        if delimiter not in DELIMITERS:
            raise UnreadableHistoryError(_("The first line names no separator of cells."))
    else:
        delimiter = delimiter_of(first)
        source.seek(0)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    header: list[str] = []
    padding: list[str] = []
    line = 1
    try:
        for cells in reader:
            number, line = line, reader.line_num + 1
            if not any(map(str.strip, cells)):
                continue
            if not header:
                header = _checked_header(cells)
                padding = [""] * len(header)
            else:
                cells += padding[len(cells) :]
                rows.append((number + lines_before, cells))
            if len(rows) > MAX_ROWS:
                raise UnreadableHistoryError(
                    _("The file has more than %(limit)s rows. Import it in parts.")
                    % {"limit": f"{MAX_ROWS:,}"}
                )
    except csv.Error as error:
        raise UnreadableHistoryError(_broken(error, line + lines_before)) from error
    _check_cells(rows)
    return Table(header, rows)


def _checked_header(cells: list[str]) -> list[str]:
    if len(cells) > MAX_COLUMNS:
        message = _("The file has more than %(limit)s columns: this is no list of sets.")
        raise UnreadableHistoryError(message % {"limit": MAX_COLUMNS})
    return cells


def _check_cells(rows: list[tuple[int, list[str]]]) -> None:
    for number, cells in rows:
        if max(map(len, cells)) > MAX_CELL:
            message = _("Line %(line)s: a cell is longer than %(limit)s characters.")
            raise UnreadableHistoryError(message % {"line": number, "limit": f"{MAX_CELL:,}"})


def _broken(error: csv.Error, line: int) -> str:
    if "field larger" in str(error):
        message = _("Line %(line)s: a cell is longer than %(limit)s characters.")
        return message % {"line": line, "limit": f"{MAX_CELL:,}"}
    return _("Line %(line)s: the quotation marks of this row do not match.") % {"line": line}
