"""A workout shown to others: made and revoked by its owner, read by whoever has the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises.csrf import csrf_by_origin
from exercises.formats import comma_list
from exercises.forms.revisions import is_stale
from programs.models import LimitError, Workout, WorkoutShare
from programs.views.calendar_download import calendar_form, calendar_response, planning_forms
from programs.views.calendars import links_page
from programs.views.sheet_source import SheetSource
from programs.views.sheets import reloaded_by_htmx, sheet_file, sheet_options
from programs.views.workouts import default_times

SHARE_SESSION_KEY = "share_to_add"
"""Where the session keeps the token of the workout that a person wishes to add while they sign in."""

SHARE_TITLE_KEY = "share_to_add_title"
"""Where it keeps that workout's title, to be named at the sign-up."""
SHOWN_EXERCISES = 4

View = Callable[..., HttpResponse]


@csrf_by_origin
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workout_share(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make the secret address of a workout, show it to its owner, or revoke it."""
    workout = get_object_or_404(Workout.objects.owned_by(request.user), uuid=uuid)
    share = WorkoutShare.objects.filter(workout=workout).first()
    revokes = request.POST.get("do") == "revoke"
    conflict = revokes and is_stale(request.POST, share.address_revision if share else None)
    if request.method == "POST" and not conflict:
        if revokes:
            WorkoutShare.objects.filter(workout=workout).delete()
            messages.success(request, _("The link is dead: nobody can open it any more."))
        else:
            WorkoutShare.objects.make_for(workout)
        return redirect("programs:workout-share", uuid)
    address = f"{settings.SITE_URL}{share.get_absolute_url()}" if share else ""
    heading = _("Share %(workout)s") % {"workout": workout.title}
    context = {"workout": workout, "address": address, "heading": heading}
    context |= {"share": share, "conflict": conflict}
    status = 409 if conflict else 200
    return render(request, "programs/workout_share.html", context, status=status)


def secret_address(view: View) -> View:
    """A view whose address is a secret: no search engine, no copy kept.

    The site's referrer policy (`same-origin`) hides it from other sites. `no-referrer` would hide it from
    ourselves too, and browsers then send the page's forms with `Origin: null`.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
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


@secret_address
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The shared workout, to read, to plan, to print, and to make one's own."""
    share = shared_workout(token)
    workout, phases = share.workout, share.workout.numbered_phases()
    context = {
        "share": share,
        "workout": workout.in_phase(next(iter(phases), None)),
        "phases": [(each, [workout.in_phase(each)]) for each in phases],
        "heading": workout.title,
        "description": shared_words(workout),
        "share_picture": f"{settings.SITE_URL}{shared_source(share).preview_url}",
        "copy": workout.copy_held_by(request.user),
        "is_owner": request.user.is_authenticated and workout.owner_id == request.user.pk,
        **planning_forms(request, workout, **default_times(workout)),
    }
    return render(request, "programs/shared.html", context)


def shared_words(workout: Workout) -> str:
    """The workout in a sentence, for whoever is sent its link: its exercises, the first few."""
    items = workout.plan_items()
    if not items:
        return _("A workout for the back.")
    names = comma_list(item.exercise.name for item in items[:SHOWN_EXERCISES])
    more = len(items) - SHOWN_EXERCISES
    if more <= 0:
        return _("A workout with %(exercises)s.") % {"exercises": names}
    return ngettext(
        "A workout with %(exercises)s and %(number)s more exercise.",
        "A workout with %(exercises)s and %(number)s more exercises.",
        more,
    ) % {"exercises": names, "number": more}


@secret_address
@require_safe
def shared_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The shared workout as a calendar file."""
    share = shared_workout(token)
    times = default_times(share.workout)
    uid = str(share.workout.uuid)
    return calendar_response(request, share, [share.workout], uid=uid, private=True, **times)


@secret_address
@require_safe
def shared_calendar_links(request: HttpRequest, token: str) -> HttpResponse:
    """The shared workout at the times asked for, ready to open in each web calendar."""
    share = shared_workout(token)
    form = calendar_form(request, share.workout, **default_times(share.workout))
    file_url = reverse("programs:shared-calendar", args=[token])
    return links_page(request, share, [share.workout], form, file_url=file_url, public=True)


@secret_address
@require_safe
@reloaded_by_htmx
def shared_sheet(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """The shared workout as a sheet; its code leads to the owner's page and holds no secret."""
    share = shared_workout(token)
    often = share.workout.usual_sessions_a_week
    return sheet_file(request, replace(shared_source(share), sessions=[often]), kind)


@secret_address
@require_safe
def shared_sheet_options(request: HttpRequest, token: str) -> HttpResponse:
    """Choose how to print the shared workout, and see it."""
    return sheet_options(request, shared_source(shared_workout(token)))


def shared_source(share: WorkoutShare) -> SheetSource:
    """The shared workout's sheet, with its pages at the secret address."""
    return replace(SheetSource.of_workout(share.workout), pages=share.get_absolute_url())


@csrf_by_origin
@secret_address
@require_POST
def shared_add(request: HttpRequest, token: str) -> HttpResponse:
    """Copy the shared workout into My Workouts; somebody who is not signed in does that first."""
    share = shared_workout(token)
    if not request.user.is_authenticated:
        request.session[SHARE_SESSION_KEY] = token
        request.session[SHARE_TITLE_KEY] = share.title
        return redirect("account_signup")
    return redirect(copy_with_message(request, share, another="another" in request.POST))


def add_pending_share(request: HttpRequest) -> str:
    """Add what the person wished for before signing in, unless it was revoked since.

    Returns where that leads; empty without a wish, and when it was revoked.
    """
    token = request.session.pop(SHARE_SESSION_KEY, None)
    request.session.pop(SHARE_TITLE_KEY, None)
    share = WorkoutShare.objects.by_token(token) if token else None
    if token and share is None:
        messages.error(request, _("The workout you wished to add is not shared any more."))
    return copy_with_message(request, share) if share else ""


def copy_with_message(request: HttpRequest, share: WorkoutShare, *, another: bool = False) -> str:
    """Copy it for the person, once until they ask for another; returns where that leads."""
    assert request.user.is_authenticated  # noqa: S101 (both callers made sure)
    try:
        copy, is_new = share.workout.add_for(request.user, another=another)
    except LimitError as error:
        messages.error(request, str(error))
        return reverse("programs:workout-list")
    if not is_new:
        message = _("You already have “%(workout)s” in My Workouts: open it, or add another.")
        messages.info(request, message % {"workout": copy.title})
        return share.get_absolute_url()
    message = _("“%(workout)s” is now in My Workouts: change it as you like.")
    messages.success(request, message % {"workout": copy.title})
    return copy.get_absolute_url()
