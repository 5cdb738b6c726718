"""What workers do of people's training: sheets, and histories of other apps."""

from __future__ import annotations

import json

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.jobs.kinds import job_kind
from exercises.jobs.run import JobFailedError, Run
from programs.forms.history_import import Preview, preview_of
from programs.logs.importing.types import UnreadableHistoryError
from programs.models import ImportedHistory
from programs.models.imported_history import IMPORT
from programs.models.plans_version import lock_plans
from programs.sheets.pdf import render_pdf, sheet_pdf, sheet_png
from programs.sheets.render_cache import keep
from programs.sheets.renderer_pool import RenderError
from programs.sheets.sheet import Sheet
from programs.sheets.workers import KIND, loaded

BEGUN, MADE = 10, 95
"""Percentages at which a sheet is read, and rendered."""


@job_kind(KIND, gettext_lazy("Sheet to print"), priority=50)
def make_sheet(run: Run) -> None:
    """Render what a web machine asked for, and leave it where that looks."""
    kind, content, key = loaded(run.job.content)
    run.tell(BEGUN, 100)
    try:
        made = rendered(kind, content)
    except RenderError as error:
        message = _(
            "It took too long, or was too large. Try it with fewer weeks or without pictures."
        )
        raise JobFailedError(message) from error
    run.tell(MADE, 100)
    keep(key, made)


def rendered(kind: str, content: Sheet | str) -> bytes:
    """The file of a sheet, or of HTML."""
    if isinstance(content, str):
        return render_pdf(content)
    return sheet_png(content) if kind == "png" else sheet_pdf(content)


@job_kind(IMPORT, gettext_lazy("History of another app"))
def import_history(run: Run) -> None:
    """Store a file that its owner confirmed: all of it and once, or nothing."""
    unit, answers = json.loads(run.job.content)
    with transaction.atomic():
        lock_plans(run.owner)
        mine = ImportedHistory.objects.owned_by(run.owner)
        row = mine.filter(uuid=run.job.key).first()
        if row is None:
            raise JobFailedError(_("The file is gone. Choose it again."))
        if row.confirmed_at is None:
            _store(run, row, preview_of(run.owner, row, QueryDict(answers), unit, timezone.now()))
        run.finish()


def _store(run: Run, row: ImportedHistory, preview: Preview) -> None:
    total = preview.plan.set_count
    if not preview.form.is_valid():
        raise JobFailedError(_("The answers do not fit the file any more. Look at them again."))
    try:
        preview.plan.confirm(row, preview.form.answers(), lambda done: run.tell(done, total))
    except UnreadableHistoryError as error:
        raise JobFailedError(str(error)) from error
