"""Times of day in templates, by the clock of whoever reads them."""

from __future__ import annotations

from datetime import datetime, time

from django import template

from exercises.clock import time_text

register = template.Library()


@register.filter(expects_localtime=True)
def time_of_day(value: time | datetime | None, format_name: str = "TIME_FORMAT") -> str:
    """`18:30` or `6:30 PM`; with a format's name the day as well. Nothing without a time."""
    return "" if value is None else time_text(value, format_name)
