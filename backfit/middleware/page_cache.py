"""Public pages from memory: what is asked for again is not made again.

Django's own cache functions do the work; the content's version is part of each key, so that a page lives as long
as its content, and for `PAGE_CACHE_SECONDS` at most, since some pages tell the day or whether a shop is open.
A proxy does the rest: see the nginx configuration in docs/deploy.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from http import HTTPStatus

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_cache_key, get_conditional_response, learn_cache_key

from exercises import content_version
from exercises.languages import without_language
from exercises.people import usual_paper

MAX_PAGE_BYTES = 128 * 1024
MAX_ADDRESS_LENGTH = 400
PRIVATE_PREFIXES = ("/calendar/", "/w/")
"""Feeds and shared workouts are for whoever knows their address: none of them is stored."""
GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?:;\s*q=(?P<weight>[\d.]+)\s*)?(?=,|$)")


class PageCacheMiddleware:
    """Answers a public GET or HEAD from memory before anything else is done: no session, no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["HTTP_ACCEPT_ENCODING"] = accepted_encoding(request)
        request.__dict__.pop(
            "headers", None
        )  # read by others already: made anew from what it is now
        seconds = settings.PAGE_CACHE_SECONDS
        if not seconds or not is_cacheable(request):
            return self.get_response(request)
        version, pages = content_version.current(), caches[cache_name(request)]
        if version is None:
            return self.get_response(request)
        # Of the browser's languages only the usual paper shows on a page.
        prefix = f"{version}.{usual_paper(request.META.get('HTTP_ACCEPT_LANGUAGE', ''))}"
        anybody = without_cookies(request)
        key = get_cache_key(anybody, prefix, "GET", cache=pages)
        response: HttpResponse | None = pages.get(key) if key else None
        if response is None:
            response = self.get_response(request)
            if request.method == "GET" and is_public(response):
                key = learn_cache_key(anybody, response, seconds, prefix, cache=pages)
                pages.set(key, response, seconds)
            return response
        etag = response.get("ETag")
        return get_conditional_response(request, etag=etag, response=response) or response


def accepted_encoding(request: HttpRequest) -> str:
    """`gzip` when the client takes it (RFC 9110 §12.5.3), else `identity`: one of two, for every cache."""
    found = GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "").lower())
    refused = found is None or (found["weight"] is not None and not found["weight"].strip("0."))
    return "identity" if refused else "gzip"


def cache_name(request: HttpRequest) -> str:
    """Where the page is kept: what has a query or comes from htmx cannot drive out the plain pages."""
    is_plain = not request.META.get("QUERY_STRING") and "HTTP_HX_REQUEST" not in request.META
    return "pages" if is_plain else "query_pages"


def without_cookies(request: HttpRequest) -> HttpRequest:
    """The request as far as a page for everybody goes by it: not by cookies that are none of ours."""
    anybody = copy(request)
    anybody.META = {name: value for name, value in request.META.items() if name != "HTTP_COOKIE"}
    return anybody


def is_cacheable(request: HttpRequest) -> bool:
    """Whether the answer may be the same for everybody: a plain look by somebody without a session."""
    cookies = {settings.SESSION_COOKIE_NAME, "messages"}
    return (
        request.method in ("GET", "HEAD")
        and not without_language(request.path_info).startswith(PRIVATE_PREFIXES)
        and len(request.get_full_path()) <= MAX_ADDRESS_LENGTH
        and ("HTTP_COOKIE" not in request.META or cookies.isdisjoint(request.COOKIES))
    )


def is_public(response: HttpResponse) -> bool:
    """Whether the response says that everybody may have it, and is small enough."""
    return (
        response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies
        # Rendered sheets have a cache of their own.
        and not response.get("Content-Type", "").startswith(("application/pdf", "image/png"))
        and "public" in response.get("Cache-Control", "")
        and len(response.content) <= MAX_PAGE_BYTES
    )
