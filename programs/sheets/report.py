"""The progress report: one page to take to a physiotherapist, PDF/UA-1 as the sheets are."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django.template.loader import render_to_string

from programs.sheets.options import PAPER_SIZES, PaperName
from programs.sheets.pdf import NOBODY, page_pdf
from programs.sheets.workers import SheetOrder

CHART_STYLE = (
    ".chart-line{fill:none;stroke:#17595b;stroke-width:2}.chart-dot{fill:#17595b}"
    ".chart-grid{fill:none;stroke:#c9d8d5}.chart-mark{fill:none;stroke:#6b7a78}"
    "text{font:13px 'Source Sans 3';fill:#14201f}"
)


def report_pdf(context: dict[str, Any], paper: PaperName, order: SheetOrder = NOBODY) -> bytes:
    """The report as PDF. Raises what `sheet_pdf` raises."""
    return page_pdf(report_html(context, paper), order)


def report_html(context: dict[str, Any], paper: PaperName) -> str:
    """The report as HTML for the renderer; it holds what the overview shows."""
    back, main = context["back"], context["overview"].main
    width, height = PAPER_SIZES[paper]
    shown = {
        **context,
        "width": str(width),
        "height": str(height),
        "curve": _picture(back.svg) if back and back.svg else "",
        "line": _picture(main.charts[0].svg) if main and main.charts else "",
    }
    return render_to_string("print/report.html", shown)


def _picture(svg: str) -> str:
    """A chart of a page as a picture of its own: with its style inside."""
    start, rest = svg.split(">", 1)
    start = start.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    alone = f"{start}><style>{CHART_STYLE}</style>{rest}"
    return f"data:image/svg+xml;base64,{b64encode(alone.encode()).decode()}"
