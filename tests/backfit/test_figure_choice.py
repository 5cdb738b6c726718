"""Readers choose whom the figures show: in their settings, on their device, or by an address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from backfit.accounts.models import User
from exercises.figures import Figure, render_animation, render_frame, render_strip
from exercises.figures.build import PERSONS
from exercises.figures.scene import body_of
from exercises.models import Exercise
from programs.sheets.options import SheetOptions
from programs.sheets.pictures import figure_picture
from programs.sheets.sheet import SheetItem
from tests.factories import WorkoutFactory, WorkoutItemFactory
from tests.pages import hidden_fields

pytestmark = pytest.mark.django_db

BIRD_DOG = "/exercises/bird-dog/"
DRAWN = re.compile(r'"(/exercises/[\w-]+/(?:still|animation|frame-\d)\.svg\?[^"]*)"')


def drawn(client: Client, address: str) -> set[str]:
    """The addresses of all figures of a page; there is at least one."""
    page = client.get(address, follow=True).content.decode()
    page = page.replace("&amp;", "&").replace(r"\u0026", "&")
    found = set(DRAWN.findall(page))
    assert found, address
    return found


def test_address_asks_for_the_woman_and_the_page_stays_for_everybody(
    client: Client, cached_pages: None
) -> None:
    for _ in range(2):  # made, then kept
        woman, plain = client.get(f"{BIRD_DOG}?figure=woman"), client.get(BIRD_DOG)
        assert not woman.cookies
        assert not plain.cookies
        assert "public" in woman["Cache-Control"]
        assertContains(woman, "&amp;figure=woman")
        assertNotContains(plain, "&amp;figure=woman")
        assertContains(woman, 'rel="canonical" href="http')
        assertNotContains(woman, 'bird-dog/?figure=woman">')
    assert drawn(client, f"{BIRD_DOG}?figure=nobody") == drawn(client, BIRD_DOG)


def test_picture_goes_by_its_address_alone(
    client: Client, owner_client: Client, owner: User
) -> None:
    User.objects.filter(pk=owner.pk).update(figure="woman")
    man, woman = (
        client.get(f"{BIRD_DOG}still.svg?v=1{figure}") for figure in ("", "&figure=woman")
    )
    assert man.content != woman.content
    assert "immutable" in woman["Cache-Control"]
    assert owner_client.get(f"{BIRD_DOG}still.svg?v=1").content == man.content


def test_person_sees_their_choice_wherever_figures_are(owner: User, owner_client: Client) -> None:
    workout = WorkoutFactory(owner=owner)
    WorkoutItemFactory(workout=workout, exercise=Exercise.objects.get(slug="bird-dog"))
    pages = [
        *("/exercises/", "/exercises/?q=plank", BIRD_DOG, "/search/?q=plank", "/guides/"),
        *("/programs/", "/programs/office-break/", "/programs/office-break/start/"),
        *(workout.get_absolute_url(), f"{workout.get_absolute_url()}edit/"),
    ]
    assert not any("figure=" in each for page in pages for each in drawn(owner_client, page))
    form = hidden_fields(owner_client, "/account/")
    said = {"name": "Olga", "time_zone": "UTC", "units": "kg", "paper": "", "week_start": "MO"}
    owner_client.post("/account/", form | said | {"figure": "woman"})
    assert User.objects.get(pk=owner.pk).figure == "woman"
    for page in pages:
        assert all(each.endswith("&figure=woman") for each in drawn(owner_client, page)), page
    assertContains(owner_client.get(BIRD_DOG), "Change it in your settings")
    sheet = owner_client.get(f"{workout.get_absolute_url()}sheet/")
    assertContains(sheet, '<option value="woman" selected>')


def test_choice_of_the_device_is_the_first_setting_of_an_account(client: Client) -> None:
    assertContains(client.get("/accounts/signup/"), 'data-region-default="figure"')
    data = {"email": "wilma@example.org", "password1": "correct horse battery", "figure": "woman"}
    client.post("/accounts/signup/", data)
    assert User.objects.get(email="wilma@example.org").figure == "woman"


def test_sheet_is_drawn_with_whom_its_address_names(client: Client) -> None:
    exercise = Exercise.objects.get(slug="bird-dog")
    item = SheetItem("", "", "", (), None, figure=json.dumps(exercise.figure))
    man, woman = (figure_picture(item, SheetOptions(figure=person), 60, 30) for person in PERSONS)
    assert man
    assert woman
    assert man.url != woman.url
    page = client.get("/programs/office-break/sheet/?figure=woman")
    assertContains(page, "figure=woman")
    assertContains(
        client.get("/programs/office-break/sheet.pdf?figure=cat"), "not a figure", status_code=400
    )


def figures() -> Iterator[tuple[str, Figure]]:
    for exercise in Exercise.objects.published():
        figure = exercise.drawing()
        assert figure
        yield exercise.slug, figure


def test_both_persons_hold_the_same_bars_and_stand_on_the_same_floor() -> None:
    for slug, figure in figures():
        for frame in figure.frames:
            man, woman = (body_of(figure.drawn_as(person), frame.pose) for person in PERSONS)
            for one, other in zip((*man.arms, *man.legs), (*woman.arms, *woman.legs), strict=True):
                if one.limb.at is not None:
                    assert one.end.distance(other.end) < 1.5, slug


@pytest.mark.once
def test_every_picture_of_the_woman_is_drawn_and_small() -> None:
    for slug, figure in figures():
        woman = figure.drawn_as("woman")
        assert render_strip(woman) != render_strip(figure), slug
        assert len(render_frame(woman, 0)) < 16_000, slug
        assert len(render_animation(woman)) < 60_000, slug
