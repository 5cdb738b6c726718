"""Pages speak the language of their address, whatever a browser prefers and whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from exercises.languages import language_of


class LanguageMiddleware:
    """Makes the language of the address the active one.

    So a page that is kept depends on its address alone: no cookie and no header chooses a language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        code = language_of(request.path_info)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        # Files are served as they are.
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            parts = response.streaming_content
            response.streaming_content = in_that_language(code, parts)  # type: ignore[arg-type]
        return response


def in_that_language(code: str, parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts of a response, each made while its language is the active one."""
    source = iter(parts)
    while True:
        with translation.override(code):
            try:
                part = next(source)
            except StopIteration:
                return
        yield part
