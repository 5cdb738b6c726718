"""Responses for the files we make: type, name, strong ETag and caching in one place."""

from __future__ import annotations

import gzip
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from programs.calendars.ical_writer import digest_of_bytes
from programs.models import CalendarFeed

GZIP_LEVEL = 4


class DocumentResponse(HttpResponse):
    """A file with a strong ETag over its bytes; the conditional-GET middleware answers 304 by it."""

    def __init__(
        self, content: bytes, *, content_type: str, filename: str, private: bool, inline: bool
    ) -> None:
        super().__init__(content, content_type=content_type)
        place = "inline" if inline else "attachment"
        self["Content-Disposition"] = f'{place}; filename="{filename}"'
        self["ETag"] = f'"{digest_of_bytes(content)}"'
        self["Cache-Control"] = f"{'private' if private else 'public'}, no-cache"


class CalendarResponse(DocumentResponse):
    """An iCalendar file to download."""

    def __init__(
        self, request: HttpRequest, content: bytes, *, name: str, changed: datetime, private: bool
    ) -> None:
        super().__init__(
            content,
            content_type="text/calendar; charset=utf-8",
            filename=f"{name}.ics",
            private=private,
            inline=False,
        )
        self["Last-Modified"] = http_date(changed.timestamp())
        compress(request, self, digest_of_bytes(content))


class FeedResponse(HttpResponse):
    """A live feed: never an attachment, told by no referrer, kept by no search engine."""

    def __init__(self, request: HttpRequest, content: bytes, feed: CalendarFeed) -> None:
        super().__init__(content, content_type="text/calendar; charset=utf-8")
        self["Cache-Control"] = "private, no-cache"
        if feed.modified_at:
            self["Last-Modified"] = http_date(feed.modified_at.timestamp())
        self["Referrer-Policy"] = "no-referrer"
        self["X-Robots-Tag"] = "noindex"
        compress(request, self, feed.etag)

    @classmethod
    def if_unchanged(cls, request: HttpRequest, feed: CalendarFeed) -> HttpResponse | None:
        """304 (or 412) when the request's conditions say so; None when the content has to be sent.

        For a feed that is current: then its ETag is known without its content.
        """
        known = cls(request, b"", feed)
        modified = int(feed.modified_at.timestamp()) if feed.modified_at else None
        answer = get_conditional_response(
            request, etag=known["ETag"], last_modified=modified, response=known
        )
        return None if answer is known else answer


def compress(request: HttpRequest, response: HttpResponse, digest: str) -> None:
    """Compress the content for a client that can read that, each form with a strong ETag of its own.

    The gzip middleware leaves alone what is compressed already; it would weaken the ETag. `digest`
    names the uncompressed bytes. The same bytes always compress to the same.
    """
    patch_vary_headers(response, ["Accept-Encoding"])
    response["ETag"] = f'"{digest}"'
    if re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
        response.content = gzip.compress(response.content, GZIP_LEVEL, mtime=0)
        response["Content-Encoding"] = "gzip"
        response["ETag"] = f'"{digest}-gzip"'


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
