"""Load on a running server, by wrk (Debian has it): C, so that Python is on one side alone."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median

CONNECTIONS = 8
"""As many as two workers have threads: the server is never idle, and nothing queues for long."""

SCRIPT = Path(__file__).with_name("wrk.lua")


@dataclass(frozen=True)
class Page:
    """An address and the headers to ask for it with."""

    path: str
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Load:
    """What a load gave: latencies in milliseconds; `errors` broke, `refused` have a status over 399."""

    requests: int
    seconds: float
    p50: float
    p95: float
    p99: float
    errors: int
    refused: int

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def load(address: str, *pages: Page, seconds: float, connections: int = CONNECTIONS) -> Load:
    """Ask for the pages in turn, as fast as the server answers."""
    asked = [word for page in pages for word in (page.path, *page.headers)]
    count = ["-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "20s"]
    done = subprocess.run(  # noqa: S603
        ["wrk", *count, "-s", str(SCRIPT), address, "--", *asked],  # noqa: S607
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Load(**json.loads(done.stdout.splitlines()[-1]))


def together(loads: list[Load]) -> Load:
    """Several loads as one; of latencies the median."""
    return Load(
        requests=sum(each.requests for each in loads),
        seconds=sum(each.seconds for each in loads),
        p50=median(each.p50 for each in loads),
        p95=median(each.p95 for each in loads),
        p99=median(each.p99 for each in loads),
        errors=sum(each.errors for each in loads),
        refused=sum(each.refused for each in loads),
    )
