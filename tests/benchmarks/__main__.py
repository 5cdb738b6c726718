"""Runs the benchmarks: `make bench`.

Without `--database` the site is measured twice: on SQLite, then on a PostgreSQL and a Redis of its own.
With it, on a database that is there, such as one that `make_population` filled; a person is added.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks import feed, pages, progress, report, sheets, site, weight
from tests.benchmarks.lighthouse import lighthouse_scores
from tests.benchmarks.server import ROOT, server

Found = dict[str, Any]


def main() -> None:
    """Measure, print, and write the Markdown page if it is asked for."""
    options = _options()
    if options.json:
        Path(options.json).write_text(json.dumps(_one_site(options)))
        return
    found = {"command": _command(), "sites": _sites(options)}
    if options.database:
        return
    with TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/benchmark.sqlite3"
        site.prepare()
        found |= _in_this_process()
    print(report.markdown(found) if not options.markdown else f"Wrote {options.markdown}.")
    if options.markdown:
        Path(options.markdown).write_text(report.markdown(found))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--markdown", metavar="FILE", help="write the tables there")
    parser.add_argument("--seconds", type=float, default=6, help="how long each page is loaded")
    parser.add_argument("--soak", type=float, metavar="MINUTES", help="then all pages for so long")
    parser.add_argument("--database", metavar="URL", help="one that is there, and no other")
    parser.add_argument("--cache", metavar="URL", help="the Redis that goes with it")
    parser.add_argument("--json", metavar="FILE", help=argparse.SUPPRESS)
    return parser.parse_args()


def _command() -> str:
    words = " ".join(sys.argv[1:])
    return f'make bench ARGS="{words}"' if words else "make bench"


def _sites(options: argparse.Namespace) -> list[Found]:
    """Each database in a process of its own, since settings are read once."""
    with TemporaryDirectory() as folder:
        if options.database:
            given = {"DATABASE_URL": options.database}
            given |= {"CACHE_URL": options.cache} if options.cache else {}
            return [_apart(folder, options, given)]
        fresh = {"DATABASE_URL": f"sqlite:///{folder}/benchmark.sqlite3"}
        return [
            _apart(folder, options, fresh),
            _apart(folder, options, {}, before=[".ci/with-servers"]),
        ]


def _apart(
    folder: str,
    options: argparse.Namespace,
    variables: dict[str, str],
    before: list[str] | None = None,
) -> Found:
    result = f"{folder}/found.json"
    words = [sys.executable, "-m", "tests.benchmarks", "--json", result]
    words += ["--seconds", str(options.seconds)]
    words += ["--soak", str(options.soak)] if options.soak else []
    environment = {**os.environ, **variables}
    subprocess.run([*(before or []), *words], cwd=ROOT, env=environment, check=True)  # noqa: S603
    found: Found = json.loads(Path(result).read_text())
    return found


def _one_site(options: argparse.Namespace) -> Found:
    """Measure the database of the environment."""
    site.prepare()
    from django.db import connection

    print(f"\nThe site on {connection.vendor}, {site.CONNECTIONS} connections")
    found = site.measure(options.seconds, print)
    first, again = found["queries"]
    print(f"My Workouts: {first} queries, then {again}; a cold sheet: {found['cold_sheet']:.0f} ms")
    print(f"Memory of each worker: {', '.join(f'{each:.0f}' for each in found['memory'])} MB")
    found["progress"] = progress.measure()
    progress.show(found["progress"])
    if options.soak:
        found["soak"] = site.soak(options.soak, print)
    return found


def _in_this_process() -> Found:
    """What needs no load: sheets and pages by themselves, the weight of pages, and a large feed."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    cold, first, bare = sheets.render_times(sheets.five_exercises())
    print(f"\nSheets: cold {cold:.0f} ms, first {first:.0f} ms, bare WeasyPrint {bare:.0f} ms")
    with server() as (address, _):
        paths = [*site.PUBLIC, "/programs/neck-mobility/start/"]
        weights = weight.page_weights(address, paths)
        scores = lighthouse_scores(address, paths)
    for path, kinds in weights.items():
        print(f"{path:30} {sum(kinds.values()) / 1000:6.1f} kB, Lighthouse {scores.get(path)}")
    feed.measure()
    rows = pages.measure()
    for row in rows:
        print(pages.words(row))
    times = {"cold": cold, "first": first, "bare": bare}
    return {"sheets": times, "weights": weights, "scores": scores, "pages": rows}


if __name__ == "__main__":
    main()
