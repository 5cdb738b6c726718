"""Which state of a row a form was made from, so that nobody undoes a change that they never saw."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.http import QueryDict

REVISION = "revision"
"""The hidden field that usually holds it."""

Revision = int | datetime | str | None
"""A row's counter, else when it was saved last, else `revision_of` what the form shows; None for a row
that there is not yet."""


def revision_of(*values: object) -> str:
    """A revision of rows that count no changes: the digest of what the form shows of them."""
    return sha256(repr(values).encode()).hexdigest()[:16]


def revision_text(revision: Revision) -> str:
    """The revision as the hidden field holds it."""
    return revision.isoformat() if isinstance(revision, datetime) else str(revision or 0)


def is_stale(data: QueryDict, revision: Revision, field: str = REVISION) -> bool:
    """Whether the form was made before the row's last change. One that tells nothing is not."""
    sent = data.get(field, "")
    return bool(sent) and sent != revision_text(revision)
