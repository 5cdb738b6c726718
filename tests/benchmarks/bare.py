"""The site's settings with two addresses more to measure against.

`/bare/` is a view that returns an `HttpResponse`, behind all of the site's middleware; `/bare-alone/`
is answered before any of it: the least that Django can do.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from backfit.settings import *  # noqa: F403
from backfit.settings import MIDDLEWARE

ROOT_URLCONF = "tests.benchmarks.bare_urls"
MIDDLEWARE.insert(0, "tests.benchmarks.bare.AloneMiddleware")


class AloneMiddleware:
    """Answers `/bare-alone/` by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/bare-alone/":
            return HttpResponse("bare")
        return self.get_response(request)
