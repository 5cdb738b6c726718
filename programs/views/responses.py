"""Responses for the files we make: type, name, strong ETag and caching in one place."""

from __future__ import annotations

import gzip
import re

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from programs.calendars.ical_writer import digest_of_bytes
from programs.models import CalendarFeed

GZIP_LEVEL = 4


class DocumentResponse(HttpResponse):
    """A file with a strong ETag; the conditional-GET middleware answers 304 by it.

    `digest` names the content, by default that of its bytes.
    """

    def __init__(
        self,
        content: bytes,
        *,
        content_type: str,
        filename: str,
        private: bool,
        inline: bool,
        digest: str = "",
    ) -> None:
        super().__init__(content, content_type=content_type)
        disposition = "inline" if inline else "attachment"
        self["Content-Disposition"] = f'{disposition}; filename="{filename}"'
        self["ETag"] = f'"{digest or digest_of_bytes(content)}"'
        self["Cache-Control"] = f"{'private' if private else 'public'}, no-cache"


class CalendarResponse(DocumentResponse):
    """An iCalendar file to download.

    It has no Last-Modified: beside the plan, the day, the person's settings and the zone data decide what is in
    it, and a client that asks by a date alone would keep an old one.
    """

    def __init__(self, request: HttpRequest, content: bytes, *, name: str, private: bool) -> None:
        super().__init__(
            content,
            content_type="text/calendar; charset=utf-8",
            filename=f"{name}.ics",
            private=private,
            inline=False,
        )
        compress(request, self, digest_of_bytes(content))


class FeedResponse(HttpResponse):
    """A live feed: never an attachment, named by no referrer, stored by no search engine."""

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
    """A sheet as PDF or PNG, shown in the browser. `digest` names its content without a look at it."""

    TYPES = {"pdf": "application/pdf", "png": "image/png"}

    def __init__(self, content: bytes, *, kind: str, digest: str, name: str, private: bool) -> None:
        super().__init__(
            content,
            content_type=self.TYPES[kind],
            filename=f"{name}.{kind}",
            private=private,
            inline=True,
            digest=digest,
        )
        self["Accept-Ranges"] = "bytes"
        self["Vary"] = "Accept-Language, Cookie" if private else "Accept-Language"

    def part_for(self, request: HttpRequest) -> HttpResponse:
        """The part that the request asks for (206), or 416 when there is none such, or all of it.

        One range is served (RFC 9110 §14); a header with several, or one that is malformed, is ignored,
        and so is a range of another version than this one (`If-Range`).
        """
        header = request.headers.get("Range", "")
        is_current = request.headers.get("If-Range", self["ETag"]) == self["ETag"]
        found = BYTE_RANGE.fullmatch(header) if request.method == "GET" and is_current else None
        if not found:
            return self
        size = len(self.content)
        first, last = byte_range(found["first"], found["last"], size)
        if first >= size:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        if last >= first:
            self.status_code = 206
            self["Content-Range"] = f"bytes {first}-{last}/{size}"
            self.content = self.content[first : last + 1]
        return self


BYTE_RANGE = re.compile(r"bytes=(?=\d|-\d)(?P<first>\d{0,15})-(?P<last>\d{0,15})")


def byte_range(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and the last position of a range as it is written in the header, both inclusive.

    `-500` are the last 500 bytes. A range that begins at `size` or behind it lies outside the file.
    """
    if not first:
        return max(size - int(last), 0) if int(last) else size, size - 1
    return int(first), min(int(last), size - 1) if last else size - 1
