"""Who changed what, and when: a record of a row, and of what belongs to it, after each change.

A change in the admin touches the row first and its relations after, so it is written down once, by
`remember`, when all of it is saved. What is saved elsewhere leaves a record by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.dispatch import receiver
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

PREVIOUS_STATE_REASON = "As it was before its first change"


class RecordedRow(Protocol):
    """A stored row whose changes are recorded; `history_relations` tells its relations in words."""

    pk: Any
    history: Any
    updated_at: datetime
    _base_manager: Any

    def history_relations(self) -> dict[str, list[str]]: ...


class HistoryRelations(models.Model):
    """What a record holds beside the row's own columns: its relations in words, lines by label."""

    history_relations = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True


def records() -> Any:
    """The history of a model and of all that inherit from it."""
    return HistoricalRecords(
        inherit=True,
        bases=[HistoryRelations],
        excluded_fields=["content_digest", "created_at", "updated_at"],
        history_change_reason_field=models.CharField(max_length=100, blank=True, default=""),
    )


@receiver(pre_create_historical_record)
def _add_relations(history_instance: Any, instance: RecordedRow, **kwargs: Any) -> None:
    history_instance.history_change_reason = history_instance.history_change_reason or ""
    if history_instance.history_type == "~":
        history_instance.history_relations = instance.history_relations()


@contextmanager
def without_history(row: models.Model) -> Iterator[None]:
    """While the block runs, saving the row leaves no record."""
    row.skip_history_when_saving = True  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del row.skip_history_when_saving  # type: ignore[attr-defined]


def record_history(
    row: RecordedRow,
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
        custom_historical_attrs={"history_relations": row.history_relations()},
    )


def record_previous_state(row: RecordedRow) -> None:
    """Write down how a stored row was before its first change, unless something is known of it.

    Content that is loaded leaves no record; this one shows what the first editor changed.
    """
    if row.pk is None or row.history.exists():
        return
    before = type(row)._base_manager.filter(pk=row.pk).first()
    if before is not None:
        before._history_user = None
        record_history(before, None, PREVIOUS_STATE_REASON, created=True, at=before.updated_at)


def clear_previous_state(row: RecordedRow) -> None:
    """Take back what `remember_before` wrote down, when no change came after it."""
    if row.history.count() == 1:
        row.history.filter(history_change_reason=PREVIOUS_STATE_REASON).delete()
