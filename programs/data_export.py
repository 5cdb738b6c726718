"""What is stored of a person's training: as rows, as one calendar, and as printed sheets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from exercises.data_export import ExportTable
from exercises.people import Person
from programs.calendars import CalendarMeta
from programs.calendars.ical_writer import assemble
from programs.feeds.build import break_fragments, write_row
from programs.feeds.events import schedule_event, with_words
from programs.forms.sheets import SheetForm
from programs.import_export import workouts_csv, workouts_json
from programs.models import (
    CalendarFeed,
    OccurrenceOverride,
    OfficeBreaks,
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
    ExportTable(Workout, "owner", "workouts", _("Your workouts."), without=("guest_key",)),
    ExportTable(
        WorkoutItem, "workout__owner", "workout-exercises", _("The exercises in your workouts.")
    ),
    ExportTable(Schedule, "workout__owner", "schedules", _("When you plan to train.")),
    ExportTable(
        OccurrenceOverride,
        "schedule__workout__owner",
        "changed-sessions",
        _("Single sessions that you moved, skipped or did."),
    ),
    ExportTable(WorkoutLog, "workout__owner", "sessions", _("Sessions that you wrote down.")),
    ExportTable(SetLog, "log__workout__owner", "sets", _("Each set of these sessions.")),
    ExportTable(
        WorkoutRevision,
        "workout__owner",
        "past-workouts",
        _(
            "Your workouts before their last changes, so that older sheets can still be written down."
        ),
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
TRIES = 3
TOGETHER = 10


def importable_workouts(user: Person) -> bytes:
    """All workouts in the form that My Workouts imports."""
    return workouts_json(_workouts(user))


def workout_table(user: Person) -> bytes:
    """All workouts for a spreadsheet."""
    return workouts_csv(_workouts(user))


def _workouts(user: Person) -> Iterator[Workout]:
    workouts = Workout.objects.owned_by(user).with_items().order_by("created_at", "pk")
    return workouts.iterator(chunk_size=100)


def whole_calendar(user: Person) -> bytes:
    """Every schedule from its first session on, and the office breaks, written as in the feed."""
    schedules = with_words(Schedule.objects.owned_by(user)).order_by("starts_on", "pk")
    fragments = [
        fragment
        for schedule in schedules.iterator(chunk_size=100)
        for fragment in write_row(schedule, lambda row: [schedule_event(row)])
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
    a few times; what is not made after `SHEETS_SECONDS` in all is left to its own address.
    """
    until = time.monotonic() + SHEETS_SECONDS
    for number, workout in enumerate(_printed(user), start=1):
        printable = SheetSource.of_workout(workout)
        name = f"{number:03}-{slugify(workout.title)[:60] or 'workout'}.pdf"
        try:
            content = _pdf(printable, user.paper or "a4", number, until)
        except RenderQueueFullError:
            if number == 1:
                raise
            content = None
        yield SheetFile(name, f"{settings.SITE_URL}{printable.pdf_url}", content)


def _printed(user: Person) -> Iterator[Workout]:
    """The workouts with what a sheet shows, ten at a time: no query stays open while sheets are made."""
    keys = list(Workout.objects.owned_by(user).order_by("-updated_at", "-pk").values_list("pk"))
    for start in range(0, len(keys), TOGETHER):
        some = [key for (key,) in keys[start : start + TOGETHER]]
        found = Workout.objects.for_sheet().in_bulk(some)
        yield from (found[key] for key in some if key in found)


def _pdf(printable: SheetSource, paper: str, number: int, until: float) -> bytes | None:
    """The sheet as its own page gives it; None when it cannot be made. Raises `BusyError`."""
    form = SheetForm(QueryDict(urlencode(SheetForm.defaults(paper=paper))))
    if not form.is_valid():
        return None
    for left in range(0 if number == 1 else TRIES - 1, -1, -1):
        if time.monotonic() > until:
            return None
        try:
            return sheet_pdf(printable.sheet(form))
        except RenderQueueFullError:
            if not left:
                raise
        except RenderError:
            return None
    return None
