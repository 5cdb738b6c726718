"""Plates, dumbbells and bands that a person has."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from backfit.accounts.models import User
from exercises.models import OwnedWeight

KIT = "/equipment/kit/"
Kind = OwnedWeight.Kind

pytestmark = pytest.mark.django_db


def test_weights_come_back_as_they_were_typed(owner: User, owner_client: Client) -> None:
    typed = {"plates": "20 1,25; 10, 2.5 10", "dumbbells": "", "bands": "yellow, red,green"}
    assertRedirects(owner_client.post(KIT, typed), KIT)
    mine = OwnedWeight.objects.owned_by(owner)
    assert mine.loads(Kind.PLATE) == [Decimal(text) for text in ("1.25", "2.5", "10", "20")]
    assert [each.name for each in mine.filter(kind=Kind.BAND)] == ["yellow", "red", "green"]
    page = owner_client.get(KIT)
    assertContains(page, 'value="1.25 2.5 10 20"')
    assertContains(page, 'value="yellow, red, green"')


def test_pounds_come_back_exactly(owner: User, owner_client: Client) -> None:
    owner.units = "lb"
    owner.save()
    owner_client.post(KIT, {"plates": "45 25 2.5 1.25 0.25", "dumbbells": "", "bands": ""})
    assertContains(owner_client.get(KIT), 'value="0.25 1.25 2.5 25 45"')
    assert OwnedWeight.objects.owned_by(owner).loads(Kind.PLATE)[-1] == Decimal("20.412")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("plates", "heavy"),
        ("plates", "-1"),
        ("dumbbells", "0"),
        ("dumbbells", "501"),
        ("plates", "NaN"),
        ("bands", "x" * 31),
        ("plates", " ".join(map(str, range(1, 62)))),
    ],
)
def test_senseless_weight_is_told_and_nothing_is_lost(
    owner: User, owner_client: Client, field: str, text: str
) -> None:
    owner_client.post(KIT, {"plates": "20", "dumbbells": "8", "bands": "red"})
    response = owner_client.post(KIT, {"plates": "", "dumbbells": "", "bands": "", field: text})
    assertContains(response, "Nothing is saved yet", status_code=422)
    assert OwnedWeight.objects.owned_by(owner).count() == 3


def test_weights_are_ones_own(owner_client: Client, other: User, other_client: Client) -> None:
    owner_client.post(KIT, {"plates": "20", "dumbbells": "", "bands": ""})
    assert OwnedWeight.objects.owned_by(other).loads(Kind.PLATE) == []
    other_client.post(KIT, {"plates": "10", "dumbbells": "", "bands": ""})
    assert OwnedWeight.objects.count() == 2
