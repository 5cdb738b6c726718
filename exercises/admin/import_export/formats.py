"""The formats of import and export, and what keeps a file from being read, in words."""

from __future__ import annotations

import json
from collections import Counter
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from import_export.formats import base_formats
from tablib.exceptions import InvalidDimensions

MAX_ROWS = 1000
MAX_UNPACKED_BYTES = 50_000_000  # bytes


class UnreadableTableError(ValueError):
    """A file that holds no table that we could read, in words for whoever sent it."""


def in_words(error: Exception) -> str:
    """Why a file could not be read. Libraries raise whatever they meet, so that all else is the format."""
    if isinstance(error, UnreadableTableError):
        return str(error)
    if isinstance(error, UnicodeDecodeError):
        return "The file is no text in UTF-8: save it again in this encoding."
    if isinstance(error, InvalidDimensions):
        return "A row has more or fewer columns than the first."
    return "The file cannot be read in this format: choose the one that it has, or save it again."


class TableFormat:
    """A format whose files must be tables of a size that is imported in one go."""

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> Any:
        """The table. Raises whatever says that there is none; `in_words` tells it."""
        table = super().create_dataset(in_stream, **kwargs)  # type: ignore[misc]
        if len(table) > MAX_ROWS:
            raise UnreadableTableError(
                f"The file has more than {MAX_ROWS} rows: import it in parts."
            )
        repeated = [f"“{name}”" for name, times in Counter(table.headers).items() if times > 1]
        if repeated:
            raise UnreadableTableError(f"These columns are there twice: {', '.join(repeated)}.")
        return table


class Csv(TableFormat, base_formats.CSV):
    """A text with commas."""


class Xlsx(TableFormat, base_formats.XLSX):
    """A workbook: its first sheet."""

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> Any:
        """The table, unless the file is one that unpacks to fill the memory."""
        with ZipFile(BytesIO(in_stream)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED_BYTES:
                raise UnreadableTableError(
                    "The workbook unpacks to more than 50 MB: import it in parts."
                )
        return super().create_dataset(in_stream, **kwargs)


class Json(TableFormat, base_formats.JSON):
    """A list of objects. Columns go by their names, whatever their order."""

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> Any:
        """The table; the library would take the values of each object by their order."""
        rows = json.loads(in_stream)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise UnreadableTableError("The file must hold a list of objects.")
        for place, row in enumerate(rows, start=1):
            if row.keys() != rows[0].keys():
                raise UnreadableTableError(f"Object {place} has other columns than the first.")
        ordered = [{name: row[name] for name in rows[0]} for row in rows]
        return super().create_dataset(json.dumps(ordered), **kwargs)


FORMATS: list[Any] = [Csv, Xlsx, Json]
