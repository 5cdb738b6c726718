"""Which session a calendar tells more of: the next one of all that nothing was done of."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from programs.feeds.next_session import next_session, remark
from programs.models import Workout
from programs.progress import Suggestion
from tests.programs.feeds import plan

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 2, 12, tzinfo=UTC)


def test_next_session_is_the_first_of_all_that_is_open(workout: Workout) -> None:
    thursday, friday = date(2026, 12, 3), date(2026, 12, 4)
    schedule, other = plan(workout), plan(workout, weekdays=["FR"])
    found = next_session(workout.owner, NOW, "kg")
    assert found is not None
    assert (found.schedule, found.original) == (schedule.pk, thursday)
    schedule.occurrence_on(thursday).skip()
    found = next_session(workout.owner, NOW, "kg")
    assert found is not None
    assert (found.schedule, found.original) == (other.pk, friday)


def test_nothing_planned_is_no_next_session(workout: Workout) -> None:
    assert next_session(workout.owner, NOW, "kg") is None


def test_calendar_is_told_nothing_of_why(workout: Workout) -> None:
    suggestion = Suggestion("Today 3 × 8", "It hurt last time: begin lighter.", last="12, 12, 12")
    assert remark(suggestion) == "Last time 12, 12, 12. Today 3 × 8."
