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
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from exercises.clock import time_text
from exercises.formats import and_list
from exercises.forms.parameters import known_parameters
from exercises.forms.revisions import is_stale
from exercises.languages import known_language
from exercises.people import unit_of
from programs.calendars import CalendarMeta
from programs.calendars.ical_writer import assemble, write_occurrence
from programs.calendars.links import google_link, outlook_link, webcal_link, yahoo_link
from programs.calendars.user_agents import client_name
from programs.feeds.build import build_feed, feed_version, schedule_fragments, window_start
from programs.feeds.events import (
    absolute_url,
    in_calendars,
    occurrence_change,
    schedule_events,
    site_host,
    with_texts,
)
from programs.feeds.next_session import next_session
from programs.forms.calendars import CalendarForm
from programs.forms.feeds import FeedForm, OfficeBreaksForm
from programs.models import CalendarFeed, OfficeBreaks, Plan, Schedule, Workout
from programs.models.occurrence import occurrences_of, overlaps, today_in
from programs.views.calendar_download import (
    asked_events,
    calendar_form,
    calendar_response,
    default_units,
    file_name,
    invalid_parameters,
)
from programs.views.programs import visible_program
from programs.views.responses import CalendarResponse, FeedResponse
from programs.views.workouts import default_times, own_workout

LOOK_AHEAD = timedelta(weeks=8)
"""How far ahead the calendar page looks for sessions that overlap."""
MAX_OVERLAPS_SHOWN = 3


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
    form = calendar_form(
        request, program, weekdays=program.weekdays, minutes=program.duration_minutes
    )
    file_url = reverse("programs:program-calendar", args=[slug])
    return links_page(request, program, program.plans, form, file_url=file_url, public=True)


@require_safe
def workout_calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The workout as a calendar file: as it is scheduled, or at the times that are asked for."""
    workout = own_workout(request, uuid)
    asks_for_times = bool(known_parameters(request.GET, CalendarForm.base_fields))
    schedules = list(in_calendars(workout.schedules.active(), timezone.now()))
    if schedules and not asks_for_times:
        return schedules_response(request, workout, schedules)
    return calendar_response(
        request, workout, [workout], uid=str(uuid), private=True, **default_times(workout)
    )


@require_safe
def workout_calendar_links(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The workout at the times asked for, ready to open in each web calendar."""
    workout = own_workout(request, uuid)
    form = calendar_form(request, workout, **default_times(workout))
    file_url = reverse("programs:workout-calendar", args=[uuid])
    return links_page(request, workout, [workout], form, file_url=file_url, public=False)


@require_safe
def occurrence_calendar(request: HttpRequest, uuid: UUID, uid: UUID, day: str) -> HttpResponse:
    """One session of a schedule as a calendar file, by the day that its rule gives it."""
    schedules = with_texts(Schedule.objects.owned_by(request.user).active())
    schedule = get_object_or_404(schedules, workout__uuid=uuid, uid=uid)
    unit = default_units(request)
    upcoming = next_session(request.user, timezone.now(), unit)
    try:
        session = schedule.occurrence_on(date.fromisoformat(day))
    except (LookupError, ValueError):
        raise Http404 from None
    events = schedule_events(schedule, unit=unit, upcoming=upcoming)
    event = next((each for each in events if each.has(session.original_date)), None)
    if event is None:
        raise Http404
    written = {each.original: each for each in event.changes}
    change = written.get(session.original_date) or occurrence_change(session)
    part = write_occurrence(event, change, host=site_host())
    calendar = assemble(CalendarMeta(event.title, event.url), [part])
    name = f"{file_name(schedule.workout)}-{session.original_date}"
    return CalendarResponse(request, calendar, name=name, private=True)


def schedules_response(
    request: HttpRequest, workout: Workout, schedules: list[Schedule]
) -> HttpResponse:
    """A workout's schedules, as they are in the feed, to download."""
    now, unit = timezone.now(), default_units(request)
    about = CalendarMeta(workout.title, absolute_url(workout))
    upcoming = next_session(request.user, now, unit)
    since = window_start(now.date())
    calendar = assemble(
        about, schedule_fragments(schedules, since=since, unit=unit, upcoming=upcoming)
    )
    return CalendarResponse(request, calendar, name=file_name(workout), private=True)


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
    events = asked_events(form, plan, plans, uid="", unit=default_units(request))
    context = {
        "plan": plan,
        "times": times,
        "clocks": and_list(time_text(clock) for clock in form.clocks()),
        "count": sum(len(event.rule.dates) for event in events),
        "file_url": file_url,
        "webcal": webcal_link(f"{settings.SITE_URL}{file_url}") if public else "",
        "links": [
            (event, google_link(event), outlook_link(event), yahoo_link(event)) for event in events
        ],
    }
    return render(request, "programs/calendar_links.html", context)


@require_safe
def feed_ics(request: HttpRequest, token: str) -> HttpResponse:
    """The live feed that the secret opens, in its owner's language; for any other secret 404, without a hint.

    While nothing changed, a 304 takes one query and builds nothing.
    """
    feed = CalendarFeed.objects.by_token(token)
    if feed is None:
        raise Http404
    with translation.override(known_language(feed.owner.language)):
        return _served(request, feed)


def _served(request: HttpRequest, feed: CalendarFeed) -> HttpResponse:
    """The feed in the active language, or 304."""
    now = timezone.now()
    feed.note_fetch(client_name(request.headers.get("User-Agent", "")), now)
    version = feed_version(feed)
    if feed.is_current(version, now) and (answer := FeedResponse.if_unchanged(request, feed)):
        return answer
    built = build_feed(feed, now, next_session(feed.owner, now, unit_of(feed.owner)))
    feed.record_served(built.content, version=version, expires_at=built.expires_at, now=now)
    return FeedResponse(request, built.content, feed)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feed_settings(request: HttpRequest) -> HttpResponse:
    """A person's calendar: its address, how to subscribe, who read it last, what overlaps.

    The page's own address holds no secret, and the site's referrer policy tells other sites nothing.
    A stricter one would take the Origin from its forms, without which no POST is trusted.
    """
    assert request.user.is_authenticated  # noqa: S101 (login_required made sure)
    conflict = False
    if request.method == "POST":
        form = FeedForm(request.POST)
        if not form.is_valid():
            raise BadRequest(_("Choose what to do with the calendar address."))
        conflict = form.is_stale(request.user)
        if not conflict:
            messages.success(request, form.apply(request.user))
            return redirect("programs:feed-settings")
    breaks = OfficeBreaks.objects.filter(owner=request.user).first()
    context = {
        "feeds": CalendarFeed.objects.shown_to(request.user, breaks),
        "breaks": breaks,
        "conflict": conflict,
        **_overlaps(request),
    }
    status = 409 if conflict else 200
    return render(request, "programs/feed_settings.html", context, status=status)


def _overlaps(request: HttpRequest) -> dict[str, Any]:
    """Template context: pairs of one's own sessions in the next weeks that overlap."""
    first = Schedule.objects.today_of(request.user, timezone.now())
    last = first + LOOK_AHEAD
    schedules = Schedule.objects.owned_by(request.user).active().overlapping(first, last)
    pairs = overlaps(occurrences_of(schedules.with_overrides(), first, last))
    return {
        "overlaps": pairs[:MAX_OVERLAPS_SHOWN],
        "more_overlaps": len(pairs[MAX_OVERLAPS_SHOWN:]),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def office_breaks(request: HttpRequest) -> HttpResponse:
    """When the breaks at work are; POST saves, or stops them."""
    assert request.user.is_authenticated  # noqa: S101 (login_required made sure)
    breaks = OfficeBreaks.objects.filter(owner=request.user).first()
    conflict = is_stale(request.POST, breaks.revision if breaks else None)
    form = breaks_form(request, breaks)
    if (
        request.method == "POST"
        and not conflict
        and (message := change_breaks(request, breaks, form))
    ):
        messages.success(request, message)
        return redirect("programs:feed-settings")
    context = {"form": form, "breaks": breaks, "conflict": conflict}
    status = 409 if conflict else 422 if request.method == "POST" else 200
    return render(request, "programs/office_breaks.html", context, status=status)


def change_breaks(request: HttpRequest, breaks: OfficeBreaks | None, form: OfficeBreaksForm) -> str:
    """Stop the breaks, or save a valid form; returns what to tell, empty when the form is wrong."""
    if "stop" in request.POST:
        if breaks:
            breaks.stop()
        return _("The breaks are out of your calendar.")
    if not form.is_valid():
        return ""
    form.save()
    return _("Your breaks are in the calendar.")


def breaks_form(request: HttpRequest, breaks: OfficeBreaks | None) -> OfficeBreaksForm:
    """The form of the person's breaks, as they are, as they were sent, or as is usual."""
    zone = Schedule.objects.zone_of(request.user)
    usual = None if breaks else OfficeBreaksForm.usual(today_in(zone, timezone.now()), zone)
    data = request.POST if request.method == "POST" and "stop" not in request.POST else None
    assert request.user.is_authenticated  # noqa: S101 (login_required made sure)
    row = breaks or OfficeBreaks(owner=request.user)
    return OfficeBreaksForm(data, instance=row, initial=usual)
