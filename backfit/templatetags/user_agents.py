"""Browsers by their usual names, for the list of a person's sign-ins."""

from __future__ import annotations

import re

from django import template
from django.utils.translation import gettext as _

from exercises.formats import comma_list

register = template.Library()

# The first that is found counts: most browsers name the ones they descend from as well.
BROWSERS = {
    r"Edg\w*/": "Edge",
    r"OPR/": "Opera",
    r"SamsungBrowser/": "Samsung Internet",
    r"Firefox/|FxiOS/": "Firefox",
    r"Chrome/|Chromium/|CriOS/": "Chrome",
    r"Safari/": "Safari",
}
SYSTEMS = {
    r"iPhone": "iPhone",
    r"iPad": "iPad",
    r"Android": "Android",
    r"CrOS": "ChromeOS",
    r"Windows": "Windows",
    r"Mac OS X": "Mac",
    r"Linux": "Linux",
}


@register.filter
def in_words(user_agent: str) -> str:
    """“Firefox, Windows” for a browser's long name of itself; what nobody knows stays as it is."""
    found = (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))
    return comma_list(found) or user_agent[:60] or _("Unknown")


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for sign, name in names.items() if re.search(sign, user_agent)), "")
