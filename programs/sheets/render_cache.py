"""Files made once for each content: by one worker at a time, and only so many at once.

Locks and slots are entries of the cache, added only where there is none (`cache.add` is atomic). With
a shared cache they hold for all workers, for it is the machine's processors and memory that must not
be overrun, not one worker's; each runs out by itself, so that a worker that dies blocks nobody.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache

CACHE_SECONDS = 7 * 24 * 3600
POLL_SECONDS = 0.05
Found = TypeVar("Found")

_waiting: list[int] = []
"""The threads of this process that wait for a sheet or for a place to render."""


class RenderQueueFullError(Exception):
    """All places are taken; `retry_after` seconds are worth waiting."""

    retry_after = 5


def get_or_render(key: str, make: Callable[[], bytes]) -> bytes:
    """The file of this key, made if it is missing. Whoever else wants it meanwhile waits for it.

    Raises `BusyError` when it is not there after `SHEET_WAIT_SECONDS`, and what `make` raises.
    """
    lock = f"{key}-lock"

    def find_or_make() -> bytes | None:
        found: bytes | None = cache.get(key)
        if found is None and cache.add(lock, 1, _lifetime()):
            try:
                return _made(key, make)
            finally:
                cache.delete(lock)
        return found

    return _wait_for(find_or_make)


def _made(key: str, make: Callable[[], bytes]) -> bytes:
    """Made now, unless another worker finished between our look and our lock."""
    content: bytes | None = cache.get(key)
    if content is None:
        content = make()
        cache.set(key, content, CACHE_SECONDS)
    return content


@contextmanager
def render_slot() -> Iterator[None]:
    """One of the places to render in. Raises `BusyError` when none comes free in time."""
    mine = uuid.uuid4().hex
    names = [f"sheet-slot-{number}" for number in range(settings.SHEET_RENDERS_AT_ONCE)]
    name = _wait_for(lambda: next((n for n in names if cache.add(n, mine, _lifetime())), None))
    try:
        yield
    finally:
        if cache.get(name) == mine:
            cache.delete(name)


def _lifetime() -> float:
    """Seconds after which a lock or slot runs out: longer than waiting and rendering may take."""
    seconds: float = settings.SHEET_WAIT_SECONDS + 2 * settings.SHEET_SECONDS + 5
    return seconds


def _wait_for(look: Callable[[], Found | None]) -> Found:
    """What `look` finds, now or within `SHEET_WAIT_SECONDS`.

    Only `SHEET_WAITERS` threads of a process wait; whoever comes then is asked to come back at once,
    since a thread that waits serves no page. Raises `BusyError`.
    """
    if (found := look()) is not None:
        return found
    if len(_waiting) >= settings.SHEET_WAITERS:
        raise RenderQueueFullError
    _waiting.append(threading.get_ident())
    try:
        deadline = time.monotonic() + settings.SHEET_WAIT_SECONDS
        while time.monotonic() <= deadline:
            time.sleep(POLL_SECONDS)
            if (found := look()) is not None:
                return found
    finally:
        _waiting.remove(threading.get_ident())
    raise RenderQueueFullError
