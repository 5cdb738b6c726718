"""The upload of sessions from devices, and what is open on others: docs/sync.md."""

from __future__ import annotations

import json
from typing import Any, cast

from allauth.core import ratelimit
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone, translation
from django.utils.decorators import decorator_from_middleware
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from exercises.csrf import CsrfMiddleware
from exercises.languages import known_language
from exercises.people import Person, unit_of
from programs.logs.progress_pages import best_texts
from programs.logs.upload import UploadResult, save_sessions
from programs.logs.upload_values import open_sessions
from programs.models import WorkoutLog
from programs.views.next_time import next_session_text

RATE = "sync"
"""The limit in the settings on how often a person may send something."""

MAX_BYTES = 2_000_000
MAX_SESSIONS = 500
TRIES = 2


class BadUploadError(ValueError):
    """The body makes no sense; the message says so in words."""


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sync(request: HttpRequest) -> HttpResponse:
    """Take in sessions (POST); a CSRF token and the sessions that are still going (GET).

    The address is the same in every language; the answer is in the person's.
    """
    with translation.override(known_language(getattr(request.user, "language", ""))):
        return _answer(request)


def _answer(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated or belongs_to_another(request, request.user):
        return refusal(401, _("Sign in to keep your sessions."))
    if not ratelimit.consume(request, action=RATE):
        return refusal(429, _("Very many uploads in the last hour. Try again later."))
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
        return refusal(413, _("An upload can have at most 2 MB. Send fewer sessions at a time."))
    if request.method == "POST":
        answer = cast("HttpResponse", save_upload(request))
        return (
            refusal(403, _("Ask for a new token first.")) if answer.status_code == 403 else answer
        )
    return JsonResponse({"token": get_token(request), "open": open_sessions(request.user)})


def belongs_to_another(request: HttpRequest, user: Person) -> bool:
    """Whether the page that asks says that it is another person's: somebody else signed in meanwhile."""
    return request.headers.get("X-Person", user.device_key) != user.device_key


@decorator_from_middleware(CsrfMiddleware)
def save_upload(request: HttpRequest) -> HttpResponse:
    """Merge the sessions of the body into what is stored."""
    try:
        sessions = read_body(request)
    except BadUploadError as error:
        return refusal(400, str(error))
    user = cast("Person", request.user)
    results = store_sessions(user, sessions)
    answer: dict[str, Any] = {"sessions": [each.plain() for each in results]}
    if len(results) == 1 and not results[0].errors and sessions[0].get("finished_at"):
        answer["end"] = after_session(user, results[0].uuid)
    return JsonResponse(answer)


def after_session(user: Person, uuid: str) -> dict[str, Any]:
    """What the end of a session shows: its new bests, and when the next one is planned; else nothing."""
    log = WorkoutLog.objects.owned_by(user).filter(uuid=uuid, finished_at__isnull=False).first()
    if log is None:
        return {}
    bests = best_texts(user, log, unit_of(user))
    return {"bests": bests, "next": next_session_text(user, timezone.now())}


def store_sessions(user: Person, sessions: list[Any]) -> list[UploadResult]:
    """Store them; once more when somebody else took one of the UUIDs at the same moment."""
    for left in range(TRIES - 1, -1, -1):
        try:
            return save_sessions(user, sessions, timezone.now())
        except IntegrityError:
            if not left:
                raise
    return []


def read_body(request: HttpRequest) -> list[Any]:
    """The sessions in the body. Raises `BadUploadError`."""
    try:
        data = json.loads(request.read(MAX_BYTES).decode())
    except (ValueError, RecursionError) as error:
        raise BadUploadError(_("This is not JSON in UTF-8.")) from error
    sessions = data.get("sessions") if isinstance(data, dict) else None
    if not isinstance(sessions, list):
        raise BadUploadError(_("The body must be an object with a list of sessions."))
    if len(sessions) > MAX_SESSIONS:
        raise BadUploadError(_("An upload can have at most 500 sessions."))
    return sessions


def refusal(status: int, message: str) -> JsonResponse:
    """A refusal in words."""
    response = JsonResponse({"error": message}, status=status)
    if status == 413:
        response["Connection"] = "close"  # the body is left unread
    return response
