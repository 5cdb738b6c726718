"""Where the facts are from, when they were last checked, and which entries editors should check again."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from backfit.accounts.models import User
from exercises.admin.import_export.pages import PendingImportStorage
from exercises.models import Condition, Exercise, ExerciseSource, Guide
from programs.models import Program
from tests.factories import ExerciseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Files that wait to be imported are the test's own."""
    monkeypatch.setattr(PendingImportStorage, "files", FileSystemStorage(tmp_path))


CHECKED = [Exercise, Guide, Condition, Program]
PAGES = [
    (Exercise, "/exercises/deadlift/", "deadlift"),
    (Guide, "/guides/stretching/", "stretching"),
    (Program, "/programs/upper-back/", "upper-back"),
    (Condition, "/programs/upper-back/check/", "osteoporosis"),
]


def test_exercise_page_names_its_sources(client: Client) -> None:
    exercise = Exercise.objects.get(slug="superman")
    page = client.get(exercise.get_absolute_url())
    assertContains(page, '<h2 class="label" id="sources">Sources</h2>', html=True)
    assert exercise.sources.count() == 2
    for source in exercise.sources.all():
        link = f'<a href="{source.url}" rel="noopener">{source.title}</a>'
        assertContains(page, link, html=True)


def test_every_published_exercise_has_a_source() -> None:
    assert not Exercise.objects.published().filter(sources=None, content_digest__gt="").exists()


@pytest.mark.parametrize(("model", "address", "slug"), PAGES)
def test_page_says_when_it_was_last_checked(
    client: Client, model: type[Exercise], address: str, slug: str
) -> None:
    model.objects.update(checked_on=None)
    assertNotContains(client.get(address), "Last checked")
    model.objects.filter(slug=slug).update(checked_on=date(2026, 3, 9))
    assertContains(client.get(address), "Last checked on 9 March 2026.", count=1)


def test_how_we_work_with_evidence_is_one_step_away(client: Client) -> None:
    assertContains(client.get("/exercises/deadlift/"), 'href="/about/#evidence"')
    assertContains(
        client.get("/about/"), '<h2 id="evidence">How we work with evidence</h2>', html=True
    )


def test_exercise_without_sources_and_check_says_nothing_of_them(client: Client) -> None:
    page = client.get(ExerciseFactory().get_absolute_url())
    assertNotContains(page, "Sources")
    assertNotContains(page, "Last checked")


def test_exercise_page_takes_the_same_queries_for_one_source_and_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    exercise = ExerciseFactory()
    for number in (1, 30):
        ExerciseSource.objects.bulk_create(
            ExerciseSource(exercise=exercise, title=f"Source {each}", url="https://example.org/")
            for each in range(number)
        )
        with django_assert_num_queries(12):
            client.get(exercise.get_absolute_url())


# --- For editors ----------------------------------------------------------------------------------


@pytest.mark.parametrize("model", CHECKED)
def test_admin_lists_what_was_not_checked_for_a_year(
    group_editor_client: Client, model: type[Exercise]
) -> None:
    today = timezone.localdate()
    model.objects.update(checked_on=today - timedelta(days=365))
    old, never = model.objects.all()[:2]
    model.objects.filter(pk=old.pk).update(checked_on=today - timedelta(days=366))
    model.objects.filter(pk=never.pk).update(checked_on=None)
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    page = group_editor_client.get(address, {"check": "due"})
    assertContains(page, "Not checked for a year")
    assert {row.pk for row in page.context["cl"].result_list} == {old.pk, never.pk}
    rest = group_editor_client.get(address, {"check": "done"}).context["cl"]
    assert rest.result_count == model.objects.count() - 2


@pytest.mark.parametrize("model", CHECKED)
def test_marking_as_checked_says_who_did_it(
    group_editor_client: Client, group_editor: User, model: type[Exercise]
) -> None:
    today = timezone.localdate()
    model.objects.update(checked_on=date(2020, 1, 1))
    row, other = model.objects.all()[:2]
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    data = {"action": "mark_checked", "_selected_action": [row.pk]}
    answer = group_editor_client.post(address, data, follow=True)
    assertContains(answer, "1 entry is marked as checked today.")
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.checked_on, other.checked_on) == (today, date(2020, 1, 1))
    record = row.history.first()
    assert (record.history_user, record.history_change_reason) == (group_editor, "Checked.")


def test_loading_keeps_the_day_that_an_editor_set(capsys: pytest.CaptureFixture[str]) -> None:
    Exercise.objects.filter(slug="lunge").update(checked_on=date(2030, 1, 1))
    call_command("load_content")
    assert Exercise.objects.get(slug="lunge").checked_on == date(2030, 1, 1)
    assert "Kept the editors' version of exercise lunge." in capsys.readouterr().out


@pytest.mark.parametrize("model", CHECKED)
def test_export_tells_when_each_entry_was_last_checked(
    editor_client: Client, model: type[Exercise]
) -> None:
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/export/"
    table = editor_client.post(address, {"format": "0"}).content.decode().splitlines()
    assert "checked_on" in table[0].split(",")
    assert any("2026-11-30" in line for line in table[1:])


def imported(client: Client, model: type[Exercise], table: str) -> str:
    """Send a CSV file and confirm it; the page that answers."""
    there = f"/admin/{model._meta.app_label}/{model._meta.model_name}"
    file = SimpleUploadedFile("new.csv", table.encode())
    data = {"format": "0", "import_file": file, "resource": "0"}
    answer = client.post(f"{there}/import/", data)
    if "confirm_form" in answer.context:
        waiting = answer.context["confirm_form"].initial
        answer = client.post(f"{there}/process_import/", waiting, follow=True)
    return str(answer.content.decode())


@pytest.mark.parametrize(("model", "slug"), [(Exercise, "deadlift"), (Guide, "stretching")])
def test_spreadsheet_brings_sources_back(
    group_editor_client: Client, model: type[Exercise], slug: str
) -> None:
    there = f"/admin/{model._meta.app_label}/{model._meta.model_name}/export/"
    row = model.objects.get(slug=slug)
    (first, *others) = row.sources.all()
    table = group_editor_client.post(there, {"format": "0"}).content.decode()
    assert f"{first.title} | {first.url}" in table.replace('""', '"')
    lines = "Ours | https://example.org/a\nA | B | http://example.org/b"
    imported(group_editor_client, model, f'slug,sources\n{slug},"{lines}"\n')
    assert [(each.title, each.url) for each in row.sources.all()] == [
        ("Ours", "https://example.org/a"),
        ("A | B", "http://example.org/b"),
    ]
    assert others
    assert row.history.exists()


def test_spreadsheet_with_a_wrong_source_changes_nothing(group_editor_client: Client) -> None:
    row = Exercise.objects.get(slug="deadlift")
    before = [each.url for each in row.sources.all()]
    for line in ("No address", "Script | javascript:alert(1)", " | https://example.org/"):
        page = imported(group_editor_client, Exercise, f"slug,sources\ndeadlift,{line}\n")
        assert line.strip() in page or "address" in page
        assert [each.url for each in row.sources.all()] == before


def test_spreadsheet_without_sources_keeps_them(group_editor_client: Client) -> None:
    row = Exercise.objects.get(slug="deadlift")
    before = row.sources.count()
    imported(group_editor_client, Exercise, "slug,checked_on\ndeadlift,2027-01-02\n")
    row.refresh_from_db()
    assert (row.checked_on, row.sources.count()) == (date(2027, 1, 2), before)


@pytest.mark.parametrize(("model", "slug"), [(Exercise, "deadlift"), (Guide, "stretching")])
def test_editors_change_sources_and_the_day_in_the_form(
    group_editor_client: Client, model: type[Exercise], slug: str
) -> None:
    row = model.objects.get(slug=slug)
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/change/"
    page = group_editor_client.get(address)
    assertContains(page, 'name="sources-0-url"')
    assertContains(page, 'name="checked_on"')
