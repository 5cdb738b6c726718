"""Swaps of exercises: one list, offered by a program's page, the builder of its copy and the coach."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from backfit.accounts.models import User
from exercises.models import Equipment, KitItem
from programs.models import Program, Workout
from tests.factories import PASSWORD
from tests.pages import hidden_fields

pytestmark = pytest.mark.django_db

PAGE = "/programs/upper-back/"
SELECT = re.compile(r'<select name="instead" id="swap-([\w-]+)"[\s\S]*?</select>')
OPTION = re.compile(r'<option value="[\w-]+\.([\w-]+)">([^<]+)</option>')


def offered(client: Client, page: str = PAGE) -> dict[str, list[str]]:
    """What the program's page offers instead of each exercise, by slug."""
    html = client.get(page, {"swap": "1"}).content.decode()
    return {
        found[1]: [slug for slug, _name in OPTION.findall(found[0])]
        for found in SELECT.finditer(html)
    }


def own(user: User, *slugs: str) -> None:
    for slug in slugs:
        KitItem.objects.create(user=user, equipment=Equipment.objects.get(slug=slug))


@pytest.mark.parametrize("kit", [(), ("resistance-bands", "dumbbells")], ids=["unknown", "known"])
@pytest.mark.parametrize("slug", ["upper-back", "lower-back", "wide-back"])
def test_page_of_a_program_and_builder_of_its_copy_offer_the_same(
    owner: User, owner_client: Client, slug: str, kit: tuple[str, ...]
) -> None:
    own(owner, *kit)
    on_page = offered(owner_client, f"/programs/{slug}/")
    copy = Program.objects.with_items().get(slug=slug).copy_for(owner)
    in_builder = {}
    for item in Workout.objects.with_items().get(pk=copy.pk).plan_items():
        page = owner_client.get(f"{copy.get_absolute_url()}edit/?open={item.pk}")
        in_builder[item.exercise.slug] = [
            swap.slug
            for swap in page.context["page"].swaps
            if f'value="swap.{item.pk}.{swap.slug}"' in page.content.decode()
        ]
    assert {name: swaps for name, swaps in in_builder.items() if swaps} == on_page
    assert on_page


def test_first_of_the_list_is_what_the_coach_swaps_in(owner: User, owner_client: Client) -> None:
    own(owner, "resistance-bands")
    on_page = offered(owner_client)
    copy = Program.objects.with_items().get(slug="upper-back").copy_for(owner)
    page = owner_client.get(f"{copy.get_absolute_url()}edit/")
    fixes = {
        tip.items[0].exercise.slug: tip.advice.fix.exercise
        for tip in page.context["page"].coach
        if tip.advice.fix and tip.advice.fix.kind == "swap"
    }
    assert "bent-over-barbell-row" in fixes
    assert {slug: on_page[slug][0] for slug in fixes} == fixes


def test_each_exercise_has_a_choice_of_its_own(client: Client) -> None:
    assertContains(client.get(PAGE), 'href="?swap=1#swaps"')
    html = unescape(client.get(f"{PAGE}?swap=1").content.decode())
    assert "Instead of Bent-over barbell row" in html
    assert "Keep Bent-over barbell row" in html
    swaps = offered(client)
    assert "banded-row" in swaps["bent-over-barbell-row"]
    assert swaps["bent-over-barbell-row"] != swaps["pull-up"]


def test_kit_leaves_what_the_person_can_do_and_says_what_is_missing(
    owner: User, owner_client: Client
) -> None:
    assert "banded-row" in offered(owner_client)["bent-over-barbell-row"]
    assert "barbell-row" in " ".join(offered(owner_client)["bent-over-barbell-row"])
    own(owner, "resistance-bands")
    html = owner_client.get(PAGE).content.decode()
    assert re.search(r'id="lacks-bent-over-barbell-row">Not in your kit: Barbell', html)
    swaps = offered(owner_client)["bent-over-barbell-row"]
    assert "banded-row" in swaps
    assert not [slug for slug in swaps if "barbell" in slug]


def slugs(user: User) -> list[str]:
    copy = Workout.objects.owned_by(user).with_items().latest("pk")
    return [item.exercise.slug for item in copy.plan_items()]


def test_copy_has_what_was_chosen(owner: User, owner_client: Client) -> None:
    before = [each.slug for each in Program.objects.with_items().get(slug="upper-back").exercises()]
    form = hidden_fields(owner_client, f"{PAGE}?swap=1", f"{PAGE}add/")
    chosen = ["bent-over-barbell-row.banded-row", "pull-up.", "", ""]
    owner_client.post(f"{PAGE}add/", form | {"instead": chosen})
    after = [slug for slug in before if slug != "pull-up"]
    after[after.index("bent-over-barbell-row")] = "banded-row"
    assert slugs(owner) == after


def test_all_kept_is_the_program_as_it_is(owner: User, owner_client: Client) -> None:
    form = hidden_fields(owner_client, f"{PAGE}?swap=1", f"{PAGE}add/")
    owner_client.post(f"{PAGE}add/", form | {"instead": ["", "", ""]})
    assert Workout.objects.get(owner=owner).has_programs_session


def test_choice_waits_for_who_signs_up_first(client: Client) -> None:
    client.post(f"{PAGE}add/", {"instead": ["bent-over-barbell-row.banded-row", ""]})
    client.post("/accounts/signup/", {"email": "cora@example.org", "password1": PASSWORD})
    assert "banded-row" in slugs(User.objects.get(email="cora@example.org"))


def test_page_with_choices_is_the_same_for_everybody_signed_out(client: Client) -> None:
    response = client.get(f"{PAGE}?swap=1")
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assertNotContains(response, "csrfmiddlewaretoken")
    assertContains(response, 'name="instead"')


def test_choices_take_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(24):
        client.get("/programs/two-day-back/?swap=1")
