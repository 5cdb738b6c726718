"""All text is UTF-8, as browsers send it, whatever the charset of a request's `Content-Type`.

That of a GET would tell Django how to read the address, so it could change a page which is then kept for
everybody; and a codec that Python knows but that yields no text, such as rot13, would fail before any of
our code runs, since Django looks at the address while it makes the request.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from email.message import Message
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

REFUSED = "backfit.charset_refused"
"""Set in a request's environment when its charset is no encoding of text."""
UTF8 = {"utf-8", "ascii"}
PARTIAL_CODECS = {"idna", "punycode", "undefined"}
"""Text, but of host names, or none at all: they fail on most of it."""


class CharsetGuard:
    """Around the WSGI application: a request's content type without the charset, which is noted if refused."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        content_type = environ.get("CONTENT_TYPE", "")
        if ";" in content_type:
            is_read = environ["REQUEST_METHOD"] in ("GET", "HEAD")
            if not is_acceptable(content_type, has_body=not is_read):
                environ[REFUSED] = True
            environ["CONTENT_TYPE"] = without_charset(content_type)
        return self.application(environ, start_response)


class CharsetMiddleware:
    """Answers 400 in words to what `CharsetGuard` found; reads the address of a GET as UTF-8."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if REFUSED in request.META:
            context = {
                "message": _("The request names a charset that is none. Send text as UTF-8.")
            }
            return HttpResponseBadRequest(render_to_string("400.html", context, request))
        if request.method in ("GET", "HEAD") and request.encoding:
            request.encoding = None  # type: ignore[assignment]  # the stubs know no None
        return self.get_response(request)


def is_acceptable(content_type: str, *, has_body: bool) -> bool:
    """Whether the charset is UTF-8 (or its part ASCII), or one of text where nothing is read by it.

    One that Python does not know counts as none, as it does for Django.
    """
    try:
        parameters = parse_header_parameters(content_type)[1]
    except (ValueError, LookupError):
        return False
    try:
        codec = codecs.lookup(parameters.get("charset", "utf-8"))
    except (LookupError, ValueError):
        return True
    if has_body:
        return codec.name in UTF8
    return codec._is_text_encoding and codec.name not in PARTIAL_CODECS


def without_charset(content_type: str) -> str:
    """The content type with its boundary alone, the one parameter that is needed."""
    header = Message()
    header["Content-Type"] = content_type
    kind, boundary = content_type.partition(";")[0], header.get_boundary()
    return f'{kind}; boundary="{boundary}"' if boundary else kind
