"""What holds for every response of the site."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

PROXY_SECONDS = 10
"""So long after an editor's change a proxy may show the page before it."""

Next = Callable[[HttpRequest], HttpResponse]


class PublicPageMiddleware:
    """Lets browsers and proxies keep pages that look the same to everybody who is not signed in.

    They ask back each time (`no-cache`), and a 304 answers while nothing has changed. A page for a
    signed-in person or one with a session of their own, or one that sets a cookie, stays private.
    A proxy of ours (docs/deploy/nginx.conf) need not ask back for `PROXY_SECONDS`.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response
        session = getattr(request, "session", None)
        known = session is not None and not session.is_empty()
        if known or response.cookies or request.method not in ("GET", "HEAD"):
            patch_cache_control(response, private=True, no_store=True)
        else:
            if response.status_code == HTTPStatus.OK:
                # Before Cache-Control: nginx up to 1.22 goes by the first of the two.
                response["X-Accel-Expires"] = str(PROXY_SECONDS)
            patch_cache_control(response, public=True, no_cache=True)
            patch_vary_headers(response, ["Cookie"])
        return response


class TextGZipMiddleware(GZipMiddleware):
    """Compresses text; files that are compressed already (PDF, pictures) keep their strong ETag."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        is_text = kind.startswith("text/") or kind.endswith(("json", "xml", "javascript"))
        return super().process_response(request, response) if is_text else response


class ResourcePolicyMiddleware:
    """Other sites may embed nothing of ours, unless a view says otherwise."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class HeadMiddleware:
    """Sends no body with the answer to HEAD, but all headers that GET would have (RFC 9110 §9.3.2)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "HEAD" and not response.streaming:
            length = response.get("Content-Length") or str(len(response.content))
            response.content = b""
            response["Content-Length"] = length
        return response


class NulRefusingMiddleware:
    """Answers 400 to NUL characters in the path or the query: no database column takes them.

    Forms refuse them by themselves, with the field's name.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            context = {
                "message": _("The address holds a NUL character, which no page of ours takes.")
            }
            return HttpResponseBadRequest(render_to_string("400.html", context, request))
        return self.get_response(request)
