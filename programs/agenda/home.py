"""What a person sees first: the next session, the week in dots, how it went last time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from exercises.people import Person
from programs.agenda.agenda import DAY, span_of
from programs.agenda.plan_adherence import plan_adherence_of
from programs.models import Occurrence, OccurrenceOverride, Schedule, WorkoutItem, WorkoutLog
from programs.models.occurrence import occurrences_of, today_in

DAYS_AHEAD = 28
"""How far ahead the next session is looked for."""
MAX_PICTURES = 3


@dataclass(frozen=True)
class Dot:
    """One day of the week: whether something was done, or is planned still."""

    date: date
    is_today: bool
    is_done: bool
    is_planned: bool


@dataclass(frozen=True)
class HomeWeek:
    """A person's week at a glance; `today` is the date in `zone`, the person's own."""

    today: date
    zone: str
    next: Occurrence | None
    later_today: list[Occurrence]
    pictured: list[WorkoutItem]
    dots: list[Dot]
    done: int
    planned: int
    weeks_in_a_row: int
    last: WorkoutLog | None

    @property
    def is_next_today(self) -> bool:
        """Whether the next session is still to come today."""
        return self.next is not None and self.next.day == self.today


def home_week_of(user: Person, now: datetime) -> HomeWeek:
    """The person's week around `now` (eleven queries at most, and none for each session)."""
    zone = Schedule.objects.zone_of(user)
    today = today_in(zone, now)
    first, last = span_of("week", today, getattr(user, "week_start", "MO"))
    schedules = Schedule.objects.owned_by(user).active()
    schedules = schedules.overlapping(first, today + DAY * DAYS_AHEAD).with_overrides()
    sessions = [
        each
        for each in occurrences_of(schedules, first, today + DAY * DAYS_AHEAD)
        if not each.is_skipped
    ]
    coming = [each for each in sessions if each.day >= today and not each.is_done]
    this_week = [each for each in sessions if each.day <= last]
    done_days = _done_days(user, first, today)
    planned_days = {each.day for each in this_week}
    unplanned = {day for day in done_days if day >= first} - planned_days
    return HomeWeek(
        today=today,
        zone=zone,
        next=coming[0] if coming else None,
        later_today=[each for each in coming[1:] if each.day == today],
        pictured=_pictured(coming[0]) if coming else [],
        dots=[
            Dot(day, day == today, day in done_days, day in planned_days)
            for day in (first + DAY * number for number in range(7))
        ],
        done=sum(each.is_done or each.day in done_days for each in this_week) + len(unplanned),
        planned=len(this_week) + len(unplanned),
        weeks_in_a_row=plan_adherence_of(user, today, today).streak.weeks,
        last=WorkoutLog.objects.owned_by(user).for_list().first(),
    )


def _done_days(user: Person, since: date, until: date) -> set[date]:
    """The days with a session written down or marked done (two queries)."""
    logs = WorkoutLog.objects.owned_by(user).filter(date__range=(since, until))
    marked = OccurrenceOverride.objects.filter(
        schedule__workout__owner_id=user.pk,
        done_at__isnull=False,
        original_date__range=(since, until + timedelta(days=DAYS_AHEAD)),
    )
    moved = marked.values_list("date", "original_date")
    return {*logs.values_list("date", flat=True), *(to or original for to, original in moved)}


def _pictured(session: Occurrence) -> list[WorkoutItem]:
    """The first items of the session's workout, for their pictures (one query)."""
    items = WorkoutItem.objects.filter(workout=session.schedule.workout, section="main")
    items = items.select_related("exercise").only(
        "workout", "exercise__slug", "exercise__figure", "exercise__translations"
    )
    return list(items.order_by("position", "pk")[:MAX_PICTURES])
