"""Protection against cross-site request forgery, by what the browser says about the sender of a POST.

What browsers send with a form's POST:

- `Sec-Fetch-Site` (Fetch Metadata, all browsers since 2023, only on https and localhost): `same-origin`
  when one of our pages sent it, `same-site` or `cross-site` when another did, `none` when nobody did.
- `Origin` (RFC 6454, all browsers): scheme, host and port of the sending page. `null` when the browser
  hides it, as it does for pages with `Referrer-Policy: no-referrer` and for sandboxed frames.

A page cannot set or change either. Programs that are no browsers send neither, but they do not carry
somebody else's cookies either.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., Any]
SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}


def sender(request: HttpRequest) -> Literal["ours", "other", "unknown"]:
    """Whose page sent the request, as far as the browser says."""
    site = request.headers.get("Sec-Fetch-Site", "none")
    if site != "none":
        return "ours" if site == "same-origin" else "other"
    origin = request.headers.get("Origin", "null")
    if origin == "null":
        return "unknown"
    # Behind a proxy that drops the port, the request's own host may lack it: the site's address says it.
    ours = {_own_origin(request), *settings.CSRF_TRUSTED_ORIGINS}
    return "ours" if origin in ours else "other"


def needs_token(request: HttpRequest) -> bool:
    """Whether a request to a `csrf_by_origin` view must carry a CSRF token.

    Not when one of our own pages sent it; nor when nothing is known of the sender and there is no
    session that it could misuse.
    """
    if request.method in SAFE_METHODS:
        return False
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return {"ours": False, "other": True, "unknown": has_session}[sender(request)]


class CsrfMiddleware(CsrfViewMiddleware):
    """Django's check, which also accepts a valid token when the browser hides the origin of our page.

    Django itself refuses every `Origin: null`, and with it the forms of our pages with secret addresses.
    """

    def process_view(
        self, request: HttpRequest, callback: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseForbidden | None:
        """Check origin and token; a response (403) when the request is refused."""
        if request.headers.get("Origin") == "null" and sender(request) != "other":
            request.META["HTTP_ORIGIN"] = _own_origin(request)
        return super().process_view(request, callback, args, kwargs)


def csrf_by_origin(view: View) -> View:
    """A view that takes a POST without a token from our own pages, else with it.

    Public pages set no cookie and so have no token; and a token that expired, because the person signed
    in again elsewhere, does not lose what they typed in an older tab.
    """
    with_token = decorator_from_middleware(CsrfMiddleware)(view)

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return (with_token if needs_token(request) else view)(request, *args, **kwargs)

    guarded.csrf_by_origin = True  # type: ignore[attr-defined]
    return guarded


def _own_origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
