"""Public pages kept whole, ready to send: what is asked for again is not made again.

Each process keeps its own, in memory, within a limit. A page is good while the content's stamp
(`backfit.content_version`) is what it was before the page was made, and for a minute at most, since some pages
tell the day or whether a shop is open.
"""

from __future__ import annotations

import gzip
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from backfit import content_version
from programs.views.calendar_download import paper_in

Next = Callable[[HttpRequest], HttpResponse]
Place = tuple[str, ...]
Good = tuple[str, int]

SECONDS = 60
BYTES_KEPT = 32 * 1024 * 1024
LARGEST = 512 * 1024
LONGEST_QUERY = 200
BROTLI_QUALITY = 9
ACCEPTED = re.compile(r"(?:^|,)\s*(br|gzip)\s*(?:;\s*q=([\d.]+)\s*)?(?=,|$)")
SECRET_PLACES = ("/calendar/", "/w/")
"""Feeds and shared workouts are for whoever knows their address: nothing of them is kept here."""
VARIES = {"accept-encoding", "accept-language", "cookie", "hx-request"}
"""What a kept page may depend on: each is in its place, or keeps a request from the shelf."""


@dataclass(frozen=True)
class Page:
    """A response as it went out, and the stamp and minute it is good for."""

    good: Good
    body: bytes
    headers: dict[str, str]

    def response(self, request: HttpRequest) -> HttpResponse:
        """The page again, or 304 for who has it."""
        response = HttpResponse(self.body, headers=self.headers)
        etag = self.headers.get("ETag")
        return get_conditional_response(request, etag=etag, response=response) or response


class Shelf:
    """Pages by place, those asked for last first; the others go when there is no more room."""

    def __init__(self, room: int) -> None:
        self.room = self.free = room
        self._pages: OrderedDict[Place, Page] = OrderedDict()
        self._claimed: dict[Place, Good] = {}
        self._lock = threading.Lock()

    def find(self, place: Place, known: str) -> Page | None:
        """The page, if it is there and the content is what it was; it may be older than a minute."""
        with self._lock:
            page = self._pages.get(place)
            if page is None or page.good[0] != known:
                return None
            self._pages.move_to_end(place)
            return page

    def claim(self, place: Place, good: Good) -> bool:
        """Whether nobody is making the page anew for this minute yet: others show the old one meanwhile."""
        with self._lock:
            is_first = self._claimed.get(place) != good
            self._claimed[place] = good
            return is_first

    def put(self, place: Place, page: Page) -> None:
        """Keep the page, and let go of what is too much."""
        with self._lock:
            self._drop(place)
            self._pages[place] = page
            self.free -= len(page.body)
            while self.free < 0:
                self._drop(next(iter(self._pages)))

    def _drop(self, place: Place) -> None:
        self._claimed.pop(place, None)
        if page := self._pages.pop(place, None):
            self.free += len(page.body)


class KeptPagesMiddleware:
    """Answers from the shelf before anything else is done: no session, no query."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.shelf = Shelf(BYTES_KEPT)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_secret = request.path_info.startswith(SECRET_PLACES)
        if is_secret or not settings.KEEP_PAGES or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        known = request.content_stamp = content_version.current()  # type: ignore[attr-defined]
        place = place_of(request)
        if place is None or known is None:
            return self.get_response(request)
        good = (known, int(time.time()) // SECONDS)
        page = self.shelf.find(place, known)
        if page and (page.good == good or not self.shelf.claim(place, good)):
            return page.response(request)
        response = self.get_response(request)
        if page and response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            # The database is gone: an older page is better than none, and its content has not changed.
            return page.response(request)
        if request.method == "GET" and may_be_kept(response):
            if "br" in place:
                compress_better(response)
            self.shelf.put(place, Page(good, response.content, dict(response.items())))
        return response


def place_of(request: HttpRequest) -> Place | None:
    """Where the page that is asked for lies; None when it is somebody's own, or none to keep."""
    meta = request.META
    if "HTTP_HX_REQUEST" in meta:
        return None
    if "HTTP_COOKIE" in meta and not {settings.SESSION_COOKIE_NAME, "messages"}.isdisjoint(
        request.COOKIES
    ):
        return None
    query = meta.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY:
        return None
    return (
        str(request.scheme),
        meta.get("HTTP_HOST", ""),
        request.path_info,
        query,
        paper_in(meta.get("HTTP_ACCEPT_LANGUAGE", "")),
        encoding_for(meta.get("HTTP_ACCEPT_ENCODING", "")),
    )


def encoding_for(accepted: str) -> str:
    """How a page goes to a client, by its `Accept-Encoding`: in Brotli, gzip, or (empty) as it is."""
    found = {
        name for name, weight in ACCEPTED.findall(accepted) if weight.strip("0.") or not weight
    }
    # Brotli is made of what the gzip middleware sends.
    return "br" if len(found) > 1 else "gzip" if "gzip" in found else ""


def may_be_kept(response: HttpResponse) -> bool:
    """Whether the response is the same for everybody, and small enough."""
    if response.status_code != HTTPStatus.OK or response.streaming or response.cookies:
        return False
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    is_public = "public" in response.get("Cache-Control", "")
    if response.get("Content-Type", "").startswith(("application/pdf", "image/")):
        return False  # rendered files have a cache of their own
    return is_public and varies <= VARIES and len(response.content) <= LARGEST


def compress_better(response: HttpResponse) -> None:
    """Brotli instead of the gzip middleware's gzip (known by its weak ETag): done once, kept."""
    is_gzip = response.get("Content-Encoding") == "gzip"
    if is_gzip and response.get("ETag", "").startswith("W/"):
        response.content = brotli.compress(
            gzip.decompress(response.content), quality=BROTLI_QUALITY
        )
        response["Content-Encoding"] = "br"
        response["Content-Length"] = str(len(response.content))
