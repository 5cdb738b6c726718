"""Where a post comes from, as the browser says it (Fetch Metadata; RFC 6454 Origin).

Public pages carry no cookie, and so no CSRF token. A post that the browser itself says comes from
this site needs none; any other from a signed-in person, or from another site, must have the token.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

View = Callable[..., HttpResponse]


def from_this_site(request: HttpRequest) -> bool:
    """Whether the browser vouches that one of our own pages sent this."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def from_another_site(request: HttpRequest) -> bool:
    """Whether the browser says that another site sent this; not a browser, not another site."""
    said = "Sec-Fetch-Site" in request.headers or "Origin" in request.headers
    return said and not from_this_site(request)


def cookie_free_post(view: View) -> View:
    """A view that takes posts from public pages: without a token from our own, else with it."""
    with_token = csrf_protect(view)

    @csrf_exempt
    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        doubtful = request.user.is_authenticated and not from_this_site(request)
        if doubtful or from_another_site(request):
            return with_token(request, *args, **kwargs)
        return view(request, *args, **kwargs)

    return guarded
