"""What people type is clean when it is stored, whatever field it is typed into and whatever way it comes."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.test import Client

from exercises.models.fields import LineField, LineFormField, ProseField, TextFormField
from exercises.text import clean_line, clean_text
from programs.models import Workout
from tests.factories import WorkoutFactory
from tests.programs.feeds import plan

ODD = "a\x07b\r\nc\x0bd\x1b\x85e\ud800\u2028f\ufffe"


def typed_columns() -> list[models.Field[Any, Any]]:
    """All columns of ours that hold words of people: no codes, no digests."""
    return [
        field
        for config in ("backfit", "exercises", "programs")
        for model in apps.get_app_config(config).get_models()
        if not hasattr(model, "history_type")
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.EmailField | models.URLField)
        and field.editable
        and not field.choices
        and field.model is model
        and field.name not in ("password", "content_digest", "language")  # chosen, or made
    ]


@pytest.mark.parametrize("field", typed_columns(), ids=str)
def test_every_column_that_people_write_into_takes_clean_text_alone(field: Any) -> None:
    assert isinstance(field, LineField | ProseField)
    stored = field.get_prep_value(ODD)
    assert stored == (clean_line(ODD) if isinstance(field, LineField) else clean_text(ODD))
    form_field = field.formfield()
    assert isinstance(form_field, LineFormField | TextFormField | forms.Field)


def test_lines_and_texts_are_cleaned() -> None:
    assert clean_text(ODD) == "ab\nc\nd\ne\nf"
    assert clean_line(ODD) == "ab c d e f"


@pytest.mark.django_db
def test_title_reaches_the_calendar_as_one_line_without_controls(owner: Any) -> None:
    workout = WorkoutFactory(owner=owner, title="Bell\x07 and\r\nbreak\x1b")
    Workout.objects.filter(pk=workout.pk).update(notes="One\r\ntwo\x0bthree")
    workout.refresh_from_db()
    assert str(workout) == "Bell and break"
    assert workout.notes == "One\ntwo\nthree"
    plan(workout)
    client = Client()
    client.force_login(owner)
    calendar = client.get(f"/workouts/{workout.uuid}/calendar.ics").content.decode()
    assert "SUMMARY:Bell and break" in calendar
    assert not {sign for sign in calendar if sign < " " and sign not in "\r\n"}


def test_line_breaks_count_once_as_in_the_browser() -> None:
    text = "\r\n".join(["x" * 49] * 40)
    assert len(TextFormField(max_length=2000).clean(text)) == 1999
