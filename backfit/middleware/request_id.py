"""The outermost layer: every request gets an id, none may be too large, every answer says who may embed it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from backfit.operations.log_format import request_id

KNOWN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Takes the id that a proxy gave the request (`X-Request-ID`) or makes one; the answer carries it.

    A request that says to be larger than `MOST_REQUEST_BYTES` is answered 413 unread. One that does
    not say its length is never read beyond its headers (Django, `WSGIRequest`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if KNOWN_ID.fullmatch(given) else uuid4().hex
        request_id.set(name)
        response = too_large(request) or self.get_response(request)
        response["X-Request-ID"] = name
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


@receiver(request_finished)
def _forget_id(**kwargs: Any) -> None:
    """Django logs 404 and the like after the outermost layer, so the id stays until the answer is sent."""
    request_id.set("")


def too_large(request: HttpRequest) -> HttpResponse | None:
    """413 with a sentence for a request beyond the limit of its address."""
    limits: dict[str, int] = settings.MOST_REQUEST_BYTES
    most = next(size for prefix, size in limits.items() if request.path.startswith(prefix))
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) <= most:
        return None
    message = f"What you sent is larger than {most // 1_000_000} MB. Send something smaller."
    context = {"message": message, "title": "Too large"}
    response = HttpResponse(render_to_string("400.html", context, request), status=413)
    response["Connection"] = "close"
    return response
