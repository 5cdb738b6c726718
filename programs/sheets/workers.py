"""Sheets rendered by workers: a web machine asks for one, waits a moment, and else says that it is being made.

What was rendered comes back by the cache `sheets`, where all machines find it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.utils import timezone
from pydantic import TypeAdapter

from exercises.jobs.models import Job, State
from exercises.jobs.run import is_worker
from exercises.people import Visitor
from programs.sheets.render_cache import RenderQueueFullError, find, wait_for
from programs.sheets.renderer_pool import RenderError
from programs.sheets.sheet import Sheet

KIND = "sheet"
FAILED_SECONDS = 60
"""So long a sheet that could not be made is not tried again."""


class RenderPendingError(RenderQueueFullError):
    """A worker is at it, or will be; `job` tells how far it is."""

    retry_after = 3

    def __init__(self, job: Job) -> None:
        self.job = job


class RenderLimitedError(Exception):
    """Whoever asks has had too many sheets made lately."""


@dataclass(frozen=True)
class SheetOrder:
    """Who asks for a sheet: its owner, if it is private; how it is called and where it will be; whether it
    is so long that nobody waits for it; and whether one more may be made for whoever asks."""

    owner: Visitor | None = None
    title: str = ""
    url: str = ""
    is_long: bool = False
    may_start: Callable[[], bool] = lambda: True


def is_left_to_workers() -> bool:
    """Whether sheets are rendered elsewhere: there are workers, and this is none."""
    return settings.HAS_WORKERS and not is_worker()


def ordered(kind: str, content: Sheet | str, key: str, order: SheetOrder) -> bytes:
    """What a worker makes of a sheet (`pdf`, `png`) or of HTML (`html`), kept under `key`.

    Raises `RenderPendingError` when it is not there in time, `RenderLimitedError` when nothing more may
    be started, and `RenderError` when it could not be made.
    """
    job = _job_of(kind, content, key, order)

    def look() -> bytes | None:
        found = find(key)
        if found is None and has_failed(key):
            raise RenderError("A worker could not make it.")
        return found

    try:
        found = look() if order.is_long else wait_for(look)
    except RenderQueueFullError:
        found = None
    if found is None:
        if order.owner:
            job.show()
        raise RenderPendingError(job)
    return found


def has_failed(key: str) -> bool:
    """Whether the sheet could not be made a moment ago."""
    since = timezone.now() - timedelta(seconds=FAILED_SECONDS)
    tried = Job.objects.filter(kind=KIND, key=key, state=State.FAILED)
    return tried.filter(finished_at__gt=since).exists()


def dumped(kind: str, content: Sheet | str, key: str) -> bytes:
    """What a worker has to know, as bytes."""
    plain = content if isinstance(content, str) else sheets().dump_python(content, mode="json")
    return json.dumps([kind, key, plain]).encode()


def loaded(payload: bytes) -> tuple[str, Sheet | str, str]:
    """The kind, the content and the key of what `dumped` wrote."""
    kind, key, plain = json.loads(payload)
    return kind, plain if isinstance(plain, str) else sheets().validate_python(plain), key


@cache
def sheets() -> TypeAdapter[Sheet]:
    """What reads and writes sheets as JSON."""
    return TypeAdapter(Sheet)


def _job_of(kind: str, content: Sheet | str, key: str, order: SheetOrder) -> Job:
    """The job that renders it: one that is alive, else a new one."""
    owner_id = order.owner.pk if order.owner else None
    alive = Job.objects.alive().filter(kind=KIND, key=key, owner_id=owner_id)
    if job := alive.defer("payload").first():
        return job
    if has_failed(key):
        raise RenderError("A worker could not make it.")
    if not order.may_start():
        raise RenderLimitedError
    job, _is_new = Job.objects.start(
        KIND,
        key,
        dumped(kind, content, key),
        owner=order.owner,
        title=order.title,
        result_url=order.url,
        is_shown=False,
    )
    return job
