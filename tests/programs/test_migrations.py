"""What is stored already is all there after a migration, on whichever database the tests run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = """
import django
django.setup()
from datetime import date, datetime, UTC
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

connection.settings_dict["TEST"]["NAME"] = connection.settings_dict["NAME"] + "_migrations"
name = connection.settings_dict["NAME"]
connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
try:
    before = [("programs", "0006_localised_prescription"), ("exercises", "0004_localised_labels")]
    executor = MigrationExecutor(connection)
    executor.migrate(before)
    users = executor.loader.graph.leaf_nodes(settings.AUTH_USER_MODEL.split(".")[0])
    apps = executor.loader.project_state(before + users).apps
    part = apps.get_model("exercises", "BodyPart").objects.create(name="Back", slug="back", region="back")
    row = apps.get_model("exercises", "Exercise").objects.create(
        name="Row", slug="row", body_part=part, sets=3, reps_min=8, reps_max=8, load_kg="22.25"
    )
    person = apps.get_model(*settings.AUTH_USER_MODEL.split(".")).objects.create(email="a@example.org")
    workout = apps.get_model("programs", "Workout").objects.create(owner=person, title="Mondays")
    item = apps.get_model("programs", "WorkoutItem").objects.create(
        workout=workout, exercise=row, sets=3, reps_min=8, reps_max=8, load_kg="42.75"
    )
    log = apps.get_model("programs", "WorkoutLog").objects.create(workout=workout, date=date(2026, 5, 4), effort=7)
    for number in (1, 2):
        apps.get_model("programs", "SetLog").objects.create(
            log=log, item=item, exercise=row, name="Row", words="3 sets", position=0,
            number=number, reps=8, load_kg="20.412",
        )
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    from exercises.models import Exercise
    from programs.models import SetLog, WorkoutItem, WorkoutLog
    after = WorkoutLog.objects.get()
    print(after.owner.email, after.title, after.date, after.effort, after.workout.title, after.day)
    for each in SetLog.objects.all():
        same = each.updated_at == after.updated_at == log.updated_at
        print(each.name, each.number, each.reps, each.load_kg, each.kind, each.exercise_code, same)
    print(Exercise.objects.get().load_kg, WorkoutItem.objects.get().load_kg)
finally:
    connection.creation.destroy_test_db(name, verbosity=0)
"""


@pytest.mark.slow
@pytest.mark.once  # on PostgreSQL; a fresh SQLite migrates in tests/backfit/test_site.py
def test_sessions_of_before_have_owner_and_title(django_db_setup: None, tmp_path: Path) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "backfit.settings", "SECRET_KEY": "x", "DEBUG": "1"}
    if connection.vendor == "sqlite":
        settings["DATABASE_URL"] = f"sqlite:///{tmp_path / 'before.sqlite3'}"
    told = subprocess.run(  # noqa: S603
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout.splitlines() == [
        "a@example.org Mondays 2026-05-04 7 Mondays None",
        "Row 1 8 20.412 work row True",
        "Row 2 8 20.412 work row True",
        "22.250 42.750",
    ], told.stderr
