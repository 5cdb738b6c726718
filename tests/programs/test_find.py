"""The way in: two questions, plain links, and one program that can be done with what one has."""

from __future__ import annotations

import re
from itertools import combinations, product

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from exercises.models import Status
from programs.content.recommendations import RecommendationLoader
from programs.models import Have, Program, Recommendation, Where, Workout
from programs.models.recommendation import exercises_beyond, kit_of_answers
from tests.factories import ProgramItemFactory
from tests.forms import form_of

pytestmark = pytest.mark.django_db

EVERY_KIT = [kit for size in (1, 2, 4) for kit in combinations(Have.values, size)]
MOST = 2 / 3
"""How much of a recommended program can be done at least with what one has."""


def answer(client: Client, where: str, *have: str) -> list[str]:
    """Slugs of the recommended program and of the others, as the page shows them."""
    page = client.get("/find/", {"where": where, "have": have})
    found = page.context["answer"]
    return [found.program.slug, *(other.slug for other in found.alternatives)]


@pytest.mark.parametrize(("where", "have"), list(product(Where.values, EVERY_KIT)))
def test_every_answer_leads_to_a_program_and_two_others(where: str, have: tuple[str, ...]) -> None:
    found = Recommendation.objects.answer(where, have)
    assert found is not None
    assert len(found.alternatives) == 2
    assert len({found.program, *found.alternatives}) == 3


@pytest.mark.parametrize(("where", "have"), list(product(Where.values, Have.values)))
def test_recommended_program_can_be_done_with_what_one_has(where: str, have: str) -> None:
    found = Recommendation.objects.answer(where, [have])
    assert found is not None
    possible = 1 - len(found.beyond) / len(found.program.exercises())
    assert possible >= MOST, (found.program, found.beyond)


@pytest.mark.parametrize("have", EVERY_KIT)
def test_sore_lower_back_is_not_led_to_pulldowns_in_the_gym(
    client: Client, have: tuple[str, ...]
) -> None:
    assert "lower-back" not in answer(client, "lower-back", *have)


def test_three_taps_lead_from_home_to_a_program(client: Client) -> None:
    home = client.get("/").content.decode()
    links = re.findall(r'href="(/find/\?[^"]+)"', home)
    assert links.count("/find/?where=lower-back") == 2  # on the body and in the list
    page = client.get("/find/?where=lower-back")
    assertContains(page, "What do you have?")
    assertContains(page, 'name="have" value="band-ball"')
    page = client.get("/find/?where=lower-back&have=none&have=band-ball")
    assertContains(page, 'href="/programs/home-back-strength/"')
    assertContains(page, 'action="/programs/home-back-strength/add/"')
    assertContains(page, 'href="/programs/home-back-strength/#calendar"')
    assertContains(page, 'href="/programs/home-back-strength/sheet.pdf"')
    start = Program.objects.get(slug="home-back-strength").get_start_url()
    assertContains(
        page, f'<a class="button button-primary button-wide button-large" href="{start}">'
    )
    assertContains(page, "With what you have, leave out:")


def test_what_one_has_goes_along_when_the_place_is_changed(client: Client) -> None:
    page = client.get("/find/?have=gym&have=none")
    assertContains(page, "/find/?where=neck&amp;have=gym&amp;have=none")


def test_red_flags_are_told_before_any_program(client: Client) -> None:
    for address in ("/", "/find/", "/find/?where=neck"):
        assertContains(client.get(address), "Do not train: call for help now.")


@pytest.mark.parametrize(
    "address", ["/find/", "/find/?where=neck", "/find/?where=neck&have=none", "/search/?q=neck"]
)
def test_way_in_is_public_and_sets_no_cookie(client: Client, address: str) -> None:
    response = client.get(address)
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("query", ["where=moon", "where=neck&have=spoon"])
def test_unknown_answer_is_refused_in_words(client: Client, query: str) -> None:
    assertContains(client.get(f"/find/?{query}"), "Select a valid choice", status_code=400)


def test_way_in_takes_the_same_queries_however_many_rules(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = "/find/?where=neck&have=none&have=gym"
    for _ in range(2):
        with django_assert_num_queries(8):
            client.get(address)
        for day in [ProgramItemFactory().day for _ in range(10)]:
            ProgramItemFactory.create_batch(5, day=day)
            Recommendation.objects.create(
                slug=f"more-{day.pk}",
                status=Status.PUBLISHED,
                where="neck",
                have="none",
                position=9,
                program=day.program,
            )


def test_more_equipment_comes_first_among_equals(client: Client) -> None:
    assert answer(client, "stronger", "none", "gym")[0] == "two-day-back"


def test_drafts_are_never_recommended(client: Client) -> None:
    Program.objects.filter(slug="neck-mobility").update(status=Status.DRAFT)
    assert "neck-mobility" not in answer(client, "neck", "none")


def test_answer_without_rules_falls_back_to_no_equipment(client: Client) -> None:
    Recommendation.objects.filter(where="neck", have="gym").update(status=Status.DRAFT)
    assert answer(client, "neck", "gym") == answer(client, "neck", "none")
    Recommendation.objects.all().update(status=Status.DRAFT)
    page = client.get("/find/?where=neck&have=gym")
    assertContains(page, "No program for this yet")
    assertContains(page, 'href="/programs/"')


def test_exercise_beyond_the_kit_is_told() -> None:
    program = Program.objects.with_items().get(slug="stretch-and-decompress")
    names = [exercise.slug for exercise in exercises_beyond(program, kit_of_answers(["none"]))]
    assert names == ["dead-hang"]
    assert exercises_beyond(program, kit_of_answers(["none", "gym"])) == []


def test_copy_from_the_way_in_leaves_out_what_the_answers_do_not_allow(
    owner: User, owner_client: Client
) -> None:
    address = "/find/?where=lower-back&have=none"
    Recommendation.objects.filter(where="lower-back", have="none").update(position=9)
    program = Program.objects.get(slug="stretch-and-decompress")
    Recommendation.objects.create(
        slug="first", status=Status.PUBLISHED, where="lower-back", have="none", program=program
    )
    page = owner_client.get(address)
    assertContains(page, 'name="without" value="dead-hang"')
    add = {"without": ["dead-hang"]}
    added = owner_client.post(f"{program.get_absolute_url()}add/", add, follow=True)
    assertContains(added, "in My Workouts, without Dead hang: change it as you like.")
    copy = Workout.objects.owned_by(owner).with_items().get()
    assert "dead-hang" not in [item.exercise.slug for item in copy.plan_items()]
    again = owner_client.post(f"{program.get_absolute_url()}add/", add, follow=True)
    assertContains(again, "with these exercises: here it is.")
    assertRedirects(again, copy.get_absolute_url())
    assert Workout.objects.owned_by(owner).count() == 1


# --- Rules as content -----------------------------------------------------------------------------


def test_file_that_lacks_an_answer_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    for path in RecommendationLoader.folder.glob("*.toml"):
        text = path.read_text("utf-8")
        if path.stem == "sitting":
            text = "\n".join(line for line in text.splitlines() if not line.startswith("gym"))
        (tmp_path / path.name).write_text(text, "utf-8")
    monkeypatch.setattr(RecommendationLoader, "folder", tmp_path)
    with pytest.raises(CommandError, match=r"recommendations/sitting\.toml.*gym"):
        call_command("load_content", check=True)


def test_rule_that_names_no_program_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    for path in RecommendationLoader.folder.glob("*.toml"):
        text = path.read_text("utf-8").replace('"two-day-back"', '"no-such-program"')
        (tmp_path / path.name).write_text(text, "utf-8")
    monkeypatch.setattr(RecommendationLoader, "folder", tmp_path)
    with pytest.raises(CommandError, match="there is no program “no-such-program”"):
        call_command("load_content", check=True)


def test_loading_keeps_the_editors_rule(client: Client, editor_client: Client) -> None:
    rule = Recommendation.objects.get(slug="neck-none-1")
    page = f"/admin/programs/recommendation/{rule.pk}/change/"
    program = Program.objects.get(slug="two-day-back")
    data = form_of(editor_client.get(page)) | {"program": str(program.pk)}
    assertRedirects(editor_client.post(page, data), "/admin/programs/recommendation/")
    call_command("load_content", verbosity=0)
    assert answer(client, "neck", "none")[0] == "two-day-back"
    assert rule.history.count() == 2  # as it was, and the change


def test_rules_are_imported_and_exported(editor_client: Client) -> None:
    response = editor_client.post(
        "/admin/programs/recommendation/export/",
        {"format": "0", "resource": "", **{f"recommendationresource_{n}": "on" for n in COLUMNS}},
    )
    assertContains(response, "neck-none-1,published,neck,none,neck-mobility,1")


COLUMNS = ["slug", "status", "where", "have", "program", "position"]


def test_public_page_follows_the_editors_at_once(client: Client) -> None:
    first = client.get("/find/?where=neck&have=none")["ETag"]
    Recommendation.objects.filter(slug="neck-none-1").update(
        program=Program.objects.get(slug="office-break")
    )
    page = client.get("/find/?where=neck&have=none")
    assert page["ETag"] != first
    assertNotContains(page, 'action="/programs/neck-mobility/add/"')
