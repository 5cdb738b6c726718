"""How a person's back feels, as a page shows it: beside training, and never scored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from exercises.formats import number_text
from exercises.people import Visitor
from programs.models import BackDiary, BackEntry, WorkoutLog
from programs.progress import Point
from programs.progress.charts import line_chart
from programs.progress.series import without_gaps

MAX_DAYS = 400
"""Of one page."""


@dataclass(frozen=True)
class BackDays:
    """The days of a span, newest first, and the line of what was noted before training."""

    days: list[BackEntry]
    svg: SafeString
    begin: int | None
    now: int | None


def back_diary_of(user: Visitor, first: date | None, today: date) -> BackDays | None:
    """The person's diary from `first`, or from the beginning; None when they keep none (three queries)."""
    diary = BackDiary.objects.owned_by(user).first()
    if diary is None:
        return None
    entries = diary.entries.filter(date__lte=today)
    days = list((entries.filter(date__gte=first) if first else entries)[:MAX_DAYS])
    noted = [each for each in reversed(days) if each.before is not None]
    line = [Point(each.date, Decimal(each.before or 0), "") for each in noted]
    svg = ""
    if line:
        span = (first or line[0].day, today)
        logs = WorkoutLog.objects.owned_by(user).filter(date__range=span).order_by()
        trained = logs.values_list("date", flat=True).distinct()
        title = _(
            "How the back felt before training, from %(first)s to %(last)s; strokes mark days with"
            " training"
        ) % {
            "first": date_format(span[0]),
            "last": date_format(span[1]),
        }
        svg = line_chart(without_gaps(line), title, number_text, span, sorted(trained))
    begin, now = (noted[0].before, noted[-1].before) if noted else (None, None)
    return BackDays(days, mark_safe(svg), begin, now)
