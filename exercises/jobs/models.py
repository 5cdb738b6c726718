"""Jobs: what is to be done, how far it is, and what came of it."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from exercises.jobs.kinds import KINDS
from exercises.models.fields import LineField, ProseField
from exercises.people import Visitor

LIFETIME = timedelta(days=1)
"""How long what came of a job is kept."""
LEASE = timedelta(seconds=30)
"""A worker that did not renew its lease for so long counts as gone."""
MAX_ATTEMPTS = 3
"""Workers that may be lost over one job before it counts as failed."""
SWEPT_AT_ONCE = 100
PAYLOAD_LEVEL = 3


class State(models.TextChoices):
    """How far a job is."""

    WAITING = "waiting", gettext_lazy("Waiting for its turn")
    RUNNING = "running", gettext_lazy("At work")
    DONE = "done", gettext_lazy("Done")
    FAILED = "failed", gettext_lazy("Failed")
    CANCELLED = "cancelled", gettext_lazy("Called off")


ALIVE = [State.WAITING, State.RUNNING]


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs by owner and state, and what keeps them moving."""

    def owned_by(self, user: Visitor) -> Self:
        """The person's own; none for someone who is not signed in."""
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()

    def alive(self) -> Self:
        """Those that wait or are at work."""
        return self.filter(state__in=ALIVE)

    def shown(self, now: datetime) -> Self:
        """Those that their owner was told of, the newest first; not what expired."""
        return self.filter(is_shown=True, expires_at__gt=now).order_by("-created_at", "-pk")

    def start(
        self,
        kind: str,
        key: str,
        payload: bytes,
        *,
        owner: Visitor | None = None,
        title: str = "",
        result_url: str = "",
        is_shown: bool = True,
    ) -> tuple[Job, bool]:
        """A new job for the workers, or the one of this owner, kind and key that is alive; and whether it is new.

        `payload` is what its kind needs to know, `result_url` where the result will be if that is no
        file of its own.
        """
        owner_id = owner.pk if owner else None
        about = {"owner_id": owner_id, "kind": kind, "key": key}
        if found := self.alive().filter(**about).first():
            return found, False
        now = timezone.now()
        try:
            with transaction.atomic():
                job = self.create(
                    **about,
                    title=title,
                    payload=zlib.compress(payload, PAYLOAD_LEVEL),
                    result_url=result_url,
                    is_shown=is_shown,
                    language=get_language() or settings.LANGUAGE_CODE,
                    created_at=now,
                    expires_at=now + LIFETIME,
                )
                job.enqueue()
        except IntegrityError:  # somebody else started it at the same time
            return self.filter(**about).latest("created_at"), False
        return job, True

    def take_back(self, now: datetime) -> int:
        """Put jobs whose worker is gone back into the queue, and those that no task would run. Tells how many.

        One that was lost `MAX_ATTEMPTS` times has failed.
        """
        with transaction.atomic():
            rows = self.select_for_update(skip_locked=True).alive()
            lost = [
                *rows.filter(state=State.RUNNING, leased_until__lt=now)[:SWEPT_AT_ONCE],
                *rows.filter(state=State.WAITING).exclude(task__in=ready_tasks())[:SWEPT_AT_ONCE],
            ]
            for job in lost:
                if job.state == State.RUNNING and job.attempts >= MAX_ATTEMPTS:
                    job.close(State.FAILED, now, problem="workers lost")
                else:
                    job.put_back()
        return len(lost)

    def sweep(self, now: datetime) -> None:
        """Take back what was lost, and delete what nobody will ask for any more."""
        self.take_back(now)
        old = self.filter(expires_at__lte=now).exclude(state=State.RUNNING)
        self.filter(pk__in=list(old.values_list("pk", flat=True)[:SWEPT_AT_ONCE])).delete()
        DBTaskResult.objects.finished().filter(finished_at__lt=now - LIFETIME).delete()


def ready_tasks() -> models.QuerySet[Any, Any]:
    """The keys of the tasks that a worker will take, sooner or later."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return waiting.values("pk")


class Job(models.Model):
    """One piece of work. `payload`, compressed, is what it needs, kept until it ends and no longer.

    `lease` names the one attempt that may write about it; `progress` is a percentage. `reason` tells its
    owner in words why it failed, where that can be told, or what came of it; `problem` tells staff, without
    what people wrote.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="jobs", editable=False
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=30, editable=False)
    key = models.CharField(max_length=80, editable=False)
    title = LineField(max_length=200, blank=True, editable=False)
    language = models.CharField(max_length=12, editable=False)
    payload = models.BinaryField(null=True, editable=False)
    state = models.CharField(
        gettext_lazy("state"), max_length=10, choices=State, default=State.WAITING, editable=False
    )
    progress = models.PositiveSmallIntegerField(gettext_lazy("progress"), default=0, editable=False)
    attempts = models.PositiveSmallIntegerField(gettext_lazy("attempts"), default=0, editable=False)
    task = models.UUIDField(null=True, editable=False)
    lease = models.UUIDField(null=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    reason = ProseField(blank=True, editable=False)
    problem = models.TextField(gettext_lazy("problem"), blank=True, editable=False)
    result_url = models.CharField(max_length=500, blank=True, editable=False)
    file_name = models.CharField(max_length=120, blank=True, editable=False)
    content_type = models.CharField(max_length=80, blank=True, editable=False)
    is_shown = models.BooleanField(default=True, editable=False)
    created_at = models.DateTimeField(gettext_lazy("created"), editable=False)
    finished_at = models.DateTimeField(gettext_lazy("finished"), null=True, editable=False)
    expires_at = models.DateTimeField(db_index=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("job")
        verbose_name_plural = gettext_lazy("jobs")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["leased_until"], condition=Q(state__in=ALIVE), name="job_alive_by_lease"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind", "key"],
                condition=Q(state__in=ALIVE),
                name="job_once_for_an_owner",
            ),
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=ALIVE, owner__isnull=True),
                name="job_once_for_nobody",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="job_progress_is_a_percentage"
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.kind_label)

    def get_absolute_url(self) -> str:
        return reverse("jobs:job", args=[self.uuid])

    @property
    def kind_label(self) -> str:
        """What is made, in words."""
        return str(KINDS[self.kind].label) if self.kind in KINDS else self.kind

    @property
    def is_alive(self) -> bool:
        return self.state in ALIVE

    @property
    def version(self) -> str:
        """What its page shows of it, in short."""
        return f"{self.state}-{self.progress}"

    @property
    def is_done(self) -> bool:
        return self.state == State.DONE

    @property
    def content(self) -> bytes:
        """What it was started with."""
        return zlib.decompress(bytes(self.payload or zlib.compress(b"")))

    @property
    def failure(self) -> str:
        """Why it failed, for its owner."""
        return self.reason or _("Something went wrong on our side. Nothing of yours is lost.")

    @property
    def result(self) -> str:
        """Where what came of it is; empty when there is nothing to look at."""
        if not self.is_done:
            return ""
        return self.result_url or (reverse("jobs:file", args=[self.uuid]) if self.file_name else "")

    def file(self) -> Iterator[bytes]:
        """The finished file, a part at a time."""
        if self.lease is None:
            return
        parts = self.parts.filter(lease=self.lease)
        for number in range(parts.count()):
            yield bytes(parts.get(number=number).content)

    def enqueue(self, after: timedelta | None = None) -> None:
        """Have a worker run it, `after` some time. Call it in the transaction that makes it wait."""
        from exercises.jobs.run import run_job

        task = run_job.using(priority=KINDS[self.kind].priority)
        if after:
            task = task.using(run_after=timezone.now() + after)
        self.task = uuid.UUID(task.enqueue(str(self.uuid)).id)
        self.save(update_fields=["task"])

    def put_back(self, after: timedelta | None = None) -> None:
        """Let another worker do it, from the beginning."""
        self.state, self.lease, self.leased_until, self.progress = State.WAITING, None, None, 0
        self.save(update_fields=["state", "lease", "leased_until", "progress"])
        self.parts.all().delete()
        self.enqueue(after)

    def close(self, state: State, now: datetime, *, reason: str = "", problem: str = "") -> None:
        """End it without a result."""
        self.state, self.reason, self.problem = state, reason, problem
        self.payload, self.lease, self.leased_until = None, None, None
        self.finished_at, self.expires_at = now, now + LIFETIME
        self.save()
        self.parts.all().delete()

    def show(self) -> None:
        """List it among its owner's."""
        if not self.is_shown:
            self.is_shown = True
            Job.objects.filter(pk=self.pk).update(is_shown=True)

    def cancel(self, now: datetime) -> bool:
        """Call it off; whoever is at it stops. False when it had ended already."""
        with transaction.atomic():
            job = Job.objects.select_for_update().alive().filter(pk=self.pk).first()
            if job:
                job.close(State.CANCELLED, now)
        return job is not None


class JobPart(models.Model):
    """A part of the file that came of a job. Parts of another lease than the job's own count for nothing."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="parts")
    lease = models.UUIDField()
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "lease", "number"], name="job_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}"
