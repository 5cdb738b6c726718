"""A person's jobs: how far they are, how to call one off, and what came of them."""

from __future__ import annotations

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from exercises.jobs.models import Job

SEEN = "X-Seen"
"""The header in which a page tells which version of the job it shows."""


def is_unchanged(request: HttpRequest, job: Job) -> bool:
    """Whether the page that asks shows the job as it is: then nothing on it is to change (204)."""
    return request.headers.get(SEEN) == job.version


@login_required
@never_cache
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """What is being made for the person, and what was made within a day."""
    jobs = Job.objects.owned_by(request.user).shown(timezone.now()).defer("payload")
    return render(request, "jobs/job_list.html", {"jobs": jobs})


@login_required
@never_cache
@require_safe
def job_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far one is; the page renews itself until it has ended."""
    job = _own_job(request, uuid)
    if is_unchanged(request, job):
        return HttpResponse(status=204)
    return render(request, "jobs/job.html", {"job": job})


@login_required
@require_POST
def job_cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Call one off; one that has ended stays as it is."""
    job = _own_job(request, uuid)
    job.cancel(timezone.now())
    return redirect(job)


@login_required
@reauthentication_required
@never_cache
@require_safe
def job_file(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The file that came of one, for a day."""
    job = _own_job(request, uuid)
    if not (job.is_done and job.file_name):
        raise Http404
    download = StreamingHttpResponse(job.file(), content_type=job.content_type)
    download["Content-Disposition"] = f'attachment; filename="{job.file_name}"'
    download["Content-Encoding"] = "identity"  # packed already: no middleware packs it again
    return download


def _own_job(request: HttpRequest, uuid: UUID) -> Job:
    """The person's job, while it is kept."""
    mine = Job.objects.owned_by(request.user).filter(expires_at__gt=timezone.now())
    return get_object_or_404(mine.defer("payload"), uuid=uuid)
