"""Workbooks (XLSX): read within bounds, and written so that a text stays a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import column_index_from_string

MAX_UNPACKED_BYTES = 50_000_000
MAX_ELEMENTS = 1_000_000
MAX_SHEET_ROWS = 10_000
MAX_SHEET_COLUMNS = 200
CHUNK_BYTES = 65_536

LAST_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")
TO_ESCAPE = re.compile(r"[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
"""What XML cannot hold, and what a spreadsheet would read as such a sign (ECMA-376, ST_Xstring)."""


class TooLargeError(ValueError):
    """A workbook that would take too much to read, in words."""


def workbook_rows(content: bytes) -> Iterator[list[Any]]:
    """The rows of the first sheet, without empty cells at their ends. Raises `TooLargeError`."""
    _check_size(content)
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    sheet: Any = book.worksheets[0]
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=True):
        cells = [_unescaped(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        yield cells


def workbook_of(rows: Iterable[Iterable[Any]]) -> bytes:
    """A workbook of one sheet. No text in it is a formula."""
    book = openpyxl.Workbook(write_only=True)
    sheet: Any = book.create_sheet()
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, TO_ESCAPE.sub(lambda sign: f"_x{ord(sign[0]):04X}_", value))
    cell.data_type = "s"
    return cell


def _unescaped(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), value)


def _check_size(content: bytes) -> None:
    """Go through the parts without keeping anything, as openpyxl keeps each element that it passes."""
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
            raise TooLargeError(_("The workbook unpacks to more than 50 MB: import it in parts."))
        counter = _ElementCounter()
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as stream:
                    counter.read(stream)


class _ElementCounter:
    """Counts what is in XML files and stops at what is too much, whatever they say of their size."""

    def __init__(self) -> None:
        self.elements = 0

    def read(self, stream: Any) -> None:
        """Raises `TooLargeError`, or `ExpatError` for what is no XML."""
        self.rows = self.cells = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        while chunk := stream.read(CHUNK_BYTES):
            parser.Parse(chunk)
        parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise TooLargeError(_("The workbook holds too much: import it in parts."))
        name = name.rpartition(":")[2]
        if name == "dimension":
            self._check_cell(attributes.get("ref", "").rpartition(":")[2])
        elif name == "row":
            self.rows, self.cells = self._place(attributes, self.rows), 0
        elif name == "c":
            self.cells += 1
            self._check_cell(attributes.get("r", ""))
        if self.rows > MAX_SHEET_ROWS or self.cells > MAX_SHEET_COLUMNS:
            raise self._too_large()

    @staticmethod
    def _place(attributes: dict[str, str], before: int) -> int:
        number = attributes.get("r", "")
        return int(number) if number.isdecimal() and len(number) < 9 else before + 1

    def _check_cell(self, name: str) -> None:
        found = LAST_CELL.match(name.replace("$", ""))
        if found is not None:
            column, row = column_index_from_string(found[1]), int(found[2])
            if column > MAX_SHEET_COLUMNS or row > MAX_SHEET_ROWS:
                raise self._too_large()

    @staticmethod
    def _too_large() -> TooLargeError:
        return TooLargeError(
            _(
                "A sheet reaches further than %(rows)s rows or %(columns)s columns, empty ones"
                " counted: delete what is below and beside the table."
            )
            % {"rows": f"{MAX_SHEET_ROWS:,}", "columns": MAX_SHEET_COLUMNS}
        )
