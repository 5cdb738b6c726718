"""A sheet as a complete, self-contained HTML page, laid out as its options say."""

from __future__ import annotations

from collections.abc import Callable

from django.template.loader import render_to_string

from programs.sheets.layouts.logbook import logbook_context
from programs.sheets.layouts.pocket import pocket_context
from programs.sheets.layouts.poster import poster_context
from programs.sheets.layouts.wall import wall_context
from programs.sheets.options import LayoutName
from programs.sheets.sheet import Sheet

LAYOUTS: dict[LayoutName, Callable[[Sheet], dict[str, object]]] = {
    "sheet": wall_context,
    "poster": poster_context,
    "pocket": pocket_context,
    "logbook": logbook_context,
}


def sheet_html(sheet: Sheet) -> str:
    """The sheet as HTML for the renderer."""
    layout = sheet.options.layout
    return render_to_string(f"print/{layout}.html", {"sheet": sheet, **LAYOUTS[layout](sheet)})
