"""What logs say: one JSON object a line, each with its request's id, and no secret, e-mail address or query."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.utils.log import ServerFormatter
from gunicorn.glogging import Logger

SLASH = r"(?:/|%2F)+"
SECRET = re.compile(
    rf"((?<!/)(?<!%2F){SLASH}(?:calendar|w|accounts{SLASH}confirm-email|accounts{SLASH}password{SLASH}reset{SLASH}key){SLASH})"
    r"(?:(?!%2F)[^/\s\"'?])+(?=[/\s\"'?%]|$)",
    re.IGNORECASE,
)
TOKEN = re.compile(
    r"(?:(?<=/)|(?<=%2F)|(?<=%2f))(?=[a-z0-9_-]*[A-Z])[A-Za-z0-9_-]{24,}(?=[/\s\"'?%]|$)"
)
"""What looks like the secret of a feed or a shared workout, wherever a mistyped address has it. Slugs and UUIDs
are in small letters, and files have a dot."""
CLIENT = re.compile(r"(?<=\bfrom ip=)\S+(?=: )")
"""As gunicorn names whoever sent what is no request."""
QUERY = re.compile(r"(?<![^\s?\"'<>])([^\s?\"'<>/]*/[^\s?\"'<>]*)\?[^\s\"'<>]+")
ADDRESS = re.compile(r"[^\s@<>\"'(=:,;]{1,64}@[^\s@<>\"'),;]{1,253}")

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that this thread answers; empty outside requests."""


def redact_secrets(text: str) -> str:
    """The text without queries and clients’ addresses, and with `…` for the secrets of feeds and shared workouts.

    `/calendar/…/backfit.ics`, however many slashes or dots a client wrote, and whatever stands around it.
    """
    return CLIENT.sub("…", TOKEN.sub("…", SECRET.sub(r"\1…", QUERY.sub(r"\1", text))))


def redact_emails(text: str) -> str:
    """The text without secrets, and with `…` for every e-mail address."""
    return ADDRESS.sub("…", redact_secrets(text))


class TextFormatter(logging.Formatter):
    """A plain line, tracebacks included, without what no log may hold."""

    def format(self, record: logging.LogRecord) -> str:
        return redact_emails(super().format(record))


class ServerTextFormatter(ServerFormatter):
    """The development server's coloured line, likewise."""

    def format(self, record: logging.LogRecord) -> str:
        return redact_emails(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, request; where there are, more."""

    def format(self, record: logging.LogRecord) -> str:
        values: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact_emails(record.getMessage()),
            "request": request_id.get(),
            **getattr(record, "values", {}),
        }
        if record.exc_info:
            values["trace"] = redact_emails(self.formatException(record.exc_info))
        return json.dumps(
            {key: value for key, value in values.items() if value}, ensure_ascii=False
        )


class GunicornFormatter(JsonFormatter):
    """JSON, or gunicorn's own form where the site logs plain text."""

    def __init__(self, plain: logging.Formatter | None) -> None:
        super().__init__()
        self.plain = plain or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record) if _wants_json() else redact_emails(self.plain.format(record))


class AccessLogger(Logger):
    """Gunicorn's logger in the site's own form: its access log names no secret, person or query."""

    def setup(self, cfg: Any) -> None:
        """Write in the site's form from the first line on."""
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(GunicornFormatter(handler.formatter))

    def atoms(self, *args: Any) -> dict[str, Any]:
        """What an access log line may say."""
        atoms: dict[str, Any] = super().atoms(*args)
        atoms |= {"q": "", "u": "-", "r": f"{atoms['m']} {atoms['U']} {atoms['H']}"}
        atoms |= dict.fromkeys(("h", "f", "a"), "-")  # the client's address, referrer and browser
        return {
            name: redact_secrets(value) if isinstance(value, str) else value
            for name, value in atoms.items()
        }

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """One line for a request that was answered."""
        if not (self.cfg.accesslog and _wants_json()):
            super().access(resp, req, environ, request_time)
            return
        atoms = self.atoms(resp, req, environ, request_time)
        values = {
            "request": dict(resp.headers).get("X-Request-ID", ""),
            "status": int(atoms["s"]),
            "bytes": int(atoms["B"] or 0),
            "milliseconds": int(atoms["M"]),
        }
        self.access_log.info("%(m)s %(U)s", atoms, extra={"values": values})


def _wants_json() -> bool:
    """As the settings say. Gunicorn's first process never loads them: it goes by the environment."""
    loaded = sys.modules.get("backfit.settings")
    form = loaded.LOG_FORMAT if loaded else os.environ.get("LOG_FORMAT", "json")
    return bool(form == "json")
