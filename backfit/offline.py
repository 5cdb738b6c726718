"""The site as an app: its manifest, the service worker, and what that keeps. docs/offline.md tells the whole.

The worker is one script made of the modules in `static/js/offline`, since not every browser takes modules there.
What it keeps is listed here; the list's digest is its version, so that a release, and nothing else, is a new worker.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backfit.assets import WEB_FONTS
from exercises.models.translated import other_languages
from programs.player.offline import DAYS_AHEAD, MAX_SESSIONS, OFFICE_BREAK
from programs.player.text import player_text

SCRIPTS = settings.BASE_DIR / "static" / "js"
WORKER_MODULES = (
    "player/storage.js",
    "offline/tables.js",
    "offline/strategies.js",
    "offline/store.js",
    "offline/uploads.js",
    "offline/worker.js",
)
"""In the order in which they build on one another."""
IMPORT = re.compile(r'^import (\{[^}]+\}) from "\.{1,2}/(?:\w+/)?([\w-]+)\.js";$', re.M)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.M)

TEMPLATES = ("base.html", "offline.html", "programs/player.html", "components")
"""What the pages that are kept are made of."""
THEME, BACKGROUND = "#1f6a6c", "#ffffff"
SAMPLES = {"one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
"""A number of each plural category (CLDR), by which a script finds the right sentence."""


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What the installed site is called, looks like, and opens."""
    shortcuts = [
        (_("Today"), reverse("home")),
        (_("My Workouts"), reverse("programs:workout-list")),
        (_("Office break"), reverse("programs:program-start", args=[OFFICE_BREAK])),
    ]
    icons = [("icon-192", "any"), ("icon-512", "any"), ("icon-maskable-512", "maskable")]
    values = {
        "id": "/",
        "name": "Backfit",
        "short_name": "Backfit",
        "description": _("Training for a strong, easy back"),
        "lang": get_language(),
        "start_url": reverse("home"),
        "scope": "/",  # in every language
        "display": "standalone",
        "theme_color": THEME,
        "background_color": BACKGROUND,
        "icons": [
            {
                "src": static(f"img/{name}.png"),
                "sizes": "x".join([name.rpartition("-")[2]] * 2),
                "type": "image/png",
                "purpose": purpose,
            }
            for name, purpose in icons
        ],
        "shortcuts": [{"name": name, "url": url} for name, url in shortcuts],
    }
    return JsonResponse(values, content_type="application/manifest+json")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker's script; with `SERVICE_WORKER=0` one that takes itself and its stores away."""
    script = worker_script() if settings.SERVICE_WORKER else source("offline/unregister.js")
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def offline_page(request: HttpRequest) -> HttpResponse:
    """What a browser shows without a network: what it has kept; the same page for everybody."""
    return render(request, "offline.html", {"heading": _("Without a network")})


@require_safe
def install_page(request: HttpRequest) -> HttpResponse:
    """How the site is installed on each kind of device, and what works there without a network."""
    context = {
        "heading": _("Install Backfit"),
        "description": _("How to install Backfit on a phone, a tablet or a computer."),
        "days": DAYS_AHEAD,
        "sessions": MAX_SESSIONS,
    }
    return render(request, "install.html", context)


@require_safe
def site_facts(request: HttpRequest) -> JsonResponse:
    """The sentences and addresses that the scripts of every page need once something waits."""
    return JsonResponse({"words": words(), "addresses": addresses()})


def words() -> dict[str, Any]:
    """Each message by its key; `waiting` by plural category."""
    return {
        "waiting": {
            name: ngettext(
                "%(count)s session is not uploaded yet.",
                "%(count)s sessions are not uploaded yet.",
                number,
            )
            for name, number in SAMPLES.items()
        },
        "upload": _("Upload"),
        "download": _("Download what is waiting"),
        "signIn": _("Sign in to upload what you did."),
        "noNetwork": _("There is no network now. It is uploaded as soon as there is one."),
        "full": _("This device has no room left. Free some space, or download what is waiting."),
        "parked": _("“%(title)s” could not be kept: %(reason)s It stays on this device."),
        "dismiss": _("Remove it from this device"),
        "leave": _("Sign out without them: they are deleted from this device"),
        "stay": _("Stay signed in"),
        "deleteAll": _("Delete my account, and what is not uploaded with it"),
        "keepAccount": _("Keep my account"),
        "install": _("Backfit works like an app, and without a network once it is installed."),
        "installNow": _("Install"),
        "installByHand": _("To install it, choose Share, then Add to Home Screen."),
        "installHow": _("How to install it"),
        "notNow": _("Not now"),
    }


def addresses() -> dict[str, str]:
    """Where scripts find things."""
    return {
        "sync": reverse("fixed:sync"),
        "index": reverse("programs:offline-index"),
        "signIn": reverse("account_login"),
        "install": reverse("install"),
    }


@cache
def worker_script() -> str:
    """The modules as one script, behind what the worker keeps and the version of both.

    It is one for all languages: a device has one worker, whichever pages are read on it.
    """
    body = "\n".join(_enclosed(name) for name in WORKER_MODULES)
    kept: dict[str, Any] = {"pages": kept_pages(), "files": kept_files()}
    kept |= {"sync": reverse("fixed:sync"), "static": settings.STATIC_URL}
    texts = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            texts.append({**words(), **player_text(), **addresses()})
    digest = hashlib.sha256(f"{body}{json.dumps([kept, texts])}".encode())
    for part in (*_template_sources(), *map(_content_of, static_names())):
        digest.update(part)
    facts = json.dumps({**kept, "version": digest.hexdigest()[:16]})
    return f"const KEPT = {facts};\n{body}"


def kept_pages() -> list[dict[str, str]]:
    """What stands in for pages without a network, by the `start` of their addresses; that of all others last."""
    found = []
    for code in [*other_languages(), settings.LANGUAGE_CODE]:
        with override(code):
            found.append(
                {
                    "start": reverse("home"),
                    "shell": reverse("programs:player-shell"),
                    "offline": reverse("offline"),
                    "site": reverse("offline-site"),
                }
            )
    return found


def kept_files() -> list[str]:
    """The addresses of what the worker fetches when it is installed; hashed ones never change."""
    pages = [each[name] for each in kept_pages() for name in ("shell", "offline", "site")]
    return [*pages, *(static(name) for name in static_names())]


@cache
def static_names() -> tuple[str, ...]:
    """Style, fonts, marks, and the scripts that run without a network."""
    folders = (SCRIPTS / "player", SCRIPTS / "offline")
    scripts = [f"js/{each.relative_to(SCRIPTS)}" for folder in folders for each in folder.glob("*")]
    left_out = {f"js/{name}" for name in (WORKER_MODULES[-1], "offline/unregister.js")}
    icons = ["img/icon.svg", "img/icon-192.png"]
    return ("css/backfit.css", *WEB_FONTS, *icons, "js/app.js", *sorted({*scripts} - left_out))


def _template_sources() -> list[bytes]:
    places = [settings.BASE_DIR / "templates" / name for name in TEMPLATES]
    files = [file for place in places for file in [place, *place.glob("*.html")] if file.is_file()]
    return [file.read_bytes() for file in sorted(files)]


def _content_of(name: str) -> bytes:
    """The content of a static file that has no hash in its name; else nothing, as its address tells it."""
    if not (settings.DEBUG or settings.TESTING):
        return b""
    found = finders.find(name)
    return Path(found).read_bytes() if found else b""


def source(name: str) -> str:
    """The text of one of our scripts."""
    return (SCRIPTS / name).read_text("utf-8")


def _enclosed(name: str) -> str:
    """A module as a constant: what it exports, with what it imports from those before it."""
    text = IMPORT.sub(
        lambda found: f"const {found[1].replace(' as ', ': ')} = {_constant(found[2])};",
        source(name),
    )
    exported = ", ".join(EXPORT.findall(text))
    return f"const {_constant(name)} = (() => {{\n{EXPORT.sub('', text)}\nreturn {{ {exported} }};\n}})();"


def _constant(name: str) -> str:
    return f"module_{Path(name).stem.replace('-', '_')}"
