"""What can be printed, and what to say about an old sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.formats import comma_list
from programs.builder.editor import changes_since
from programs.forms.sheets import SheetForm
from programs.models import Plan, Program, Workout
from programs.models.plan import duration_label
from programs.phases import NumberedPhase
from programs.sheets.sheet import Sheet, build_sheet
from programs.views.calendar_download import file_name, last_change

LATEST_REVISION = 1_000_000
BOOK_WORKOUTS = 12


@dataclass(frozen=True)
class SheetSource:
    """What can be printed: plans under one title. `sessions` is how often a week each is done, as far as
    that is known."""

    title: str
    subtitle: str
    path: str
    revision: int
    plans: Sequence[Plan]
    name: str
    private: bool
    sessions: Sequence[int | None] = ()
    layout: str = "sheet"
    pages: str = ""
    """Where its pages are, when that is not where the code on the sheet leads."""
    phases: Sequence[NumberedPhase] = ()
    usual_phase: int | None = None
    """The phase that is printed where nobody asks for another; None for all."""
    phase: int | None = None
    """The phase that alone is in `plans`; None for all."""
    phase_label: str = ""
    """What that phase is called on a sheet."""
    times_a_week: int | None = None
    """How often a week all plans together are done, where they take turns."""

    @classmethod
    def of_program(cls, program: Program) -> SheetSource:
        """A program with all its days."""
        return cls(
            phases=program.numbered_phases(),
            times_a_week=program.times_per_week,
            title=program.title,
            subtitle=program.schedule_label,
            path=program.get_absolute_url(),
            revision=program.revision,
            plans=program.plans,
            name=file_name(program),
            private=program.is_draft,
            sessions=[program.sessions_a_week_of_each_day] * len(program.plans),
        )

    @classmethod
    def of_workout(cls, workout: Workout, today: date | None = None) -> SheetSource:
        """One of a person's workouts, as often a week as it is planned from `today` on.

        Load it `with_frequency` for that.
        """
        return cls(
            title=workout.title,
            subtitle=duration_label(workout.session_minutes),
            path=workout.get_absolute_url(),
            revision=workout.revision,
            plans=[workout],
            name=file_name(workout),
            private=True,
            sessions=[workout.sessions_a_week(today)] if today else (),
            phases=workout.numbered_phases(),
            usual_phase=phase_on(workout, today),
        )

    @classmethod
    def of_workouts(cls, workouts: QuerySet[Workout], today: date | None = None) -> SheetSource:
        """A person's workouts as one log book: the first twelve, those changed last coming first.

        Each has as many rows a week as it is planned from `today` on; load them `with_frequency`.
        """
        plans = [each.on(today) if today else each for each in workouts[:BOOK_WORKOUTS]]
        return cls(
            title=_("My workouts"),
            subtitle=ngettext("%(count)s workout", "%(count)s workouts", len(plans))
            % {"count": len(plans)},
            path=reverse("programs:workout-list"),
            revision=sum(plan.revision for plan in plans),
            plans=plans,
            name="log-book",
            private=True,
            sessions=[plan.sessions_a_week(today) for plan in plans] if today else (),
            layout="logbook",
        )

    def get_absolute_url(self) -> str:
        return self.pages or self.path

    @property
    def pdf_url(self) -> str:
        return f"{self.get_absolute_url()}sheet.pdf"

    @property
    def preview_url(self) -> str:
        return f"{self.get_absolute_url()}sheet.png"

    @property
    def changed(self) -> date:
        return last_change(self.plans) if self.plans else date.min

    def changes_since(self, revision: int) -> list[str]:
        """What was done to a single workout since that revision, as sentences, oldest first."""
        first = self.plans[0] if len(self.plans) == 1 else None
        return changes_since(first, revision) if isinstance(first, Workout) else []

    def sheet(self, form: SheetForm) -> Sheet:
        """The sheet with the valid form's options."""
        source = self.in_phases(form.phase) if self.phases else self
        return build_sheet(
            source.title,
            source.subtitle,
            source.plans,
            url=f"{settings.SITE_URL}{self.path}",
            revision=self.revision,
            changed=self.changed,
            options=form.options(),
            sessions=source.sessions,
            phase=source.phase,
            is_private=self.private,
            phase_label=source.phase_label,
        )

    def in_phases(self, number: int | None) -> SheetSource:
        """The same with the rows of the phase with that number alone, or of each phase in turn.

        What is not done in a phase is left out of it.
        """
        plans, sessions = [], []
        for phase in self.phases:
            held = [(plan, often) for plan, often in self._with_sessions() if _items(plan, phase)]
            turns = -(-self.times_a_week // max(len(held), 1)) if self.times_a_week else None
            for plan, often in held if number in (None, phase.number) else ():
                plans.append(_titled(plan, phase, alone=number is not None))
                sessions.append(turns or often)
        shown = next((each.sheet_label for each in self.phases if each.number == number), "")
        return replace(
            self,
            plans=plans,
            sessions=sessions,
            phase=number,
            phase_label=shown,
            subtitle=comma_list([shown, self.subtitle]),
        )

    def _with_sessions(self) -> list[tuple[Plan, int | None]]:
        often = list(self.sessions) or [None] * len(self.plans)
        return list(zip(self.plans, often, strict=True))


def phase_on(workout: Workout, day: date | None) -> int | None:
    """The number of the phase that a workout is in on a day; None where either is not known."""
    position = workout.position_on(day) if day else None
    return position.phase.number if position else None


def _items(plan: Plan, phase: NumberedPhase) -> list[Any]:
    return plan.in_phase(phase).plan_items()


def _titled(plan: Plan, phase: NumberedPhase, *, alone: bool) -> Plan:
    """The plan in a phase; among others its title tells which: `Weeks 1–4: Control, Day A`."""
    shown = plan.in_phase(phase)
    if not alone:
        of_day = "" if isinstance(plan, Workout) else plan.title
        shown.title = comma_list([phase.heading, of_day])
    return shown


def revision_from(text: str) -> int | None:
    """The revision in a sheet's QR code (`?r=7`); None for anything else."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= LATEST_REVISION):
        return None
    return int(text[:9])


def revision_notice(request: HttpRequest, source: SheetSource) -> dict[str, Any] | None:
    """What to tell somebody who scanned a sheet's code: its revision and ours, and what changed between them,
    as far as that is known; None for all others."""
    printed, phase = revision_from(request.GET.get("r", "")), request.GET.get("phase", "")
    if printed is None:
        return None
    return {
        "printed": printed,
        "revision": source.revision,
        "is_current": printed == source.revision,
        "changed": source.changed,
        "phase": phase if phase.isdecimal() and len(phase) < len("100") else "",
        "changes": source.changes_since(printed),
    }
