"""Private addresses for somebody who is signed out: they sign in first, and what they sent is kept."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from backfit.accounts.posted_forms import FORM_KEY, person_of
from exercises.languages import without_language

SESSION_KEY = "sent_form"
"""Where the session holds what somebody sent after they were signed out, until they are back."""
MAX_CHARACTERS = 40_000
SCANNED = "programs:workout-detail"
"""The page that the code on a workout's sheet leads to, with the sheet's revision (`?r=7`)."""
ABOUT_HEALTH = {"programs:progress-back", "programs:workout-check", "programs:program-check"}
"""Forms that tell of a person's health: nothing of them is held anywhere."""
PRIVATE_ROUTE, PRIVATE_PART = "workouts/", "<uuid:"
"""An address that begins and goes on like this names something that belongs to one person."""


class SignedOutMiddleware:
    """Leads from the private address to the sign-in and back, whether it names anything or not.

    A form that was made for a signed-in person is kept meanwhile, and offered to that person alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not needs_sign_in(request, response):
            return response
        stash_form(request)
        login = redirect_to_login(way_back(request))
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(login["Location"])
        return login

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """The form that was sent to this address and kept, to send it now; None when there is none."""
        if request.method != "GET" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if is_file(request.path) or not request.user.is_authenticated:
            return None
        kept = request.session.get(SESSION_KEY)
        if not kept or kept["address"] != request.get_full_path():
            return None
        del request.session[SESSION_KEY]
        return show_form(request, kept) if kept["person"] == request.user.pk else None


def needs_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether somebody signed out meant something private, by the address or by what the view said."""
    if response.status_code == HTTPStatus.NOT_FOUND:
        return is_private(request) and not request.user.is_authenticated
    if request.method != "POST" or not is_sign_in(response):
        return False
    return (
        not request.user.is_authenticated and person_of(request.POST.get(FORM_KEY, "")) is not None
    )


def way_back(request: HttpRequest) -> str:
    """Where somebody wishes to be after the sign-in: from a sheet's code, where it is written down."""
    match = request.resolver_match
    if request.method == "GET" and "r" in request.GET and match and match.view_name == SCANNED:
        return f"{reverse('programs:workout-log', kwargs=match.kwargs)}?{request.GET.urlencode()}"
    return request.get_full_path()


def is_private(request: HttpRequest) -> bool:
    """Whether the address names something that belongs to one person."""
    route = request.resolver_match.route if request.resolver_match else ""
    route = without_language(f"/{route}").removeprefix("/")
    return route.startswith(PRIVATE_ROUTE) and PRIVATE_PART in route


def is_sign_in(response: HttpResponse) -> bool:
    """Whether the answer leads to the sign-in."""
    return response.get("Location", "").startswith(reverse("account_login"))


def stash_form(request: HttpRequest) -> None:
    """Hold what a signed-in person's page sent; files are not held, nor what strangers make up."""
    person = person_of(request.POST.get(FORM_KEY, "")) if request.method == "POST" else None
    data = request.POST.urlencode()
    if person is None or request.FILES or len(data) > MAX_CHARACTERS:
        return
    if request.resolver_match and request.resolver_match.view_name in ABOUT_HEALTH:
        return
    request.session[SESSION_KEY] = {
        "address": request.get_full_path(),
        "person": person,
        "data": data,
    }


def show_form(request: HttpRequest, kept: dict[str, Any]) -> HttpResponse:
    """A page that sends the kept form when the person says so."""
    fields = [
        (name, value)
        for name, values in QueryDict(kept["data"]).lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    context = {"address": kept["address"], "fields": fields}
    response = render(request, "account/sent_form.html", context)
    add_never_cache_headers(response)
    return response


def is_file(path: str) -> bool:
    """Whether the address is that of a picture, a sheet or a calendar."""
    return "." in path.rsplit("/", 1)[-1]
