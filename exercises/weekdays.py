"""The days of the week: codes as iCalendar writes them (RFC 5545 §3.3.10), names for people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Monday first (ISO 8601), so that a code's index is what `date.weekday()` returns."""

WEEKDAY_NAMES = {
    "MO": gettext_lazy("Monday"),
    "TU": gettext_lazy("Tuesday"),
    "WE": gettext_lazy("Wednesday"),
    "TH": gettext_lazy("Thursday"),
    "FR": gettext_lazy("Friday"),
    "SA": gettext_lazy("Saturday"),
    "SU": gettext_lazy("Sunday"),
}
"""Lazy names by code, in the language of whoever reads them, as it writes them inside a sentence.

Dates take theirs from the same messages: ours come before Django's.
"""

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
