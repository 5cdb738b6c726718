"""What the benchmarks found, as Markdown."""

from __future__ import annotations

import json
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks.lighthouse import CATEGORIES
from tests.benchmarks.pages import AIMS as CPU_AIMS
from tests.benchmarks.pages import REQUESTS

Found = dict[str, Any]

AIMS = {
    "home": 0.8,
    "catalogue": 0.8,
    "exercise": 0.8,
    "program": 0.8,
    "My Workouts, 50 workouts": 0.15,
    "feed, 304": 0.5,
    "sheet, warm": 0.5,
}
BEFORE: Found = json.loads(Path(__file__).with_name("before.json").read_text())
"""What the pages took before they were made simpler, on the machine that it names."""
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL with Redis"}


def markdown(found: Found) -> str:
    """The whole page."""
    head = HEAD.format(
        machine=machine(),
        day=datetime.now(UTC).date(),
        command=found["command"],
        before_day=BEFORE["day"],
        before_machine=BEFORE["machine"],
    )
    parts = [head]
    parts += [_table(site) for site in found["sites"]]
    parts += [
        _pages(found["pages"]),
        _sheets(found["sheets"]),
        _weights(found["weights"]),
        _scores(found["scores"]),
        _progress(found["sites"]),
    ]
    parts += [_soak(site) for site in found["sites"] if "soak" in site]
    return "\n".join(parts)


HEAD = """# Performance

Made by `{command}` on {day}, on {machine}.

Two gunicorn workers with four threads each, as `gunicorn.conf.py` says; wrk with 8 connections on the same machine.
*Ratio* is the page's rate over that of a bare view that returns an `HttpResponse`, behind the same middleware of the
same server, asked for by turns with the page. *CPU* is what the workers used for a request. All times
are in milliseconds; latencies include waiting for the 7 others. *Before* is {before_day}, on
{before_machine}: of another machine compare the ratios, which are to a bare view of the same run.
"""


def machine() -> str:
    """Processor, number of cores, Python."""
    info = Path("/proc/cpuinfo").read_text()
    models = [
        row.split(":", 1)[1].strip() for row in info.splitlines() if row.startswith("model name")
    ]
    model = models[0] if models else platform.machine()
    return f"{len(models)} cores of {model}, Python {platform.python_version()}"


def _table(site: Found) -> str:
    before = BEFORE["sites"][site["database"]]
    rows = [
        f"## On {NAMES[site['database']]}\n",
        "| page | requests/s before | now | ratio before | now | aim | CPU before | now | p50 | p95"
        " | p99 | errors |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    rows += [_page_row(row, before.get(row["name"])) for row in site["rows"]]
    memory = ", ".join(f"{each:.0f}" for each in site["memory"])
    first, again = site["queries"]
    rows += [
        "",
        f"My Workouts takes {first} queries (aim: at most 10), and {again} when looked at again before"
        " anything changed. A sheet that nobody printed before takes"
        f" {site['cold_sheet']:.0f} ms through the server. Memory of each worker after"
        f" all this, in MB (PSS): {memory}.",
        "",
    ]
    return "\n".join(rows)


def _page_row(row: Found, before: Found | None) -> str:
    """A page's line: each figure after the one of before, as far as there is one."""
    old = before or {}
    aim = f"≥ {AIMS[row['name']]}" if row["name"] in AIMS else ""
    cells = [
        row["name"],
        *(f"{old['rate']:,.0f}" if old else "", f"{row['rate']:,.0f}"),
        *(f"{old['ratio']:.2f}" if old else "", f"{row['ratio']:.2f}", aim),
        *(f"{old['processor']:.1f}" if old else "", f"{row['processor']:.1f}"),
        *(f"{row[name]:.1f}" for name in ("p50", "p95", "p99")),
        str(row["errors"] + row["refused"]),
    ]
    return f"| {' | '.join(cells)} |"


def _pages(rows: list[Found]) -> str:
    lines = [
        "## Pages that no cache holds\n",
        f"Processor time of a whole request in one process on SQLite, mean of {REQUESTS}.\n",
        "| page | ms | aim | queries |",
        "| --- | --: | --: | --: |",
    ]
    lines += [
        f"| {row['name']} | {row['milliseconds']:.1f} | {_at_most(row['name'])} | {row['queries']} |"
        for row in rows
    ]
    return "\n".join([*lines, ""])


def _at_most(name: str) -> str:
    return f"≤ {CPU_AIMS[name]:.0f}" if name in CPU_AIMS else ""


def _sheets(sheets: Found) -> str:
    ratio = sheets["cold"] / sheets["bare"]
    return (
        "## Sheets\n\n"
        f"Five exercises with pictures, nothing kept: {sheets['cold']:.0f} ms; bare WeasyPrint with the"
        f" same HTML: {sheets['bare']:.0f} ms; ratio {ratio:.2f} (aim: at most 1.25).\n"
    )


def _weights(weights: dict[str, dict[str, int]]) -> str:
    kinds = sorted({kind for page in weights.values() for kind in page})
    rows = [
        "## Weight of a first visit\n",
        "Kilobytes over the wire in Chromium on a phone's width, headers included. The aim for the"
        " home page is 60 KB at most. Scripts are modules, which block nothing.\n",
        f"| page | {' | '.join(kinds)} | all |",
        f"| --- |{' --: |' * (len(kinds) + 1)}",
    ]
    for path, page in weights.items():
        cells = " | ".join(f"{page.get(kind, 0) / 1000:.1f}" for kind in kinds)
        rows.append(f"| `{path}` | {cells} | {sum(page.values()) / 1000:.1f} |")
    return "\n".join([*rows, ""])


def _scores(scores: dict[str, dict[str, int]]) -> str:
    if not scores:
        return "Lighthouse was not asked, as npm is not here.\n"
    kinds = list(CATEGORIES.values())
    rows = [
        "## Lighthouse, as on a phone\n",
        f"| page | {' | '.join(kinds)} |",
        f"| --- |{' --: |' * len(kinds)}",
    ]
    rows += [
        f"| `{path}` | {' | '.join(str(page.get(kind, '?')) for kind in kinds)} |"
        for path, page in scores.items()
    ]
    return "\n".join([*rows, ""])


def _progress(sites: list[Found]) -> str:
    """A row for each page, a column for each database."""
    rows = [
        "## Progress after 5,000 sessions with 60,000 sets\n",
        "Processor time of the site for a whole request, in milliseconds, and the number of queries. On"
        " SQLite the database's own work is in it. The aim for the overview is 150 ms at most.\n",
        f"| page | {' | '.join(NAMES[site['database']] for site in sites)} | queries |",
        f"| --- |{' --: |' * (len(sites) + 1)}",
    ]
    for same in zip(*(site["progress"] for site in sites), strict=True):
        times = " | ".join(f"{row['processor']:.0f}" for row in same)
        rows.append(f"| {same[0]['name']} | {times} | {same[0]['queries']} |")
    return "\n".join([*rows, ""])


def _soak(site: Found) -> str:
    soak = site["soak"]
    before, after = (
        ", ".join(f"{each:.0f}" for each in soak[when]) for when in ("before", "after")
    )
    return (
        f"## {soak['seconds'] / 60:.0f} minutes on {NAMES[site['database']]}\n\n"
        "All pages above in turn, by 16 connections, as fast as the server answers:"
        f" {soak['requests']:,} requests, {soak['rate']:,.0f} a second, {soak['errors']} errors,"
        f" {soak['refused']} answers with a status over 399; p50 {soak['p50']:.1f}, p95 {soak['p95']:.1f},"
        f" p99 {soak['p99']:.1f} ms. Memory of each worker, in MB: {before} before, {after} after.\n"
    )
