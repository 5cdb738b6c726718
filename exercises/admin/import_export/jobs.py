"""Imports and exports of many rows, which workers do: the form that asked for one is carried out again there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.messages.storage.base import BaseStorage
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from exercises.jobs.kinds import job_kind
from exercises.jobs.models import Job
from exercises.jobs.run import JobFailedError, Run
from exercises.models.translated import as_written

IMPORT, EXPORT = "admin-import", "admin-export"
FILE_NAME = re.compile(r'filename="([^"]+)"')


def leave_to_workers(
    request: HttpRequest, model: Any, kind: str, file: bytes = b""
) -> HttpResponse:
    """Have a worker carry out this form, with the file that it names; leads to the job."""
    form = json.dumps([model._meta.label, request.get_full_path(), request.POST.urlencode()])
    payload = form.encode() + b"\n" + file
    is_import = kind == IMPORT
    rows = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    job, _is_new = Job.objects.start(
        kind,
        sha256(payload).hexdigest(),
        payload,
        owner=request.user,
        title=capfirst(str(model._meta.verbose_name_plural)),
        result_url=rows if is_import else "",
    )
    return redirect(job)


class SaidMessages(BaseStorage):
    """The messages of a request that no page follows."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, messages: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return []

    @property
    def text(self) -> str:
        """All of them."""
        return " ".join(str(each.message) for each in self)


@contextmanager
def repeated_form(run: Run) -> Iterator[tuple[Any, Any, bytes]]:
    """The model's admin, the form as its sender sent it, and the file."""
    form, _newline, file = run.job.content.partition(b"\n")
    label, path, data = json.loads(form)
    request: Any = HttpRequest()
    request.method, request.POST = "POST", QueryDict(data)
    request.path, _mark, query = path.partition("?")
    request.GET, request.user = QueryDict(query), run.owner
    request._messages = SaidMessages(request)
    HistoricalRecords.context.request = request
    try:
        with as_written():
            yield admin.site._registry[apps.get_model(label)], request, file
    finally:
        del HistoricalRecords.context.request


@job_kind(IMPORT, _("Import"))
def import_rows(run: Run) -> None:
    """Import the file that was confirmed: all of it and once, or nothing."""
    with repeated_form(run) as (model_admin, request, file), transaction.atomic():
        model_admin.keep_pending_file(request, file)
        model_admin.process_import(request)
        run.finish(note=request._messages.text)


@job_kind(EXPORT, _("Export"))
def export_rows(run: Run) -> None:
    """Export the rows that were chosen, as a file."""
    with repeated_form(run) as (model_admin, request, _file):
        response = model_admin.export_action(request)
        name = FILE_NAME.search(response.get("Content-Disposition", ""))
        if name is None:
            raise JobFailedError(request._messages.text)
        run.write(response.content)
        run.finish(name[1], response["Content-Type"])
