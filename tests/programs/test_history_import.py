"""A history from another app: what is shown before it is stored, what is stored, and the way back."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from exercises.models import Exercise
from programs.logs import history_import
from programs.logs.imported_sets import insert_sets
from programs.models import ImportedHistory, OwnExercise, SetLog, WorkoutLog
from tests.factories import SetLogFactory, WorkoutLogFactory
from tests.pages import hidden_fields_of
from tests.programs.test_history_readers import (
    ALL,
    FITNOTES,
    HEVY,
    LIFTOSAUR,
    STRONG_IOS,
    STRONG_SEMICOLON,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/workouts/history/import/"
SIMPLE = "Date,Exercise,Weight (kg),Reps\n2026-04-06,Deadlift,60,5\n2026-04-06,Bird-Dog,,8\n"


def upload(client: Client, text: str | bytes, name: str = "mine.csv") -> HttpResponse:
    content = text.encode() if isinstance(text, str) else text
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)}, follow=True)


def confirm(client: Client, response: HttpResponse, **answers: Any) -> HttpResponse:
    """Confirm what the preview shows, with its defaults but these answers."""
    page = response.redirect_chain[-1][0]
    fields = {
        name: field.initial for name, field in response.context["form"].fields.items() if field
    }
    data = {name: value for name, value in fields.items() if value not in (None, "")}
    hidden = hidden_fields_of(response, page)
    zone = {"time_zone": "Europe/Berlin"}
    return client.post(page, {**hidden, **data, **zone, "do": "confirm", **answers}, follow=True)


def bring(client: Client, text: str | bytes, **answers: Any) -> HttpResponse:
    return confirm(client, upload(client, text), **answers)


def undo(client: Client, response: HttpResponse) -> HttpResponse:
    address = f"{ADDRESS}{response.context['imported'].uuid}/undo/"
    return client.post(address, hidden_fields_of(response, "", address), follow=True)


def everything(user: User) -> list[Any]:
    return [
        *SetLog.objects.filter(log__owner=user).order_by("pk").values(),
        *WorkoutLog.objects.filter(owner=user).order_by("pk").values(),
        *OwnExercise.objects.filter(owner=user).order_by("pk").values(),
    ]


@pytest.mark.parametrize("text", ALL)
def test_nothing_is_stored_before_it_is_confirmed_and_all_of_it_after(
    text: str, owner: User, owner_client: Client
) -> None:
    preview = upload(owner_client, text)
    assertContains(preview, "Nothing is stored yet.")
    assertNotContains(preview, 'type="file"')
    assert everything(owner) == []
    history = confirm(owner_client, preview)
    row = ImportedHistory.objects.get()
    assertRedirects(history, f"/workouts/history/?import={row.uuid}")
    assertContains(history, "Undo")
    assert SetLog.objects.count() == row.set_count == preview.context["plan"].history.set_count
    assert row.content is None


@pytest.mark.parametrize("text", ALL)
def test_same_file_again_changes_nothing(text: str, owner: User, owner_client: Client) -> None:
    bring(owner_client, text)
    before = everything(owner)
    again = upload(owner_client, text)
    assertContains(again, "Nothing in it is new here.")
    assertContains(confirm(owner_client, again), "nothing was added")
    assert everything(owner) == before


def test_confirm_is_the_first_button_of_the_preview(owner_client: Client) -> None:
    page = upload(owner_client, STRONG_IOS).content.decode().partition("<h1>")[2]
    assert re.findall(r"<button[^>]*>([^<]*)", page)[0] == "Confirm"


def test_preview_says_what_is_unknown_and_what_is_left_out(owner_client: Client) -> None:
    preview = upload(
        owner_client, STRONG_SEMICOLON + '"7";"x";"";"";"Row";"1";"";"5";"";"";"";"";""\n'
    )
    assertContains(preview, "Line 4: A rest timer is no set.")
    assertContains(preview, "Line 8: “x” is not a date.")
    assertContains(preview, "Strong: 1 session in the file (4 sets in all).")


def test_names_are_matched_and_unknown_ones_become_own_exercises(
    owner: User, owner_client: Client
) -> None:
    text = SIMPLE + "2026-04-06,Сурикат,,8\n2026-04-06,Мостик,,8\n"
    bring(owner_client, text)
    by_name = {each.name: each for each in SetLog.objects.select_related("exercise")}
    assert by_name["Deadlift"].exercise.slug == "deadlift"
    assert by_name["Bird-Dog"].exercise.slug == "bird-dog"
    assert {each.name for each in OwnExercise.objects.filter(owner=owner)} == {"Сурикат", "Мостик"}


def test_ambiguous_name_is_asked_once_and_remembered(owner_client: Client) -> None:
    name = "Deadlift (Heavy Chain)"
    preview = upload(owner_client, SIMPLE.replace("Deadlift", name))
    (field,) = preview.context["form"].name_fields
    assert (field.label, field.initial) == (name, "deadlift")
    confirm(owner_client, preview, **{field.name: "new"})
    assert SetLog.objects.get(name=name).own_exercise.name == name
    later = SIMPLE.replace("Deadlift", name).replace("2026-04-06", "2026-04-13")
    assert upload(owner_client, later).context["form"].name_fields == []


def test_page_shows_the_files_name_beside_the_matched_one(owner_client: Client) -> None:
    bring(owner_client, SIMPLE.replace("Deadlift", "Deadlift (Barbell)"))
    page = owner_client.get(WorkoutLog.objects.get().get_absolute_url())
    assertContains(page, ">Deadlift</a>")
    assertContains(page, "In the file: Deadlift (Barbell)")


def test_longer_file_adds_only_what_is_new(owner_client: Client) -> None:
    bring(owner_client, SIMPLE)
    first = set(SetLog.objects.values_list("pk", flat=True))
    bring(owner_client, SIMPLE + "2026-04-06,Deadlift,70,5\n2026-04-07,Deadlift,60,5\n")
    assert WorkoutLog.objects.count() == 2
    assert first < set(SetLog.objects.values_list("pk", flat=True))
    assert SetLog.objects.count() == 4


def test_undo_takes_all_away_but_what_was_changed_since(owner: User, owner_client: Client) -> None:
    response = bring(owner_client, SIMPLE + "2026-04-07,Сурикат,,5\n")
    changed = WorkoutLog.objects.get(date=date(2026, 4, 6))
    changed.rewrite(list(changed.sets.all()), timezone.now(), note="Mine")
    told = undo(owner_client, response)
    assertContains(told, "1 session that you changed since stays.")
    assert [each.note for each in WorkoutLog.objects.all()] == ["Mine"]
    assert SetLog.objects.count() == 2
    assert not OwnExercise.objects.exists()
    bring(owner_client, SIMPLE + "2026-04-07,Сурикат,,5\n")
    assert WorkoutLog.objects.count() == 2


def test_undo_of_a_longer_file_leaves_the_first_import(owner: User, owner_client: Client) -> None:
    bring(owner_client, SIMPLE)
    before = everything(owner)
    undo(owner_client, bring(owner_client, SIMPLE + "2026-04-06,Deadlift,70,5\n"))
    assert everything(owner) == before


def test_undo_is_possible_for_30_days(owner_client: Client) -> None:
    response = bring(owner_client, SIMPLE)
    address = f"{ADDRESS}{response.context['imported'].uuid}/undo/"
    assertContains(owner_client.get(ADDRESS), "mine.csv")
    ImportedHistory.objects.update(confirmed_at=timezone.now() - timedelta(days=31))
    assertNotContains(owner_client.get(ADDRESS), "mine.csv")
    assert owner_client.post(address).status_code == 404
    assert WorkoutLog.objects.exists()


def test_times_are_those_of_the_zone_and_no_session_seems_unfinished(owner_client: Client) -> None:
    bring(owner_client, STRONG_IOS)
    early, late = WorkoutLog.objects.order_by("started_at")
    assert early.started_at == datetime(2026, 4, 6, 5, 15, 2, tzinfo=UTC)
    assert early.finished_at - early.started_at == timedelta(minutes=48)
    assert (early.date, late.time_zone) == (date(2026, 4, 6), "Europe/Berlin")
    assert not WorkoutLog.objects.unfinished().exists()


def test_unit_is_asked_where_the_file_does_not_tell(owner_client: Client) -> None:
    preview = upload(owner_client, STRONG_IOS)
    assertContains(preview, "Its heaviest set is 62.5")
    confirm(owner_client, preview, unit="lb")
    assert SetLog.objects.get(reps=6).load_kg == Decimal("28.350")
    assert "unit" not in upload(owner_client, LIFTOSAUR).context["form"].fields


def test_sessions_of_the_same_minute_are_flagged_and_can_be_left_out(owner_client: Client) -> None:
    bring(owner_client, STRONG_IOS)
    preview = upload(owner_client, HEVY)
    assertContains(preview, "begin within a minute of another one")
    confirm(owner_client, preview, leave_out_overlaps="on")
    assert WorkoutLog.objects.count() == 3


def test_columns_are_asked_and_remembered(owner_client: Client) -> None:
    text = "Lift;Quando;n\nDeadlift;2026-04-06;8\n"
    preview = upload(owner_client, text)
    assertContains(preview, "Say which column is what")
    assert confirm(owner_client, preview).status_code == 422
    answers = {"column-exercise": "0", "column-date": "1", "column-reps": "2"}
    confirm(owner_client, preview, **answers)
    assert SetLog.objects.get().reps == 8
    again = upload(owner_client, text.replace("04-06", "04-07"))
    assert not again.context["plan"].history.missing_roles


def test_deleted_session_does_not_come_back_with_the_next_file(owner_client: Client) -> None:
    bring(owner_client, SIMPLE)
    WorkoutLog.objects.get().delete_and_reopen(timezone.now())
    assertContains(upload(owner_client, SIMPLE), "You deleted this session here.")


def test_session_to_come_is_left_out(owner_client: Client) -> None:
    preview = upload(owner_client, SIMPLE.replace("2026", "2099"))
    assertContains(preview, "This day is still to come.")


def test_hostile_cells_are_text(owner_client: Client) -> None:
    name = "<script>alert(1)</script>"
    cell = '=HYPERLINK("http://x")'
    text = f'Date,Exercise,Reps,Notes\n2026-04-06,{name},5,"{cell.replace(chr(34), chr(34) * 2)}"\n'
    preview = upload(owner_client, text)
    assertNotContains(preview, name)
    confirm(owner_client, preview)
    assertNotContains(owner_client.get(WorkoutLog.objects.get().get_absolute_url()), name)
    assert SetLog.objects.get().note == cell
    exported = owner_client.get("/workouts/history/export.csv").content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(exported)))["note"] == f"'{cell}"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"a\0b", b'a,b\n"c', b"{}"])
def test_unreadable_file_is_told_and_not_kept(content: bytes, owner_client: Client) -> None:
    response = upload(owner_client, content)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not ImportedHistory.objects.exists()


def rich_history(owner: User) -> None:
    """Sessions with all that can be in them."""
    own = OwnExercise.objects.create(owner=owner, name="Сурикат")
    log = WorkoutLogFactory(owner=owner, workout=None, title="=Back", note="Two\nlines", effort=7)
    SetLogFactory(log=log, load_kg="62.5", effort="8.5", note="'=x", at=timezone.now(), side="left")
    SetLogFactory(log=log, exercise=None, own_exercise=own, name="Cat", reps=None, seconds=45)
    SetLogFactory(log=log, exercise=None, name="By name", kind="drop", band="red")
    SetLogFactory(log=log, position=0, number=1, assistance_kg="20", distance_m="400.25", words="")
    now = timezone.now()
    WorkoutLogFactory(
        owner=owner, workout=None, started_at=now - timedelta(hours=1), finished_at=now,
        time_zone="Europe/Berlin", date=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["export.csv", "export.json"])
def test_export_comes_back_exactly(
    name: str, owner: User, owner_client: Client, other_client: Client
) -> None:
    rich_history(owner)
    WorkoutLog.objects.filter(date__gt=timezone.localdate()).update(date=date(2026, 4, 6))
    bring(owner_client, FITNOTES)
    exported = owner_client.get(f"/workouts/history/{name}").content
    bring(other_client, exported)
    assert other_client.get(f"/workouts/history/{name}").content == exported
    before = everything(owner)
    bring(owner_client, exported)
    assert everything(owner) == before


def test_documented_example_can_be_imported(owner_client: Client) -> None:
    text = (Path(settings.BASE_DIR) / "docs" / "history.md").read_text("utf-8")
    bring(owner_client, text.split("```json\n")[1].split("```")[0])
    assert [each.name for each in SetLog.objects.all()] == ["Deadlift", "Side plank"]
    assert json.loads(owner_client.get("/workouts/history/export.json").content)["sessions"]


def test_name_in_another_language_is_known_and_others_stay_distinct(owner_client: Client) -> None:
    Exercise.objects.filter(slug="bird-dog").update(aliases=["Птица-собака", "Quadruped reach"])
    names = ["птица-собака", "Quadruped Reach", "Сурикат", "Мостик", "Собака мордой вниз"]
    rows = [f"2026-04-06,{name},,8\n" for name in names]
    preview = upload(owner_client, SIMPLE + "".join(rows))
    known = {each.name: each.target_name for each in preview.context["plan"].known_names}
    assert known["птица-собака"] == known["Quadruped Reach"] == "Bird-dog"
    confirm(owner_client, preview)
    assert {each.name for each in OwnExercise.objects.all()} == set(names[2:])
    own = SetLog.objects.filter(own_exercise__isnull=False)
    assert {(each.name, each.own_exercise.name) for each in own} == {(n, n) for n in names[2:]}


def test_pounds_of_the_file_come_back_as_they_were(owner: User, owner_client: Client) -> None:
    bring(owner_client, FITNOTES.replace("Row", "Deadlift"))
    User.objects.filter(pk=owner.pk).update(units="lb")
    page = owner_client.get(WorkoutLog.objects.get().get_absolute_url())
    assertContains(page, "130\u00a0lb")


def test_order_of_day_and_month_is_asked_where_no_date_tells(owner_client: Client) -> None:
    text = SIMPLE.replace("2026-04-06", "3/4/2026")
    preview = upload(owner_client, text)
    assertContains(preview, "Dates such as 3/4/2026")
    confirm(owner_client, preview, day_first="0")
    assert WorkoutLog.objects.get().date == date(2026, 3, 4)


def test_zone_is_that_of_ones_last_import(owner_client: Client) -> None:
    assert upload(owner_client, STRONG_IOS).context["form"]["time_zone"].value() == "UTC"
    bring(owner_client, STRONG_IOS)
    again = upload(owner_client, HEVY).context["form"]
    assert again["time_zone"].value() == "Europe/Berlin"


def test_import_that_fails_stores_nothing_and_can_be_confirmed_again(
    owner: User, owner_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(rows: Iterable[Any], tell: Callable[[int], None]) -> None:
        insert_sets(rows, tell)
        raise ConnectionError

    preview = upload(owner_client, SIMPLE + "2026-04-06,Сурикат,,8\n")
    with monkeypatch.context() as patch:
        patch.setattr(history_import, "insert_sets", fail)
        with pytest.raises(ConnectionError):
            confirm(owner_client, preview)
    assert everything(owner) == []
    assert ImportedHistory.objects.get().told_progress == (0, 0)
    confirm(owner_client, preview)
    assert SetLog.objects.count() == 3


def test_progress_is_told_to_the_owner_alone(owner_client: Client, other_client: Client) -> None:
    page = upload(owner_client, SIMPLE).redirect_chain[-1][0]
    row = ImportedHistory.objects.get()
    address = f"{page}progress.json"
    assert owner_client.get(address).json() == {"done": 0, "total": 0}
    with row.progress(50) as tell:
        tell(20)
        assert owner_client.get(address).json() == {"done": 20, "total": 50}
        assert other_client.get(address).status_code == 404
    assert owner_client.get(address).json() == {"done": 0, "total": 0}


def test_many_sets_are_announced_as_taking_a_while(
    owner_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "So many sets take some seconds to store."
    assertNotContains(upload(owner_client, SIMPLE), words)
    monkeypatch.setattr(history_import, "MANY_SETS", 2)
    assertContains(upload(owner_client, SIMPLE), words)


def test_history_and_progress_show_it_at_its_own_day(owner_client: Client) -> None:
    day = date(2026, 4, 6)
    bring(owner_client, SIMPLE + "2026-04-13,Deadlift,70,5\n")
    history = owner_client.get("/workouts/history/")
    assertContains(history, '<time datetime="2026-04-06">')
    progress = owner_client.get("/workouts/progress/deadlift/?weeks=all")
    for each in (day, date(2026, 4, 13)):
        assertContains(progress, date_format(each))
    assertContains(progress, "70\u00a0kg")
    for session in WorkoutLog.objects.all():
        assertNotContains(owner_client.get(session.get_absolute_url()), "New best")


def test_samples_of_every_format_come_back_from_an_export(
    owner_client: Client, other_client: Client
) -> None:
    for path in sorted((Path(__file__).parent / "histories").iterdir()):
        bring(owner_client, path.read_bytes())
    for name in ("export.json", "export.csv"):
        exported = owner_client.get(f"/workouts/history/{name}").content
        bring(other_client, exported)
        assert other_client.get(f"/workouts/history/{name}").content == exported


def test_other_people_see_nothing_of_an_import(owner_client: Client, other_client: Client) -> None:
    page = upload(owner_client, SIMPLE).redirect_chain[-1][0]
    assert other_client.get(page).status_code == 404
    assert other_client.post(page, {"do": "confirm"}).status_code == 404
    assert other_client.post(f"{page}undo/").status_code == 404
