"""A person's own page, kept whole until something that it shows changes."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from datetime import datetime
from functools import cache as once
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

MINUTES = 15
"""Clocks anywhere differ from UTC by whole quarters of an hour: a day begins with one."""
TOKEN = "the-token-of-whoever-reads-this"  # noqa: S105
"""Stands in a kept page where its forms get a token against forgery, a new one for each answer."""
SOURCES = ("templates/**/*.html", "programs/**/*.py")


@once
def build() -> str:
    """A digest of the templates and code that pages are made by: a new version keeps pages anew."""
    files = sorted(path for pattern in SOURCES for path in settings.BASE_DIR.glob(pattern))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def quarter_of(now: datetime) -> int:
    """The quarter of an hour, counted from 1970: what is kept for it tells no wrong day anywhere."""
    return int(now.timestamp()) // (MINUTES * 60)


def kept_page(
    request: HttpRequest, template: str, state: Any, context: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """The template as a page for who is signed in, made anew only when `state` or the content changed.

    `state` is a value whose `repr` tells of every change of the person's own data that the page shows,
    and the `quarter_of` now when it shows the day. A page with a message to the person is theirs once, and not kept.
    """
    content = getattr(request, "content_stamp", None)
    place = _place(request, (content, state)) if content and not get_messages(request) else ""
    kept = cache.get(place) if place else None
    if kept:
        page = zlib.decompress(kept).decode()
    else:
        page = render_to_string(template, {**context(), "csrf_token": TOKEN}, request)
        if place:
            cache.set(place, zlib.compress(page.encode(), 1), MINUTES * 60)
    return HttpResponse(page.replace(TOKEN, get_token(request)))


def _place(request: HttpRequest, state: Any) -> str:
    """The name under which the page is kept: a digest, so that a cache tells of nobody."""
    person = model_to_dict(request.user, exclude=["groups", "user_permissions"])  # type: ignore[arg-type]
    parts = (build(), person, request.get_full_path(), state)
    return f"page-{hashlib.sha256(repr(parts).encode()).hexdigest()}"
