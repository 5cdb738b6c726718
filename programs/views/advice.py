"""Advice of the coach on planned sessions: shown no more, for the workouts that it is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from programs.models import Workout
from programs.models.workout import MAX_KEY_LENGTH


class DismissForm(forms.Form):
    """Which advice to show no more, for which workouts, and the page to go back to."""

    key = forms.SlugField(max_length=MAX_KEY_LENGTH)
    workout = forms.ModelMultipleChoiceField(Workout.objects.none(), to_field_name="uuid")
    back = forms.CharField(max_length=200)

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        self.fields["workout"].queryset = Workout.objects.owned_by(user)  # type: ignore[attr-defined]


@require_POST
@transaction.atomic
def advice_dismiss(request: HttpRequest) -> HttpResponse:
    """Dismiss a piece of advice on the week for each of one's own workouts that it names."""
    form = DismissForm(request.POST, user=request.user)
    if not form.is_valid():
        return redirect("programs:workout-list")
    for workout in form.cleaned_data["workout"].select_for_update():
        workout.dismiss(form.cleaned_data["key"])
    messages.success(request, _("Dismissed. The builder of the workout can show all advice again."))
    back: str = form.cleaned_data["back"]
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours and back.startswith("/") else "programs:workout-list")
