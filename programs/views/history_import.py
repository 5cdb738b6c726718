"""Bring one's history from another app: a file, what it holds, confirm, take it back; and export it."""

from __future__ import annotations

import json
from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises.csrf import csrf_by_origin
from exercises.formats import number_text
from exercises.jobs.models import Job
from exercises.people import Person
from exercises.units import Unit
from programs.forms.history_import import HistoryFileForm, preview_of
from programs.logs.history_export import history_csv, history_json
from programs.logs.importing import NAMES, source_of
from programs.logs.importing.table import MAX_BYTES, MAX_ROWS
from programs.logs.importing.types import UnreadableHistoryError
from programs.models import ImportedHistory
from programs.models.imported_history import IMPORT, UNDO_DAYS
from programs.views.calendar_download import default_units
from programs.views.responses import DocumentResponse

GET_OR_POST = ["GET", "HEAD", "POST"]
MAX_FILE_NAME = 120


@csrf_by_origin
@login_required
@never_cache
@require_http_methods(GET_OR_POST)
def history_import(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is read, and kept until it is confirmed."""
    form = HistoryFileForm()
    if request.method == "POST":
        form = HistoryFileForm(request.POST, request.FILES)
        if form.is_valid() and (row := _uploaded(request, form)):
            return redirect(row)
    status = 422 if request.method == "POST" else 200
    before = ImportedHistory.objects.owned_by(request.user).undoable(timezone.now())
    context = {
        "form": form,
        "imports": [(row, NAMES.get(row.source, row.source)) for row in before],
        "megabytes": MAX_BYTES // 1_000_000,
        "rows": number_text(MAX_ROWS),
        "days": UNDO_DAYS,
    }
    return render(request, "programs/history_import.html", context, status=status)


def _person(request: HttpRequest) -> Person:
    """Whoever is signed in."""
    return cast("Person", request.user)


def _uploaded(request: HttpRequest, form: HistoryFileForm) -> ImportedHistory | None:
    """The file, kept to be confirmed; None, with the reason in the form, when it cannot be read."""
    file = form.cleaned_data["file"]
    content = file.read(MAX_BYTES + 1)
    try:
        source = source_of(content)
    except UnreadableHistoryError as error:
        form.add_error("file", str(error))
        return None
    name = (file.name or "")[-MAX_FILE_NAME:]
    mine = ImportedHistory.objects
    row: ImportedHistory = mine.keep(_person(request), content, name, source, timezone.now())
    return row


@csrf_by_origin
@login_required
@never_cache
@require_http_methods(GET_OR_POST)
def history_import_preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the file holds and what is unknown; stored when it is confirmed."""
    row = get_object_or_404(ImportedHistory.objects.owned_by(request.user), uuid=uuid)
    if row.confirmed_at:
        return redirect(_history_of(row))
    if job := _running(row):
        return redirect(job)
    data = request.POST if request.method == "POST" else None
    unit = default_units(request)
    preview = preview_of(_person(request), row, data, unit, timezone.now())
    is_confirmed = request.POST.get("do") == "confirm"
    if is_confirmed and preview.form.is_valid() and not preview.plan.history.missing_roles:
        if settings.HAS_WORKERS and preview.plan.set_count > settings.MAX_ROWS_AT_ONCE:
            return redirect(_left_to_workers(request, row, unit))
        try:
            with row.progress(preview.plan.set_count) as tell:
                preview.plan.confirm(row, preview.form.answers(), tell)
        except UnreadableHistoryError as error:
            preview.form.add_error(None, str(error))
        else:
            return redirect(_history_of(row))
    context = {"row": row, "form": preview.form, "plan": preview.plan, "days": UNDO_DAYS}
    context["app"] = NAMES.get(row.source, row.source)
    status = 422 if is_confirmed else 200
    return render(request, "programs/history_import_preview.html", context, status=status)


def _running(row: ImportedHistory) -> Job | None:
    """What stores the file just now, where workers do."""
    if not settings.HAS_WORKERS:
        return None
    alive = Job.objects.alive().filter(kind=IMPORT, key=str(row.uuid), owner_id=row.owner_id)
    return alive.defer("payload").first()


def _left_to_workers(request: HttpRequest, row: ImportedHistory, unit: Unit) -> Job:
    """Have a worker store the file, with the answers of this form."""
    job, _is_new = Job.objects.start(
        IMPORT,
        str(row.uuid),
        json.dumps([unit, request.POST.urlencode()]).encode(),
        owner=request.user,
        title=row.file_name,
        result_url=_history_of(row),
    )
    return job


def _history_of(row: ImportedHistory) -> str:
    return f"{reverse('programs:workout-log-list')}?import={row.uuid}"


@login_required
@never_cache
@require_safe
def history_import_progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How many sets are stored while the import is confirmed, as JSON; 0 of 0 when nothing is known."""
    row = get_object_or_404(ImportedHistory.objects.owned_by(request.user), uuid=uuid)
    done, total = row.told_progress
    return JsonResponse({"done": done, "total": total})


@csrf_by_origin
@login_required
@never_cache
@require_POST
def history_import_undo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take an import back; sessions that were changed since stay."""
    mine = ImportedHistory.objects.owned_by(request.user).undoable(timezone.now())
    row = get_object_or_404(mine, uuid=uuid)
    kept = row.undo()
    messages.success(request, _("The import is taken back."))
    if kept:
        message = ngettext(
            "%(number)s session that you changed since stays.",
            "%(number)s sessions that you changed since stay.",
            kept,
        )
        messages.info(request, message % {"number": kept})
    return redirect("programs:workout-log-list")


@login_required
@never_cache
@require_safe
def history_export_json(request: HttpRequest) -> HttpResponse:
    """All sessions, to import here or elsewhere."""
    return _download(history_json(_person(request)), "application/json", "history.json")


@login_required
@never_cache
@require_safe
def history_export_csv(request: HttpRequest) -> HttpResponse:
    """All sessions as a table."""
    return _download(history_csv(_person(request)), "text/csv; charset=utf-8", "history.csv")


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    return DocumentResponse(
        content, content_type=content_type, filename=name, private=True, inline=False
    )
