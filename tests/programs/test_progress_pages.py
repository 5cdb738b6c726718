"""The pages of progress: what a person sees of what they did, and nobody else of theirs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from page import validate_pdf_bytes
from pypdfium2 import PdfDocument
from pytest_django.asserts import assertContains, assertNotContains, assertNumQueries

from backfit.accounts.models import User
from exercises.models import Exercise, OwnedWeight
from programs.logs.progress_facts import (
    rank_sums,
    record_sets,
    sessions_by_exercise,
    sets_of,
    sums_of,
    totals_of,
)
from programs.models import BackDiary, BackEntry, OwnExercise, Workout, WorkoutLog
from programs.progress import best_effort, find_bests
from programs.progress.bests import effort_of
from tests.factories import (
    ScheduleFactory,
    SetLogFactory,
    WorkoutFactory,
    WorkoutItemFactory,
    WorkoutLogFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 27, 20, tzinfo=UTC)
TODAY = NOW.date()
ROW = "bent-over-barbell-row"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def workout(owner: User) -> Workout:
    workout = WorkoutFactory(owner=owner)
    exercise = Exercise.objects.get(slug=ROW)
    WorkoutItemFactory(workout=workout, exercise=exercise, load_kg=Decimal(40))
    return workout


def did(workout: Workout, day: date, load: str, *reps: int, **values: object) -> None:
    log = WorkoutLogFactory(workout=workout, date=day)
    item = workout.items.get()
    for number, count in enumerate(reps, start=1):
        values = {"item": item, "exercise": item.exercise, **values}
        SetLogFactory(
            log=log,
            number=number,
            reps=count,
            load_kg=Decimal(load),
            name=item.exercise.name,
            **values,
        )


def test_empty_start_says_what_to_do(owner_client: Client) -> None:
    response = owner_client.get("/workouts/progress/")
    assertContains(response, "Nothing written down in this time")
    assertContains(response, "Nothing was planned in this time.")


def test_overview_tells_bests_balance_and_next_time(owner_client: Client, workout: Workout) -> None:
    did(workout, TODAY - timedelta(days=200), "37.5", 8, 8, 8)
    did(workout, TODAY - timedelta(days=14), "40", 10, 10, 10)
    did(workout, TODAY - timedelta(days=7), "40", 12, 12, 12)
    did(workout, TODAY - timedelta(days=2), "42.5", 10, 9, 8)
    page = owner_client.get("/workouts/progress/")
    assertContains(page, "<strong>3</strong>", html=True)
    assertContains(page, "last: Bent-over barbell row, 42.5\xa0kg × 10")
    assertContains(page, "Today 3 × 9 at 42.5\xa0kg.")
    assertContains(page, "Go up when all 3 sets reach 12.")
    assertContains(page, "<td>0.8</td>", html=True)
    exercise = owner_client.get(f"/workouts/progress/{ROW}/?weeks=4")
    assertContains(exercise, "Your best in this time: <strong>42.5\xa0kg × 10</strong>")
    assertContains(exercise, "An estimate by Epley’s formula")
    assertContains(exercise, "57\xa0kg")


def test_pounds_come_back_as_typed(owner_client: Client, owner: User, workout: Workout) -> None:
    User.objects.filter(pk=owner.pk).update(units="lb")
    did(workout, TODAY, "20.412", 12, 12, 12)
    page = owner_client.get(f"/workouts/progress/{ROW}/")
    assertContains(page, "<strong>45\xa0lb × 12</strong>")
    assertContains(page, "at 50\xa0lb.")


def test_others_see_nothing_of_it(other_client: Client, workout: Workout) -> None:
    did(workout, TODAY, "40", 12)
    assertContains(other_client.get("/workouts/progress/"), "Nothing written down in this time")
    assertContains(other_client.get(f"/workouts/progress/{ROW}/"), "Nothing of it is written down")


def test_own_exercise_has_a_page(owner_client: Client, owner: User) -> None:
    own = OwnExercise.objects.create(owner=owner, name="Handstand")
    log = WorkoutLogFactory(owner=owner, workout=None, date=TODAY)
    SetLogFactory(log=log, exercise=None, own_exercise=own, name="Handstand", reps=None, seconds=20)
    assertContains(owner_client.get("/workouts/progress/"), f"/workouts/progress/{own.code}/")
    assertContains(owner_client.get(f"/workouts/progress/{own.code}/"), "20\xa0s")
    assert owner_client.get("/workouts/progress/own-nothing/").status_code == 404


def test_called_off_sessions_are_not_missed(owner_client: Client, workout: Workout) -> None:
    schedule = ScheduleFactory(
        workout=workout, starts_on=date(2026, 11, 9), weekdays=["MO"], ends_on=date(2026, 12, 28)
    )
    schedule.occurrence_on(date(2026, 11, 9)).mark_done(NOW)
    schedule.occurrence_on(date(2026, 11, 16)).skip()
    page = owner_client.get("/workouts/progress/")
    assertContains(page, "<strong>1 of 2</strong>")
    assertContains(page, "1 called off")
    assertContains(page, "1 not done")


def test_bad_span_is_named(owner_client: Client) -> None:
    for address in ("/workouts/progress/", f"/workouts/progress/{ROW}/"):
        assertContains(
            owner_client.get(f"{address}?weeks=5"),
            "Choose 4, 12, 26 or 52 weeks, or all.",
            status_code=400,
        )


@pytest.mark.parametrize("address", ["/workouts/progress/", f"/workouts/progress/{ROW}/"])
def test_queries_do_not_grow(owner_client: Client, workout: Workout, address: str) -> None:
    did(workout, TODAY - timedelta(days=1), "40", 12, 12, 12)
    owner_client.get(address)
    with CaptureQueriesContext(connection) as few:
        owner_client.get(address)
    for number in range(2, 12):
        did(workout, TODAY - timedelta(days=number), "40", 12, 12, 12)
        item = WorkoutItemFactory(workout=WorkoutFactory(owner=workout.owner))
        log = WorkoutLogFactory(workout=item.workout, date=TODAY - timedelta(days=number))
        SetLogFactory(log=log, item=item, exercise=item.exercise)
    with assertNumQueries(len(few)):
        owner_client.get(address)


# How the back feels.


def test_back_is_kept_only_after_a_plain_consent(owner_client: Client, owner: User) -> None:
    page = owner_client.get("/workouts/progress/back/")
    assertContains(page, "it is kept only if you agree")
    assertNotContains(page, "Before training, 0 to 10")
    refused = owner_client.post(
        "/workouts/progress/back/", {"do": "write", "date": "2026-11-27", "before": "5"}
    )
    assert refused.status_code == 422
    assert not BackEntry.objects.exists()
    owner_client.post("/workouts/progress/back/", {"do": "agree"})
    owner_client.post(
        "/workouts/progress/back/",
        {"do": "write", "date": "2026-11-26", "before": "5", "after": "4", "note": "Stiff."},
    )
    owner_client.post(
        "/workouts/progress/back/", {"do": "write", "date": "2026-11-27", "before": "2"}
    )
    assertContains(owner_client.get("/workouts/progress/back/"), "Stiff.")
    assertContains(owner_client.get("/workouts/progress/"), "5 → 2")
    owner_client.post("/workouts/progress/back/", {"do": "delete"})
    assert not BackDiary.objects.owned_by(owner).exists()
    assert not BackEntry.objects.exists()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"date": "2026-11-28", "before": "5"}, "This day is still to come"),
        ({"date": "2026-11-27"}, "Choose a number before or after training."),
        ({"date": "2026-11-27", "before": "11"}, "How the back feels runs from 0 to 10."),
    ],
)
def test_back_form_says_what_is_wrong(
    owner_client: Client, values: dict[str, str], message: str
) -> None:
    owner_client.post("/workouts/progress/back/", {"do": "agree"})
    page = owner_client.post("/workouts/progress/back/", {"do": "write", **values})
    assertContains(page, message, status_code=422)


@pytest.mark.pdf
@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("letter", 612)])
def test_report_is_one_page_of_pdf_ua_1(
    owner_client: Client, workout: Workout, paper: str, width: int
) -> None:
    User.objects.update(paper=paper)
    for number in range(60):
        did(workout, TODAY - timedelta(days=number + 1), "40", 12, 12, 12 - number % 5)
    diary = BackDiary.objects.begin(workout.owner, NOW)
    for number in range(30):
        diary.write(TODAY - timedelta(days=number), before=number % 10, after=2, note="")
    response = owner_client.get("/workouts/progress/report.pdf?weeks=all")
    assert response["Content-Type"] == "application/pdf"
    pdf = PdfDocument(response.content)
    text = pdf[0].get_textpage().get_text_range()
    assert len(pdf) == 1
    assert "Progress report" in text
    assert "How the back felt before training" in text
    assert "Bent-over barbell row: Heaviest load" in text
    assert round(pdf[0].get_width()) == width
    report = validate_pdf_bytes(response.content, profile="ua1")
    assert [(each.rule_id, each.message) for each in report.failures] == []


# Next time, wherever the workout is shown.


@pytest.mark.parametrize("page", ["", "log/"])
def test_suggestion_stands_beside_the_exercise(
    owner_client: Client, workout: Workout, page: str
) -> None:
    address = f"/workouts/{workout.uuid}/{page}"
    assertNotContains(owner_client.get(address), "Today 3 ×")
    did(workout, TODAY - timedelta(days=2), "40", 12, 12, 12)
    response = owner_client.get(address)
    assertContains(response, "<strong>Today 3 × 8 at 42.5\xa0kg.</strong>")
    assertContains(response, "All 3 sets reached 12: take the next step.")


def test_player_takes_the_suggestion(owner_client: Client, workout: Workout) -> None:
    did(workout, TODAY - timedelta(days=2), "40", 12, 12, 12)
    plan = owner_client.get(f"/workouts/{workout.uuid}/start/").context["plan"]
    assert plan["exercises"][0]["suggestion"] == {
        "text": "Today 3 × 8 at 42.5\xa0kg. All 3 sets reached 12: take the next step.",
        "reps": 8,
        "load": "42.500",
    }


def test_steps_are_those_of_the_kit(owner_client: Client, workout: Workout) -> None:
    OwnedWeight.objects.create(user=workout.owner, kind="plate", load_kg=Decimal("0.5"))
    did(workout, TODAY - timedelta(days=2), "40", 12, 12, 12)
    assertContains(owner_client.get(f"/workouts/{workout.uuid}/"), "Today 3 × 8 at 41\xa0kg.")


def test_sheet_says_last_time_and_today(
    owner_client: Client, workout: Workout, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []
    monkeypatch.setattr(
        "programs.sheets.pdf.render_pdf", lambda html: printed.append(html) or b"%PDF-"
    )
    did(workout, TODAY - timedelta(days=2), "40", 12, 12, 12)
    owner_client.get(f"/workouts/{workout.uuid}/sheet.pdf")
    assert "Last time 12, 12, 12 at 40\xa0kg. Today 3 × 8 at 42.5\xa0kg." in printed[0]


def test_unfinished_session_suggests_nothing(owner_client: Client, workout: Workout) -> None:
    did(workout, TODAY, "40", 12, 12, 12)
    WorkoutLog.objects.update(started_at=NOW)
    assertNotContains(owner_client.get(f"/workouts/{workout.uuid}/"), "Today 3 ×")


def test_left_out_exercise_goes_up_no_further(owner_client: Client, workout: Workout) -> None:
    did(workout, TODAY - timedelta(days=4), "40", 12, 12, 12)
    skipped = [{"item": None, "exercise": ROW, "reason": "skipped"}]
    WorkoutLogFactory(workout=workout, date=TODAY - timedelta(days=2), skipped=skipped)
    page = owner_client.get(f"/workouts/{workout.uuid}/")
    assertContains(page, "You left it out last time: no more than before.")


def test_exercise_that_hurt_begins_lighter_until_it_was_done_again(
    owner_client: Client, workout: Workout
) -> None:
    did(workout, TODAY - timedelta(days=4), "40", 12, 12, 12)
    skipped = [{"item": None, "exercise": ROW, "reason": "hurts"}]
    WorkoutLogFactory(workout=workout, date=TODAY - timedelta(days=2), skipped=skipped)
    page = owner_client.get(f"/workouts/{workout.uuid}/")
    assertContains(page, "Today 3 × 8 at 35\xa0kg.")
    assertContains(page, "It hurt last time: begin lighter, and stop if it hurts again.")
    did(workout, TODAY - timedelta(days=1), "35", 12, 12, 12)
    assertContains(owner_client.get(f"/workouts/{workout.uuid}/"), "Today 3 × 8 at 37.5\xa0kg.")


# Where else it is shown.


def test_exercise_page_tells_ones_last_time_and_best(
    owner_client: Client, other_client: Client, workout: Workout
) -> None:
    did(workout, TODAY - timedelta(days=9), "42.5", 10, 9)
    did(workout, TODAY - timedelta(days=2), "40", 12, 12)
    page = owner_client.get(f"/exercises/{ROW}/")
    assertContains(page, "Your last time, 25 November: 12, 12 at 40\xa0kg.")
    assertContains(page, "<strong>42.5\xa0kg × 10</strong>")
    for client in (other_client, Client()):
        assertNotContains(client.get(f"/exercises/{ROW}/"), "Your last time")


def test_public_exercise_page_stays_without_cookies(client: Client) -> None:
    assert not client.get(f"/exercises/{ROW}/").cookies


def test_history_shows_the_year_and_the_sessions_of_an_exercise(
    owner_client: Client, workout: Workout
) -> None:
    did(workout, TODAY, "40", 12)
    other = WorkoutLogFactory(workout=workout, date=TODAY, title="Something else")
    assertContains(owner_client.get("/workouts/history/"), "1 day with training in the last year")
    page = owner_client.get(f"/workouts/history/?exercise={ROW}")
    assertContains(page, "Sessions with Bent-over barbell row")
    assertNotContains(page, other.title)
    assert owner_client.get("/workouts/history/?exercise=nothing").status_code == 404


def test_session_page_marks_bests(owner_client: Client, workout: Workout) -> None:
    for days, load in ((9, "40"), (2, "42.5"), (1, "42.5")):
        did(workout, TODAY - timedelta(days=days), load, 10)
    first, best, same = WorkoutLog.objects.order_by("date")
    assertNotContains(owner_client.get(first.get_absolute_url()), "New best")
    assertContains(owner_client.get(best.get_absolute_url()), "New best")
    assertNotContains(owner_client.get(same.get_absolute_url()), "New best")
    WorkoutLog.objects.filter(pk=best.pk).delete()
    assertContains(owner_client.get(same.get_absolute_url()), "New best")


def test_session_is_repeated_with_its_numbers(
    owner_client: Client, other_client: Client, workout: Workout
) -> None:
    did(workout, TODAY - timedelta(days=9), "42.5", 10, 9, 8, 7, note="Shaky.")
    before = WorkoutLog.objects.get()
    assertContains(owner_client.get(before.get_absolute_url()), f"?like={before.uuid}")
    address = f"/workouts/{workout.uuid}/log/?like={before.uuid}"
    form = owner_client.get(address).context["form"]
    boxes = {
        cell.name: cell.text for entry in form.entries for row in entry.rows for cell in row.cells
    }
    hidden = {"key": str(form["key"].value()), "revision": form["revision"].value()}
    owner_client.post(address, {**hidden, **boxes, "date": "2026-11-27"})
    after = WorkoutLog.objects.exclude(pk=before.pk).get()
    assert [(each.reps, each.load_kg, each.note) for each in after.sets.all()] == [
        (reps, Decimal("42.5"), "") for reps in (10, 9, 8, 7)
    ]
    assert not {each.uuid for each in after.sets.all()} & {each.uuid for each in before.sets.all()}
    assert other_client.get(address).status_code == 404
    assert owner_client.get(f"/workouts/{workout.uuid}/log/?like=x").status_code == 404


# What the database leaves out.


@pytest.mark.parametrize("seed", range(6))
def test_database_leaves_out_only_what_is_no_best(workout: Workout, seed: int) -> None:
    """Bests and the best of all are the same in all sets as in those that the database picks."""
    random = Random(seed)
    for number in range(30):
        log = WorkoutLogFactory(workout=workout, date=TODAY - timedelta(days=30 - number // 2))
        for count in range(1, random.randint(2, 4)):
            SetLogFactory(
                log=log,
                exercise=Exercise.objects.get(slug=random.choice([ROW, "side-plank"])),
                number=count,
                side=random.choice(["", "left", "right"]),
                kind=random.choice(["work", "work", "work", "warm-up", "failure"]),
                band=random.choice(["", "", "green", "Green"]),
                reps=random.choice([None, 0, 3, 8, 191]),
                seconds=random.choice([None, 20, 21]),
                distance_m=random.choice([Decimal(400), Decimal("400.25")]),
                load_kg=random.choice([None, Decimal("20.412"), Decimal("20.41"), Decimal(60)]),
                assistance_kg=random.choice([None, None, Decimal("22.68")]),
            )
    mine, sums = sets_of(workout.owner), sums_of(workout.owner)
    ranks = rank_sums(sums)
    everything, picked = sessions_by_exercise(mine), sessions_by_exercise(record_sets(sums, ranks))
    totals = totals_of(ranks)
    for key, sessions in everything.items():
        told = [(each.session.day, each.done, each.is_first) for each in find_bests(sessions)]
        records = picked.get(key, [])
        assert [(e.session.day, e.done, e.is_first) for e in find_bests(records)] == told
        best, of_picked = best_effort(sessions), best_effort(records)
        assert best is not None
        assert of_picked is not None
        assert effort_of(best) == effort_of(of_picked)
        done = [each for each in sessions if each.work()]
        assert totals[key].sessions == len(done)
        assert totals[key].last == done[-1].day
        hard = sum(len({one.number for one in each.work()}) for each in done)
        assert totals[key].hard_sets == hard


def test_chart_holds_what_was_done_in_every_workout(owner_client: Client, workout: Workout) -> None:
    """No chart is locked to one routine."""
    did(workout, TODAY - timedelta(days=4), "40", 12)
    other = WorkoutFactory(owner=workout.owner)
    item = WorkoutItemFactory(workout=other, exercise=Exercise.objects.get(slug=ROW))
    log = WorkoutLogFactory(workout=other, date=TODAY - timedelta(days=2))
    SetLogFactory(log=log, item=item, exercise=item.exercise, reps=12, load_kg=45)
    page = owner_client.get(f"/workouts/progress/{ROW}/")
    for load in ("40", "45"):
        assertContains(page, f"<td>{load}\xa0kg</td>")


def test_long_time_is_drawn_by_weeks_with_its_gaps(owner_client: Client, workout: Workout) -> None:
    for day in [*range(1, 160), *range(220, 340)]:
        did(workout, TODAY - timedelta(days=day), "40", 12)
    page = owner_client.get(f"/workouts/progress/{ROW}/?weeks=52")
    assertContains(page, "The best session of each week is drawn.")
    chart = page.content.decode().split('class="chart"')[1].split("</svg>")[0]
    assert chart.count("chart-line") == 2, "a gap stays a gap"
    assert chart.count("<circle") < 60
