"""What workers do for accounts: the archive of all that is stored about a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backfit.accounts.data_export import all_sheets, archive, archive_name
from exercises.jobs.kinds import job_kind
from exercises.jobs.run import Run, TryAgainError
from programs.data_export import SheetFile
from programs.models import Workout
from programs.sheets.render_cache import RenderQueueFullError

DATA_EXPORT = "data-export"


@job_kind(DATA_EXPORT, _("Everything that is stored about you"), priority=-10)
def export_data(run: Run) -> None:
    """The ZIP of everything that is stored about the owner."""
    now = timezone.now()
    try:
        sheets = all_sheets(run.owner)
    except RenderQueueFullError as full:
        raise TryAgainError(timedelta(seconds=full.retry_after)) from full
    for piece in archive(run.owner, _counted(run, sheets), now):
        run.write(piece)
    run.finish(archive_name(now), "application/zip")


def _counted(run: Run, sheets: Iterator[SheetFile]) -> Iterator[SheetFile]:
    """The sheets; the job tells how many of them are made."""
    total = Workout.objects.owned_by(run.owner).count()
    for number, sheet in enumerate(sheets, start=1):
        run.tell(number, total)
        yield sheet
