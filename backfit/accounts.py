"""How allauth meets the rest of the site."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from exercises.favourites import take_over_favourites
from programs.views.programs import add_waiting_program


class AccountAdapter(DefaultAccountAdapter):
    """Takes a person who just signed in to what they wished for before."""

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Keep the favourites that wait in the session; add the program that does, and go to it."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        take_over_favourites(request)
        workout = add_waiting_program(request)
        return redirect(workout) if workout else response
