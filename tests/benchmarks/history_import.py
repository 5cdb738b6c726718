"""What a long history costs: `python -m tests.benchmarks.history_import [FORMAT]`.

A file of 50,000 rows is uploaded, looked at, confirmed, sent once more and taken back, all in this one
process: processor time of each step, and the most memory that the process ever held. In a database of
its own, or that of `DATABASE_URL` with its content, to which one person is added.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any
from uuid import uuid4

ROWS, SETS = 50_000, 20
NAMES = ["Deadlift (Barbell)", "Plank", "Seated Cable Row", "Bird-Dog", "Face Pull", "Кошка-корова"]
NAMES += [f"Machine number {number}" for number in range(60)]
ZONE = "Europe/Berlin"
ADDRESS = "/workouts/history/import/"
STRONG = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
HEVY = "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,reps,distance_km,duration_seconds,rpe"
FITNOTES = "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment"
PLAIN = "Day,Exercise,Weight (kg),Reps,Notes"
FIRST = datetime.fromisoformat("2014-01-01T18:05:11")


def strong(start: datetime, row: int, name: str) -> str:
    note = f"Note {row}" if row % 7 == 0 else ""
    return f'{start},"Back, evening",1h 5m,"{name}",{row % SETS + 1},{40 + row % 90}.5,{row % 12 + 1}.0,0,0.0,"{note}","",{8 if row % 3 else ""}'


def hevy(start: datetime, row: int, name: str) -> str:
    begun, over = (f"{at:%-d %b %Y, %H:%M}" for at in (start, start + timedelta(hours=1)))
    return f'"Back day","{begun}","{over}","Stiff","{name}",,"slow",{row % SETS},"normal",{40 + row % 90}.5,{row % 12 + 1},,,8.5'


def fitnotes(start: datetime, row: int, name: str) -> str:
    return f'{start:%Y-%m-%d},{name},Back,{40 + row % 90}.5,kgs,{row % 12 + 1},,,,"note {row}"'


def plain(start: datetime, row: int, name: str) -> str:
    return f"{start:%d/%m/%Y},{name},{40 + row % 90}.5,{row % 12 + 1},note {row}"


Write = Callable[[datetime, int, str], str]
FORMATS: dict[str, tuple[str, Write]] = {
    "strong": (STRONG, strong),
    "hevy": (HEVY, hevy),
    "fitnotes": (FITNOTES, fitnotes),
    "csv": (PLAIN, plain),
}


def long_file(name: str) -> bytes:
    """A file of that format with as many rows as are taken."""
    header, write = FORMATS[name]
    lines = [
        write(FIRST + timedelta(days=row // SETS), row, NAMES[row // 4 % len(NAMES)])
        for row in range(ROWS)
    ]
    return "\n".join([header, *lines, ""]).encode()


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/benchmark.sqlite3")
        os.environ.setdefault("STATIC_ROOT", f"{folder}/static")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backfit.settings")
        import django
        from django.test.utils import setup_test_environment

        for command in ("migrate", "load_content", "collectstatic --no-input"):
            manage = [sys.executable, "manage.py", *command.split(), "--verbosity=0"]
            subprocess.run(manage, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        django.setup()
        setup_test_environment()
        for name in sys.argv[1:] or ["strong"]:
            measure(name)


def measure(name: str) -> None:
    """Bring one file, twice, and take it back."""
    from django.core.cache import cache
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection
    from django.test import Client

    from programs.models import ImportedHistory, SetLog
    from tests.factories import UserFactory

    user, client = UserFactory(email=f"{uuid4()}@example.org"), Client()
    client.force_login(user)
    client.get(ADDRESS)
    content = long_file(name)
    print(f"{name} on {connection.vendor}: {ROWS:,} rows, {len(content) / 1e6:.1f} MB")
    print(f"  {memory():5.0f} MB before")

    def bring() -> None:
        file = SimpleUploadedFile("long.csv", content)
        page = timed("upload", lambda: client.post(ADDRESS, {"file": file}))["Location"]
        said = defaults(timed("preview", lambda: client.get(page)))
        assert timed("confirm", lambda: client.post(page, said)).status_code == 302

    start = process_time()
    bring()
    print(
        f"  {process_time() - start:5.2f} s in all, {SetLog.objects.filter(log__owner=user).count():,} sets"
    )
    bring()
    row = ImportedHistory.objects.owned_by(user).earliest("confirmed_at")
    timed("undo", lambda: client.post(f"{ADDRESS}{row.uuid}/undo/"))
    print(f"  {SetLog.objects.filter(log__owner=user).count()} sets left")
    cache.clear()


def defaults(preview: Any) -> dict[str, str]:
    """Each question's default; the page and the plan behind it are let go."""
    fields = preview.context["form"].fields
    said = {name: str(field.initial) for name, field in fields.items()}
    return said | {"time_zone": ZONE, "do": "confirm"}


def timed(what: str, run: Callable[[], Any]) -> Any:
    """What `run` gives, with its processor time printed."""
    start = process_time()
    found = run()
    print(f"  {process_time() - start:5.2f} s {what}, at most {memory():.0f} MB so far")
    return found


def memory() -> float:
    """The most that this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
