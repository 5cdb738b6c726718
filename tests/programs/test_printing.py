"""How sheets are made and served: once for each content, so many at once, within limits; the page of
options, and what an old sheet's code tells."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from backfit.operations.file_storage import WholeFileCache
from programs.models import Program, Workout
from programs.sheets import pdf as sheet_files
from programs.sheets import render_cache, renderer_pool
from programs.sheets.fonts import sheet_font
from programs.sheets.render_cache import RenderQueueFullError, get_or_render, render_slot
from programs.sheets.renderer_pool import RendererProcess, RenderError, RenderTimeoutError
from tests.programs.feeds import plan

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]

UPPER_BACK = "/programs/upper-back/sheet.pdf"
PAGE = "<html lang=en><title>One</title><h1>One</h1>"
FONTS = Path(settings.VAR_DIR) / "fonts"


class Recorder:
    """Stands in for the renderer and keeps what it was given."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.content = b"%PDF-1"

    def __call__(self, html: str) -> bytes:
        self.pages.append(html)
        return self.content


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setattr(sheet_files, "render_pdf", recorder)
    return recorder


def test_sheet_plans_from_the_persons_own_day_on(
    owner_client: Client, workout: Workout, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    type(workout.owner).objects.filter(pk=workout.owner_id).update(time_zone="Pacific/Honolulu")
    plan(workout, ends_on=date(2026, 12, 3))
    renders = []
    for day, hour in ((3, 12), (4, 5), (4, 12)):
        now = datetime(2026, 12, day, hour, tzinfo=UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda now=now: now)
        owner_client.get("/workouts/logbook.pdf?weeks=1")
        renders.append(len(recorder.pages))
    assert renders == [1, 1, 2]


def test_warm_sheet_waits_in_no_process(
    client: Client, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    disk = WholeFileCache(str(tmp_path), {})
    monkeypatch.setattr(render_cache, "_shared_cache", lambda: disk)
    assert client.get(UPPER_BACK).status_code == 200
    render_cache.clear_memory()  # as another process begins
    monkeypatch.setattr(settings, "SHEET_RENDERS_AT_ONCE", 0)
    assert client.get(UPPER_BACK).status_code == 200
    assert len(recorder.pages) == 1

    monkeypatch.setattr(disk, "set", lambda *args: os.open(tmp_path / "none" / "full", 0))
    monkeypatch.setattr(settings, "SHEET_RENDERS_AT_ONCE", 1)
    assert client.get(f"{UPPER_BACK}?weeks=2").status_code == 200


def test_sheet_of_ones_own_is_never_on_the_disk(
    client: Client,
    owner_client: Client,
    workout: Workout,
    recorder: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """There it would outlive the workout and the account."""
    disk = WholeFileCache(str(tmp_path), {})
    monkeypatch.setattr(render_cache, "_shared_cache", lambda: disk)
    address = f"{workout.get_absolute_url()}sheet.pdf"
    for each in (address, address, "/workouts/logbook.pdf?weeks=1"):
        assert owner_client.get(each).status_code == 200
    assert len(recorder.pages) == 2
    assert not list(tmp_path.iterdir())
    client.get(UPPER_BACK)
    assert list(tmp_path.iterdir())


def test_sheet_of_ones_own_is_shared_in_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis keeps it in memory, and drops it in time."""
    memory = LocMemCache("private sheets", {})
    monkeypatch.setattr(render_cache, "_shared_cache", lambda: memory)
    render_cache.keep(f"{render_cache.PRIVATE_PREFIX}1", b"a sheet")
    render_cache.clear_memory()
    assert render_cache.find(f"{render_cache.PRIVATE_PREFIX}1") == b"a sheet"


def test_sheet_of_ones_own_comes_back_from_a_worker_by_the_disk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where workers and no Redis are: what the worker kept, the site finds."""
    disk = WholeFileCache(str(tmp_path), {})
    monkeypatch.setattr(render_cache, "_shared_cache", lambda: disk)
    monkeypatch.setattr(settings, "HAS_WORKERS", True)
    render_cache.keep(f"{render_cache.PRIVATE_PREFIX}1", b"a sheet")
    render_cache.clear_memory()
    assert render_cache.find(f"{render_cache.PRIVATE_PREFIX}1") == b"a sheet"


def test_sheet_is_rendered_once_for_each_content(
    owner_client: Client, workout: Workout, recorder: Recorder
) -> None:
    address = f"{workout.get_absolute_url()}sheet.pdf"
    before = owner_client.get(address)
    owner_client.get(address)
    assert len(recorder.pages) == 1
    workout.title = "Renamed"
    workout.bump_revision()
    workout.save()
    after = owner_client.get(address)
    assert len(recorder.pages) == 2
    assert after["ETag"] != before["ETag"]


def test_304_costs_no_render(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    etag = client.get(UPPER_BACK)["ETag"]
    render_cache.clear_memory()
    monkeypatch.setattr(sheet_files, "render_pdf", lambda html: pytest.fail("rendered"))
    again = client.get(UPPER_BACK, headers={"If-None-Match": etag})
    assert (again.status_code, again["ETag"]) == (304, etag)
    assert again["Cache-Control"] == "public, no-cache"


def test_many_who_want_one_sheet_make_it_once(settings: Any) -> None:
    settings.SHEET_WAITERS = 8
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        time.sleep(0.3)
        return b"sheet"

    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(get_or_render("one", make))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [b"sheet"] * 8
    assert made == [1]


def test_failed_sheet_blocks_nobody() -> None:
    def fail() -> bytes:
        raise RenderError

    with pytest.raises(RenderError):
        get_or_render("one", fail)
    assert get_or_render("one", lambda: b"sheet") == b"sheet"


def test_no_more_renders_at_once_than_set(settings: Any) -> None:
    settings.SHEET_RENDERS_AT_ONCE = 2
    settings.SHEET_WAIT_SECONDS = 5
    settings.SHEET_WAITERS = 6
    running, most = 0, 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal running, most
        with render_slot():
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.1)
            with lock:
                running -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


def test_busy_server_asks_to_come_back(client: Client, settings: Any) -> None:
    settings.SHEET_RENDERS_AT_ONCE = 1
    settings.SHEET_WAIT_SECONDS = 0.1
    with render_slot():
        response = client.get(UPPER_BACK)
    assertContains(response, "One moment, please", status_code=503)
    assert response["Retry-After"] == "5"
    assert client.get(UPPER_BACK).status_code == 200


def test_waiting_for_a_sheet_that_never_comes_ends(settings: Any) -> None:
    settings.SHEET_WAIT_SECONDS = 0.1
    cache.add("one-lock", 1)
    with pytest.raises(RenderQueueFullError):
        get_or_render("one", lambda: b"sheet")


def test_who_waits_leaves_threads_for_pages(settings: Any) -> None:
    """With two in line, the third is asked to come back at once, whatever it wants."""
    settings.SHEET_RENDERS_AT_ONCE = 1
    settings.SHEET_WAIT_SECONDS = 5
    found: list[bytes] = []

    def wait() -> None:
        with render_slot():
            found.append(b"turn")

    in_line = [threading.Thread(target=wait) for _ in range(settings.SHEET_WAITERS)]
    with render_slot():
        for thread in in_line:
            thread.start()
        while len(render_cache._waiting) < len(in_line):
            pass
        cache.add("one-lock", 1)
        with pytest.raises(RenderQueueFullError):
            get_or_render("one", lambda: b"sheet")
        with pytest.raises(RenderQueueFullError), render_slot():
            pass
    for thread in in_line:
        thread.join()
    assert found == [b"turn"] * 2


def test_lock_of_a_worker_that_was_killed_is_free_after_seconds(settings: Any) -> None:
    assert render_cache.LOCK_SECONDS < settings.SHEET_WAIT_SECONDS


def test_slot_that_nobody_renews_is_free_again(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SHEET_RENDERS_AT_ONCE = 1
    monkeypatch.setattr(render_cache, "LOCK_SECONDS", 0.3)
    assert render_cache.CacheLock("sheet-slot-0").acquire()
    with render_slot():
        pass


def test_slot_is_renewed_while_a_render_takes_long(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_cache, "LOCK_SECONDS", 1)  # Redis counts whole seconds
    monkeypatch.setattr(render_cache, "HEARTBEAT_SECONDS", 0.1)
    settings.SHEET_RENDERS_AT_ONCE = 1
    settings.SHEET_WAIT_SECONDS = 2.5
    with render_slot(), pytest.raises(RenderQueueFullError), render_slot():
        pass
    with render_slot():
        pass


def test_lock_that_went_to_another_is_left_alone() -> None:
    lock = render_cache.CacheLock("one-lock")
    lock.acquire()
    with lock.held():
        cache.set("one-lock", "another")
    assert cache.get("one-lock") == "another"


def test_files_are_kept_up_to_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render_cache, "_shared_cache", lambda: None)
    third = bytes(render_cache.MAX_MEMORY_BYTES // 3)
    for name in "abc":
        render_cache.keep(name, third)
    render_cache.find("a")
    render_cache.keep("d", third)
    render_cache.keep("too large", bytes(render_cache.MAX_MEMORY_BYTES + 1))
    assert [name for name in "abcd" if render_cache.find(name)] == ["a", "c", "d"]
    assert not cache.get("d")


def test_only_renders_count_towards_the_limit(
    client: Client, settings: Any, recorder: Recorder
) -> None:
    settings.SHEET_RENDERS_PER_MINUTE = 2
    for _ in range(5):
        assert client.get(UPPER_BACK).status_code == 200
    assert client.get(f"{UPPER_BACK}?weeks=2").status_code == 200
    response = client.get(f"{UPPER_BACK}?weeks=3")
    assertContains(response, "You asked for many different sheets", status_code=429)
    assert response["Retry-After"] == "60"
    assert client.get(UPPER_BACK).status_code == 200
    assert len(recorder.pages) == 2


def test_public_sheet_that_is_kept_costs_no_query(
    client: Client, settings: Any, recorder: Recorder, django_assert_num_queries: Any
) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    first = client.get(UPPER_BACK)
    with django_assert_num_queries(0):
        again = client.get(f"{UPPER_BACK}?fbclid=1")
    assert again.content == first.content
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == "public, no-cache"
    with django_assert_num_queries(0):
        assert client.get(UPPER_BACK, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_kept_sheet_follows_the_content(
    client: Client,
    settings: Any,
    recorder: Recorder,
    program: Program,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    before = client.get(UPPER_BACK)["ETag"]
    exercise = program.exercises()[0]
    exercise.name = "Another name"
    with django_capture_on_commit_callbacks(execute=True):
        exercise.save()
    assert client.get(UPPER_BACK)["ETag"] != before


def test_kept_sheet_goes_with_its_program(
    client: Client,
    settings: Any,
    recorder: Recorder,
    program: Program,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    client.get(UPPER_BACK)
    program.status = "draft"
    with django_capture_on_commit_callbacks(execute=True):
        program.save()
    assert client.get(UPPER_BACK).status_code == 404


@pytest.mark.parametrize("accepted", ["gzip", "br", "gzip, deflate, br"])
@pytest.mark.parametrize("keep", [True, False])
def test_sheet_goes_out_as_it_was_made(
    client: Client, settings: Any, recorder: Recorder, accepted: str, keep: bool
) -> None:
    recorder.content = b"%PDF-" + b" " * 5000
    settings.PAGE_CACHE_SECONDS = 60 * keep
    for _ in range(2):
        response = client.get(UPPER_BACK, headers={"Accept-Encoding": accepted})
        assert response.content == recorder.content
        assert "Content-Encoding" not in response
        assert re.fullmatch(r'"[0-9a-f]{32}"', response["ETag"])


@pytest.mark.parametrize(
    ("header", "status", "content", "content_range"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=0-0", 206, b"0", "bytes 0-0/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=99-100", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=5-2", 200, b"0123456789", None),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("bytes=-", 200, b"0123456789", None),
        ("bytes=a-b", 200, b"0123456789", None),
        ("bytes=" + "9" * 400 + "-", 200, b"0123456789", None),
        ("lines=0-3", 200, b"0123456789", None),
    ],
)
@pytest.mark.parametrize("warm", [True, False])
def test_part_of_a_sheet_is_sent(
    client: Client,
    recorder: Recorder,
    header: str,
    status: int,
    content: bytes,
    content_range: str | None,
    warm: bool,
) -> None:
    recorder.content = b"0123456789"
    if warm:
        client.get(UPPER_BACK)
    response = client.get(UPPER_BACK, headers={"Range": header})
    assert (response.status_code, response.content) == (status, content)
    assert response.get("Content-Range") == content_range
    assert response["Content-Length"] == str(len(content))


def test_part_is_of_the_version_that_the_client_has(client: Client, recorder: Recorder) -> None:
    recorder.content = b"0123456789"
    whole = client.get(UPPER_BACK)
    assert whole["Accept-Ranges"] == "bytes"
    headers = {"Range": "bytes=0-3", "If-Range": whole["ETag"]}
    part = client.get(UPPER_BACK, headers=headers)
    assert (part.status_code, part.content, part["ETag"]) == (206, b"0123", whole["ETag"])
    for other in ('"another"', f"W/{whole['ETag']}", "Mon, 30 Nov 2026 08:00:00 GMT"):
        response = client.get(UPPER_BACK, headers=headers | {"If-Range": other})
        assert (response.status_code, response.content) == (200, recorder.content)


def test_head_has_the_headers_of_get(client: Client, recorder: Recorder) -> None:
    recorder.content = b"0123456789"
    head = client.head(UPPER_BACK, headers={"Range": "bytes=0-3"})
    got = client.get(UPPER_BACK)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("Content-Length", "ETag", "Accept-Ranges", "Content-Type", "Vary"):
        assert head[name] == got[name]


def test_slow_render_is_stopped_and_told(client: Client, settings: Any) -> None:
    settings.SHEET_SECONDS = 0.01
    response = client.get(UPPER_BACK)
    assertContains(response, "This sheet could not be made", status_code=503)
    assert response["Retry-After"] == "60"
    settings.SHEET_SECONDS = 20
    assert client.get(UPPER_BACK).status_code == 200


def one_page() -> bytes:
    return renderer_pool.run("pdf", PAGE, FONTS)


def idle_renderer() -> RendererProcess:
    (renderer,) = renderer_pool._idle
    return renderer


def test_renderer_that_is_too_late_is_stopped() -> None:
    renderer = RendererProcess()
    with pytest.raises(RenderTimeoutError):
        renderer.run(0.01, "pdf", PAGE, FONTS)
    assert not renderer.is_usable
    renderer.stop()


def test_renderer_that_does_not_start_in_time_is_stopped(settings: Any) -> None:
    settings.SHEET_SECONDS = 0.001
    renderer = RendererProcess()
    with pytest.raises(RenderTimeoutError):
        renderer.run(20, "pdf", PAGE, FONTS)
    renderer.stop()


def test_renderer_says_what_went_wrong_and_goes_on() -> None:
    with pytest.raises(RenderError, match="Pdfium"):
        renderer_pool.run("png", b"no PDF", 0, 96)
    renderer = idle_renderer()
    assert one_page().startswith(b"%PDF-")
    assert idle_renderer() is renderer


def test_renderer_that_needs_too_much_memory_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of 20,000 × 20,000 pixels needs 1.6 GB, more than a renderer may have."""
    pdf = one_page()
    with pytest.raises(RenderError):
        renderer_pool.run("png", pdf, 0, 2000)
    assert one_page() == pdf


def test_renderer_that_died_while_idle_is_replaced() -> None:
    one_page()
    renderer = idle_renderer()
    renderer.process.kill()
    renderer.process.join()
    assert one_page().startswith(b"%PDF-")


def test_renderer_that_dies_does_not_lose_the_renders_of_others(client: Client) -> None:
    pages: list[bytes] = []
    doomed = RendererProcess()
    thread = threading.Thread(target=lambda: pages.append(one_page()))
    thread.start()
    doomed.process.kill()
    with pytest.raises(RenderError):
        doomed.run(20, "pdf", PAGE, FONTS)
    thread.join()
    assert pages[0].startswith(b"%PDF-")
    doomed.stop()


def test_renderer_is_replaced_after_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer_pool, "MAX_RENDERS", 1)
    renderer_pool.stop_idle()
    one_page()
    assert renderer_pool._idle == []


def test_stopped_renderer_leaves_no_temporary_files() -> None:
    one_page()
    renderer = idle_renderer()
    temporary = Path(renderer.temporary.name)
    assert list(temporary.iterdir())
    renderer_pool.stop_idle()
    assert not temporary.exists()


def test_forked_process_starts_a_renderer_of_its_own() -> None:
    one_page()
    child = os.fork()
    if child == 0:
        os._exit(0 if renderer_pool._idle == [] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert one_page().startswith(b"%PDF-")


WORKER = """
import os, signal, django
if __name__ == "__main__":
    django.setup()
    from pathlib import Path
    from django.conf import settings
    from programs.sheets import renderer_pool
    renderer_pool.run("pdf", "<html lang=en><title>One</title>", Path(settings.VAR_DIR) / "fonts")
    (idle,) = renderer_pool._idle
    print(idle.process.pid, idle.temporary.name, flush=True)
    {end}
"""


@pytest.mark.parametrize("end", ["pass", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_renderer_ends_with_its_web_worker(end: str, tmp_path: Path) -> None:
    script = tmp_path / "worker.py"
    script.write_text(WORKER.format(end=end))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "backfit.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        "SECRET_KEY": "x",
    }
    worker = subprocess.run(  # noqa: S603 (a script of this test)
        [sys.executable, str(script)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    # The renderer holds the worker's standard output as well: at its end the renderer is gone.
    pid, temporary = worker.stdout.split()
    assert int(pid) > 0
    assert not Path(temporary).exists()


def test_full_disk_leaves_no_part_of_a_font(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(font: Any, file: Any) -> None:
        file.write(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("fontTools.ttLib.TTFont.save", fail)
    with pytest.raises(OSError, match="No space left"):
        sheet_font(400, tmp_path)
    assert list(tmp_path.iterdir()) == []


def resident(process: int) -> int:
    """Bytes of memory that the process holds (proc(5), statm)."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads Linux' /proc")
def test_memory_stays_flat_over_forty_renders(client: Client) -> None:
    """A worker keeps the sheets' bytes alone; its renderer grows by less than 8 MB over 40 renders."""
    renderer_pool.stop_idle()
    sizes: list[tuple[int, int]] = []
    for number in range(50):
        client.get(f"{UPPER_BACK}?weeks={number % 8 + 1}&pictures={number % 2}")
        cache.clear()  # the rate limit
        renderer = idle_renderer()
        sizes.append((resident(os.getpid()), resident(renderer.process.pid)))
    worker_growth, renderer_growth = (sizes[-1][side] - sizes[9][side] for side in (0, 1))
    assert worker_growth < 4_000_000
    assert renderer_growth < 8_000_000


@pytest.mark.parametrize("layout", ["sheet", "poster", "pocket", "logbook"])
def test_options_page_previews_what_is_chosen(client: Client, layout: str) -> None:
    response = client.get(f"/programs/upper-back/sheet/?layout={layout}&weeks=2")
    assert re.search(rf'value="{layout}"[^>]* checked', response.content.decode())
    query = f"layout={layout}&amp;weeks=2"
    assertContains(response, f'src="/programs/upper-back/sheet.png?{query}')
    assertContains(response, 'formaction="/programs/upper-back/sheet.pdf"')


def test_options_page_names_what_is_wrong(client: Client) -> None:
    response = client.get("/programs/upper-back/sheet/?paper=a3&weeks=99")
    assertContains(response, "“a3” is not a paper: write a4 or letter.", status_code=400)
    assertNotContains(response, "sheet.png", status_code=400)


def test_print_card_leads_to_the_options(
    client: Client, owner_client: Client, workout: Workout
) -> None:
    assertContains(client.get("/programs/upper-back/"), 'href="/programs/upper-back/sheet/"')
    address = workout.get_absolute_url()
    assertContains(owner_client.get(address), f'href="{address}sheet/"')
    assert owner_client.get(f"{address}sheet/").status_code == 200


@pytest.mark.parametrize("file", ["sheet.pdf", "sheet.png", "sheet/"])
def test_workout_is_printed_by_its_owner_alone(
    other_client: Client, client: Client, workout: Workout, file: str
) -> None:
    for stranger, status in ((other_client, 404), (client, 302)):
        assert stranger.get(f"{workout.get_absolute_url()}{file}").status_code == status


def test_code_leads_back_with_the_revision_and_no_secret(
    owner_client: Client, workout: Workout, recorder: Recorder
) -> None:
    owner_client.get(f"{workout.get_absolute_url()}sheet.pdf")
    address = f"http://127.0.0.1:8000{workout.get_absolute_url()}?r=1"
    assert f'alt="QR code: {address}"' in recorder.pages[0]


def test_old_sheet_is_told_from_the_current_one(
    owner_client: Client, other_client: Client, workout: Workout
) -> None:
    address = f"{workout.get_absolute_url()}?r=1"
    assertContains(owner_client.get(address), "Your sheet is current.")
    workout.bump_revision()
    workout.bump_revision()
    response = owner_client.get(address)
    assertContains(response, "This has changed since your sheet was printed:")
    assertContains(response, "revision 1 → 3, last changed on")
    assertContains(response, f'href="{workout.get_absolute_url()}sheet.pdf">Print the new sheet')
    assert other_client.get(address).status_code == 404


@pytest.mark.parametrize("value", ["", "x", "-1", "0", "٣", "9999999999", "1.5", "<b>"])
def test_senseless_revision_is_not_spoken_of(client: Client, value: str) -> None:
    response = client.get("/programs/upper-back/", {"r": value})
    assertNotContains(response, "sheet-news")


def test_program_and_log_book_tell_too(
    client: Client, owner_client: Client, workout: Workout, program: Program
) -> None:
    program.plans[0].bump_revision()
    assertContains(client.get("/programs/upper-back/?r=1"), "revision 1 → 2")
    assertContains(owner_client.get("/workouts/?r=1"), "Your sheet is current.")
    assertContains(owner_client.get("/workouts/?r=7"), "revision 7 → 1")


def test_log_book_takes_as_many_queries_for_many_workouts(
    owner_client: Client, program: Program, workout: Workout, django_assert_num_queries: Any
) -> None:
    address = "/workouts/logbook.pdf?weeks=1"
    with django_assert_num_queries(8) as one:
        owner_client.get(address)
    for _ in range(3):
        program.copy_for(workout.owner)
    with django_assert_num_queries(len(one)):
        owner_client.get(address)
