"""Every form of ours is carried out once, and one person's changes one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import consume_or_429
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from backfit.accounts.posted_forms import FORM_KEY, PostedForm, digest_of, pending_messages
from backfit.middleware.signed_out import is_sign_in
from programs.models.plans_version import lock_plans

OURS = {"exercises", "fixed", "programs"}
"""The addresses where people change what is theirs; packages look after their own."""
SETTINGS = "profile"
"""Those of their account."""
LIMITED = {
    "exercises:review-edit": "review",
    "exercises:review-report": "review",
    "programs:workout-import": "import",
    "programs:history-import": "import",
}
"""What each person, and who is not signed in each network address, may send only so often; by the name
of the limit in the settings."""
REDIRECTS = {301, 302, 303}

View = Callable[..., HttpResponse]


class PostOnceMiddleware:
    """Runs a POST in one transaction that holds the person's plans, and a repeat not at all.

    What the view loads can then be changed or deleted by no other request of the person, limits hold,
    and a form with a key (`{% form_key %}`) that was carried out is answered as it was the first time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """The answer to a POST to one of our addresses; None leaves the request to the view."""
        match = request.resolver_match
        if request.method != "POST" or match is None:
            return None
        if match.app_name not in OURS and match.view_name != SETTINGS:
            return None
        digest = digest_of(request)
        with transaction.atomic():
            if request.user.is_authenticated and not lock_plans(request.user):
                logout(request)
                return redirect_to_login(request.get_full_path())
            return run_once(
                request, digest, lambda: too_often(request) or view(request, *args, **kwargs)
            )


def too_often(request: HttpRequest) -> HttpResponse | None:
    """The answer (429) to what was sent too often; None for all else."""
    action = LIMITED.get(request.resolver_match.view_name if request.resolver_match else "")
    if not action:
        return None
    who = request.user.pk or get_adapter().get_client_ip(request)
    refused: HttpResponse | None = consume_or_429(request, action=action, key=str(who))
    return refused


def run_once(request: HttpRequest, digest: str, run: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `run`, or that which the same form got before. A refused form may come again."""
    posted = PostedForm.objects.claim(request, digest) if digest else None
    if posted and posted.location:
        return posted.replay_response(request)
    waiting = len(pending_messages(request)) if posted else 0
    response = run()
    if not is_done(response):
        if posted:
            posted.delete()
        return response
    if posted := posted or claim_by_new_guest(request):
        posted.store_response(response, pending_messages(request)[waiting:])
        PostedForm.objects.delete_expired(timezone.now())
    return response


def is_done(response: HttpResponse) -> bool:
    """Whether the form was carried out: then the answer leads on, and not to the sign-in."""
    return response.status_code in REDIRECTS and not is_sign_in(response)


def claim_by_new_guest(request: HttpRequest) -> PostedForm | None:
    """The row of a form whose sender had no session before it; None for all who have one."""
    session = request.session
    if not request.POST.get(FORM_KEY) or session.session_key or session.is_empty():
        return None
    session.create()
    return PostedForm.objects.claim(request, digest_of(request))
