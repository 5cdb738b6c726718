"""The address of a bucket, `https://KEY:SECRET@host/bucket?region=NAME`, as django-storages takes its parts."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit


def bucket_options(address: str) -> dict[str, str]:
    """The options of an S3 storage; none for an empty address. Key and secret may be percent-encoded.

    Raises `ValueError`, whose message goes on after the variable's name and holds no secret.
    """
    if not address:
        return {}
    parts = urlsplit(address)
    bucket = parts.path.strip("/")
    if parts.scheme not in {"http", "https"} or not parts.hostname or not bucket or "/" in bucket:
        raise ValueError("must be like https://KEY:SECRET@host/bucket.")
    if not parts.username or not parts.password:
        raise ValueError("needs a key and a secret: https://KEY:SECRET@host/bucket.")
    query = parse_qs(parts.query, keep_blank_values=True)
    if unknown := sorted(set(query) - {"region"}):
        raise ValueError(f"takes “region” alone, not “{unknown[0]}”.")
    return {
        "endpoint_url": f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "bucket_name": bucket,
        "region_name": query.get("region", ["us-east-1"])[0],
    }
