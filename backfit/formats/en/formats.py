"""Formats of dates and times in English, for Django's `date` and `time` filters and `date_format`.

A language that is added has a module with all of these names. Those that begin with `LONG_` are ours.
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
