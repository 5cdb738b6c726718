"""One attempt at a job: a worker claims it, renews its lease while it works, and writes what comes of it.

Whatever an attempt writes about its job, it writes only while the lease is its own. So a worker that was slow, and over
whose job another one has begun, changes nothing any more.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from traceback import extract_tb
from typing import Any, cast
from uuid import UUID, uuid4

from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone, translation
from django_tasks import task

from exercises.clock import clock_for
from exercises.figure_choice import figures_by
from exercises.jobs.kinds import KINDS
from exercises.jobs.models import LEASE, LIFETIME, Job, JobPart, JobQuerySet, State
from exercises.people import Visitor, figure_of

logger = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
"""So often a lease is renewed and the progress written."""
PART_BYTES = 1024 * 1024
TOLD_FRAMES = 20


class JobStoppedError(Exception):
    """The job was called off, or belongs to another attempt by now."""


class JobFailedError(Exception):
    """The job cannot be done; the text tells its owner why."""


class TryAgainError(Exception):
    """The job cannot be done now; it is worth trying again after the time that is given."""

    def __init__(self, after: timedelta) -> None:
        self.after = after


@task()
def run_job(key: str) -> None:
    """Do the job of this UUID, unless somebody else does or did."""
    if run := Run.claim(UUID(key), timezone.now()):
        run.perform()


_here = threading.local()


def is_worker() -> bool:
    """Whether this thread is at work on a job."""
    return bool(getattr(_here, "run", None))


class Run:
    """One attempt: what a kind's function works with."""

    def __init__(self, job: Job, lease: UUID) -> None:
        self.job, self.lease = job, lease
        self.progress = 0
        self.stopped = threading.Event()
        self.is_finished = False
        self._buffer = bytearray()
        self._parts = 0

    @classmethod
    def claim(cls, key: UUID, now: datetime) -> Run | None:
        """The attempt, if the job waits for one; of several workers one gets it."""
        lease = uuid4()
        waiting = Job.objects.filter(uuid=key, state=State.WAITING)
        claimed = waiting.update(
            state=State.RUNNING,
            lease=lease,
            leased_until=now + LEASE,
            attempts=F("attempts") + 1,
        )
        return cls(Job.objects.select_related("owner").get(uuid=key), lease) if claimed else None

    @property
    def owner(self) -> Any:
        """Whose job it is; None for nobody's."""
        return self.job.owner

    def perform(self) -> None:
        """Do it, and write down how it ended."""
        _here.run = self
        try:
            with self._renewed_lease(), self._as_for_owner():
                KINDS[self.job.kind].perform(self)
                if not self.is_finished:
                    self.finish()
        except JobStoppedError:
            logger.info("A job was called off: %s", self.job.kind)
        except TryAgainError as again:
            self._put_back(again.after)
        except JobFailedError as failed:
            self._fail(str(failed), failed.__cause__ or failed)
        except Exception as error:
            logger.exception("A job failed: %s %s", self.job.kind, self.job.uuid)
            self._fail("", error)
        except BaseException:  # the worker is told to stop at once
            self._put_back()
            raise
        finally:
            _here.run = None

    def tell(self, done: int, total: int) -> None:
        """Note how far it is. Raises `JobStoppedError` when it is no longer ours."""
        self.progress = min(99, 100 * done // total) if total else 0
        if self.stopped.is_set():
            raise JobStoppedError

    def write(self, content: bytes) -> None:
        """Add to the file that comes of it."""
        self._buffer += content
        while len(self._buffer) >= PART_BYTES:
            self._write_part(PART_BYTES)

    def finish(self, file_name: str = "", content_type: str = "", note: str = "") -> None:
        """It is done; `note` tells its owner more.

        Raises `JobStoppedError` when it is no longer ours: then nothing of it may stay. Where the work
        changes rows, call this last in their transaction.
        """
        if self._buffer:
            self._write_part(len(self._buffer))
        now = timezone.now()
        done = self._mine().update(
            state=State.DONE,
            progress=100,
            payload=None,
            leased_until=None,
            file_name=file_name,
            content_type=content_type,
            reason=note,
            finished_at=now,
            expires_at=now + LIFETIME,
        )
        if not done:
            raise JobStoppedError
        self.is_finished = True

    def beat(self, now: datetime) -> None:
        """Renew the lease and write the progress; note when the job is no longer ours."""
        if not self._mine().update(leased_until=now + LEASE, progress=self.progress):
            self.stopped.set()

    def _mine(self) -> JobQuerySet:
        return Job.objects.filter(pk=self.job.pk, state=State.RUNNING, lease=self.lease)

    def _write_part(self, size: int) -> None:
        part, self._buffer = bytes(self._buffer[:size]), self._buffer[size:]
        JobPart.objects.create(job=self.job, lease=self.lease, number=self._parts, content=part)
        self._parts += 1

    def _put_back(self, after: timedelta | None = None) -> None:
        with transaction.atomic():
            if job := self._mine().select_for_update().first():
                job.put_back(after)

    def _fail(self, reason: str, error: BaseException) -> None:
        with transaction.atomic():
            if job := self._mine().select_for_update().first():
                problem = problem_of(error)
                job.close(State.FAILED, timezone.now(), reason=reason, problem=problem)

    @contextmanager
    def _as_for_owner(self) -> Iterator[None]:
        """In the language, clock and figures of whom it is for."""
        reader = cast("Visitor", self.owner or AnonymousUser())
        with (
            translation.override(self.job.language),
            clock_for(reader),
            figures_by(lambda: figure_of(reader)),
        ):
            yield

    @contextmanager
    def _renewed_lease(self) -> Iterator[None]:
        ended = threading.Event()
        heart = threading.Thread(target=self._beat_until, args=(ended,), daemon=True)
        heart.start()
        try:
            yield
        finally:
            ended.set()
            heart.join()

    def _beat_until(self, ended: threading.Event) -> None:
        while not ended.wait(BEAT_SECONDS):
            with suppress(DatabaseError):
                self.beat(timezone.now())
            connection.close()


def problem_of(error: BaseException) -> str:
    """The kind of an error and where it arose, for staff: its own words may hold what people wrote."""
    frames = extract_tb(error.__traceback__)[-TOLD_FRAMES:]
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([f"{type(error).__module__}.{type(error).__qualname__}", *places])
