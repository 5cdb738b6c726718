"""What is sent twice is done once, and what was changed meanwhile is not overwritten."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from http.cookies import SimpleCookie
from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.urls import get_resolver, resolve
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from backfit.accounts.models import PostedForm, User
from backfit.accounts.posted_forms import FORM_KEY
from exercises.models import (
    Equipment,
    Favourite,
    GuideRating,
    KitItem,
    OwnedWeight,
    Product,
    Review,
    ReviewReport,
)
from programs.models import (
    BackDiary,
    BackEntry,
    CalendarFeed,
    ImportedHistory,
    OccurrenceOverride,
    OfficeBreaks,
    OwnExercise,
    Pause,
    Program,
    Schedule,
    SetLog,
    Workout,
    WorkoutItem,
    WorkoutLog,
    WorkoutShare,
)
from tests.factories import (
    PASSWORD,
    ImportedHistoryFactory,
    JobFactory,
    ReviewFactory,
    ScheduleFactory,
    UserFactory,
    WorkoutFactory,
    WorkoutLogFactory,
)
from tests.pages import hidden_fields, hidden_fields_of
from tests.test_people_and_urls import PACKAGES, PHASES, ROWS, routes

NOW = datetime(2026, 12, 14, 20, tzinfo=UTC)  # Monday evening in Berlin
MONDAY, THURSDAY = date(2026, 12, 14), date(2026, 12, 17)
PLAN: dict[str, Any] = {
    "starts_on": "2026-12-14",
    "time": "18:30",
    "time_zone": "Australia/Adelaide",
    "weekdays": ["MO", "TH"],
    "every_weeks": "1",
    "weeks": "6",
    "duration": "50",
    "reminder": "15",
}
BREAKS: dict[str, Any] = {
    "weekdays": ["MO"],
    "begins": "09:00",
    "ends": "17:00",
    "every": "120",
    "reminder": "0",
    "starts_on": "2026-12-14",
    "ends_on": "2027-12-13",
    "time_zone": "Europe/Berlin",
}
SETTINGS = {"name": "Typed Here", "time_zone": "UTC", "units": "lb", "week_start": "SU"}
MARKS = {"efficiency": "4.0", "value": "3.5", "design": "5.0", "text": "Sturdy."}
PERSONAL = [
    *(Workout, WorkoutItem, WorkoutShare, WorkoutLog, SetLog, Schedule, OccurrenceOverride),
    *(BackDiary, BackEntry, ImportedHistory, OfficeBreaks, Pause, CalendarFeed, Favourite),
    *(GuideRating, KitItem, OwnedWeight, OwnExercise, Review, ReviewReport),
]
ALONE = {
    "workouts/<uuid:uuid>/edit/": "The builder knows a post by its digest, beside its revision.",
    "workouts/sync/": "What players upload carries keys of its own.",
    "programs/<slug:slug>/check/": "The safety check's answers are never stored.",
    "workouts/<uuid:uuid>/check/": "The safety check's answers are never stored; it shares that.",
}
"""Addresses whose forms carry no key, each with the reason."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The time, which goes on by a second with each look at it."""
    seen = [NOW]

    def now() -> datetime:
        seen[0] += timedelta(seconds=1)
        return seen[0]

    monkeypatch.setattr(timezone, "now", now)
    return NOW


class Things:
    """What the owner has, by what stands for it in an address."""

    def __init__(self, owner: User, other: User) -> None:
        program = Program.objects.with_items().get(slug="upper-back")
        product = Product.objects.get(slug="starfit-db-101")
        self.workout = program.copy_for(owner)
        self.schedule = ScheduleFactory(workout=self.workout)
        self.logged = WorkoutLogFactory(workout=self.workout)
        self.share = WorkoutShare.objects.make_for(program.copy_for(other)).token
        self.others_review = ReviewFactory(product=product, author=other).pk
        self.deleted = WorkoutFactory(owner=owner)
        self.deleted.soft_delete(NOW)
        self.values = {
            "deleted": self.deleted.uuid,
            "phased": WorkoutFactory(owner=owner, phases=PHASES).uuid,
            "workout": self.workout.uuid,
            "schedule": self.schedule.uid,
            "logged": self.logged.uuid,
            "share": self.share,
            "review": self.others_review,
            "imported": ImportedHistoryFactory(owner=owner).uuid,
            "brought": ImportedHistoryFactory(owner=owner, confirmed_at=NOW).uuid,
            "own": OwnExercise.objects.create(owner=owner, name="Handstand").uuid,
            "job": JobFactory(owner=owner).uuid,
        }


@pytest.fixture
def things(owner: User, other: User) -> Things:
    return Things(owner, other)


def exported() -> dict[str, Any]:
    workout = {"title": "Imported", "items": [{"exercise": "bird-dog", "section": "main", "sets": 3, "reps_min": 8}]}  # fmt: skip
    content = json.dumps({"format": "backfit-workouts", "version": 1, "workouts": [workout]})
    return {"file": SimpleUploadedFile("workouts.json", content.encode())}


def brought() -> dict[str, Any]:
    content = b"Date,Exercise,Category,Reps\n2026-04-06,Deadlift,Back,5\n"
    return {"file": SimpleUploadedFile("mine.csv", content)}


SESSION = "/workouts/schedule/{schedule}/2026-12-14/"
PRODUCT = "/equipment/dumbbells/starfit-db-101/"
Data = Callable[[], dict[str, Any]]
FORMS: list[tuple[str, str, Data]] = [
    # The page, where its form is sent, and what the person fills in.
    ("/guides/stretching/", "/guides/stretching/rate/", lambda: {"stars": "4"}),
    (
        "/workouts/exercises/{own}/",
        "/workouts/exercises/{own}/",
        lambda: {"do": "rename", "name": "Handstand at the wall"},
    ),
    ("/equipment/kit/", "/equipment/kit/", lambda: {"kit": ["dumbbells"]}),
    ("/account/", "/account/", lambda: SETTINGS),
    ("/equipment/dumbbells/", "/equipment/kit/dumbbells/", lambda: {"have": "1"}),
    (PRODUCT, f"{PRODUCT}favourite/", lambda: {"keep": "1"}),
    (f"{PRODUCT}review/", f"{PRODUCT}review/", lambda: MARKS),
    (
        "/equipment/reviews/{review}/report/",
        "/equipment/reviews/{review}/report/",
        lambda: {"reason": "advertising"},
    ),
    ("/programs/lower-back/", "/programs/lower-back/add/", dict),
    ("/programs/upper-back/", "/programs/upper-back/add/", lambda: {"another": "1"}),
    ("/workouts/new/", "/workouts/new/", lambda: {"title": "Mine"}),
    ("/workouts/import/", "/workouts/import/", exported),
    (
        "/workouts/add/bird-dog/",
        "/workouts/add/bird-dog/",
        lambda: {"workout": "new", "section": "main"},
    ),
    (
        "/workouts/calendar/",
        "/workouts/calendar/",
        lambda: {"do": "make", "holds": "sessions"},
    ),
    (
        "/workouts/calendar/office-breaks/",
        "/workouts/calendar/office-breaks/",
        lambda: BREAKS,
    ),
    ("/workouts/progress/back/", "/workouts/progress/back/", lambda: {"do": "agree"}),
    (
        "/workouts/pause/",
        "/workouts/pause/",
        lambda: {"first_day": "2026-12-10", "last_day": "2026-12-20"},
    ),
    ("/workouts/{workout}/share/", "/workouts/{workout}/share/", dict),
    ("/workouts/{workout}/delete/", "/workouts/{workout}/delete/", dict),
    ("/workouts/", "/workouts/{deleted}/restore/", dict),
    ("/workouts/{phased}/phases/", "/workouts/{phased}/phases/", lambda: {"do": "on"}),
    (
        "/workouts/{phased}/phases/",
        "/workouts/{phased}/phases/",
        lambda: {"starts_on": "2026-12-21"},
    ),
    ("/workouts/{workout}/schedule/", "/workouts/{workout}/schedule/", lambda: PLAN),
    (
        "/workouts/schedule/{schedule}/edit/",
        "/workouts/schedule/{schedule}/edit/",
        lambda: PLAN | {"time": "07:00", "starts_on": "2026-12-17"},
    ),
    (
        "/workouts/schedule/{schedule}/edit/?all=1",
        "/workouts/schedule/{schedule}/edit/?all=1",
        lambda: PLAN | {"starts_on": "2026-12-07", "weeks": "8"},
    ),
    (
        "/workouts/schedule/{schedule}/cancel/",
        "/workouts/schedule/{schedule}/cancel/",
        dict,
    ),
    (
        SESSION,
        f"{SESSION}move/",
        lambda: {"date": "2026-12-15", "time": "19:00", "scope": "later"},
    ),
    (SESSION, f"{SESSION}move/", lambda: {"date": "2026-12-15", "time": "19:00", "scope": "one"}),
    (SESSION, f"{SESSION}skip/", lambda: {"scope": "later"}),
    (SESSION, f"{SESSION}done/", dict),
    (
        "/workouts/{workout}/log/",
        "/workouts/{workout}/log/",
        lambda: {"date": "2026-12-14", "effort": "5"},
    ),
    (
        "/workouts/history/{logged}/edit/",
        "/workouts/history/{logged}/edit/",
        lambda: {"date": "2026-12-11", "effort": "5"},
    ),
    ("/workouts/history/{logged}/delete/", "/workouts/history/{logged}/delete/", dict),
    ("/workouts/history/import/", "/workouts/history/import/", brought),
    (
        "/workouts/history/import/{imported}/",
        "/workouts/history/import/{imported}/",
        lambda: {"do": "confirm", "time_zone": "Europe/Berlin"},
    ),
    (
        "/workouts/history/?import={brought}",
        "/workouts/history/import/{brought}/undo/",
        dict,
    ),
    ("/w/{share}/", "/w/{share}/add/", dict),
]
OTHERWISE = {
    "workouts/schedule/<uuid:uid>/<day:original>/take-back/": "test_taking_back_twice_is_once",
    "workouts/pause/<uuid:uuid>/take-back/": "test_pause_is_taken_back_once",
    "workouts/<uuid:uuid>/schedule/lengthen/": "test_schedules_are_lengthened_once",
    "workouts/advice/dismiss/": "test_advice_is_dismissed_once",
    "workouts/<uuid:uuid>/take-loads/": "test_loads_are_taken_once",
    "equipment/<slug:kind>/<slug:slug>/review/delete/": "test_review_is_deleted_once",
}
"""Addresses whose form needs more than a page: each has a test of its own."""


def state() -> str:
    """All that people own, with every revision and time."""
    rows = [row for model in PERSONAL for row in model._default_manager.order_by("pk")]
    people = list(User.objects.order_by("pk").values_list("plans_version", "name", "units"))
    return str(serializers.serialize("json", rows)) + repr(people)


def answer(response: Any) -> tuple[int, str, list[str]]:
    """Status, place and messages."""
    told = [str(each) for each in get_messages(response.wsgi_request)]
    return response.status_code, response.get("Location", ""), told


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form[1]} {' '.join(form[2]())}".strip())
def test_form_sent_again_does_nothing_and_is_answered_like_before(
    clock: datetime, owner_client: Client, things: Things, form: tuple[str, str, Data]
) -> None:
    page, address = (each.format(**things.values) for each in form[:2])
    hidden = hidden_fields(owner_client, page, address)
    assert hidden[FORM_KEY]
    before = state()
    first = owner_client.post(address, hidden | form[2]())
    assert first.status_code == 302, first.content.decode()
    once = state()
    assert once != before
    for _ in range(2):
        assert answer(owner_client.post(address, hidden | form[2]())) == answer(first)
        assert state() == once


@pytest.mark.django_db
def test_every_address_that_takes_a_form_is_tried(owner_client: Client, things: Things) -> None:
    tried = {resolve(address.format(**things.values).partition("?")[0]).route for _, address, _ in FORMS}  # fmt: skip
    ours = {each for each in routes(get_resolver()) if not each.startswith(PACKAGES)}
    values = things.values | {"feed": "unknown", "pause": things.workout.uuid}
    takers = set()
    for _, address, *_ in ROWS:
        match = resolve(address.format(**values).partition("?")[0])
        if match.app_name in ("programs", "exercises") or match.view_name == "profile":
            refused = owner_client.post(address.format(**values)).status_code == 405
            takers |= set() if refused else {match.route}
    assert takers <= ours
    assert takers - tried - set(ALONE) - set(OTHERWISE) == set()


@pytest.mark.django_db
def test_taking_back_twice_is_once(clock: datetime, owner_client: Client, things: Things) -> None:
    things.schedule.occurrence_on(MONDAY).skip()
    page = SESSION.format(**things.values)
    data = hidden_fields(owner_client, page, f"{page}take-back/")
    first = owner_client.post(f"{page}take-back/", data)
    once = state()
    assert not OccurrenceOverride.objects.exists()
    assert answer(owner_client.post(f"{page}take-back/", data)) == answer(first)
    assert state() == once


def ending_early(owner: User) -> Workout:
    """A workout whose phases last twelve weeks, planned for one."""
    phases = [{"name": "Control", "weeks": 8}, {"name": "Hinge", "weeks": 4}]
    workout = WorkoutFactory(owner=owner, phases=phases)
    day = NOW.date()
    ScheduleFactory(workout=workout, starts_on=day, ends_on=day + timedelta(days=6))
    return workout


@pytest.mark.django_db
def test_schedules_are_lengthened_once(clock: datetime, owner: User, owner_client: Client) -> None:
    workout = ending_early(owner)
    page = f"/workouts/{workout.uuid}/schedule/"
    data = hidden_fields(owner_client, page, f"{page}lengthen/")
    first = owner_client.post(f"{page}lengthen/", data)
    once = state()
    assert workout.schedules.get().ends_on == NOW.date() + timedelta(days=12 * 7 - 1)
    assert answer(owner_client.post(f"{page}lengthen/", data)) == answer(first)
    assert state() == once


@pytest.mark.django_db
def test_pause_is_taken_back_once(
    clock: datetime, owner: User, owner_client: Client, things: Things
) -> None:
    pause = Pause(owner=owner, first_day=MONDAY, last_day=MONDAY)
    pause.begin()
    address = f"/workouts/pause/{pause.uuid}/take-back/"
    data = hidden_fields(owner_client, "/workouts/pause/", address)
    first = owner_client.post(address, data)
    once = state()
    assert not OccurrenceOverride.objects.exists()
    assert answer(owner_client.post(address, data)) == answer(first)
    assert state() == once


@pytest.mark.django_db
def test_advice_is_dismissed_once(owner_client: Client, things: Things) -> None:
    data = {FORM_KEY: "a", "key": "rest", "workout": things.workout.uuid, "back": "/workouts/"}
    first = owner_client.post("/workouts/advice/dismiss/", data)
    once = state()
    assert answer(owner_client.post("/workouts/advice/dismiss/", data)) == answer(first)
    assert state() == once


@pytest.mark.django_db
def test_loads_are_taken_once(owner_client: Client, things: Things) -> None:
    page = f"{things.workout.get_absolute_url()}start/"
    address = f"{things.workout.get_absolute_url()}take-loads/"
    data = hidden_fields(owner_client, page, address) | {"log": things.logged.uuid}
    first = owner_client.post(address, data)
    once = state()
    assert first.status_code == 302
    assert answer(owner_client.post(address, data)) == answer(first)
    assert state() == once


@pytest.mark.django_db
def test_review_is_deleted_once(owner: User, owner_client: Client) -> None:
    product = Product.objects.get(slug="starfit-db-101")
    ReviewFactory(product=product, author=owner)
    data = hidden_fields(owner_client, f"{PRODUCT}review/delete/")
    first = owner_client.post(f"{PRODUCT}review/delete/", data)
    assert not Review.objects.filter(author=owner).exists()
    assert answer(owner_client.post(f"{PRODUCT}review/delete/", data)) == answer(first)


@pytest.mark.django_db
def test_message_is_read_once_after_a_double_click(owner_client: Client) -> None:
    data = hidden_fields(owner_client, "/workouts/import/") | {"title": "Mine"}
    for _ in range(3):
        owner_client.post("/workouts/import/", data | exported())
    assertContains(owner_client.get("/workouts/"), "“Imported” is imported.", count=1)
    assert Workout.objects.count() == 1


@pytest.mark.django_db
def test_other_words_under_the_same_key_are_another_form(owner_client: Client) -> None:
    hidden = hidden_fields(owner_client, "/workouts/new/")
    for title in ("One", "Two", "One"):
        owner_client.post("/workouts/new/", hidden | {"title": title})
    assert sorted(Workout.objects.values_list("title", flat=True)) == ["One", "Two"]


@pytest.mark.django_db
def test_refused_form_may_be_sent_again(owner: User, owner_client: Client) -> None:
    hidden = hidden_fields(owner_client, "/workouts/new/")
    full = WorkoutFactory.create_batch(200, owner=owner)
    assert owner_client.post("/workouts/new/", hidden | {"title": "Mine"}).status_code == 422
    full[0].erase()
    assert owner_client.post("/workouts/new/", hidden | {"title": "Mine"}).status_code == 302
    assert Workout.objects.filter(title="Mine").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "page", "fields"),
    [
        ("review", f"{PRODUCT}review/", lambda: MARKS),
        ("import", "/workouts/import/", exported),
        ("import", "/workouts/history/import/", brought),
    ],
)
def test_what_is_dear_is_taken_so_often_in_an_hour(
    owner_client: Client, other_client: Client, settings: Any, action: str, page: str, fields: Data
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {action: "2/h/key"}

    def send(client: Client) -> int:
        return client.post(page, fields()).status_code

    assert [send(owner_client) == 429 for _ in range(3)] == [False, False, True]
    assert send(other_client) == 302
    before = state()
    assert send(owner_client) == 429
    assert state() == before


@pytest.mark.django_db
def test_key_of_one_person_is_nothing_to_another(
    owner_client: Client, other_client: Client
) -> None:
    data = hidden_fields(owner_client, "/workouts/new/") | {"title": "Mine"}
    places = {client.post("/workouts/new/", data)["Location"] for client in (owner_client, other_client)}  # fmt: skip
    assert len(places) == 2


@pytest.mark.django_db
def test_form_without_a_key_works_as_often_as_it_is_sent(owner_client: Client) -> None:
    for _ in range(2):
        assert owner_client.post("/workouts/new/", {"title": "Mine"}).status_code == 302
    assert Workout.objects.count() == 2
    assert not PostedForm.objects.exists()


@pytest.mark.django_db
def test_old_keys_are_forgotten(owner: User, owner_client: Client) -> None:
    PostedForm.objects.create(digest="old", owner=owner, location="/")
    PostedForm.objects.update(created_at=timezone.now() - timedelta(days=8))
    data = hidden_fields(owner_client, "/workouts/new/") | {"title": "Mine"}
    owner_client.post("/workouts/new/", data)
    assert PostedForm.objects.exclude(digest="old").count() == PostedForm.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "data"),
    [
        ("/workouts/new/", {"title": "Mine"}),
        ("/workouts/add/bird-dog/", {"workout": "new", "section": "main"}),
        ("/workouts/import/", None),
    ],
)
def test_guest_sends_it_once_as_well(
    client: Client, page: str, data: dict[str, Any] | None
) -> None:
    hidden = hidden_fields(client, page)
    answers = [answer(client.post(page, hidden | (data or exported()))) for _ in range(3)]
    assert answers[0][0] == 302
    assert answers == [answers[0]] * 3
    assert Workout.objects.count() == 1
    second = hidden_fields(client, page)
    for _ in range(2):
        client.post(page, second | (data or exported()))
    assert Workout.objects.count() == 2


# --- Adding a program ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_program_is_added_once_until_another_is_asked_for(
    owner: User, owner_client: Client
) -> None:
    address = "/programs/upper-back/add/"
    owner_client.post(address)
    first = Workout.objects.get()
    response = owner_client.post(address, follow=True)
    assert response.redirect_chain[-1][0] == "/programs/upper-back/"
    assertContains(response, "You already have “Upper back program”")
    assertContains(response, f'href="{first.get_absolute_url()}"')
    assert Workout.objects.count() == 1
    owner_client.post(address, {"another": "1"})
    assert Workout.objects.owned_by(owner).count() == 2


@pytest.mark.django_db
def test_wish_for_a_program_that_one_has_is_told(client: Client, workout: Workout) -> None:
    client.post("/programs/upper-back/add/")
    assert workout.owner is not None
    data = {"login": workout.owner.email, "password": "correct horse battery"}
    client.post("/accounts/login/", data)
    client.force_login(workout.owner)
    assert Workout.objects.count() == 1


# --- What was changed meanwhile -----------------------------------------------------------------------


def feed_days(schedule_owner: User) -> list[str]:
    """The coming sessions of all the person's schedules, in words."""
    schedules = Schedule.objects.owned_by(schedule_owner).active().with_overrides()
    return sorted(
        f"{each.day} {each.clock:%H:%M}"
        for schedule in schedules
        for each in schedule.occurrences(MONDAY, MONDAY + timedelta(days=13))
    )


@pytest.mark.django_db
@pytest.mark.parametrize("hides", [set(), {FORM_KEY}, {FORM_KEY, "revision", "first"}])
def test_schedule_change_from_two_tabs_doubles_no_session(
    clock: datetime, owner: User, owner_client: Client, things: Things, hides: set[str]
) -> None:
    page = f"/workouts/schedule/{things.schedule.uid}/edit/"
    data = PLAN | {"time": "07:00", "starts_on": "2026-12-14", "time_zone": "Europe/Berlin"}
    tabs = [hidden_fields(owner_client, page) for _ in range(2)]
    sent = [data | {k: v for k, v in tab.items() if k not in hides} for tab in tabs]
    assert owner_client.post(page, sent[0]).status_code == 302
    days = feed_days(owner)
    assert days == [f"2026-12-{day} 07:00" for day in (14, 17, 21, 24)]
    response = owner_client.post(page, sent[1] | {"duration": "33"})
    assert response.status_code == 409
    assertContains(response, "this was changed meanwhile", status_code=409)
    assertContains(response, 'name="duration" value="33"', status_code=409)
    assert feed_days(owner) == days
    successor = things.schedule.current()
    again = f"/workouts/schedule/{successor.uid}/edit/"
    hidden = hidden_fields_of(response, page, again)
    assertRedirects(
        owner_client.post(again, data | hidden | {"duration": "33"}),
        f"{things.workout.get_absolute_url()}schedule/",
    )
    assert feed_days(owner) == days
    assert things.schedule.current().duration == 33


@pytest.mark.django_db
def test_page_shown_before_the_first_session_was_done_changes_what_it_said(
    clock: datetime, owner_client: Client, things: Things
) -> None:
    """The page says from which session on it changes; that holds until it is sent."""
    page = f"/workouts/schedule/{things.schedule.uid}/edit/"
    hidden = hidden_fields(owner_client, page)
    assert hidden["first"] == "2026-12-14"
    whole = hidden_fields(owner_client, f"{page}?all=1")
    assert whole["first"] == ""
    data = PLAN | {"time": "07:00", "starts_on": "2026-12-07", "weeks": "8"}
    assert owner_client.post(page, data | whole).status_code == 302
    assert Schedule.objects.count() == 1


STALE: list[tuple[str, str, dict[str, Any]]] = [
    (SESSION, f"{SESSION}move/", {"date": "2026-12-15", "time": "19:07", "scope": "one"}),
    (SESSION, f"{SESSION}move/", {"date": "2026-12-15", "time": "19:07", "scope": "later"}),
    (SESSION, f"{SESSION}skip/", {"scope": "later"}),
    ("/workouts/schedule/{schedule}/cancel/", "/workouts/schedule/{schedule}/cancel/", {}),
    ("/workouts/schedule/{schedule}/edit/", "/workouts/schedule/{schedule}/edit/", PLAN),
    (
        "/workouts/calendar/office-breaks/",
        "/workouts/calendar/office-breaks/",
        BREAKS | {"begins": "08:07"},
    ),
    ("/workouts/calendar/office-breaks/", "/workouts/calendar/office-breaks/", {"stop": "1"}),
    (
        "/workouts/history/{logged}/edit/",
        "/workouts/history/{logged}/edit/",
        {"date": "2026-12-11", "note": "typed here"},
    ),
    (f"{PRODUCT}review/", f"{PRODUCT}review/", MARKS | {"text": "typed here"}),
    (f"{PRODUCT}review/delete/", f"{PRODUCT}review/delete/", {}),
    (SESSION, f"{SESSION}done/", {}),
    (SESSION, f"{SESSION}take-back/", {}),
    ("/workouts/{workout}/delete/", "/workouts/{workout}/delete/", {}),
    ("/workouts/{workout}/share/", "/workouts/{workout}/share/", {"do": "revoke"}),
    ("/workouts/{phased}/phases/", "/workouts/{phased}/phases/", {"do": "on"}),
    ("/workouts/{phased}/phases/", "/workouts/{phased}/phases/", {"starts_on": "2026-12-21"}),
    ("/workouts/history/{logged}/delete/", "/workouts/history/{logged}/delete/", {}),
    ("/workouts/calendar/", "/workouts/calendar/", {"do": "rotate"}),
    ("/workouts/calendar/", "/workouts/calendar/", {"do": "revoke"}),
    ("/workouts/exercises/{own}/", "/workouts/exercises/{own}/", {"do": "rename", "name": "Typed"}),
    (
        "/workouts/exercises/{own}/",
        "/workouts/exercises/{own}/",
        {"do": "merge", "target": "bird-dog"},
    ),
    ("/workouts/exercises/{own}/", "/workouts/exercises/{own}/", {"do": "delete"}),
    (
        "/workouts/progress/back/",
        "/workouts/progress/back/",
        {"do": "write", "date": "2026-12-14", "before": "3", "note": "typed here"},
    ),
    ("/equipment/kit/", "/equipment/kit/", {"kit": ["barbell"], "plates": "10 7.5"}),
    ("/account/", "/account/", SETTINGS),
]
"""Every form that changes a row, as its page shows it, and what the person fills in."""


def change_all(things: Things, owner: User) -> None:
    """What another tab or another device may do to all that the forms of `STALE` show."""
    things.schedule.occurrence_on(THURSDAY).skip()
    OfficeBreaks.objects.get().save_change()
    things.logged.rewrite([], timezone.now())
    Review.objects.get(author=owner).save()
    things.workout.bump_revision()
    Workout.objects.get(uuid=things.values["phased"]).bump_revision()
    WorkoutShare.objects.filter(workout=things.workout).delete()
    WorkoutShare.objects.make_for(things.workout)
    CalendarFeed.objects.get(owner=owner).rotate()
    OwnExercise.objects.get(uuid=things.values["own"]).rename("Handstand, free")
    BackDiary.objects.get().write(MONDAY, before=5)
    KitItem.objects.put(owner, Equipment.objects.get(slug="dumbbells"), have=True)
    User.objects.filter(pk=owner.pk).update(paper="a4")


@pytest.mark.django_db
@pytest.mark.parametrize("form", STALE, ids=lambda form: f"{form[1]} {' '.join(form[2])}".strip())
def test_stale_form_is_a_conflict_that_keeps_what_was_typed(
    clock: datetime,
    owner: User,
    owner_client: Client,
    things: Things,
    form: tuple[str, str, dict[str, Any]],
) -> None:
    product = Product.objects.get(slug="starfit-db-101")
    ReviewFactory(product=product, author=owner)
    breaks = OfficeBreaks(
        owner=owner, starts_on=MONDAY, ends_on=MONDAY, weekdays=["MO"], time_zone="UTC"
    )
    breaks.save_change()
    BackDiary.objects.begin(owner, NOW)
    CalendarFeed.objects.make_for(owner)
    WorkoutShare.objects.make_for(things.workout)
    things.schedule.occurrence_on(MONDAY).move(MONDAY, time(19))
    page, address = (each.format(**things.values) for each in form[:2])
    hidden = hidden_fields(owner_client, page, address)
    change_all(things, owner)
    before = state()
    response = owner_client.post(address, hidden | form[2])
    assert response.status_code == 409
    assert state() == before
    for name in ("time", "begins", "note", "text", "name", "plates"):
        if name in form[2]:
            assertContains(response, form[2][name], status_code=409)
    fresh = hidden_fields_of(response, page, address)
    assert owner_client.post(address, fresh | form[2]).status_code == 302
    assert state() != before


# --- At the same moment -------------------------------------------------------------------------------


@pytest.fixture
def person(django_db_setup: None, django_db_blocker: Any) -> Iterator[User]:
    """Somebody whom all threads see; they go when the test is over."""
    with django_db_blocker.unblock():
        person = UserFactory(time_zone="Europe/Berlin")
        yield person
        User.objects.all().delete()


def at_once(
    person: User, *posts: tuple[str, dict[str, Any]], beside: Callable[[], Any] = lambda: None
) -> list[int]:
    """The status of each post, all sent at the same moment by the person's browsers."""
    found = sent_at_once([(client_of(person), *post) for post in posts], beside)
    return sorted(response.status_code for response in found)


def sent_at_once(
    posts: list[tuple[Client, str, dict[str, Any]]], beside: Callable[[], Any] = lambda: None
) -> list[Any]:
    """The responses to posts of several browsers, all sent at the same moment."""
    start, found = Barrier(len(posts) + 1), []

    def run_beside() -> None:
        start.wait()
        beside()
        connection.close()

    def send(client: Client, address: str, data: dict[str, Any]) -> None:
        start.wait()
        found.append(client.post(address, data))
        connection.close()

    threads = [Thread(target=run_beside)]
    threads += [Thread(target=send, args=post) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def client_of(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def skip_monday(things: Things) -> None:
    things.schedule.occurrence_on(MONDAY).skip()


def pause_monday(things: Things) -> None:
    pause = Pause(owner=things.workout.owner, first_day=MONDAY, last_day=MONDAY)
    pause.begin()
    things.values["pause"] = pause.uuid


def review_product(things: Things) -> None:
    ReviewFactory(product=Product.objects.get(slug="starfit-db-101"), author=things.workout.owner)


PREPARED: list[tuple[Callable[[Things], None], str, str, Data]] = [
    (skip_monday, SESSION, f"{SESSION}take-back/", dict),
    (pause_monday, "/workouts/pause/", "/workouts/pause/{pause}/take-back/", dict),
    (review_product, f"{PRODUCT}review/delete/", f"{PRODUCT}review/delete/", dict),
    (
        lambda things: None,
        "/workouts/{workout}/edit/",
        "/workouts/{workout}/edit/",
        lambda: {"do": "add.bird-dog.main"},
    ),
    *((lambda things: None, *form) for form in FORMS),
]


def amounts() -> dict[str, tuple[int, int]]:
    """How many rows of each kind people own, and how often those were changed."""
    found = {}
    for model in PERSONAL:
        rows: Any = model._default_manager.all()
        has_revision = any(each.name == "revision" for each in model._meta.fields)
        changes = rows.aggregate(all=Sum("revision"))["all"] if has_revision else 0
        found[model.__name__] = (rows.count(), changes or 0)
    return found


def difference(
    before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    return {
        name: (rows - before[name][0], changes - before[name][1])
        for name, (rows, changes) in after.items()
        if (rows, changes) != before[name]
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    "form", PREPARED, ids=lambda form: f"{form[2]} {' '.join(form[3]())}".strip()
)
def test_form_that_comes_four_times_at_once_does_what_it_does_once(
    clock: datetime, person: User, form: tuple[Callable[[Things], None], str, str, Data]
) -> None:
    prepare, *pages, data = form
    done, answers = [], []
    for each, times in ((UserFactory(time_zone="Europe/Berlin"), 1), (person, 4)):
        things = Things(each, UserFactory())
        prepare(things)
        page, address = (text.format(**things.values) for text in pages)
        hidden = hidden_fields(client_of(each), page, address)
        before = amounts()
        posts = [(client_of(each), address, hidden | data()) for _ in range(times)]
        answers = [(found.status_code, found["Location"]) for found in sent_at_once(posts)]
        done.append(difference(before, amounts()))
    assert len(set(answers)) == 1, answers
    assert done[1] == done[0]


@pytest.mark.parametrize("keyed", [True, False])
def test_ten_parallel_adds_make_one_workout(person: User, keyed: bool) -> None:
    page, address = "/programs/upper-back/", "/programs/upper-back/add/"
    data = hidden_fields(client_of(person), page, address) if keyed else {}
    assert at_once(person, *[(address, data)] * 10) == [302] * 10
    assert Workout.objects.owned_by(person).count() == 1


@pytest.mark.parametrize("keyed", [True, False])
def test_ten_parallel_adds_of_a_shared_workout_make_one(person: User, keyed: bool) -> None:
    page = WorkoutShare.objects.make_for(WorkoutFactory()).get_absolute_url()
    data = hidden_fields(client_of(person), page, f"{page}add/") if keyed else {}
    assert at_once(person, *[(f"{page}add/", data)] * 10) == [302] * 10
    assert Workout.objects.owned_by(person).count() == 1


@pytest.mark.parametrize("keyed", [True, False])
def test_ten_parallel_adds_without_some_exercises_make_one_workout(
    person: User, keyed: bool
) -> None:
    page, address = "/find/?where=stronger&have=none", "/programs/home-back-strength/add/"
    data = {"without": ["superman"]}
    if keyed:
        data = hidden_fields(client_of(person), page, address) | data
    assert at_once(person, *[(address, data)] * 10) == [302] * 10
    assert Workout.objects.owned_by(person).count() == 1


@pytest.mark.parametrize(
    "wish",
    [
        ("/programs/upper-back/add/", {}),
        ("/programs/home-back-strength/add/", {"without": ["superman"]}),
        ("shared", {}),
    ],
    ids=["program", "choice", "shared"],
)
def test_sign_in_sent_five_times_at_once_adds_what_waits_once(
    person: User, wish: tuple[str, dict[str, Any]]
) -> None:
    address, fields = wish
    if address == "shared":
        address = f"{WorkoutShare.objects.make_for(WorkoutFactory()).get_absolute_url()}add/"
    guest = Client()
    guest.post(address, fields, headers={"Sec-Fetch-Site": "same-origin"})
    form = {"login": person.email, "password": PASSWORD}
    tabs = [Client(raise_request_exception=False) for _ in range(5)]
    for tab in tabs:
        tab.cookies = SimpleCookie(guest.cookies.output(header="", sep=";"))
    answers = sent_at_once([(tab, "/accounts/login/", form) for tab in tabs])
    workout = Workout.objects.owned_by(person).get()
    assert {answer["Location"] for answer in answers} == {workout.get_absolute_url()}
    for tab in tabs:
        assert not {"program_to_add", "share_to_add"} & set(tab.session.keys())
        assertContains(tab.get(workout.get_absolute_url()), "is now in My Workouts")


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("/workouts/new/", {"title": "Mine"}),
        ("/workouts/add/bird-dog/", {"workout": "new", "section": "main"}),
    ],
)
def test_ten_parallel_forms_make_one_workout(
    person: User, page: str, fields: dict[str, Any]
) -> None:
    data = hidden_fields(client_of(person), page) | fields
    assert at_once(person, *[(page, data)] * 10) == [302] * 10
    assert Workout.objects.owned_by(person).count() == 1


@pytest.mark.parametrize("keyed", [True, False])
def test_ten_parallel_plans_make_one_schedule(person: User, keyed: bool) -> None:
    workout = WorkoutFactory(owner=person)
    page = f"{workout.get_absolute_url()}schedule/"
    data = PLAN | (hidden_fields(client_of(person), page) if keyed else {})
    assert at_once(person, *[(page, data)] * 10) == [302] * 10
    assert Schedule.objects.owned_by(person).count() == 1


@pytest.mark.parametrize("keyed", [True, False])
def test_six_parallel_moves_of_all_later_make_one_successor(person: User, keyed: bool) -> None:
    first = timezone.now().date() + timedelta(days=1)
    schedule = ScheduleFactory(
        workout=WorkoutFactory(owner=person),
        starts_on=first,
        ends_on=first + timedelta(weeks=6),
        weekdays=["MO", "TU", "WE", "TH", "FR"],
    )
    day = schedule.times().dates()[3]
    page = f"/workouts/schedule/{schedule.uid}/{day}/"
    data: dict[str, Any] = {"date": str(day), "time": "07:00", "scope": "later"}
    if keyed:
        data = hidden_fields(client_of(person), page, f"{page}move/") | data
    found = at_once(person, *[(f"{page}move/", data)] * 6)
    assert found == ([302] * 6 if keyed else [302] + [404] * 5)
    assert Schedule.objects.owned_by(person).count() == 2


def test_six_parallel_changes_from_here_double_no_session(person: User) -> None:
    first = timezone.now().date() - timedelta(weeks=1)
    schedule = ScheduleFactory(
        workout=WorkoutFactory(owner=person), starts_on=first, ends_on=first + timedelta(weeks=6)
    )
    page = f"/workouts/schedule/{schedule.uid}/edit/"
    browser = client_of(person)
    tabs = [hidden_fields(browser, page) for _ in range(6)]
    data = PLAN | {"starts_on": tabs[0]["first"], "weeks": "4"}
    assert at_once(person, *[(page, data | tab) for tab in tabs]) == [302] + [409] * 5
    assert Schedule.objects.owned_by(person).count() == 2


def test_limit_of_workouts_holds_in_parallel(person: User) -> None:
    WorkoutFactory.create_batch(197, owner=person)
    posts = [("/workouts/new/", {"title": f"New {number}"}) for number in range(6)]
    assert at_once(person, *posts) == [302] * 3 + [422] * 3
    assert Workout.objects.owned_by(person).count() == 200


@pytest.mark.parametrize("round_", range(4))
def test_deleting_beside_changing_ends_well(person: User, round_: int) -> None:
    workout = Program.objects.with_items().get(slug="upper-back").copy_for(person)
    schedule = ScheduleFactory(workout=workout)
    page, browser = workout.get_absolute_url(), client_of(person)
    log = hidden_fields(browser, f"{page}log/")
    changes: list[tuple[str, dict[str, Any]]] = [
        (f"{page}edit/", {"do": "add.bird-dog.main", "revision": str(workout.revision)}),
        (f"{page}log/", log | {"date": "2026-11-02", "effort": "5"}),
        (f"{page}schedule/", PLAN),
        (f"{page}share/", {}),
        (f"/workouts/schedule/{schedule.uid}/cancel/", {}),
    ]
    found = at_once(person, (f"{page}delete/", {}), *changes)
    assert set(found) <= {302, 404}, found
    assert not Workout.objects.owned_by(person).exists()


def test_deleting_the_account_beside_changing_it_ends_well(person: User) -> None:
    posts = [("/programs/upper-back/add/", {"another": "1"})] * 6
    found = at_once(person, *posts, beside=person.erase)
    assert not [status for status in found if status >= 500]
    assert not Workout.objects.exists()
