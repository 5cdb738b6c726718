"""Numbers with decimals: people type a comma or a point on any page, and read what their language writes."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.test import Client
from django.utils import translation
from djmoney.forms import MoneyField

from backfit.accounts.models import User
from exercises.forms.weights import WeightsForm
from exercises.languages import in_language
from exercises.models import Product
from exercises.models.fields import DecimalInput, NumberFormField
from exercises.products.forms import ProductFilter
from programs.forms.workouts import DoseForm
from programs.models import SetLog
from tests.factories import WorkoutItemFactory
from tests.pages import hidden_fields
from tests.test_people_and_urls import ROWS, owned_by

pytestmark = pytest.mark.django_db

BOTH = pytest.mark.parametrize("language", ["en-gb", "ru"])
TYPED = pytest.mark.parametrize("typed", ["42,5", "42.5"])


def our_forms() -> Iterator[tuple[str, forms.Field]]:
    """Each field of each form of the site and of the administration, with where it is."""
    for package in ("backfit", "exercises", "programs"):
        path = importlib.import_module(package).__path__
        for module in pkgutil.walk_packages(path, f"{package}."):
            if ".forms" in module.name or ".admin" in module.name:
                importlib.import_module(module.name)
    left = [forms.BaseForm]
    while left:
        form = left.pop()
        left += form.__subclasses__()
        for name, field in getattr(form, "base_fields", {}).items():
            yield f"{form.__name__}.{name}", field
    request = HttpRequest()
    request.user = User(is_staff=True, is_superuser=True, is_active=True)
    for model, edited in admin.site._registry.items():
        kinds = [edited.get_form(request)]
        kinds += [each.get_formset(request).form for each in edited.get_inline_instances(request)]
        for kind in kinds:
            for name, field in kind.base_fields.items():
                yield f"{model.__name__}: {kind.__name__}.{name}", field


def test_every_box_for_decimals_takes_a_comma() -> None:
    found: dict[str, forms.Field] = {}
    for place, field in our_forms():
        parts = field.fields if isinstance(field, MoneyField) else [field]
        decimals = [
            each for each in parts if isinstance(each, forms.DecimalField | forms.FloatField)
        ]
        if decimals:
            found[place] = decimals[0]
    assert len(found) >= 10
    assert [place for place, each in found.items() if not isinstance(each, NumberFormField)] == []
    shown = [each.widget for each in found.values()]
    assert [each for each in shown if not isinstance(each, DecimalInput)] == []


@BOTH
@TYPED
def test_dose_is_typed_and_shown_with_the_languages_decimals(language: str, typed: str) -> None:
    item = WorkoutItemFactory(sets=3, reps_min=8, reps_max=8)
    with translation.override(language):
        data = {"dose-kind": "sets", "dose-sets": "3", "dose-reps_min": "8", "dose-load_kg": typed}
        form = DoseForm(data, item=item)
        assert form.is_valid(), form.errors
        assert form.columns()["load_kg"] == Decimal("42.5")
        item.load_kg = Decimal("42.500")
        shown = "42,5" if language == "ru" else "42.5"
        box = str(DoseForm(item=item)["load_kg"])
        assert f'value="{shown}"' in box
        assert 'inputmode="decimal"' in box
        item.load_kg = Decimal("20.412")
        pounds = DoseForm({**data, "dose-load_kg": typed}, item=item, unit="lb")
        assert pounds.is_valid(), pounds.errors
        assert pounds.columns()["load_kg"] == Decimal("19.278")


@BOTH
@TYPED
def test_price_is_filtered_with_either(client: Client, language: str, typed: str) -> None:
    with translation.override(language):
        form = ProductFilter(Product.objects.all(), {"price_from": typed})
        form.full_clean()
        assert form.cleaned_data["price_from"] == Decimal("42.5")


def test_number_that_could_be_two_is_refused() -> None:
    field = NumberFormField()
    for typed in ("1,234.5", "1.234,5", "1,2,3", "4 2", "1e3,5"):
        with pytest.raises(forms.ValidationError):
            field.clean(typed)


@BOTH
@TYPED
def test_own_weights_are_typed_with_either(language: str, typed: str) -> None:
    with translation.override(language):
        form = WeightsForm({"plates": f"20 {typed}"}, unit="kg", weights=[])
        assert form.is_valid(), form.errors
        assert form.cleaned_data["plates"] == [20, Decimal("42.5")]


@BOTH
@TYPED
def test_loads_of_a_session_are_typed_with_either(
    owner: User, owner_client: Client, language: str, typed: str
) -> None:
    item = WorkoutItemFactory(workout__owner=owner, sets=1, reps_min=8, reps_max=8, load_kg="40")
    with translation.override(language):
        page = f"{item.workout.get_absolute_url()}log/"
    form = owner_client.get(page).context["form"]
    boxes = {cell.column: cell.name for row in form.entries[0].rows for cell in row.cells}
    data = {**hidden_fields(owner_client, page), "date": form["date"].value()}
    data |= {boxes["reps"]: "8", boxes["load"]: typed}
    assert owner_client.post(page, data).status_code == 302
    done = SetLog.objects.get()
    assert done.load_kg == Decimal("42.5")
    with translation.override(language):
        shown = owner_client.get(done.log.get_absolute_url()).content.decode()
    assert ("42,5\u00a0кг" if language == "ru" else "42.5\u00a0kg") in shown


@BOTH
def test_boxes_of_pages_for_decimals_are_of_text(
    owner_client: Client, owner: User, language: str
) -> None:
    """`type="number"` stands at whole numbers alone, on every page of a person."""
    things = owned_by(owner)
    for row in ROWS:
        if row[0] == "GET" and row[3] == "200":
            path = in_language(row[1].format(**things), language)
            response = owner_client.get(path)
            if not response.streaming and response["Content-Type"].startswith("text/html"):
                page = response.content.decode()
                boxes = re.findall(r"<input[^>]*type=\"number\"[^>]*>", page)
                assert [each for each in boxes if re.search(r'step="(any|\d*\.)', each)] == [], path
