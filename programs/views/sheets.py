"""Sheets: the page of options with its preview, and the files."""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from programs.forms.calendars import with_defaults
from programs.forms.sheets import SheetForm
from programs.models import Program, Workout
from programs.sheets.pdf import file_digest, sheet_pdf, sheet_png
from programs.sheets.render_cache import RenderQueueFullError
from programs.sheets.renderer_pool import RenderError
from programs.sheets.sheet import Sheet
from programs.views.calendar_download import default_paper, default_units, invalid_parameters
from programs.views.guests import own_workouts
from programs.views.responses import SheetResponse
from programs.views.sheet_source import SheetSource

logger = logging.getLogger(__name__)

MAKERS: dict[str, Callable[[Sheet], bytes]] = {"pdf": sheet_pdf, "png": sheet_png}


@require_safe
def program_sheet(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The program as a sheet: PDF, or its first page as PNG."""
    programs = Program.objects.visible_to(request.user).for_sheet()
    program = get_object_or_404(programs, slug=slug)
    return sheet_file(request, SheetSource.of_program(program), kind)


@require_safe
@vary_on_headers("Accept-Language")
def program_sheet_options(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose how to print the program, and see it."""
    programs = Program.objects.visible_to(request.user).for_sheet()
    program = get_object_or_404(programs, slug=slug)
    return sheet_options(request, SheetSource.of_program(program))


@require_safe
def workout_sheet(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """The person's workout as a sheet: PDF, or its first page as PNG."""
    workout = get_object_or_404(own_workouts(request).for_sheet(), uuid=uuid)
    return sheet_file(request, SheetSource.of_workout(workout), kind)


@require_safe
def workout_sheet_options(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose how to print the workout, and see it."""
    workout = get_object_or_404(own_workouts(request).for_sheet(), uuid=uuid)
    return sheet_options(request, SheetSource.of_workout(workout))


@login_required
@require_safe
def log_book(request: HttpRequest) -> HttpResponse:
    """The person's workouts as one log book (PDF), those changed last first."""
    workouts = Workout.objects.owned_by(request.user).for_sheet().order_by("-updated_at", "-pk")
    return sheet_file(request, SheetSource.of_workouts(workouts), "pdf")


def sheet_file(request: HttpRequest, printable: SheetSource, kind: str) -> HttpResponse:
    """The sheet as a file; 400 when a parameter makes no sense, 503 when there is no room to make it."""
    form = _form(request, printable)
    if not form.is_valid():
        return invalid_parameters(request, form, plan=printable, what="sheet")
    sheet = printable.sheet(form)
    digest = file_digest(sheet, kind)
    known = _response(b"", printable, kind, digest)
    unchanged = get_conditional_response(request, etag=known["ETag"], response=known)
    if unchanged is not None and unchanged is not known:
        return unchanged
    try:
        return _response(MAKERS[kind](sheet), printable, kind, digest)
    except RenderQueueFullError as busy:
        return _busy(request, printable, busy.retry_after, is_busy=True)
    except RenderError:
        logger.exception("A sheet could not be made: %s", printable.path)
        return _busy(request, printable, 60, is_busy=False)


def sheet_options(request: HttpRequest, printable: SheetSource) -> HttpResponse:
    """The form of all options, with a picture of the first page as they are now."""
    form = _form(request, printable)
    context = {"printable": printable, "form": form, "query": urlencode(form.data, doseq=True)}
    return render(
        request, "programs/sheet_options.html", context, status=200 if form.is_valid() else 400
    )


def _form(request: HttpRequest, printable: SheetSource) -> SheetForm:
    defaults = SheetForm.defaults(
        paper=default_paper(request), units=default_units(request), layout=printable.layout
    )
    return SheetForm(with_defaults(request.GET, defaults))


def _response(content: bytes, printable: SheetSource, kind: str, digest: str) -> SheetResponse:
    return SheetResponse(
        content, kind=kind, digest=digest, name=printable.name, private=printable.private
    )


def _busy(
    request: HttpRequest, printable: SheetSource, seconds: int, *, is_busy: bool
) -> HttpResponse:
    """503: why, and when to come back."""
    context = {"printable": printable, "is_busy": is_busy}
    response = render(request, "programs/sheet_busy.html", context, status=503)
    response["Retry-After"] = str(seconds)
    return response
