"""How allauth meets the rest of the site."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import add_query_params
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sites.requests import RequestSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from exercises.products.favourites import transfer_favourites
from programs.views.guests import transfer_guest_workouts
from programs.views.programs import add_waiting_program
from programs.views.sharing import add_waiting_share

MAIL_SENT = "account/messages/email_confirmation_sent.txt"

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Takes a person who just signed in to what they wished for before."""

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Keep what the person made before signing in, add what waits and go to it."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        transfer_favourites(request)
        transfer_guest_workouts(request)
        workout = add_waiting_program(request) or add_waiting_share(request)
        return redirect(workout) if workout else response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether a step asks who it is. Who has nothing to confirm with must have signed in just now.

        That is a person without password and second factor: allauth itself would let them pass.
        """
        request = current.request
        required = bool(super().is_reauthentication_required(app=app, **kwargs))
        if required and not get_reauthentication_flows(request.user) and not _is_fresh(request):
            logout(request)
            messages.info(request, _("This step needs a fresh sign-in. Sign in again to go on."))
            address = add_query_params(reverse("account_login"), {"next": request.get_full_path()})
            raise ImmediateHttpResponse(redirect(address))
        return required

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail; when it cannot be sent, say so instead of failing at what it tells of."""
        site = RequestSite(current.request)
        site.name = "Backfit"
        try:
            super().send_mail(template_prefix, email, {"current_site": site, **context})
        except (SMTPException, OSError):
            logger.exception("A mail could not be sent: %s", template_prefix)
            current.request.mail_failed = True
            messages.error(
                current.request,
                _("We could not send you an e-mail just now. Please try again in a few minutes."),
            )

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str = "",
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Add a message, unless it claims that a mail went out which did not."""
        if message_template != MAIL_SENT or not getattr(request, "mail_failed", False):
            super().add_message(request, level, message_template, *args, **kwargs)


def _is_fresh(request: HttpRequest) -> bool:
    """Whether this browser signed in within the time that a confirmation holds."""
    oldest = timezone.now() - timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    mine = UserSession.objects.filter(user=request.user, session_key=request.session.session_key)
    return bool(mine.filter(created_at__gt=oldest).exists())
