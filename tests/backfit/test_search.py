"""One search for everything: by names, other names, goals and symptoms; what cannot wait first."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pytest_django.asserts import assertContains, assertNotContains

from backfit.search import results_for
from exercises.models import Condition, Exercise, Guide, Status
from programs.models import Program
from tests.factories import ExerciseFactory, GuideFactory, ProgramFactory

pytestmark = pytest.mark.django_db

LEADS_TO = [
    ("stiff neck", "programs", "neck-mobility"),
    ("sore neck", "programs", "neck-mobility"),
    ("sciatica", "conditions", "disc-sciatica"),
    ("sciatica", "exercises", "bird-dog"),
    ("slipped disc", "conditions", "disc-sciatica"),
    ("slipped disc", "guides", "who-should-not-train"),
    ("desk", "programs", "office-break"),
    ("no equipment", "programs", "office-break"),
    ("no equipment", "exercises", "neck-nods"),
    ("posture", "guides", "posture-at-work-and-in-bed"),
    ("posture", "programs", "office-break"),
    ("low back pain", "programs", "home-back-strength"),
    ("lower back pain", "programs", "stretch-and-decompress"),
    ("deadlift", "exercises", "deadlift"),
    ("deadlfit", "exercises", "deadlift"),
    ("siatica", "conditions", "disc-sciatica"),
    ("postre", "guides", "posture-at-work-and-in-bed"),
    ("dog and bird", "exercises", "bird-dog"),
    ("muscle growth", "programs", "muscle-growth"),
    ("swiss ball", "equipment", "fitball"),
    ("exercises for a stiff neck", "programs", "neck-mobility"),
    ("pregnant", "conditions", "pregnancy"),
    ("walking", "guides", "quick-break-at-the-office"),
    ("recurring back pain", "programs", "walk-back"),
    ("weak back", "programs", "pain-to-strength"),
    ("assisted pull up", "programs", "first-pull-up"),
]
LEADS_IN_RUSSIAN_TO = [
    ("болит поясница", "programs", "pain-to-strength"),
    ("боль в шее", "programs", "neck-mobility"),
    ("шея", "programs", "neck-mobility"),
    ("шеи", "programs", "neck-mobility"),
    ("упражнения без инвентаря", "programs", "office-break"),
    ("грыжа", "conditions", "disc-sciatica"),
    ("грыжи", "conditions", "disc-sciatica"),
    ("грижа", "conditions", "disc-sciatica"),
    ("межпозвоночная грыжа", "conditions", "disc-sciatica"),
    ("ишиас", "conditions", "disc-sciatica"),
    ("ишиасом", "conditions", "disc-sciatica"),
    ("седалищный нерв", "conditions", "disc-sciatica"),
    ("поясницу", "programs", "lower-back"),
    ("поясницей", "programs", "lower-back"),
    ("паясница", "programs", "lower-back"),
    ("растяжки", "guides", "stretching"),
    ("растяжка спины", "guides", "stretching"),
    ("подтягиваний", "exercises", "pull-up"),
    ("подтягиваниями", "exercises", "pull-up"),
    ("потягивание", "exercises", "pull-up"),
    ("СТАНОВУЮ ТЯГУ", "exercises", "deadlift"),
    ("становоя тяга", "exercises", "deadlift"),
    ("мертвый жук", "exercises", "dead-bug"),
    ("мёртвый жук", "exercises", "dead-bug"),
    ("мёртвого жука", "exercises", "dead-bug"),
    ("плнака", "exercises", "front-plank"),
    ("планку", "exercises", "front-plank"),
    ("гиперекстензия", "exercises", "hyperextension"),
    ("ягодичный мостик", "exercises", "glute-bridge"),
    ("резинкой", "equipment", "resistance-bands"),
    ("эспандер", "equipment", "resistance-bands"),
    ("турнике", "equipment", "pull-up-bar"),
    ("фитболом", "equipment", "fitball"),
    ("сутулость", "guides", "posture-at-work-and-in-bed"),
    ("беременность", "conditions", "pregnancy"),
    ("беременности", "conditions", "pregnancy"),
]
RUSSIAN_RED_FLAGS = [
    ("скованность по утрам", "morning-stiffness"),
    ("онемение в промежности", "numb-saddle"),
    ("онемела промежность", "numb-saddle"),
    ("температура", "fever"),
    ("высокой температурой", "fever"),
    ("боль между лопатками и в груди", "chest-pain"),
]
RED_FLAGS = [
    ("numb saddle", "numb-saddle"),
    ("numbness in the saddle area", "numb-saddle"),
    ("cannot pee", "bladder-bowel"),
    ("I can't pee", "bladder-bowel"),
    ("back pain and cannot pee since monday", "bladder-bowel"),
    ("weak legs", "both-legs"),
    ("my legs are numb", "both-legs"),
    ("fever and back pain", "fever"),
    ("chest pain", "chest-pain"),
    ("sharp chest pain when I row", "chest-pain"),
    ("numb sadle", "numb-saddle"),
    ("after a fall", "serious-accident"),
    ("pain after a car crash", "serious-accident"),
    ("lost weight", "weight-loss"),
    ("lump on my back", "lump"),
    ("pain at night", "night-pain"),
]
NO_RED_FLAG = [
    "ball",
    "back pain",
    "neck pain",
    "chest",
    "row",
    "saddle",
    "legs",
    "hang",
    "feel better",
]


def slugs(text: str) -> dict[str, list[str]]:
    return {group.kind: [row.slug for row in group.rows] for group in results_for(text).groups}


@pytest.mark.parametrize(("text", "kind", "slug"), LEADS_TO)
def test_words_lead_somewhere_sensible(text: str, kind: str, slug: str) -> None:
    assert slug in slugs(text)[kind]
    assert not results_for(text).is_partial


@pytest.mark.parametrize(("text", "slug"), RED_FLAGS)
def test_red_flag_leads_to_the_safety_advice_first(client: Client, text: str, slug: str) -> None:
    page = client.get("/search/", {"q": text})
    condition = Condition.objects.get(slug=slug)
    words = page.content.decode()
    assert condition in page.context["results"].red_flags
    assertContains(page, condition.what_to_do)
    later = [words.index(f'aria-labelledby="{group}"') for group in slugs(text)]
    assert all(words.index('aria-labelledby="flags"') < place for place in later)


def test_emergency_leads_to_no_exercise_and_no_program(client: Client) -> None:
    page = client.get("/search/?q=chest+pain")
    assert not {"programs", "exercises"} & slugs("chest pain").keys()
    assertNotContains(page, "Or say where it is")


@pytest.mark.parametrize("text", NO_RED_FLAG)
def test_everyday_words_are_no_red_flag(text: str) -> None:
    assert results_for(text).red_flags == []


def test_what_has_some_of_the_words_is_better_than_nothing(client: Client) -> None:
    page = client.get("/search/?q=deadlift+qwrtz")
    assertContains(page, "Nothing has all the words of")
    assertContains(page, 'href="/exercises/deadlift/"')


@pytest.mark.parametrize("text", ["xyzzy", "qwrtz qwrtz", "%", "💪"])
def test_unknown_word_gets_a_way_on(client: Client, text: str) -> None:
    page = client.get("/search/", {"q": text})
    assert page.status_code == 200
    assertContains(page, 'href="/find/?where=neck"')
    assertNotContains(page, 'class="found"')


@pytest.mark.parametrize("text", ["x" * 81, "a\0b"])
def test_what_cannot_be_searched_is_refused_in_words(client: Client, text: str) -> None:
    assert client.get("/search/", {"q": text}).status_code == 400


def test_every_page_has_the_box(client: Client) -> None:
    for address in ("/", "/programs/", "/exercises/bird-dog/", "/accounts/login/", "/nothing-here"):
        page = client.get(address).content.decode()
        assert 'class="site-search" method="get" action="/search/"' in page
        assert 'href="/search/"' in page


def test_search_takes_the_same_queries_for_few_and_for_many() -> None:
    taken = []
    for number in (0, 300):
        Exercise.objects.bulk_create(ExerciseFactory.build_batch(number))
        Program.objects.bulk_create(ProgramFactory.build_batch(number // 10))
        Guide.objects.bulk_create(GuideFactory.build_batch(number // 10))
        with CaptureQueriesContext(connection) as asked:
            results_for("sciatica")
        taken.append(len(asked))
    assert taken[0] == taken[1] <= 14


def test_drafts_are_not_found() -> None:
    ProgramFactory(title="Zwieback program", status=Status.DRAFT)
    ExerciseFactory(name="Zwieback lift", status=Status.DRAFT)
    Condition.objects.filter(slug="chest-pain").update(status=Status.DRAFT)
    assert slugs("zwieback") == {}
    assert results_for("chest pain").red_flags == []


def test_editors_words_are_found_and_kept(editor_client: Client) -> None:
    program = Program.objects.get(slug="neck-mobility")
    program.search_terms = [*program.search_terms, "giraffe"]
    program.save()
    call_command("load_content", verbosity=0)
    assert slugs("girafe")["programs"] == ["neck-mobility"]
    page = editor_client.get(f"/admin/programs/program/{program.pk}/change/")
    assertContains(page, 'name="search_terms"')


@pytest.mark.parametrize(("typed", "group", "meant"), LEADS_IN_RUSSIAN_TO)
def test_russian_words_lead_there_in_any_case_and_with_a_slip(
    typed: str, group: str, meant: str
) -> None:
    with translation.override("ru"):
        results = results_for(typed)
    assert not results.is_partial
    found = {each.kind: [row.slug for row in each.rows] for each in results.groups}
    assert meant in found.get(group, []), found


@pytest.mark.parametrize(("typed", "meant"), RUSSIAN_RED_FLAGS)
def test_russian_red_flags_come_first(typed: str, meant: str) -> None:
    with translation.override("ru"):
        assert meant in [each.slug for each in results_for(typed).red_flags]


def test_pain_between_the_shoulder_blades_alone_is_no_emergency() -> None:
    with translation.override("ru"):
        assert not results_for("боль между лопатками").is_emergency
