"""Kinds of equipment, and what people have of them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from exercises.figures.equipment import render_equipment
from exercises.figures.equipment_poses import EQUIPMENT_POSES
from exercises.models import Equipment, Exercise, KitItem, OwnedEquipment, Status
from tests.factories import ExerciseFactory, ProductFactory, StockFactory

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}


def kind(slug: str) -> Equipment:
    return Equipment.objects.get(slug=slug)


def test_every_kind_has_a_page_a_drawing_and_advice(client: Client) -> None:
    for equipment in Equipment.objects.published():
        response = client.get(equipment.get_absolute_url())
        assertContains(response, escape(equipment.how_to_choose))
        assertContains(response, escape(equipment.safety))
        assert client.get(equipment.picture_url).content.startswith(b"<svg ")
    assert set(EQUIPMENT_POSES) == set(Equipment.objects.values_list("slug", flat=True))


@pytest.mark.parametrize("slug", EQUIPMENT_POSES)
def test_drawing_has_a_title_and_both_themes(slug: str) -> None:
    assert "<title>Thing</title>" in render_equipment(slug, "Thing")
    assert render_equipment(slug, "Thing", "print") != render_equipment(slug, "Thing")


def test_kinds_of_the_source_are_all_there(client: Client) -> None:
    response = client.get("/equipment/")
    for name in (
        *("Pull-up bar", "Dumbbells", "Barbell", "Suspension trainer", "CrossCore 180"),
        *("Resistance bands", "Stability ball", "Cable machine", "Smith machine", "Chair", "Mat"),
    ):
        assertContains(response, f">{name}</a>")


def test_kind_shows_what_uses_it_and_what_replaces_it(client: Client) -> None:
    response = client.get("/equipment/cable-machine/")
    assertContains(response, "/exercises/lat-pulldown/")
    assertContains(response, "/programs/lower-back/")
    assert [item.slug for item in response.context["replaced_by"]] == [
        *("pull-up-bar", "suspension-trainer", "crosscore-180", "resistance-bands"),
    ]
    response = client.get("/equipment/resistance-bands/")
    assert [item.slug for item in response.context["stands_in_for"]] == ["cable-machine"]


def test_kind_takes_the_same_queries_for_few_and_for_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = kind("dumbbells").get_absolute_url()
    with django_assert_num_queries(11):
        client.get(address)
    for exercise in ExerciseFactory.create_batch(30):
        exercise.equipment.add(kind("dumbbells"))
    StockFactory.create_batch(30)
    with django_assert_num_queries(11):
        client.get(address)


def test_public_pages_set_no_cookie(client: Client) -> None:
    for address in (
        "/equipment/",
        "/equipment/mat/",
        "/equipment/products/",
        "/equipment/compare/",
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert not response.cookies
        assert "public" in response["Cache-Control"]


def test_slug_of_another_page_is_refused() -> None:
    with pytest.raises(ValidationError, match="address of another page"):
        Equipment(name="Compare", slug="compare").full_clean()


def test_i_have_this_goes_into_the_kit_once_and_out_again(
    owner_client: Client, owner: User, other: User
) -> None:
    for _ in range(2):
        response = owner_client.post("/equipment/kit/mat/", {"have": "1"}, headers=OURS)
        assertRedirects(response, "/equipment/mat/", fetch_redirect_response=False)
    assert [item.slug for item in Equipment.objects.owned_by(owner)] == ["mat"]
    assert not Equipment.objects.owned_by(other).exists()
    assertContains(owner_client.get("/equipment/mat/"), "I no longer have this")
    owner_client.post("/equipment/kit/mat/", {"have": "0"}, headers=OURS)
    assert not KitItem.objects.owned_by(owner).exists()


def test_whole_kit_is_seen_and_saved_at_once(
    owner_client: Client, owner: User, other: User
) -> None:
    KitItem.objects.put(owner, kind("barbell"), have=True)
    KitItem.objects.put(other, kind("barbell"), have=True)
    page = owner_client.get("/equipment/kit/")
    assert page.context["kit"] == {"barbell"}
    response = owner_client.post("/equipment/kit/", {"kit": ["mat", "resistance-bands"]})
    assertRedirects(response, "/equipment/kit/")
    assert {e.slug for e in Equipment.objects.owned_by(owner)} == {"mat", "resistance-bands"}
    assert [e.slug for e in Equipment.objects.owned_by(other)] == ["barbell"]
    owner_client.post("/equipment/kit/", {})
    assert not Equipment.objects.owned_by(owner).exists()


def test_senseless_kit_is_refused(owner_client: Client, owner: User) -> None:
    KitItem.objects.put(owner, kind("barbell"), have=True)
    response = owner_client.post("/equipment/kit/", {"kit": ["mat", "spaceship"]})
    assert response.status_code == 422
    assert [e.slug for e in Equipment.objects.owned_by(owner)] == ["barbell"]


def test_catalogue_ticks_my_kit_and_keeps_the_other_filters(
    client: Client, owner_client: Client, owner: User
) -> None:
    for visitor in (client, owner_client):
        assertNotContains(visitor.get("/exercises/"), "Tick what is in my kit")
    KitItem.objects.put(owner, kind("barbell"), have=True)
    page = owner_client.get("/exercises/?q=row&kit=dumbbells")
    url = "/exercises/?q=row&kit=barbell&kit=chair&kit=mat"
    assert page.context["my_kit_url"] == url
    assert owner_client.get(url).context["form"]["kit"].value() == ["barbell", "chair", "mat"]


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    response = client.post("/equipment/kit/mat/", {"have": "1"}, headers=OURS)
    assertRedirects(response, "/accounts/login/?next=/equipment/mat/")
    assert not KitItem.objects.exists()


def test_another_site_cannot_change_the_kit(owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {}):
        response = client.post("/equipment/kit/mat/", {"have": "1"}, headers=headers)
        assert response.status_code == 403
    assert not KitItem.objects.exists()


def test_kit_tells_what_is_lacking_and_what_stands_in(owner: User) -> None:
    for slug in ("resistance-bands", "mat"):
        KitItem.objects.put(owner, kind(slug), have=True)
    needs = OwnedEquipment(owner).needs([kind("cable-machine"), kind("barbell"), kind("mat")])
    assert [
        (need.equipment.slug, need.have, [i.slug for i in need.stand_ins]) for need in needs
    ] == [
        ("barbell", False, []),
        ("cable-machine", False, ["resistance-bands"]),
        ("mat", True, []),
    ]


def test_stand_in_is_offered_only_where_every_exercise_can_be_done_with_it(owner: User) -> None:
    KitItem.objects.put(owner, kind("pull-up-bar"), have=True)
    front, behind = (
        Exercise.objects.get(slug=slug) for slug in ("lat-pulldown", "behind-the-neck-lat-pulldown")
    )
    kit = OwnedEquipment(owner)
    offered = [
        [item.slug for need in kit.needs_of(exercises) for item in need.stand_ins]
        for exercises in ([front], [behind], [front, behind])
    ]
    assert offered == [["pull-up-bar"], [], []]


def test_who_has_said_nothing_is_told_nothing(client: Client, owner_client: Client) -> None:
    for visitor in (client, owner_client):
        response = visitor.get("/programs/lower-back/")
        assertContains(response, "What you need")
        assertNotContains(response, "Not in your kit")


def test_program_workout_and_exercise_show_what_the_kit_lacks(
    owner_client: Client, owner: User, workout: object
) -> None:
    KitItem.objects.put(owner, kind("resistance-bands"), have=True)
    ProductFactory(equipment=kind("cable-machine"))
    for address in ("/programs/lower-back/", "/exercises/lat-pulldown/"):
        response = owner_client.get(address)
        assertContains(response, "Not in your kit")
        assertContains(response, "/equipment/products/?kind=cable-machine")
    assertContains(response, ">resistance bands</a> can stand in")
    program = owner_client.get("/programs/lower-back/")
    assertContains(program, '<a href="?swap=1#swaps">Choose exercises without it')
    assertNotContains(program, "can stand in")
    assertContains(
        owner_client.get("/exercises/lat-pulldown/"),
        "/exercises/?body_part=lats&amp;kit=chair&amp;kit=mat&amp;kit=resistance-bands",
    )
    response = owner_client.get(workout.get_absolute_url())
    assertContains(response, "Not in your kit", count=5)
    assertContains(response, "You have it", count=1)
    assertContains(response, 'edit/">Choose exercises without it')


def test_draft_kind_is_for_staff_alone(client: Client, editor_client: Client) -> None:
    Equipment.objects.filter(slug="mat").update(status=Status.DRAFT)
    for address in ("/equipment/mat/", "/equipment/mat/picture.svg"):
        assert client.get(address).status_code == 404
        assert editor_client.get(address).status_code == 200
    assertNotContains(client.get("/equipment/"), ">Mat</a>")
    bird_dog = Exercise.objects.get(slug="bird-dog")
    assertNotContains(client.get(bird_dog.get_absolute_url()), "/equipment/mat/")
