"""A history that a person brought from another app: a file, what came of it, and the way back."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.cache import cache
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exercises.models.fields import LineField
from exercises.people import Person, Visitor
from programs.models.own_exercise import OwnExercise
from programs.models.plans_version import bump_plans_version
from programs.models.session_sum import SessionSum
from programs.models.set_log import SetLog

UNDO_DAYS = 30
IMPORT = "history-import"
"""The kind of the jobs that store a confirmed file."""
PENDING_LIFETIME = timedelta(days=1)
"""How long an uploaded file waits to be confirmed."""

PROGRESS_SECONDS = 60
"""How long what was told last of an import holds."""

SETS_AT_ONCE = 500


class ImportedHistoryQuerySet(models.QuerySet["ImportedHistory"]):
    """Imports by owner, confirmed or pending."""

    def owned_by(self, user: Visitor) -> Self:
        """The person's own; none for someone who is not signed in."""
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()

    def pending(self) -> Self:
        """Files that were uploaded and not confirmed."""
        return self.filter(confirmed_at__isnull=True)

    def undoable(self, now: datetime) -> Self:
        """Imports that can still be taken back, the newest first."""
        since = now - timedelta(days=UNDO_DAYS)
        return self.filter(confirmed_at__gte=since).order_by("-confirmed_at", "-pk")

    def last_zone(self, user: Visitor) -> str:
        """The time zone that the person named last; empty when there is none."""
        answers = self.owned_by(user).filter(confirmed_at__isnull=False).order_by("-confirmed_at")
        last = answers.values_list("answers", flat=True).first()
        return str((last or {}).get("time_zone", ""))

    def keep(
        self, user: Person, content: bytes, name: str, source: str, now: datetime
    ) -> ImportedHistory:
        """Keep an uploaded file until it is confirmed; older ones that wait in vain go."""
        mine = self.owned_by(user).pending()
        mine.filter(created_at__lt=now - PENDING_LIFETIME).delete()
        newest = list(mine.order_by("-created_at", "-pk").values_list("pk", flat=True)[:4])
        mine.exclude(pk__in=newest).delete()
        packed = zlib.compress(content, 6)
        return self.create(
            owner_id=user.pk, content=packed, file_name=name, source=source, created_at=now
        )


class ImportedHistory(models.Model):
    """One import. The file's `content`, compressed, is kept until it is confirmed and no longer.

    `answers` is what the person said of the file; `own_exercises` and `added_sets` hold the keys of the
    exercises that it made and of the sets that it added to sessions that were there before.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="imported_histories"
    )
    file_name = LineField(max_length=120, blank=True)
    source = models.CharField(max_length=20, editable=False)
    content = models.BinaryField(null=True, editable=False)
    answers = models.JSONField(default=dict, blank=True, editable=False)
    own_exercises = models.JSONField(default=list, blank=True, editable=False)
    added_sets = models.JSONField(default=list, blank=True, editable=False)
    session_count = models.PositiveIntegerField(default=0)
    set_count = models.PositiveIntegerField(default=0)
    skipped_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = ImportedHistoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported history")
        verbose_name_plural = _("imported histories")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("programs:history-import-preview", args=[self.uuid])

    @property
    def file_content(self) -> bytes:
        """The file as it was uploaded."""
        return zlib.decompress(bytes(self.content or zlib.compress(b"")))

    def remembered_columns(self, header: list[str]) -> dict[str, int]:
        """Which column was what when the person last confirmed a file with this header."""
        before = ImportedHistory.objects.filter(
            owner_id=self.owner_id, confirmed_at__isnull=False, answers__header=header
        )
        if not header:
            return {}
        answers = before.order_by("-confirmed_at").values_list("answers", flat=True).first()
        return dict((answers or {}).get("columns", {}))

    @contextmanager
    def progress(self, total: int) -> Iterator[Callable[[int], None]]:
        """Gives what tells other requests how many of `total` sets are stored; nothing is left of it.

        All is stored in one transaction, of which the database shows nothing before it ends: the cache
        does.
        """
        try:
            yield lambda done: cache.set(self._progress_key, (done, total), PROGRESS_SECONDS)
        finally:
            cache.delete(self._progress_key)

    @property
    def told_progress(self) -> tuple[int, int]:
        """How many sets are stored, and of how many; 0 of 0 when nothing is known."""
        done, total = cache.get(self._progress_key) or (0, 0)
        return done, total

    @property
    def _progress_key(self) -> str:
        return f"history-import:{self.uuid}"

    @property
    def undoable_until(self) -> datetime | None:
        """When it can no longer be taken back."""
        return self.confirmed_at and self.confirmed_at + timedelta(days=UNDO_DAYS)

    @transaction.atomic
    def undo(self) -> int:
        """Take its sessions away again; those that were changed since stay. Tells how many stay."""
        bump_plans_version(self.owner_id)
        done_at = self.confirmed_at or self.created_at
        mine = SetLog.objects.filter(log__owner_id=self.owner_id, updated_at=done_at)
        shortened: set[int] = set()
        for start in range(0, len(self.added_sets), SETS_AT_ONCE):
            some = mine.filter(uuid__in=self.added_sets[start : start + SETS_AT_ONCE])
            shortened.update(some.values_list("log", flat=True))
            some.delete()
        SessionSum.objects.refresh(shortened)
        untouched = self.logs.filter(updated_at=done_at)
        SetLog.objects.filter(log__in=untouched).delete()
        untouched.delete()
        kept: int = self.logs.count()
        made = OwnExercise.objects.filter(owner_id=self.owner_id, uuid__in=self.own_exercises)
        made.filter(set_logs__isnull=True, merged__isnull=True).in_use().delete()
        self.delete()
        return kept
