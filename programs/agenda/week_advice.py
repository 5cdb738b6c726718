"""What the coach says of a person's planned sessions, across all of their workouts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, prefetch_related_objects

from exercises.people import Visitor
from programs.coach import Advice, DateRange, check_week, is_spread_out, training_day
from programs.models import Occurrence, Schedule, Workout, WorkoutItem
from programs.models.coach_facts import work_facts
from programs.models.occurrence import occurrences_of

WEEK = timedelta(days=7)
WEEKS_AHEAD = 8
"""How far the coach looks from a workout's next session on: a rule that is broken once a year is none."""


@dataclass(frozen=True)
class WeekTip:
    """One piece of advice on planned sessions: those it is about, and the one that its fix moves."""

    advice: Advice
    sessions: list[Occurrence]
    moves: Occurrence | None

    @property
    def workouts(self) -> list[Workout]:
        """The workouts that it is about, each once."""
        found = {each.schedule.workout_id: each.schedule.workout for each in self.sessions}
        return list(found.values())

    @property
    def command(self) -> str:
        """What the builder's button for the fix sends; empty when there is no fix."""
        if self.moves is None or self.advice.fix is None:
            return ""
        uid, original = self.moves.schedule.uid, self.moves.original_date
        return f"shift.{uid}.{original}.{self.advice.fix.day}"

    def is_open_for(self, workouts: Iterable[Workout]) -> bool:
        """Whether it was not dismissed for all of these workouts."""
        return any(self.advice.key not in workout.dismissed for workout in workouts)


def advice_on_days(schedules: Iterable[Schedule], first: date, last: date) -> list[WeekTip]:
    """What is to be said of the days from `first`, which is today or later, to `last`.

    `schedules` are all that may have a session from the week before to the week after, `for_agenda`.
    """
    if first > last:
        return []
    return [tip for tip in _tips(schedules, first, last) if tip.is_open_for(tip.workouts)]


def advice_on_plans(user: Visitor, workout: Workout, now: datetime) -> list[WeekTip]:
    """What is to be said of this workout's coming sessions, beside all others (constant queries)."""
    mine = Schedule.objects.owned_by(user)
    if not mine.active().filter(workout=workout).exists():
        return []
    today = Schedule.objects.today_of(user, now)
    own = mine.running(today).filter(workout=workout)
    if not own:
        return []
    first = max(today, min(each.starts_on for each in own))
    last = first + WEEKS_AHEAD * WEEK
    beside = mine.active().overlapping(first - WEEK, last + WEEK).for_agenda()
    found = _tips(beside, first, last)
    return [tip for tip in found if workout in tip.workouts and tip.is_open_for([workout])]


def _tips(schedules: Iterable[Schedule], first: date, last: date) -> list[WeekTip]:
    around = occurrences_of(schedules, first - WEEK, last + WEEK)
    sessions = dict(enumerate(each for each in around if not each.is_skipped))
    if is_spread_out(each.day for each in sessions.values()):
        return []
    workouts = {each.schedule.workout_id: each.schedule.workout for each in sessions.values()}
    prefetch_related_objects(
        list(workouts.values()), Prefetch("items", WorkoutItem.objects.for_week())
    )
    plans = {n: workouts[s.schedule.workout_id].on(s.day) for n, s in sessions.items()}
    different = {(plan.pk, plan.phase): plan for plan in plans.values()}
    facts = {key: work_facts(plan) for key, plan in different.items()}
    found = check_week(
        (training_day(facts[plan.pk, plan.phase], sessions[n].day, n) for n, plan in plans.items()),
        DateRange(first, last),
    )
    tips = [_tip(advice, sessions) for advice in found]
    return [tip for tip in tips if any(_is_open(each, first) for each in tip.sessions)]


def _tip(advice: Advice, sessions: dict[int, Occurrence]) -> WeekTip:
    moves = sessions[int(advice.fix.item or 0)] if advice.fix else None
    concerned = [sessions[int(number)] for number in advice.items]
    return WeekTip(advice, concerned, moves if moves and not moves.is_done else None)


def _is_open(session: Occurrence, today: date) -> bool:
    return session.day >= today and not session.is_done
