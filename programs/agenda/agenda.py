"""What a person has planned and done: a week, a month, across all of their workouts."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.dateformat import format as date_text
from django.utils.dates import WEEKDAYS

from exercises.people import Visitor
from programs.agenda.week_advice import WeekTip, advice_on_days
from programs.models import Occurrence, Schedule
from programs.models.occurrence import occurrences_of, overlaps, today_in

DAY, WEEK = timedelta(days=1), timedelta(days=7)
LOOK_AHEAD = timedelta(weeks=8)


@dataclass(frozen=True)
class Day:
    """One day of the agenda with its sessions in order of time; `zone` is the person's own."""

    date: date
    zone: str
    sessions: list[Occurrence]
    is_today: bool = False
    is_outside: bool = False
    """Whether it only fills up the weeks of a month."""

    @property
    def weekday(self) -> str:
        """`Monday`."""
        return str(WEEKDAYS[self.date.weekday()])

    @property
    def month(self) -> str:
        """`December`, as it stands after the number of the day."""
        return date_text(self.date, "E")


@dataclass(frozen=True)
class Overlap:
    """Two schedules with sessions at the same time: the first such pair, and how many more follow."""

    one: Occurrence
    other: Occurrence
    more: int


@dataclass(frozen=True)
class Agenda:
    """A week or a month of days, in weeks that begin when the person's settings say.

    A session is on the day that the clock shows in its own schedule's zone. `today` is the date in
    `zone`, the person's own.
    """

    view: str
    first: date
    last: date
    days: list[Day]
    today: date
    zone: str
    overlaps: list[Overlap]
    advice: list[WeekTip]

    @property
    def today_shown(self) -> Day | None:
        """Today, if it is among the days of the week or month."""
        return next((day for day in self.days if day.is_today and not day.is_outside), None)

    @property
    def anchor(self) -> date:
        """The day to show in the other view: today if it is shown, else the first."""
        return self.today if self.first <= self.today <= self.last else self.first

    @property
    def previous(self) -> date:
        """A day of the week or month before."""
        return self.first - DAY

    @property
    def next(self) -> date:
        """A day of the week or month after."""
        return self.last + DAY

    @property
    def session_count(self) -> int:
        return sum(len(day.sessions) for day in self.days if not day.is_outside)

    @property
    def done_count(self) -> int:
        """How many of its sessions are done."""
        return sum(each.is_done for d in self.days if not d.is_outside for each in d.sessions)


def span_of(view: str, day: date, week_start: str) -> tuple[date, date]:
    """First and last day of the week (Monday to Sunday, or Sunday to Saturday) or month that holds `day`."""
    if view == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    first = day - DAY * ((day.weekday() + (week_start == "SU")) % 7)
    return first, first + WEEK - DAY


def agenda_of(user: Visitor, view: str, shown: date | None, now: datetime) -> Agenda:
    """The week or month around `shown`, or around today (four queries at most, and none for each session)."""
    mine = Schedule.objects.owned_by(user)
    zone = Schedule.objects.zone_of(user)
    today = today_in(zone, now)
    week_start: str = getattr(user, "week_start", "MO")
    first, last = span_of(view, shown or today, week_start)
    begin, end = span_of("week", first, week_start)[0], span_of("week", last, week_start)[1]
    schedules = mine.active().overlapping(begin - WEEK, end + WEEK).for_agenda()
    sessions = occurrences_of(schedules, begin, end)
    advice = advice_on_days(schedules, max(first, today), last)
    days = [
        Day(
            date=day,
            zone=zone,
            sessions=[each for each in sessions if each.day == day],
            is_today=day == today,
            is_outside=not first <= day <= last,
        )
        for day in (begin + timedelta(days=n) for n in range((end - begin).days + 1))
    ]
    coming = [each for each in sessions if each.day >= max(first, today) and not each.is_done]
    overlapping = overlaps_of(each for each in coming if each.day <= last)
    return Agenda(view, first, last, days, today, zone, overlapping, advice)


def next_planned(user: Visitor, now: datetime) -> Occurrence | None:
    """The next session that the person has planned and not done yet, in the coming weeks."""
    today = Schedule.objects.today_of(user, now)
    first, last = today - DAY, today + LOOK_AHEAD
    schedules = Schedule.objects.owned_by(user).active().overlapping(first, last)
    coming = occurrences_of(schedules.with_overrides(), first, last)
    is_open = (each for each in coming if not each.is_done and not each.is_skipped)
    return next((each for each in is_open if each.start > now), None)


def overlaps_of(sessions: Iterable[Occurrence]) -> list[Overlap]:
    """What overlaps, said once for any two schedules; `sessions` are in order of time."""
    pairs: dict[tuple[int, int], list[tuple[Occurrence, Occurrence]]] = defaultdict(list)
    for one, other in overlaps(sessions):
        low, high = sorted((one.schedule.pk, other.schedule.pk))
        pairs[low, high].append((one, other))
    return [Overlap(*found[0], more=len(found) - 1) for found in pairs.values()]
