"""What programs and workouts share: the forms to plan and to print, and the files they give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import pgettext_lazy

from exercises.figure_choice import active_figure
from exercises.models import Guide
from exercises.people import unit_of, usual_paper
from exercises.units import Unit
from exercises.weekdays import WEEKDAYS
from programs.calendars import CalendarMeta, Event, build_calendar
from programs.feeds.events import absolute_url, plan_events, site_host, turn_events
from programs.forms.calendars import CalendarForm, calendar_form_of, with_defaults
from programs.forms.sheets import SheetForm
from programs.models import Plan, Schedule, Workout
from programs.models.occurrence import today_in
from programs.phases import NumberedPhase, PhaseTimeline
from programs.views.responses import CalendarResponse

MAX_NAME = 60
"""Characters of a file's name that come from a title."""
MAX_NAMED_DAYS = 3
PLURAL_WEEKDAYS = {
    "MO": pgettext_lazy("in a file's name", "mondays"),
    "TU": pgettext_lazy("in a file's name", "tuesdays"),
    "WE": pgettext_lazy("in a file's name", "wednesdays"),
    "TH": pgettext_lazy("in a file's name", "thursdays"),
    "FR": pgettext_lazy("in a file's name", "fridays"),
    "SA": pgettext_lazy("in a file's name", "saturdays"),
    "SU": pgettext_lazy("in a file's name", "sundays"),
}


def default_paper(request: HttpRequest) -> str:
    """The person's own choice, else that of the region the browser's first language names, else A4."""
    if request.user.is_authenticated and request.user.paper:
        return request.user.paper
    return usual_paper(request.headers.get("Accept-Language", ""))


def default_units(request: HttpRequest) -> Unit:
    """The unit that the person reads loads in: kilograms for somebody who is not signed in."""
    return unit_of(request.user)


def planning_forms(
    request: HttpRequest, plan: Any, *, weekdays: list[str], minutes: int
) -> dict[str, Any]:
    """Template context: fresh forms for the calendar and the sheet, and what to read first."""
    calendar = calendar_defaults(request, plan, weekdays=weekdays, minutes=minutes)
    phases: list[NumberedPhase] = plan.numbered_phases()
    shown = str(plan.phase.number) if phases and getattr(plan, "phase", None) else ""
    sheet = SheetForm.defaults(
        paper=default_paper(request),
        units=default_units(request),
        phase=shown,
        figure=active_figure(),
    )
    return {
        "calendar_form": calendar_form_of(plan)(initial=calendar),
        "sheet_form": SheetForm(initial=sheet, phases=phases),
        "essential": Guide.objects.published().essential(),
    }


def invalid_parameters(request: HttpRequest, form: Any, *, plan: Any, what: str) -> HttpResponse:
    """400: a page that names each field that is wrong and keeps what was typed."""
    context = {"form": form, "plan": plan, "what": what}
    return render(request, "programs/invalid_parameters.html", context, status=400)


def calendar_form(
    request: HttpRequest, plan: Any, *, weekdays: list[str], minutes: int
) -> CalendarForm:
    """The form with what the address says, and the usual for what it does not say."""
    defaults = calendar_defaults(request, plan, weekdays=weekdays, minutes=minutes)
    return calendar_form_of(plan)(with_defaults(request.GET, defaults))


def calendar_defaults(
    request: HttpRequest, plan: Any, *, weekdays: list[str], minutes: int
) -> dict[str, Any]:
    """What the form begins with: today and the time zone are those of the person."""
    zone = Schedule.objects.zone_of(request.user)
    today = today_in(zone, timezone.now())
    usual = calendar_form_of(plan).defaults
    timeline: PhaseTimeline | None = plan.timeline_from(today)
    begin = max(today, timeline.starts_on) if timeline else today
    found = usual(weekdays=weekdays, minutes=minutes, today=begin, zone=zone)
    weeks = timeline.weeks_left(begin) if timeline else 0
    return found | ({"weeks": str(weeks)} if weeks else {})


def asked_events(
    form: CalendarForm, plan: Any, plans: Sequence[Plan], *, uid: str, unit: Unit
) -> list[Event]:
    """The plans at the times of the valid form; several times a day are breaks that take turns."""
    url = absolute_url(plan)
    clocks = form.clocks()
    if len(clocks) > 1 and plans:
        return list(turn_events(plans[0], form.times(), clocks, uid=uid, url=url))
    times = form.times()
    timeline = plan.timeline_from(times.first_day)
    return plan_events(plans, times, uid=uid, url=url, unit=unit, timeline=timeline)


def calendar_response(
    request: HttpRequest,
    plan: Any,
    plans: Sequence[Plan],
    *,
    uid: str,
    weekdays: list[str],
    minutes: int,
    private: bool,
) -> HttpResponse:
    """The plans as a calendar to download, or 400 when a parameter makes no sense.

    `uid` is the stable part of the events' UIDs; several plans take turns over the weekdays.
    """
    form = calendar_form(request, plan, weekdays=weekdays, minutes=minutes)
    if not form.is_valid():
        return invalid_parameters(request, form, plan=plan, what="calendar")
    events = asked_events(form, plan, plans, uid=uid, unit=default_units(request))
    about = CalendarMeta(plan.title, absolute_url(plan))
    calendar = build_calendar(about, events, host=site_host())
    # A person's own time zone may be in it.
    private = private or request.user.is_authenticated
    return CalendarResponse(request, calendar, name=file_name(plan), private=private)


def last_change(plans: Sequence[Plan]) -> date:
    """The day, in UTC, when one of the plans was last changed; the first of all days without any."""
    latest = max((each.updated_at for each in plans), default=None)
    return latest.date() if latest else date.min


def file_name(plan: Any) -> str:
    """A file name without surprises: the program's slug, or the title as one (`wide-back`), or
    `workout-` and the start of its UUID where no letter of the title can stand in a file's name."""
    if slug := getattr(plan, "slug", "") or slugify(plan.title)[:MAX_NAME].strip("-"):
        return str(slug)
    return f"workout-{str(plan.uuid)[:8]}"


def planned_file_name(workout: Workout) -> str:
    """The name of a workout's file with the weekdays it is planned for: `wide-back-tuesdays`."""
    rows = workout.schedules.active().values_list("weekdays", flat=True)
    planned = {day for weekdays in rows for day in weekdays}
    days = [str(slugify(PLURAL_WEEKDAYS[day])) for day in WEEKDAYS if day in planned]
    return "-".join([file_name(workout), *(days if len(days) <= MAX_NAMED_DAYS else [])])
