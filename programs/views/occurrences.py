"""One session of a schedule: see it, move it, skip it, mark it done, take that back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exercises.clock import time_text
from exercises.forms.revisions import is_stale
from programs.forms.schedules import MoveForm, SkipForm, add_model_errors
from programs.models import Occurrence, OccurrenceState
from programs.models.occurrence import long_day
from programs.views.schedules import own_schedule, redirect_to_week, today_of_schedule


def own_occurrence(request: HttpRequest, uid: UUID, original: date) -> Occurrence:
    """The person's session that was planned for that day; 404 for anyone else's, or none."""
    try:
        return own_schedule(request, uid).occurrence_on(original)
    except LookupError as error:
        raise Http404(str(error)) from error


@require_safe
def occurrence_detail(request: HttpRequest, uid: UUID, original: date) -> HttpResponse:
    """One session: when it is, how it differs, and what can be done about it."""
    return _page(request, own_occurrence(request, uid, original))


@require_POST
def occurrence_move(request: HttpRequest, uid: UUID, original: date) -> HttpResponse:
    """Move this session, or this and all later ones."""
    session = own_occurrence(request, uid, original)
    form = MoveForm(request.POST, auto_id="move_%s")
    if not form.is_valid() or is_stale(request.POST, session.schedule.revision):
        return _page(request, session, move=form)
    day, clock = form.cleaned_data["date"], form.cleaned_data["time"]
    try:
        if form.cleaned_data["scope"] == "one":
            session.move(day, clock)
        else:
            session.schedule.move_from(original, day, clock)
    except ValidationError as error:
        add_model_errors(form, error)
        return _page(request, own_occurrence(request, uid, original), move=form)
    values = {"day": long_day(day), "time": time_text(clock)}
    messages.success(request, _("Moved to %(day)s at %(time)s.") % values)
    return redirect_to_week(day)


@require_POST
def occurrence_skip(request: HttpRequest, uid: UUID, original: date) -> HttpResponse:
    """Skip this session, or call off this and all later ones."""
    session = own_occurrence(request, uid, original)
    form = SkipForm(request.POST, auto_id="skip_%s")
    if not form.is_valid() or is_stale(request.POST, session.schedule.revision):
        return _page(request, session, skip=form)
    try:
        if form.cleaned_data["scope"] == "one":
            session.skip()
            message = _("The session of %(day)s is skipped.")
        else:
            session.schedule.end_before(original, timezone.now())
            message = _("All sessions from %(day)s on are called off.")
    except ValidationError as error:
        add_model_errors(form, error)
        return _page(request, own_occurrence(request, uid, original), skip=form)
    messages.success(request, message % {"day": long_day(session.day)})
    return redirect_to_week(session.day)


@require_POST
def occurrence_done(request: HttpRequest, uid: UUID, original: date) -> HttpResponse:
    """Mark this session done."""
    session = own_occurrence(request, uid, original)
    if is_stale(request.POST, session.schedule.revision):
        return _page(request, session)
    try:
        session.mark_done(timezone.now())
        message = _("“%(workout)s” is done. Well done.") % {"workout": session.schedule.workout}
        messages.success(request, message)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect_to_week(session.day)


@require_POST
def occurrence_undo(request: HttpRequest, uid: UUID, original: date) -> HttpResponse:
    """Take back that this session was moved, skipped or done."""
    session = own_occurrence(request, uid, original)
    if is_stale(request.POST, session.schedule.revision):
        return _page(request, session)
    if request.POST.get("change") in session.changes:
        session.undo(OccurrenceState(request.POST["change"]))
        messages.success(request, _("Taken back."))
    return redirect_to_week(own_occurrence(request, uid, original).day)


def _page(
    request: HttpRequest,
    session: Occurrence,
    *,
    move: MoveForm | None = None,
    skip: SkipForm | None = None,
) -> HttpResponse:
    conflict = is_stale(request.POST, session.schedule.revision)
    initial = {"date": session.day, "time": session.starts_at}
    context = {
        "session": session,
        "workout": session.schedule.workout,
        "position": session.schedule.workout.position_on(session.day),
        "move_form": move or MoveForm(initial=initial, auto_id="move_%s"),
        "skip_form": skip or SkipForm(auto_id="skip_%s"),
        "logged": session.schedule.logs.filter(planned_date=session.original_date).first(),
        "has_come": session.day <= today_of_schedule(session.schedule),
        "conflict": conflict,
        "nothing_typed": not move and not skip,
    }
    status = 409 if conflict else 422 if move or skip else 200
    return render(request, "programs/occurrence.html", context, status=status)
