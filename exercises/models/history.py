"""Who changed what, and when: a record of a row, and of what belongs to it, after each change.

A change in the admin touches the row first and its relations after, so it is written down once, by
`remember`, when all of it is saved. What is saved elsewhere leaves a record by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.dispatch import receiver
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    from exercises.models.publishable import Curated

BEFORE = "As it was before its first change"


class RelatedWords(models.Model):
    """What a record holds beside the row's own columns: its relations in words, lines by label."""

    related_words = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True


def records() -> Any:
    """The history of a model and of all that inherit from it."""
    return HistoricalRecords(
        inherit=True,
        bases=[RelatedWords],
        excluded_fields=["content_digest", "created_at", "updated_at"],
        history_change_reason_field=models.CharField(max_length=100, blank=True, default=""),
    )


@receiver(pre_create_historical_record)
def _add_related_words(history_instance: Any, instance: Curated, **kwargs: Any) -> None:
    history_instance.history_change_reason = history_instance.history_change_reason or ""
    if history_instance.history_type == "~":
        history_instance.related_words = instance.related_words()


@contextmanager
def unrecorded(row: models.Model) -> Iterator[None]:
    """While the block runs, saving the row leaves no record."""
    row.skip_history_when_saving = True  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del row.skip_history_when_saving  # type: ignore[attr-defined]


def remember(
    row: Curated,
    user: AbstractBaseUser | AnonymousUser | None,
    reason: str = "",
    *,
    created: bool = False,
    at: datetime | None = None,
) -> None:
    """Write down the row with its relations as they are now, and who made them so."""
    row.history.bulk_history_create(
        [row],
        update=not created,
        default_user=user,
        default_change_reason=reason,
        default_date=at,
        custom_historical_attrs={"related_words": row.related_words()},
    )


def remember_before(row: Curated) -> None:
    """Write down how a stored row was before its first change, unless something is known of it.

    Content that is loaded leaves no record; this one shows what the first editor changed.
    """
    if row.pk is None or row.history.exists():
        return
    before = type(row)._base_manager.filter(pk=row.pk).first()
    if before is not None:
        before._history_user = None  # type: ignore[attr-defined]
        remember(before, None, BEFORE, created=True, at=before.updated_at)


def forget_before(row: Curated) -> None:
    """Take back what `remember_before` wrote down, when no change came after it."""
    if row.history.count() == 1:
        row.history.filter(history_change_reason=BEFORE).delete()
