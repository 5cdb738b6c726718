"""What addresses hold beside text, numbers and UUIDs."""

from __future__ import annotations

from datetime import date


class DayConverter:
    """A calendar day: `2026-12-07`. One that does not exist is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()
