"""The catalogue as people see it."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from exercises.models import BodyPart, Condition, Exercise, Status
from tests.factories import ExerciseFactory

pytestmark = pytest.mark.django_db


def names(client: Client, query: str) -> list[str]:
    return [exercise.name for exercise in client.get(f"/exercises/?{query}").context["exercises"]]


def test_catalogue_finds_by_name_alias_and_muscle(client: Client) -> None:
    assert "Deadlift" in names(client, "q=dead+lift")
    assert "Child’s pose" in [n.replace("'", "’") for n in names(client, "q=baby+pose")]
    assert "Pull-up" in names(client, "q=latissimus")
    assert names(client, "q=nothing-like-this") == []


def test_catalogue_filters_together(client: Client) -> None:
    assert set(names(client, "body_part=lats&equipment=pull-up-bar&kind=strength")) == {
        "Band-assisted pull-up",
        "Negative pull-up",
        "Pull-up",
        "Wide-grip pull-up",
    }


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("deadlfit", "Deadlift"),
        ("pul up", "Pull-up"),
        ("behind neck puldown", "Behind-the-neck lat pulldown"),
        ("DEAD HANG", "Dead hang"),
        ("latisimus", "Pull-up"),
        ("sarpasana", "Cobra"),
    ],
)
def test_search_forgives_a_typo(client: Client, typed: str, meant: str) -> None:
    assert meant in names(client, f"q={typed}")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("baby pose", "Child's pose"),
        ("stretching on a fitball", "Stability ball back extension"),
        ("dog and bird", "Bird-dog"),
        ("bridge with hips", "Glute bridge"),
        ("boat", "Superman"),
        ("prayer", "Prayer stretch"),
        ("neck retraction", "Chin tuck"),
        ("trapezius muscle strain", "Upper trapezius stretch"),
        ("neck flexion and extension", "Neck nods"),
        ("neck twists", "Neck rotation"),
        ("shrug", "Shoulder shrug"),
        ("neck sprain", "Wrist-held neck stretch"),
        ("shoulder rotation", "Shoulder rolls"),
        ("back twisting", "Seated trunk twist"),
        ("lateral tilt", "Seated side bend"),
        ("pull-down of the upper block behind the head", "Behind-the-neck lat pulldown"),
        ("downward pull of the upper block", "Lat pulldown"),
        ("quick box squats using expanders", "Banded speed box squat"),
        ("horizontal pull-ups", "Suspended row"),
        ("bend-over", "Suspended hip hinge"),
        ("back bridge", "Suspended back bridge"),
        ("pulling your knees to your chest", "Double knee-to-chest"),
    ],
)
def test_search_knows_the_names_people_bring_along(client: Client, said: str, meant: str) -> None:
    assert meant in names(client, f"q={quote(said)}")[:2]


def test_better_match_comes_first(client: Client) -> None:
    assert names(client, "q=pull-up")[:2] == ["Pull-up", "Negative pull-up"]
    assert names(client, "q=neck+retraction")[0] == "Chin tuck"


def test_kit_leaves_out_what_needs_more(client: Client) -> None:
    found = set(names(client, "kit=barbell&kind=strength&page=1"))
    assert "Deadlift" in found
    assert "Lunge" in found
    assert "Banded speed box squat" not in found


def test_each_choice_says_how_many_it_would_leave(client: Client) -> None:
    form = client.get("/exercises/?equipment=barbell").context["form"]
    kinds = dict(form.fields["kind"].choices)
    assert kinds["strength"] == "Strength (5)"
    assert len(names(client, "equipment=barbell&kind=strength")) == 5


def test_body_part_keeps_what_else_is_asked_for(client: Client) -> None:
    page = client.get("/exercises/?kind=stretch&kit=mat&body_part=lower-back&page=1")
    number = len(names(client, "kind=stretch&kit=mat&body_part=upper-back"))
    address = "/exercises/?body_part=upper-back&amp;kind=stretch&amp;kit=mat"
    assertContains(page, f'<a href="{address}">Upper back ({number})</a>', html=True)
    assertContains(page, address, count=2)  # on the drawn body too
    assertContains(page, 'aria-current="true">Lower back', count=1)


def test_body_part_without_exercises_leads_nowhere(client: Client) -> None:
    page = client.get("/exercises/")
    assertContains(page, '<span class="muted">Forearms (0)</span>', html=True)
    assertNotContains(page, "?body_part=forearms")


def test_nothing_found_says_what_to_let_go(client: Client) -> None:
    page = client.get("/exercises/?q=deadlift&kind=stretch&body_part=forearms&kit=mat")
    assert page.context["relaxed_searches"] == []
    page = client.get("/exercises/?q=deadlift&kind=stretch")
    stretches = len(names(client, "kind=stretch"))
    assert stretches > 1
    assertContains(page, '<a href="/exercises/?kind=stretch">Without “deadlift”</a>', html=True)
    assertContains(page, f"({Exercise.objects.published().filter(kind='stretch').count()} exercise")
    assertContains(page, '<a href="/exercises/?q=deadlift">Without kind: Stretch</a>', html=True)
    page = client.get("/exercises/?q=deadlift&kit=mat")
    assertContains(page, "Without the limit to what you have")


def test_draft_condition_is_not_shown_on_an_exercise(client: Client, editor_client: Client) -> None:
    Condition.objects.filter(slug="pregnancy").update(status=Status.DRAFT)
    for viewer in (client, editor_client):  # a preview is what the public will see
        page = viewer.get("/exercises/deadlift/")
        assertNotContains(page, "Pregnancy")
        assertContains(page, "Recent surgery")


def test_stop_if_stands_before_the_steps_and_leads_to_who_should_not(client: Client) -> None:
    text = client.get("/exercises/deadlift/").content.decode()
    assert text.index('id="stop"') < text.index('href="#not-for"') < text.index('id="steps"')
    assert text.index('id="steps"') < text.index('id="not-for"')
    pregnancy = Condition.objects.get(slug="pregnancy")
    assert pregnancy.reason in text
    assert f"<strong>Instead:</strong> {pregnancy.what_to_do}" in text


def test_htmx_gets_the_catalogue_alone(client: Client) -> None:
    response = client.get("/exercises/?q=dead+lift&kind=&kit=mat", headers={"HX-Request": "true"})
    assertContains(response, 'id="catalogue"')
    assert response["HX-Push-Url"] == "/exercises/?q=dead+lift&kit=mat"
    assertNotContains(response, "<html")
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("name", ["still", "animation", "frame-1", "frame-2", "muscles"])
def test_picture_is_svg_kept_for_ever_under_its_version(client: Client, name: str) -> None:
    exercise = Exercise.objects.get(slug="deadlift")
    assert exercise.pictures is not None
    response = client.get(exercise.pictures.url(name))
    assert response["Content-Type"] == "image/svg+xml"
    assert "immutable" in response["Cache-Control"]
    assert response.content.startswith(b"<svg ")
    assert "immutable" not in client.get(f"/exercises/deadlift/{name}.svg")["Cache-Control"]


@pytest.mark.parametrize("name", ["frame-3", "frame-0", "nothing"])
def test_picture_that_is_not_there_is_a_404(client: Client, name: str) -> None:
    assert client.get(f"/exercises/deadlift/{name}.svg").status_code == 404


def test_picture_of_a_draft_is_for_staff_alone(client: Client, editor_client: Client) -> None:
    figure = Exercise.objects.get(slug="deadlift").figure
    ExerciseFactory(slug="drawn-draft", status=Status.DRAFT, figure=figure)
    assert client.get("/exercises/drawn-draft/still.svg?v=1").status_code == 404
    response = editor_client.get("/exercises/drawn-draft/still.svg?v=1")
    assert response.status_code == 200
    assert "private" in response["Cache-Control"]


def test_every_published_exercise_has_a_figure_with_alternate_text() -> None:
    for exercise in Exercise.objects.published():
        assert exercise.pictures is not None, exercise
        assert all(len(alt) > 15 for alt in exercise.pictures.alts), exercise


def test_no_two_pictures_say_the_same() -> None:
    alts = [alt for e in Exercise.objects.published() if e.pictures for alt in e.pictures.alts]
    assert [alt for alt in set(alts) if alts.count(alt) > 1] == []


def test_pictures_have_new_addresses_when_their_drawing_changes(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pictures() -> set[str]:
        page = client.get("/exercises/deadlift/").content.decode()
        return set(re.findall(r'src="(/exercises/deadlift/[^"]+\.svg[^"]*)"', page))

    before = pictures()
    assert len(before) == 4  # two frames, the animation and the body map
    cache.clear()
    for module in ("exercises.models.exercise", "exercises.pictures"):
        monkeypatch.setattr(f"{module}.figure_version", lambda: "another")
    after = pictures()
    assert len(after) == len(before)
    assert after.isdisjoint(before)


def test_level_filter_finds_exercises_whose_range_holds_it(client: Client) -> None:
    ExerciseFactory(name="Wide range", level_min="beginner", level_max="advanced")
    ExerciseFactory(name="Only hard", level_min="advanced", level_max="advanced")
    found = names(client, "level=intermediate&q=Wide+range") + names(
        client, "level=intermediate&q=Only+hard"
    )
    assert found == ["Wide range"]


def test_unknown_filter_value_is_named(client: Client) -> None:
    response = client.get("/exercises/?kind=dancing")
    assertContains(response, "dancing", status_code=400)


def test_exercise_page_tells_all(client: Client) -> None:
    exercise = Exercise.objects.with_details().get(slug="double-knee-to-chest")
    response = client.get(exercise.get_absolute_url())
    for text in [
        *exercise.steps,
        *exercise.cues,
        *exercise.mistakes,
        "Beginner to advanced",
        "4–\u20607 of 10",
        "Lumbar spine",
        "Quadratus lumborum",
    ]:
        assertContains(response, text, html=False, msg_prefix=text)


def test_draft_is_hidden_from_the_public_and_shown_to_staff(
    client: Client, owner_client: Client, editor_client: Client
) -> None:
    draft = ExerciseFactory(name="Secret draft", status=Status.DRAFT)
    for public in (client, owner_client):
        assert public.get(draft.get_absolute_url()).status_code == 404
        assertNotContains(public.get("/exercises/?q=Secret"), "Secret draft")
    assertContains(editor_client.get(draft.get_absolute_url()), "Draft: only staff see this")


def test_list_takes_the_same_queries_for_thirty_and_for_a_thousand(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Exercise.objects.exclude(pk__in=Exercise.objects.published()[:30]).update(status=Status.DRAFT)
    with django_assert_num_queries(11):
        assertContains(client.get("/exercises/"), "30 exercises")
    more = ExerciseFactory.build_batch(970, body_part=BodyPart.objects.first())
    Exercise.objects.bulk_create(more)
    with django_assert_num_queries(11):
        assertContains(client.get("/exercises/"), "1000 exercises")
