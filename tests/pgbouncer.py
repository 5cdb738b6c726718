"""PgBouncer in front of PostgreSQL, with the configuration of docs/deploy.

    .ci/with-servers .venv/bin/python -m tests.pgbouncer make test ARGS="-m browser"

runs a command whose DATABASE_URL leads through it. Each transaction gets another session than the one before,
so that whatever needs a session for longer breaks.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from tests.object_store import free_port

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""
CONFIGURATION = Path(__file__).resolve().parents[1] / "docs/deploy/pgbouncer.ini"
TRIES = 100


@contextmanager
def pgbouncer(
    database: str, *, sessions: int = 4, host: str = "127.0.0.1", before: Sequence[str] = ()
) -> Iterator[str]:
    """The address of the database by way of a PgBouncer; `before` are words in front of the command."""
    parts, port = urlsplit(database), free_port()
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "users").write_text(f'"{parts.username}" "{parts.password or ""}"\n')
        (folder / "pgbouncer.ini").write_text(
            _configuration(folder, f"{parts.hostname}", parts.port or 5432, host, port, sessions)
        )
        words = [*before, PGBOUNCER, str(folder / "pgbouncer.ini")]
        if os.geteuid() == 0:  # as which it refuses to run
            subprocess.run(["chown", "-R", "postgres", name], check=True)  # noqa: S603, S607
            words[-1:-1] = ["--user", "postgres"]
        process = subprocess.Popen(words, stderr=subprocess.DEVNULL)  # noqa: S603
        try:
            _wait_for(host, port)
            secret = f":{parts.password}" if parts.password else ""
            yield f"postgres://{parts.username}{secret}@{host}:{port}{parts.path}"
        finally:
            process.terminate()
            process.wait()


def _configuration(
    folder: Path, server: str, server_port: int, host: str, port: int, sessions: int
) -> str:
    """That of docs/deploy with other places, any database, and a new session for each transaction."""
    places = {
        "backfit = .*": f"* = host={server} port={server_port}",
        "listen_addr = .*": f"listen_addr = {host}",
        "listen_port = .*": f"listen_port = {port}",
        "auth_type = .*": "auth_type = trust",
        "auth_file = .*": f"auth_file = {folder}/users",
        "default_pool_size = .*": f"default_pool_size = {sessions}\nmin_pool_size = {sessions}\nserver_round_robin = 1",
        "logfile = .*": "logfile =",
        "pidfile = .*": "pidfile =",
    }
    text = CONFIGURATION.read_text()
    for old, new in places.items():
        text = re.sub(f"^{old}$", new, text, flags=re.MULTILINE)
    return text


def _wait_for(host: str, port: int) -> None:
    for _ in range(TRIES):
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"PgBouncer does not answer at {host}:{port}.")


def main() -> None:
    """Run the command of the arguments, and end as it does."""
    with pgbouncer(os.environ["DATABASE_URL"], sessions=20) as address:
        environment = {**os.environ, "DATABASE_URL": address}
        done = subprocess.run(sys.argv[1:], env=environment, check=False)  # noqa: S603
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
