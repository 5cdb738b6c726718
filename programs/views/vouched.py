"""Posts to a person's own pages: safe from other sites, and never refused for an old token."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from exercises.csrf import from_this_site

View = Callable[..., HttpResponse]


def vouched(view: View) -> View:
    """A view whose posts need no token when the browser itself says that this site sent them.

    A token grows old when one signs in elsewhere; what was typed in an older tab is then still taken.
    Any other post must have the token.
    """
    with_token = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = request.method != "POST" or from_this_site(request)
        return (view if known else with_token)(request, *args, **kwargs)

    return guarded
