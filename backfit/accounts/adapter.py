"""How allauth meets the rest of the site."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from hashlib import sha256
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
from django.contrib.auth import get_user_model, logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.sites.requests import RequestSite
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from backfit.accounts.posted_forms import PostedForm, pending_messages
from exercises.clock import clock_for
from exercises.products.favourites import transfer_favourites
from programs.models.plans_version import lock_plans
from programs.views.guests import transfer_guest_workouts
from programs.views.programs import PROGRAM_SESSION_KEY, add_pending_program
from programs.views.sharing import SHARE_SESSION_KEY, add_pending_share

MAIL_SENT = {
    "account/messages/email_confirmation_sent.txt",
    "account/messages/login_code_sent.txt",
}
"""Messages that say that a mail went out."""

MAIL_LAYOUT = "account/email/layout.html"
LINKS = ("activate_url", "password_reset_url", "signup_url")
"""Where a mail may lead; the first that it has."""
BLANK_LINES = re.compile(r"\n{3,}")

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Takes a person who just signed in to what they wished for before."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # Strangers can bring this about for anybody's address, so it tells the ways that stay open.
        "too_many_login_attempts": gettext_lazy(
            "Too many failed tries to sign in. If they were not yours: nobody got in by them. Wait five"
            " minutes, or sign in now with a code by e-mail or with a passkey."
        ),
    }

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Keep what the person made before signing in, add what waits and go to it."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        transfer_favourites(request)
        transfer_guest_workouts(request)
        return add_wished(request) or response

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

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The mail as text and as HTML, both from one template: its blocks stand in either layout."""
        reader = context.get("user") or AnonymousUser()
        zone = getattr(reader, "time_zone", "UTC")
        language = getattr(reader, "language", "") or get_language() or settings.LANGUAGE_CODE
        with clock_for(reader), timezone.override(zone), translation.override(language):
            subject = render_to_string(f"{template_prefix}_subject.txt", context).strip()
            account = f"{settings.SITE_URL}{reverse('profile')}" if "timestamp" in context else ""
            link = next((context[name] for name in LINKS if context.get(name)), account)
            values = {"heading": subject, "link": link, "zone": zone, "site_url": settings.SITE_URL}
            mail = super().render_mail(template_prefix, email, context | values, headers)
            html = render_to_string(
                f"{template_prefix}_message.txt", context | values | {"layout": MAIL_LAYOUT}
            )
        mail.body = BLANK_LINES.sub("\n\n", str(mail.body))
        assert isinstance(mail, EmailMultiAlternatives)  # noqa: S101 (each mail has a text)
        mail.attach_alternative(html, "text/html")
        return mail

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person what was changed in their account, by their own clock."""
        super().send_notification_mail(
            template_prefix, user, {**(context or {}), "user": user}, email
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail; when it cannot be sent, say so instead of failing at what it tells of."""
        context.setdefault("user", get_user_model().objects.known_as(email).first())
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
        was_sent = settings.SENDS_MAIL and not getattr(request, "mail_failed", False)
        if message_template not in MAIL_SENT or was_sent:
            super().add_message(request, level, message_template, *args, **kwargs)


def add_wished(request: HttpRequest) -> HttpResponse | None:
    """Add what the person wished for before signing in and lead to it; None without a wish.

    A sign-in that is sent twice may find the wish twice, or not at all once the first is done: either
    way the second is answered like the first.
    """
    wishes = {PROGRAM_SESSION_KEY, SHARE_SESSION_KEY} & set(request.session.keys())
    digest = _digest_of_sign_in(request)
    with transaction.atomic():
        lock_plans(request.user)
        posted = PostedForm.objects.filter(digest=digest).first()
        if posted is not None:
            for wish in wishes:
                del request.session[wish]
            return posted.replay_response(request)
        waiting = len(pending_messages(request))
        added = add_pending_program(request) or add_pending_share(request)
        if not added:
            return None
        response = redirect(added)
        posted = PostedForm.objects.claim(request, digest)
        posted.store_response(response, pending_messages(request)[waiting:])
        return response


def _digest_of_sign_in(request: HttpRequest) -> str:
    """What names this sign-in: the session that the browser had before it, which ends with it."""
    before = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return sha256(f"sign-in {request.user.pk} {before}".encode()).hexdigest()


def _is_fresh(request: HttpRequest) -> bool:
    """Whether this browser signed in within the time that a confirmation holds."""
    oldest = timezone.now() - timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    mine = UserSession.objects.filter(user=request.user, session_key=request.session.session_key)
    return bool(mine.filter(created_at__gt=oldest).exists())
