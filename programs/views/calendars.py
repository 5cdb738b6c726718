"""Calendars: files to download, links into web calendars, and a person's live feed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from exercises.forms.parameters import known_parameters
from programs.calendars import CalendarMeta
from programs.calendars.ical_writer import assemble, write_occurrence
from programs.calendars.links import google_link, outlook_link, webcal_link, yahoo_link
from programs.calendars.user_agents import client_name
from programs.feeds.build import written
from programs.feeds.events import (
    absolute_url,
    occurrence_change,
    plan_events,
    schedule_event,
    site_host,
    with_words,
)
from programs.forms.calendars import CalendarForm
from programs.forms.feeds import FeedForm, OfficeBreaksForm
from programs.models import CalendarFeed, OfficeBreaks, Plan, Schedule, Workout
from programs.models.feed import window_start
from programs.models.occurrence import occurrences_of, overlaps
from programs.views.calendar_download import (
    calendar_form,
    calendar_response,
    file_name,
    invalid_parameters,
)
from programs.views.programs import visible_program
from programs.views.responses import CalendarResponse, FeedResponse
from programs.views.workouts import default_times, own_workout

LOOK_AHEAD = timedelta(weeks=8)
"""How far ahead the calendar page looks for sessions that overlap."""
CLASHES_SHOWN = 3


@require_safe
def program_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The program as a calendar file; days take turns over the weekdays."""
    program = visible_program(request, slug)
    return calendar_response(
        request,
        program,
        program.plans,
        uid=str(program.uid),
        weekdays=program.weekdays,
        minutes=program.duration_minutes,
        private=False,
    )


@require_safe
def program_calendar_links(request: HttpRequest, slug: str) -> HttpResponse:
    """The program at the times asked for, ready to open in each web calendar."""
    program = visible_program(request, slug)
    form = calendar_form(request, weekdays=program.weekdays, minutes=program.duration_minutes)
    file_url = reverse("programs:program-calendar", args=[slug])
    return links_page(request, program, program.plans, form, file_url=file_url, public=True)


@require_safe
def workout_calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The workout as a calendar file: as it is scheduled, or at the times that are asked for."""
    workout = own_workout(request, uuid)
    asks_for_times = bool(known_parameters(request.GET, CalendarForm.base_fields))
    schedules = list(workout.schedules.active().select_related("workout"))
    if schedules and not asks_for_times:
        return schedules_response(request, workout, schedules)
    return calendar_response(
        request, workout, [workout], uid=str(uuid), private=True, **default_times(workout)
    )


@require_safe
def workout_calendar_links(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The workout at the times asked for, ready to open in each web calendar."""
    workout = own_workout(request, uuid)
    form = calendar_form(request, **default_times(workout))
    file_url = reverse("programs:workout-calendar", args=[uuid])
    return links_page(request, workout, [workout], form, file_url=file_url, public=False)


@require_safe
def occurrence_calendar(request: HttpRequest, uuid: UUID, uid: UUID, day: str) -> HttpResponse:
    """One session of a schedule as a calendar file, by the day that its rule gives it."""
    schedules = with_words(Schedule.objects.owned_by(request.user).active())
    schedule = get_object_or_404(schedules, workout__uuid=uuid, uid=uid)
    event = schedule_event(schedule)
    try:
        session = schedule.occurrence_on(date.fromisoformat(day))
    except (LookupError, ValueError):
        raise Http404 from None
    if event is None or session.is_skipped:
        raise Http404
    part = write_occurrence(event, occurrence_change(session), host=site_host())
    calendar = assemble(CalendarMeta(event.title, event.url), [part])
    name = f"{file_name(schedule.workout)}-{session.original_date}"
    return CalendarResponse(request, calendar, name=name, changed=event.changed, private=True)


def schedules_response(
    request: HttpRequest, workout: Workout, schedules: list[Schedule]
) -> HttpResponse:
    """A workout's schedules, as they are in the feed, to download."""
    since = window_start(timezone.now().date())
    about = CalendarMeta(workout.title, absolute_url(workout))
    changed = max([workout.updated_at, *(each.updated_at for each in schedules)])
    calendar = assemble(about, written(schedules, since=since))
    return CalendarResponse(
        request, calendar, name=file_name(workout), changed=changed, private=True
    )


def links_page(
    request: HttpRequest,
    plan: Any,
    plans: Sequence[Plan],
    form: Any,
    *,
    file_url: str,
    public: bool,
) -> HttpResponse:
    """A small page of links for the times asked for, or 400 when a parameter makes no sense."""
    if not form.is_valid():
        return invalid_parameters(request, form, plan=plan, what="links")
    file_url = f"{file_url}?{form.data.urlencode()}"
    times = form.times()
    events = plan_events(plans, times, uid="", url=absolute_url(plan))
    context = {
        "plan": plan,
        "times": times,
        "count": sum(len(event.rule.dates) for event in events),
        "file_url": file_url,
        "webcal": webcal_link(f"{settings.SITE_URL}{file_url}") if public else "",
        "links": [
            (event, google_link(event), outlook_link(event), yahoo_link(event)) for event in events
        ],
    }
    response = render(request, "programs/calendar_links.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def feed_ics(request: HttpRequest, token: str) -> HttpResponse:
    """The live feed that the secret opens; for any other secret 404, without a hint.

    While nothing changed, 304 takes one query beside the token's, and builds nothing.
    """
    feed_ics = CalendarFeed.objects.by_token(token)
    if feed_ics is None:
        raise Http404
    now = timezone.now()
    feed_ics.note_fetch(client_name(request.headers.get("User-Agent", "")), now)
    state = feed_ics.state_now(now)
    if feed_ics.modified_at and state == feed_ics.state:
        known = FeedResponse(request, b"", digest=feed_ics.etag, changed=feed_ics.modified_at)
        if answer := known.if_modified(request, feed_ics.modified_at):
            return answer
    content = feed_ics.content(now)
    changed = feed_ics.remember(state, content, now)
    return FeedResponse(request, content, digest=feed_ics.etag, changed=changed)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feed_settings(request: HttpRequest) -> HttpResponse:
    """A person's calendar: its address, how to subscribe, who read it last, what overlaps.

    The page's own address holds no secret, and the site's referrer policy tells other sites nothing.
    A stricter one would take the Origin from its forms, without which no POST is trusted.
    """
    assert request.user.is_authenticated  # noqa: S101 (login_required made sure)
    if request.method == "POST":
        form = FeedForm(request.POST)
        if not form.is_valid():
            raise BadRequest("Choose what to do with the calendar address.")
        messages.success(request, form.apply(request.user))
        return redirect("programs:feed-settings")
    breaks = OfficeBreaks.objects.filter(owner=request.user).first()
    context = {
        "feeds": CalendarFeed.objects.shown_to(request.user, breaks),
        "breaks": breaks,
        **_clashes(request),
    }
    return render(request, "programs/feed_settings.html", context)


def _clashes(request: HttpRequest) -> dict[str, Any]:
    """Template context: pairs of one's own sessions in the next weeks that overlap."""
    first = timezone.now().date()
    last = first + LOOK_AHEAD
    schedules = Schedule.objects.owned_by(request.user).active().overlapping(first, last)
    pairs = overlaps(occurrences_of(schedules.with_overrides(), first, last))
    return {"clashes": pairs[:CLASHES_SHOWN], "more_clashes": len(pairs[CLASHES_SHOWN:])}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def office_breaks(request: HttpRequest) -> HttpResponse:
    """When the breaks at work are; POST saves, or stops them."""
    assert request.user.is_authenticated  # noqa: S101 (login_required made sure)
    breaks = OfficeBreaks.objects.filter(owner=request.user).first()
    if request.method == "POST" and "stop" in request.POST:
        OfficeBreaks.objects.filter(owner=request.user).delete()
        messages.success(request, "The breaks are out of your calendar.")
        return redirect("programs:feed-settings")
    row = breaks or OfficeBreaks(owner=request.user)
    usual = None if breaks else OfficeBreaksForm.usual(timezone.localdate())
    form = OfficeBreaksForm(request.POST or None, instance=row, initial=usual)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your breaks are in the calendar.")
        return redirect("programs:feed-settings")
    context = {"form": form, "breaks": breaks}
    status = 422 if request.method == "POST" else 200
    return render(request, "programs/office_breaks.html", context, status=status)
