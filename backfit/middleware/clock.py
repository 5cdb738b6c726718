"""Pages tell times by the clock of whoever asks for them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from exercises.clock import clock_for


class ClockMiddleware:
    """Makes the person's clock the active one; who that is is asked only when a time is told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with clock_for(request.user):
            return self.get_response(request)
