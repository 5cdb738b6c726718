"""The site on gunicorn as in production: `gunicorn.conf.py`, two workers, DEBUG off."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2


@contextmanager
def server(first: str = "/bare/", **variables: str) -> Iterator[tuple[str, int]]:
    """A server of its own on a free port, over the database of this process: its address and id.

    It is there when it answers at the address `first`.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    words = [sys.executable, "-m", "gunicorn", "backfit.wsgi:application", "--bind", place]
    words += ["--workers", str(WORKERS), "--log-level", "warning"]
    process = subprocess.Popen(words, cwd=ROOT, env={**os.environ, "DEBUG": "0", **variables})  # noqa: S603
    try:
        _wait_for(f"http://{place}{first}")
        yield f"http://{place}", process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_for(address: str) -> None:
    for _ in range(200):
        try:
            urlopen(address).close()  # noqa: S310
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"Nothing answers at {address}.")


def workers_of(pid: int) -> list[int]:
    """The processes that gunicorn's first one started."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def megabytes(pid: int) -> float:
    """A process's memory: its own, and its share of what it has in common with others (PSS)."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    (kilobytes,) = (row.split()[1] for row in rows if row.startswith("Pss:"))
    return int(kilobytes) / 1024


def processor_seconds(pid: int) -> float:
    """Processor time that gunicorn's workers have used so far (proc(5), fields 14 and 15)."""
    ticks = 0
    for worker in workers_of(pid):
        fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
