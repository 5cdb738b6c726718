"""The whole site under load, each page against a bare view of the same server in the same run.

Each page is asked for by turns with the bare view; its ratio is its rate over that of the bare view, so
that whatever else the machine does counts for both.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import asdict
from statistics import median
from typing import Any
from urllib.request import Request, urlopen

from tests.benchmarks.load import CONNECTIONS, Load, Page, load, together
from tests.benchmarks.people import People, busy_people, my_workouts_queries
from tests.benchmarks.server import megabytes, processor_seconds, server, workers_of

Row = dict[str, Any]
Tell = Callable[[str], None]

BARE = Page("/bare/")
PUBLIC = ["/", "/exercises/", "/exercises/bird-dog/", "/programs/upper-back/"]
SHEET = "/programs/upper-back/sheet.pdf"
COLD_SHEETS = 8
ROUNDS = 6
WARM_UP_SECONDS = 10
SOAK_CONNECTIONS = 16


def prepare() -> None:
    """Django over the database of the environment, with tables and content."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.bare"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS.append("testserver")
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)


def measure(seconds: float, tell: Tell) -> Row:
    """Rows for the table, and what else is worth knowing, of one database."""
    from django.db import connection

    people = busy_people()
    found: Row = {"database": connection.vendor, "queries": my_workouts_queries()}
    with server() as (address, pid):
        tag = _tag(address + people.feed)
        cold = [_seconds(f"{address}{SHEET}?weeks={weeks}") for weeks in range(1, COLD_SHEETS + 1)]
        found["cold_sheet"] = median(cold) * 1000
        found["rows"] = [
            _row(name, page, address, pid, seconds, tell) for name, page in _pages(people, tag)
        ]
        found["memory"] = [megabytes(worker) for worker in workers_of(pid)]
    return found


def soak(minutes: float, tell: Tell) -> Row:
    """As much as the machine carries for so long, over all kinds of pages: rate, latency, errors."""
    people = busy_people()
    with server() as (address, pid):
        pages = [page for _, page in _pages(people, _tag(address + people.feed))]
        load(address, *pages, seconds=WARM_UP_SECONDS)
        before = [megabytes(worker) for worker in workers_of(pid)]
        done = load(address, *pages, seconds=minutes * 60, connections=SOAK_CONNECTIONS)
        after = [megabytes(worker) for worker in workers_of(pid)]
    tell(f"{done.requests:,} requests in {done.seconds:.0f} s: {done.rate:,.0f} a second")
    tell(f"errors {done.errors}, answers with a status over 399: {done.refused}")
    return {**asdict(done), "rate": done.rate, "before": before, "after": after}


def _pages(people: People, tag: str) -> list[tuple[str, Page]]:
    """What is measured, by name."""
    signed_in = (people.cookie,)
    names = ("home", "catalogue", "exercise", "program")
    public = [(name, Page(path)) for name, path in zip(names, PUBLIC, strict=True)]
    return [
        ("bare view without middleware", Page("/bare-alone/")),
        *public,
        ("My Workouts, 50 workouts", Page("/workouts/", signed_in)),
        ("the same, made anew each time", Page("/workouts/?n={n}", signed_in)),
        ("feed of 200 schedules", Page(people.feed)),
        ("feed, 304", Page(people.feed, (f"If-None-Match: {tag}",))),
        ("sheet, warm", Page(SHEET)),
    ]


def _row(name: str, page: Page, address: str, pid: int, seconds: float, tell: Tell) -> Row:
    """Rounds of the bare view and the page, by turns.

    Each has new connections, since it is chance which of the workers gets how many of them.
    """
    load(address, page, seconds=2, connections=SOAK_CONNECTIONS)
    bare, done, used = [], [], 0.0
    for _ in range(ROUNDS):
        bare.append(load(address, BARE, seconds=seconds / ROUNDS))
        before = processor_seconds(pid)
        done.append(load(address, page, seconds=seconds / ROUNDS))
        used += processor_seconds(pid) - before
    whole = together(done)
    used = used * 1000 / max(whole.requests, 1)
    ratio = whole.rate / together(bare).rate
    tell(f"{name:30} {_words(whole)} {used:6.2f} ms CPU  ratio {ratio:.2f}")
    return {"name": name, "ratio": ratio, "processor": used, "rate": whole.rate, **asdict(whole)}


def _words(done: Load) -> str:
    wrong = f" {done.errors + done.refused} WRONG" if done.errors + done.refused else ""
    return (
        f"{done.rate:7.0f}/s  p50 {done.p50:6.1f} p95 {done.p95:6.1f} p99 {done.p99:6.1f} ms{wrong}"
    )


def _tag(address: str) -> str:
    """The ETag of what wrk gets there."""
    request = Request(address, headers={"Accept-Encoding": "gzip, deflate, br"})  # noqa: S310
    with urlopen(request) as response:  # noqa: S310
        return str(response.headers["ETag"])


def _seconds(address: str) -> float:
    start = time.perf_counter()
    with urlopen(address) as response:  # noqa: S310
        response.read()
    return time.perf_counter() - start


__all__ = ["CONNECTIONS", "PUBLIC", "measure", "prepare", "soak"]
