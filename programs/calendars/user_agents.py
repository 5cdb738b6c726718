"""Which calendar app reads a feed, by its User-Agent: a name a person knows, nothing more."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

BROWSER, OTHER = "browser", "other"

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
    ("mozilla/", BROWSER),
)
"""What a User-Agent holds, in small letters, and whose it is; the first that fits counts."""
CLIENT_LABELS = {BROWSER: _("a web browser"), OTHER: _("another program")}
"""What stands for clients that have no name of their own. Rows hold the codes."""


def client_name(user_agent: str) -> str:
    """The app's name; `OTHER` when it does not say, or says something unknown."""
    sent = user_agent.lower()
    return next((name for sign, name in CLIENTS if sign in sent), OTHER)


def client_label(name: str) -> str:
    """A name as `client_name` returned it, for people."""
    return str(CLIENT_LABELS.get(name, name))
