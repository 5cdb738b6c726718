"""No request may be larger than its address allows."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from exercises.languages import without_language


class RequestSizeMiddleware:
    """Answers 413 in words, unread, to a request that says to be larger than `MAX_REQUEST_BYTES`.

    One that does not say its length is never read beyond its headers (Django, `WSGIRequest`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limits: dict[str, int] = settings.MAX_REQUEST_BYTES
        path = without_language(request.path)
        limit = next(size for prefix, size in limits.items() if path.startswith(prefix))
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) <= limit:
            return self.get_response(request)
        message = _("What you sent is larger than %(limit)d MB. Send something smaller.")
        context = {"message": message % {"limit": limit // 1_000_000}, "title": _("Too large")}
        response = HttpResponse(render_to_string("400.html", context, request), status=413)
        response["Connection"] = "close"
        return response
