"""A person's copy of a program in phases: calendar, sheet, player, log and coach follow it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import icalendar
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from backfit.accounts.models import User
from exercises.models import Status
from programs.admin import ProgramResource
from programs.builder.phases import move_phase
from programs.calendars import WeeklyRecurrence
from programs.feeds.events import schedule_events, with_texts
from programs.forms.sheets import SheetForm
from programs.models import Program, Schedule, Workout
from programs.models.occurrence import today_in
from programs.sheets.html import sheet_html
from programs.views.sheet_source import SheetSource
from tests.factories import ScheduleFactory
from tests.forms import form_of

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 12, 7)
WEEK = timedelta(days=7)


@pytest.fixture
def workouts(phased: Program, owner: User) -> list[Workout]:
    """The owner's copies of day A and day B, begun on Monday 7 December 2026."""
    phased.copy_for(owner, starts_on=MONDAY)
    return list(Workout.objects.owned_by(owner).order_by("source_day__position"))


def doses(workout: Workout, day: date) -> list[str]:
    loaded = Workout.objects.with_items().get(pk=workout.pk)
    return [f"{i.exercise.slug} {i.prescription_label}" for i in loaded.on(day).plan_items()]


def events_of(schedule: Schedule) -> dict[str, Any]:
    loaded = with_texts(Schedule.objects.all()).get(pk=schedule.pk)
    return {event.uid.removeprefix(f"{schedule.uid}"): event for event in schedule_events(loaded)}


def test_copy_keeps_its_phases_when_the_program_changes(
    phased: Program, workouts: list[Workout]
) -> None:
    phased.phases.all().delete()
    first, second = Workout.objects.order_by("source_day__position")
    assert [each.phase.name for each in first.numbered_phases()] == ["Control", "Hinge", "Load"]
    assert doses(first, MONDAY) == ["cat-cow 1 set of 8 reps", "bird-dog 1 set of 8 reps"]
    assert doses(first, MONDAY + 8 * WEEK)[-1] == "glute-bridge 3 sets of 8–\u206010 reps"
    assert [second.is_held_on(MONDAY + n * 4 * WEEK) for n in range(3)] == [False, True, True]
    assert first.program_copy == second.program_copy


def test_moves_reach_all_workouts_of_the_copy_and_can_be_taken_back(
    workouts: list[Workout], other: User, phased: Program
) -> None:
    stranger = phased.copy_for(other, starts_on=MONDAY)
    today = MONDAY + 5 * WEEK
    assert move_phase(workouts[1], "on", today).startswith("Phase 3: Load begins on Monday")
    for workout in Workout.objects.filter(program_copy=workouts[0].program_copy):
        assert workout.position_on(today).label == "Week 9 of 12 · Phase 3: Load"
        assert workout.revision == 2
    stranger.refresh_from_db()
    assert stranger.position_on(today).phase.number == 2
    move_phase(Workout.objects.get(pk=workouts[0].pk), "undo", today)
    first = Workout.objects.get(pk=workouts[0].pk)
    assert first.position_on(today).label == "Week 6 of 12 · Phase 2: Hinge"


def test_each_phase_is_an_event_whose_text_has_its_doses(workouts: list[Workout]) -> None:
    schedule = ScheduleFactory(workout=workouts[0], ends_on=MONDAY + 12 * WEEK)
    events = events_of(schedule)
    assert list(events) == ["-1", "-2", "-3"]
    assert [len(event.rule.dates) for event in events.values()] == [8, 8, 9]
    assert "Bird-dog: 1 set" in events["-1"].description
    assert "Glute bridge" not in events["-1"].description
    assert "Glute bridge: 3 sets of 8–\u206010 reps, at 10\u00a0kg" in events["-3"].description
    second = ScheduleFactory(workout=workouts[1], ends_on=MONDAY + 12 * WEEK)
    assert list(events_of(second)) == ["-2", "-3"]
    shown = second.occurrences(MONDAY, MONDAY + 12 * WEEK)
    assert shown[0].original_date == MONDAY + 4 * WEEK
    assert second.next_open(MONDAY) == MONDAY + 4 * WEEK


def test_a_repeated_phase_is_one_event_with_its_uid(workouts: list[Workout]) -> None:
    schedule = ScheduleFactory(workout=workouts[0], ends_on=MONDAY + 12 * WEEK)
    before = events_of(schedule)
    move_phase(workouts[0], "back", MONDAY + 5 * WEEK)
    after = events_of(schedule)
    assert list(after) == ["-1", "-2"]
    assert after["-1"].sequence > before["-1"].sequence
    held = {uid: set(e.rule.dates) - set(e.skipped) for uid, e in after.items()}
    assert held["-1"] | held["-2"] == set(schedule.times().dates())
    assert sum(map(len, held.values())) == len(schedule.times().dates())
    assert held["-2"] >= {MONDAY + 4 * WEEK, MONDAY + 9 * WEEK}
    assert MONDAY + 5 * WEEK in held["-1"]


def test_later_sessions_moved_from_here_follow_the_last_series(workouts: list[Workout]) -> None:
    schedule = ScheduleFactory(workout=workouts[0], ends_on=MONDAY + 12 * WEEK)
    day = MONDAY + 6 * WEEK
    later = schedule.move_from(day, day + timedelta(days=1), schedule.time)
    assert list(events_of(schedule)) == ["-1", "-2"]
    events = events_of(later)
    assert [event.follows for event in events.values()] == [f"{schedule.uid}-2", None]


def test_session_moved_into_the_next_phase_has_its_doses(workouts: list[Workout]) -> None:
    schedule = ScheduleFactory(workout=workouts[0], ends_on=MONDAY + 12 * WEEK)
    last = MONDAY + 3 * WEEK + timedelta(days=3)
    schedule.occurrence_on(last).move(last + timedelta(days=5), schedule.time)
    [change] = events_of(schedule)["-1"].changes
    assert "Glute bridge: 2 sets" in change.description


def test_days_take_turns_among_those_that_are_held(workouts: list[Workout]) -> None:
    times = WeeklyRecurrence(
        first_day=MONDAY,
        time=ScheduleFactory.build(workout=None).time,
        time_zone="Europe/Berlin",
        weekdays=("MO", "TH"),
        last_day=WeeklyRecurrence.last_of(MONDAY, 12),
        minutes=25,
    )
    Schedule.objects.plan(workouts, times)
    days = {
        number: {
            each.original_date
            for schedule in workout.schedules.with_overrides()
            for each in schedule.occurrences(MONDAY, date.max)
        }
        for number, workout in enumerate(workouts)
    }
    assert sorted(days[0] | days[1]) == times.dates()
    assert not days[0] & days[1]
    assert len(days[0]) == 8 + 8
    assert len(days[1]) == 8


def test_calendar_of_the_program_has_an_event_for_each_phase(
    client: Client, phased: Program
) -> None:
    address = f"{phased.get_absolute_url()}calendar.ics?start=2026-12-07&days=MO,TH"
    calendar = icalendar.Calendar.from_ical(client.get(address).content)
    events = {str(each["UID"]).partition("@")[0][37:]: each for each in calendar.walk("VEVENT")}
    assert list(events) == ["1-1-1", "1-1-2", "2-1-2", "1-1-3", "2-1-3"]
    assert events["1-1-1"]["RRULE"]["COUNT"] == [8]
    assert events["2-1-3"]["RRULE"]["COUNT"] == [4]


def test_pages_follow_the_phase_of_the_day(
    owner_client: Client, owner: User, phased: Program
) -> None:
    today = today_in("UTC", timezone.now())
    workout = phased.copy_for(owner, starts_on=today - 5 * WEEK)
    url = workout.get_absolute_url()
    page = owner_client.get(url).content.decode()
    assert "Week 6 of 12 · Phase 2: Hinge" in page
    assert "2 sets of 8–\u206010 reps" in page
    assert "3 sets of 8–\u206010 reps" not in page
    assert "3 sets of 8–\u206010 reps" in owner_client.get(f"{url}?phase=3").content.decode()
    assert owner_client.get(f"{url}?phase=4").status_code == 400
    assert "Week 6 of 12 · Phase 2: Hinge" in owner_client.get("/workouts/").content.decode()
    player = owner_client.get(f"{url}start/").context["plan"]
    assert [each["slug"] for each in player["exercises"]] == ["cat-cow", "bird-dog", "glute-bridge"]
    assert player["exercises"][1]["sets"] == 2
    log = owner_client.get(f"{url}log/").context["form"]
    assert [len(entry.rows) for entry in log.entries] == [1, 2, 2]
    earlier = owner_client.get(f"{url}log/?date={today - 4 * WEEK}").context["form"]
    assert [len(entry.rows) for entry in earlier.entries] == [1, 1]
    printed = owner_client.get(f"{url}log/?r=1&phase=3").context["form"]
    assert [len(entry.rows) for entry in printed.entries] == [1, 3, 3]
    builder = owner_client.get(f"{url}edit/").context["page"]
    assert [item.exercise.slug for item in builder.items] == ["cat-cow", "bird-dog", "glute-bridge"]


def test_buttons_move_the_phase_once(owner_client: Client, owner: User, phased: Program) -> None:
    today = today_in("UTC", timezone.now())
    workout = phased.copy_for(owner, starts_on=today)
    url = f"{workout.get_absolute_url()}phases/"
    assert owner_client.post(url, {"do": "back", "revision": 1}).status_code == 422
    assert owner_client.post(url, {"do": "on", "revision": 1}).status_code == 302
    assert owner_client.post(url, {"do": "on", "revision": 1}).status_code == 409
    assert Workout.objects.get(pk=workout.pk).position_on(today).phase.number == 2
    assert owner_client.post(url, {"starts_on": "nonsense", "revision": 2}).status_code == 422
    day = today + WEEK
    assert owner_client.post(url, {"starts_on": f"{day}", "revision": 2}).status_code == 302
    kept = Workout.objects.get(pk=workout.pk)
    assert (kept.phases_start, kept.phase_moves) == (day, [])
    assert "Week 1 of 12" in owner_client.get(url).content.decode()


def test_repeating_tells_when_the_planned_sessions_end_before_the_phases(
    owner_client: Client, owner: User, phased: Program
) -> None:
    today = today_in("UTC", timezone.now())
    workout = phased.copy_for(owner, starts_on=today)
    ScheduleFactory(workout=workout, starts_on=today, ends_on=today + 12 * WEEK - timedelta(days=2))
    url = f"{workout.get_absolute_url()}phases/"
    told = owner_client.post(url, {"do": "repeat", "revision": 1}, follow=True).content.decode()
    assert "The planned sessions end on" in told
    told = owner_client.post(url, {"do": "on", "revision": 2}, follow=True).content.decode()
    assert "The planned sessions end on" not in told


def test_who_plans_fewer_weeks_than_the_phases_last_is_told_and_lengthens_by_one_button(
    owner_client: Client, owner: User, phased: Program
) -> None:
    today = today_in("UTC", timezone.now())
    workout = phased.copy_for(owner, starts_on=today)
    page = f"{workout.get_absolute_url()}schedule/"
    plan = {"starts_on": f"{today}", "time": "18:00", "time_zone": "UTC", "weekdays": ["MO", "TH"]}
    plan |= {"weeks": "4", "every_weeks": "1", "duration": "35"}
    planned = owner_client.post(page, plan, follow=True)
    assert planned.redirect_chain[-1][0] == page
    for shown in (page, workout.get_absolute_url()):
        assertContains(owner_client.get(shown), "before the last phase does")
    owner_client.post(f"{page}lengthen/")
    schedule = workout.schedules.get()
    assert schedule.ends_on == today + 12 * WEEK - timedelta(days=1)
    assert schedule.revision > 1
    for shown in (page, workout.get_absolute_url()):
        assertNotContains(owner_client.get(shown), "before the last phase does")
    told = owner_client.post(f"{page}lengthen/", follow=True)
    assertContains(told, "Your sessions reach the end of the last phase.")
    assert workout.schedules.get().revision == schedule.revision


def test_lengthening_leaves_sessions_that_were_ended_long_before(
    owner: User, phased: Program
) -> None:
    today = today_in("UTC", timezone.now())
    workout = phased.copy_for(owner, starts_on=today - WEEK)
    ended = ScheduleFactory(workout=workout, starts_on=today - WEEK, ends_on=today + WEEK)
    last = ScheduleFactory(workout=workout, starts_on=today - WEEK, ends_on=today + 5 * WEEK)
    workout.lengthen_schedules(today)
    assert Schedule.objects.get(pk=ended.pk).ends_on == ended.ends_on
    assert Schedule.objects.get(pk=last.pk).ends_on == today + 11 * WEEK - timedelta(days=1)


def test_nobody_is_asked_to_plan_phases_that_the_workout_is_not_held_in(
    owner: User, workouts: list[Workout]
) -> None:
    first, second = workouts
    assert not second.is_held_on(MONDAY)
    for workout in workouts:
        ScheduleFactory(workout=workout, starts_on=MONDAY, ends_on=MONDAY + 6 * WEEK)
    first.phases = [*first.phases[:-1], first.phases[-1] | {"is_held": False}]
    assert first.early_end(MONDAY) is None
    assert second.early_end(MONDAY) is not None


def test_program_is_added_from_the_day_asked_for(
    owner_client: Client, owner: User, phased: Program, other_client: Client
) -> None:
    response = owner_client.post(f"{phased.get_absolute_url()}add/", {"starts_on": "2027-02-01"})
    workout = Workout.objects.get(uuid=UUID(response["Location"].split("/")[2]))
    assert workout.phases_start == date(2027, 2, 1)
    other_client.post(f"{phased.get_absolute_url()}add/")
    start = Workout.objects.exclude(owner=owner).values_list("phases_start", flat=True)[0]
    assert start is not None
    assert start.weekday() in (0, 2, 4)


def test_somebody_else_meets_no_phases(other_client: Client, workouts: list[Workout]) -> None:
    assert other_client.get(f"{workouts[0].get_absolute_url()}phases/").status_code == 404
    assert other_client.post(f"{workouts[0].get_absolute_url()}phases/").status_code == 404


def test_phases_are_exported_and_read_back(
    owner_client: Client, other_client: Client, workouts: list[Workout], other: User
) -> None:
    move_phase(workouts[0], "on", MONDAY + 2 * WEEK)
    exported = owner_client.get("/workouts/export.json").content
    first, second = json.loads(exported)["workouts"]
    assert first["phases"][2] == {
        "name": "Load",
        "weeks": 4,
        "goal": "Lift something that is heavier than it looks.",
    }
    assert first["phase_moves"] == [{"day": "2026-12-21", "week": 5}]
    assert first["program_copy"] == second["program_copy"] == 1
    file = SimpleUploadedFile("workouts.json", exported)
    other_client.post("/workouts/import/", {"file": file})
    assert other_client.get("/workouts/export.json").content == exported
    copies = Workout.objects.owned_by(other)
    assert {each.program_copy for each in copies} & {workouts[0].program_copy, None} == set()
    assert not copies.get(title=second["title"]).is_held_on(MONDAY)
    for broken in (
        exported.replace(b'"phase": 3', b'"phase": 4'),
        exported.replace(b"-12-21", b"-13-21"),
    ):
        file = SimpleUploadedFile("workouts.json", broken)
        response = other_client.post("/workouts/import/", {"file": file})
        assert response.status_code == 422
    assert "this is not a date" in response.content.decode()


def test_sheet_has_the_rows_of_its_phase_and_tells_it(phased: Program, owner: User) -> None:
    workout = phased.copy_for(owner, starts_on=MONDAY)
    loaded = Workout.objects.for_sheet().with_frequency().get(pk=workout.pk)
    source = SheetSource.of_workout(loaded, MONDAY + 9 * WEEK)
    assert source.usual_phase == 3
    sheet = source.in_phases(3)
    assert sheet.subtitle == "Phase 3: Load (weeks 9–\u206012), About 25 minutes"
    usual = SheetForm.defaults(paper="a4", phase="3")
    form = SheetForm(QueryDict(urlencode(usual)), phases=source.phases)
    assert form.is_valid()
    printed = source.sheet(form)
    assert printed.url.endswith("?r=1&phase=3")
    poster = replace(printed, options=replace(printed.options, layout="poster"))
    assert '<p class="phase">Phase 3: Load (weeks 9–\u206012)</p>' in sheet_html(poster)
    assert [item.prescription for item in printed.items][1:] == [
        "3 sets of 10 reps",
        "3 sets of 8–\u206010 reps",
    ]
    whole = SheetSource.of_program(Program.objects.for_sheet().get(pk=phased.pk)).in_phases(None)
    assert [plan.title for plan in whole.plans][:2] == [
        "Weeks 1–\u20604: Control, Day A",
        "Weeks 5–\u20608: Hinge, Day A",
    ]
    assert list(whole.sessions) == [3, 2, 2, 2, 2]


def test_builder_adds_to_the_phase_that_is_shown(
    owner_client: Client, owner: User, phased: Program
) -> None:
    workout = phased.copy_for(owner, starts_on=MONDAY)
    url = f"{workout.get_absolute_url()}edit/"
    item = workout.items.get(phase=None)
    owner_client.post(url, {"do": "add.superman", "phase": "2", "revision": "1"})
    assert workout.items.get(exercise__slug="superman").phase == 2
    owner_client.post(url, {"do": f"phase.{item.pk}.3", "revision": "2"})
    owner_client.post(url, {"do": f"phase.{item.pk}.9", "revision": "3"})
    item.refresh_from_db()
    assert item.phase == 3
    workout.refresh_from_db()
    assert workout.revision == 3
    for control in workout.items.filter(phase=1):
        data = {"do": f"phase.{control.pk}.2", "revision": f"{workout.revision}"}
        owner_client.post(url, data)
    workout.refresh_from_db()
    assert not workout.is_held_on(MONDAY)


def test_editor_changes_phases_in_the_administration(
    editor_client: Client, phased: Program
) -> None:
    page = f"/admin/programs/program/{phased.pk}/change/"
    data = form_of(editor_client.get(page)) | {"phases-0-weeks": "2", "days-0-items-1-phase": "2"}
    editor_client.post(page, data)
    phased.refresh_from_db()
    changed = Program.objects.with_items().get(pk=phased.pk)
    assert changed.numbered_phases()[0].weeks_label == "Weeks 1–\u20602"
    assert changed.status == Status.PUBLISHED
    assert changed.plans[0].plan_items()[1].phase == 2
    data = form_of(editor_client.get(page)) | {"days-0-items-1-phase": "7"}
    editor_client.post(page, data)
    phased.refresh_from_db()
    assert phased.status == Status.DRAFT


def test_spreadsheet_of_programs_carries_phases(phased: Program) -> None:
    resource = ProgramResource()
    rows = resource.export(Program.objects.filter(pk=phased.pk))
    assert json.loads(rows["phases"][0].splitlines()[0])["name"] == "Control"
    phased.phases.filter(name="Load").update(weeks=9)
    result = resource.import_data(rows, raise_errors=True)
    assert not result.has_errors()
    assert list(phased.phases.values_list("weeks", flat=True)) == [4, 4, 4]
    del rows["phases"]
    resource.import_data(rows, raise_errors=True)
    assert phased.phases.count() == 3
