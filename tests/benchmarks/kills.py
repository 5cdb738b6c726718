"""Counts what is lost or doubled while people write in parallel and workers are killed (`kill -9`).

    DATABASE_URL=… python -m tests.benchmarks.kills --people 8 --rounds 20

Each person makes workouts, plans them, adds programs, imports files and uploads sessions; each write is sent by
two requests at the same moment, and again until it is answered, as a browser does whose connection broke.
Meanwhile one gunicorn worker after the other is killed. In the end every write is there once, and whole.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import requests

from tests.benchmarks.server import server, workers_of
from tests.pages import hidden_fields_of

if TYPE_CHECKING:
    from backfit.accounts.models import User

KILL_AFTER = 15
"""Answers between two kills: by work done, not by the clock, so that a busy machine kills as much."""
MAX_TRIES = 200
SETS = 3
ITEMS = 2


@dataclass
class Found:
    """What was counted. A write that was answered and is not there is lost, one that is there twice doubled."""

    writes: int = 0
    kills: int = 0
    broken: int = 0
    """Requests whose connection broke."""
    statuses: Counter[int] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        wrong = [*self.lost, *self.doubled, *self.halves]
        return "\n".join(
            [
                f"{self.writes} writes, each sent twice at once; {self.kills} workers killed,"
                f" {self.broken} requests broken off, answers {dict(self.statuses)}.",
                f"Lost: {len(self.lost)}. Doubled: {len(self.doubled)}. Half: {len(self.halves)}.",
                *wrong,
            ]
        )


class Writer:
    """One person with a browser."""

    def __init__(self, address: str, person: User, found: Found) -> None:
        from django.test import Client

        client = Client()
        client.force_login(person)
        self.address, self.person, self.found = address, person, found
        self.cookies = {"sessionid": client.cookies["sessionid"].value}
        self.marks: list[tuple[str, str]] = []
        """What was answered: the kind of write, and the mark by which it is known."""

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        """The answer to one request, sent again while no answer or a refusal for now comes back."""
        options["cookies"] = {**self.cookies, **options.pop("cookies", {})}
        for _ in range(MAX_TRIES):
            try:
                answer = requests.request(
                    method, self.address + path, timeout=60, allow_redirects=False, **options
                )
            except requests.RequestException:
                self.found.broken += 1
                time.sleep(0.05)
                continue
            self.found.statuses[answer.status_code] += 1
            if answer.status_code < 500:
                return answer
            time.sleep(0.05)
        raise TimeoutError(f"{method} {path}")

    def send(self, page: str, data: dict[str, Any], **options: Any) -> requests.Response:
        """Fill the form of the page and press its button twice."""
        shown = self.ask("GET", page)
        hidden = hidden_fields_of(Shown(shown.content), page)
        sent = {"data": hidden | data, "cookies": {"csrftoken": shown.cookies.get("csrftoken", "")}}
        headers = {"Referer": self.address + page, "Origin": self.address}
        with ThreadPoolExecutor(2) as pair:
            posts = [
                pair.submit(self.ask, "POST", page, headers=headers, **sent, **options)
                for _ in range(2)
            ]
        answers = [post.result() for post in posts]
        places = {(each.status_code, each.headers.get("Location", "")) for each in answers}
        if len(places) != 1 or answers[0].status_code != 302:
            raise AssertionError(f"{page}: {places} {answers[0].text[:300]}")
        return answers[0]

    def note(self, kind: str, mark: str) -> None:
        self.marks.append((kind, mark))

    def make_and_plan(self) -> None:
        """A workout, and a schedule of it."""
        title = f"made {uuid4()}"
        place = self.send("/workouts/new/", {"title": title}).headers["Location"]
        self.note("workout", title)
        today = datetime.now(UTC).date()
        plan = {
            "starts_on": f"{today}",
            "time": "18:30",
            "time_zone": "Europe/Berlin",
            "weeks": "4",
        }
        plan |= {"weekdays": "MO", "every_weeks": "1", "duration": "45", "reminder": "15"}
        workout = place.split("/")[2]
        self.send(f"/workouts/{workout}/schedule/", plan)
        self.note("schedule", workout)

    def import_file(self) -> None:
        """A file with one workout."""
        title = f"imported {uuid4()}"
        dose = {"section": "main", "sets": 3, "reps_min": 8}
        items = [{"exercise": slug, **dose} for slug in ("bird-dog", "deadlift")]
        workouts = [{"title": title, "items": items}]
        content = json.dumps({"format": "backfit-workouts", "version": 1, "workouts": workouts})
        self.send("/workouts/import/", {}, files={"file": ("mine.json", content)})
        self.note("import", title)

    def upload(self) -> None:
        """A session from a device."""
        session, now = str(uuid4()), datetime.now(UTC)
        a_set = {"exercise": "deadlift", "name": "Deadlift", "words": "3 sets", "position": 0}
        sets = [a_set | {"uuid": str(uuid4()), "number": n + 1, "reps": 10} for n in range(SETS)]
        times = {
            "started_at": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}",
            "finished_at": None,
        }
        body = {"uuid": session, "title": "Done", "date": f"{now:%Y-%m-%d}", "time_zone": "UTC"}
        body |= times | {"updated_at": f"{now:%Y-%m-%dT%H:%M:%SZ}", "sets": sets}
        shown = self.ask("GET", "/workouts/sync/")
        options: dict[str, Any] = {
            "json": {"sessions": [body]},
            "cookies": {"csrftoken": shown.cookies.get("csrftoken", "")},
            "headers": {"X-CSRFToken": shown.json()["token"], "Referer": self.address},
        }
        with ThreadPoolExecutor(2) as pair:
            posts = [pair.submit(self.ask, "POST", "/workouts/sync/", **options) for _ in range(2)]
        for post in posts:
            if post.result().status_code != 200:
                raise AssertionError(post.result().text[:300])
        self.note("session", session)

    def write(self, rounds: int) -> None:
        """All kinds of writes, in an order of chance."""
        kinds: list[Callable[[], None]] = [self.make_and_plan, self.import_file, self.upload]
        chosen = kinds * rounds
        random.Random(self.person.pk).shuffle(chosen)
        for kind in chosen:
            kind()

    def count(self) -> None:
        """Look for everything that was answered, and for what is there beside it."""
        from programs.models import Schedule, SetLog, Workout, WorkoutLog

        mine = Workout.objects.owned_by(self.person)
        looks: dict[str, Callable[[str], Any]] = {
            "workout": lambda mark: mine.filter(title=mark),
            "import": lambda mark: mine.filter(title=mark),
            "schedule": lambda mark: Schedule.objects.filter(workout__uuid=mark),
            "session": lambda mark: WorkoutLog.objects.filter(owner=self.person, uuid=mark),
        }
        for kind, mark in self.marks:
            rows = list(looks[kind](mark))
            if not rows:
                self.found.lost.append(f"{kind} {mark}")
            if len(rows) > 1:
                self.found.doubled.append(f"{kind} {mark}")
            for row in rows:
                if kind == "session" and SetLog.objects.filter(log=row).count() != SETS:
                    self.found.halves.append(f"{kind} {mark}")
                if kind == "import" and row.items.count() != ITEMS:
                    self.found.halves.append(f"{kind} {mark}")
        counts = Counter(kind for kind, _ in self.marks)
        if mine.count() != counts["workout"] + counts["import"]:
            self.found.doubled.append(f"{mine.count()} workouts of {self.person}")


class Shown:
    """A page as `hidden_fields_of` reads it."""

    def __init__(self, content: bytes) -> None:
        self.content = content


def count_writes(
    people: list[User], rounds: int, *, kill_after: int = KILL_AFTER, **variables: str
) -> Found:
    """Let the people write while workers are killed; the database of the environment is the server's too."""
    found, over = Found(), threading.Event()
    with server("/healthz", **variables) as (address, pid):
        writers = [Writer(address, person, found) for person in people]
        killer = threading.Thread(target=_kill, args=(pid, found, over, kill_after))
        killer.start()
        try:
            with ThreadPoolExecutor(len(people)) as pool:
                for each in [pool.submit(writer.write, rounds) for writer in writers]:
                    each.result()
        finally:
            over.set()
            killer.join()
    for writer in writers:
        found.writes += len(writer.marks)
        writer.count()
    return found


def _kill(pid: int, found: Found, over: threading.Event, after: int) -> None:
    """Kill a worker each time that so many requests were answered."""
    chance, killed_at = random.Random(1), 0
    while not over.wait(0.02):
        answered, workers = found.statuses.total(), workers_of(pid)
        if answered - killed_at >= after and workers:
            os.kill(chance.choice(workers), signal.SIGKILL)
            found.kills += 1
            killed_at = answered


def main() -> None:
    """Write, kill, count and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.kills")
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    from tests.benchmarks import site

    site.prepare()
    from django.core.management import call_command
    from django.db import connection

    from backfit.accounts.models import User

    call_command("collectstatic", interactive=False, verbosity=0)
    User.objects.filter(email__endswith="@kills.example").delete()
    people = [User.objects.create_user(f"{n}@kills.example") for n in range(options.people)]
    started = time.monotonic()
    found = count_writes(people, options.rounds)
    print(f"On {connection.vendor}, {len(people)} people, {time.monotonic() - started:.0f} s:")
    print(found)


if __name__ == "__main__":
    main()
