"""One version for everything that the public sees: it changes after each change of the content.

Every process reads it at every request for a public page, so it lives in the cache `content_version`, which
all processes share: Redis when there is one, else a file in `VAR_DIR`. Whatever writes content bumps it, after
the commit: signals of the public models (`install`), the bulk verbs of their querysets (`ContentQuerySet`).
Whoever writes content by other means, such as raw SQL, calls `bump_after_commit`.
"""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import uuid4

from django.core.cache import caches
from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from redis.exceptions import RedisError

M = TypeVar("M", bound=models.Model)

CACHE = "content_version"
KEY = "content-version"

_bump_failed = False


def current() -> str | None:
    """The version now; None when it cannot be known, and nothing that depends on it may be reused."""
    try:
        if _bump_failed:
            bump()
        found: str | None = caches[CACHE].get(KEY)
        return found or bump()
    except (OSError, RedisError):
        return None


def bump() -> str:
    """Change the version. Raises `OSError` or `RedisError`; `current` then catches up on it first."""
    global _bump_failed
    _bump_failed = True
    version = uuid4().hex
    try:
        caches[CACHE].set(KEY, version, timeout=None)
    except OSError:
        caches[CACHE].delete(
            KEY
        )  # which takes no room: on a full disk no process trusts the old one
        raise
    _bump_failed = False
    return version


def bump_after_commit(using: str | None = None) -> None:
    """Bump once when the running transaction is committed, or at once when there is none."""
    callbacks = transaction.get_connection(using).run_on_commit
    if not callbacks or callbacks[-1][1] is not bump:
        transaction.on_commit(bump, using=using, robust=True)


class ContentQuerySet(models.QuerySet[M]):
    """Rows of a public model: the verbs that send no signals bump the version as well."""

    def update(self, **values: Any) -> int:
        """Update in one statement, as Django does; `bulk_update` comes here too."""
        changed = super().update(**values)
        bump_after_commit(self.db)
        return changed

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list[M]:
        """Insert many rows, as Django does."""
        created = super().bulk_create(objs, *args, **options)
        bump_after_commit(self.db)
        return created


def install(*public_models: type[models.Model]) -> None:
    """Bump when a row of one of these models is saved or deleted, or one of its relations changes."""
    for model in public_models:
        post_save.connect(_changed, sender=model, dispatch_uid=f"content-saved-{model._meta.label}")
        post_delete.connect(
            _changed, sender=model, dispatch_uid=f"content-gone-{model._meta.label}"
        )
        for field in model._meta.many_to_many:
            m2m_changed.connect(_changed, sender=field.remote_field.through)


def _changed(using: str, **kwargs: Any) -> None:
    bump_after_commit(using)
