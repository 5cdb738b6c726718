"""Progress: what was done, how it went, and what to do next."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from exercises.forms.parameters import known_parameters
from exercises.forms.revisions import Revision, is_stale, revision_of
from exercises.people import Person
from exercises.views.bad_parameters import bad_parameters
from programs.agenda.agenda import span_of
from programs.agenda.plan_adherence import plan_adherence_of
from programs.forms.progress import SPANS, BackEntryForm, SpanForm
from programs.logs.back_diary import BackDays, back_diary_of
from programs.logs.progress_pages import exercise_progress, overview_of, year_of
from programs.models import BackDiary, Schedule
from programs.sheets.options import PaperName
from programs.sheets.report import report_pdf
from programs.views.calendar_download import default_paper, default_units
from programs.views.done_exercise import done_exercise
from programs.views.responses import DocumentResponse
from programs.views.sheets import order_of, reloaded_by_htmx, rendered

BACK = "programs:progress-back"


@login_required
@never_cache
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """All exercises together: the plan, the bests, the balance, the year (`?weeks=`)."""
    form = SpanForm(known_parameters(request.GET, SpanForm.base_fields))
    if not form.is_valid():
        return bad_parameters(request, form)
    context = {**overview_context(request, form), **_spans(form)}
    return render(request, "programs/progress.html", context)


def overview_context(request: HttpRequest, form: SpanForm) -> dict[str, Any]:
    """What the overview and the report show."""
    user, today = cast("Person", request.user), _today(request)
    first = form.first_day(today)
    week = span_of("week", today, getattr(user, "week_start", "MO"))[0]
    return {
        "first": first,
        "today": today,
        "kept": plan_adherence_of(user, first, today),
        "overview": overview_of(user, first, today, default_units(request)),
        "year": year_of(user, today, week),
        "back": back_diary_of(user, first, today),
    }


def _today(request: HttpRequest) -> date:
    return Schedule.objects.today_of(request.user, timezone.now())


def _spans(form: SpanForm) -> dict[str, Any]:
    return {"spans": [(value, label, value == form.chosen) for value, label in SPANS]}


@login_required
@never_cache
@require_safe
def progress_exercise(request: HttpRequest, code: str) -> HttpResponse:
    """One exercise, of the catalogue (its slug) or of the person's own (`own-` and its UUID)."""
    exercise = done_exercise(request, code)
    form = SpanForm(known_parameters(request.GET, SpanForm.base_fields))
    if not form.is_valid():
        return bad_parameters(request, form)
    today = _today(request)
    shown = exercise_progress(
        cast("Person", request.user),
        exercise,
        form.first_day(today),
        today,
        default_units(request),
    )
    context = {"exercise": exercise, "code": code, "shown": shown, **_spans(form)}
    return render(request, "programs/progress_exercise.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def progress_back(request: HttpRequest) -> HttpResponse:
    """How the back feels: agree, write a day down, or delete all of it (`do`)."""
    user, now, do = cast("Person", request.user), timezone.now(), request.POST.get("do", "")
    data = request.POST if do == "write" else None
    form = BackEntryForm(data, zone=Schedule.objects.zone_of(user), now=now)
    back = back_diary_of(user, None, form.today)
    revision = written_revision(back)
    conflict = do == "write" and is_stale(request.POST, revision)
    if not conflict and (message := change_diary(user, do, form)):
        messages.success(request, message)
        return redirect(BACK)
    context = {"form": form, "back": back, "revision": revision, "conflict": conflict}
    status = 409 if conflict else 422 if request.method == "POST" else 200
    return render(request, "programs/progress_back.html", context, status=status)


def written_revision(back: BackDays | None) -> Revision:
    """The days that the page shows; None without a diary."""
    if back is None:
        return None
    return revision_of(*((day.date, day.before, day.after, day.note) for day in back.days))


def change_diary(user: Person, do: str, form: BackEntryForm) -> str:
    """Do what is asked of the diary, and say so; empty when that is not possible."""
    if do == "agree":
        BackDiary.objects.begin(user, timezone.now())
        return _("You can write down how your back feels now. Only you see it.")
    if do == "delete":
        BackDiary.objects.erase(user)
        return _("All that you wrote of your back is deleted, and nothing more is kept.")
    diary = BackDiary.objects.owned_by(user).first()
    if do == "write" and diary and form.is_valid():
        values = dict(form.cleaned_data)
        diary.write(values.pop("date"), **values)
        return _("It is written down.")
    return ""


@login_required
@never_cache
@require_safe
@reloaded_by_htmx
def progress_report(request: HttpRequest) -> HttpResponse:
    """One page to take to a physiotherapist (PDF, `?weeks=`)."""
    form = SpanForm(known_parameters(request.GET, SpanForm.base_fields))
    if not form.is_valid():
        return bad_parameters(request, form)
    context = overview_context(request, form)
    paper = cast("PaperName", default_paper(request))
    source = ReportSource()
    order = order_of(request, source, is_private=True)
    content = rendered(request, source, lambda: report_pdf(context, paper, order))
    if isinstance(content, HttpResponse):
        return content
    return DocumentResponse(
        content,
        content_type="application/pdf",
        filename="progress.pdf",
        private=True,
        inline=True,
    )


class ReportSource:
    """The report, as the page says that cannot make it just now."""

    @property
    def title(self) -> str:
        return _("Progress")

    @property
    def path(self) -> str:
        return self.get_absolute_url()

    def get_absolute_url(self) -> str:
        return reverse("programs:progress")
