"""Where a post comes from, as the browser says it (Fetch Metadata; RFC 6454 Origin)."""

from __future__ import annotations

from django.http import HttpRequest


def from_this_site(request: HttpRequest) -> bool:
    """Whether the browser vouches that one of our own pages sent this."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def from_another_site(request: HttpRequest) -> bool:
    """Whether the browser says that another site sent this; not a browser, not another site."""
    said = "Sec-Fetch-Site" in request.headers or "Origin" in request.headers
    return said and not from_this_site(request)
