"""A store that speaks S3, moto's, in a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import boto3

from backfit.bucket_address import bucket_options
from backfit.operations.bucket_storage import CONFIG

BUCKET = "uploads"
TRIES = 300


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def object_store(host: str = "127.0.0.1", before: Sequence[str] = ()) -> Iterator[str]:
    """The address of an empty bucket, as `UPLOADS_URL`; `before` are words in front of the command."""
    port = free_port()
    words = [*before, sys.executable, "-m", "moto.server", "-H", host, "-p", str(port)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_for(host, port)
        address = f"http://key:secret@{host}:{port}/{BUCKET}"
        _client(address).create_bucket(Bucket=BUCKET)
        yield address
    finally:
        process.terminate()
        process.wait()


def stored_names(address: str) -> list[str]:
    """The names of everything in the bucket."""
    rows = _client(address).list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return sorted(row["Key"] for row in rows)


def _client(address: str) -> Any:
    options = bucket_options(address)
    return boto3.client(
        "s3",
        endpoint_url=options["endpoint_url"],
        aws_access_key_id=options["access_key"],
        aws_secret_access_key=options["secret_key"],
        region_name=options["region_name"],
        config=CONFIG,
    )


def _wait_for(host: str, port: int) -> None:
    for _ in range(TRIES):
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"Nothing answers at {host}:{port}.")
