"""Sessions that devices send: the contract of docs/sync.md."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from backfit.accounts.models import User
from exercises.models import Exercise
from programs.logs.upload_body import json_schema
from programs.models import OwnExercise, SetLog, Workout, WorkoutLog
from tests.factories import ScheduleFactory, SetLogFactory, WorkoutFactory, WorkoutLogFactory
from tests.programs.uploads import ADDRESS, a_session, a_set, send, stored

NOW = datetime(2026, 12, 14, 20, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def the_log() -> WorkoutLog:
    return WorkoutLog.objects.get()


def post(client: Client, body: bytes | str, **headers: str) -> Any:
    return client.post(ADDRESS, body, content_type="application/json", headers=headers)


# --- Who, how often, how much -----------------------------------------------------------------------


def test_signed_out_is_told_before_any_token_is_looked_at() -> None:
    client = Client(enforce_csrf_checks=True)
    for response in (client.get(ADDRESS), post(client, "{")):
        assert response.status_code == 401
        assert response["Content-Type"] == "application/json"
        assert "Sign in" in response.json()["error"]


def test_page_of_one_person_sends_nothing_once_another_is_signed_in(
    owner_client: Client, owner: User, other: User
) -> None:
    body = json.dumps({"sessions": [a_session()]})
    theirs, mine = {"X-Person": other.device_key}, {"X-Person": owner.device_key}
    assert owner_client.get(ADDRESS, headers=theirs).status_code == 401
    assert post(owner_client, body, **theirs).status_code == 401
    assert not WorkoutLog.objects.exists()
    assert owner_client.get(ADDRESS, headers=mine).status_code == 200
    assert post(owner_client, body, **mine).status_code == 200
    assert WorkoutLog.objects.get().owner == owner


def test_token_of_the_get_opens_the_post(owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    body = json.dumps({"sessions": [a_session()]})
    refused = post(client, body)
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/json")
    token = client.get(ADDRESS).json()["token"]
    assert post(client, body, **{"X-CSRFToken": token}).status_code == 200
    theirs = post(client, body, **{"X-CSRFToken": token, "Origin": "https://evil.example"})
    assert theirs.status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        *("", "{", "[]", "null", '"x"', "{}", '{"sessions": {}}', "[" * 100_000),
        *('{"sessions": null}', b"\xff\xfe", '{"sessions": [' + "9" * 5000 + "]}"),
        json.dumps({"sessions": [None] * 501}),
    ],
)
def test_malformed_body_is_refused_in_words(owner_client: Client, body: bytes | str) -> None:
    response = post(owner_client, body)
    assert response.status_code == 400
    assert response.json()["error"].endswith(".")


def test_upload_may_be_larger_than_a_form_and_has_a_limit_of_its_own(owner_client: Client) -> None:
    session = json.dumps({"sessions": [a_session()]})
    assert post(owner_client, session + " " * 1_900_000).status_code == 200
    response = post(owner_client, session + " " * 2_000_000)
    assert response.status_code == 413
    assert "2\u00a0MB" in response.json()["error"]


def test_a_person_may_send_six_hundred_times_an_hour(
    owner_client: Client, other_client: Client
) -> None:
    for _ in range(600):
        assert post(owner_client, "{").status_code == 400
    response = post(owner_client, "{")
    assert response.status_code == 429
    assert "later" in response.json()["error"]
    assert owner_client.get(ADDRESS).status_code == 200
    assert post(other_client, "{").status_code == 400


def test_only_get_and_post(owner_client: Client) -> None:
    assert owner_client.put(ADDRESS).status_code == 405


# --- What is kept ---------------------------------------------------------------------------------


def test_session_is_kept_as_it_was_done(owner_client: Client, workout: Workout) -> None:
    item = workout.plan_items()[0]
    done = a_set(
        item=item.pk,
        exercise=item.exercise.slug,
        name="As my phone calls it",
        words="30–40 reps in total",
        side="left",
        kind="warm-up",
        reps=8,
        load_kg="20.412",
        band="green",
        assistance_kg="2.5",
        seconds=30,
        distance_m="12.5",
        effort=8.5,
        note="easy",
        at="2026-12-07T17:05:00.250Z",
    )
    session = a_session(
        done,
        workout=str(workout.uuid),
        revision=3,
        effort=7,
        note="Line\r\nline",
        finished_at="2026-12-07T17:30:00Z",
        skipped=[{"item": item.pk, "reason": "later"}],
    )
    [result] = send(owner_client, session)
    assert result == {"uuid": session["uuid"], "status": "kept", "sets": 1, "errors": {}}
    log = the_log()
    assert (log.uuid, log.workout, log.title) == (UUID(session["uuid"]), workout, "Monday")
    assert (log.date, log.time_zone, log.revision) == (date(2026, 12, 7), "Europe/Berlin", 3)
    assert (log.effort, log.note) == (7, "Line\nline")
    assert log.skipped == [{"item": item.pk, "exercise": "", "reason": "later"}]
    row = log.sets.get()
    assert (row.item, row.exercise, row.name) == (item, item.exercise, "As my phone calls it")
    assert (row.load_kg, row.assistance_kg) == (Decimal("20.412"), Decimal("2.5"))
    assert (row.distance_m, row.effort) == (Decimal("12.5"), Decimal("8.5"))
    assert (row.kind, row.side) == ("warm-up", "left")
    page = owner_client.get(f"/workouts/history/{session['uuid']}/")
    assertContains(page, "As my phone calls it")
    assertContains(page, "(warm-up)")


def test_hundredth_upload_changes_nothing(owner: User, owner_client: Client) -> None:
    session = a_session(a_set(), a_set(number=2), removed=[str(uuid4())])
    first = send(owner_client, session)
    before = stored()
    owner.refresh_from_db()
    version = owner.plans_version
    for _ in range(5):
        assert send(owner_client, session, session) == first * 2
    owner.refresh_from_db()
    assert (stored(), owner.plans_version) == (before, version)


def test_open_sessions_are_told_as_they_are_sent(
    owner_client: Client, other_client: Client, workout: Workout
) -> None:
    item = workout.plan_items()[0]
    gone = str(uuid4())
    done = a_set(item=item.pk, exercise=item.exercise.slug, effort=8, load_kg="42.5")
    session = a_session(done, workout=str(workout.uuid), revision=2, removed=[gone])
    finished = a_session(finished_at="2026-12-07T18:00:00Z")
    send(owner_client, session, finished)
    [told] = owner_client.get(ADDRESS).json()["open"]
    assert told["sets"][0].items() >= done.items()
    wanted = {name: value for name, value in session.items() if name != "sets"}
    times = {name: session[name].replace("Z", ".000Z") for name in ("started_at", "updated_at")}
    assert told.items() >= (wanted | times).items()
    before = stored()
    send(owner_client, told)
    assert stored()["sets"] == before["sets"]
    [again] = owner_client.get(ADDRESS).json()["open"]
    assert again == told
    assert other_client.get(ADDRESS).json()["open"] == []


def test_session_written_down_on_paper_is_not_open(owner: User, owner_client: Client) -> None:
    WorkoutLogFactory(owner=owner)
    assert owner_client.get(ADDRESS).json()["open"] == []


def test_session_of_nearly_nothing_is_kept(owner_client: Client) -> None:
    key = str(uuid4())
    send(owner_client, {"uuid": key, "updated_at": "2026-12-07T23:30:00Z"})
    log = the_log()
    assert (log.title, log.date, log.is_unfinished) == ("Session", date(2026, 12, 7), True)
    owner_client.get(f"/workouts/history/{key}/")
    send(owner_client, {"uuid": key, "updated_at": "2026-12-07T23:40:00Z", "note": "A walk"})
    assert the_log().note == "A walk"


def test_program_done_without_an_account_is_kept_after_signing_up(owner_client: Client) -> None:
    send(owner_client, a_session(a_set(), program="neck-mobility", day=1, title=""))
    log = the_log()
    assert log.program is not None
    assert (log.program.slug, log.day, log.title) == ("neck-mobility", 1, log.program.title)


def test_guests_workout_comes_along_with_its_session(client: Client, owner: User) -> None:
    client.post("/workouts/new/", {"title": "Mine", "goal": ""})
    workout = Workout.objects.get()
    session = a_session(a_set(), workout=str(workout.uuid))
    assert client.get(ADDRESS).status_code == 401
    client.post(
        "/accounts/signup/",
        {"email": "new@example.org", "password1": "correct horse", "password2": "correct horse"},
    )
    [result] = send(client, session)
    assert result["status"] == "kept"
    workout.refresh_from_db()
    assert (the_log().workout, the_log().owner) == (workout, workout.owner)


@pytest.mark.parametrize("reason", ["hurts", "", None])
def test_pain_is_an_ordinary_skip_without_consent(owner_client: Client, reason: str | None) -> None:
    send(owner_client, a_session(skipped=[{"item": 7, "reason": reason}]))
    assert the_log().skipped == [{"item": 7, "exercise": "", "reason": "skipped"}]


def test_pain_is_kept_by_consent_and_forgotten_with_it(owner_client: Client, owner: User) -> None:
    owner_client.post("/workouts/progress/back/", {"do": "agree"})
    session = a_session(skipped=[{"item": 7, "reason": "hurts"}, {"item": 8, "reason": "later"}])
    send(owner_client, session)
    assert [each["reason"] for each in the_log().skipped] == ["hurts", "later"]
    owner_client.post("/workouts/progress/back/", {"do": "delete"})
    assert [each["reason"] for each in the_log().skipped] == ["skipped", "later"]
    send(owner_client, session | {"updated_at": "2026-12-30T00:00:00Z"})
    assert [each["reason"] for each in the_log().skipped] == ["skipped", "later"]


def test_unknown_and_deleted_things_land_with_their_words(
    owner_client: Client, other: User, workout: Workout
) -> None:
    item = workout.plan_items()[0]
    theirs = WorkoutFactory(owner=other)
    session = a_session(
        a_set(item=item.pk, exercise="", name="", reps=1),
        a_set(item=10**30, exercise="no-such", name="", reps=2, number=2),
        a_set(item="odd", exercise="own-nothing", name="Handstand", reps=3, number=3),
        a_set(item=item.pk, exercise="bird-dog", name="Bird dog", reps=4, number=4),
        workout=str(theirs.uuid),
        program="no-such-program",
        schedule=str(uuid4()),
        planned_date="2026-12-07",
        time_zone="Mars/Base",
    )
    workout.erase()
    [result] = send(owner_client, session)
    assert (result["status"], result["sets"]) == ("kept", 4)
    log = the_log()
    assert (log.workout, log.program, log.schedule, log.time_zone) == (None, None, None, "")
    names = ["Exercise", "no-such", "Handstand", "Bird dog"]
    assert list(log.sets.values_list("name", flat=True)) == names
    page = owner_client.get(f"/workouts/history/{log.uuid}/")
    assertContains(page, "Handstand")
    assertNotContains(page, theirs.title)
    assert owner_client.get(f"/workouts/history/{log.uuid}/edit/").status_code == 200


def test_set_without_item_finds_it_by_exercise(owner_client: Client, workout: Workout) -> None:
    item = workout.plan_items()[1]
    done = a_set(exercise=item.exercise.slug)
    send(owner_client, a_session(done, workout=str(workout.uuid)))
    assert SetLog.objects.get().item == item


def test_control_characters_are_taken_out(owner_client: Client) -> None:
    session = a_session(a_set(name="Dead\0lift\n\x1b"), note="a\0b\ud800c", title="\u0007Monday")
    [result] = send(owner_client, session)
    assert result["status"] == "kept"
    assert (the_log().note, the_log().title) == ("abc", "Monday")
    assert the_log().sets.get().name == "Deadlift"


# --- What is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"uuid": "x"}, "uuid"),
        ({"uuid": None}, "uuid"),
        ({"updated_at": None}, "updated_at"),
        ({"updated_at": "1999-12-31T00:00:00Z"}, "updated_at"),
        ({"date": "2026-02-30"}, "date"),
        ({"effort": 11}, "effort"),
        ({"note": "x" * 2001}, "note"),
        ({"started_at": "soon"}, "started_at"),
        ({"finished_at": "2026-12-07T16:00:00Z"}, "finished_at"),
        ({"sets": {}}, "sets"),
        ({"sets": [a_set()] * 2001}, "sets"),
        ({"sets": [7]}, "sets[0]"),
        ({"sets": [a_set(), a_set(reps=-1)]}, "sets[1].reps"),
        ({"sets": [a_set(reps=None)]}, "sets[0].reps"),
        ({"sets": [a_set(reps=8.5)]}, "sets[0].reps"),
        ({"sets": [a_set(seconds=0)]}, "sets[0].seconds"),
        ({"sets": [a_set(load_kg="NaN")]}, "sets[0].load_kg"),
        ({"sets": [a_set(load_kg="-1")]}, "sets[0].load_kg"),
        ({"sets": [a_set(load_kg="1e9")]}, "sets[0].load_kg"),
        ({"sets": [a_set(side="up")]}, "sets[0].side"),
        ({"sets": [a_set(kind="play")]}, "sets[0].kind"),
        ({"sets": [a_set(effort=0)]}, "sets[0].effort"),
        ({"sets": [a_set(position=-1)]}, "sets[0].position"),
        ({"sets": [a_set(uuid="")]}, "sets[0].uuid"),
        ({"sets": [a_set(item=[])]}, "sets[0].item"),
        ({"removed": ["x"]}, "removed[0]"),
    ],
)
def test_one_bad_session_refuses_none_of_the_good_ones(
    owner_client: Client, values: dict[str, Any], field: str
) -> None:
    bad, good = a_session(**values), a_session(a_set())
    refused, kept = send(owner_client, bad, good)
    assert (refused["status"], refused["sets"], kept["status"]) == ("refused", 0, "kept")
    assert list(refused["errors"]) == [field]
    assert refused["errors"][field].endswith(".")
    assert str(the_log().uuid) == good["uuid"]


@pytest.mark.parametrize("odd", [None, 7, "x", [], {}])
def test_what_is_no_session_is_refused(owner_client: Client, odd: object) -> None:
    refused, kept = send(owner_client, odd, a_session())
    assert (refused["uuid"], refused["status"], kept["status"]) == (None, "refused", "kept")
    assert refused["errors"]


def test_uuid_of_another_person_is_refused(
    owner_client: Client, other_client: Client, other: User
) -> None:
    theirs = SetLogFactory(log__owner=other, log__note="Mine").log
    discarded = a_session(discarded=True)
    send(other_client, discarded)
    before = stored()
    refused, also, kept = send(
        owner_client,
        a_session(uuid=str(theirs.uuid), note="Ours", discarded=True),
        a_session(uuid=discarded["uuid"]),
        a_session(a_set(uuid=str(theirs.sets.get().uuid))),
    )
    assert [refused["status"], also["status"], kept["status"]] == ["refused", "refused", "kept"]
    assert list(refused["errors"]) == ["uuid"]
    assert all(row in stored()["logs"] for row in before["logs"])
    assert all(row in stored()["sets"] for row in before["sets"])


# --- Merging --------------------------------------------------------------------------------------


def at(minute: int) -> str:
    return f"2026-12-07T17:{minute:02}:00Z"


def test_newer_writing_of_a_set_counts(owner_client: Client) -> None:
    done, session = a_set(), a_session()
    for minute, reps in ((10, 8), (30, 9), (20, 7)):
        send(owner_client, session | {"updated_at": at(minute), "sets": [done | {"reps": reps}]})
    assert SetLog.objects.get().reps == 9


def test_of_two_at_the_same_time_the_greater_counts(owner_client: Client) -> None:
    done, session = a_set(), a_session()
    for reps in (8, 9, 7):
        sets = [done | {"reps": reps}]
        send(owner_client, session | {"note": f"{reps}", "sets": sets})
    assert (SetLog.objects.get().reps, the_log().note) == (9, "9")


def test_two_devices_may_fill_the_same_place_and_keep_each_others_sets(
    owner_client: Client,
) -> None:
    session = a_session()
    send(owner_client, session | {"sets": [a_set(reps=8)]})
    [result] = send(owner_client, session | {"sets": [a_set(reps=9)]})
    assert result["sets"] == 2
    log = the_log()
    assert set(log.sets.values_list("reps", flat=True)) == {8, 9}
    page = owner_client.get(f"/workouts/history/{log.uuid}/edit/")
    names = [cell.name for e in page.context["form"].entries for r in e.rows for cell in r.cells]
    assert len(set(names)) == len(names) == 4


def test_removed_set_stays_removed(owner_client: Client) -> None:
    done, session = a_set(), a_session()
    with_set = session | {"sets": [done]}
    send(owner_client, with_set)
    send(owner_client, session | {"updated_at": at(40), "removed": [done["uuid"]]})
    for minute in (30, 50):
        [result] = send(owner_client, with_set | {"updated_at": at(minute)})
        assert (result["status"], result["sets"]) == ("kept", 0)
    assert not SetLog.objects.exists()


def test_discarded_session_stays_discarded(owner_client: Client) -> None:
    session = a_session(a_set(), note="Secret")
    send(owner_client, session)
    [result] = send(owner_client, session | {"updated_at": at(40), "discarded": True})
    assert (result["status"], result["sets"]) == ("kept", 0)
    send(owner_client, session)
    assert not WorkoutLog.objects.exists()
    assert owner_client.get(ADDRESS).json()["open"] == []
    send(owner_client, session | {"updated_at": at(50)})
    assert the_log().sets.count() == 1, "another device went on with it"


def test_session_deleted_here_is_not_brought_back(owner_client: Client) -> None:
    session = a_session(a_set())
    send(owner_client, session)
    owner_client.post(f"/workouts/history/{session['uuid']}/delete/")
    send(owner_client, session)
    assert not WorkoutLog.objects.exists()


def test_change_made_here_outlives_what_a_device_sends_late(owner_client: Client) -> None:
    done, gone = a_set(reps=8, note="kept"), a_set(number=2)
    session = a_session(done, gone, updated_at="2027-01-01T00:00:00Z")
    send(owner_client, session)
    address = f"/workouts/history/{session['uuid']}/edit/"
    form = owner_client.get(address).context["form"]
    boxes = {cell.name: cell.text for e in form.entries for r in e.rows for cell in r.cells}
    names = list(boxes)
    boxes |= {names[0]: "12", names[2]: "", names[3]: ""}
    values = {"key": session["uuid"], "revision": "1", "date": "2026-12-06", "note": "Here"}
    assert owner_client.post(address, boxes | values).status_code == 302
    send(owner_client, session)
    row = SetLog.objects.get()
    assert (str(row.uuid), row.reps, row.note) == (done["uuid"], 12, "kept")
    assert (the_log().note, the_log().date) == ("Here", date(2026, 12, 6))


# --- Planned sessions -----------------------------------------------------------------------------


def test_planned_session_is_done_when_it_is_finished(
    owner_client: Client, workout: Workout
) -> None:
    schedule = ScheduleFactory(workout=workout)
    planned = {"schedule": str(schedule.uid), "planned_date": "2026-12-07"}
    session = a_session(a_set(), workout=str(workout.uuid), **planned)
    send(owner_client, session)
    assert not schedule.occurrence_on(date(2026, 12, 7)).is_done
    [told] = owner_client.get(ADDRESS).json()["open"]
    assert told.items() >= planned.items()
    finished = session | {"updated_at": at(50), "finished_at": at(50)}
    send(owner_client, finished)
    send(owner_client, finished)
    assert schedule.occurrence_on(date(2026, 12, 7)).is_done
    owner_client.post(f"/workouts/history/{session['uuid']}/delete/")
    assert not schedule.occurrence_on(date(2026, 12, 7)).is_done


def test_planned_session_done_early_moves_to_that_day(
    owner_client: Client, workout: Workout
) -> None:
    schedule = ScheduleFactory(workout=workout)
    send(
        owner_client,
        a_session(
            workout=str(workout.uuid),
            schedule=str(schedule.uid),
            planned_date="2026-12-17",
            date="2026-12-14",
            finished_at="2026-12-07T18:00:00Z",
        ),
    )
    planned = schedule.occurrence_on(date(2026, 12, 17))
    assert (planned.is_done, planned.day) == (True, date(2026, 12, 14))


def test_session_of_a_planned_day_is_that_one(owner_client: Client, workout: Workout) -> None:
    schedule = ScheduleFactory(workout=workout)
    session = a_session(workout=str(workout.uuid), finished_at=at(50))
    send(owner_client, session)
    send(owner_client, session)
    assert schedule.occurrence_on(date(2026, 12, 7)).is_done
    assert the_log().planned_date == date(2026, 12, 7)


def test_planned_session_done_on_two_devices_stays_done_when_one_is_discarded(
    owner_client: Client, workout: Workout
) -> None:
    schedule = ScheduleFactory(workout=workout)
    planned = {"schedule": str(schedule.uid), "planned_date": "2026-12-07"}
    one, two = (a_session(finished_at=at(50), **planned) for _ in range(2))
    send(owner_client, one, two)
    send(owner_client, one | {"discarded": True})
    assert schedule.occurrence_on(date(2026, 12, 7)).is_done
    send(owner_client, two | {"discarded": True})
    assert not schedule.occurrence_on(date(2026, 12, 7)).is_done


def test_planned_session_is_open_again_when_it_goes_on(
    owner_client: Client, workout: Workout
) -> None:
    schedule = ScheduleFactory(workout=workout)
    planned = {"schedule": str(schedule.uid), "planned_date": "2026-12-07"}
    session = a_session(finished_at=at(40), updated_at=at(40), **planned)
    send(owner_client, session)
    send(owner_client, session | {"finished_at": None, "updated_at": at(50)})
    assert not schedule.occurrence_on(date(2026, 12, 7)).is_done


# --- Own exercises --------------------------------------------------------------------------------


def test_own_exercise_is_made_with_the_first_set(owner: User, owner_client: Client) -> None:
    code = f"own-{uuid4()}"
    session = a_session(a_set(exercise=code, name="Handstand"), a_set(exercise=code, name="HS"))
    send(owner_client, session)
    own = OwnExercise.objects.get()
    assert (own.owner, own.code, own.name) == (owner, code, "HS")
    assert own.set_logs.count() == 2
    [told] = owner_client.get(ADDRESS).json()["open"]
    assert {each["exercise"] for each in told["sets"]} == {code}


def test_merged_exercise_takes_what_comes_later(owner: User, owner_client: Client) -> None:
    code = f"own-{uuid4()}"
    session = a_session(a_set(exercise=code, name="Dead lift"))
    send(owner_client, session)
    deadlift = Exercise.objects.get(slug="deadlift")
    OwnExercise.objects.get().merge_into(deadlift)
    send(owner_client, a_session(a_set(exercise=code, name="Dead lift")))
    assert set(SetLog.objects.values_list("exercise__slug", "name")) == {("deadlift", "Dead lift")}
    assert OwnExercise.objects.count() == 1


# --- The document -----------------------------------------------------------------------------------


def test_document_holds_the_schema(settings: Any) -> None:
    document = (settings.BASE_DIR / "docs/sync.md").read_text()
    assert f"```json\n{json_schema()}```\n" in document
    assert json.loads(json_schema())["SetBody"]["properties"].keys() >= a_set().keys()


# --- What the end of a session shows ----------------------------------------------------------------


def finished(*sets: dict[str, Any], day: str = "2026-12-14", **values: Any) -> dict[str, Any]:
    """A session of that day, which is over."""
    ended = f"{day}T18:00:00Z"
    when = {
        "date": day,
        "started_at": f"{day}T17:00:00Z",
        "finished_at": ended,
        "updated_at": ended,
    }
    return a_session(*sets, **(when | values))


def end_of(client: Client, *sessions: dict[str, Any]) -> dict[str, Any]:
    """What the answer tells of the end of the session."""
    body = {"sessions": list(sessions)}
    response = client.post(ADDRESS, body, content_type="application/json")
    end: dict[str, Any] = response.json().get("end", {})
    return end


def test_end_tells_new_bests_and_when_the_next_session_is(
    owner_client: Client, workout: Workout
) -> None:
    schedule = ScheduleFactory(workout=workout)  # Mondays and Thursdays at 18:00
    send(owner_client, finished(a_set(load_kg="40"), day="2026-12-07"))
    code = f"own-{uuid4()}"
    planned = {"schedule": str(schedule.uid), "planned_date": "2026-12-14"}
    sets = [a_set(load_kg="42.5"), a_set(number=2, load_kg="41"), a_set(exercise=code, name="Walk")]
    assert end_of(owner_client, finished(*sets, **planned)) == {
        "bests": {"deadlift": "42.5\u00a0kg × 10"},
        "next": "Thursday 18:00",
    }
    end = end_of(owner_client, finished(a_set(exercise=code, name="Walk", load_kg="50")))
    assert end["bests"] == {code: "50\u00a0kg × 10"}


def test_end_speaks_of_pounds_to_who_reads_them(owner_client: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(units="lb")
    send(owner_client, finished(a_set(load_kg="40"), day="2026-12-07"))
    end = end_of(owner_client, finished(a_set(load_kg="45.359")))
    assert end == {"bests": {"deadlift": "100\u00a0lb × 10"}, "next": ""}


def test_nothing_is_told_of_the_end_before_it_or_of_another_person_or_of_many_at_once(
    owner_client: Client, other_client: Client
) -> None:
    session = finished(a_set())
    assert end_of(owner_client, session | {"finished_at": None}) == {}
    assert end_of(other_client, session) == {}
    assert end_of(owner_client, finished(), finished()) == {}


# --- Cost -----------------------------------------------------------------------------------------


def test_upload_takes_the_same_queries_however_much_it_holds(
    owner_client: Client, workout: Workout, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    code = f"own-{uuid4()}"

    def sessions(count: int) -> list[dict[str, Any]]:
        return [
            a_session(
                *(a_set(number=n, exercise=code if n % 2 else "deadlift") for n in range(1, 5)),
                workout=str(workout.uuid),
                removed=[str(uuid4())],
            )
            for _ in range(count)
        ]

    send(owner_client, *sessions(2))
    with django_assert_num_queries(23) as few:
        send(owner_client, *sessions(2))
    with django_assert_num_queries(len(few)):
        send(owner_client, *sessions(6))


def test_session_over_midnight_belongs_to_the_day_it_began_on(owner_client: Client) -> None:
    """It began on Monday at 23:30 in Berlin, and ended on Tuesday."""
    session = a_session(
        a_set(reps=8),
        time_zone="Europe/Berlin",
        started_at="2026-12-07T22:30:00Z",
        finished_at="2026-12-07T23:40:00Z",
    )
    session.pop("date", None)
    send(owner_client, session)
    assert the_log().date.isoformat() == "2026-12-07"
