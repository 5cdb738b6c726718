"""The formats of import and export, and what keeps a file from being read, in words."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from import_export.formats import base_formats
from tablib import Dataset
from tablib.exceptions import InvalidDimensions

from exercises.admin.import_export.workbook import TooLargeError, workbook_of, workbook_rows
from exercises.formats import comma_list, quoted
from exercises.formulas import guard_formula, unguard_formula

MAX_ROWS = 1000
MAX_COLUMNS = 200
DELIMITERS = ",;\t"


class UnreadableTableError(ValueError):
    """A file that holds no table that we could read, in words for whoever sent it."""


def explain(error: Exception) -> str:
    """Why a file could not be read. Libraries raise whatever they meet, so that all else is the format."""
    if isinstance(error, (UnreadableTableError, TooLargeError)):
        return str(error)
    if isinstance(error, UnicodeDecodeError):
        return _("The file is no text in UTF-8: save it again in this encoding.")
    if isinstance(error, InvalidDimensions):
        return _("A row has more or fewer columns than the first.")
    return _(
        "The file cannot be read in this format: choose the one that it has, or save it again."
    )


class TableFormat:
    """A format whose files are tables: the columns' names, then rows; empty rows are passed over."""

    def rows(self, content: Any) -> Iterator[list[Any]]:
        """The rows one by one, so that no more are read than are imported."""
        raise NotImplementedError

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> Dataset:
        """The table. Raises whatever says that there is none; `explain` says what."""
        rows = (row for row in self.rows(in_stream) if any(map(_is_filled, row)))
        headers = next(rows, [])
        if len(headers) > MAX_COLUMNS:
            raise UnreadableTableError(
                _("The file has more than %(number)s columns.") % {"number": MAX_COLUMNS}
            )
        _check_headers(headers)
        found = list(islice(rows, MAX_ROWS + 1))
        if len(found) > MAX_ROWS:
            raise UnreadableTableError(
                _("The file has more than %(number)s rows: import it in parts.")
                % {"number": MAX_ROWS}
            )
        return Dataset(*found, headers=headers)


def _is_filled(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _check_headers(headers: list[Any]) -> None:
    repeated = [quoted(name) for name, times in Counter(headers).items() if times > 1]
    if repeated:
        raise UnreadableTableError(
            _("These columns are there twice: %(columns)s.") % {"columns": comma_list(repeated)}
        )


class Csv(TableFormat, base_formats.CSV):
    """A text with commas; or with semicolons or tabs, as spreadsheets of some languages write it."""

    def rows(self, content: Any) -> Iterator[list[Any]]:
        """The rows, without the signs that keep a text from being a formula."""
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        names = text.lstrip().partition("\n")[0]
        delimiter = max(DELIMITERS, key=names.count)
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            yield list(map(unguard_formula, row))

    def export_data(self, dataset: Dataset, **kwargs: Any) -> str:
        """The table as text, where no spreadsheet finds a formula."""
        rows = [list(map(guard_formula, row)) for row in dataset]
        return str(Dataset(*rows, headers=dataset.headers).export("csv"))


class Xlsx(TableFormat, base_formats.XLSX):
    """A workbook: its first sheet."""

    def rows(self, content: bytes) -> Iterator[list[Any]]:
        """The rows, each as long as the first that is not empty."""
        width = 0
        for row in workbook_rows(content):
            width = width or len(row)
            yield row + [None] * (width - len(row))

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        """The table as a workbook."""
        return workbook_of([dataset.headers or [], *dataset])


class Json(TableFormat, base_formats.JSON):
    """A list of objects. Columns go by their names, whatever their order."""

    def rows(self, content: Any) -> Iterator[list[Any]]:
        """The names of the first object, then the values of each in that order."""
        objects = json.loads(content)
        if not isinstance(objects, list) or not all(isinstance(each, dict) for each in objects):
            raise UnreadableTableError(_("The file must hold a list of objects."))
        names = list(objects[0]) if objects else []
        yield names
        for place, each in enumerate(objects, start=1):
            if each.keys() != set(names):
                raise UnreadableTableError(
                    _("Object %(number)s has other columns than the first.") % {"number": place}
                )
            yield [each[name] for name in names]


FORMATS: list[Any] = [Csv, Xlsx, Json]
base_formats.BINARY_FORMATS.append(Xlsx)
"""Into these the library writes numbers and days as such, not as text."""
