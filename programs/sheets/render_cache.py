"""Rendered files: each made once by one worker, a limited number at a time, and kept within a size.

Files are kept for a week at most: in the memory of the process, up to `MAX_MEMORY_BYTES`, and in the cache
`sheets`, where all processes find them: in Redis when there is one, else on the disk. That cache limits its
own size. What is one person's alone is never on the disk, where a file outlives its time until another
takes its place.

Locks and slots are entries of Django's cache. Their owner renews them while it works (a heartbeat), so
that those of a worker that was killed are free again after `LOCK_SECONDS`.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from cachetools import TTLCache
from django.conf import settings
from django.core.cache import cache, caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.filebased import FileBasedCache

MAX_MEMORY_BYTES = 24 * 1024 * 1024
SHARED_SECONDS = 7 * 24 * 3600
PRIVATE_SECONDS = 24 * 3600
POLL_SECONDS = 0.05
LOCK_SECONDS = 6.0
HEARTBEAT_SECONDS = 1.5
PRIVATE_PREFIX = "sheet-private-"
"""With what the keys of files begin that are one person's alone."""
Found = TypeVar("Found")

_files: TTLCache[str, bytes] = TTLCache(MAX_MEMORY_BYTES, ttl=SHARED_SECONDS, getsizeof=len)
_files_lock = threading.Lock()
_waiting: list[int] = []
"""The threads of this process that wait for a file or for a slot."""


class RenderQueueFullError(Exception):
    """No slot is free; another try is worthwhile after `retry_after` seconds."""

    retry_after = 5


def find(key: str) -> bytes | None:
    """The file of this key, if it was made and is still kept."""
    with _files_lock:
        content: bytes | None = _files.get(key)
    if content is None and (shared := _shared_cache_of(key)):
        with suppress(OSError):
            content = shared.get(key)
        if content is not None:
            _keep_in_memory(key, content)
    return content


def keep(key: str, content: bytes) -> None:
    """Keep a file; those that were not asked for the longest make room."""
    _keep_in_memory(key, content)
    if shared := _shared_cache_of(key):
        with suppress(OSError):  # a full disk keeps nothing more
            seconds = PRIVATE_SECONDS if key.startswith(PRIVATE_PREFIX) else SHARED_SECONDS
            shared.set(key, content, seconds)


def clear_memory() -> None:
    """Drop the files that this process keeps in its memory."""
    with _files_lock:
        _files.clear()


def get_or_render(key: str, render: Callable[[], bytes]) -> bytes:
    """The file of this key, rendered if it is missing. Others who ask meanwhile wait for it.

    Raises `RenderQueueFullError` when it is not there after `SHEET_WAIT_SECONDS`, and what `render`
    raises.
    """
    lock = CacheLock(f"{key}-lock")

    def find_or_render() -> bytes | None:
        content = find(key)
        if content is None and lock.acquire():
            with lock.held():
                # Another worker may have finished between our look and our lock.
                content = find(key) or render()
                keep(key, content)
        return content

    return wait_for(find_or_render)


@contextmanager
def render_slot() -> Iterator[None]:
    """One of `SHEET_RENDERS_AT_ONCE` slots. Raises `RenderQueueFullError` when none is free in time.

    Workers render one at a time each: how many there are is the limit then.
    """
    if settings.HAS_WORKERS:
        yield
        return
    slots = [CacheLock(f"sheet-slot-{n}") for n in range(settings.SHEET_RENDERS_AT_ONCE)]
    slot = wait_for(lambda: next((slot for slot in slots if slot.acquire()), None))
    with slot.held():
        yield


class CacheLock:
    """A lock that all processes see; it frees itself when its owner no longer renews it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.owner = uuid.uuid4().hex

    def acquire(self) -> bool:
        """Take the lock, if it is free."""
        return cache.add(self.name, self.owner, LOCK_SECONDS)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Renew the acquired lock until the block ends, then release it."""
        ended = threading.Event()
        heartbeat = threading.Thread(target=self._renew_until, args=(ended,), daemon=True)
        heartbeat.start()
        try:
            yield
        finally:
            ended.set()
            heartbeat.join()
            if cache.get(self.name) == self.owner:
                cache.delete(self.name)

    def _renew_until(self, ended: threading.Event) -> None:
        while not ended.wait(HEARTBEAT_SECONDS):
            cache.touch(self.name, LOCK_SECONDS)


def _keep_in_memory(key: str, content: bytes) -> None:
    if len(content) <= MAX_MEMORY_BYTES:
        with _files_lock:
            _files[key] = content


def _shared_cache() -> BaseCache | None:
    """The cache that all processes share; None while it gives no answer."""
    shared = caches["sheets"]
    return None if getattr(shared, "is_unavailable", False) else shared


def _shared_cache_of(key: str) -> BaseCache | None:
    """The shared cache, where a file with this key may be kept in it: no private one on a disk, but on its
    way from a worker."""
    shared = _shared_cache()
    on_disk = key.startswith(PRIVATE_PREFIX) and isinstance(shared, FileBasedCache)
    return None if on_disk and not settings.HAS_WORKERS else shared


def wait_for(look: Callable[[], Found | None]) -> Found:
    """What `look` finds, now or within `SHEET_WAIT_SECONDS`. Raises `RenderQueueFullError`.

    A thread that waits serves no page, so at most `SHEET_WAITERS` threads of a process wait; the next
    is asked to come back at once.
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
