"""The shared cache, which the site can do without.

While Redis is gone each process uses its own memory: rate limits, locks and sheets then hold for that
process alone. Redis is asked again after a short rest, so that nobody waits for it at every step.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as GoneError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

RETRY_SECONDS = 5.0
MAX_ENTRIES = 2000


class FallbackRedisCache(RedisCache):
    """Redis while it answers, else the memory of this process."""

    rests_until = 0.0
    """When Redis may be asked again (monotonic seconds), for all threads of the process."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.memory = LocMemCache("while-redis-is-gone", {"max_entries": MAX_ENTRIES})

    @property
    def is_resting(self) -> bool:
        """Whether Redis lately gave no answer."""
        return time.monotonic() < FallbackRedisCache.rests_until

    def strictly(self, ask: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """What Redis itself answers. Raises `RedisError` when it does not, without asking in a rest."""
        if self.is_resting:
            raise GoneError("Redis gave no answer a moment ago.")
        try:
            return ask(*args, **options)
        except RedisError:
            logger.exception("Redis gives no answer; this process uses its own memory")
            FallbackRedisCache.rests_until = time.monotonic() + RETRY_SECONDS
            raise

    def client(self) -> Any:
        """The Redis client, for what must not come from memory; ask it by `strictly`."""
        return self._cache.get_client(None, write=True)


def _with_fallback(name: str) -> Callable[..., Any]:
    """The method of this name, by Redis or by memory."""
    by_redis, by_memory = getattr(RedisCache, name), getattr(LocMemCache, name)

    def steady(self: FallbackRedisCache, *args: Any, **options: Any) -> Any:
        try:
            return self.strictly(by_redis, self, *args, **options)
        except RedisError:
            return by_memory(self.memory, *args, **options)

    return steady


FALLBACK_METHODS = ["add", "get", "set", "touch", "delete", "has_key", "incr", "clear"]
FALLBACK_METHODS += ["get_many", "set_many", "delete_many"]
for _name in FALLBACK_METHODS:
    setattr(FallbackRedisCache, _name, _with_fallback(_name))
