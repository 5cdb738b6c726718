"""How long a sheet takes: `python -m tests.benchmarks.sheets` (after `make prepare`).

All numbers come from one run on one machine, by turns, so that their ratios mean something, and are the best of
several rounds, since whatever else the machine does only adds:

- *cold*: HTML and PDF of five exercises with pictures, nothing of this sheet kept, the pictures known
  to the renderer from other sheets, as on a server that has run for a while;
- *first*: the same with pictures that the renderer has never drawn;
- *bare*: WeasyPrint alone with the very same HTML and fonts, its own drawing of every picture;
- *warm*: the view when the PDF is kept, against a Django view that returns the same bytes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programs.sheets.sheet import Sheet

ROUNDS = 15


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backfit.settings")
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    sheet = five_exercises()
    cold, first, bare = render_times(sheet)
    warm, view = response_times()
    print(f"cold render, five exercises with pictures  {cold:7.0f} ms  (aim 200 ms)")
    print(f"  with pictures never drawn before         {first:7.0f} ms")
    print(f"  bare WeasyPrint, same HTML               {bare:7.0f} ms  (ratio {cold / bare:.2f})")
    print(f"warm hit                                   {warm:7.2f} ms")
    print(f"  bare Django view, same bytes             {view:7.2f} ms  (ratio {warm / view:.1f})")


def five_exercises() -> Sheet:
    """A sheet of five exercises of a curated program."""
    from programs.models import Program
    from programs.sheets.options import SheetOptions
    from programs.sheets.sheet import build_sheet

    program = Program.objects.with_items().get(slug="home-back-strength")
    sheet = build_sheet(
        program.title,
        program.schedule_label,
        program.plans,
        url="https://backfit.example/programs/home-back-strength/",
        revision=7,
        changed=date(2026, 11, 22),
        options=SheetOptions(),
    )
    (plan,) = sheet.plans
    return replace(sheet, plans=(replace(plan, sections=(("", tuple(plan.items[:5])),)),))


def render_times(sheet: Sheet) -> tuple[float, float, float]:
    """Best times of a cold render, a first one, and WeasyPrint's own, in milliseconds."""
    from django.conf import settings
    from weasyprint import HTML

    from programs.sheets import renderer, svg_cache
    from programs.sheets.html import sheet_html

    folder = Path(settings.VAR_DIR) / "fonts"
    html = sheet_html(sheet)
    renderer.render_pdf(html, folder)
    faces, fonts, fetcher = renderer._styles(folder, False)

    def cold() -> None:
        renderer.render_pdf(sheet_html(sheet), folder)

    def first() -> None:
        svg_cache._picture.cache_clear()
        cold()

    def bare() -> None:
        HTML(string=html, url_fetcher=fetcher).write_pdf(
            stylesheets=[faces], font_config=fonts, pdf_variant="pdf/ua-1"
        )

    taken: dict[Callable[[], None], list[float]] = {cold: [], first: [], bare: []}
    for _ in range(ROUNDS):
        for work, times in taken.items():
            times.append(milliseconds(work))
    return (
        min(taken[cold]),
        min(taken[first]),
        min(taken[bare]),
    )


def response_times() -> tuple[float, float]:
    """Best times of a warm hit and of a bare view with the same bytes, in milliseconds."""
    from django.http import HttpRequest, HttpResponse
    from django.test import Client
    from django.urls import path

    from backfit import urls

    client = Client()
    address = "/programs/upper-back/sheet.pdf"
    pdf = client.get(address).content

    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse(pdf, content_type="application/pdf")

    urls.urlpatterns.insert(0, path("bare-view", bare))
    taken: dict[str, list[float]] = {address: [], "/bare-view": []}
    for _ in range(ROUNDS * 4):
        for url, times in taken.items():
            times.append(milliseconds(lambda url=url: client.get(url)))
    return min(taken[address]), min(taken["/bare-view"])


def milliseconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
