"""The days of the week: codes as iCalendar writes them (RFC 5545 §3.3.10), names for people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Monday first (ISO 8601), so that a code's index is what `date.weekday()` returns."""

WEEKDAY_NAMES = {
    "MO": _("Monday"),
    "TU": _("Tuesday"),
    "WE": _("Wednesday"),
    "TH": _("Thursday"),
    "FR": _("Friday"),
    "SA": _("Saturday"),
    "SU": _("Sunday"),
}
"""Lazy names by code, as they stand inside a sentence. They are messages of ours because Django's catalogues
begin them with a capital in every language; dates are written with them too."""

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
