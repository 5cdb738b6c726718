"""A workout shown to others: made and revoked by its owner, read by whoever has the address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises.csrf import csrf_by_origin
from programs.models import LimitError, Workout, WorkoutShare
from programs.views.calendar_download import calendar_response, planning_forms
from programs.views.sheet_source import SheetSource
from programs.views.sheets import sheet_file
from programs.views.workouts import default_times

SHARE_SESSION_KEY = "share_to_add"
"""Where the session keeps the token of the workout that a person wishes to add while they sign in."""

View = Callable[..., HttpResponse]


@csrf_by_origin
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workout_share(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make the secret address of a workout, show it to its owner, or revoke it."""
    workout = get_object_or_404(Workout.objects.owned_by(request.user), uuid=uuid)
    if request.method == "POST":
        if request.POST.get("do") == "revoke":
            WorkoutShare.objects.filter(workout=workout).delete()
            messages.success(request, "The link is dead: nobody can open it any more.")
        else:
            WorkoutShare.objects.make_for(workout)
        return redirect("programs:workout-share", uuid)
    share = WorkoutShare.objects.filter(workout=workout).first()
    address = f"{settings.SITE_URL}{share.get_absolute_url()}" if share else ""
    context = {"workout": workout, "address": address, "heading": f"Share {workout.title}"}
    return render(request, "programs/workout_share.html", context)


def no_referrer(view: View) -> View:
    """A view whose address is a secret: no referrer, no search engine, no copy kept."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "private, no-store"
        return response

    return guarded


def shared_workout(token: str) -> WorkoutShare:
    """What the secret opens, or 404 for a wrong or revoked one."""
    share = WorkoutShare.objects.by_token(token)
    if share is None:
        raise Http404
    return share


@no_referrer
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The shared workout, to read, to plan, to print, and to make one's own."""
    share = shared_workout(token)
    workout = share.workout
    context = {
        "share": share,
        "workout": workout,
        "is_owner": request.user.is_authenticated and workout.owner_id == request.user.pk,
        **planning_forms(request, **default_times(workout)),
    }
    return render(request, "programs/shared.html", context)


@no_referrer
@require_safe
def shared_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The shared workout as a calendar file."""
    share = shared_workout(token)
    times = default_times(share.workout)
    uid = str(share.workout.uuid)
    return calendar_response(request, share, [share.workout], uid=uid, private=True, **times)


@no_referrer
@require_safe
def shared_sheet(request: HttpRequest, token: str) -> HttpResponse:
    """The shared workout as a PDF sheet; its code leads to the owner's page and holds no secret."""
    share = shared_workout(token)
    return sheet_file(request, SheetSource.of_workout(share.workout), "pdf")


@csrf_by_origin
@no_referrer
@require_POST
def shared_add(request: HttpRequest, token: str) -> HttpResponse:
    """Copy the shared workout into My Workouts; who is not signed in does that first."""
    share = shared_workout(token)
    if not request.user.is_authenticated:
        request.session[SHARE_SESSION_KEY] = token
        return redirect("account_signup")
    return redirect(copy_and_tell(request, share) or "programs:workout-list")


def add_waiting_share(request: HttpRequest) -> Workout | None:
    """The copy of what the person wished for before signing in; None when it was revoked since."""
    token = request.session.pop(SHARE_SESSION_KEY, None)
    share = WorkoutShare.objects.by_token(token) if token else None
    if token and share is None:
        messages.error(request, "The workout you wished to add is not shared any more.")
    return copy_and_tell(request, share) if share else None


def copy_and_tell(request: HttpRequest, share: WorkoutShare) -> Workout | None:
    """A copy that belongs to the person; None, and a message why, when they have no room."""
    assert request.user.is_authenticated  # noqa: S101 (both callers made sure)
    try:
        copy = share.workout.copy_for(request.user)
    except LimitError as error:
        messages.error(request, str(error))
        return None
    messages.success(request, f"“{copy.title}” is now in My Workouts: change it as you like.")
    return copy
