"""Sessions that are interrupted at random: `python -m tests.benchmarks.interruptions`.

Each session of four sets is done in Chromium with the service worker of a site on gunicorn. At one of its steps the
page crashes, a reply is lost, the network is cut, or all of the server's workers are killed; or two of these. At the
end the site must have exactly one session more, with exactly its sets. The list of them is the same for a seed.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.benchmarks.server import server, workers_of
from tests.network import Network

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from programs.models import Workout

SETS = 4
PATIENCE_SECONDS = 600
"""For what must come in the end; a busy machine makes nothing wrong."""
EMPTY = """async () => {
    const database = await new Promise((resolve) => (indexedDB.open("backfit").onsuccess = ({ target }) => resolve(target.result)));
    const rows = await new Promise((resolve) => (database.transaction("uploads").objectStore("uploads").getAll().onsuccess = ({ target }) => resolve(target.result)));
    database.close();
    return rows.length === 0 && !Object.keys(localStorage).some((key) => key.startsWith("backfit.session"));
}"""


class Session:
    """One session after the other in one browser."""

    def __init__(self, context: BrowserContext, network: Network, pid: int, path: str) -> None:
        self.context, self.network, self.pid, self.path = context, network, pid, path
        self.page: Page = context.new_page()

    def crash(self) -> None:
        """The page is gone from one moment to the next; it is opened anew."""
        from playwright.sync_api import Error

        with suppress(Error):  # which tells that it crashed
            self.page.goto("chrome://crash", timeout=3000)
        self.page.close()
        self.page = self.context.new_page()
        self.page.goto(self.path)

    def lose_reply(self) -> None:
        self.network.lost_replies = 1

    def cut(self) -> None:
        self.network.cut()

    def kill_server(self) -> None:
        for worker in workers_of(self.pid):
            os.kill(worker, signal.SIGKILL)

    def run(self, reps: list[int], faults: dict[int, list[Callable[[], None]]]) -> None:
        """Do the sets, each fault before its step; then let everything come right, and wait until nothing waits."""
        from tests.browser.player_helpers import action, phase

        self.page.goto(self.path)
        action(self.page, "start").click()
        for number, each in enumerate(reps):
            for fault in faults.get(number, []):
                fault()
            self.page.get_by_label("reps", exact=True).fill(str(each))
            action(self.page, "done").click()
            if phase(self.page) == "rest":
                action(self.page, "skip").click()
        for fault in faults.get(SETS, []):
            fault()
        self.network.mend()
        self.settle()

    def settle(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            self.page.goto("/workouts/")
            for _ in range(40):
                if self.page.evaluate(EMPTY):
                    return
                time.sleep(0.25)
        raise TimeoutError("Something waits for ever.")


def interrupt(count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """How often each fault came, and what was wrong."""
    from playwright.sync_api import sync_playwright

    from programs.models import WorkoutLog
    from tests.browser.player_helpers import sign_in

    workout, chance = _workout(), random.Random(seed)
    faults: Counter[str] = Counter()
    wrong: list[str] = []
    variables = {"SERVICE_WORKER": "1", "SITE_URL": "http://127.0.0.1"}
    with server("/healthz", **variables) as (address, pid), sync_playwright() as playwright:
        network = Network(urlsplit(address).port or 80)
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        context = browser.new_context(base_url=network.address)
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        session = Session(context, network, pid, workout.get_start_url())
        sign_in(session.page, network.address, workout.owner.email, "/workouts/")
        session.page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        time.sleep(5)  # plans and pictures
        kinds = {
            each.__name__: each
            for each in (session.crash, session.lose_reply, session.cut, session.kill_server)
        }
        for number in range(count):
            names = chance.sample(list(kinds), chance.choice([1, 1, 2]))
            steps = {chance.randint(0, SETS): [kinds[name] for name in names]}
            faults.update(names)
            reps = [chance.randint(1, 30) for _ in range(SETS)]
            before = set(WorkoutLog.objects.values_list("pk", flat=True))
            try:
                session.run(reps, steps)
            except Exception as error:  # noqa: BLE001 (whatever it is, it is told)
                wrong.append(f"{number} {names} {[*steps]}: {str(error)[:300]}")
                network.mend()
            logs = WorkoutLog.objects.exclude(pk__in=before)
            found = [[each.reps for each in log.sets.order_by("at", "pk")] for log in logs]
            if found != [reps] or not logs[0].finished_at:
                wrong.append(f"{number} {names} {[*steps]}: {found} instead of {reps}")
            print(number + 1, names, [*steps], *wrong[-2:], file=sys.stderr, flush=True)
        browser.close()
    return faults, wrong


def _workout() -> Workout:
    from backfit.accounts.models import User
    from exercises.models import Exercise
    from tests.factories import UserFactory, WorkoutFactory, WorkoutItemFactory

    email = "interrupted@cellar.example"
    User.objects.filter(email=email).delete()
    workout = WorkoutFactory(owner=UserFactory(email=email), title="Interrupted")
    for position, slug in enumerate(("bent-over-barbell-row", "lat-pulldown")):
        row = Exercise.objects.get(slug=slug)
        WorkoutItemFactory(workout=workout, exercise=row, position=position, sets=SETS // 2)
    return workout


def main() -> None:
    """Interrupt, count and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.interruptions")
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from tests.benchmarks import site

    site.prepare()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    started = time.monotonic()
    faults, wrong = interrupt(options.count, options.seed)
    print(
        f"{options.count} sessions in {time.monotonic() - started:.0f} s, interrupted by {dict(faults)}."
    )
    print(f"Not exactly their sets: {len(wrong)}.", *wrong, sep="\n")


if __name__ == "__main__":
    main()
