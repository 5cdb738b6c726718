"""How allauth meets the rest of the site."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from exercises.favourites import take_over_favourites
from programs.views.guests import claim_guest_workouts
from programs.views.programs import add_waiting_program
from programs.views.sharing import add_waiting_share


class AccountAdapter(DefaultAccountAdapter):
    """Takes a person who just signed in to what they wished for before."""

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Keep what the person made before signing in, add what waits and go to it."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        take_over_favourites(request)
        claim_guest_workouts(request)
        workout = add_waiting_program(request) or add_waiting_share(request)
        return redirect(workout) if workout else response
