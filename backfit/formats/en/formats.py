"""Formats of dates and times in English, for Django's `date` and `time` filters and `date_format`.

A language that is added has a module with all of these names. Those that begin with `LONG_` or `WEEKDAY_` are ours.
"""

DATE_FORMAT = "j F Y"
ABBREVIATED_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
# With the day of the week.
LONG_DATE_FORMAT = "l j F Y"
LONG_MONTH_DAY_FORMAT = "l j F"
LONG_MONTH_DAY_TIME_FORMAT = "l j F, H:i"
WEEKDAY_TIME_FORMAT = "l H:i"
# Each format with a time of day once more for people who read a 12-hour clock: its name, and `_12`.
TIME_FORMAT_12 = "g:i\u00a0A"
DATETIME_FORMAT_12 = "j F Y, g:i\u00a0A"
LONG_MONTH_DAY_TIME_FORMAT_12 = "l j F, g:i\u00a0A"
WEEKDAY_TIME_FORMAT_12 = "l g:i\u00a0A"
# The parts of the web font that pages need at once (`programs.sheets.fonts.WEB_PARTS`).
WEB_FONT_PARTS = ("",)
