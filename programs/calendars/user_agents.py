"""Which calendar app reads a feed, by its User-Agent: a name a person knows, nothing more."""

from __future__ import annotations

CLIENTS = (
    ("google-calendar-importer", "Google Calendar"),
    ("googlecalendar", "Google Calendar"),
    ("microsoft.exchange", "Outlook"),
    ("outlook", "Outlook"),
    ("microsoft office", "Outlook"),
    ("dataaccessd", "Apple Calendar (iPhone or iPad)"),
    ("calendaragent", "Apple Calendar (Mac)"),
    ("calendarcore", "Apple Calendar"),
    ("icalendar-apple", "Apple Calendar"),
    ("ical/", "Apple Calendar (Mac)"),
    ("thunderbird", "Thunderbird"),
    ("icsx5", "ICSx⁵"),
    ("davx5", "DAVx⁵"),
    ("davdroid", "DAVx⁵"),
    ("nextcloud", "Nextcloud"),
    ("fastmail", "Fastmail"),
    ("proton", "Proton Calendar"),
    ("yahoo", "Yahoo Calendar"),
    ("evolution", "GNOME Calendar"),
    ("gnome", "GNOME Calendar"),
    ("korganizer", "KOrganizer"),
    ("akonadi", "KOrganizer"),
    ("vdirsyncer", "vdirsyncer"),
    ("etesync", "EteSync"),
    ("home assistant", "Home Assistant"),
    ("homeassistant", "Home Assistant"),
    ("curl/", "curl"),
    ("wget/", "Wget"),
    ("mozilla/", "a web browser"),
)
"""What a User-Agent holds, in small letters, and whose it is; the first that fits counts."""
UNKNOWN = "another program"


def client_name(user_agent: str) -> str:
    """The app's name; `another program` when it does not say, or says something unknown."""
    said = user_agent.lower()
    return next((name for sign, name in CLIENTS if sign in said), UNKNOWN)
