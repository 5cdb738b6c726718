"""Whose workouts these are: a person's, or those of somebody without an account, by their session."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from exercises.formats import comma_list, quoted
from programs.models import LimitError, Workout
from programs.models.plans_version import bump_plans_version
from programs.models.workout import MAX_GUEST_WORKOUTS, WorkoutQuerySet

GUEST_SESSION_KEY = "guest"
"""Where the session keeps the secret that opens a guest's workouts."""

RATE = "guest_workout"
"""The limit in the settings on how many workouts guests of one network address may make."""

View = Callable[..., HttpResponse]


def guest_key(request: HttpRequest) -> str:
    """The key of this browser's workouts, a digest of its session's secret; empty for none."""
    secret = request.session.get(GUEST_SESSION_KEY, "")
    return hashlib.sha256(secret.encode()).hexdigest() if secret else ""


def own_workouts(request: HttpRequest) -> WorkoutQuerySet:
    """The workouts of whoever asks, signed in or not."""
    if request.user.is_authenticated:
        return Workout.objects.owned_by(request.user)
    return Workout.objects.of_guest(guest_key(request))


def guest_workouts(request: HttpRequest) -> list[Workout]:
    """What this browser holds for somebody without an account; nothing for someone signed in."""
    return [] if request.user.is_authenticated else list(own_workouts(request).for_list())


def check_room(request: HttpRequest, wanted: int = 1) -> None:
    """Make sure that whoever asks may have more workouts. Raises `LimitError`."""
    if request.user.is_authenticated:
        Workout.objects.ensure_room(request.user, wanted)
    else:
        own_workouts(request).check_room(MAX_GUEST_WORKOUTS, wanted)


@transaction.atomic
def new_workout(request: HttpRequest, workout: Workout) -> Workout:
    """Save a new workout as that of whoever asks. Raises `LimitError`."""
    check_room(request)
    if request.user.is_authenticated:
        workout.owner = request.user
    else:
        _check_rate(request)
        Workout.objects.expired_of_guests(timezone.now()).delete()
        request.session.setdefault(GUEST_SESSION_KEY, secrets.token_urlsafe(24))
        workout.guest_key = guest_key(request)
    workout.save()
    bump_plans_version(workout.owner_id)
    return workout


def _check_rate(request: HttpRequest) -> None:
    """Keep one address from filling the database by ever new sessions. Raises `LimitError`."""
    if not ratelimit.consume(request, action=RATE):
        raise LimitError(
            _(
                "Very many workouts were made from your network in the last hour. Try again in an"
                " hour, or sign in: people with an account are not held up by others."
            )
        )


def extend_session(request: HttpRequest) -> None:
    """Begin a guest's session anew, so that it lasts as long again as on its first day."""
    if not request.user.is_authenticated:
        request.session.modified = True


@transaction.atomic
def transfer_guest_workouts(request: HttpRequest) -> None:
    """Give what this browser built to the person who just signed in, and say so."""
    workouts = list(Workout.objects.of_guest(guest_key(request)))
    request.session.pop(GUEST_SESSION_KEY, None)
    for workout in workouts:
        workout.owner, workout.guest_key = request.user, ""  # type: ignore[assignment]
    Workout.objects.bulk_update(workouts, ["owner", "guest_key"])
    bump_plans_version(request.user.pk)
    if workouts:
        names = comma_list(quoted(workout.title) for workout in workouts)
        message = _("Now in My Workouts, to keep: %(workouts)s.") % {"workouts": names}
        messages.success(request, message)


def person_or_guest(view: View) -> View:
    """A view for people who are signed in; guests see what their browser holds, others sign in first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        workouts = own_workouts(request).for_list()
        if not workouts:
            return redirect_to_login(request.get_full_path())
        response = render(request, "programs/guest_list.html", {"workouts": workouts})
        response["Cache-Control"] = "private, no-store"
        return response

    return guarded
