"""What must not be in logs: the secrets that some addresses hold."""

from __future__ import annotations

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

SECRET = re.compile(r"(/(?:calendar|w)/)[^/\s\"'?]+(?=[/\s\"'?]|$)")


def without_secrets(text: str) -> str:
    """The text with `…` for the secrets of feeds and shared workouts: `/calendar/…/backfit.ics`."""
    return SECRET.sub(r"\1…", text)


class SecretFilter(logging.Filter):
    """Takes secrets out of every record that passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        clean = without_secrets(text)
        if clean != text:
            record.msg, record.args = clean, ()
        return True


class AccessLogger(Logger):
    """Gunicorn's logger: its access log names no secret, neither in the path nor in the referrer."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        """What an access log line may say."""
        atoms: dict[str, Any] = super().atoms(*args)
        return {
            name: without_secrets(value) if isinstance(value, str) else value
            for name, value in atoms.items()
        }
