"""The days of the week: codes as iCalendar writes them (RFC 5545 §3.3.10), names for people."""

from __future__ import annotations

from django.utils.dates import WEEKDAYS as NAMES

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Monday first (ISO 8601), so that a code's index is what `date.weekday()` returns."""

WEEKDAY_NAMES = {code: NAMES[index] for index, code in enumerate(WEEKDAYS)}
"""Lazy names by code, in the language of whoever reads them."""
