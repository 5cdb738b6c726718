"""Guides: what people read, how they rate it, and what editors do with it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from exercises.models import Exercise, Guide, GuideRating, Status
from programs.models import Program
from tests.factories import (
    ExerciseFactory,
    GuideFactory,
    GuideRatingFactory,
    ProgramFactory,
    ProgramItemFactory,
    UserFactory,
)
from tests.programs.test_admin import form_of

ESSENTIAL = ["before-you-start", "who-should-not-train"]


@pytest.fixture
def guide(db: None) -> Guide:
    return Guide.objects.get(slug="stretching")


@pytest.fixture
def draft(db: None) -> Guide:
    return GuideFactory(title="Secret draft", slug="secret-draft", status=Status.DRAFT)


def rate(client: Client, guide: Guide, **data: Any) -> Any:
    return client.post(f"{guide.get_absolute_url()}rate/", data)


def label(guide: Guide) -> str:
    return Guide.objects.for_list().get(pk=guide.pk).rating_label


# --- Content --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_all_guides_are_there_in_the_order_to_read_them(client: Client) -> None:
    guides = client.get("/guides/").context["guides"]
    assert [guide.slug for guide in guides] == [
        "before-you-start",
        "who-should-not-train",
        "how-to-choose-load",
        "how-to-build-a-workout",
        "stretching",
        "posture-at-work-and-in-bed",
        "anatomy-of-the-back",
        "equipment-at-home",
        "quick-break-at-the-office",
    ]


@pytest.mark.django_db
def test_every_guide_is_complete() -> None:
    for guide in Guide.objects.published():
        assert guide.picture, guide
        assert guide.sources.exists(), guide
        assert guide.exercises.exists(), guide
        assert guide.programs.exists(), guide
        assert len(guide.article.sections) >= 4, guide
        assert "<h1" not in guide.article.html, guide


@pytest.mark.django_db
def test_no_link_in_a_guide_is_dead(client: Client) -> None:
    links = set()
    for guide in Guide.objects.published():
        links |= set(re.findall(r'href="([^"]*)"', guide.article.html))
    assert len(links) > 30
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.django_db
def test_loading_keeps_sources_and_relations_that_editors_changed(
    guide: Guide, capsys: pytest.CaptureFixture[str]
) -> None:
    before = guide.sources.count()
    guide.sources.first().delete()
    Program.objects.get(slug="office-break").guides.clear()
    call_command("load_content")
    assert guide.sources.count() == before - 1
    told = capsys.readouterr().out
    assert "Kept the editors' version of guide stretching." in told
    assert "Kept the editors' version of program office-break." in told


# --- The page -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_page_holds_the_article_its_sources_and_what_goes_with_it(
    client: Client, guide: Guide
) -> None:
    response = client.get(guide.get_absolute_url())
    assertContains(response, "<h1>Stretching your back</h1>", html=True)
    assertContains(response, '<h2 id="section-the-rules">The rules</h2>', html=True)
    assertContains(response, '<a href="#section-the-rules">The rules</a>', html=True)
    assertContains(response, f'<meta name="description" content="{guide.summary}">', html=True)
    for source in guide.sources.all():
        link = f'<a href="{source.url}" rel="noopener">{source.title}</a>'
        assertContains(response, link, html=True)
    for exercise in guide.exercises.all():
        assertContains(response, f'href="{exercise.get_absolute_url()}"')
        assertContains(response, exercise.pictures.still)
    for program in guide.programs.all():
        assertContains(response, f'<a href="{program.get_absolute_url()}">{program.goal}</a>')


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/guides/", "/guides/stretching/"])
def test_public_page_sets_no_cookie_and_answers_304(client: Client, address: str) -> None:
    first = client.get(address)
    assert not first.cookies
    assert first["Cache-Control"] == "public, no-cache"
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_draft_is_for_staff_alone(
    client: Client, owner_client: Client, editor_client: Client, draft: Guide, program: Program
) -> None:
    program.guides.add(draft)
    Guide.objects.filter(pk=draft.pk).update(essential=True)
    other = GuideFactory(title="Another draft", status=Status.DRAFT)
    program.guides.add(other)
    for public in (client, owner_client):
        assert public.get(draft.get_absolute_url()).status_code == 404
        assert rate(public, draft, stars=5).status_code == 404
        for page in ("/guides/", program.get_absolute_url()):
            assertNotContains(public.get(page), "draft")
    assertContains(editor_client.get(draft.get_absolute_url()), "Draft: only staff see this page")


@pytest.mark.django_db
def test_drafts_that_go_with_a_guide_are_for_staff_alone(
    client: Client, editor_client: Client, guide: Guide
) -> None:
    guide.exercises.add(ExerciseFactory(name="Hidden move", status=Status.DRAFT))
    ProgramFactory(goal="Hidden goal", status=Status.DRAFT).guides.add(guide)
    for text in ("Hidden move", "Hidden goal"):
        assertNotContains(client.get(guide.get_absolute_url()), text)
        assertContains(editor_client.get(guide.get_absolute_url()), text)


@pytest.mark.django_db
def test_cover_that_is_no_longer_published_is_not_shown(client: Client) -> None:
    guide = GuideFactory(cover=None)
    assertNotContains(client.get(guide.get_absolute_url()), "guide-cover")
    Guide.objects.filter(pk=guide.pk).update(cover=Exercise.objects.get(slug="superman"))
    assertContains(client.get(guide.get_absolute_url()), "guide-cover")
    Exercise.objects.filter(slug="superman").update(status=Status.DRAFT)
    assertNotContains(client.get(guide.get_absolute_url()), "guide-cover")


@pytest.mark.django_db
def test_reading_time_is_in_whole_minutes() -> None:
    minutes = [Guide(body="word " * words).reading_minutes for words in (0, 1, 200, 201, 1000)]
    assert minutes == [1, 1, 1, 2, 5]


@pytest.mark.django_db
def test_hostile_body_is_shown_as_text(client: Client) -> None:
    guide = GuideFactory(body="<script>alert(1)</script>", title="<b>x</b>", summary="<img src=x>")
    content = client.get(guide.get_absolute_url()).content
    for harm in (b"<script>alert", b"<b>x", b"<img src=x"):
        assert harm not in content


@pytest.mark.django_db
def test_program_links_what_to_read_first_and_then_its_own_guides(
    client: Client, owner_client: Client
) -> None:
    program = Program.objects.get(slug="home-back-strength")
    response = client.get(program.get_absolute_url())
    assert [guide.slug for guide in response.context["essential"]] == ESSENTIAL
    further = [guide.slug for guide in response.context["guides"]]
    assert further[:2] == ["how-to-choose-load", "how-to-build-a-workout"]
    assert not set(further) & set(ESSENTIAL)
    for slug in [*ESSENTIAL, *further]:
        assertContains(response, f'href="/guides/{slug}/"', count=1)
    workout = program.copy_for(User.objects.get(email="olga@example.org"))
    response = owner_client.get(workout.get_absolute_url())
    for slug in ESSENTIAL:
        assertContains(response, f'href="/guides/{slug}/"', count=1)


@pytest.mark.django_db
def test_pages_take_the_same_queries_for_one_and_for_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    guide = GuideFactory()
    for count in (1, 30):
        GuideFactory.create_batch(count)
        GuideRatingFactory.create_batch(count, guide=guide)
        guide.exercises.add(*ExerciseFactory.create_batch(count))
        for item in ProgramItemFactory.create_batch(count):
            item.day.program.guides.add(guide)
        with django_assert_num_queries(1):
            client.get("/guides/")
        with django_assert_num_queries(8):
            client.get(guide.get_absolute_url())


# --- Rating ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_vote_is_counted_and_thanked_for(owner_client: Client, guide: Guide) -> None:
    assertContains(owner_client.get(guide.get_absolute_url()), "Nobody has rated it yet.")
    response = rate(owner_client, guide, stars=4)
    assertRedirects(response, f"{guide.get_absolute_url()}#rating", fetch_redirect_response=False)
    page = owner_client.get(guide.get_absolute_url())
    assertContains(page, "Thank you, your rating is saved.", count=1)
    assertContains(page, "4.0 from 1 rating", count=2)
    assert page.context["form"].initial == {"stars": 4}
    assertNotContains(owner_client.get(guide.get_absolute_url()), "Thank you")


@pytest.mark.django_db
def test_second_vote_of_a_person_replaces_the_first(owner_client: Client, guide: Guide) -> None:
    for stars in (1, 5):
        rate(owner_client, guide, stars=stars)
    assert label(guide) == "5.0 from 1 rating"


@pytest.mark.django_db
def test_mean_is_over_all_people_and_each_guide_has_its_own(
    client: Client, owner_client: Client, other_client: Client, guide: Guide
) -> None:
    rate(owner_client, guide, stars=4)
    rate(other_client, guide, stars=3)
    GuideRatingFactory(stars=1)
    GuideRatingFactory(guide=guide, stars=3)
    assert label(guide) == "3.3 from 3 ratings"
    assertContains(client.get("/guides/"), "3.3 from 3 ratings", count=1)


@pytest.mark.django_db
def test_vote_goes_with_its_person(owner: User, owner_client: Client, guide: Guide) -> None:
    rate(owner_client, guide, stars=4)
    owner.delete()
    assert label(guide) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("data", [{}, {"stars": "0"}, {"stars": "6"}, {"stars": "<b>"}])
def test_senseless_vote_is_a_422_that_says_so(
    owner_client: Client, guide: Guide, data: dict[str, str]
) -> None:
    response = rate(owner_client, guide, **data)
    assertContains(response, "from one to five", status_code=422)
    assert not GuideRating.objects.exists()


@pytest.mark.django_db
def test_signed_out_person_is_led_to_sign_in_and_back(client: Client, guide: Guide) -> None:
    page = client.get(guide.get_absolute_url())
    assertContains(page, "/accounts/login/?next=/guides/stretching/%23rating")
    assertNotContains(page, 'name="stars"')
    response = rate(client, guide, stars=4)
    assert response.status_code == 302
    assert unquote(response["Location"]) == "/accounts/login/?next=/guides/stretching/#rating"
    assert not GuideRating.objects.exists()


@pytest.mark.django_db
def test_rating_needs_a_post_with_a_token(owner: User, guide: Guide) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    assert client.get(f"{guide.get_absolute_url()}rate/").status_code == 405
    assert rate(client, guide, stars=4).status_code == 403
    assert not GuideRating.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("stars", [0, 6])
def test_database_itself_refuses_other_numbers_of_stars(stars: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        GuideRatingFactory(stars=stars)


@pytest.mark.django_db
def test_database_itself_refuses_a_second_vote(owner: User, guide: Guide) -> None:
    GuideRatingFactory(guide=guide, user=owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        GuideRatingFactory(guide=guide, user=owner)


def test_votes_at_the_same_moment_all_count_and_count_once(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    def vote(person: User) -> None:
        guide.rate(person, 2)
        guide.rate(person, 4)
        connection.close()

    with django_db_blocker.unblock():
        people = UserFactory.create_batch(6)
        guide = Guide.objects.get(slug="stretching")
        try:
            with ThreadPoolExecutor(max_workers=12) as pool:
                list(pool.map(vote, people * 2))
            assert GuideRating.objects.filter(guide=guide).count() == 6
            assert label(guide).endswith("from 6 ratings")
        finally:
            User.objects.filter(pk__in=[person.pk for person in people]).delete()


# --- Editors --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_editor_changes_a_guide_and_opens_it_on_the_site(
    client: Client, editor_client: Client, guide: Guide
) -> None:
    page = f"/admin/exercises/guide/{guide.pk}/change/"
    response = editor_client.get(page)
    assertContains(response, "View on site")
    data = form_of(response) | {
        "body": "## New\n\nWords.",
        "sources-0-url": "https://example.org/new",
    }
    response = editor_client.post(page, data)
    assert response.context is None, response.context["adminform"].form.errors
    public = client.get(guide.get_absolute_url())
    assertContains(public, '<h2 id="section-new">New</h2>', html=True)
    assertContains(public, "https://example.org/new")


@pytest.mark.django_db
def test_saving_without_a_change_leaves_the_guide_as_it_was_loaded(
    editor_client: Client, guide: Guide, capsys: pytest.CaptureFixture[str]
) -> None:
    page = f"/admin/exercises/guide/{guide.pk}/change/"
    data = form_of(editor_client.get(page))
    sent = data | {"body": guide.body.replace("\n", "\r\n")}
    assertRedirects(editor_client.post(page, sent), "/admin/exercises/guide/")
    call_command("load_content")
    assert " 0 kept as edited" in capsys.readouterr().out


@pytest.mark.django_db
def test_source_with_a_harmful_address_is_refused(editor_client: Client, guide: Guide) -> None:
    page = f"/admin/exercises/guide/{guide.pk}/change/"
    for address in ("javascript:alert(1)", "ftp://example.org/", "no address"):
        data = form_of(editor_client.get(page)) | {"sources-0-url": address}
        assertContains(editor_client.post(page, data), "Enter a valid URL.")


@pytest.mark.django_db
def test_publishing_shows_the_draft_to_the_public(
    client: Client, editor_client: Client, draft: Guide
) -> None:
    data = {"action": "publish", "_selected_action": [draft.pk]}
    editor_client.post("/admin/exercises/guide/", data)
    assertContains(client.get("/guides/"), "Secret draft")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/admin/exercises/guide/?q=stretch&status=published&essential__exact=0",
        "/admin/exercises/guide/add/",
        "/admin/autocomplete/?app_label=exercises&model_name=guide&field_name=cover&term=pull",
        "/admin/autocomplete/?app_label=programs&model_name=program&field_name=guides&term=back",
    ],
)
def test_every_list_and_form_opens(editor_client: Client, address: str) -> None:
    assert editor_client.get(address).status_code == 200


@pytest.mark.django_db
def test_admin_list_takes_the_same_queries_for_few_and_for_many(
    editor_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = "/admin/exercises/guide/"
    editor_client.get(address)
    for count in (1, 40):
        GuideRatingFactory.create_batch(count)
        with django_assert_num_queries(5):
            assertContains(editor_client.get(address), "4.0 from 1 rating")
