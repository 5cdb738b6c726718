"""What programs and workouts share: the forms to plan and to print, and the files they give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from exercises.models import Guide
from exercises.models.prescription import Unit
from exercises.people import usual_paper
from programs.calendars import CalendarMeta, build_calendar
from programs.feeds.events import absolute_url, plan_events, site_host
from programs.forms.calendars import CalendarForm, with_defaults
from programs.forms.sheets import SheetForm
from programs.models import Plan
from programs.views.responses import CalendarResponse


def default_paper(request: HttpRequest) -> str:
    """The person's own choice, else that of the region the browser's first language names, else A4."""
    if request.user.is_authenticated and request.user.paper:
        return request.user.paper
    return usual_paper(request.headers.get("Accept-Language", ""))


def default_units(request: HttpRequest) -> Unit:
    """The unit that the person reads loads in: kilograms for who is not signed in."""
    return cast("Unit", request.user.units) if request.user.is_authenticated else "kg"


def planning_forms(request: HttpRequest, *, weekdays: list[str], minutes: int) -> dict[str, Any]:
    """Template context: fresh forms for the calendar and the sheet, and what to read first."""
    calendar = CalendarForm.defaults(weekdays=weekdays, minutes=minutes, today=timezone.localdate())
    sheet = SheetForm.defaults(paper=default_paper(request), units=default_units(request))
    return {
        "calendar_form": CalendarForm(initial=calendar),
        "sheet_form": SheetForm(initial=sheet),
        "essential": Guide.objects.published().essential(),
    }


def invalid_parameters(request: HttpRequest, form: Any, *, plan: Any, what: str) -> HttpResponse:
    """400: a page that names each field that is wrong and keeps what was typed."""
    context = {"form": form, "plan": plan, "what": what}
    return render(request, "programs/invalid_parameters.html", context, status=400)


def calendar_form(request: HttpRequest, *, weekdays: list[str], minutes: int) -> CalendarForm:
    """The form with what the address says, and the usual for what it does not say."""
    defaults = CalendarForm.defaults(weekdays=weekdays, minutes=minutes, today=timezone.localdate())
    return CalendarForm(with_defaults(request.GET, defaults))


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
    form = calendar_form(request, weekdays=weekdays, minutes=minutes)
    if not form.is_valid():
        return invalid_parameters(request, form, plan=plan, what="calendar")
    url = absolute_url(plan)
    events = plan_events(plans, form.times(), uid=uid, url=url)
    calendar = build_calendar(CalendarMeta(plan.title, url), events, host=site_host())
    changed = max(each.updated_at for each in plans)
    return CalendarResponse(
        request, calendar, name=file_name(plan), changed=changed, private=private
    )


def last_change(plans: Sequence[Plan]) -> date:
    """The day, in UTC, when one of the plans was last changed."""
    latest: datetime = max(each.updated_at for each in plans)
    return latest.date()


def file_name(plan: Any) -> str:
    """A file name without surprises: the slug, or `workout-` and the start of its UUID."""
    slug: str = getattr(plan, "slug", "") or f"workout-{str(plan.uuid)[:8]}"
    return slug
