"""The site on several machines: `python -m tests.benchmarks.machines` (as root, on Linux).

Each machine is a network namespace with an address of its own: nginx, two web machines, a worker, PostgreSQL behind
PgBouncer, Redis and a store for uploads. While people write in parallel, one after the other is stopped, killed,
started again and released anew; then it is counted what failed, was lost, or was done twice.
"""

from __future__ import annotations

import argparse
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen
from uuid import uuid4

from tests.benchmarks.kills import Found, Shown, Writer
from tests.benchmarks.load import Page, load, together
from tests.benchmarks.server import ROOT
from tests.nginx import NGINX, configuration
from tests.object_store import object_store
from tests.pages import hidden_fields_of
from tests.pgbouncer import pgbouncer

BRIDGE = "backfit0"
HERE = "10.77.0.1"
ADDRESSES = {
    "nginx": "10.77.0.2",
    "web1": "10.77.0.11",
    "web2": "10.77.0.12",
    "worker": "10.77.0.21",
    "postgresql": "10.77.0.31",
    "redis": "10.77.0.32",
    "store": "10.77.0.33",
}
WEBS = ("web1", "web2")
SITE = f"http://{ADDRESSES['nginx']}"
TRIES = 600
"""Tenths of a second that anything may take to start."""
MAX_ROUNDS = 100
EVENT_AFTER = 20
"""Answers after which something happens: by work done, not by the clock."""
SETS_OF_A_SESSION = 10
ROWS = 260
"""Sets of an imported history: more than are stored within the request where there are workers."""
MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "{last}")]
    operations = [
        migrations.CreateModel(
            "ReleaseNote", [("id", models.BigAutoField(primary_key=True)), ("text", models.TextField())]
        ),
        migrations.RunSQL(
            "ALTER TABLE programs_workout ADD COLUMN release_note text NOT NULL DEFAULT ''",
            "ALTER TABLE programs_workout DROP COLUMN release_note",
        ),
    ]
"""
"""Of a release that adds a table, and a column to one that people write to; the code before it knows neither."""


@contextmanager
def network() -> Iterator[None]:
    """A namespace for each machine, joined by one bridge; gone afterwards, whatever happens."""

    def ip(*words: str, check: bool = True) -> None:
        subprocess.run(["ip", *words], check=check, stderr=None if check else subprocess.DEVNULL)  # noqa: S603, S607

    def clear() -> None:
        for number, name in enumerate(ADDRESSES):
            for pid in pids_of(name):  # a namespace lives for as long as one of its processes
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            ip("netns", "del", space(name), check=False)
            ip("link", "del", f"{BRIDGE}v{number}", check=False)
        ip("link", "del", BRIDGE, check=False)

    clear()
    try:
        ip("link", "add", BRIDGE, "type", "bridge")
        ip("addr", "add", f"{HERE}/24", "dev", BRIDGE)
        ip("link", "set", BRIDGE, "up")
        for number, (name, address) in enumerate(ADDRESSES.items()):
            near = f"{BRIDGE}v{number}"
            ip("netns", "add", space(name))
            ip("link", "add", near, "type", "veth", "peer", "name", "eth0", "netns", space(name))
            ip("link", "set", near, "master", BRIDGE, "up")
            ip("-n", space(name), "addr", "add", f"{address}/24", "dev", "eth0")
            for each in ("lo", "eth0"):
                ip("-n", space(name), "link", "set", each, "up")
        yield
    finally:
        clear()


def space(name: str) -> str:
    """The namespace of a machine."""
    return f"backfit-{name}"


def pids_of(name: str) -> list[int]:
    """All processes of the machine; none when there is no such machine."""
    words = ["ip", "netns", "pids", space(name)]
    told = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
    return [int(each) for each in told.stdout.split()]


def on(name: str) -> list[str]:
    """The words in front of a command that runs on that machine."""
    return ["ip", "netns", "exec", space(name)]


def answers(address: str, seconds: float = 5) -> bool:
    """Whether a GET there is answered with 200 in time."""
    try:
        with urlopen(address, timeout=seconds) as response:  # noqa: S310
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def wait_until(what: str, is_so: Callable[[], bool]) -> None:
    """Raises `TimeoutError` when it is not so in time."""
    for _ in range(TRIES):
        if is_so():
            return
        time.sleep(0.1)
    raise TimeoutError(what)


@dataclass
class Machines:
    """What runs, and the verbs by which it is disturbed."""

    folder: Path
    environment: dict[str, str]
    release: Path = ROOT
    """The code that is started."""
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *words: str, **options: Any) -> None:
        """Run a command on the machine; it is the machine's one service."""
        environment = {**self.environment, "VAR_DIR": str(self.folder / name / "var")}
        log = (self.folder / f"{name}.log").open("ab")
        self.running[name] = subprocess.Popen(  # noqa: S603
            [*on(name), *words],
            cwd=self.release,
            env=environment,
            stdout=log,
            stderr=log,
            **options,
        )

    def end(self, name: str, how: int = signal.SIGTERM) -> None:
        """Send the signal to the machine's service, and with SIGKILL to all that it started."""
        process = self.running.pop(name)
        if how == signal.SIGKILL:
            for pid in pids_of(name):
                with suppress(ProcessLookupError):
                    os.kill(pid, how)
        else:
            process.send_signal(how)
        process.wait(timeout=60)

    def end_all(self) -> None:
        """Stop whatever still runs."""
        for name in [*self.running]:
            with suppress(subprocess.TimeoutExpired):
                self.end(name)

    def start_web(self, name: str) -> None:
        """Gunicorn with one process, and wait until it answers."""
        place = f"{ADDRESSES[name]}:8000"
        words = ["-m", "gunicorn", "backfit.wsgi:application", "--bind", place, "--workers", "1"]
        self.start(name, sys.executable, *words, "--log-level", "warning")
        wait_until(name, lambda: answers(f"http://{place}/healthz"))

    def start_worker(self) -> None:
        """What does long work beside the requests."""
        self.start("worker", sys.executable, "manage.py", "db_worker")

    def start_redis(self) -> None:
        place = ADDRESSES["redis"]
        words = ["redis-server", "--bind", place, "--save", "", "--protected-mode", "no"]
        self.start("redis", *words)
        told = [*on("redis"), "redis-cli", "-h", place, "ping"]
        wait_until(
            "redis",
            lambda: b"PONG" in subprocess.run(told, capture_output=True, check=False).stdout,  # noqa: S603
        )

    def start_nginx(self) -> None:
        """Nginx with the configuration of docs/deploy, before both web machines."""
        shutil.copy(ROOT / "docs/deploy/nginx-proxy.conf", self.folder / "backfit-proxy.conf")
        self.say_webs(*WEBS)
        self.start("nginx", NGINX, "-c", str(self.folder / "nginx.conf"))
        wait_until("nginx", lambda: answers(f"{SITE}/healthz"))

    def say_webs(self, *webs: str) -> None:
        """Tell nginx which web machines get requests; it takes it up at its next start or reload."""
        text = configuration(self.folder, 1, 2).replace("listen 127.0.0.1:1;", "listen 80;")
        servers = " ".join(f"server {ADDRESSES[web]}:8000 fail_timeout=2s;" for web in webs)
        text = text.replace("server 127.0.0.1:2 fail_timeout=0;", servers)
        text = text.replace("/var/lib/backfit/static/", f"{self.environment['STATIC_ROOT']}/")
        text = text.replace("worker_connections 64", "worker_connections 1024")
        (self.folder / "nginx.conf").write_text(text)

    def send_to(self, *webs: str) -> None:
        """Let nginx send new requests to these alone."""
        self.say_webs(*webs)
        self.running["nginx"].send_signal(signal.SIGHUP)
        time.sleep(1)

    # --- What happens to them ---------------------------------------------------------------------

    def stop_a_web(self) -> None:
        """One web machine ends in order, without a word to nginx, and comes back."""
        self.end("web1")
        time.sleep(2)
        self.start_web("web1")

    def kill_a_web(self) -> None:
        """One web machine is gone from one moment to the next, and comes back."""
        self.end("web2", signal.SIGKILL)
        time.sleep(2)
        self.start_web("web2")

    def kill_worker(self) -> None:
        """The worker is gone in the middle of its work, and comes back."""
        self.end("worker", signal.SIGKILL)
        self.start_worker()

    def restart_redis(self) -> None:
        """Redis forgets everything."""
        self.end("redis", signal.SIGKILL)
        time.sleep(2)
        self.start_redis()

    def roll_out(self) -> None:
        """A release with a migration: first the tables, then one web machine after the other, each drained before."""
        self.release = new_release(self.folder)
        migrate = [*on("web1"), sys.executable, "manage.py", "migrate", "-v0"]
        subprocess.run(migrate, cwd=self.release, env=self.environment, check=True)  # noqa: S603
        for web in WEBS:
            self.send_to(*(other for other in WEBS if other != web))
            self.end(web)
            self.start_web(web)
            self.send_to(*WEBS)
        self.end("worker")
        self.start_worker()


def new_release(folder: Path) -> Path:
    """The code again, with one migration more."""
    release = folder / "release"
    for name in ("backfit", "exercises", "programs", "templates", "static", "locale"):
        shutil.copytree(ROOT / name, release / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("manage.py", "gunicorn.conf.py"):
        shutil.copy(ROOT / name, release / name)
    migrations = release / "programs/migrations"
    last = max(path.stem for path in migrations.glob("[0-9]*.py"))
    text = MIGRATION.format(last=last)
    (migrations / f"{int(last[:4]) + 1:04}_release_notes.py").write_text(text)
    return release


@contextmanager
def machines() -> Iterator[Machines]:
    """All of them, running; this process speaks to the same database, cache and store."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="backfit-machines-")))
        folder.chmod(0o755)
        stack.enter_context(network())
        database = stack.enter_context(postgresql(folder / "database"))
        place = ADDRESSES["postgresql"]
        pooled = stack.enter_context(
            pgbouncer(database, sessions=8, host=place, before=on("postgresql"))
        )
        uploads = stack.enter_context(object_store(ADDRESSES["store"], on("store")))
        os.environ |= {
            "SECRET_KEY": os.environ.get("SECRET_KEY", "of-machines-for-an-hour-" * 3),
            "DATABASE_URL": pooled,
            "CACHE_URL": f"redis://{ADDRESSES['redis']}:6379/0",
            "UPLOADS_URL": uploads,
            "SITE_URL": SITE,
            "ALLOWED_HOSTS": ",".join(["localhost", *ADDRESSES.values()]),
            "STATIC_ROOT": str(folder / "static"),
            "TASKS": "database",
            "TRUST_PROXY": "1",
            "DEBUG": "0",
        }
        made = Machines(folder, {**os.environ})
        stack.callback(made.end_all)
        made.start_redis()
        from tests.benchmarks import site

        site.prepare()
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        for web in WEBS:
            made.start_web(web)
        made.start_worker()
        made.start_nginx()
        yield made


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A new PostgreSQL on its machine, with an empty database: its address."""
    programs = max(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    place, user = ADDRESSES["postgresql"], pwd.getpwnam("postgres")
    folder.mkdir()
    os.chown(folder, user.pw_uid, user.pw_gid)

    def as_postgres(name: str, *words: str) -> None:
        command = [*on("postgresql"), "setpriv", "--reuid=postgres", "--regid=postgres"]
        command += ["--clear-groups", str(programs / name), *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")  # noqa: S603

    data = str(folder / "data")
    as_postgres("initdb", "-D", data, "-U", "backfit", "--auth=trust", "--encoding=UTF8")
    with (folder / "data/pg_hba.conf").open("a") as file:
        file.write("host all all 10.77.0.0/24 trust\n")
    settings = f"-c listen_addresses={place} -k {folder}"
    as_postgres("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", settings, "start")
    try:
        as_postgres("createdb", "-h", place, "-U", "backfit", "backfit")
        yield f"postgres://backfit@{place}:5432/backfit"
    finally:
        as_postgres("pg_ctl", "-D", data, "-m", "immediate", "stop")


def history_of(sessions: int) -> str:
    """That many sessions in the format of docs/history.md."""
    a_set = {"exercise": "deadlift", "name": "Deadlift", "position": 0, "kind": "work", "reps": 8}
    sets = [a_set | {"number": number + 1} for number in range(SETS_OF_A_SESSION)]
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(sessions)]
    rows = [
        {
            "key": str(uuid4()),
            "title": "Brought",
            "date": f"{day}",
            "time_zone": "UTC",
            "sets": sets,
        }
        for day in days
    ]
    return json.dumps({"format": "backfit-history", "version": 1, "sessions": rows})


class Person(Writer):
    """A writer who also brings a history, which a worker stores where there is one."""

    def bring_history(self) -> None:
        """Send a file of many sets, and confirm what the page shows of it."""
        page = "/workouts/history/import/"
        text = history_of(ROWS // SETS_OF_A_SESSION)
        shown = self.ask("GET", page)
        headers = {"Referer": self.address + page, "Origin": self.address}
        cookies = {"csrftoken": shown.cookies.get("csrftoken", "")}
        hidden = hidden_fields_of(Shown(shown.content), page)
        sent = self.ask(
            "POST",
            page,
            data=hidden,
            files={"file": ("h.json", text)},
            headers=headers,
            cookies=cookies,
        )
        preview = sent.headers["Location"]
        shown = self.ask("GET", preview)
        answers = {"do": "confirm", "time_zone": "UTC"}
        answers |= hidden_fields_of(Shown(shown.content), preview)
        cookies = {"csrftoken": shown.cookies.get("csrftoken", cookies["csrftoken"])}
        for _ in range(2):
            sent = self.ask("POST", preview, data=answers, headers=headers, cookies=cookies)
        if sent.status_code != 302:
            raise AssertionError(f"{preview}: {sent.status_code}")
        self.note("history", preview)

    def write_until(self, over: threading.Event, rounds: int) -> None:
        """A history, then all kinds of writes: so many rounds at least, and until it is over."""
        self.bring_history()
        for number in range(MAX_ROUNDS):
            if number >= rounds and over.is_set():
                return
            self.write(1)

    def count(self) -> None:
        """All that was answered, once; the history, as soon as the worker had time for it."""
        from programs.models import SetLog

        brought = SetLog.objects.filter(log__owner=self.person, log__title="Brought")
        with suppress(TimeoutError):
            wait_until("the history", lambda: brought.count() >= ROWS)
        self.marks = [each for each in self.marks if each[0] != "history"]
        super().count()
        if brought.count() < ROWS:
            self.found.lost.append(f"{ROWS - brought.count()} sets of a history")
        if brought.count() > ROWS:
            self.found.doubled.append(f"{brought.count() - ROWS} sets of a history")


def disturb(name: str, happens: Callable[[], None], people: int, rounds: int) -> dict[str, Any]:
    """Let people write while it happens, and count."""
    from backfit.accounts.models import User

    found, over = Found(), threading.Event()
    persons = [User.objects.create_user(f"{name}-{n}@machines.example") for n in range(people)]
    writers = [Person(SITE, person, found) for person in persons]
    with ThreadPoolExecutor(people) as pool:
        began = time.monotonic()
        work = [pool.submit(writer.write_until, over, rounds) for writer in writers]
        try:
            with suppress(TimeoutError):
                wait_until("answers", lambda: found.statuses.total() >= EVENT_AFTER)
            happens()
        finally:
            over.set()
        for each in work:
            each.result()
        seconds = time.monotonic() - began
    for writer in writers:
        found.writes += len(writer.marks)
        writer.count()
    requests = found.statuses.total() + found.broken
    failed = found.broken + sum(n for status, n in found.statuses.items() if status >= 500)
    wrong = [*found.lost, *found.doubled, *found.halves]
    print(
        f"{name:16} {found.writes} writes, {requests} requests, {failed} failed"
        f" {dict(found.statuses)}; lost {len(found.lost)}, doubled {len(found.doubled)},"
        f" half {len(found.halves)}",
        *wrong,
        sep="\n",
    )
    return {
        "name": name,
        "writes": found.writes,
        "requests": requests,
        "failed": failed,
        "lost": len(found.lost),
        "doubled": len(found.doubled),
        "half": len(found.halves),
        "seconds": seconds,
    }


def throughput(made: Machines, seconds: float) -> dict[str, Any]:
    """Requests a second of pages made anew, by turns with one and with two web machines."""
    from tests.benchmarks.people import busy_people

    people = busy_people()
    pages = [Page("/workouts/?n={n}", (people.cookie,)), Page(people.feed)]
    found: dict[str, list[Any]] = {"one": [], "two": []}
    for _ in range(3):
        for name, webs in (("one", WEBS[:1]), ("two", WEBS)):
            made.send_to(*webs)
            found[name].append(load(SITE, *pages, seconds=seconds / 3))
    loads = {name: together(each) for name, each in found.items()}
    for name, each in loads.items():
        print(
            f"{name} web: {each.rate:.1f}/s, p95 {each.p95:.0f} ms, {each.errors + each.refused} wrong"
        )
    return {name: {"rate": each.rate, "p95": each.p95} for name, each in loads.items()}


def shared_photo(made: Machines) -> bool:
    """Whether a photo that was stored here comes from each of the web machines."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    name = default_storage.save(f"exercise-photos/{'a' * 32}.webp", ContentFile(b"RIFF"))
    return all(answers(f"http://{ADDRESSES[web]}:8000/media/{name}", 60) for web in WEBS)


def main() -> None:
    """Start all machines, disturb them, count and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.machines")
    parser.add_argument("--people", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=12, help="of load by wrk")
    parser.add_argument("--json", metavar="FILE", help="write what was found there")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # which clears everything away
    with machines() as made:
        print("A photo comes from both web machines:", shared_photo(made))
        found: dict[str, Any] = {"throughput": throughput(made, options.seconds)}
        made.send_to(*WEBS)
        events = {
            "nothing": lambda: None,
            "web stopped": made.stop_a_web,
            "web killed": made.kill_a_web,
            "worker killed": made.kill_worker,
            "redis restarted": made.restart_redis,
            "release": made.roll_out,
        }
        found["events"] = [
            disturb(name.replace(" ", "-"), event, options.people, options.rounds)
            for name, event in events.items()
        ]
    if options.json:
        Path(options.json).write_text(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
