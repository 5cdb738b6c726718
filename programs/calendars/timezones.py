"""Time zones as calendar clients read them: VTIMEZONE components (RFC 5545 §3.6.5).

`zoneinfo` answers "what is the offset at this instant?" but lists no transitions. So the onsets
of each year are found by stepping and bisecting, and then written down: a yearly rule where the
onsets keep one, a single dated sub-component where they do not. RDATE is never used, because
Outlook mishandles it.

A span is widened to whole years, so that a calendar's bytes do not change from day to day. To tell
a rule that goes on from one that ends, the onsets of `LOOKAHEAD` more years are read: a rule kept
through all of them is left open, any other one gets an UNTIL.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _
from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from exercises.weekdays import WEEKDAYS

# Names in the zone data that are no place: the server's own clock, and placeholders.
NOT_PLACES = {"localtime", "posixrules", "Factory"}
FIRST_YEAR = 1970
# The zone data lists changes up to 2087; behind them each zone keeps one rule for ever. So a span
# cut here stays right, and a date such as 9999-12-31 costs little.
LAST_YEAR = 2100
# Any date falls on any given weekday once in 12 years at most (11, save across 2100): so many
# years tell "the fourth Sunday" from "the last", and show every date that a rule can take.
LOOKAHEAD = 12
# Shorter than the shortest time for which a zone went to other hours and back (6 days 23 hours).
STRIDE = timedelta(days=6)
# A shorter run of onsets is chance, not a rule.
MIN_RULE_YEARS = 3
ZERO = timedelta(0)
SECOND = timedelta(seconds=1)

# What a zone's clock shows: its offset from UTC, the saving within that, its name.
State = tuple[timedelta, timedelta, str]
Observance = TimezoneStandard | TimezoneDaylight


class Transition(NamedTuple):
    """A change of the clock; `local` is the wall-clock time before it, as DTSTART wants it."""

    local: datetime
    before: timedelta
    after: timedelta
    daylight: bool
    name: str

    @property
    def utc(self) -> datetime:
        """The instant of the change."""
        return (self.local - self.before).replace(tzinfo=UTC)


def month_length(month: int) -> int:
    """The days of a month in a common year."""
    return monthrange(2001, month)[1]


class YearlyRule(NamedTuple):
    """The first `weekday` (Monday is 0) on or after a day of the year, such as 'Sun>=8'.

    "The second Sunday" is 'Sun>=8' and "the last Sunday of March" is 'Sun>=25', so that this one
    shape holds every rule that the zone data knows.
    """

    month: int
    day: int
    weekday: int

    def in_year(self, year: int) -> date:
        """The day on which the rule falls in `year`."""
        start = date(year, self.month, self.day)
        return start + timedelta(days=(self.weekday - start.weekday()) % 7)

    @property
    def position(self) -> int | None:
        """The weekday's number within its month, -1 for the last one, None for neither."""
        if self.month != 2 and self.day == month_length(self.month) - 6:
            return -1
        return (self.day + 6) // 7 if self.day % 7 == 1 and self.day < 29 else None

    @property
    def parts(self) -> dict[int, dict[str, object]]:
        """What an RRULE must say for each month in which the rule can fall (one, or two)."""
        weekday = WEEKDAYS[self.weekday]
        if self.position is not None:
            return {self.month: {"BYMONTH": self.month, "BYDAY": f"{self.position}{weekday}"}}
        length = month_length(self.month)
        days = range(self.day, self.day + 7)
        here = [day for day in days if day <= length]
        there = [day - length for day in days if day > length]
        months = {self.month: here, self.month + 1: there}
        return {
            month: {"BYMONTH": month, "BYMONTHDAY": monthdays, "BYDAY": weekday}
            for month, monthdays in months.items()
            if monthdays
        }

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Sorts what clients understand best first: the last, the nth, any other weekday."""
        return self.position != -1, self.position is None, len(self.parts)


def is_time_zone(name: str) -> bool:
    """Tell whether `name` is an IANA time zone which a calendar may name (RFC 5545 §3.8.3.1)."""
    return name in time_zone_names()


def not_a_time_zone(name: str) -> str:
    """What to say about a time zone that does not exist."""
    return _("“%(name)s” is not a time zone: write one such as Europe/Berlin.") % {"name": name}


@cache
def time_zone_names() -> frozenset[str]:
    """The names that `is_time_zone` accepts, for a form's list of choices."""
    return frozenset(available_timezones() - NOT_PLACES)


def vtimezone(tzid: str, first: date, last: date) -> Timezone:
    """Build the VTIMEZONE of an IANA zone (RFC 5545 §3.6.5).

    It is right for each instant from the start of the day `first` to the end of the day `last`,
    wherever on earth that day is counted; where the zone keeps a rule, for years after it too.
    The result is cached and shared: callers must not change it. An unknown zone and an impossible
    span raise ValueError, in words.
    """
    if not is_time_zone(tzid):
        raise ValueError(f"{tzid!r} is not the name of a time zone, such as 'Europe/Berlin'.")
    if first.year < FIRST_YEAR or last < first:
        raise ValueError(f"A calendar cannot run from {first} to {last}.")
    return _vtimezone(tzid, min(first.year, LAST_YEAR), min(last.year, LAST_YEAR))


@lru_cache(maxsize=1024)
def _vtimezone(tzid: str, first_year: int, last_year: int) -> Timezone:
    component = Timezone()
    component.add("TZID", tzid)
    component.add("X-LIC-LOCATION", tzid)
    observances = _observances(tzid, first_year, last_year)
    for observance in sorted(observances, key=lambda each: each.DTSTART):
        component.add_component(observance)
    return component


def _observances(tzid: str, first_year: int, last_year: int) -> Iterator[Observance]:
    """Put the onsets that a span needs into sub-components, as few as will do."""
    horizon = last_year + LOOKAHEAD
    onsets = _transitions(tzid, first_year, horizon)
    end = datetime(last_year + 1, 1, 2, tzinfo=UTC)  # the year is over in all the world
    unsaid = set(onsets)
    for onset in onsets:
        if onset.utc > end:
            return
        if onset not in unsaid:
            continue
        rule, run = _longest_run(onset, unsaid, horizon)
        if len(run) < MIN_RULE_YEARS:
            yield _observance(onset)
        else:
            unsaid.difference_update(run)
            yield from _rule_observances(rule, run, goes_on=run[-1].local.year == horizon)


def _rule_observances(
    rule: YearlyRule, run: list[Transition], goes_on: bool
) -> Iterator[Observance]:
    """Say a run of onsets as a rule: one sub-component for each month in which it can fall."""
    for month, words in rule.parts.items():
        onsets = [onset for onset in run if onset.local.month == month]
        if onsets:
            limit = {} if goes_on else {"UNTIL": _until(onsets[-1])}
            yield _observance(onsets[0], words | limit)


def _longest_run(
    onset: Transition, onsets: set[Transition], horizon: int
) -> tuple[YearlyRule, list[Transition]]:
    """Find the rule that, from `onset` on, foretells the most years in a row."""
    time, years = onset.local.time(), range(onset.local.year, horizon + 1)
    runs = {}
    for rule in _rules_for(onset.local.date()):
        foretold = (
            onset._replace(local=datetime.combine(rule.in_year(year), time)) for year in years
        )
        runs[rule] = list(takewhile(onsets.__contains__, foretold))
    return min(runs.items(), key=lambda item: (-len(item[1]), item[0].rank))


def _rules_for(day: date) -> Iterator[YearlyRule]:
    """The rules that fall on `day`: its weekday, on or after this day or one of the six before."""
    for back in range(7):
        start = day - timedelta(days=back)
        # No zone has a rule across the end of February, or of the year: those are written singly.
        if (start.month != 2 or start.day <= 22) and (start.month != 12 or start.day <= 25):
            yield YearlyRule(start.month, start.day, day.weekday())


def _until(onset: Transition) -> datetime:
    """The UNTIL of a rule whose last onset is `onset`: in UTC, as RFC 5545 §3.3.10 demands.

    East of Greenwich the instant lies before its own wall-clock time, and a client that compares
    that with UNTIL (dateutil's `tzical` does) would lose the last onset: hence the later of both.
    """
    return max(onset.utc, onset.local.replace(tzinfo=UTC))


def _observance(onset: Transition, words: dict[str, object] | None = None) -> Observance:
    """One STANDARD or DAYLIGHT sub-component; `words` are those of its rule, if it has one."""
    observance = TimezoneDaylight() if onset.daylight else TimezoneStandard()
    observance.add("DTSTART", onset.local)
    observance.add("TZOFFSETFROM", onset.before)
    observance.add("TZOFFSETTO", onset.after)
    observance.add("TZNAME", onset.name)
    if words:
        observance.add("RRULE", {"FREQ": "YEARLY", **words})
    return observance


def _transitions(tzid: str, first_year: int, horizon: int) -> list[Transition]:
    """The onset in force when `first_year` begins anywhere on earth, and all later ones."""
    start = datetime(first_year, 1, 1, tzinfo=UTC) - timedelta(days=1)
    found = [
        onset
        for year in range(first_year - 1, horizon + 1)
        for onset in _transitions_of(tzid, year)
    ]
    earlier = [onset for onset in found if onset.utc <= start]
    # Where the clock stood still in the year before, it may as well always have done so.
    in_force = earlier[-1] if earlier else _beginning(tzid, start)
    return [in_force, *found[len(earlier) :]]


def _beginning(tzid: str, moment: datetime) -> Transition:
    """An onset of long ago that nothing came before."""
    offset, saving, name = _state(ZoneInfo(tzid), moment)
    local = moment.replace(min(FIRST_YEAR, moment.year), 1, 1, tzinfo=None)
    return Transition(local, offset, offset, saving > ZERO, name)


@lru_cache(maxsize=16384)
def _transitions_of(tzid: str, year: int) -> tuple[Transition, ...]:
    """The changes of a zone's clock from the first to the last second of a year in UTC."""
    zone = ZoneInfo(tzid)
    here = datetime(year, 1, 1, tzinfo=UTC) - SECOND
    end = datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC)
    state = _state(zone, here)
    onsets = []
    while here < end:
        there = min(here + STRIDE, end)
        if _state(zone, there) != state:
            there = _first_change(zone, here, there)
            before, state = state, _state(zone, there)
            onsets.append(_transition(there, before, state))
        here = there
    return tuple(onsets)


def _first_change(zone: ZoneInfo, here: datetime, there: datetime) -> datetime:
    """Bisect to the first second after `here` in which the clock differs."""
    state = _state(zone, here)
    low, high = 0, int((there - here).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if _state(zone, here + middle * SECOND) == state:
            low = middle
        else:
            high = middle
    return here + high * SECOND


def _state(zone: ZoneInfo, moment: datetime) -> State:
    local = moment.astimezone(zone)
    return local.utcoffset() or ZERO, local.dst() or ZERO, local.tzname() or "UTC"


def _transition(moment: datetime, before: State, after: State) -> Transition:
    """Describe a change of the clock.

    The zone data gives Dublin's winter, and Ramadan in Morocco, a *negative* saving against the
    rest of the year. Clients take DAYLIGHT for the clock that is ahead, and some readers know no
    other kind: the zone data has its 'rearguard' form for them. As there, a negative saving is
    written as STANDARD and its end as DAYLIGHT; the offsets are the same.
    """
    (offset, saving, _), (new_offset, new_saving, name) = before, after
    daylight = new_saving > ZERO or (new_saving == ZERO and saving < ZERO)
    local = (moment + offset).replace(tzinfo=None)
    return Transition(local, offset, new_offset, daylight, name)
