"""A range such as `8–12` stays on one line, wherever it is shown, and can be typed back as it is shown; nor
does a line begin with the dot between two facts."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from backfit.accounts.models import User
from exercises.formats import WORD_JOINER, range_text, whole_ranges
from exercises.models import Exercise, Guide
from exercises.quick_line import parse_prescription
from programs.models import CalendarFeed, Program
from tests.pages import NO_PAGE, read
from tests.test_people_and_urls import ROWS, owned_by

BROKEN = re.compile(r".{0,30}(?<=[0-9])–(?=[0-9]).{0,30}")
"""A dash between figures after which a line may end."""


def test_no_line_ends_inside_a_range() -> None:
    assert range_text(8, 12) == f"8–{WORD_JOINER}12"
    assert whole_ranges("warm up 5–10 minutes – then 3×8–12") == (
        f"warm up 5–{WORD_JOINER}10 minutes – then 3×8–{WORD_JOINER}12"
    )
    assert whole_ranges(whole_ranges("5–10")) == whole_ranges("5–10")


def test_range_can_be_typed_back_as_it_is_shown() -> None:
    shown = parse_prescription(f"3 × {range_text(8, 12)}")
    assert (shown.sets, shown.reps_min, shown.reps_max) == (3, 8, 12)
    assert parse_prescription("3 × 8–12") == shown


WORDS = {
    "templates": "*.html",
    "locale": "*.po",
    "backfit": "*.py",
    "exercises": "*.py",
    "programs": "*.py",
    "static/js": "*.js",
    "static/css": "*.css",
}


def test_no_line_begins_with_the_dot_between_two_facts() -> None:
    for folder, names in WORDS.items():
        for path in (settings.BASE_DIR / folder).rglob(names):
            lines = path.read_text().splitlines()
            found = [line.strip() for line in lines if " · " in line]
            assert not found, f"{path}: a no-break space goes before the dot."


def test_no_line_of_a_page_ends_inside_e_mail() -> None:
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        found = re.findall(r"(?:(?<![\w/\-\"'])|(?<=translate \"))[eE]-mail", path.read_text())
        assert not found, f"{path}: a word joiner goes behind the hyphen."


@pytest.mark.django_db
@pytest.mark.once
def test_every_page_sheet_and_calendar_keeps_its_ranges_whole(
    owner: User, owner_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []

    def render_pdf(html: str) -> bytes:
        printed.append(html)
        return b"%PDF-"

    monkeypatch.setattr("programs.sheets.pdf.render_pdf", render_pdf)
    things = owned_by(owner)
    pages = [row[1].format(**things) for row in ROWS if row[0] == "GET"]
    pages = [page for page in pages if not NO_PAGE.search(page) and "admin/" not in page]
    pages += [each.get_absolute_url() for each in (*Program.objects.all(), *Guide.objects.all())]
    pages += [each.get_absolute_url() for each in Exercise.objects.published()[:20]]
    found = []
    for page in pages:
        response = owner_client.get(page)
        if response.status_code == 200:
            found += [(page, each) for each in BROKEN.findall(read(response.content.decode()))]
    for program in Program.objects.all():
        owner_client.get(f"{program.get_absolute_url()}sheet.pdf")
    found += [("sheet", each) for html in printed for each in BROKEN.findall(read(html))]
    assert printed
    feed = f"/calendar/{CalendarFeed.objects.make_for(owner).token}/backfit.ics"
    for address in ("/programs/muscle-growth/calendar.ics", feed):
        text = owner_client.get(address).content.decode().replace("\r\n ", "")
        assert f"–{WORD_JOINER}" in text
        found += [(address, each) for each in BROKEN.findall(text)]
    assert not found
