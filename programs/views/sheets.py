"""Sheets: the page of options with its preview, and the files."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from http import HTTPStatus
from typing import Any, Protocol
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from exercises import content_version
from exercises.figure_choice import active_figure
from exercises.jobs.views import is_unchanged
from programs.forms.calendars import with_defaults
from programs.forms.sheets import SheetForm
from programs.models import Program, Workout
from programs.sheets import render_cache
from programs.sheets.pdf import file_digest, file_key, sheet_pdf, sheet_png
from programs.sheets.render_cache import RenderQueueFullError
from programs.sheets.renderer_pool import RenderError
from programs.sheets.sheet import Sheet
from programs.sheets.workers import RenderLimitedError, RenderPendingError, SheetOrder
from programs.views.calendar_download import (
    default_paper,
    default_units,
    invalid_parameters,
    planned_file_name,
)
from programs.views.guests import own_workouts
from programs.views.next_time import with_suggestions
from programs.views.responses import SheetResponse
from programs.views.sheet_source import SheetSource, phase_on
from programs.views.workouts import today_of

logger = logging.getLogger(__name__)

View = Callable[..., Any]
STILL_MADE = {HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT}
DIGEST_SECONDS = 24 * 3600
MAKERS: dict[str, Callable[[Sheet, SheetOrder], bytes]] = {"pdf": sheet_pdf, "png": sheet_png}


def reloaded_by_htmx(view: View) -> View:
    """A view of a file whose page of progress asks for it by htmx: once it is there, the page loads it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        is_ready = request.htmx and response.status_code not in STILL_MADE  # type: ignore[attr-defined]
        return HttpResponseClientRefresh() if is_ready else response

    return answer


@require_safe
@reloaded_by_htmx
def program_sheet(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The program as a sheet: PDF, or its first page as PNG."""
    key = digest_key(request, kind)
    if response := known_file(request, key, kind, slug):
        return response
    programs = Program.objects.visible_to(request.user).for_sheet()
    program = get_object_or_404(programs, slug=slug)
    return sheet_file(request, SheetSource.of_program(program), kind, key)


@require_safe
@vary_on_headers("Accept-Language")
def program_sheet_options(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose how to print the program, and see it."""
    programs = Program.objects.visible_to(request.user).for_sheet()
    program = get_object_or_404(programs, slug=slug)
    return sheet_options(request, SheetSource.of_program(program))


@require_safe
@reloaded_by_htmx
def workout_sheet(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """The person's workout as a sheet: PDF, or its first page as PNG."""
    workouts = own_workouts(request).for_sheet().with_frequency()
    workout = get_object_or_404(workouts, uuid=uuid)
    today = today_of(request)
    source = SheetSource.of_workout(with_suggestions(request, workout), today)
    return sheet_file(request, replace(source, name=planned_file_name(workout)), kind)


@require_safe
def workout_sheet_options(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose how to print the workout, and see it."""
    workout = get_object_or_404(own_workouts(request).for_sheet(), uuid=uuid)
    source = SheetSource.of_workout(workout)
    if workout.phases:
        source = replace(source, usual_phase=phase_on(workout, today_of(request)))
    return sheet_options(request, source)


@login_required
@require_safe
@reloaded_by_htmx
def log_book(request: HttpRequest) -> HttpResponse:
    """The person's workouts as one log book (PDF), those changed last first."""
    workouts = Workout.objects.owned_by(request.user).for_sheet().with_frequency()
    newest_first = workouts.order_by("-updated_at", "-pk")
    today = today_of(request)
    source = SheetSource.of_workouts(newest_first, today)
    return sheet_file(request, source, "pdf")


def digest_key(request: HttpRequest, kind: str) -> str:
    """Where the cache keeps the digest of a public sheet, so that a warm one costs no query.

    It holds for one version of the content, one language and one set of options; empty when the
    version is not known, or nothing public is cached.
    """
    version = content_version.current() if settings.PAGE_CACHE_SECONDS else None
    if version is None:
        return ""
    options = sorted(sheet_parameters(request).lists())
    parts = repr((version, get_language(), request.path, kind, options))
    return f"sheet-digest-{hashlib.sha256(parts.encode()).hexdigest()}"


def known_file(request: HttpRequest, key: str, kind: str, name: str) -> HttpResponse | None:
    """The public sheet under this key of the cache, if it was made since the content changed."""
    digest = cache.get(key) if key else None
    return cached_file(request, digest, kind, name, private=False) if digest else None


def cached_file(
    request: HttpRequest, digest: str, kind: str, name: str, *, private: bool
) -> HttpResponse | None:
    """The file, a part of it, or 304; None when it has to be rendered."""
    about: dict[str, Any] = {"kind": kind, "digest": digest, "name": name, "private": private}
    response = SheetResponse(b"", **about)
    unchanged = get_conditional_response(request, etag=response["ETag"], response=response)
    if unchanged is not None and unchanged is not response:
        return unchanged
    content = render_cache.find(file_key(digest))
    return None if content is None else SheetResponse(content, **about).part_for(request)


def sheet_file(request: HttpRequest, source: SheetSource, kind: str, key: str = "") -> HttpResponse:
    """The sheet as a file; 400 when an option makes no sense. Under `key` its digest is remembered."""
    form = _form(request, source)
    if not form.is_valid():
        return invalid_parameters(request, form, plan=source, what="sheet")
    sheet = source.sheet(form)
    digest = file_digest(sheet, kind)
    if key and not source.private:
        cache.set(key, digest, DIGEST_SECONDS)
    kept = cached_file(request, digest, kind, source.name, private=source.private)
    return kept or rendered_file(request, source, sheet, kind)


def rendered_file(
    request: HttpRequest, source: SheetSource, sheet: Sheet, kind: str
) -> HttpResponse:
    """The sheet, rendered now; 429 after too many, 503 when there is no room or it fails."""
    order = order_of(request, source, is_private=source.private, is_long=sheet.is_long)
    content = rendered(request, source, lambda: MAKERS[kind](sheet, order))
    if isinstance(content, HttpResponse):
        return content
    digest = file_digest(sheet, kind)
    response = SheetResponse(
        content, kind=kind, digest=digest, name=source.name, private=source.private
    )
    return response.part_for(request)


class PdfSource(Protocol):
    """What a page about a file that could not be made says of it."""

    @property
    def title(self) -> str: ...

    @property
    def path(self) -> str: ...

    def get_absolute_url(self) -> str: ...


def rendered(
    request: HttpRequest, source: PdfSource, make: Callable[[], bytes]
) -> bytes | HttpResponse:
    """What `make` renders, or the page that says why there is nothing now."""
    try:
        if not (settings.HAS_WORKERS or may_render(request)):
            raise RenderLimitedError
        return make()
    except RenderLimitedError:
        return _not_now(request, source, "limited", status=429, seconds=60)
    except RenderPendingError as pending:
        return _pending(request, source, pending)
    except RenderQueueFullError as full:
        return _not_now(request, source, "busy", status=503, seconds=full.retry_after)
    except RenderError:
        logger.exception("A sheet could not be made: %s", source.path)
        return _not_now(request, source, "failed", status=503, seconds=60)


def order_of(
    request: HttpRequest, source: PdfSource, *, is_private: bool, is_long: bool = False
) -> SheetOrder:
    """What a worker is told of who asks for a file; what is public is nobody's."""
    return SheetOrder(
        owner=request.user if is_private and request.user.is_authenticated else None,
        title=source.title,
        url=request.get_full_path(),
        is_long=is_long,
        may_start=lambda: may_render(request),
    )


def may_render(request: HttpRequest) -> bool:
    """Count one more render for this person or network address, in a window of a minute."""
    user = request.user
    who = user.pk if user.is_authenticated else get_adapter().get_client_ip(request)
    key = f"sheet-renders-{who}-{int(time.time()) // 60}"
    cache.add(key, 0, 120)
    return cache.incr(key) <= settings.SHEET_RENDERS_PER_MINUTE


def sheet_options(request: HttpRequest, source: SheetSource) -> HttpResponse:
    """The form of all options, with a picture of the first page as they are now."""
    form = _form(request, source)
    context = {"source": source, "form": form, "query": urlencode(form.data, doseq=True)}
    return render(
        request, "programs/sheet_options.html", context, status=200 if form.is_valid() else 400
    )


def sheet_parameters(request: HttpRequest, layout: str = "sheet", phase: str = "") -> QueryDict:
    """The options of the address, and the usual ones for those that it does not name."""
    units, paper = default_units(request), default_paper(request)
    usual = SheetForm.defaults(
        paper=paper, units=units, layout=layout, phase=phase, figure=active_figure()
    )
    return with_defaults(request.GET, usual)


def _form(request: HttpRequest, source: SheetSource) -> SheetForm:
    data = sheet_parameters(request, source.layout, str(source.usual_phase or ""))
    return SheetForm(data, phases=source.phases)


def _not_now(
    request: HttpRequest, source: PdfSource, reason: str, *, status: int, seconds: int
) -> HttpResponse:
    """A page that says why there is no sheet now, and when to come back."""
    context = {"source": source, "reason": reason}
    response = render(request, "programs/sheet_busy.html", context, status=status)
    response["Retry-After"] = str(seconds)
    return response


def _pending(request: HttpRequest, source: PdfSource, pending: RenderPendingError) -> HttpResponse:
    """How far it is, for who reads pages (202): its address then gives the file; all others come back."""
    if "text/html" not in request.headers.get("Accept", ""):
        return _not_now(request, source, "busy", status=503, seconds=pending.retry_after)
    if is_unchanged(request, pending.job):
        return HttpResponse(status=204)
    context = {"source": source, "job": pending.job}
    response = render(request, "jobs/sheet.html", context, status=202)
    response["Retry-After"] = str(pending.retry_after)
    add_never_cache_headers(response)
    return response
