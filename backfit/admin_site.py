"""The administration's door: sign-in by the site's own pages, and a second factor where that is asked for."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from functools import wraps
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.core.internal.httpkit import add_query_params
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import checks
from django.core.exceptions import FieldError, PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from exercises.languages import known_language
from exercises.models.translated import as_written

logger = logging.getLogger(__name__)
BAD_INPUT_ERRORS = (
    ValueError,
    OverflowError,
    FieldError,
    ValidationError,
    IncorrectLookupParameters,
)

METHODS = ["GET", "HEAD", "POST"]
MAX_ROWS = 1000
"""As many rows as a list in a form of the desk may say to have."""

NEXT_SESSION_KEY = "desk_waiting"
"""Where the session keeps the address at the desk that somebody wanted before their second factor."""


def has_second_factor(request: HttpRequest) -> bool:
    """Whether the signed-in person set up an authenticator app or a passkey (one query a request)."""
    if not hasattr(request, "_has_second_factor"):
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        found = get_adapter().is_mfa_enabled(request.user, kinds)
        request._has_second_factor = found  # type: ignore[attr-defined]
    return bool(request._has_second_factor)  # type: ignore[attr-defined]


class InitialDataMixin:
    """An admin whose “add” page begins with the values of its address as their columns read them."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The values, those left out that a form takes in parts. Raises `ValidationError` for others."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)  # type: ignore[misc]
        columns = {field.name: field for field in self.opts.concrete_fields}  # type: ignore[attr-defined]
        for name in initial.keys() & columns.keys():
            shown = columns[name].formfield()
            if shown is None or isinstance(shown.widget, forms.MultiWidget):
                del initial[name]
            elif isinstance(initial[name], str):
                initial[name] = columns[name].to_python(initial[name])
        return initial


class BackfitAdminSite(AdminSite):
    """The admin, which knows no sign-in of its own."""

    site_title = "Backfit"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person is staff, with a second factor where `ADMIN_SECOND_FACTOR` is on."""
        if not super().has_permission(request):
            return False
        return not settings.ADMIN_SECOND_FACTOR or has_second_factor(request)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register with our way to read what a form begins with, packages' admins too."""
        base = admin_class or ModelAdmin
        own = type(base.__name__, (InitialDataMixin, base), {"__module__": base.__module__})
        super().register(model_or_iterable, own, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """The view behind the door, in the person's language, with content as it is written.

        A query or a choice that it cannot read is told, not an error.
        Filters, export, the values that an “add” page begins with, and choices that are shown again
        beside their error come from packages, each with ways of its own to fail over what is no key.
        """

        @require_http_methods(METHODS)
        @wraps(view)
        def with_bad_input_response(
            request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            response = None
            if any(count > MAX_ROWS for count in _declared_rows(request)):
                return _bad_input_response(request)
            try:
                response = _call_view(view, request, *args, **kwargs)
                return response.render() if isinstance(response, TemplateResponse) else response
            except BAD_INPUT_ERRORS:
                asked = request.method != "POST" and bool(request.GET)
                shown_again = request.method == "POST" and response is not None
                if not (asked or shown_again):
                    raise
                logger.warning("This made no sense: %s", request.path, exc_info=True)
                return _without_query(request) if asked else _bad_input_response(request)

        @wraps(view)
        def in_own_language(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            language = known_language(getattr(request.user, "language", ""))
            translation.activate(
                language
            )  # for what is said of errors too, until the request is over
            with as_written():
                return with_bad_input_response(request, *args, **kwargs)

        return super().admin_view(in_own_language, cacheable)

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """On to where the person can be let in from: sign-in, the second factor, or the page itself."""
        wanted = get_next_redirect_url(request) or ""
        if not wanted.startswith("/"):
            wanted = reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect(add_query_params(reverse("account_login"), {"next": wanted}))
        if self.has_permission(request):
            request.session.pop(NEXT_SESSION_KEY, None)
            return redirect(wanted)
        if not super().has_permission(request):
            raise PermissionDenied(_("The administration is for staff."))
        return _redirect_to_second_factor(request, wanted)


def _call_view(view: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """The view's answer. Where another save took a unique value meanwhile, the form is checked again.

    The second time it sees what the other wrote, and says so beside what was typed.
    """
    try:
        return view(request, *args, **kwargs)  # type: ignore[no-any-return]
    except IntegrityError:
        if request.method != "POST":
            raise
        logger.warning("Saved at the same time: %s", request.path, exc_info=True)
        return view(request, *args, **kwargs)  # type: ignore[no-any-return]


def _declared_rows(request: HttpRequest) -> Iterator[int]:
    """How many rows the lists of a form say to have; the packages count that far, whatever is sent."""
    for name in request.POST:
        if name.endswith(("-TOTAL_FORMS", "-INITIAL_FORMS")):
            with suppress(ValidationError):
                yield forms.IntegerField(required=False).clean(request.POST[name]) or 0


def _without_query(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("The address held something that makes no sense here."))
    return redirect(request.path)


def _bad_input_response(request: HttpRequest) -> HttpResponse:
    """400: nothing is saved of a form that holds a key of no kind, as no browser sends it."""
    context = {"message": _("The form held a choice that makes no sense. Nothing is saved.")}
    return render(request, "400.html", context, status=400)


def _redirect_to_second_factor(request: HttpRequest, wanted: str) -> HttpResponse:
    """To the page where a second factor is set up, or first to where the address is confirmed."""
    request.session[NEXT_SESSION_KEY] = wanted
    if EmailAddress.objects.filter(user_id=request.user.pk, verified=False).exists():
        messages.info(request, _("Confirm your e-mail address first; then come back to /admin/."))
        return redirect("account_email")
    messages.info(request, _("The administration opens with a second factor: set one up now."))
    return redirect("mfa_activate_totp")


@checks.register(checks.Tags.security, deploy=True)
def check_second_factor(app_configs: Any, **kwargs: Any) -> list[checks.Warning]:
    """Tell who deploys that the administration opens with a password alone."""
    if settings.ADMIN_SECOND_FACTOR:
        return []
    hint = "Take ADMIN_SECOND_FACTOR=0 away (`make run` writes it to a new .env), or DEBUG=1."
    return [
        checks.Warning("The administration asks for no second factor.", hint, id="backfit.W001")
    ]
