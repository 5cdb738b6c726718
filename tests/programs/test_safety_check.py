"""The safety check of one's own workout: advice for what was ticked, kept nowhere."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from backfit.accounts.models import User
from exercises.models import Condition, Exercise
from programs.models import Program, Workout
from tests.factories import PASSWORD, ScheduleFactory, WorkoutFactory, WorkoutItemFactory


@pytest.fixture
def workout(owner: User) -> Workout:
    """Two exercises that pregnancy speaks against, and one that it does not."""
    workout = WorkoutFactory(owner=owner)
    for slug in ("bent-over-barbell-row", "deadlift", "bird-dog"):
        WorkoutItemFactory(workout=workout, exercise=Exercise.objects.get(slug=slug))
    return workout


def check(client: Client, workout: Workout, *conditions: str, **data: Any) -> HttpResponse:
    """The page after ticking conditions; `do` presses a button too."""
    address = reverse("programs:workout-check", args=[workout.uuid])
    workout.refresh_from_db()
    data = {"revision": workout.revision, "condition": conditions} | data
    return client.post(address, data)


def names(workout: Workout) -> list[str]:
    return [item.exercise.name for item in workout.items.all()]


def test_ticked_condition_names_the_exercise_the_reason_and_what_to_do(
    owner_client: Client, workout: Workout
) -> None:
    reason = (
        f"is better left out for now. Pregnancy: {Condition.objects.get(slug='pregnancy').reason}"
    )
    response = check(owner_client, workout, "pregnancy")
    row, deadlift = response.context["tips"]
    assert row.advice.sentence == f"Bent-over barbell row {reason}"
    assert deadlift.advice.sentence == f"Deadlift {reason}"
    assertContains(response, 'value="pregnancy" checked')
    assertContains(response, "Swap for Banded row")
    assertContains(response, "Leave out Deadlift")
    assertContains(response, "Talk to your midwife or doctor", count=2)  # here and at the question


def test_swap_keeps_the_ticks_and_ends_the_advice(owner_client: Client, workout: Workout) -> None:
    row, _ = check(owner_client, workout, "pregnancy").context["tips"]
    response = check(owner_client, workout, "pregnancy", do=row.command)
    assertContains(response, "Swapped Bent-over barbell row for Banded row.")
    assertContains(response, 'value="pregnancy" checked')
    assert [word.items[0].exercise.name for word in response.context["tips"]] == ["Deadlift"]
    assert names(workout) == ["Banded row", "Deadlift", "Bird-dog"]


def test_exercise_is_left_out_with_one_tap(owner_client: Client, workout: Workout) -> None:
    order = f"remove.{workout.items.first().pk}"
    assertContains(
        check(owner_client, workout, "pregnancy", do=order), "Removed Bent-over barbell row."
    )
    assert names(workout) == ["Deadlift", "Bird-dog"]


def written(queries: CaptureQueriesContext) -> list[str]:
    """What was not only read."""
    reading = ("SELECT", "SAVEPOINT", "RELEASE")
    return [each["sql"] for each in queries.captured_queries if not each["sql"].startswith(reading)]


def test_answers_are_kept_nowhere(
    owner_client: Client, workout: Workout, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = check(owner_client, workout, "pregnancy")
    assert written(queries) == []
    assert response.status_code == 200  # no redirect that would carry them in an address
    assert "no-store" in response["Cache-Control"]
    assert not any("pregnan" in str(session.get_decoded()) for session in Session.objects.all())
    assert not any("pregnan" in cookie.value for cookie in response.cookies.values())
    ours = [r.getMessage() for r in caplog.records if r.name != "django.db.backends"]
    assert not any("pregnan" in message for message in ours)
    check(owner_client, workout, "pregnancy", do=f"remove.{workout.items.first().pk}")
    workout.refresh_from_db()
    assert "pregnan" not in str(workout.changes) + str(workout.dismissed)


def test_reasons_to_see_a_doctor_have_no_name_and_are_never_sent(
    owner_client: Client, workout: Workout
) -> None:
    page = owner_client.get(reverse("programs:workout-check", args=[workout.uuid]))
    assertContains(page, '<input type="checkbox" id="fever">', html=True)
    assertContains(page, 'name="condition" value="pregnancy"')
    assert check(owner_client, workout, "fever", "nonsense").context["ticked"] == {}


def test_nothing_ticked_is_nothing_to_change(owner_client: Client, workout: Workout) -> None:
    assertContains(check(owner_client, workout), "there is nothing to change")


@pytest.mark.parametrize("order", ["remove.0", "swap.1.nothing", "up.1", "dismiss.x", "x", ""])
def test_senseless_wish_changes_nothing(owner_client: Client, workout: Workout, order: str) -> None:
    assert check(owner_client, workout, "pregnancy", do=order).status_code == 422
    assert len(names(workout)) == 3


def test_wish_from_an_old_page_is_refused(owner_client: Client, workout: Workout) -> None:
    order = f"remove.{workout.items.first().pk}"
    response = check(owner_client, workout, "pregnancy", do=order, revision="0")
    assert response.status_code == 409
    assert "This workout was changed meanwhile" in response.content.decode()
    assert len(names(workout)) == 3


# --- The check of a program ---------------------------------------------------------------------------

UPPER_BACK = "/programs/upper-back/"
HOME_STRENGTH = "/programs/home-back-strength/"
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


def add_forms(page: HttpResponse) -> dict[str, dict[str, list[str]]]:
    """The fields of each form that leads on to the copy, by its button."""
    forms = re.findall(
        r'<form[^>]*action="/programs/[a-z-]+/add/">(.*?)</form>', page.content.decode(), re.DOTALL
    )
    found: dict[str, dict[str, list[str]]] = {}
    for form in forms:
        (button,) = re.findall(r"<button[^>]*>(.*?)</button>", form)
        fields = found.setdefault(button, {})
        for name, value in re.findall(r'type="hidden" name="([a-z]+)" value="([^"]*)"', form):
            fields.setdefault(name, []).append(value)
    return found


def test_check_of_a_program_is_public_and_sends_no_red_flag(db: None, client: Client) -> None:
    page = client.get(f"{UPPER_BACK}check/")
    assert not page.cookies
    assert "public" in page["Cache-Control"]
    assertContains(page, '<input type="checkbox" id="chest-pain">', html=True)
    assertContains(page, '<input type="checkbox" id="fever">', html=True)
    assertContains(page, '<input type="checkbox" id="not-improving">', html=True)
    assertContains(page, 'name="condition" value="pregnancy"')


def test_check_tells_how_many_to_leave_out_and_what_to_do_instead(db: None, client: Client) -> None:
    page = client.post(f"{HOME_STRENGTH}check/", {"condition": ["disc-sciatica"]})
    forms = add_forms(page)
    without = forms["Continue without these 3"]["without"]
    assert without == ["fitball-back-extension", "hyperextension", "childs-pose"]
    replaced = [name for name in forms if "in " in name]
    for name in replaced:
        for line in forms[name]["instead"]:
            slug, _, other = line.partition(".")
            assert slug in without
            exercise = Exercise.objects.get(slug=other)
            assert not exercise.contraindications.filter(slug="disc-sciatica").exists()
    assertContains(page, Condition.objects.get(slug="disc-sciatica").what_to_do)


def test_replacements_suit_all_that_was_ticked(db: None, client: Client) -> None:
    ticked = ["pregnancy", "wrist-problem", "shoulder-problem"]
    page = client.post(f"{UPPER_BACK}check/", {"condition": ticked})
    chosen = [each.instead.slug for each in page.context["replaced"]]
    assert len(set(chosen)) == len(chosen)
    for slug in chosen:
        conditions = Exercise.objects.get(slug=slug).contraindications
        assert not conditions.filter(slug__in=ticked).exists()


def test_copy_of_a_signed_in_person_is_without_what_was_left_out(
    owner: User, owner_client: Client
) -> None:
    page = owner_client.post(
        f"{HOME_STRENGTH}check/", {"condition": ["disc-sciatica"]}, headers=SAME_SITE
    )
    data = add_forms(page)["Continue without these 3"]
    owner_client.post(f"{HOME_STRENGTH}add/", data, headers=SAME_SITE)
    slugs = [
        i.exercise.slug for i in Workout.objects.owned_by(owner).with_items().get().plan_items()
    ]
    assert len(slugs) == 7
    assert not set(data["without"]) & set(slugs)


def test_check_of_a_program_in_phases_asks_for_their_first_day(
    owner: User, owner_client: Client
) -> None:
    url = "/programs/pain-to-strength/"
    page = owner_client.post(f"{url}check/", {"condition": ["pregnancy"]}, headers=SAME_SITE)
    data = next(iter(add_forms(page).values()))
    assertContains(page, '<label for="starts-without">First day of the phases</label>', html=True)
    shown = page.context["first_day"]
    assertContains(page, f'name="starts_on" id="starts-without" value="{shown}"')
    day = "2027-02-01"
    owner_client.post(f"{url}add/", data | {"starts_on": day}, headers=SAME_SITE)
    assert str(Workout.objects.get(owner=owner).phases_start) == day


def test_check_of_a_program_without_phases_asks_for_no_day(db: None, client: Client) -> None:
    page = client.post(f"{HOME_STRENGTH}check/", {"condition": ["disc-sciatica"]})
    assertNotContains(page, "starts_on")


def test_copy_has_others_in_their_place_with_the_same_dose(
    owner: User, owner_client: Client
) -> None:
    data = {
        "without": ["superman", "side-plank"],
        "instead": ["superman.bird-dog-no", "side-plank.side-plank-knees-bent"],
    }
    owner_client.post(f"{HOME_STRENGTH}add/", data, headers=SAME_SITE)
    items = Workout.objects.owned_by(owner).with_items().get().plan_items()
    slugs = [item.exercise.slug for item in items]
    assert slugs[2] == "side-plank-knees-bent"  # in its place
    assert not {"superman", "side-plank"} & set(slugs)  # an unknown replacement is none
    (day,) = Program.objects.with_items().get(slug="home-back-strength").plans
    assert items[2].prescription_label == day.plan_items()[2].prescription_label


def test_session_of_a_stranger_keeps_the_slugs_alone_until_the_program_is_added(
    db: None, client: Client
) -> None:
    before = Session.objects.count()
    page = client.post(f"{HOME_STRENGTH}check/", {"condition": ["disc-sciatica"]})
    assert not page.cookies
    assert Session.objects.count() == before
    data = add_forms(page)["Continue without these 3"]
    client.post(f"{HOME_STRENGTH}add/", data | {"condition": ["disc-sciatica"], "note": "secret"})
    assert client.session["program_to_add"] == {
        "slug": "home-back-strength",
        "title": "Home back strength program",
        "changes": dict.fromkeys(data["without"], ""),
    }
    person = {"email": "new@example.org", "password1": PASSWORD}
    client.post("/accounts/signup/", person)
    assert "program_to_add" not in client.session
    workout = Workout.objects.with_items().get(owner__email="new@example.org")
    assert len(workout.plan_items()) == 7
    assert "sciatica" not in str(workout.changes) + workout.notes


def test_strange_changes_are_ignored(owner: User, owner_client: Client) -> None:
    data = {
        "without": ["no-such", "", "deadlift"],
        "instead": ["x", ".", "deadlift.superman", "a.b.c"],
    }
    owner_client.post(f"{HOME_STRENGTH}add/", data, headers=SAME_SITE)
    assert len(Workout.objects.owned_by(owner).with_items().get().plan_items()) == 10


def test_program_without_anything_left_is_not_added(owner: User, owner_client: Client) -> None:
    slugs = [each.slug for each in Program.objects.with_items().get(slug="upper-back").exercises()]
    response = owner_client.post(
        f"{UPPER_BACK}add/", {"without": slugs}, headers=SAME_SITE, follow=True
    )
    assertContains(response, "nothing is left of this program")
    assert not Workout.objects.exists()


def test_day_of_which_nothing_is_left_is_not_copied(owner: User) -> None:
    program = Program.objects.with_items().get(slug="two-day-back")
    first, second = program.plans
    program.copy_for(owner, dict.fromkeys(each.slug for each in first.exercises()))
    assert [workout.title for workout in Workout.objects.owned_by(owner)] == [second.full_title]


def test_rest_of_a_superset_is_none_any_more(owner: User) -> None:
    program = Program.objects.with_items().get(slug="upper-back")
    (day,) = program.plans
    for item in day.plan_items()[:2]:
        item.superset = 1
        item.save()
    program = Program.objects.with_items().get(slug="upper-back")
    workout = program.copy_for(owner, {day.plan_items()[0].exercise.slug: None})
    assert not workout.items.filter(superset__isnull=False).exists()


def test_emergency_leads_nowhere_even_when_it_is_sent(db: None, client: Client) -> None:
    page = client.post(f"{UPPER_BACK}check/", {"condition": ["chest-pain", "pregnancy"]})
    assertContains(page, "Call an ambulance. Do not train.")
    assert add_forms(page) == {}
    main = page.content.decode().partition('id="main"')[2].partition("<footer")[0]
    assert f'href="{UPPER_BACK}"' not in main


def test_nothing_that_speaks_against_it_leads_on_to_the_program(db: None, client: Client) -> None:
    page = client.post(f"{UPPER_BACK}check/", {"condition": ["stenosis", "nonsense"]})
    assertContains(page, "Nothing to leave out")
    assertContains(page, "On to Upper back program")


def test_ticks_of_a_program_are_kept_nowhere(
    owner_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as queries:
        response = owner_client.post(
            f"{UPPER_BACK}check/", {"condition": ["pregnancy"]}, headers=SAME_SITE
        )
    assert written(queries) == []
    assert "no-store" in response["Cache-Control"]
    assert not any("pregnan" in str(session.get_decoded()) for session in Session.objects.all())
    ours = [r.getMessage() for r in caplog.records if r.name != "django.db.backends"]
    assert not any("pregnan" in message for message in ours)


# --- What the answers say ------------------------------------------------------------------------------

GENTLE = [
    "neck-mobility",
    "desk-neck",
    "office-break",
    "first-days",
    "walk-back",
    "stretch-and-decompress",
]


def test_persistent_pain_books_an_appointment_and_trains_gently(db: None, client: Client) -> None:
    condition = Condition.objects.get(slug="not-improving")
    assert condition.kind == Condition.Kind.APPOINTMENT
    assert not condition.exercises.exists()
    page = client.get(f"{UPPER_BACK}check/").content.decode()
    answer = page.partition('class="stack stack-small card check-appointment"')[2] or page
    assert "Book an appointment" in answer
    for slug in GENTLE:
        assert f'href="/programs/{slug}/"' in page
    assert [program.slug for program in Program.objects.published().gentle()] == GENTLE


@pytest.mark.parametrize("slug", ["flare-up", "acute-pain"])
def test_bad_days_leave_mobility_and_the_easiest_floor_work(db: None, slug: str) -> None:
    ruled_out = Exercise.objects.filter(contraindications__slug=slug)
    assert not ruled_out.filter(kind=Exercise.Kind.MOBILITY).exists()
    easiest = {"bird-dog", "glute-bridge", "childs-pose", "double-knee-to-chest", "chin-tuck"}
    assert not ruled_out.filter(slug__in=easiest).exists()
    assert ruled_out.filter(slug="deadlift").exists()
    for program in Program.objects.with_items().filter(slug__in=GENTLE):
        left = [each for each in program.exercises() if each not in set(ruled_out)]
        assert left, program


def test_nobody_checks_anothers_workout(other_client: Client, workout: Workout) -> None:
    assert check(other_client, workout, do=f"remove.{workout.items.first().pk}").status_code == 404
    assert workout.items.count() == 3


def test_safety_check_is_offered_before_the_first_strength_program_is_planned(
    owner: User, owner_client: Client, workout: Workout
) -> None:
    page = f"/workouts/{workout.uuid}/schedule/"
    check = f'<a href="/workouts/{workout.uuid}/check/">safety check</a>'
    assertContains(owner_client.get(page), check, count=1, html=True)
    stretches = WorkoutFactory(owner=owner)
    WorkoutItemFactory(workout=stretches, exercise=Exercise.objects.get(slug="childs-pose"))
    assertNotContains(owner_client.get(f"/workouts/{stretches.uuid}/schedule/"), "safety check")
    ScheduleFactory(workout=stretches)
    assertNotContains(owner_client.get(page), "safety check")
