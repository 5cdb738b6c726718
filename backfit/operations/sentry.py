"""Errors reported to Sentry, for who runs a server of theirs: what broke, and nothing of the person it broke for."""

from __future__ import annotations

from typing import Any

import sentry_sdk

from backfit.operations.log_format import redact_emails, request_id

REPORTED_REQUEST_FIELDS = ("method", "url")


def init_sentry(dsn: str) -> None:
    """Report unexpected errors there from now on. No variables, bodies, cookies, queries or people."""
    sentry_sdk.init(
        dsn=dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        server_name="backfit",
        before_send=scrub_event,
    )


def scrub_event(event: Any, hint: Any = None) -> Any:
    """The event without secrets: of the request its method and address, and no text with a person in it."""
    request = event.pop("request", {})
    kept = {name: request[name] for name in REPORTED_REQUEST_FIELDS if name in request}
    event = {name: _clean(value) for name, value in event.items() if name != "user"}
    event["request"] = _clean(kept)
    event["tags"] = {**(event.get("tags") or {}), "request_id": request_id.get()}
    return event


def _clean(value: Any) -> Any:
    """The same shape, every text in it without secrets and people."""
    if isinstance(value, str):
        return redact_emails(value)
    if isinstance(value, dict):
        return {name: _clean(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value
