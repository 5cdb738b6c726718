"""What workers do: sheets, the data archive, histories of other apps, and mail."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMultiAlternatives
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from django.utils.http import urlencode
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from backfit.operations import mail_queue
from exercises.admin.import_export.pages import PendingImportStorage
from exercises.jobs.models import Job, State
from exercises.jobs.run import Run
from exercises.models import Guide
from programs.forms.sheets import SheetForm
from programs.models import ImportedHistory, Program, SetLog, Workout, WorkoutLog
from programs.sheets.renderer_pool import RenderError
from programs.sheets.sheet import Sheet
from programs.sheets.workers import dumped, loaded
from programs.views.sheet_source import SheetSource
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

LOG_BOOK = "/workouts/logbook.pdf"
PROGRAM = "/programs/upper-back/sheet.pdf"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
Work = Callable[[], None]


# --- Sheets -------------------------------------------------------------------------------------------


def test_without_workers_all_is_made_within_the_request(
    owner_client: Client, workout: Workout, printed: list[str]
) -> None:
    assert owner_client.get(LOG_BOOK, headers=BROWSER).content == b"%PDF-1"
    assert not Job.objects.exists()


def test_log_book_is_made_by_a_worker_and_its_address_then_gives_it(
    owner_client: Client, workout: Workout, printed: list[str], work: Work
) -> None:
    for _ in range(2):
        waiting = owner_client.get(LOG_BOOK, headers=BROWSER)
        assert waiting.status_code == 202
        assert "no-store" in waiting["Cache-Control"]
        assertContains(waiting, "Your sheet is being made", status_code=202)
        assertContains(waiting, '<meta http-equiv="refresh"', status_code=202)
    assert printed == []
    work()
    book = owner_client.get(LOG_BOOK, headers=BROWSER)
    assert (book["Content-Type"], book.content) == ("application/pdf", b"%PDF-1")
    assert printed == ["pdf"]
    job = Job.objects.get()
    assertContains(owner_client.get("/account/jobs/"), "My workouts")
    assertContains(owner_client.get(job.get_absolute_url()), f'href="{LOG_BOOK}"')


def test_page_that_waits_for_a_sheet_loads_it_once_it_is_there(
    owner_client: Client, workout: Workout, printed: list[str], work: Work
) -> None:
    owner_client.get(LOG_BOOK, headers=BROWSER)
    asked = BROWSER | {"HX-Request": "true"}
    assert owner_client.get(LOG_BOOK, headers=asked).status_code == 202
    seen = asked | {"X-Seen": Job.objects.get().version}
    assert owner_client.get(LOG_BOOK, headers=seen).status_code == 204
    work()
    assert owner_client.get(LOG_BOOK, headers=seen)["HX-Refresh"] == "true"


def test_public_sheet_is_made_once_for_all_who_ask(
    client: Client, owner_client: Client, printed: list[str], work: Work
) -> None:
    assertNotContains(client.get(PROGRAM, headers=BROWSER), "Call it off", status_code=202)
    assert not client.cookies
    assert owner_client.get(PROGRAM, headers=BROWSER).status_code == 202
    work()
    assert client.get(PROGRAM).content == owner_client.get(PROGRAM).content == b"%PDF-1"
    assertNotContains(owner_client.get("/account/jobs/"), "Upper back")


def test_first_page_is_made_in_one_go(client: Client, printed: list[str], work: Work) -> None:
    address = "/programs/upper-back/sheet.png"
    assert client.get(address).status_code == 503
    work()
    assert client.get(address)["Content-Type"] == "image/png"
    assert printed == ["pdf", "png"]


def test_program_that_reads_no_pages_is_asked_to_come_back(
    client: Client, workers: None, printed: list[str]
) -> None:
    response = client.get(PROGRAM, headers={"Accept": "application/pdf"})
    assert (response.status_code, response["Retry-After"]) == (503, "3")


def test_report_is_made_by_a_worker(owner_client: Client, printed: list[str], work: Work) -> None:
    address = "/workouts/progress/report.pdf"
    assert owner_client.get(address, headers=BROWSER).status_code == 202
    work()
    assert owner_client.get(address, headers=BROWSER).content == b"%PDF-1"


def test_sheet_that_cannot_be_made_says_so_and_is_not_tried_again_at_once(
    owner_client: Client, workout: Workout, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def fail(task: str, *args: Any, **options: Any) -> bytes:
        tried.append(task)
        raise RenderError("It stopped.")

    monkeypatch.setattr("programs.sheets.renderer_pool.run", fail)
    owner_client.get(LOG_BOOK, headers=BROWSER)
    work()
    failed = owner_client.get(LOG_BOOK, headers=BROWSER)
    assertContains(failed, "This sheet could not be made", status_code=503)
    work()
    assert tried == ["pdf"]
    job = Job.objects.get()
    assertContains(owner_client.get(job.get_absolute_url()), "fewer weeks or without pictures")
    polled = owner_client.get(LOG_BOOK, headers=BROWSER | {"HX-Request": "true"})
    assert polled["HX-Refresh"] == "true"


def test_only_so_many_sheets_are_started_in_a_minute(
    owner_client: Client, workout: Workout, workers: None, settings: Any
) -> None:
    settings.SHEET_RENDERS_PER_MINUTE = 1
    for _ in range(3):  # to ask again how far it is counts for nothing
        assert owner_client.get(LOG_BOOK, headers=BROWSER).status_code == 202
    assert owner_client.get(f"{LOG_BOOK}?weeks=2", headers=BROWSER).status_code == 429
    assert Job.objects.count() == 1


@pytest.mark.parametrize("layout", ["sheet", "poster", "pocket", "logbook"])
def test_sheet_reaches_the_worker_as_it_was(layout: str) -> None:
    form = SheetForm(QueryDict(urlencode(SheetForm.defaults(paper="a4", layout=layout))))
    assert form.is_valid()
    program = Program.objects.all().for_sheet().get(slug="two-day-back")
    sheet = SheetSource.of_program(program).sheet(form)
    arrived = loaded(dumped("pdf", sheet, "key"))
    assert arrived == ("pdf", sheet, "key")
    assert isinstance(arrived[1], Sheet)
    assert arrived[1].digest == sheet.digest


# --- The data archive ---------------------------------------------------------------------------------


def sign_in(client: Client, user: User) -> None:
    """Sign in, and confirm the password just now."""
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_data_archive_is_made_by_a_worker(
    owner: User, client: Client, workout: Workout, printed: list[str], work: Work
) -> None:
    sign_in(client, owner)
    job_page = client.post("/account/data/")["Location"]
    assertContains(client.get(job_page), "It waits for its turn.")
    assert client.post("/account/data/")["Location"] == job_page
    work()
    assertContains(client.get(job_page), f'href="{job_page}file/"')
    download = client.get(f"{job_page}file/")
    assert download["Content-Disposition"].startswith('attachment; filename="backfit-data-')
    archive = zipfile.ZipFile(io.BytesIO(download.getvalue()))
    assert archive.testzip() is None
    names = archive.namelist()
    assert "backfit-data/sheets/001-upper-back-program.pdf" in names
    assert "backfit-data/README.txt" in names


def test_archive_opens_after_a_fresh_sign_in_alone(
    owner: User, owner_client: Client, workers: None
) -> None:
    job, _is_new = Job.objects.start("data-export", "", b"", owner=owner)
    Job.objects.update(state=State.DONE, file_name="data.zip")
    response = owner_client.get(f"{job.get_absolute_url()}file/")
    assert response["Location"].startswith("/accounts/reauthenticate/")


# --- Histories ----------------------------------------------------------------------------------------


def brought(client: Client, rows: int) -> ImportedHistory:
    """A file with so many sets that waits to be confirmed."""
    lines = ["Date,Exercise,Category,Reps"]
    lines += [
        f"2026-{1 + n // 28 % 9:02}-{1 + n % 28:02},Deadlift,Back,{1 + n // 252}"
        for n in range(rows)
    ]
    file = SimpleUploadedFile("mine.csv", "\n".join([*lines, ""]).encode())
    assert client.post("/workouts/history/import/", {"file": file}).status_code == 302
    return ImportedHistory.objects.latest("pk")


CONFIRM = {"do": "confirm", "time_zone": "Europe/Berlin"}


def test_long_history_is_stored_by_a_worker_once(
    owner: User, owner_client: Client, work: Work
) -> None:
    row = brought(owner_client, 300)
    job_page = owner_client.post(row.get_absolute_url(), CONFIRM)["Location"]
    assert not SetLog.objects.filter(log__owner=owner).exists()
    assertRedirects(owner_client.get(row.get_absolute_url()), job_page)
    assert owner_client.post(row.get_absolute_url(), CONFIRM)["Location"] == job_page
    work()
    assert SetLog.objects.filter(log__owner=owner).count() == 300
    assertContains(owner_client.get(job_page), f"/workouts/history/?import={row.uuid}")
    row.refresh_from_db()
    assert row.confirmed_at


def test_short_history_is_stored_at_once(owner: User, owner_client: Client, workers: None) -> None:
    row = brought(owner_client, 200)
    assert "?import=" in owner_client.post(row.get_absolute_url(), CONFIRM)["Location"]
    assert SetLog.objects.filter(log__owner=owner).count() == 200


def test_history_that_is_called_off_half_way_stores_nothing(
    owner: User, owner_client: Client, workers: None
) -> None:
    row = brought(owner_client, 300)
    owner_client.post(row.get_absolute_url(), CONFIRM)
    run = Run.claim(Job.objects.get().uuid, timezone.now())
    assert run
    run.job.cancel(timezone.now())
    run.perform()
    assert not WorkoutLog.objects.owned_by(owner).exists()
    assert owner_client.get(row.get_absolute_url()).status_code == 200


def test_history_without_room_fails_in_words(
    owner: User, owner_client: Client, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = brought(owner_client, 300)
    job_page = owner_client.post(row.get_absolute_url(), CONFIRM)["Location"]
    monkeypatch.setattr("programs.logs.history_import.MAX_LOGS", 1)
    work()
    assertContains(owner_client.get(job_page), "There is no room for more sessions.")
    assert not WorkoutLog.objects.owned_by(owner).exists()


# --- Mail ---------------------------------------------------------------------------------------------


@pytest.fixture
def queued(workers: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = "backfit.operations.mail_queue.QueuedEmailBackend"
    settings.WORKER_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def message() -> EmailMultiAlternatives:
    made = EmailMultiAlternatives(
        "Code", "Type ABC.", "a@example.org", ["b@example.org"], headers={"X-One": "1"}
    )
    made.attach_alternative("<p>Type ABC.</p>", "text/html")
    return made


def test_mail_is_sent_by_a_worker_as_it_was_written(queued: None, work: Work) -> None:
    message().send()
    assert mail.outbox == []
    work()
    (sent,) = mail.outbox
    assert (sent.subject, sent.body, sent.to) == ("Code", "Type ABC.", ["b@example.org"])
    assert sent.extra_headers == {"X-One": "1"}
    assert sent.alternatives[0][0] == "<p>Type ABC.</p>"
    assert Job.objects.get().payload is None  # no code stays behind


def test_mail_server_that_is_away_is_asked_again(
    queued: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise SMTPServerDisconnected

    monkeypatch.setattr(mail_queue, "_sender", fail)
    message().send()
    run = Run.claim(Job.objects.get().uuid, timezone.now())
    assert run
    run.perform()
    assert Job.objects.get().state == State.WAITING
    Job.objects.update(attempts=mail_queue.MAX_TRIES - 1)
    last = Run.claim(run.job.uuid, timezone.now())
    assert last
    last.perform()
    job = Job.objects.get()
    assert job.state == State.FAILED
    assert "SMTPServerDisconnected" in job.problem


# --- Spreadsheets of the administration ---------------------------------------------------------------


def guides_csv(rows: int) -> bytes:
    """So many new guides as drafts."""
    new = (f"guide-{n},Guide {n},What to know.,Move.,bird-dog" for n in range(rows))
    lines = ["slug,title,summary,body,cover", *new]
    return "\n".join([*lines, ""]).encode()


def dry_run(client: Client, content: bytes) -> dict[str, str]:
    """The confirmation of an import that was looked at."""
    file = SimpleUploadedFile("guides.csv", content)
    data = {"import_file": file, "format": "0", "resource": "0"}
    shown = client.post("/admin/exercises/guide/import/", data)
    return {name: str(value) for name, value in shown.context["confirm_form"].initial.items()}


def test_long_import_of_staff_is_done_by_a_worker(
    editor: User, editor_client: Client, work: Work
) -> None:
    confirmation = dry_run(editor_client, guides_csv(201))
    pending = PendingImportStorage(name=confirmation["import_file_name"])
    job_page = editor_client.post("/admin/exercises/guide/process_import/", confirmation)[
        "Location"
    ]
    assert Job.objects.get().get_absolute_url() == job_page
    pending.remove()  # as on another machine
    work()
    assert Guide.objects.filter(slug__startswith="guide-").count() == 201
    assert LogEntry.objects.filter(user=editor, object_repr="Guide 200").exists()
    assertContains(editor_client.get(job_page), "201 new")


def test_short_import_of_staff_is_done_at_once(editor_client: Client, workers: None) -> None:
    confirmation = dry_run(editor_client, guides_csv(3))
    editor_client.post("/admin/exercises/guide/process_import/", confirmation)
    assert Guide.objects.filter(slug__startswith="guide-").count() == 3
    assert not Job.objects.exists()


def test_long_export_of_staff_is_made_by_a_worker(
    editor: User, client: Client, work: Work, settings: Any
) -> None:
    settings.MAX_ROWS_AT_ONCE = 3
    sign_in(client, editor)
    job_page = client.post("/admin/exercises/guide/export/", {"format": "0"})["Location"]
    work()
    download = client.get(f"{job_page}file/")
    assert b"stretching" in download.getvalue()
    assert ".csv" in download["Content-Disposition"]
