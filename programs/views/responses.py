"""Responses for the files we make: type, name, strong ETag and caching in one place."""

from __future__ import annotations

import hashlib
from datetime import datetime

import icalendar
from django.http import HttpResponse
from django.utils.http import http_date


class DocumentResponse(HttpResponse):
    """A file with a strong ETag over its bytes; the conditional-GET middleware answers 304 by it."""

    def __init__(
        self, content: bytes, *, content_type: str, filename: str, private: bool, inline: bool
    ) -> None:
        super().__init__(content, content_type=content_type)
        place = "inline" if inline else "attachment"
        self["Content-Disposition"] = f'{place}; filename="{filename}"'
        self["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        self["Cache-Control"] = f"{'private' if private else 'public'}, no-cache"


class CalendarResponse(DocumentResponse):
    """An iCalendar file to download."""

    def __init__(
        self, calendar: icalendar.Calendar, *, name: str, changed: datetime, private: bool
    ) -> None:
        super().__init__(
            calendar.to_ical(),
            content_type="text/calendar; charset=utf-8",
            filename=f"{name}.ics",
            private=private,
            inline=False,
        )
        self["Last-Modified"] = http_date(changed.timestamp())


class SheetResponse(DocumentResponse):
    """A sheet as PDF or PNG, to look at in the browser. `digest` names its content, before it is made."""

    TYPES = {"pdf": "application/pdf", "png": "image/png"}

    def __init__(self, content: bytes, *, kind: str, digest: str, name: str, private: bool) -> None:
        super().__init__(
            content,
            content_type=self.TYPES[kind],
            filename=f"{name}.{kind}",
            private=private,
            inline=True,
        )
        self["ETag"] = f'"{digest}"'
        self["Vary"] = "Accept-Language, Cookie" if private else "Accept-Language"
