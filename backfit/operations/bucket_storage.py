"""Uploads in a bucket of a store that speaks S3: what several machines share."""

from __future__ import annotations

from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage

CONFIG = Config(
    # Every store knows addresses with the bucket in their path; names of hosts need an entry in the DNS.
    s3={"addressing_style": "path"},
    signature_version="s3v4",
    # Seconds after which a store that does not answer counts as gone.
    connect_timeout=3,
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 2},
    # Stores other than Amazon's may not know its newer checksums.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class BucketStorage(S3Storage):
    """A private bucket, read through the site alone. Raises `BotoCoreError` and `ClientError`."""

    def get_default_settings(self) -> dict[str, Any]:
        """Nothing from the environment, and no file in the place of another."""
        defaults: dict[str, Any] = super().get_default_settings()
        return defaults | {
            "file_overwrite": False,
            "client_config": CONFIG,
            "security_token": None,
            "session_profile": None,
        }
