"""The formats of dates and times in Russian: months stand in the genitive after a day (`E`).

The weekday stands behind the date, in brackets: there it fits into every sentence as it is («с 4 марта (среда)»).

What is not here, such as the decimal comma, is as Django has it for Russian.
"""

DATE_FORMAT = "j E Y"
ABBREVIATED_DATE_FORMAT = "d.m.Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j E Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j E"
LONG_DATE_FORMAT = "j E Y (l)"
LONG_MONTH_DAY_FORMAT = "j E (l)"
LONG_MONTH_DAY_TIME_FORMAT = "j E (l), H:i"
WEEKDAY_TIME_FORMAT = "l, H:i"
TIME_FORMAT_12 = "g:i\u00a0A"
DATETIME_FORMAT_12 = "j E Y, g:i\u00a0A"
LONG_MONTH_DAY_TIME_FORMAT_12 = "j E (l), g:i\u00a0A"
WEEKDAY_TIME_FORMAT_12 = "l, g:i\u00a0A"
WEB_FONT_PARTS = ("", "-russian")
