"""Every request has an id, which the logs and the answer carry."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from backfit.operations.log_format import request_id

KNOWN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Takes the id that a proxy gave the request (`X-Request-ID`) or makes one; the answer carries it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if KNOWN_ID.fullmatch(given) else uuid4().hex
        request_id.set(name)
        response = self.get_response(request)
        response["X-Request-ID"] = name
        return response


@receiver(request_finished)
def _forget_id(**kwargs: Any) -> None:
    """Django logs 404 and the like after the outermost layer, so the id stays until the answer is sent."""
    request_id.set("")
