"""Every form of a signed-in person's pages carries a key, and a revision where it changes a row.

The pages are those of the table of people and addresses; a form that is new is found without a line here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from backfit.accounts.models import User
from backfit.accounts.posted_forms import FORM_KEY
from exercises.models import Product
from programs.models import BackDiary, CalendarFeed, OfficeBreaks, Pause, Workout, WorkoutShare
from tests.factories import ReviewFactory, ScheduleFactory, WorkoutFactory
from tests.pages import FormReader
from tests.test_people_and_urls import MONDAY, ROWS, owned_by
from tests.test_post_once import ALONE, NOW, STALE, clock

__all__ = ["clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.once]

LOGS = {"workouts/<uuid:uuid>/log/", "workouts/history/<uuid:uuid>/edit/"}
"""There `revision` is that of the plan that was done; the row's own is `saved`."""
NO_KEY = {
    **ALONE,
    "account/data/": "Nothing is changed.",
    "account/delete/": "The second time there is no account.",
}
MAKES = "It makes something new, and changes nothing that is there."
SETS = "It says what one thing shall be, and shows it: the last one holds."
NO_REVISION = {
    "account/data/": "Nothing is changed.",
    "account/delete/": "All goes, whatever it is now.",
    "equipment/<slug:kind>/<slug:slug>/favourite/": SETS,
    "equipment/kit/<slug:slug>/": SETS,
    "equipment/reviews/<int:pk>/report/": SETS,
    "guides/<slug:slug>/rate/": SETS,
    "programs/<slug:slug>/add/": MAKES,
    "programs/<slug:slug>/check/": "Nothing is changed.",
    "w/<str:token>/add/": MAKES,
    "workouts/<uuid:uuid>/log/": MAKES,
    "workouts/<uuid:uuid>/restore/": "It comes back as it was.",
    "workouts/<uuid:uuid>/schedule/": MAKES,
    "workouts/<uuid:uuid>/share/ make": MAKES,
    "workouts/<uuid:uuid>/take-loads/": "The loads become those of the session that it names.",
    "workouts/add/<slug:slug>/": "It adds at the end, and changes nothing that is there.",
    "workouts/advice/dismiss/": SETS,
    "workouts/calendar/ make": MAKES,
    "workouts/history/import/": MAKES,
    "workouts/history/import/<uuid:uuid>/ look": "Nothing is changed.",
    "workouts/history/import/<uuid:uuid>/ confirm": "A file is confirmed once, and never changed.",
    "workouts/history/import/<uuid:uuid>/undo/": "Sessions that were changed since stay.",
    "workouts/import/": MAKES,
    "workouts/new/": MAKES,
    "workouts/pause/": MAKES,
    "workouts/pause/<uuid:uuid>/take-back/": "A pause is never changed.",
    "workouts/progress/back/ agree": MAKES,
    "workouts/progress/back/ delete": "All goes, whatever it is now; nothing may be in the way.",
}
"""Forms without a revision, each with the reason."""


BY_COMMANDS = {"workouts/<uuid:uuid>/edit/", "workouts/<uuid:uuid>/check/"}
"""What changes a workout command by command is held by `test_builder_conflicts` and `test_safety_check`."""


@pytest.fixture
def pages(clock: datetime, owner: User, other: User, owner_client: Client) -> list[tuple[str, Any]]:
    """Every page that the owner of one of everything can open, and the answers to safety checks."""
    things = owned_by(owner)
    product = Product.objects.get(slug="starfit-db-101")
    things["share"] = WorkoutShare.objects.make_for(WorkoutFactory(owner=other)).token
    things["review"] = ReviewFactory(product=product, author=other).pk
    BackDiary.objects.begin(owner, NOW)
    breaks = OfficeBreaks(
        owner=owner, starts_on=MONDAY, ends_on=MONDAY, weekdays=["MO"], time_zone="UTC"
    )
    breaks.save_change()
    yesterday = NOW.date() - timedelta(days=1)
    Pause.objects.create(owner=owner, first_day=NOW.date(), last_day=NOW.date())
    # On days in a row, so that the coach has something to say.
    schedule = ScheduleFactory(
        workout=Workout.objects.get(uuid=things["workout"]),
        time=time(22),
        weekdays=["MO", "SU", "TU", "WE"],
    )
    schedule.occurrence_on(yesterday).move(yesterday, time(19))
    session = f"/workouts/schedule/{schedule.uid}/{{}}/".format
    gets = [row[1].format(**things) for row in ROWS if row[0] == "GET" and row[3] == "200"]
    gets += [session(NOW.date()), session(yesterday), "/account/delete/", "/account/data/"]
    gets += [f"/workouts/schedule/{schedule.uid}/edit/?all=1"]
    owner_client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    found = [(page, owner_client.get(page)) for page in gets]
    posts = ["/programs/home-back-strength/check/", f"/workouts/{things['workout']}/check/"]
    ticked = {"condition": ["pregnancy", "disc-sciatica"], "revision": "1"}
    found += [(page, owner_client.post(page, ticked)) for page in posts]
    CalendarFeed.objects.all().delete()
    BackDiary.objects.all().delete()
    WorkoutShare.objects.filter(workout__owner=owner).delete()
    gets = [
        "/workouts/calendar/",
        "/workouts/progress/back/",
        f"/workouts/{things['workout']}/share/",
    ]
    return found + [(page, owner_client.get(page)) for page in gets]


def forms_of(page: str, response: Any) -> Iterator[tuple[str, str, dict[str, list[str]]]]:
    """Route, name (the route and what is asked for) and hidden fields of each of our forms."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return
    reader = FormReader(page)
    reader.feed(response.content.decode())
    for (action, fields), verbs in zip(reader.forms, reader.verbs, strict=True):
        match = resolve(urlsplit(action).path)
        if not match.route.startswith("accounts/") or match.app_name:
            for verb in verbs or [""]:
                yield match.route, f"{match.route} {verb}".strip(), fields


def test_every_form_carries_a_key_and_a_revision_where_it_changes_a_row(
    pages: list[tuple[str, Any]],
) -> None:
    found = [(page, *form) for page, response in pages for form in forms_of(page, response)]
    wrong = set()
    for page, route, name, fields in found:
        if (FORM_KEY in fields) != (route not in NO_KEY):
            wrong.add(f"The key of {name} on {page}")
        has_revision = ("saved" if route in LOGS else "revision") in fields
        if route not in BY_COMMANDS and has_revision != (name not in NO_REVISION):
            wrong.add(f"The revision of {name} on {page}")
    assert wrong == set()
    names = {name for _, _, name, _ in found}
    assert set(NO_REVISION) <= names, "These are on no page."
    revised = {route for _, route, name, _ in found if name not in NO_REVISION} - BY_COMMANDS
    tried = {
        resolve(urlsplit(address.format_map(Anything())).path).route for _, address, _ in STALE
    }
    assert revised == tried, "Each of these is tried with an old revision."


class Anything(dict[str, str]):
    """Something for every place of an address."""

    def __missing__(self, key: str) -> str:
        return "00000000-0000-0000-0000-000000000000"
