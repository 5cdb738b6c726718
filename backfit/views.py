"""The site's own pages: settings, privacy, health, and what to say when something is wrong."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from datetime import timedelta
from email.utils import parseaddr
from functools import wraps

from allauth.account.decorators import reauthentication_required
from allauth.core.ratelimit import consume_or_429
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.http import require_http_methods, require_safe

from backfit.accounts.data_export import all_sheets, archive, archive_name
from backfit.accounts.forms import DeletionForm, ProfileForm
from backfit.accounts.jobs import DATA_EXPORT
from backfit.accounts.models import User
from backfit.operations.log_format import request_id
from exercises.forms.revisions import is_stale
from exercises.jobs.models import Job
from programs.sheets.render_cache import RenderQueueFullError

COME_BACK_SECONDS = 30


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The person's own settings."""
    assert request.user.is_authenticated  # noqa: S101 (for the type checker)
    person = User.objects.get(pk=request.user.pk)  # as it is now that others wait
    revision = ProfileForm.revision(person)
    conflict = is_stale(request.POST, revision)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid() and not conflict:
        form.save()
        messages.success(request, _("Your settings are saved."))
        return redirect("profile")
    status = 409 if conflict else 422 if request.method == "POST" else 200
    context = {"form": form, "revision": revision, "conflict": conflict}
    return render(request, "account/profile.html", context, status=status)


@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_data(request: HttpRequest) -> HttpResponseBase:
    """Everything stored about the person, as a ZIP on POST, or on to the job that makes it; 503 when there is
    no room for its sheets."""
    assert request.user.is_authenticated  # noqa: S101 (login_required made sure)
    if request.method != "POST":
        return render(request, "account/data.html")
    refused: HttpResponse | None = consume_or_429(request, action="account_data", user=request.user)
    if refused:
        return refused
    if settings.HAS_WORKERS:
        title = _("My data")
        job, _is_new = Job.objects.start(DATA_EXPORT, "", b"", owner=request.user, title=title)
        return redirect(job)
    try:
        sheets = all_sheets(request.user)
    except RenderQueueFullError as busy:
        response = render(request, "account/data.html", {"is_busy": True}, status=503)
        response["Retry-After"] = str(busy.retry_after)
        return response
    now = timezone.now()
    download = StreamingHttpResponse(archive(request.user, sheets, now), "application/zip")
    download["Content-Disposition"] = f'attachment; filename="{archive_name(now)}"'
    download["Content-Encoding"] = "identity"  # packed already: no middleware packs it again
    return download


@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: HttpRequest) -> HttpResponse:
    """Say what goes; delete the person and all that is theirs on POST."""
    assert request.user.is_authenticated  # noqa: S101 (login_required made sure)
    form = DeletionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = request.user
        logout(request)
        person.erase()
        messages.success(request, _("Your account and everything in it is deleted."))
        return redirect("home")
    status = 422 if request.method == "POST" else 200
    return render(request, "account/delete.html", {"form": form}, status=status)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored, why, and for how long."""
    context = {"heading": _("Privacy"), "errors_reported": bool(settings.SENTRY_DSN)}
    return render(request, "privacy.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the site is, who runs it, and how to reach them."""
    context = {
        "heading": _("About Backfit"),
        "description": _("What Backfit is for, where its advice comes from, and who runs it."),
        "operator": settings.OPERATOR,
        "contact": settings.CONTACT_EMAIL,
    }
    return render(request, "about.html", context)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116)."""
    context = {
        "contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "expires": timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        + timedelta(days=180),
    }
    return render(request, "security.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers ask for an icon unasked: on to the one that pages name."""
    return redirect(static("img/icon.svg"))


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database and the cache answer, else 503; says which of them does not."""
    states = {"database": _answers(_ask_database), "cache": _answers(_ask_cache)}
    response = JsonResponse(states, status=200 if all(states.values()) else 503)
    response["Cache-Control"] = "no-store"
    return response


def _without_unreadable_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of Django's that says what is wrong, also where the form that was sent is too large to be read.

    Django looks for the token of that form again, and would fail anew.
    """

    @wraps(view)
    def said(request: HttpRequest, exception: Exception) -> HttpResponse:
        try:
            request.POST  # noqa: B018
        except (SuspiciousOperation, BadRequest, MultiPartParserError):
            request.POST = QueryDict()  # an empty one stays as it is
        return view(request, exception)

    return said


bad_request = _without_unreadable_form(defaults.bad_request)
permission_denied = _without_unreadable_form(defaults.permission_denied)
page_not_found = _without_unreadable_form(defaults.page_not_found)


def server_error(request: HttpRequest) -> HttpResponse:
    """What to say when something broke: 503 and when to come back where the cause passes by itself."""
    if _passes_by_itself(sys.exc_info()[1]):
        response = HttpResponse(render_to_string("503.html"), status=503)
        response["Retry-After"] = str(COME_BACK_SECONDS)
    else:
        back = request.path if request.method in {"GET", "HEAD"} else ""
        context = {"request_id": request_id.get(), "path": back}
        response = HttpResponse(render_to_string("500.html", context), status=500)
    response["Cache-Control"] = "no-store"
    return response


def _passes_by_itself(error: BaseException | None) -> bool:
    """Whether the database or the store of uploads is gone or busy, or the disk is full."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(error, (OperationalError, InterfaceError, BotoCoreError, ClientError))


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_cache() -> None:
    cache.set("healthz", "1", 10)
    if cache.get("healthz") != "1":
        raise ConnectionError("The cache does not keep what it is given.")
    if getattr(cache, "is_unavailable", False):
        raise ConnectionError("Redis does not answer; memory stands in for it.")


def _answers(ask: object) -> bool:
    """Whether asking raises nothing; whatever is wrong, the answer is no."""
    try:
        ask()  # type: ignore[operator]
    except Exception:  # noqa: BLE001
        return False
    return True
