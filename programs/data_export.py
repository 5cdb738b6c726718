"""What is stored of a person's training: as rows, as one calendar, and as printed sheets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from exercises.data_export import ExportTable
from exercises.jobs.run import is_worker
from exercises.people import Person, figure_of, unit_of
from programs.calendars import CalendarMeta
from programs.calendars.ical_writer import assemble
from programs.feeds.build import break_fragments, write_row
from programs.feeds.events import schedule_events, with_texts
from programs.forms.sheets import SheetForm
from programs.import_export import file_names, workouts_csv, workouts_json
from programs.models import (
    BackDiary,
    BackEntry,
    CalendarFeed,
    DiscardedLog,
    ImportedHistory,
    OccurrenceOverride,
    OfficeBreaks,
    OwnExercise,
    Pause,
    RemovedSet,
    Schedule,
    SetLog,
    Workout,
    WorkoutItem,
    WorkoutLog,
    WorkoutRevision,
    WorkoutShare,
)
from programs.sheets.pdf import sheet_pdf
from programs.sheets.render_cache import RenderQueueFullError
from programs.sheets.renderer_pool import RenderError
from programs.views.sheet_source import SheetSource

SECRETS = ("token", "token_digest", "version", "expires_at", "etag", "modified_at")
TABLES = [
    ExportTable(
        Workout, "owner", "workouts", _("Your workouts."), without=("guest_key", "copied_from")
    ),
    ExportTable(
        WorkoutItem, "workout__owner", "workout-exercises", _("The exercises in your workouts.")
    ),
    ExportTable(
        Workout,
        "deleted_by",
        "deleted-workouts",
        _("Workouts that you deleted lately and can still bring back."),
        without=("guest_key", "copied_from"),
    ),
    ExportTable(
        WorkoutItem,
        "workout__deleted_by",
        "deleted-workout-exercises",
        _("The exercises in these."),
    ),
    ExportTable(
        Schedule,
        "workout__deleted_by",
        "deleted-workout-schedules",
        _("When you planned them."),
    ),
    ExportTable(Schedule, "workout__owner", "schedules", _("When you plan to train.")),
    ExportTable(
        OccurrenceOverride,
        "schedule__workout__owner",
        "changed-sessions",
        _("Single sessions that you moved, skipped or did."),
    ),
    ExportTable(Pause, "owner", "pauses", _("When you paused.")),
    ExportTable(WorkoutLog, "owner", "sessions", _("Sessions that you did or wrote down.")),
    ExportTable(SetLog, "log__owner", "sets", _("Each set of these sessions.")),
    ExportTable(
        ImportedHistory,
        "owner",
        "imported-histories",
        _("Files of other apps that you brought here, and what came of them."),
        without=("content",),
    ),
    ExportTable(OwnExercise, "owner", "own-exercises", _("Exercises of your own.")),
    ExportTable(
        RemovedSet,
        "owner",
        "removed-sets",
        _("Which sets you took out again, so that no device brings them back."),
    ),
    ExportTable(
        DiscardedLog,
        "owner",
        "discarded-sessions",
        _("Which sessions you threw away, and when, so that no device brings them back."),
    ),
    ExportTable(
        WorkoutRevision,
        "workout__owner",
        "past-workouts",
        _(
            "Your workouts before their last changes, so that older sheets can still be written down."
        ),
    ),
    ExportTable(
        BackDiary, "owner", "back-diary", _("When you agreed to keep how your back feels.")
    ),
    ExportTable(
        BackEntry,
        "diary__owner",
        "back-diary-days",
        _("How your back felt before and after training, from 0 to 10, and your notes."),
    ),
    ExportTable(OfficeBreaks, "owner", "office-breaks", _("Your breaks at work.")),
    ExportTable(
        CalendarFeed,
        "owner",
        "calendar-feeds",
        _(
            "Your calendar feeds: when made, when and by which app last read. Their secret addresses"
            " are left out: whoever got this file could read your calendar for ever."
        ),
        without=SECRETS,
    ),
    ExportTable(
        WorkoutShare,
        "workout__owner",
        "shared-workouts",
        _("Workouts you share. The secret addresses are left out, as above."),
        without=SECRETS,
    ),
]

SHEETS_SECONDS = 150
WORKER_SHEETS_SECONDS = 3600
TRIES = 3
TOGETHER = 10


def importable_workouts(user: Person) -> Iterator[tuple[str, bytes]]:
    """All workouts in the form that My Workouts imports: files, each with its name."""
    files = workouts_json(_workouts(user))
    return zip(file_names(files), files, strict=True)


def workout_table(user: Person) -> bytes:
    """All workouts for a spreadsheet."""
    return workouts_csv(_workouts(user))


def _workouts(user: Person) -> Iterator[Workout]:
    workouts = Workout.objects.owned_by(user).with_items().order_by("created_at", "pk")
    return workouts.iterator(chunk_size=100)


def whole_calendar(user: Person) -> bytes:
    """Every schedule from its first session on, and the office breaks, written as in the feed."""
    unit = unit_of(user)
    schedules = with_texts(Schedule.objects.owned_by(user)).order_by("starts_on", "pk")
    fragments = [
        fragment
        for schedule in schedules.iterator(chunk_size=100)
        for fragment in write_row(schedule, lambda row: schedule_events(row, unit=unit))
    ]
    fragments += break_fragments(OfficeBreaks.objects.filter(owner_id=user.pk))
    about = CalendarMeta("Backfit", f"{settings.SITE_URL}{reverse('programs:feed-settings')}")
    return assemble(about, fragments)


@dataclass(frozen=True)
class SheetFile:
    """A workout's sheet: its file's name and the PDF, or None where it could not be made just now."""

    name: str
    address: str
    content: bytes | None


def sheets(user: Person) -> Iterator[SheetFile]:
    """A sheet for each workout, those changed last first, made one after the other.

    Raises `BusyError` when there is no room to make even the first one. A later one waits for its turn
    a few times; what is not made after `SHEETS_SECONDS` in all (`WORKER_SHEETS_SECONDS` in a worker) is left
    to its own address.
    """
    until = time.monotonic() + (WORKER_SHEETS_SECONDS if is_worker() else SHEETS_SECONDS)
    today = Schedule.objects.today_of(user, timezone.now())
    for number, workout in enumerate(_printed(user), start=1):
        source = SheetSource.of_workout(workout, today)
        name = f"{number:03}-{slugify(workout.title)[:60] or 'workout'}.pdf"
        try:
            content = _pdf(source, user, number, until)
        except RenderQueueFullError:
            if number == 1:
                raise
            content = None
        yield SheetFile(name, f"{settings.SITE_URL}{source.pdf_url}", content)


def _printed(user: Person) -> Iterator[Workout]:
    """The workouts with what a sheet shows, ten at a time: no query stays open while sheets are made."""
    keys = list(Workout.objects.owned_by(user).order_by("-updated_at", "-pk").values_list("pk"))
    for start in range(0, len(keys), TOGETHER):
        some = [key for (key,) in keys[start : start + TOGETHER]]
        found = Workout.objects.for_sheet().with_frequency().in_bulk(some)
        yield from (found[key] for key in some if key in found)


def _pdf(source: SheetSource, user: Person, number: int, until: float) -> bytes | None:
    """The sheet as its own page gives it; None when it cannot be made. Raises `BusyError`."""
    usual = SheetForm.defaults(
        paper=user.paper or "a4", units=unit_of(user), figure=figure_of(user)
    )
    form = SheetForm(QueryDict(urlencode(usual)))
    if not form.is_valid():
        return None
    for left in range(0 if number == 1 else TRIES - 1, -1, -1):
        if time.monotonic() > until:
            return None
        try:
            return sheet_pdf(source.sheet(form))
        except RenderQueueFullError:
            if not left:
                raise
        except RenderError:
            return None
    return None
