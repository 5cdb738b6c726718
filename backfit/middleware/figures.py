"""Pages show the figures of the person whom the reader chose."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from exercises.figure_choice import figure_for, figures_by


class FiguresMiddleware:
    """Makes the reader's choice the active one; who that is is asked only when a figure is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with figures_by(lambda: figure_for(request)):
            return self.get_response(request)
