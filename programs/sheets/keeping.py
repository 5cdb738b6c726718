"""Files made once for each content: by one worker at a time, and only so many at once.

Locks and slots are entries of the cache, added only where there is none (`cache.add` is atomic). With
a shared cache they hold for all workers, for it is the machine's processors and memory that must not
be overrun, not one worker's; each runs out by itself, so that a worker that dies blocks nobody.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache

CACHED_SECONDS = 7 * 24 * 3600
POLL_SECONDS = 0.05


class BusyError(Exception):
    """All places are taken; `retry_after` seconds are worth waiting."""

    retry_after = 5


def kept(key: str, make: Callable[[], bytes]) -> bytes:
    """The file of this key, made if it is missing. Whoever else wants it meanwhile waits for it.

    Raises `BusyError` when it is not there after `SHEET_WAIT_SECONDS`, and what `make` raises.
    """
    lock, deadline = f"{key}-lock", time.monotonic() + settings.SHEET_WAIT_SECONDS
    while (found := cache.get(key)) is None:
        if cache.add(lock, 1, _lifetime()):
            try:
                return _made(key, make)
            finally:
                cache.delete(lock)
        _wait(deadline)
    content: bytes = found
    return content


def _made(key: str, make: Callable[[], bytes]) -> bytes:
    """Made now, unless another worker finished between our look and our lock."""
    content: bytes | None = cache.get(key)
    if content is None:
        content = make()
        cache.set(key, content, CACHED_SECONDS)
    return content


@contextmanager
def slot() -> Iterator[None]:
    """One of the places to render in. Raises `BusyError` when none comes free in time."""
    deadline, mine = time.monotonic() + settings.SHEET_WAIT_SECONDS, uuid.uuid4().hex
    names = [f"sheet-slot-{number}" for number in range(settings.SHEET_RENDERS_AT_ONCE)]
    while (name := next((n for n in names if cache.add(n, mine, _lifetime())), None)) is None:
        _wait(deadline)
    try:
        yield
    finally:
        if cache.get(name) == mine:
            cache.delete(name)


def _lifetime() -> float:
    """Seconds after which a lock or slot runs out: longer than waiting and rendering may take."""
    seconds: float = settings.SHEET_WAIT_SECONDS + 2 * settings.SHEET_SECONDS + 5
    return seconds


def _wait(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise BusyError
    time.sleep(POLL_SECONDS)
