"""No form takes a date, a time or a number out of all bounds: every field of every form that has one."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from backfit.accounts.models import User
from programs.models import BackDiary
from tests.pages import hidden_fields
from tests.test_post_once import FORMS, NOW, Data, Things, clock, state, things

__all__ = ["clock", "things"]
pytestmark = pytest.mark.django_db

KINDS = {
    re.compile(r"\d{4}-\d\d-\d\d"): [
        "0126-03-01",
        "1999-12-31",
        "2101-01-01",
        "9999-12-31",
        "2026-02-30",
    ],
    re.compile(r"\d\d:\d\d"): ["24:00", "25:61", "-1:00"],
    re.compile(r"\d+(\.\d+)?"): ["-1", "99999999999999999999", "1e9", "NaN", "Infinity"],
}
"""What a value looks like, and what no form takes in its place."""
FREE = {"title", "name", "text", "kit", "have", "keep", "another", "target"}
"""Fields that hold words or names of things."""


def bounded(data: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """The fields that hold a date, a time or a number, with what is out of bounds there."""
    return [
        (name, odd)
        for name, value in data.items()
        if isinstance(value, str) and name not in FREE
        for kind, odd in KINDS.items()
        if kind.fullmatch(value)
    ]


BACK = "/workouts/progress/back/"
MORE: list[tuple[str, str, Data]] = [
    (BACK, BACK, lambda: {"do": "write", "date": "2026-12-14", "before": "3", "after": "4"}),
]
"""Forms that need more than a page of those of `test_post_once`."""
TRIED = [form for form in [*FORMS, *MORE] if bounded(form[2]())]


@pytest.mark.parametrize("form", TRIED, ids=lambda form: f"{form[1]} {' '.join(form[2]())}")
def test_value_out_of_bounds_is_refused(
    clock: datetime, owner: User, owner_client: Client, things: Things, form: tuple[str, str, Data]
) -> None:
    BackDiary.objects.begin(owner, NOW)
    page, address = (each.format(**things.values) for each in form[:2])
    hidden = hidden_fields(owner_client, page, address)
    before = state()
    taken = [
        f"{name}={value}"
        for name, odd in bounded(form[2]())
        for value in odd
        if owner_client.post(address, hidden | form[2]() | {name: value}).status_code < 400
    ]
    assert taken == []
    assert state() == before
    assert owner_client.post(address, hidden | form[2]()).status_code == 302


def test_forms_with_such_fields_are_found() -> None:
    names = {name for form in TRIED for name, _ in bounded(form[2]())}
    assert {
        "starts_on",
        "ends_on",
        "time",
        "begins",
        "every",
        "weeks",
        "duration",
        "reminder",
    } <= names
    assert {"date", "effort", "first_day", "last_day", "before", "stars"} <= names
