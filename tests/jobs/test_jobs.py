"""Work that outlasts a request: started, done once, taken up again, called off, told of and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from backfit.accounts.models import User
from exercises.jobs import run as attempts
from exercises.jobs.kinds import KINDS, Kind
from exercises.jobs.models import LEASE, MAX_ATTEMPTS, Job, JobPart, State
from exercises.jobs.run import JobFailedError, JobStoppedError, Run, TryAgainError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workers")]

Perform = Callable[[Run], None]
NOTHING: Perform = lambda run: None  # noqa: E731


class Doing:
    """What jobs of the kind `test` do, and how often they did it."""

    def __init__(self) -> None:
        self.times = 0
        self.what = NOTHING

    def __call__(self, run: Run) -> None:
        self.times += 1
        self.what(run)


@pytest.fixture
def doing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Doing]:
    doing = Doing()
    monkeypatch.setitem(KINDS, "test", Kind(doing, gettext_lazy("Sheet to print"), 0))
    return doing


def started(owner: User | None = None, key: str = "one") -> Job:
    return Job.objects.start("test", key, b"", owner=owner, title="Log book")[0]


def page(client: Client, job: Job, status: int = 200) -> str:
    response = client.get(job.get_absolute_url())
    assert response.status_code == status
    return response.content.decode()


# --- Doing it -----------------------------------------------------------------------------------------


def test_worker_does_what_waits(
    owner: User, owner_client: Client, doing: Doing, work: Callable[[], None]
) -> None:
    job = started(owner)
    assert "It waits for its turn." in page(owner_client, job)
    work()
    assert "It is ready." in page(owner_client, job)
    job.refresh_from_db()
    assert (job.state, job.progress, job.payload) == (State.DONE, 100, None)


def test_started_twice_is_done_once(owner: User, doing: Doing, work: Callable[[], None]) -> None:
    assert started(owner) == started(owner)
    work()
    work()
    assert doing.times == 1
    assert started(owner) != Job.objects.earliest("pk")  # what is over may be wished again


def test_people_and_keys_have_jobs_of_their_own(owner: User, other: User, doing: Doing) -> None:
    jobs = {started(owner), started(other), started(None), started(owner, "two")}
    assert len(jobs) == 4


def test_of_two_workers_one_gets_it(owner: User, doing: Doing) -> None:
    job = started(owner)
    assert Run.claim(job.uuid, timezone.now())
    assert Run.claim(job.uuid, timezone.now()) is None


def test_progress_is_shown_while_it_is_made(
    owner: User, owner_client: Client, doing: Doing
) -> None:
    run = Run.claim(started(owner).uuid, timezone.now())
    assert run
    run.tell(3, 4)
    run.beat(timezone.now())
    text = page(owner_client, run.job)
    assert 'value="75"' in text
    assert '<noscript><meta http-equiv="refresh"' in text
    assert 'data-hx-trigger="every 2s"' in text


def test_page_that_asks_gets_nothing_until_something_changes(
    owner: User, owner_client: Client, doing: Doing, work: Callable[[], None]
) -> None:
    job = started(owner)
    asked = {"HX-Request": "true", "X-Seen": job.version}
    assert owner_client.get(job.get_absolute_url(), headers=asked).status_code == 204
    work()
    over = owner_client.get(job.get_absolute_url(), headers=asked)
    assertContains(over, "It is ready.")
    assertNotContains(over, "every 2s")
    assertNotContains(over, "http-equiv")


# --- Workers that are lost ----------------------------------------------------------------------------


def test_job_of_a_killed_worker_is_taken_up_again(
    owner: User, doing: Doing, work: Callable[[], None]
) -> None:
    now = timezone.now()
    job = started(owner)
    DBTaskResult.objects.update(status="RUNNING")  # as a worker that is gone left it
    killed = Run.claim(job.uuid, now)
    assert killed
    killed.write(b"x" * attempts.PART_BYTES)
    assert Job.objects.take_back(now + LEASE / 2) == 0
    assert Job.objects.take_back(now + LEASE * 2) == 1
    work()
    job.refresh_from_db()
    assert (job.state, job.attempts, doing.times) == (State.DONE, 2, 1)
    assert not JobPart.objects.exists()


def test_job_whose_worker_died_before_it_began_is_taken_up(
    owner: User, doing: Doing, work: Callable[[], None]
) -> None:
    job = started(owner)
    DBTaskResult.objects.update(status="RUNNING")
    assert Job.objects.take_back(timezone.now()) == 1
    assert Job.objects.take_back(timezone.now()) == 0
    work()
    job.refresh_from_db()
    assert job.is_done


def test_slow_worker_whose_job_another_one_has_changes_nothing(owner: User, doing: Doing) -> None:
    now = timezone.now()
    job = started(owner)
    slow = Run.claim(job.uuid, now)
    Job.objects.take_back(now + LEASE * 2)
    quick = Run.claim(job.uuid, now + LEASE * 2)
    assert slow
    assert quick
    slow.write(b"slow")
    with pytest.raises(JobStoppedError):
        slow.finish("a.zip")
    slow.beat(now)
    with pytest.raises(JobStoppedError):
        slow.tell(1, 2)
    quick.write(b"quick")
    quick.finish("b.zip")
    job.refresh_from_db()
    assert (job.file_name, b"".join(job.file())) == ("b.zip", b"quick")


def test_job_that_takes_its_workers_down_fails_in_the_end(
    owner: User, owner_client: Client, doing: Doing
) -> None:
    now = timezone.now()
    job = started(owner)
    for _ in range(MAX_ATTEMPTS):
        assert Run.claim(job.uuid, now)
        now += LEASE * 2
        Job.objects.take_back(now)
    assert "This could not be done. Something went wrong on our side." in page(owner_client, job)


def test_worker_that_is_told_to_stop_leaves_its_job_to_another(
    owner: User, doing: Doing, work: Callable[[], None]
) -> None:
    def stop(run: Run) -> None:
        doing.what = NOTHING
        raise SystemExit

    doing.what = stop
    job = started(owner)
    run = Run.claim(job.uuid, timezone.now())
    assert run
    with pytest.raises(SystemExit):
        run.perform()
    work()
    job.refresh_from_db()
    assert (job.state, doing.times) == (State.DONE, 2)


def test_what_cannot_be_done_now_is_tried_later(owner: User, doing: Doing) -> None:
    def refuse(run: Run) -> None:
        raise TryAgainError(timedelta(minutes=5))

    doing.what = refuse
    job = started(owner)
    run = Run.claim(job.uuid, timezone.now())
    assert run
    run.perform()
    job.refresh_from_db()
    assert job.state == State.WAITING
    again = DBTaskResult.objects.get(pk=job.task)
    assert again.run_after > timezone.now() + timedelta(minutes=4)


# --- Failures and calling off -------------------------------------------------------------------------


def test_failure_is_told_to_its_owner_in_words(
    owner: User, owner_client: Client, doing: Doing, work: Callable[[], None]
) -> None:
    def fail(run: Run) -> None:
        raise JobFailedError("There is no room for more sessions.")

    doing.what = fail
    job = started(owner)
    work()
    assert "This could not be done. There is no room for more sessions." in page(owner_client, job)
    assertContains(owner_client.get("/account/jobs/"), "Failed")


def test_error_is_told_to_staff_without_what_people_wrote(
    owner: User,
    owner_client: Client,
    editor_client: Client,
    doing: Doing,
    work: Callable[[], None],
) -> None:
    def fail(run: Run) -> None:
        raise ValueError("my knee hurts")

    doing.what = fail
    job = started(owner)
    work()
    shown = page(owner_client, job)
    assert "Something went wrong on our side. Nothing of yours is lost." in shown
    assert "ValueError" not in shown
    assertContains(editor_client.get("/admin/jobs/job/?state__exact=failed"), "Sheet to print")
    told = editor_client.get(f"/admin/jobs/job/{job.pk}/change/")
    assertContains(told, "builtins.ValueError")
    assertContains(told, "test_jobs.py")
    assertNotContains(told, "my knee hurts")


def test_admin_list_takes_as_many_queries_for_many_jobs(
    editor_client: Client, owner: User, doing: Doing
) -> None:
    started(owner)
    editor_client.get("/admin/jobs/job/")
    with CaptureQueriesContext(connection) as few:
        editor_client.get("/admin/jobs/job/")
    for number in range(30):
        started(owner, str(number))
    with CaptureQueriesContext(connection) as many:
        editor_client.get("/admin/jobs/job/")
    assert len(many) == len(few)


def test_editors_of_content_see_no_jobs(group_editor_client: Client) -> None:
    assert group_editor_client.get("/admin/jobs/job/").status_code == 403


def test_job_that_is_called_off_is_not_done(
    owner: User, owner_client: Client, doing: Doing, work: Callable[[], None]
) -> None:
    job = started(owner)
    for _ in range(2):
        response = owner_client.post(f"{job.get_absolute_url()}cancel/")
        assertRedirects(response, job.get_absolute_url())
    work()
    assert doing.times == 0
    assert "You called it off." in page(owner_client, job)


def test_job_at_work_stops_when_it_is_called_off(
    owner: User, owner_client: Client, doing: Doing
) -> None:
    job = started(owner)
    run = Run.claim(job.uuid, timezone.now())
    assert run

    def made_when_called_off(run: Run) -> None:
        owner_client.post(f"{job.get_absolute_url()}cancel/")
        run.beat(timezone.now())
        run.tell(1, 2)
        pytest.fail("went on")

    doing.what = made_when_called_off
    run.perform()
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_calling_off_what_is_done_changes_nothing(
    owner: User, owner_client: Client, doing: Doing, work: Callable[[], None]
) -> None:
    job = started(owner)
    work()
    owner_client.post(f"{job.get_absolute_url()}cancel/")
    assert "It is ready." in page(owner_client, job)


# --- Whose it is, and how long ------------------------------------------------------------------------


def test_job_is_its_owners_alone(
    owner: User, client: Client, other_client: Client, editor_client: Client, doing: Doing
) -> None:
    job = started(owner)
    for address in ("", "file/"):
        assert client.get(f"{job.get_absolute_url()}{address}").status_code == 302
        for stranger in (other_client, editor_client):
            assert stranger.get(f"{job.get_absolute_url()}").status_code == 404
    assert other_client.post(f"{job.get_absolute_url()}cancel/").status_code == 404
    assertNotContains(other_client.get("/account/jobs/"), "Log book")
    job.refresh_from_db()
    assert job.is_alive


def test_result_is_gone_after_a_day(
    owner: User, owner_client: Client, doing: Doing, work: Callable[[], None]
) -> None:
    def make(run: Run) -> None:
        run.write(b"a" * (attempts.PART_BYTES + 1))
        run.finish("data.zip", "application/zip")

    doing.what = make
    job = started(owner)
    work()
    assertContains(owner_client.get("/account/jobs/"), "Log book")
    now = timezone.now()
    Job.objects.sweep(now + timedelta(hours=23))
    assert JobPart.objects.count() == 2
    Job.objects.sweep(now + timedelta(hours=25))
    assert not Job.objects.exists()
    assert not JobPart.objects.exists()
    assert not DBTaskResult.objects.exists()
    page(owner_client, job, status=404)


def test_list_takes_as_many_queries_for_many_jobs(
    owner: User, owner_client: Client, doing: Doing
) -> None:
    started(owner)
    owner_client.get("/account/jobs/")
    with CaptureQueriesContext(connection) as few:
        owner_client.get("/account/jobs/")
    for number in range(30):
        started(owner, str(number))
    with CaptureQueriesContext(connection) as many:
        owner_client.get("/account/jobs/")
    assert len(many) == len(few)


def test_pages_are_in_russian_too(owner: User, owner_client: Client, doing: Doing) -> None:
    job = started(owner)
    assertContains(owner_client.get(f"/ru/account/jobs/{job.uuid}/"), "Ждёт своей очереди.")
    assertContains(owner_client.get("/ru/account/jobs/"), "В работе")


def test_unknown_job_is_404(owner_client: Client) -> None:
    assert owner_client.get(f"/account/jobs/{uuid4()}/").status_code == 404


def test_worker_without_the_setting_says_so(settings: object) -> None:
    settings.HAS_WORKERS = False
    with pytest.raises(CommandError, match="TASKS"):
        call_command("db_worker")
