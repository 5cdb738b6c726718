"""Who may open what: every address of the site for every kind of person.

A new address fails here until it has a line in the table. Pages that come with packages (sign-in, the
admin) are held by rules for all addresses under their prefix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve
from django.utils import timezone
from django.utils.html import escape

from backfit.accounts.models import User
from exercises.models import Product
from programs.models import CalendarFeed, OwnExercise, Pause, Program, WorkoutShare
from tests.factories import (
    ImportedHistoryFactory,
    ReviewFactory,
    ScheduleFactory,
    WorkoutFactory,
    WorkoutLogFactory,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 12, 7)

PEOPLE = ["anonymous", "owner", "other", "editor", "superuser"]
"""The owner owns what `{workout}` and the like stand for; an editor is of the group Editors."""

TABLE = """
GET  /                                                        200 200 200 200 200
GET  /find/                                                   200 200 200 200 200
GET  /find/?where=neck                                        200 200 200 200 200
GET  /find/?where=neck&have=none&have=gym                     200 200 200 200 200
GET  /search/                                                 200 200 200 200 200
GET  /search/?q=neck                                          200 200 200 200 200
GET  /search/?q=chest+pain                                    200 200 200 200 200
GET  /healthz                                                 200 200 200 200 200
GET  /robots.txt                                              200 200 200 200 200
GET  /sitemap.xml                                             200 200 200 200 200
GET  /manifest.webmanifest                                    200 200 200 200 200
GET  /sw.js                                                   200 200 200 200 200
GET  /offline/                                                200 200 200 200 200
GET  /offline/site.json                                       200 200 200 200 200
GET  /offline/player/                                         200 200 200 200 200
GET  /favicon.ico                                             302 302 302 302 302
GET  /.well-known/security.txt                                200 200 200 200 200
GET  /about/                                                  200 200 200 200 200
GET  /privacy/                                                200 200 200 200 200
GET  /account/                                                302 200 200 200 200
GET  /account/delete/                                         302 302 302 302 302
GET  /account/data/                                           302 302 302 302 302
POST /account/data/                                           302 302 302 302 302

GET  /exercises/                                              200 200 200 200 200
GET  /exercises/bird-dog/                                     200 200 200 200 200
GET  /exercises/bird-dog/animation.svg                        200 200 200 200 200
GET  /media/exercise-photos/00000000000000000000000000000000.webp 404 404 404 404 404
GET  /guides/                                                 200 200 200 200 200
GET  /guides/stretching/                                      200 200 200 200 200
GET  /guides/stretching/rate/                                 405 405 405 405 405
POST /guides/stretching/rate/                                 302 422 422 422 422

GET  /equipment/                                              200 200 200 200 200
GET  /equipment/products/                                     200 200 200 200 200
GET  /equipment/compare/                                      200 200 200 200 200
GET  /equipment/favourites/                                   200 200 200 200 200
GET  /equipment/kit/                                          302 200 200 200 200
POST /equipment/kit/                                          302 302 302 302 302
GET  /equipment/kit/dumbbells/                                405 405 405 405 405
POST /equipment/kit/dumbbells/                                302 302 302 302 302
GET  /equipment/dumbbells/                                    200 200 200 200 200
GET  /equipment/dumbbells/picture.svg                         200 200 200 200 200
GET  /equipment/dumbbells/starfit-db-101/                     200 200 200 200 200
GET  /equipment/dumbbells/starfit-db-101/photo/               404 404 404 404 404
POST /equipment/dumbbells/starfit-db-101/favourite/           302 302 302 302 302
GET  /equipment/dumbbells/starfit-db-101/review/              302 200 200 200 200
GET  /equipment/dumbbells/starfit-db-101/review/delete/       302 200 404 404 404
POST /equipment/dumbbells/starfit-db-101/review/delete/       302 302 404 404 404
GET  /equipment/reviews/{review}/report/                      302 200 200 200 200

GET  /time-zones.json                                         200 200 200 200 200
GET  /programs/                                               200 200 200 200 200
GET  /programs/upper-back/                                    200 200 200 200 200
GET  /programs/upper-back/?swap=1                               200 200 200 200 200
GET  /programs/upper-back/check/                              200 200 200 200 200
POST /programs/upper-back/check/                              200 200 200 200 200
GET  /programs/upper-back/muscles.svg                         200 200 200 200 200
GET  /programs/upper-back/calendar/                           200 200 200 200 200
GET  /programs/upper-back/calendar.ics                        200 200 200 200 200
GET  /programs/upper-back/sheet/                              200 200 200 200 200
GET  /programs/upper-back/sheet.pdf                           200 200 200 200 200
GET  /programs/upper-back/sheet.png                           200 200 200 200 200
GET  /programs/upper-back/start/                              200 200 200 200 200
GET  /programs/upper-back/start.json                          200 200 200 200 200
POST /programs/upper-back/add/                                302 302 302 302 302

GET  /workouts/                                               302 200 200 200 200
GET  /workouts/new/                                           200 200 200 200 200
GET  /workouts/import/                                        200 200 200 200 200
GET  /workouts/add/bird-dog/                                  200 200 200 200 200
POST /workouts/advice/dismiss/                                302 302 302 302 302
GET  /workouts/export.json                                    302 200 200 200 200
GET  /workouts/export.csv                                     302 200 200 200 200
GET  /workouts/logbook.pdf                                    302 200 200 200 200
GET  /workouts/calendar/                                      302 200 200 200 200
GET  /workouts/calendar/office-breaks/                        302 200 200 200 200
GET  /workouts/pause/                                         302 200 200 200 200
POST /workouts/pause/                                         302 422 422 422 422
POST /workouts/pause/{pause}/take-back/                       302 302 404 404 404
GET  /workouts/{workout}/                                     302 200 404 404 404
GET  /workouts/{workout}/edit/                                302 200 404 404 404
POST /workouts/{workout}/edit/                                302 409 404 404 404
GET  /workouts/{workout}/check/                               302 200 404 404 404
POST /workouts/{workout}/check/                               302 200 404 404 404
GET  /workouts/{phased}/phases/                               302 200 404 404 404
POST /workouts/{phased}/phases/                               302 422 404 404 404
GET  /workouts/{workout}/calendar/                            302 200 404 404 404
GET  /workouts/{workout}/calendar.ics                         302 200 404 404 404
GET  /workouts/{workout}/sheet/                               302 200 404 404 404
GET  /workouts/{workout}/sheet.pdf                            302 200 404 404 404
GET  /workouts/{workout}/sheet.png                            302 200 404 404 404
GET  /workouts/{workout}/share/                               302 200 404 404 404
POST /workouts/{workout}/share/                               302 302 404 404 404
GET  /workouts/{workout}/delete/                              302 200 404 404 404
POST /workouts/{workout}/delete/                              302 302 404 404 404
POST /workouts/{deleted}/restore/                             302 302 404 404 404
GET  /workouts/{workout}/schedule/                            302 200 404 404 404
POST /workouts/{workout}/schedule/                            302 422 404 404 404
GET  /workouts/{workout}/schedule/{schedule}/2026-12-07.ics   302 200 404 404 404
GET  /workouts/schedule/{schedule}/edit/                      302 200 404 404 404
POST /workouts/schedule/{schedule}/edit/                      302 422 404 404 404
GET  /workouts/schedule/{schedule}/cancel/                    302 200 404 404 404
POST /workouts/schedule/{schedule}/cancel/                    302 302 404 404 404
GET  /workouts/schedule/{schedule}/2026-12-07/                302 200 404 404 404
POST /workouts/schedule/{schedule}/2026-12-07/move/           302 422 404 404 404
POST /workouts/schedule/{schedule}/2026-12-07/skip/           302 422 404 404 404
POST /workouts/schedule/{schedule}/2026-12-07/done/           302 302 404 404 404
POST /workouts/schedule/{schedule}/2026-12-07/take-back/      302 302 404 404 404
GET  /workouts/{workout}/log/                                 302 200 404 404 404
POST /workouts/{workout}/log/                                 302 422 404 404 404
GET  /workouts/offline.json                                   401 200 200 200 200
GET  /workouts/{workout}/start.json                           302 200 404 404 404
GET  /workouts/start/                                         302 200 200 200 200
GET  /workouts/player/exercises.json                          200 200 200 200 200
GET  /workouts/{workout}/start/                               302 200 404 404 404
POST /workouts/{workout}/take-loads/                          302 400 404 404 404
GET  /workouts/schedule/{schedule}/2026-12-07/start/          302 200 404 404 404
GET  /workouts/history/                                       302 200 200 200 200
GET  /workouts/history/?workout={workout}                     302 200 404 404 404
GET  /workouts/progress/                                      302 200 200 200 200
GET  /workouts/progress/?weeks=all                            302 200 200 200 200
GET  /workouts/progress/bird-dog/                             302 200 200 200 200
GET  /workouts/progress/own-{own}/                            302 200 404 404 404
GET  /workouts/progress/back/                                 302 200 200 200 200
POST /workouts/progress/back/                                 302 422 422 422 422
GET  /workouts/progress/report.pdf                            302 200 200 200 200
GET  /workouts/history/?import={brought}                      302 200 200 200 200
GET  /workouts/history/export.json                            302 200 200 200 200
GET  /workouts/history/export.csv                             302 200 200 200 200
GET  /workouts/history/import/                                302 200 200 200 200
POST /workouts/history/import/                                302 422 422 422 422
GET  /workouts/history/import/{imported}/                     302 200 404 404 404
POST /workouts/history/import/{imported}/                     302 200 404 404 404
GET  /workouts/history/import/{imported}/progress.json        302 200 404 404 404
POST /workouts/history/import/{brought}/undo/                 302 302 404 404 404
GET  /workouts/exercises/                                     302 200 200 200 200
GET  /workouts/exercises/{own}/                               302 200 404 404 404
POST /workouts/exercises/{own}/                               302 422 404 404 404
GET  /workouts/sync/                                          401 200 200 200 200
POST /workouts/sync/                                          401 400 400 400 400
GET  /workouts/history/{logged}/                              302 200 404 404 404
GET  /workouts/history/{logged}/edit/                         302 200 404 404 404
POST /workouts/history/{logged}/edit/                         302 422 404 404 404
GET  /workouts/history/{logged}/delete/                       302 200 404 404 404
POST /workouts/history/{logged}/delete/                       302 302 404 404 404

GET  /calendar/{feed}/backfit.ics                             200 200 200 200 200
GET  /w/{share}/                                              200 200 200 200 200
GET  /w/{share}/start/                                        200 200 200 200 200
GET  /w/{share}/calendar.ics                                  200 200 200 200 200
GET  /w/{share}/sheet.pdf                                     200 200 200 200 200
GET  /w/{share}/sheet.png                                     200 200 200 200 200
GET  /w/{share}/sheet/                                        200 200 200 200 200
GET  /w/{share}/calendar/                                     200 200 200 200 200
POST /w/{share}/add/                                          302 302 302 302 302
"""

ROWS = [line.split() for line in TABLE.splitlines() if line]
PACKAGES = ("accounts/", "admin/", "nested_admin/")
BEFORE_SIGN_IN = re.compile(
    r"/accounts/((login|signup|logout|password/reset|social|3rdparty/login)/.*"
    r"|inactive/|confirm-email/|2fa/authenticate/|2fa/webauthn/login/|3rdparty/signup/)"
)
"""Pages of accounts for people who are not signed in; all others lead there first."""

OPEN_IN_ADMIN = {"/admin/login/", "/admin/logout/", "/admin/jsi18n/"}


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """The route of every address below the resolver, as `resolve` names it."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route


def deleted_workout(owner: User) -> object:
    """A workout that the owner can bring back."""
    workout = WorkoutFactory(owner=owner)
    workout.soft_delete(timezone.now())
    return workout.uuid


PHASES = [{"name": "Control", "weeks": 4}, {"name": "Hinge"}]


def owned_by(owner: User) -> dict[str, object]:
    """What the owner has, by what stands for it in the table."""
    workout = Program.objects.with_items().get(slug="upper-back").copy_for(owner)
    product = Product.objects.get(slug="starfit-db-101")
    return {
        "imported": ImportedHistoryFactory(owner=owner).uuid,
        "brought": ImportedHistoryFactory(owner=owner, confirmed_at=timezone.now()).uuid,
        "workout": workout.uuid,
        "schedule": ScheduleFactory(workout=workout).uid,
        "logged": WorkoutLogFactory(workout=workout).uuid,
        "deleted": deleted_workout(owner),
        "phased": WorkoutFactory(owner=owner, phases=PHASES).uuid,
        "pause": Pause.objects.create(owner=owner, first_day=MONDAY, last_day=MONDAY).uuid,
        "own": OwnExercise.objects.create(owner=owner, name="Handstand").uuid,
        "share": WorkoutShare.objects.make_for(workout).token,
        "feed": CalendarFeed.objects.make_for(owner).token,
        "review": ReviewFactory(product=product, author=owner).pk,
    }


@pytest.fixture
def people(owner: User, other: User, group_editor: User, editor: User) -> dict[str, Client]:
    """A browser for each kind of person."""
    clients = {name: Client() for name in PEOPLE}
    for name, user in zip(PEOPLE[1:], [owner, other, group_editor, editor], strict=True):
        clients[name].force_login(user)
    return clients


def test_every_address_of_the_site_is_in_the_table(owner: User) -> None:
    things = owned_by(owner)
    ours = {each for each in routes(get_resolver()) if not each.startswith(PACKAGES)}
    listed = {resolve(address.format(**things).partition("?")[0]).route for _, address, *_ in ROWS}
    assert ours - listed == set(), "Give each of these a line in the table."
    assert listed - ours == set()


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_person_gets_what_the_table_says(
    people: dict[str, Client], owner: User, row: list[str]
) -> None:
    method, address, *expected = row
    address = address.format(**owned_by(owner))
    strangers_first = sorted(PEOPLE, key="owner".__eq__)
    found = {
        name: people[name].generic(method, address, "").status_code for name in strangers_first
    }
    assert found == {name: int(code) for name, code in zip(PEOPLE, expected, strict=True)}


UNKNOWN = "fbclid=1&utm_source=mail"
CHANGES_EACH_TIME = re.compile(
    r'name="(csrfmiddlewaretoken|key|form_key)" value="[^"]*"|<input type="hidden" name="seal"[^>]*>'
    r'|"token": "[^"]*"'
)


def stable(response: Any) -> tuple[int, str, str]:
    """Status, place and content, without tokens and without the page's own address."""
    content = response.getvalue() if response.streaming else response.content
    text = CHANGES_EACH_TIME.sub("", content.decode("latin-1"))
    for query in (UNKNOWN, escape(UNKNOWN)):
        # The links to other pages of a list keep the whole query.
        text = text.replace(f"{query}{escape('&')}", "")
        for mark in ("?", "&", escape("&")):
            text = text.replace(f"{mark}{query}", "")
    place = unquote(response.get("Location", ""))
    return response.status_code, place.removesuffix(f"?{UNKNOWN}").removesuffix(f"&{UNKNOWN}"), text


@pytest.mark.once
@pytest.mark.parametrize("row", [row for row in ROWS if row[0] == "GET"], ids=" ".join)
def test_unknown_parameters_change_nothing(
    people: dict[str, Client], owner: User, row: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Networks and mail programs add some to every link (`fbclid`, `utm_source`)."""
    monkeypatch.setattr(
        "programs.sheets.renderer_pool.run", lambda task, *args: repr(args).encode()
    )
    address = row[1].format(**owned_by(owner))
    mark = "&" if "?" in address else "?"
    for name in ("anonymous", "owner"):
        plain = stable(people[name].get(address))
        assert stable(people[name].get(f"{address}{mark}{UNKNOWN}")) == plain


@pytest.mark.slow
def test_admin_is_closed_to_who_is_not_staff(people: dict[str, Client]) -> None:
    pages = {f"/{each}" for each in routes(get_resolver()) if each.startswith("admin/")}
    plain = {page for page in pages if not set(page) & set("<(")} - OPEN_IN_ADMIN
    assert "/admin/programs/program/" in plain
    for page in plain:
        for name in ("anonymous", "owner", "other"):
            response = people[name].get(page)
            assert response.status_code == 302, page
            assert response["Location"].startswith("/admin/login/"), page
        assert people["superuser"].get(page).status_code in (200, 302, 400, 403, 405), page
    assert people["editor"].get("/admin/").status_code == 200


def test_accounts_pages_answer_everybody_and_open_to_their_owner(
    people: dict[str, Client],
) -> None:
    pages = {f"/{each}" for each in routes(get_resolver()) if each.startswith("accounts/")}
    plain = {page for page in pages if not set(page) & set("<(^")}
    assert {"/accounts/login/", "/accounts/email/"} <= plain
    for page in plain:
        for name in PEOPLE:
            assert people[name].get(page).status_code < 500, (name, page)
        response = people["anonymous"].get(page)
        if not BEFORE_SIGN_IN.fullmatch(page):
            assert unquote(response["Location"]) == f"/accounts/login/?next={page}", page
