"""One stamp for all that the public sees: it changes with every change of the content.

Every process asks for it at every request for a public page, so it lives where all of them look: in
Redis when there is one, else in a file of `VAR_DIR`, which all processes of one machine share. It is
renewed by whatever writes to a table with content: the admin, an import, `load_content`, a vote.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from redis.exceptions import RedisError

from backfit.operations.cache_backends import FallbackRedisCache

KEY = "content-stamp"
WRITES_CONTENT = re.compile(
    r'(?:INSERT INTO|INSERT OR IGNORE INTO|UPDATE|DELETE FROM|TRUNCATE) "'
    r"(?:exercises_(?!favourite|kititem|reviewreport|historical)|programs_program"
    # Reviews name their authors; a sign-in alone writes no name.
    r'|backfit_user" SET .*"name" = )'
)

_owed = False


def current() -> str | None:
    """The stamp now; None when nobody can tell, and nothing may be taken from a shelf."""
    try:
        if _owed:
            renew()
        return _read() or renew()
    except (OSError, RedisError):
        return None


def renew() -> str:
    """Change the stamp. Raises `OSError` or `RedisError`; `current` then makes up for it first."""
    global _owed
    _owed = True
    stamp = uuid4().hex
    _write(stamp)
    _owed = False
    return stamp


def renew_after_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Run a statement (a wrapper of Django's); when it writes content, a new stamp follows the commit."""
    result = execute(sql, params, many, context)
    if WRITES_CONTENT.match(sql):
        waiting = context["connection"].run_on_commit
        if not waiting or waiting[-1][1] is not renew:
            using = context["connection"].alias
            transaction.on_commit(renew, using=using, robust=True)
    return result


def watch(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Look at every statement of a new connection (a receiver of `connection_created`)."""
    if renew_after_writes not in connection.execute_wrappers:
        connection.execute_wrappers.append(renew_after_writes)


def _redis() -> FallbackRedisCache | None:
    """The shared cache, or None when each process has a cache of its own."""
    cache = caches["default"]
    return cache if isinstance(cache, FallbackRedisCache) else None


def _file() -> Path:
    return Path(settings.VAR_DIR) / KEY


def _read() -> str | None:
    if redis := _redis():
        found = redis.strictly(redis.client().get, KEY)
        return found.decode() if found else None
    try:
        return _file().read_text()
    except FileNotFoundError:
        return None


def _write(stamp: str) -> None:
    """Put the stamp where all look. On a full disk the old file goes, which needs no room."""
    if redis := _redis():
        redis.strictly(redis.client().set, KEY, stamp)
        return
    place = _file()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=place.parent, delete=False) as file:
            file.write(stamp)
        os.replace(file.name, place)
    except OSError:
        place.unlink(missing_ok=True)
        raise
