"""How allauth meets the rest of the site."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from exercises.favourites import take_over_favourites
from programs.views.guests import claim_guest_workouts
from programs.views.programs import add_waiting_program
from programs.views.sharing import add_waiting_share

MAIL_SENT = "account/messages/email_confirmation_sent.txt"

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Takes a person who just signed in to what they wished for before."""

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Keep what the person made before signing in, add what waits and go to it."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        take_over_favourites(request)
        claim_guest_workouts(request)
        workout = add_waiting_program(request) or add_waiting_share(request)
        return redirect(workout) if workout else response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail; when it cannot be sent, say so instead of failing at what it tells of."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError):
            logger.exception("A mail could not be sent: %s", template_prefix)
            current.request.mail_failed = True
            messages.error(
                current.request,
                "We could not send you an e-mail just now. Please try again in a few minutes.",
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
