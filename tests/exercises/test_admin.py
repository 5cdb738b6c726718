"""The catalogue's admin: who may do what, what is remembered, previewed, imported and exported."""

from __future__ import annotations

import json
import os
import time
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.admin.sites import site
from django.contrib.auth.models import Group
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from backfit.accounts.permissions import EDITOR_PERMISSIONS, EDITORS_GROUP
from exercises.admin.diff import mark_changes
from exercises.admin.figure import parsed, pretty
from exercises.admin.import_export.pages import PendingImportStorage
from exercises.content.catalogue import ExerciseLoader
from exercises.models import (
    BodyPart,
    Condition,
    Equipment,
    Exercise,
    Guide,
    Muscle,
    Product,
    Review,
    Shop,
    Status,
    Stock,
)
from programs.models import Program, Recommendation
from tests.factories import (
    ExerciseFactory,
    ProgramDayFactory,
    ProgramFactory,
    ProgramItemFactory,
    WorkoutItemFactory,
)
from tests.forms import form_of

pytestmark = pytest.mark.django_db

LIST = "/admin/exercises/exercise/"
PREVIEW = "/admin/exercises/exercise/figure-preview/"
FORMATS = {"csv": "0", "xlsx": "1", "json": "2"}
FIGURE = {
    "view": "side",
    "frames": [
        {
            "alt": "Standing.",
            "anchor": {"near_foot": [0, 0]},
            "spine": [90, 90, 90],
            "arms": {"angles": [-90, -90]},
            "legs": {"angles": [-90, -90]},
        }
    ],
}


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Files that wait to be imported are the test's own."""
    monkeypatch.setattr(PendingImportStorage, "files", FileSystemStorage(tmp_path))


def page(exercise: Exercise, what: str = "change") -> str:
    return f"{LIST}{exercise.pk}/{what}/"


def save(client: Client, exercise: Exercise, **changes: Any) -> None:
    """Change the exercise through its form, as a browser does."""
    data = form_of(client.get(page(exercise))) | changes
    response = client.post(page(exercise), data)
    assert response.context is None, response.context["adminform"].form.errors
    assertRedirects(response, LIST)


# --- Who may do what -------------------------------------------------------------------------------


def test_group_editor_edits_the_catalogue_and_programs_and_nothing_else(
    group_editor_client: Client,
) -> None:
    shown = group_editor_client.get("/admin/").context["app_list"]
    names = {model["object_name"] for app in shown for model in app["models"]}
    assert names == {
        *("BodyPart", "Condition", "Equipment", "Exercise", "Guide", "Muscle", "Program"),
        "Recommendation",
        *("Product", "Review", "Shop", "Stock"),
    }


@pytest.mark.parametrize(
    "address",
    [
        "/admin/backfit/user/",
        "/admin/backfit/user/add/",
        "/admin/auth/group/",
        "/admin/account/emailaddress/",
        "/admin/autocomplete/?app_label=admin&model_name=logentry&field_name=user&term=o",
    ],
)
def test_group_editor_sees_no_people(group_editor_client: Client, address: str) -> None:
    assert group_editor_client.get(address).status_code in (403, 404)


def test_group_editor_sees_no_account_of_a_person(group_editor_client: Client, owner: User) -> None:
    assert group_editor_client.get(f"/admin/backfit/user/{owner.pk}/change/").status_code == 403


def test_group_editor_writes_and_publishes(
    client: Client, group_editor_client: Client, group_editor: User
) -> None:
    draft = ExerciseFactory(status=Status.DRAFT)
    draft.primary_muscles.set(Muscle.objects.filter(slug="latissimus-dorsi"))
    save(group_editor_client, draft, summary="Better.", status=Status.PUBLISHED)
    assertContains(client.get(draft.get_absolute_url()), "Better.")
    assert draft.history.first().history_user == group_editor


def test_rights_are_made_once(django_assert_num_queries: Any) -> None:
    group = Group.objects.get(name=EDITORS_GROUP)
    wanted = {
        f"{right}_{model}"
        for models in EDITOR_PERMISSIONS.values()
        for model, rights in models.items()
        for right in rights
    }
    assert set(group.permissions.values_list("codename", flat=True)) == wanted
    group.permissions.remove(group.permissions.get(codename="change_exercise"))
    emit_post_migrate_signal(0, False, "default")
    emit_post_migrate_signal(0, False, "default")
    assert set(group.permissions.values_list("codename", flat=True)) == wanted


def deletable(client: Client, row: Any) -> bool:
    meta = row._meta
    address = f"/admin/{meta.app_label}/{meta.model_name}/{row.pk}/delete/"
    client.post(address, {"post": "yes"})
    return not type(row).objects.filter(pk=row.pk).exists()


def test_only_own_unused_drafts_are_deleted(group_editor_client: Client, owner: User) -> None:
    used_by_program = ProgramItemFactory(exercise__status=Status.DRAFT).exercise
    used_by_person = WorkoutItemFactory(workout__owner=owner, exercise__status=Status.DRAFT)
    shipped = Exercise.objects.get(slug="superman")
    shipped.status = Status.DRAFT
    shipped.save()
    assert not deletable(group_editor_client, ExerciseFactory())
    assert not deletable(group_editor_client, used_by_program)
    assert not deletable(group_editor_client, used_by_person.exercise)
    assert not deletable(group_editor_client, shipped)
    assert not deletable(group_editor_client, Muscle.objects.first())
    assert deletable(group_editor_client, ExerciseFactory(status=Status.DRAFT))


def test_refusing_to_delete_many_tells_why_and_nothing_of_people(
    group_editor_client: Client, owner: User
) -> None:
    item = WorkoutItemFactory(workout__owner=owner, exercise__status=Status.DRAFT)
    rows = [item.exercise, ExerciseFactory(name="Public one")]
    data = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    response = group_editor_client.post(LIST, data)
    assertContains(response, "is used in programs or in people’s workouts")
    assertContains(response, "Public one is published: unpublish it first")
    assertNotContains(response, item.prescription_label)
    group_editor_client.post(LIST, data | {"post": "yes"})
    assert Exercise.objects.filter(pk__in=[row.pk for row in rows]).count() == 2


# --- Drafts and publishing -------------------------------------------------------------------------


def test_draft_is_previewed_as_the_public_will_see_it(
    client: Client, group_editor_client: Client
) -> None:
    draft = ExerciseFactory(status=Status.DRAFT)
    form = group_editor_client.get(page(draft))
    assertContains(form, ">Preview</a>")
    assertNotContains(form, "View on site")
    seen = group_editor_client.get(form.context["absolute_url"], follow=True)
    assertContains(seen, f"<h1>{draft.name}</h1>")
    assertContains(seen, "Draft: only staff see this page")
    assert client.get(draft.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("action", "before", "after", "word"),
    [
        ("publish", Status.DRAFT, Status.PUBLISHED, "Published."),
        ("unpublish", Status.PUBLISHED, Status.DRAFT, "Unpublished."),
    ],
)
def test_bulk_status_says_who_did_it_for_each_row(
    group_editor_client: Client, group_editor: User, action: str, before: str, after: str, word: str
) -> None:
    changing = ExerciseFactory.create_batch(2, status=before)
    already = ExerciseFactory(status=after)
    rows = [*changing, already]
    group_editor_client.post(LIST, {"action": action, "_selected_action": [row.pk for row in rows]})
    for row in changing:
        row.refresh_from_db()
        assert row.status == after
        record = row.history.first()
        assert (record.history_user, record.history_change_reason) == (group_editor, word)
        entry = LogEntry.objects.get(object_id=str(row.pk), user=group_editor)
        assert entry.get_change_message() == word
    assert not LogEntry.objects.filter(object_id=str(already.pk)).exists()


# --- History ---------------------------------------------------------------------------------------


def test_history_shows_who_changed_what(group_editor_client: Client) -> None:
    exercise = Exercise.objects.get(slug="superman")
    muscle = Muscle.objects.get(slug="calf-group")
    save(
        group_editor_client,
        exercise,
        summary="Quite new.",
        secondary_muscles=[muscle.pk],
        kind="mobility",
    )
    history = group_editor_client.get(page(exercise, "history"))
    assertContains(history, "Gwen")
    assertContains(history, "As it was before its first change")
    newest, loaded = history.context["changes"]
    shown = {difference.label: difference.html for difference in newest.differences}
    assert set(shown) == {"Summary", "Kind", "Secondary muscles"}
    assert "<ins>Calves</ins>" in shown["Secondary muscles"]
    assert shown["Kind"] == "<del>Strength</del><ins>Mobility</ins>"
    assert loaded.record.history_user is None
    assert loaded.record.summary != "Quite new."


def test_history_compares_lists_line_by_line(group_editor_client: Client) -> None:
    exercise = Exercise.objects.get(slug="superman")
    first, second, *_ = exercise.cues
    save(group_editor_client, exercise, cues=f"{first}\n{second}ly\nOnce more")
    newest = group_editor_client.get(page(exercise, "history")).context["changes"][0]
    (cues,) = newest.differences
    assert f"<span>{escape(first)}</span>\n<del>{escape(second)}</del>\n" in cues.html
    assert f"<ins>{escape(second)}ly</ins>\n" in cues.html


def test_history_has_one_record_a_save_and_none_for_a_save_without_a_change(
    group_editor_client: Client,
) -> None:
    exercise = Exercise.objects.get(slug="deadlift")
    save(group_editor_client, exercise)
    assert not exercise.history.exists()
    save(group_editor_client, exercise, summary="Lift the bar.")
    save(group_editor_client, exercise, summary="Lift it well.")
    summaries = list(exercise.history.values_list("summary", flat=True))
    assert summaries == ["Lift it well.", "Lift the bar.", summaries[-1]]


def test_saving_a_form_untouched_is_no_edit(group_editor_client: Client) -> None:
    """Line ends, figures and order come back as they were: the next release may still update the row."""
    for exercise in Exercise.objects.filter(slug__in=["deadlift", "bird-dog"]):
        save(group_editor_client, exercise)
    rows = {row.slug: row for row in ExerciseLoader().rows()}
    for slug in ("deadlift", "bird-dog"):
        assert ExerciseLoader().read(rows[slug]).digest() == rows[slug].content_digest


def test_history_of_a_changed_joint_is_told_in_words(group_editor_client: Client) -> None:
    exercise = Exercise.objects.get(slug="deadlift")
    save(group_editor_client, exercise, **{"joints-0-position": "all but locked"})
    newest = group_editor_client.get(page(exercise, "history")).context["changes"][0]
    (difference,) = newest.differences
    assert difference.label == "Joints"
    assert "<ins>Knee: all but locked (working: Quadriceps)</ins>" in difference.html


def test_content_loads_without_history_and_a_second_time_without_a_write() -> None:
    assert not Exercise.history.exists()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        call_command("load_content", verbosity=0)
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def test_what_is_saved_elsewhere_is_remembered_too(group_editor: User) -> None:
    exercise = Exercise.objects.get(slug="superman")
    exercise.summary = "From a script."
    exercise.save()
    record = exercise.history.get()
    assert record.summary == "From a script."
    assert record.history_relations["Primary muscles"]


def test_texts_are_escaped_where_differences_are_marked() -> None:
    assert mark_changes("a", "a<b>") == "<span>a</span><ins>&lt;b&gt;</ins>"


# --- Figures ---------------------------------------------------------------------------------------


def test_preview_draws_the_frames(group_editor_client: Client) -> None:
    response = group_editor_client.post(PREVIEW, {"figure": json.dumps(FIGURE)})
    assertContains(response, "<svg", count=1)
    assertContains(response, "<p>Standing.</p>")
    assert b"style=" not in response.content


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "This is not JSON yet: see line 1, column 2"),
        ("[" * 100_000, "This is not JSON that we can read."),
        ("7", "The figure must be a table."),
        (json.dumps(FIGURE | {"view": "top"}), "view must be one of side, front, back."),
        ('{"view": "<script>"}', "view must be one of side, front, back."),
        ('{"<script>": 1}', "&lt;script&gt;&quot; is not a known key"),
        ("", "No figure yet."),
    ],
)
def test_preview_says_what_is_wrong(group_editor_client: Client, text: str, sentence: str) -> None:
    assertContains(group_editor_client.post(PREVIEW, {"figure": text}), sentence)


def test_preview_is_for_editors_alone(
    client: Client, owner_client: Client, group_editor_client: Client, other: User
) -> None:
    for visitor in (client, owner_client):
        assert visitor.post(PREVIEW, {"figure": "{}"}).status_code == 302
    other.is_staff = True
    other.save()
    helper = Client()
    helper.force_login(other)
    assert helper.post(PREVIEW, {"figure": "{}"}).status_code == 403
    assert group_editor_client.get(PREVIEW).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(other)
    assert strict.post(PREVIEW, {"figure": "{}"}).status_code == 403


def test_form_shows_the_saved_frames_and_readable_json(group_editor_client: Client) -> None:
    response = group_editor_client.get(page(Exercise.objects.get(slug="deadlift")))
    assertContains(response, "standing tall, hips and knees straight")
    assertContains(response, '<ol class="figure-frames">')
    assertContains(response, "&quot;anchor&quot;: {&quot;hip&quot;: [-17, 30.5]},\n")


def test_broken_figure_comes_back_as_it_was_typed(group_editor_client: Client) -> None:
    exercise = Exercise.objects.get(slug="deadlift")
    data = form_of(group_editor_client.get(page(exercise))) | {"figure": '{"view": '}
    response = group_editor_client.post(page(exercise), data)
    assertContains(response, "This is not JSON yet")
    assertContains(response, ">\n{&quot;view&quot;: </textarea>")


def test_figure_can_be_taken_away(group_editor_client: Client) -> None:
    exercise = Exercise.objects.get(slug="deadlift")
    save(group_editor_client, exercise, figure="")
    exercise.refresh_from_db()
    assert exercise.figure == {}


@pytest.mark.parametrize("slug", ["deadlift", "bird-dog", "pull-up"])
def test_pretty_json_reads_back_as_itself(slug: str) -> None:
    figure = Exercise.objects.get(slug=slug).figure
    assert parsed(pretty(figure)) == figure
    assert max(map(len, pretty(figure).splitlines())) < 400


# --- Import and export -----------------------------------------------------------------------------

EXCHANGED = [
    ("exercises", "exercise", Exercise),
    ("exercises", "equipment", Equipment),
    ("exercises", "condition", Condition),
    ("exercises", "muscle", Muscle),
    ("exercises", "guide", Guide),
    ("programs", "program", Program),
    ("programs", "recommendation", Recommendation),
]


def exported(client: Client, app: str, model: str, kind: str) -> bytes:
    response = client.post(f"/admin/{app}/{model}/export/", {"format": FORMATS[kind]})
    assert response["Content-Disposition"].startswith("attachment")
    return response.content


def dry_run(client: Client, app: str, model: str, kind: str, content: bytes) -> Any:
    file = SimpleUploadedFile(f"new.{kind}", content)
    data = {"format": FORMATS[kind], "import_file": file, "resource": "0"}
    return client.post(f"/admin/{app}/{model}/import/", data)


def confirm(client: Client, app: str, model: str, answer: Any) -> Any:
    data = answer.context["confirm_form"].initial
    return client.post(f"/admin/{app}/{model}/process_import/", data)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("app", "model", "rows"), EXCHANGED)
@pytest.mark.slow
def test_what_was_exported_changes_nothing_when_imported(
    group_editor_client: Client, app: str, model: str, rows: Any, kind: str
) -> None:
    content = exported(group_editor_client, app, model, kind)
    before = list(rows.objects.order_by("pk").values())
    answer = dry_run(group_editor_client, app, model, kind, content)
    count = rows.objects.count()
    assertContains(answer, f"0 new, 0 changed, {count} as they are.")
    confirm(group_editor_client, app, model, answer)
    assert list(rows.objects.order_by("pk").values()) == before
    assert not LogEntry.objects.exists()


CSV = "slug,name,summary,body_part,primary_muscles,steps,sets,reps_min,reps_max\r\n"


def csv(*lines: str) -> bytes:
    return (CSV + "\r\n".join(lines)).encode()


def test_dry_run_shows_what_will_change_and_writes_nothing(group_editor_client: Client) -> None:
    content = csv(
        'superman,Superman,New words,lower-back,"erector-spinae, gluteus-maximus","One\r\nTwo",2,8,8',
        'frog,Frog,"A <b>pose</b>",hips,adductors,Sit,2,10,',
    )
    before = Exercise.objects.get(slug="superman")
    answer = dry_run(group_editor_client, "exercises", "exercise", "csv", content)
    rows = {row.object_repr: row for row in answer.context["result"].valid_rows()}
    assert rows["Frog"].import_type == "new"
    assertContains(answer, "&lt;b&gt;pose&lt;/b&gt;")
    assert b"style=" not in answer.content
    assert not Exercise.objects.filter(slug="frog").exists()
    assert Exercise.objects.get(slug="superman").summary == before.summary
    assert not Exercise.history.exists()


def test_confirmed_import_is_written_and_remembered(
    group_editor_client: Client, group_editor: User
) -> None:
    content = csv('frog,Frog,A pose,hips,"adductors, hip-flexors","Sit\r\nLean",2,10,')
    answer = dry_run(group_editor_client, "exercises", "exercise", "csv", content)
    assertRedirects(confirm(group_editor_client, "exercises", "exercise", answer), LIST)
    frog = Exercise.objects.get(slug="frog")
    assert (frog.steps, frog.prescription_label, frog.status) == (
        ["Sit", "Lean"],
        "2 sets of 10 reps",
        "draft",
    )
    assert frog.body_part == BodyPart.objects.get(slug="hips")
    record = frog.history.get()
    assert record.history_user == group_editor
    assert record.history_change_reason == "Imported from new.csv"
    assert record.history_relations["Primary muscles"] == ["Adductors", "Hip flexors"]
    assert not any(PendingImportStorage.files.listdir(""))


def test_file_that_nobody_came_back_for_within_a_day_goes(
    group_editor_client: Client, tmp_path: Path
) -> None:
    for name, hours in {"forgotten": 25, "waits": 23}.items():
        (tmp_path / name).write_text("")
        os.utime(tmp_path / name, times=(time.time() - hours * 3600,) * 2)
    dry_run(group_editor_client, "exercises", "exercise", "csv", CSV.encode())
    assert not (tmp_path / "forgotten").exists()
    assert (tmp_path / "waits").exists()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("frog,Frog,A pose,nowhere,adductors,Sit,2,10,", "There is no body part “nowhere”."),
        ('frog,Frog,A pose,hips,"adductors, wing",Sit,2,10,', "There is no muscle “wing”."),
        ("frog,Frog,A pose,hips,,Sit,2,10,", "primary_muscles: Name at least one."),
        ("frog,Frog,A pose,hips,adductors,Sit,two,10,", "“two” is not a whole number."),
        ("frog,Frog,A pose,hips,adductors,Sit,2.5,10,", "“2.5” is not a whole number."),
        ("frog,Frog,A pose,hips,adductors,Sit,NaN,10,", "“NaN” is not a whole number."),
        ("frog,Frog,A pose,hips,adductors,Sit,2,10,8", "The highest reps (8) is below"),
        ("frog,Frog,A pose,hips,adductors,Sit,,,", "Say how much: sets and repetitions"),
        ("frog,Deadlift,A pose,hips,adductors,Sit,2,10,", "Another exercise has this name"),
        ("frog,Frog,,hips,adductors,Sit,2,10,", "This field cannot be blank."),
        ("fr og,Frog,A pose,hips,adductors,Sit,2,10,", "Enter a valid “slug”"),
        ("frog,Frog,A pose,,adductors,Sit,2,10,", "body_part: This field cannot be null."),
    ],
)
def test_row_that_makes_no_sense_is_told_in_words(
    group_editor_client: Client, line: str, sentence: str
) -> None:
    answer = dry_run(group_editor_client, "exercises", "exercise", "csv", csv(line))
    assertContains(answer, sentence)
    assert "confirm_form" not in answer.context


@pytest.mark.parametrize(
    ("model", "text", "sentence"),
    [
        ("exercise", "slug,sumary\nsuperman,x", "Unknown columns: “sumary”."),
        ("exercise", "name\nFrog", "There is no column “slug”, by which rows are known."),
        ("exercise", "slug,name\nfrog,A\nfrog,B", "These are in the file twice: frog."),
        ("exercise", "slug,name,name\nfrog,A,B", "These columns are there twice: “name”."),
        ("exercise", "slug,name\nfrog,A,B", "A row has more or fewer columns than the first."),
        ("exercise", "slug,name\nfrog,F\0rog", "Row 1, name: holds characters that are no text"),
        ("exercise", "slug,steps\nfrog,F\0rog", "Row 1, steps: holds characters that are no text"),
        ("exercise", "slug\n" + "a\n" * 1001, "The file has more than 1000 rows"),
        ("guide", "slug,cover\nposture,nothing", "There is no exercise “nothing”."),
        ("exercise", "", "The submitted file is empty."),
        ("exercise", 'slug,figure\nsuperman,"{"', "This is not JSON yet"),
        ("exercise", "slug,bodyweight\nsuperman,perhaps", "“perhaps” is neither 1 nor 0."),
    ],
)
def test_file_that_makes_no_sense_is_told_in_words(
    group_editor_client: Client, model: str, text: str, sentence: str
) -> None:
    answer = dry_run(group_editor_client, "exercises", model, "csv", text.encode())
    assertContains(answer, sentence)
    assertNotContains(answer, "Traceback")


def workbook(size: int) -> bytes:
    """A file that looks like a workbook, and unpacks to so many bytes."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * size)
    return made.getvalue()


@pytest.mark.parametrize(
    ("kind", "content", "sentence"),
    [
        ("csv", "slug,name\nfrog,Bär".encode("latin-1"), "The file is no text in UTF-8"),
        ("csv", bytes(range(256)), "The file is no text in UTF-8"),
        ("json", b'[{"slug":', "The file cannot be read in this format"),
        ("json", b"[" * 50_000, "The file cannot be read in this format"),
        ("json", b'{"slug": "frog"}', "The file must hold a list of objects."),
        ("json", b'["frog"]', "The file must hold a list of objects."),
        ("json", b'[{"slug": "a"}, {"name": "b"}]', "Object 2 has other columns than the first."),
        (
            "json",
            b'[{"slug": "a", "name": "\\ud800"}]',
            "Row 1, name: holds characters that are no",
        ),
        ("xlsx", b"slug,name", "The file cannot be read in this format"),
        ("xlsx", workbook(100), "The file cannot be read in this format"),
        ("xlsx", workbook(51_000_000), "The workbook unpacks to more than 50 MB"),
    ],
)
def test_file_that_is_no_table_is_told_in_words(
    group_editor_client: Client, kind: str, content: bytes, sentence: str
) -> None:
    answer = dry_run(group_editor_client, "exercises", "exercise", kind, content)
    assertContains(answer, sentence)
    assert "confirm_form" not in answer.context


def test_objects_go_by_their_names_whatever_the_order(group_editor_client: Client) -> None:
    content = b'[{"slug": "superman", "name": "S", "note": "N"}, {"note": "M", "name": "C", "slug": "cobra"}]'
    answer = dry_run(group_editor_client, "exercises", "exercise", "json", content)
    told = [{each.label: each.html for each in row.diff} for row in answer.context["result"].rows]
    assert [found["note"] for found in told] == ["<ins>N</ins>", "<ins>M</ins>"]
    assertContains(answer, "2 changed")


def test_file_that_no_longer_waits_is_to_be_chosen_again(group_editor_client: Client) -> None:
    content = csv("frog,Frog,A pose,hips,adductors,Sit,2,10,")
    answer = dry_run(group_editor_client, "exercises", "exercise", "csv", content)
    confirm(group_editor_client, "exercises", "exercise", answer)
    again = confirm(group_editor_client, "exercises", "exercise", answer)
    assertRedirects(again, "/admin/exercises/exercise/import/", fetch_redirect_response=False)
    assertContains(group_editor_client.get(again.url), "This file was imported already")


def test_wrong_weekdays_and_empty_programs_are_refused(group_editor_client: Client) -> None:
    text = (
        "slug,title,status,goal,summary,weekdays\n"
        "a,A,draft,G,S,MO XX\n"
        "b,B,published,G,S,MO\n"
        "c,C,draft,G,S,\n"
    )
    answer = dry_run(group_editor_client, "programs", "program", "csv", text.encode())
    assertContains(answer, "“XX”: weekdays are MO TU WE TH FR SA SU.")
    assertContains(answer, "It has no exercises yet.")
    assertContains(answer, "Name at least one weekday.")


def test_numbers_of_a_spreadsheet_are_numbers(group_editor_client: Client) -> None:
    book = openpyxl.load_workbook(
        BytesIO(exported(group_editor_client, "exercises", "exercise", "xlsx"))
    )
    headers, *rows = book.active.iter_rows(values_only=True)
    deadlift = next(dict(zip(headers, row, strict=True)) for row in rows if row[0] == "deadlift")
    assert (deadlift["sets"], deadlift["reps_min"], deadlift["reps_max"]) == (5, 4, 8)
    assert deadlift["equipment"] == "barbell"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "", "a" * 31])
def test_confirming_reads_no_other_file(group_editor_client: Client, name: str) -> None:
    data = {"import_file_name": name, "original_file_name": "x", "format": "0", "resource": "0"}
    response = group_editor_client.post("/admin/exercises/exercise/process_import/", data)
    assert response.status_code in (200, 400)
    assertNotContains(response, "root:", status_code=response.status_code)


def test_those_who_only_look_export_and_do_not_import(other: User) -> None:
    from django.contrib.auth.models import Permission

    other.is_staff = True
    other.save()
    other.user_permissions.add(Permission.objects.get(codename="view_exercise"))
    client = Client()
    client.force_login(other)
    assert client.get("/admin/exercises/exercise/export/").status_code == 200
    assert client.get("/admin/exercises/exercise/import/").status_code == 403
    assert client.post("/admin/exercises/exercise/process_import/").status_code == 403


# --- Lists -----------------------------------------------------------------------------------------


def many(model: Any, number: int) -> None:
    """Rows of `model` with what lists show of them."""
    if model is Exercise:
        rows = [ExerciseFactory.build(body_part=BodyPart.objects.first()) for _ in range(number)]
        made = Exercise.objects.bulk_create(rows)
        muscle = Muscle.objects.first()
        through = Exercise.primary_muscles.through
        through.objects.bulk_create(through(exercise=row, muscle=muscle) for row in made)
    elif model is Program:
        for program in Program.objects.bulk_create(
            [ProgramFactory.build() for _ in range(number // 10)]
        ):
            ProgramItemFactory(day=ProgramDayFactory(program=program))
    elif model is Recommendation:
        program = Program.objects.first()
        Recommendation.objects.bulk_create(
            Recommendation(slug=f"rule-{n}", where="neck", have="none", program=program)
            for n in range(number)
        )
    elif model is User:
        User.objects.bulk_create([User(email=f"p{n}@example.org") for n in range(number)])
    elif model is Guide:
        Guide.objects.bulk_create(
            Guide(title=f"Guide {n}", slug=f"guide-{n}", summary="S", body="B")
            for n in range(number)
        )
    else:
        fields = {"body_part": BodyPart.objects.first()} if model is Muscle else {}
        model.objects.bulk_create(
            model(name=f"Name {n}", slug=f"name-{n}", **fields) for n in range(number)
        )


@pytest.mark.parametrize(
    "model",
    [BodyPart, Muscle, Equipment, Condition, Exercise, Guide, Program, Recommendation, User],
)
def test_list_takes_as_many_queries_for_a_thousand_rows(editor_client: Client, model: Any) -> None:
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    editor_client.get(address)
    with CaptureQueriesContext(connection) as few:
        editor_client.get(address)
    many(model, 1000)
    with CaptureQueriesContext(connection) as with_many:
        response = editor_client.get(address)
    assert response.context["cl"].result_count > 90
    assert len(with_many) == len(few) <= 12


def test_every_registered_model_of_ours_is_tested_for_its_queries() -> None:
    ours = {m for m in site._registry if m._meta.app_label in ("exercises", "programs", "backfit")}
    products = {Product, Shop, Stock, Review}  # see test_product_admin.py
    assert ours - products == {
        *(BodyPart, Muscle, Equipment, Condition, Exercise, Guide, Program, Recommendation, User),
    }


@pytest.mark.parametrize(("app", "model", "rows"), EXCHANGED)
def test_export_takes_as_many_queries_for_many_rows(
    group_editor_client: Client, app: str, model: str, rows: Any
) -> None:
    exported(group_editor_client, app, model, "csv")
    with CaptureQueriesContext(connection) as few:
        exported(group_editor_client, app, model, "csv")
    many(rows, 60)
    with CaptureQueriesContext(connection) as with_many:
        exported(group_editor_client, app, model, "csv")
    assert len(with_many) == len(few)


def test_form_for_a_new_row_begins_with_its_first_field(editor_client: Client) -> None:
    """Django puts the focus on what comes first, which must not be a button that saves."""
    new = editor_client.get("/admin/exercises/exercise/add/").content.decode()
    assert 0 < new.index('name="name"') < new.index('name="_save"')
    bird_dog = Exercise.objects.get(slug="bird-dog")
    there = f"/admin/exercises/exercise/{bird_dog.pk}/change/"
    page = editor_client.get(there).content.decode()
    assert page.index('name="_save"') < page.index('name="name"')


def test_copy_of_an_exercise_is_a_draft_with_all_that_it_says(group_editor_client: Client) -> None:
    deadlift = Exercise.objects.get(slug="deadlift")
    data = {"action": "copy_exercise", "_selected_action": [deadlift.pk]}
    page = group_editor_client.post("/admin/exercises/exercise/", data, follow=True)
    made = Exercise.objects.get(slug="deadlift-2")
    assertContains(page, f"/admin/exercises/exercise/{made.pk}/change/")
    assert (made.name, made.status, made.content_digest) == ("Copy of Deadlift", "draft", "")
    assert (made.steps, made.prescription_label) == (deadlift.steps, deadlift.prescription_label)
    for name in ("equipment", "primary_muscles", "contraindications"):
        assert set(getattr(made, name).all()) == set(getattr(deadlift, name).all())
    assert [str(each) for each in made.joints.all()] == [str(e) for e in deadlift.joints.all()]
    assert deadlift.stabilisers.count() == made.stabilisers.count() > 0
    assert [(s.title, s.url) for s in made.sources.all()] == [
        (s.title, s.url) for s in deadlift.sources.all()
    ]
    assert deadlift.checked_on
    assert made.checked_on is None
    assert made.history.count() == 1
    assert Exercise.objects.get(slug="deadlift").status == "published"


def test_exercise_is_copied_from_its_own_page(
    group_editor_client: Client, owner_client: Client
) -> None:
    deadlift = Exercise.objects.get(slug="deadlift")
    address = f"{LIST}{deadlift.pk}/copy/"
    assertContains(group_editor_client.get(f"{LIST}{deadlift.pk}/change/"), address)
    assert group_editor_client.get(address).status_code == 405
    page = group_editor_client.post(address, follow=True)
    made = Exercise.objects.get(slug="deadlift-2")
    assert page.request["PATH_INFO"] == f"{LIST}{made.pk}/change/"
    assertContains(page, "“Copy of Deadlift” is a draft now: give it a name of its own.")
    group_editor_client.post(address)
    assert Exercise.objects.get(slug="deadlift-3").name == "Copy of Deadlift (2)"
    owner_client.post(address)
    assert Exercise.objects.filter(slug__startswith="deadlift-").count() == 2


def test_new_program_goes_behind_all_others(editor_client: Client) -> None:
    last = max(Program.objects.values_list("order", flat=True))
    page = editor_client.get("/admin/programs/program/add/")
    assert page.context["adminform"].form["order"].value() == last + 1
