"""VTIMEZONE components, read back from their text by other code than wrote them."""

from __future__ import annotations

import zoneinfo
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from io import StringIO
from itertools import pairwise, takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

import pytest
import vobject
from dateutil import tz as dateutil_tz
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component, Timezone

from programs.calendars import timezones
from programs.calendars.timezones import is_time_zone, vtimezone

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
ZONES = sorted(name for name in available_timezones() if is_time_zone(name))
# One zone of each kind: plain, southern, half-hour, odd hours, odd rules, none, irregular.
KINDS = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kolkata",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Pacific/Apia",
    "Pacific/Chatham",
    "UTC",
]


# --- Reading a VTIMEZONE, with nothing of what wrote it ---------------------------------------


class Observance(NamedTuple):
    rule: str
    start: datetime
    before: timedelta
    after: timedelta
    name: str
    kind: str


class Onset(NamedTuple):
    utc: datetime
    before: timedelta
    after: timedelta
    name: str
    kind: str


def text_of(component: Component) -> str:
    text: bytes = component.to_ical()
    return text.decode()


def subcomponents_of(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Read a VTIMEZONE; a line that is not expected is an error."""
    lines = iter(text.replace("\r\n ", "").split("\r\n"))
    assert next(lines) == "BEGIN:VTIMEZONE"
    assert [next(lines).partition(":")[0] for _ in range(2)] == ["TZID", "X-LIC-LOCATION"]
    for line in iter(lines.__next__, "END:VTIMEZONE"):
        kind = line.removeprefix("BEGIN:")
        assert kind in {"STANDARD", "DAYLIGHT"}
        pairs = [each.split(":", 1) for each in iter(lines.__next__, f"END:{kind}")]
        values = dict(pairs)
        assert len(values) == len(pairs)
        assert values.keys() - {"RRULE"} == {"DTSTART", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO"}
        yield kind, values
    assert list(lines) == [""]


def observances_of(text: str) -> list[Observance]:
    return [
        Observance(
            values.get("RRULE", ""),
            moment(values["DTSTART"] + "Z"),
            offset(values["TZOFFSETFROM"]),
            offset(values["TZOFFSETTO"]),
            values["TZNAME"],
            kind,
        )
        for kind, values in subcomponents_of(text)
    ]


def moment(text: str) -> datetime:
    """Digits that end in Z, without the zone: so wall-clock times can be read, too."""
    return datetime.strptime(text, "%Y%m%dT%H%M%S%z").replace(tzinfo=None)


def offset(text: str) -> timedelta:
    hours, minutes, seconds = int(text[1:3]), int(text[3:5]), int(text[5:7] or 0)
    size = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -size if text[0] == "-" else size


@cache
def local_onsets(observance: Observance, last_year: int) -> tuple[datetime, ...]:
    """The wall-clock times of a sub-component's onsets, its UNTIL applied in UTC."""
    parts = dict(part.split("=") for part in observance.rule.split(";") if part)
    limit = moment(parts.pop("UNTIL", "99991230T000000Z")) + observance.before
    rule = ";".join(f"{name}={value}" for name, value in parts.items()) or "FREQ=YEARLY;COUNT=1"
    onsets = tuple(
        takewhile(
            lambda onset: onset <= limit and onset.year <= last_year,
            rrulestr(rule, dtstart=observance.start).xafter(observance.start, inc=True),
        )
    )
    if observance.start.year <= last_year:
        assert onsets[0] == observance.start, "DTSTART is not an occurrence of its rule"
    return onsets


def onsets_of(text: str, last_year: int) -> list[Onset]:
    return sorted(
        Onset((local - each.before).replace(tzinfo=UTC), *each[2:])
        for each in observances_of(text)
        for local in local_onsets(each, last_year)
    )


def instants_of(
    zone: ZoneInfo, onsets: list[Onset], first: date, last: date, step: timedelta
) -> Iterator[datetime]:
    """A grid over the span, its ends, and for each onset the seconds around it and a mid-point."""
    start = datetime.combine(first, time.min, zone).astimezone(UTC)
    end = datetime.combine(last + DAY, time.min, zone).astimezone(UTC) - SECOND
    yield from (start + count * step for count in range((end - start) // step + 1))
    yield end
    changes = [onset.utc for onset in onsets]
    for change, following in zip(changes, [*changes[1:], end], strict=True):
        around = (change - SECOND, change, change + SECOND, change + (following - change) / 2)
        yield from (instant for instant in around if start <= instant <= end)


def check(
    tzid: str, first: date, last: date, step: timedelta = 5 * DAY, asked_for: date | None = None
) -> None:
    """Compare the VTIMEZONE of a span with the zone itself, instant by instant."""
    text = text_of(vtimezone(tzid, first, asked_for or last))
    assert "RDATE" not in text
    assert f"\r\nTZID:{tzid}\r\n" in text
    onsets = onsets_of(text, last.year)
    for earlier, later in pairwise(onsets):
        assert (later.utc > earlier.utc, later.before) == (True, earlier.after), tzid
        if later.kind != earlier.kind:
            assert (later.after > later.before) is (later.kind == "DAYLIGHT") or (
                later.after == later.before
            ), tzid
    zone, changes = ZoneInfo(tzid), [onset.utc for onset in onsets]
    for instant in instants_of(zone, onsets, first, last, step):
        position = bisect_right(changes, instant)
        assert position > 0, f"{tzid} says nothing of {instant}"
        onset, local = onsets[position - 1], instant.astimezone(zone)
        said = (onset.after, onset.name)
        assert said == (local.utcoffset(), local.tzname()), f"{tzid} at {instant}"
        if saving := local.dst():
            assert (saving > timedelta(0)) is (onset.kind == "DAYLIGHT"), f"{tzid} at {instant}"


def said_of(tzid: str, first_year: int, last_year: int) -> list[tuple[str, ...]]:
    """The sub-components of a zone in short."""
    text = text_of(vtimezone(tzid, date(first_year, 1, 1), date(last_year, 12, 31)))
    names = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO")
    return [
        (*(values[name] for name in names), kind, values.get("RRULE", "once"))
        for kind, values in subcomponents_of(text)
    ]


# --- Every zone, every instant ----------------------------------------------------------------


@pytest.mark.parametrize("chunk", range(12))
def test_every_zone_is_right_for_ten_years(chunk: int) -> None:
    assert len(ZONES) > 400
    for tzid in ZONES[chunk::12]:
        check(tzid, date(2026, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize("chunk", range(4))
def test_every_zone_is_right_for_one_year_and_states_no_more_than_it_needs(chunk: int) -> None:
    for tzid in ZONES[chunk::4]:
        check(tzid, date(2026, 7, 1), date(2027, 6, 30), step=11 * DAY)
        component = vtimezone(tzid, date(2026, 7, 1), date(2027, 6, 30))
        assert len(component.subcomponents) <= 7, tzid


@pytest.mark.parametrize("tzid", KINDS)
def test_a_span_is_right_day_by_day_for_each_kind_of_zone(tzid: str) -> None:
    check(tzid, date(2015, 1, 1), date(2045, 12, 31), step=DAY)


@pytest.mark.slow
def test_every_zone_stays_right_behind_the_end_of_the_zone_data() -> None:
    for tzid in ZONES:
        years = date(2099, 1, 1), date(2130, 12, 31)
        check(tzid, *years, step=23 * DAY, asked_for=date(9999, 12, 31))


@settings(max_examples=100)
@given(
    tzid=st.sampled_from(ZONES),
    days=st.tuples(*[st.dates(date(2020, 1, 1), date(2040, 12, 31))] * 2),
)
def test_any_zone_is_right_in_any_span(tzid: str, days: tuple[date, date]) -> None:
    check(tzid, min(days), max(days), step=3 * DAY)


@settings(max_examples=40)
@given(tzid=st.sampled_from(KINDS), day=st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_a_span_may_be_one_day(tzid: str, day: date) -> None:
    check(tzid, day, day, step=timedelta(minutes=30))


# --- Other readers ----------------------------------------------------------------------------


def wall_clock_times(first_year: int, last_year: int) -> Iterator[datetime]:
    """Every seven hours, so that each hour of the day has its turn."""
    start, end = moment(f"{first_year}0101T000000Z"), moment(f"{last_year}1231T235959Z")
    step = timedelta(hours=7)
    return (start + count * step for count in range((end - start) // step))


def misread(read: tzinfo | None, tzid: str, times: Iterator[datetime]) -> list[datetime]:
    """The times, of those that happen exactly once, for which a reader has another offset."""
    zone = ZoneInfo(tzid)
    return [
        each
        for each in times
        if is_clear(each, zone)
        and each.replace(tzinfo=read).utcoffset() != each.replace(tzinfo=zone).utcoffset()
    ]


def is_clear(wall_clock: datetime, zone: ZoneInfo) -> bool:
    """Whether a wall-clock time happens exactly once."""
    here = wall_clock.replace(tzinfo=zone)
    return here.utcoffset() == here.replace(fold=1).utcoffset()


def as_calendar(component: Timezone) -> str:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Backfit//Tests//EN")
    calendar.add_component(component)
    return text_of(calendar)


def read_by_dateutil(text: str, tzid: str) -> tzinfo | None:
    """It refuses any X- property, though RFC 5545 allows them and Google writes this one."""
    return dateutil_tz.tzical(StringIO(text.replace(f"X-LIC-LOCATION:{tzid}\r\n", ""))).get(tzid)


@pytest.mark.parametrize("reader", ["dateutil", "vobject", "icalendar"])
@pytest.mark.parametrize("tzid", KINDS)
def test_other_readers_agree_on_the_wall_clock(reader: str, tzid: str) -> None:
    text = as_calendar(vtimezone(tzid, date(2026, 1, 1), date(2027, 12, 31)))
    if reader == "dateutil":
        read = read_by_dateutil(text, tzid)
    elif reader == "vobject":
        read = vobject.readOne(text).vtimezone.tzinfo
    else:
        read = Calendar.from_ical(text).timezones[0].to_tz(lookup_tzid=False)
    assert misread(read, tzid, wall_clock_times(2026, 2027)) == []


@pytest.mark.parametrize("tzid", ["America/Asuncion", "Asia/Amman", "America/Mexico_City"])
def test_a_reader_that_takes_until_for_local_time_keeps_the_last_onset(tzid: str) -> None:
    text = as_calendar(vtimezone(tzid, date(2017, 1, 1), date(2025, 12, 31)))
    assert ";UNTIL=20" in text
    assert misread(read_by_dateutil(text, tzid), tzid, wall_clock_times(2017, 2025)) == []


# --- Zones by name ----------------------------------------------------------------------------


def test_berlin_in_full() -> None:
    component = vtimezone("Europe/Berlin", date(2026, 3, 1), date(2026, 11, 30))
    assert text_of(component).split("\r\n") == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
        "X-LIC-LOCATION:Europe/Berlin",
        "BEGIN:STANDARD",
        "DTSTART:20251026T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20260329T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "",
    ]


# What the zone data of 2025 and 2026 says of 2026 and 2027. A government may change its mind: then
# check the new data by hand and change the entry.
NAMED = {
    "America/New_York": [
        ("20251102T020000", "-0400", "-0500", "STANDARD", "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"),
        ("20260308T020000", "-0500", "-0400", "DAYLIGHT", "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"),
    ],
    "Australia/Lord_Howe": [
        ("20251005T020000", "+1030", "+1100", "DAYLIGHT", "FREQ=YEARLY;BYDAY=1SU;BYMONTH=10"),
        ("20260405T020000", "+1100", "+1030", "STANDARD", "FREQ=YEARLY;BYDAY=1SU;BYMONTH=4"),
    ],
    "Asia/Kolkata": [("19700101T000000", "+0530", "+0530", "STANDARD", "once")],
    "America/Sao_Paulo": [("19700101T000000", "-0300", "-0300", "STANDARD", "once")],
    "Pacific/Apia": [("19700101T000000", "+1300", "+1300", "STANDARD", "once")],
    "UTC": [("19700101T000000", "+0000", "+0000", "STANDARD", "once")],
    # The zone data calls Dublin's winter a saving of minus one hour; clients expect this instead.
    "Europe/Dublin": [
        ("20251026T020000", "+0100", "+0000", "STANDARD", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
        ("20260329T010000", "+0000", "+0100", "DAYLIGHT", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"),
    ],
    # One hour before the last Sunday of March begins, hence a Saturday, the 24th to 30th.
    "America/Nuuk": [
        ("20251026T000000", "-0100", "-0200", "STANDARD", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
        (
            "20260328T230000",
            "-0200",
            "-0100",
            "DAYLIGHT",
            "FREQ=YEARLY;BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30;BYMONTH=3",
        ),
    ],
    # "First Saturday, 22:00".
    "Pacific/Easter": [
        ("20250906T220000", "-0600", "-0500", "DAYLIGHT", "FREQ=YEARLY;BYDAY=1SA;BYMONTH=9"),
        ("20260404T220000", "-0500", "-0600", "STANDARD", "FREQ=YEARLY;BYDAY=1SA;BYMONTH=4"),
    ],
    # "First Saturday, 24:00".
    "America/Santiago": [
        (
            "20250907T000000",
            "-0400",
            "-0300",
            "DAYLIGHT",
            "FREQ=YEARLY;BYDAY=SU;BYMONTHDAY=2,3,4,5,6,7,8;BYMONTH=9",
        ),
        (
            "20260405T000000",
            "-0300",
            "-0400",
            "STANDARD",
            "FREQ=YEARLY;BYDAY=SU;BYMONTHDAY=2,3,4,5,6,7,8;BYMONTH=4",
        ),
    ],
    # "The Friday before the last Sunday".
    "Asia/Jerusalem": [
        ("20251026T020000", "+0300", "+0200", "STANDARD", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
        (
            "20260327T020000",
            "+0200",
            "+0300",
            "DAYLIGHT",
            "FREQ=YEARLY;BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29;BYMONTH=3",
        ),
    ],
    # "The last Thursday of October, 24:00" is a Friday, some years of November: so two rules.
    "Africa/Cairo": [
        (
            "20251031T000000",
            "+0300",
            "+0200",
            "STANDARD",
            "FREQ=YEARLY;BYDAY=FR;BYMONTHDAY=26,27,28,29,30,31;BYMONTH=10",
        ),
        ("20260424T000000", "+0200", "+0300", "DAYLIGHT", "FREQ=YEARLY;BYDAY=-1FR;BYMONTH=4"),
        (
            "20301101T000000",
            "+0300",
            "+0200",
            "STANDARD",
            "FREQ=YEARLY;BYDAY=FR;BYMONTHDAY=1;BYMONTH=11",
        ),
    ],
}


@pytest.mark.parametrize("tzid", NAMED)
def test_named_zone(tzid: str) -> None:
    assert said_of(tzid, 2026, 2027) == NAMED[tzid]


def test_casablanca_is_told_in_single_onsets() -> None:
    assert said_of("Africa/Casablanca", 2022, 2023) == [
        ("20210516T020000", "+0000", "+0100", "DAYLIGHT", "once"),
        ("20220327T030000", "+0100", "+0000", "STANDARD", "once"),
        ("20220508T020000", "+0000", "+0100", "DAYLIGHT", "once"),
        ("20230319T030000", "+0100", "+0000", "STANDARD", "once"),
        ("20230423T020000", "+0000", "+0100", "DAYLIGHT", "once"),
    ]


def test_a_rule_that_ended_has_an_until_and_the_last_change_is_told_singly() -> None:
    assert said_of("Asia/Amman", 2020, 2023) == [
        (
            "20191025T010000",
            "+0300",
            "+0200",
            "STANDARD",
            "FREQ=YEARLY;UNTIL=20211029T010000Z;BYDAY=-1FR;BYMONTH=10",
        ),
        ("20200327T000000", "+0200", "+0300", "DAYLIGHT", "once"),
        ("20210326T000000", "+0200", "+0300", "DAYLIGHT", "once"),
        ("20220225T000000", "+0200", "+0300", "DAYLIGHT", "once"),
        ("20221028T010000", "+0300", "+0300", "STANDARD", "once"),
    ]


def test_southern_summer_time_is_in_force_when_the_year_begins() -> None:
    kinds = [kind for *_, kind, _ in said_of("Australia/Sydney", 2026, 2026)]
    assert kinds == ["DAYLIGHT", "STANDARD"]


# --- The function itself ----------------------------------------------------------------------


def test_spans_of_the_same_years_share_one_result() -> None:
    spring = vtimezone("Europe/Berlin", date(2026, 2, 3), date(2027, 4, 5))
    autumn = vtimezone("Europe/Berlin", date(2026, 9, 1), date(2027, 12, 31))
    assert spring is autumn


def test_the_text_is_the_same_every_time() -> None:
    before = [text_of(vtimezone(tzid, date(2026, 1, 1), date(2030, 1, 1))) for tzid in KINDS]
    timezones._vtimezone.cache_clear()
    timezones._transitions_of.cache_clear()
    after = [text_of(vtimezone(tzid, date(2026, 1, 1), date(2030, 1, 1))) for tzid in KINDS]
    assert after == before


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        ".",
        "../x",
        "../../etc/passwd",
        "/etc/localtime",
        "Europe",
        "Europe/",
        "Europe/../Europe/Berlin",
        "Europe/Berlin\0",
        "Europe/Berlin\r\nX-EVIL:1",
        " Europe/Berlin",
        "europe/berlin",
        "posix/Europe/Berlin",
        "right/Europe/Berlin",
        "localtime",
        "posixrules",
        "Factory",
        "tzdata.zi",
        "Mars/Olympus_Mons",
    ],
)
def test_what_is_no_time_zone_is_refused_by_name(name: str) -> None:
    assert not is_time_zone(name)
    with pytest.raises(ValueError, match="is not the name of a time zone") as error:
        vtimezone(name, date(2026, 1, 1), date(2026, 12, 31))
    assert repr(name) in str(error.value)


@pytest.mark.parametrize("name", ["Europe/Berlin", "UTC", "Etc/GMT+12", "Asia/Calcutta", "EST5EDT"])
def test_time_zones_old_names_among_them_are_known(name: str) -> None:
    assert is_time_zone(name)


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 1, 2), date(2026, 1, 1)), (date(1969, 12, 31), date(2026, 1, 1))],
)
def test_an_impossible_span_is_refused_in_words(first: date, last: date) -> None:
    with pytest.raises(ValueError, match=f"A calendar cannot run from {first} to {last}."):
        vtimezone("Europe/Berlin", first, last)


def test_zones_are_those_of_the_pinned_package() -> None:
    assert zoneinfo.TZPATH == ()
    # British Columbia stays on summer time from November 2026 on (tzdata 2026b).
    vancouver = datetime(2026, 12, 1, 18, tzinfo=ZoneInfo("America/Vancouver"))
    assert vancouver.utcoffset() == timedelta(hours=-7)
