"""Pauses: skip all sessions of some days, and take that back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from programs.forms.pauses import PauseForm
from programs.models import Pause, Schedule


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest) -> HttpResponse:
    """Pause from one day to another; below, the pauses that are not over."""
    assert request.user.is_authenticated  # noqa: S101 (login_required made sure)
    today = Schedule.objects.today_of(request.user, timezone.now())
    row = Pause(owner=request.user)
    form = PauseForm(request.POST or None, instance=row, initial={"first_day": today})
    if form.is_valid():
        messages.success(request, skipped_message(row.begin()))
        return redirect("programs:pause")
    pauses = Pause.objects.owned_by(request.user).not_over(today)
    status = 422 if request.method == "POST" else 200
    return render(request, "programs/pause.html", {"form": form, "pauses": pauses}, status=status)


@require_POST
def pause_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a pause back: what it skipped is planned again."""
    count = get_object_or_404(Pause.objects.owned_by(request.user), uuid=uuid).end_early()
    message = ngettext(
        "The pause is taken back: %(number)s session is planned again.",
        "The pause is taken back: %(number)s sessions are planned again.",
        count,
    )
    messages.success(request, message % {"number": count})
    return redirect("programs:workout-list")


def skipped_message(count: int) -> str:
    """What to tell about a pause that has just begun."""
    if not count:
        return _("You pause. Nothing was planned on these days.")
    message = ngettext(
        "You pause: %(number)s session is skipped, in your calendar too.",
        "You pause: %(number)s sessions are skipped, in your calendar too.",
        count,
    )
    return message % {"number": count}
