"""Times of day as a person reads them: by the 24-hour clock (18:30) or the 12-hour clock (6:30 PM).

Like the active language and time zone, the active clock is that of whoever asks: all words that tell a time of day
get it from `time_text`, in templates `{{ session.starts_at|time_of_day }}`.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime, time

from django.contrib.auth.models import AnonymousUser
from django.utils.formats import date_format, get_format, time_format

from exercises.active import Active
from exercises.people import Visitor, clock_of

_reader = Active[Visitor]()


def clock_for(reader: Visitor) -> AbstractContextManager[None]:
    """Tell times by the clock of `reader`, who is looked at when the first time is told."""
    return _reader.set_to(reader)


def time_text(value: time | datetime, format_name: str = "TIME_FORMAT") -> str:
    """The time of day, or the day and time, in the format of this name (`backfit.formats`)."""
    reader = _reader.value or AnonymousUser()
    twelve = "_12" if clock_of(reader) == "12" else ""
    spelling = get_format(f"{format_name}{twelve}")
    if isinstance(value, datetime):
        return date_format(value, spelling)
    return time_format(value, spelling)
