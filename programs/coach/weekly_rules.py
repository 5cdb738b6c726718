"""How often: a group of muscles no more than twice a week, and never on two days in a row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.formats import and_list
from programs.coach.advice import Advice, Code, Fix
from programs.coach.types import NamedRef, TrainingDay, day_text

MAX_PER_WEEK = 2
MAX_MOVE_DAYS = 3
DAY = timedelta(days=1)


@dataclass(frozen=True)
class DateRange:
    """The days that advice is asked for, both inclusive; sessions around them count too."""

    first: date = date.min
    last: date = date.max

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


ALWAYS = DateRange()


def check_week(sessions: Iterable[TrainingDay], span: DateRange = ALWAYS) -> list[Advice]:
    """Advice on all of a person's planned sessions together; groups with the same days share one.

    Weeks run from Monday to Sunday. Several sessions of a group on one day count as one. Advice is
    about days of `span` alone; other sessions are there to count with, and to keep clear of.
    """
    planned = sorted(sessions, key=lambda session: session.day)
    days = _days_by_group(planned)
    return [*_trained_often(planned, days, span), *_trained_close(planned, days, span)]


def is_spread_out(days: Iterable[date]) -> bool:
    """Whether no group can be trained too often or too close on these days, whatever is done on them."""
    planned = sorted(set(days))
    busiest = max(Counter(map(_monday, planned)).values(), default=0)
    return busiest <= MAX_PER_WEEK and all(b - a > DAY for a, b in pairwise(planned))


def _days_by_group(sessions: Sequence[TrainingDay]) -> dict[NamedRef, list[date]]:
    """Of each group, the days on which it is trained, in order."""
    days: dict[NamedRef, dict[date, None]] = defaultdict(dict)
    for session in sessions:
        for group in session.groups:
            days[group][session.day] = None
    return {group: list(found) for group, found in days.items()}


def _together(
    found: dict[NamedRef, tuple[date, ...]],
) -> list[tuple[list[NamedRef], tuple[date, ...]]]:
    """Groups that share the same days, and those days; groups without days left out."""
    shared: dict[tuple[date, ...], list[NamedRef]] = defaultdict(list)
    for group, days in found.items():
        if days:
            shared[days].append(group)
    return [(groups, days) for days, groups in shared.items()]


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def _busy_days(days: Sequence[date], span: DateRange) -> tuple[date, ...]:
    """The days of those weeks that hold more than two, one of the span among them."""
    weeks: dict[date, list[date]] = defaultdict(list)
    for day in days:
        weeks[_monday(day)].append(day)
    busy = [week for week in weeks.values() if len(week) > MAX_PER_WEEK]
    return tuple(day for week in busy if any(each in span for each in week) for day in week)


def _trained_often(
    sessions: Sequence[TrainingDay], days: dict[NamedRef, list[date]], span: DateRange
) -> list[Advice]:
    found = []
    for groups, busy in _together({group: _busy_days(d, span) for group, d in days.items()}):
        first = [day for day in busy if _monday(day) == _monday(busy[0])]
        others = len({_monday(day) for day in busy}) - 1
        sentence = _often_sentence(_names(groups), and_list(map(day_text, first)), others)
        found.append(_about_week(Code.TRAINED_OFTEN, sentence, groups, busy, sessions))
    return found


def _trained_close(
    sessions: Sequence[TrainingDay], days: dict[NamedRef, list[date]], span: DateRange
) -> list[Advice]:
    found = []
    close = {
        group: tuple(b for a, b in pairwise(d) if b - a == DAY and b in span)
        for group, d in days.items()
    }
    for groups, late in _together(close):
        sentence = _close_sentence(_names(groups), late[0], len(late) - 1)
        both = tuple(sorted({day - gap for day in late for gap in (DAY, 0 * DAY)}))
        fix = _move_away(groups, late[0], sessions, days)
        found.append(_about_week(Code.TRAINED_CLOSE, sentence, groups, both, sessions, fix))
    return found


def _about_week(
    code: Code,
    sentence: str,
    groups: list[NamedRef],
    days: Sequence[date],
    sessions: Sequence[TrainingDay],
    fix: Fix | None = None,
) -> Advice:
    concerned = [s for s in sessions if s.day in days and set(groups) & set(s.groups)]
    about = tuple(sorted(group.slug for group in groups))
    return Advice(code, "week", sentence, tuple(s.id for s in concerned), about, fix)


def _names(groups: list[NamedRef]) -> str:
    """`the lats`, `the lats and the middle back`."""
    return and_list(_("the %(group)s") % {"group": group.name.lower()} for group in groups)


def _often_sentence(groups: str, days: str, others: int) -> str:
    """That groups are trained on too many days of a week, and so in `others` more weeks."""
    values = {"groups": groups, "days": days, "number": others}
    if not others:
        return (
            _(
                "You train %(groups)s on %(days)s. Twice a week is enough: muscles recover and grow"
                " on the days off."
            )
            % values
        )
    return (
        ngettext(
            "You train %(groups)s on %(days)s, and likewise in %(number)s more week. Twice a week is"
            " enough: muscles recover and grow on the days off.",
            "You train %(groups)s on %(days)s, and likewise in %(number)s more weeks. Twice a week"
            " is enough: muscles recover and grow on the days off.",
            others,
        )
        % values
    )


def _close_sentence(groups: str, day: date, others: int) -> str:
    """That groups are trained on `day` and the day before it, and so `others` more times."""
    values = {
        "groups": groups,
        "first": day_text(day - DAY),
        "second": day_text(day),
        "number": others,
    }
    if not others:
        return (
            _(
                "You train %(groups)s on %(first)s and again on %(second)s. Leave a day or two"
                " between."
            )
            % values
        )
    return (
        ngettext(
            "You train %(groups)s on %(first)s and again on %(second)s, and likewise %(number)s more"
            " time. Leave a day or two between.",
            "You train %(groups)s on %(first)s and again on %(second)s, and likewise %(number)s more"
            " times. Leave a day or two between.",
            others,
        )
        % values
    )


def _move_away(
    groups: list[NamedRef],
    day: date,
    sessions: Sequence[TrainingDay],
    days: dict[NamedRef, list[date]],
) -> Fix | None:
    """Move the only session of the groups on `day` to the next day that is free and suits them all."""
    on_day = [s for s in sessions if s.day == day and set(groups) & set(s.groups)]
    if len(on_day) != 1:
        return None
    session, taken = on_day[0], {s.day for s in sessions}
    for target in (day + n * DAY for n in range(1, MAX_MOVE_DAYS + 1)):
        rest = [[d for d in days[group] if d != day] for group in session.groups]
        if target not in taken and all(_suits(target, others) for others in rest):
            label = _("Move %(workout)s to %(day)s") % {
                "workout": session.title,
                "day": day_text(target),
            }
            return Fix("move_session", label, item=session.id, day=target)
    return None


def _suits(target: date, others: list[date]) -> bool:
    """Whether a group may be trained on `target` besides its `others`."""
    same_week = [day for day in others if _monday(day) == _monday(target)]
    return len(same_week) < MAX_PER_WEEK and all(abs(day - target) > DAY for day in others)
