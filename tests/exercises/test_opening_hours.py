"""Opening hours: what they say, and whether a shop is open at a moment."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from exercises.opening_hours import OpeningInterval, is_open, read_line, weekly_hours


def spans(*lines: str) -> list[OpeningInterval]:
    return [span for line in lines for span in read_line(line)]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T06:59", False),  # 09:59 in Moscow
        ("2026-11-23T07:00", True),
        ("2026-11-23T18:59", True),
        ("2026-11-23T19:00", False),  # 22:00 in Moscow
    ],
)
def test_shop_is_open_by_the_clock_of_its_own_zone(moment: str, expected: bool) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert is_open(spans("MO-SU 10:00-22:00"), now, "Europe/Moscow") is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-28T01:30", True),  # the night from Friday to Saturday
        ("2026-11-28T02:00", False),
        ("2026-11-27T01:30", False),  # the night before
        ("2026-11-27T23:00", True),
    ],
)
def test_hours_past_midnight_belong_to_the_day_before(moment: str, expected: bool) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert is_open(spans("FR 18:00-02:00"), now, "UTC") is expected


def test_sunday_night_runs_into_monday() -> None:
    now = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    assert is_open(spans("SU 20:00-01:00"), now, "UTC")


def test_hours_keep_their_wall_clock_through_the_change_to_summer_time() -> None:
    hours = spans("MO-SU 09:00-17:00")
    winter, summer = datetime(2026, 3, 28, 8, tzinfo=UTC), datetime(2026, 3, 30, 7, tzinfo=UTC)
    assert is_open(hours, winter, "Europe/Berlin")
    assert is_open(hours, summer, "Europe/Berlin")
    assert not is_open(hours, winter.replace(hour=7), "Europe/Berlin")


def test_all_day_is_open_at_every_hour() -> None:
    assert all(
        is_open(spans("MO 00:00-00:00"), datetime(2026, 11, 23, hour, tzinfo=UTC), "UTC")
        for hour in range(24)
    )


def test_weekly_hours_join_equal_days_and_name_days_off() -> None:
    assert weekly_hours(spans("MO-FR 09:00-13:00", "MO-FR 14:00-18:00", "SA 10:00-14:00")) == [
        ("Monday–\u2060Friday", "09:00–\u206013:00, 14:00–\u206018:00"),
        ("Saturday", "10:00–\u206014:00"),
        ("Sunday", "closed"),
    ]


@pytest.mark.parametrize(
    "line", ["", "XX 10:00-22:00", "MO 10-22", "MO 25:00-26:00", "MO-XX 10:00-22:00"]
)
def test_wrong_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"written|hour"):
        read_line(line)
