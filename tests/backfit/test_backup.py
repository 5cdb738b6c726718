"""A backup brings everything back: tried with the scripts that docs/deploy.md tells of."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from programs.models import Program
from tests.factories import UserFactory

pytestmark = pytest.mark.slow

SCRIPTS = Path(settings.BASE_DIR) / "docs" / "deploy"
SHOWS = """
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.test import Client

settings.ALLOWED_HOSTS.append("testserver")
for address in ("/healthz", "/", "/programs/upper-back/"):
    assert Client().get(address).status_code == 200, address
print({model._meta.label: model._base_manager.count() for model in apps.get_models()})
"""


def url_of(database: str) -> str:
    """The address of another database of the same server."""
    values = connection.settings_dict
    password = f":{values['PASSWORD']}" if values["PASSWORD"] else ""
    return f"postgres://{values['USER']}{password}@{values['HOST']}:{values['PORT'] or 5432}/{database}"


def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SECRET_KEY": "a-key-for-tests-" * 4, **variables}
    return subprocess.run(  # noqa: S603
        words, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )


def counts(database: str) -> str:
    """How many rows of each model the site finds there, once its pages have answered."""
    variables = {"DATABASE_URL": url_of(database), "DJANGO_SETTINGS_MODULE": "backfit.settings"}
    # A fresh checkout has no collected static files, which pages need unless DEBUG is on.
    shown = run(sys.executable, "-c", SHOWS, **variables, DEBUG="1")
    assert shown.returncode == 0, shown.stderr
    return shown.stdout


@pytest.fixture
def empty(cached_pages: None) -> Iterator[str]:
    """The name of an empty database beside the tests' own."""
    if connection.vendor != "postgresql":
        pytest.skip("Backups are of PostgreSQL.")
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_everything_comes_back_and_the_site_answers(empty: str, tmp_path: Path) -> None:
    here = connection.settings_dict["NAME"]
    Program.objects.with_items().get(slug="upper-back").copy_for(UserFactory())
    media = tmp_path / "media"
    media.mkdir()
    (media / "photo.webp").write_bytes(b"RIFF")
    kept = run(
        str(SCRIPTS / "backup"),
        str(tmp_path / "kept"),
        DATABASE_URL=url_of(here),
        MEDIA_ROOT=str(media),
    )
    assert kept.returncode == 0, kept.stderr
    target = {"DATABASE_URL": url_of(empty), "MEDIA_ROOT": str(tmp_path / "back")}
    restored = run(str(SCRIPTS / "restore"), kept.stdout.strip(), **target)
    assert restored.returncode == 0, restored.stderr
    assert counts(empty) == counts(here)
    assert (tmp_path / "back" / "photo.webp").read_bytes() == b"RIFF"
    again = run(str(SCRIPTS / "restore"), kept.stdout.strip(), **target)
    assert again.returncode == 1
    assert "not empty" in again.stderr


def test_damaged_backup_is_refused(empty: str, tmp_path: Path) -> None:
    kept = run(
        str(SCRIPTS / "backup"),
        str(tmp_path),
        DATABASE_URL=url_of(connection.settings_dict["NAME"]),
        MEDIA_ROOT="",
    )
    (Path(kept.stdout.strip()) / "database").write_bytes(b"half")
    restored = run(
        str(SCRIPTS / "restore"), kept.stdout.strip(), DATABASE_URL=url_of(empty), MEDIA_ROOT=""
    )
    assert restored.returncode != 0
    assert "database: FAILED" in restored.stdout + restored.stderr
