"""Caches of ours: memory by bytes, and Redis as a cache that the site can do without.

When Redis does not answer it is not asked again for `RETRY_SECONDS`, so that nobody waits for it at every step.
"""

from __future__ import annotations

import logging
import sys
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

RETRY_SECONDS = 5.0
MAX_ENTRIES = 2000


class SizedLocMemCache(LocMemCache):
    """Memory of the process that holds at most `MAX_BYTES`: keys and values as they are kept."""

    _cache: OrderedDict[str, bytes]
    _expire_info: dict[str, float | None]

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self.max_bytes = int(params["OPTIONS"]["MAX_BYTES"])

    def _set(self, key: str, value: bytes, timeout: Any = DEFAULT_TIMEOUT) -> None:
        """Keep an entry; those that were not asked for the longest make room. Called under the lock."""
        self._cache.pop(key, None)
        self._expire_info.pop(key, None)
        room = self.max_bytes - _entry_bytes(key, value)
        if room < 0:
            return
        used = sum(_entry_bytes(*entry) for entry in self._cache.items())
        while used > room:
            oldest, gone = self._cache.popitem()
            del self._expire_info[oldest]
            used -= _entry_bytes(oldest, gone)
        super()._set(key, value, timeout)  # type: ignore[misc]  # unknown to the stubs


def _entry_bytes(key: str, value: bytes) -> int:
    return sys.getsizeof(key) + sys.getsizeof(value)


class StrictRedisCache(RedisCache):
    """Redis or nothing: `get` and `set` raise `RedisError` while Redis does not answer."""

    retry_at = 0.0
    """When Redis may be asked again (monotonic seconds), for all threads and caches of the process."""

    @property
    def is_unavailable(self) -> bool:
        """Whether Redis lately gave no answer."""
        return time.monotonic() < StrictRedisCache.retry_at

    def strictly(self, ask: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """What Redis itself answers. Raises `RedisError`, at once when it lately gave no answer."""
        if self.is_unavailable:
            raise RedisConnectionError("Redis gave no answer a moment ago.")
        try:
            return ask(*args, **options)
        except RedisError:
            logger.exception("Redis gives no answer; this process uses its own memory")
            StrictRedisCache.retry_at = time.monotonic() + RETRY_SECONDS
            raise

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self.strictly(super().get, key, default, version)

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self.strictly(super().set, key, value, timeout, version)


class FallbackRedisCache(StrictRedisCache):
    """Redis while it answers, else the memory of this process.

    Rate limits, locks and sheets then hold for that process alone.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.memory = LocMemCache("while-redis-is-gone", {"max_entries": MAX_ENTRIES})


def _with_fallback(name: str) -> Callable[..., Any]:
    """The method of this name, by Redis or by memory."""
    by_redis, by_memory = getattr(RedisCache, name), getattr(LocMemCache, name)

    def method(self: FallbackRedisCache, *args: Any, **options: Any) -> Any:
        try:
            return self.strictly(by_redis, self, *args, **options)
        except RedisError:
            return by_memory(self.memory, *args, **options)

    return method


FALLBACK_METHODS = ["add", "get", "set", "touch", "delete", "has_key", "incr", "clear"]
FALLBACK_METHODS += ["get_many", "set_many", "delete_many"]
for _name in FALLBACK_METHODS:
    setattr(FallbackRedisCache, _name, _with_fallback(_name))
