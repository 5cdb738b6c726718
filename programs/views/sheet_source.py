"""What can be printed, and what an old sheet's QR code tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from programs.builder.editor import changes_since
from programs.forms.sheets import SheetForm
from programs.models import Plan, Program, Workout
from programs.sheets.sheet import Sheet, build_sheet
from programs.views.calendar_download import file_name, last_change

LATEST_REVISION = 1_000_000
BOOK_WORKOUTS = 12


@dataclass(frozen=True)
class SheetSource:
    """What can be printed: plans under one title. `sessions` is how often a week each is done."""

    title: str
    subtitle: str
    path: str
    revision: int
    plans: Sequence[Plan]
    name: str
    private: bool
    sessions: int = 2
    layout: str = "sheet"

    @classmethod
    def of_program(cls, program: Program) -> SheetSource:
        """A program with all its days."""
        return cls(
            title=program.title,
            subtitle=program.rhythm,
            path=program.get_absolute_url(),
            revision=program.revision,
            plans=program.plans,
            name=file_name(program),
            private=program.is_draft,
            sessions=ceil(program.times_per_week / max(len(program.plans), 1)) or 1,
        )

    @classmethod
    def of_workout(cls, workout: Workout) -> SheetSource:
        """One of a person's workouts."""
        return cls(
            title=workout.title,
            subtitle=f"About {workout.estimated_minutes()} minutes",
            path=workout.get_absolute_url(),
            revision=workout.revision,
            plans=[workout],
            name=file_name(workout),
            private=True,
        )

    @classmethod
    def of_workouts(cls, workouts: QuerySet[Workout]) -> SheetSource:
        """A person's workouts as one log book: the first twelve, those changed last coming first."""
        plans = list(workouts[:BOOK_WORKOUTS])
        return cls(
            title="My workouts",
            subtitle=ngettext("%(count)s workout", "%(count)s workouts", len(plans))
            % {"count": len(plans)},
            path=reverse("programs:workout-list"),
            revision=sum(plan.revision for plan in plans),
            plans=plans,
            name="log-book",
            private=True,
            layout="logbook",
        )

    def get_absolute_url(self) -> str:
        return self.path

    @property
    def pdf_url(self) -> str:
        return f"{self.path}sheet.pdf"

    @property
    def preview_url(self) -> str:
        return f"{self.path}sheet.png"

    @property
    def changed(self) -> date:
        return last_change(self.plans) if self.plans else date.min

    def changes_since(self, revision: int) -> list[str]:
        """What was done to a single workout since that revision, in words, oldest first."""
        first = self.plans[0] if len(self.plans) == 1 else None
        return changes_since(first, revision) if isinstance(first, Workout) else []

    def sheet(self, form: SheetForm) -> Sheet:
        """The sheet with the valid form's options."""
        return build_sheet(
            self.title,
            self.subtitle,
            self.plans,
            url=f"{settings.SITE_URL}{self.path}",
            revision=self.revision,
            changed=self.changed,
            options=form.options(),
            sessions=self.sessions,
        )


def told_revision(text: str) -> int | None:
    """The revision that a sheet's code tells (`?r=7`); None for anything else."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= LATEST_REVISION):
        return None
    return int(text[:9])


def sheet_news(request: HttpRequest, printable: SheetSource) -> dict[str, Any] | None:
    """What to tell who scanned a sheet's code: its revision and ours, and what changed between them,
    as far as that is known; None for all others."""
    printed = told_revision(request.GET.get("r", ""))
    if printed is None:
        return None
    return {
        "printed": printed,
        "revision": printable.revision,
        "is_current": printed == printable.revision,
        "changed": printable.changed,
        "changes": printable.changes_since(printed),
    }
