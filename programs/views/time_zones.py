"""The names of time zones, for browsers that cannot list them themselves."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from programs.calendars.timezones import time_zone_names

DAY_SECONDS = 24 * 60 * 60


@require_safe
@cache_control(public=True, max_age=DAY_SECONDS)
def time_zones(request: HttpRequest) -> JsonResponse:
    """The names that a field for a time zone suggests: `Area/City` and UTC, in order."""
    names = [*sorted(name for name in time_zone_names() if "/" in name), "UTC"]
    return JsonResponse(names, safe=False)
