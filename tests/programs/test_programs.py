"""Programs: what the public sees, and making one one's own."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from exercises.models import Exercise, Status
from programs.calendars.timezones import is_time_zone
from programs.models import Program, Workout
from programs.views.sheet_source import SheetSource
from tests.factories import PASSWORD, ProgramDayFactory, ProgramFactory, ProgramItemFactory

pytestmark = pytest.mark.django_db
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


def test_home_offers_each_goal(client: Client) -> None:
    response = client.get("/")
    for slug, goal in [
        ("lower-back", "Lats and middle back"),
        ("upper-back", "Upper back"),
        ("muscle-growth", "Muscle growth"),
        ("wide-back", "Wide back"),
    ]:
        assertContains(response, f'<a href="/programs/{slug}/">{goal}</a>', html=True)


def test_program_page_shows_its_exercises_in_order(client: Client, program: Program) -> None:
    text = client.get(program.get_absolute_url()).content.decode()
    places = [text.index(item.exercise.name) for item in program.plans[0].plan_items()]
    assert places == sorted(places)
    for words in (
        "30–\u206040 reps in total",
        "3 sets of 8–\u206012 reps",
        "Bodyweight (pull-up bar)",
    ):
        assert words in text
    for button in ("Add to calendar", "Add to My Workouts", "Print workout"):
        assert button in text


def test_draft_program_is_for_staff_alone(client: Client, editor_client: Client) -> None:
    day = ProgramItemFactory(day__program__status=Status.DRAFT).day
    page = day.program.get_absolute_url()
    for address in (page, f"{page}calendar.ics", f"{page}sheet.pdf"):
        assert client.get(address).status_code == 404
        assert editor_client.get(address).status_code == 200
    assert client.post(f"{page}add/").status_code == 404
    assertNotContains(client.get("/programs/"), day.program.goal + "</a>")


def test_program_page_takes_the_same_queries_however_long(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    day = ProgramItemFactory().day
    for _ in range(2):
        with django_assert_num_queries(9):
            client.get(day.program.get_absolute_url())
        ProgramItemFactory.create_batch(29, day=day)


def test_home_takes_the_same_queries_for_one_program_and_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        for address, number in (("/", 1), ("/programs/", 3)):
            with django_assert_num_queries(number):
                client.get(address)
        for day in ProgramDayFactory.create_batch(20):
            ProgramItemFactory.create_batch(6, day=day)


def test_card_counts_all_exercises_and_shows_the_first_two(client: Client) -> None:
    program = ProgramFactory(goal="Two days")
    for position in (2, 1):
        day = ProgramDayFactory(program=program, position=position)
        for place, slug in enumerate(["bird-dog", "bird-dog", "superman", "deadlift"]):
            exercise = Exercise.objects.get(slug=slug)
            ProgramItemFactory(day=day, exercise=exercise, position=place)
    last = Exercise.objects.get(slug="shoulder-rolls")
    ProgramItemFactory(day=day, exercise=last, section="warm_up", position=9)
    before = client.get("/programs/").content.decode().partition(program.goal)[0]
    shown = re.findall(r"/exercises/([a-z-]+)/still", before.rpartition("card-strip")[2])
    assert shown == ["shoulder-rolls", "bird-dog"]
    assertContains(client.get("/programs/"), "9 exercises")


def test_old_sheet_is_looked_at_only_where_its_code_is_read(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    of_program = SheetSource.of_program
    monkeypatch.setattr(
        SheetSource, "of_program", lambda program: made.append(program) or of_program(program)
    )
    client.get("/programs/upper-back/")
    assert made == []
    assertContains(client.get("/programs/upper-back/?r=1"), "sheet")
    assert len(made) == 1


def test_program_page_is_light(client: Client) -> None:
    response = client.get("/programs/upper-back/")
    assert len(response.content) < 22_000
    assert len(response.templates) <= 47


def test_time_zones_are_one_file_that_browsers_hold(client: Client) -> None:
    response = client.get("/time-zones.json")
    names = response.json()
    assert {"Europe/Berlin", "Asia/Kolkata", "UTC"} <= set(names)
    assert all(is_time_zone(name) for name in names)
    assert "max-age=86400" in response["Cache-Control"]
    page = client.get("/programs/upper-back/")
    assertContains(page, 'data-zone-list="/time-zones.json"')
    assertNotContains(page, "America/")


def test_signed_in_person_gets_a_copy_of_their_own(
    owner: User, owner_client: Client, program: Program
) -> None:
    response = owner_client.post("/programs/upper-back/add/", headers=SAME_SITE)
    workout = Workout.objects.owned_by(owner).with_items().get()
    assertRedirects(response, workout.get_absolute_url())
    (day,) = program.plans
    assert workout.title == program.title
    assert [i.plan_values() for i in workout.plan_items()] == [
        i.plan_values() for i in day.plan_items()
    ]


def test_several_days_become_several_workouts(owner: User) -> None:
    Program.objects.with_items().get(slug="two-day-back").copy_for(owner)
    assert sorted(Workout.objects.owned_by(owner).values_list("title", flat=True)) == [
        "Two-day back program, Day A: strength",
        "Two-day back program, Day B: high repetitions",
    ]


def test_signed_out_person_signs_up_and_finds_it_added(client: Client) -> None:
    response = client.post("/programs/upper-back/add/", follow=True)
    assertContains(response, "Upper back program</strong> is added to My Workouts")
    response = client.post(
        "/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD}, follow=True
    )
    workout = Workout.objects.get(owner__email="new@example.org")
    assert response.redirect_chain[-1][0] == workout.get_absolute_url()
    assertContains(response, "is now in My Workouts")


def test_signed_out_person_signs_in_and_finds_it_added(client: Client, owner: User) -> None:
    client.post("/programs/wide-back/add/")
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    assert Workout.objects.owned_by(owner).get().title == "Wide back program"
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    assert Workout.objects.owned_by(owner).count() == 1


def test_adding_by_get_writes_nothing(owner_client: Client) -> None:
    assert owner_client.get("/programs/upper-back/add/").status_code == 405
    assert not Workout.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}]
)
def test_post_from_elsewhere_adds_nothing(owner: User, headers: dict[str, str]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    assert strict.post("/programs/upper-back/add/", headers=headers).status_code == 403
    assert not Workout.objects.exists()


def test_post_from_elsewhere_leaves_no_wish_behind() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/programs/upper-back/add/", headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert "sessionid" not in response.cookies


@pytest.mark.parametrize(
    "address",
    ["/", "/programs/", "/programs/upper-back/", "/exercises/", "/exercises/pull-up/"],
)
def test_public_page_sets_no_cookie_and_answers_304(client: Client, address: str) -> None:
    response = client.get(address)
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_page_of_a_signed_in_person_is_kept_by_no_cache(owner_client: Client) -> None:
    assert "private" in owner_client.get("/programs/upper-back/")["Cache-Control"]


@pytest.mark.parametrize(
    ("slug", "is_strength"),
    [("muscle-growth", True), ("two-day-back", True), ("neck-mobility", False)],
)
def test_first_strength_program_is_asked_about_at_strength_alone(
    client: Client, slug: str, is_strength: bool
) -> None:
    page = client.get(f"/programs/{slug}/").content.decode()
    assert ("First strength program?" in page) is is_strength
