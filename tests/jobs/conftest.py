"""The site with workers, and a worker that runs when a test says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from programs.sheets import render_cache


@pytest.fixture
def workers(settings: Any) -> None:
    """The site as it is with `TASKS=database`; nobody waits for a sheet."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.HAS_WORKERS = True
    settings.SHEET_WAIT_SECONDS = 0.0


@pytest.fixture
def work(workers: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets a worker do all that waits, within the test's own process and transaction."""
    module = "django_tasks_db.management.commands.db_worker"
    monkeypatch.setattr(f"{module}.Worker.configure_signals", lambda worker: None)
    monkeypatch.setattr(f"{module}.close_old_connections", lambda: None)
    monkeypatch.setattr("exercises.jobs.management.commands.db_worker.SWEEP_SECONDS", 3600.0)
    monkeypatch.setattr("exercises.jobs.run.BEAT_SECONDS", 3600.0)

    def run() -> None:
        call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    return run


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tasks that a renderer was given; it makes a file of each at once."""
    tasks: list[str] = []

    def run(task: str, *args: Any, **options: Any) -> bytes:
        tasks.append(task)
        return f"%PDF-{len(tasks)}".encode()

    monkeypatch.setattr("programs.sheets.renderer_pool.run", run)
    render_cache.clear_memory()
    return tasks
