"""Every word that a person can read is a message: pages, sheets, calendars and mail in a pseudo-language.

A finding names the address and the words that no translator could change: mark them with `gettext` or
`{% translate %}`. What is the same in every language is in `tests.pseudo_language.ALLOWED`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.contrib.admin.sites import site
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import get_resolver
from django.utils import translation

from backfit.accounts.models import User
from programs.models import WorkoutLog
from tests.factories import PASSWORD, SetLogFactory, StockFactory
from tests.pseudo_language import (
    CODE,
    FIXED,
    OF_PACKAGES,
    bracket_content,
    bracketed,
    installed,
    outside,
    unmarked_in_calendar,
    unmarked_in_html,
    unmarked_in_python,
    unmarked_in_template,
)
from tests.pseudo_language import address as in_pseudo
from tests.test_people_and_urls import ROWS, owned_by, routes

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PACKAGES = ("auth", "mfa", "socialaccount", "usersessions")
"""Apps whose models have English names alone, which their pages of the administration show."""

TEMPLATES = settings.BASE_DIR / "templates"

FIELDS = re.compile(r"<(?:input|select|textarea|button)\b[^>]*\bname=\"([^\"]+)\"")


@pytest.fixture(scope="module", autouse=True)
def _pseudo_language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with installed(tmp_path_factory.mktemp("locale")):
        yield


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML of every sheet that is asked for; nothing is rendered."""
    found: list[str] = []

    def render_pdf(html: str) -> bytes:
        found.append(html)
        return b"%PDF-"

    monkeypatch.setattr("programs.sheets.pdf.render_pdf", render_pdf)
    monkeypatch.setattr("programs.sheets.pdf.render_png", lambda pdf: b"PNG")
    return found


@pytest.fixture
def things(owner: User) -> dict[str, object]:
    """What the owner has, by what stands for it in the table of addresses; all content in brackets."""
    for person in User.objects.all():
        User.objects.filter(pk=person.pk).update(name=bracketed(person.name), language=CODE)
    for group in Group.objects.all():
        Group.objects.filter(pk=group.pk).update(name=bracketed(group.name))
    found = owned_by(owner)
    SetLogFactory(log=WorkoutLog.objects.get(uuid=found["logged"]))
    StockFactory(product__slug="shown")
    bracket_content()
    return found


Finding = tuple[str, str]


def unmarked(response: HttpResponseBase, printed: list[str]) -> list[str]:
    """The words in a response that are no message, by its kind."""
    kind = response.get("Content-Type", "")
    if response.streaming:
        return []
    text = response.content.decode(errors="replace")
    if "html" in kind or "svg" in kind:
        return unmarked_in_html(text)
    if "calendar" in kind:
        return unmarked_in_calendar(text)
    if "pdf" in kind or "png" in kind:
        return [finding for html in printed for finding in unmarked_in_html(html)]
    return []


class Walk:
    """One person's way through addresses, with what was found at each; what they change is undone."""

    def __init__(self, client: Client, printed: list[str]) -> None:
        self.client = client
        self.printed = printed
        self.found: set[Finding] = set()
        self.fields: dict[str, list[str]] = {}

    def get(self, address: str) -> None:
        self._ask(address, lambda: self.client.get(in_pseudo(address), follow=True))

    def post(self, address: str, data: dict[str, str]) -> None:
        self._ask(address, lambda: self.client.post(in_pseudo(address), data, follow=True))

    def _ask(self, address: str, ask: Callable[[], HttpResponseBase]) -> None:
        cache.clear()
        self.printed.clear()
        cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}
        with translation.override(CODE), transaction.atomic():
            response = ask()
            transaction.set_rollback(True)
        self.client.cookies.load(cookies)
        assert response.status_code < 500, address
        if response.status_code == 404 and address.startswith(FIXED):
            return  # an address without a language, and nobody to know one of
        self.found |= {(address, words) for words in unmarked(response, self.printed)}
        if not response.streaming and "html" in response.get("Content-Type", ""):
            self.fields[address] = FIELDS.findall(response.content.decode())

    def check(self) -> None:
        """Fail with what was found, each sentence once."""
        found = {words: where for where, words in sorted(self.found)}
        if found:
            lines = sorted(f"{where}: {words}" for words, where in found.items())
            pytest.fail("No message:\n" + "\n".join(lines), pytrace=False)


def rows(method: str, things: dict[str, object]) -> list[str]:
    """The addresses of the table of people that take the method."""
    return [address.format(**things) for each, address, *_ in ROWS if each == method]


@pytest.mark.parametrize(
    "name", sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
)
def test_every_branch_of_a_template_is_translatable(name: str) -> None:
    found = unmarked_in_template((TEMPLATES / name).read_text())
    assert found == [], "Put these into {% translate %} or {% blocktranslate %}."


DEVELOPERS_ONLY = {"migrations", "management", "operations", "content", "figures"} | {
    *("settings.py", "free_exercise_db.py", "quick_line.py"),
    # Names of columns in the files of other apps, and of months.
    *("strong.py", "hevy.py", "fitnotes.py", "liftosaur.py", "columns.py", "values.py"),
}
"""Packages and modules that speak to whoever runs the site or writes data by hand, in the data's own
words; what editors and people see of them is rendered by the tests below."""


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('error(f"Plan at most {most} weeks.")', ["Plan at most X weeks."]),
        ('label = "Take turns with others"', ["Take turns with others"]),
        ('"Choose a day." if wrong else ""', ["Choose a day."]),
        ('error(_("Plan at most %(most)s weeks.") % values)', []),
        ('logger.info("The file is made anew")', []),
        ('def f():\n    """Tell what is wrong."""', []),
        ('raise LookupError("There is no such row.")', []),
    ],
)
def test_sentences_without_a_message_are_found_in_python(source: str, found: list[str]) -> None:
    assert unmarked_in_python(source) == found


@pytest.mark.parametrize("room", ["backfit", "exercises", "programs"])
def test_every_sentence_in_python_is_a_message(room: str) -> None:
    modules = (settings.BASE_DIR / room).rglob("*.py")
    found = {
        f"{path.relative_to(settings.BASE_DIR)}: {text}"
        for path in modules
        if not DEVELOPERS_ONLY & {*path.parts}
        for text in unmarked_in_python(path.read_text())
    }
    assert found == set()


@pytest.mark.parametrize("person", ["anonymous", "owner", "other", "editor"])
def test_every_page_is_translatable(
    person: str, things: dict[str, object], request: Any, printed: list[str]
) -> None:
    client = Client() if person == "anonymous" else request.getfixturevalue(f"{person}_client")
    walk = Walk(client, printed)
    for address in rows("GET", things):
        walk.get(address)
    walk.check()


def test_pages_of_a_guest_are_translatable(things: dict[str, object], printed: list[str]) -> None:
    guest = Client()
    address = guest.post("/programs/upper-back/add/", follow=True).redirect_chain[-1][0]
    walk = Walk(guest, printed)
    for page in ("", "edit/", "check/", "log/", "schedule/", "share/", "delete/", "sheet/"):
        walk.get(f"{address}{page}")
    for page in ("/workouts/", "/workouts/new/", "/accounts/login/", "/accounts/signup/"):
        walk.get(page)
    walk.check()


@pytest.mark.parametrize(
    ("person", "typed"), [("anonymous", ""), ("owner", ""), ("owner", "☃"), ("owner", "2026-12-07")]
)
def test_every_answer_to_a_form_is_translatable(
    person: str, typed: str, things: dict[str, object], request: Any, printed: list[str]
) -> None:
    client = Client() if person == "anonymous" else request.getfixturevalue(f"{person}_client")
    walk = Walk(client, printed)
    pages = rows("GET", things)
    for address in {*pages, *rows("POST", things)}:
        walk.get(address)
        names = [name for name in walk.fields.get(address, []) if name != "csrfmiddlewaretoken"]
        if address in pages and names:
            walk.get(f"{address.partition('?')[0]}?{'&'.join(f'{name}={typed}' for name in names)}")
        walk.post(address, dict.fromkeys(names, typed))
    walk.check()


@pytest.mark.parametrize("person", ["anonymous", "owner"])
def test_pages_of_accounts_are_translatable(
    person: str, things: dict[str, object], owner: User, mailing: None, printed: list[str]
) -> None:
    client = Client()
    if person == "owner":
        with translation.override(CODE):
            client.post(in_pseudo("/accounts/login/"), {"login": owner.email, "password": PASSWORD})
    walk = Walk(client, printed)
    pages = {f"/{each}" for each in routes(get_resolver()) if each.startswith("account")}
    for address in sorted(page for page in pages if not set(page) & set("<(^")):
        walk.get(address)
        names = walk.fields.get(address, [])
        walk.post(address, dict.fromkeys(names, "☃"))
    walk.check()


def test_the_administration_is_translatable(
    editor_client: Client, things: dict[str, object], printed: list[str]
) -> None:
    walk = Walk(editor_client, printed)
    pages = {f"/{each}" for each in routes(get_resolver()) if each.startswith("admin/")}
    others = tuple(f"/admin/{app}/" for app in PACKAGES)
    for address in sorted(page for page in pages if not set(page) & set("<(^")):
        if not address.startswith(others):
            walk.get(address)
    own = [model for model in site._registry if model._meta.app_label not in PACKAGES]
    for model in own:
        row = model._base_manager.first()
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        walk.post(f"{base}add/", {})
        if row is not None:
            for page in ("change", "history", "delete"):
                walk.get(f"{base}{row.pk}/{page}/")
    walk.found = {each for each in walk.found if not OF_PACKAGES.fullmatch(each[1])}
    walk.check()


@pytest.mark.parametrize("layout", ["sheet", "poster", "pocket", "logbook"])
def test_printed_sheet_is_translatable(
    layout: str, things: dict[str, object], owner_client: Client, printed: list[str]
) -> None:
    walk = Walk(owner_client, printed)
    walk.get(f"/programs/two-day-back/sheet.pdf?layout={layout}")
    walk.get(f"/workouts/{things['workout']}/sheet.pdf?layout={layout}&pictures=0&large=1")
    walk.check()


def test_sheet_in_another_language_is_another_file(client: Client, printed: list[str]) -> None:
    english = client.get("/programs/upper-back/sheet.pdf")
    other = client.get(in_pseudo("/programs/upper-back/sheet.pdf"))
    assert english["ETag"] != other["ETag"]
    assert len(printed) == 2


def test_mail_is_translatable(owner: User, mailing: None) -> None:
    User.objects.filter(pk=owner.pk).update(name=bracketed(owner.name))
    with translation.override(CODE):
        Client().post(in_pseudo("/accounts/password/reset/"), {"email": owner.email})
        Client().post(in_pseudo("/accounts/password/reset/"), {"email": "nobody@example.org"})
        Client().post(in_pseudo("/accounts/login/code/"), {"email": owner.email})
        Client().post(
            in_pseudo("/accounts/signup/"), {"email": "new@example.org", "password1": PASSWORD}
        )
        Client().post(in_pseudo("/accounts/signup/"), {"email": owner.email, "password1": PASSWORD})
        client = Client()
        client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
        new = "another correct horse"
        client.post(
            in_pseudo("/accounts/password/change/"),
            {"oldpassword": PASSWORD, "password1": new, "password2": new},
        )
    assert len(mail.outbox) >= 5
    found = {
        words
        for each in mail.outbox
        for words in outside([str(each.subject), "\n", str(each.body)])
    }
    assert found == set()


def test_readme_of_a_persons_data_is_translatable(
    things: dict[str, object], owner: User, printed: list[str]
) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    client.post(in_pseudo("/accounts/reauthenticate/"), {"password": PASSWORD})
    with translation.override(CODE):
        response = client.post(in_pseudo("/account/data/"))
        content = b"".join(response.streaming_content) if response.streaming else response.content
    archive = ZipFile(BytesIO(content))
    readme = next(name for name in archive.namelist() if name.endswith("README.txt"))
    text = re.sub(r"(?m)^\S+\.(json|csv|ics)|^\w+/", "", archive.read(readme).decode())
    assert outside([text]) == []


LITERAL = re.compile(r"""(["'`])([A-Z][a-z]+(?:[ .][^"'`\n]*)?)\1""")


def test_scripts_hold_no_words_for_people() -> None:
    """Words come from the page; what looks like a sentence in a script is found here."""
    found = []
    for path in (settings.BASE_DIR / "static" / "js").rglob("*.js"):
        code = re.sub(r"(?m)^\s*(//|/?\*).*$|\s//\s.*$", "", path.read_text())
        code = re.sub(r"new Error\([^)]*\)", "", code)  # for developers
        found += [(path.name, match[2]) for match in LITERAL.finditer(code)]
    assert found == []
