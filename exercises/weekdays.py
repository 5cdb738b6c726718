"""The days of the week: codes as iCalendar writes them (RFC 5545 §3.3.10), names for people."""

from __future__ import annotations

from django.utils.dates import WEEKDAYS as NAMES
from django.utils.translation import pgettext_lazy

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Monday first (ISO 8601), so that a code's index is what `date.weekday()` returns."""

WEEKDAY_NAMES = {code: NAMES[index] for index, code in enumerate(WEEKDAYS)}
"""Lazy names by code, in the language of whoever reads them."""

WEEKDAY_INITIALS = {
    "MO": pgettext_lazy("one or two letters for Monday", "M"),
    "TU": pgettext_lazy("one or two letters for Tuesday", "T"),
    "WE": pgettext_lazy("one or two letters for Wednesday", "W"),
    "TH": pgettext_lazy("one or two letters for Thursday", "T"),
    "FR": pgettext_lazy("one or two letters for Friday", "F"),
    "SA": pgettext_lazy("one or two letters for Saturday", "S"),
    "SU": pgettext_lazy("one or two letters for Sunday", "S"),
}
"""What stands in a narrow check box, by code."""
