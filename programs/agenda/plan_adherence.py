"""How much of a person's plan was kept, and the weeks in a row: from schedules and sessions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from exercises.formats import comma_list
from exercises.people import Person
from programs.agenda.agenda import WEEK, span_of
from programs.models import Occurrence, Schedule, WorkoutLog
from programs.models.occurrence import occurrences_of
from programs.models.office_breaks import OFFICE_PROGRAM
from programs.progress import Adherence, PlannedSession, Streak, Week, adherence, streak_of

WEEKS_BACK = 52


@dataclass(frozen=True)
class PlanAdherence:
    """What became of the plan; office breaks are counted apart from training."""

    adherence: Adherence
    streak: Streak
    breaks: int

    @property
    def facts(self) -> str:
        """What else became of the plan: `2 moved, 1 not done`; empty when there is nothing to tell."""
        a = self.adherence
        counts = (
            (a.moved, _("%(number)s moved")),
            (a.missed, _("%(number)s not done")),
            (a.called_off, _("%(number)s called off")),
            (a.extra, _("%(number)s beside the plan")),
            (self.breaks, _("%(number)s office breaks, counted apart")),
        )
        return comma_list(message % {"number": number} for number, message in counts if number)


def plan_adherence_of(user: Person, first: date | None, today: date) -> PlanAdherence:
    """The plan from `first` to today, and the row of weeks up to this one (four queries)."""
    this_week = span_of("week", today, getattr(user, "week_start", "MO"))[0]
    since = min(first or date.min, this_week - WEEKS_BACK * WEEK)
    schedules = Schedule.objects.owned_by(user).active().overlapping(since, today + WEEK)
    planned = occurrences_of(schedules.with_overrides(), since, this_week + WEEK)
    logs = WorkoutLog.objects.owned_by(user).filter(date__lte=today, schedule__isnull=True)
    is_break = Q(program__slug=OFFICE_PROGRAM)
    recent = logs.exclude(is_break).filter(date__gte=this_week - WEEKS_BACK * WEEK)
    extra = list(recent.values_list("date", flat=True))
    begin = first or date.min
    counts = logs.filter(date__gte=begin).aggregate(
        extra=Count("pk", filter=~is_break), breaks=Count("pk", filter=is_break)
    )
    shown = [_planned(each) for each in planned if each.day >= begin]
    return PlanAdherence(
        adherence(shown, counts["extra"], today),
        streak_of(_weeks(planned, extra, this_week)),
        counts["breaks"],
    )


def _planned(session: Occurrence) -> PlannedSession:
    return PlannedSession(session.day, session.is_done, session.is_moved, session.is_skipped)


def _weeks(planned: Sequence[Occurrence], extra: Sequence[date], this_week: date) -> list[Week]:
    """The last weeks, oldest first, this one last."""

    def number(day: date) -> int:
        return (day - this_week).days // 7

    due = Counter(number(each.day) for each in planned)
    off = Counter(number(each.day) for each in planned if each.is_skipped)
    done = Counter(number(each.day) for each in planned if each.is_done)
    done.update(map(number, extra))
    return [Week(due[n], off[n], done[n]) for n in range(-WEEKS_BACK, 1)]
