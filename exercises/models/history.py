"""Edit history: a snapshot of a row and its relations after each change, with who made it.

The admin saves the row first and its relations later, so it takes one snapshot with `record_history`
when all of it is saved. A row that is saved elsewhere gets its snapshot from django-simple-history.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

PREVIOUS_STATE_REASON = gettext_noop("As it was before its first change")
"""The reason of the first record; stored in English, translated where it is shown."""


class RecordedRow(Protocol):
    """A stored row whose changes are recorded, with its relations as lines of text by label."""

    pk: Any
    history: Any
    updated_at: datetime
    _base_manager: Any

    def history_relations(self) -> dict[str, list[str]]: ...


class HistoryRelations(models.Model):
    """Part of a record: the row's relations as lines of text by label.

    Labels are stored in English and translated where they are shown.
    """

    history_relations = models.JSONField(_("relations"), default=dict, editable=False)

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
    """Within the block, saving the row leaves no record."""
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
    """Take a snapshot of the row and its relations, made by `user` for `reason`."""
    row.history.bulk_history_create(
        [row],
        update=not created,
        default_user=user,
        default_change_reason=reason,
        default_date=at,
        custom_historical_attrs={"history_relations": row.history_relations()},
    )


def record_previous_state(row: RecordedRow) -> None:
    """Take a snapshot of a stored row before its first change, unless it has a history already.

    Loading content leaves no record; compared with this one, the first edit can be seen.
    """
    if row.pk is None or row.history.exists():
        return
    before = type(row)._base_manager.filter(pk=row.pk).first()
    if before is not None:
        before._history_user = None
        record_history(before, None, PREVIOUS_STATE_REASON, created=True, at=before.updated_at)


def clear_previous_state(row: RecordedRow) -> None:
    """Delete the snapshot of `record_previous_state` when no change followed."""
    if row.history.count() == 1:
        row.history.filter(history_change_reason=PREVIOUS_STATE_REASON).delete()
