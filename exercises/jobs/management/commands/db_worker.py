"""The worker: runs the tasks in the database, and looks after what other workers left behind."""

from __future__ import annotations

import logging
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from exercises.jobs.models import Job

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 10.0
INTERVAL = 0.25
"""Seconds between two looks at an empty queue: somebody waits for a sheet."""


class Command(db_worker.Command):
    """The package's command, with a thread that takes back the jobs of workers that were killed."""

    help = "Run the tasks that wait in the database (TASKS=database); any number of these may run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(interval=INTERVAL)

    def handle(self, **options: Any) -> None:
        """Work until told to stop; without workers in the settings there is nothing to do."""
        if not settings.HAS_WORKERS:
            raise CommandError("TASKS is not “database”: there is nothing that a worker could do.")
        ended = threading.Event()
        threading.Thread(target=sweep_until, args=(ended,), daemon=True).start()
        try:
            super().handle(**options)
        finally:
            ended.set()


def sweep_until(ended: threading.Event) -> None:
    """Sweep the jobs now and then; a database that is away is asked again."""
    while not ended.wait(SWEEP_SECONDS):
        try:
            Job.objects.sweep(timezone.now())
        except DatabaseError:
            logger.exception("The jobs could not be swept")
        finally:
            connection.close()
