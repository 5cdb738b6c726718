"""Sheets: what is on them, that they are accessible, and that they fetch nothing."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
from django.core.cache import cache
from django.test import Client
from page import validate_pdf_bytes
from pytest_django.asserts import assertContains

from backfit.models import User
from programs.models import Workout
from programs.sheets import pdf as sheets_pdf
from programs.sheets.boxes import boxes_picture
from programs.sheets.pdf import SheetFetcher
from tests.factories import WorkoutItemFactory

pytestmark = pytest.mark.django_db


def sheet(client: Client, address: str) -> pypdf.PdfReader:
    response = client.get(address)
    assert response["Content-Type"] == "application/pdf", response.content
    return pypdf.PdfReader(io.BytesIO(response.content))


def text_of(reader: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def test_sheet_holds_the_program_on_one_page(client: Client) -> None:
    reader = sheet(client, "/programs/upper-back/sheet.pdf")
    text = text_of(reader)
    for words in ("Upper back program", "Pull-up", "30–40 reps in total", "Stop", "revision 1"):
        assert words in text
    assert len(reader.pages) == 1
    assert reader.metadata is not None
    assert reader.metadata.title == "Upper back program"


@pytest.mark.parametrize("slug", ["lower-back", "neck-mobility", "two-day-back", "office-break"])
@pytest.mark.parametrize("options", ["", "paper=letter&weeks=8&large=1", "pictures=0&weeks=1"])
def test_sheet_is_pdf_ua_1(client: Client, slug: str, options: str) -> None:
    response = client.get(f"/programs/{slug}/sheet.pdf?{options}")
    report = validate_pdf_bytes(response.content, profile="ua1")
    assert [(f.rule_id, f.message) for f in report.failures] == []
    assert report.rules.failed == 0


@pytest.mark.parametrize(
    ("query", "language", "size"),
    [
        ("paper=a4", "en-US", (595, 842)),
        ("paper=letter", "en-GB", (612, 792)),
        ("", "en-US,en;q=0.9", (612, 792)),
        ("", "de-DE", (595, 842)),
        ("", "", (595, 842)),
    ],
)
def test_paper_is_chosen_or_the_usual_one(
    client: Client, query: str, language: str, size: tuple[int, int]
) -> None:
    response = client.get(
        f"/programs/upper-back/sheet.pdf?{query}", headers={"Accept-Language": language}
    )
    box = pypdf.PdfReader(io.BytesIO(response.content)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_same_sheet_has_the_same_bytes_and_is_304(client: Client) -> None:
    first = client.get("/programs/upper-back/sheet.pdf")
    cache.clear()
    assert client.get("/programs/upper-back/sheet.pdf").content == first.content
    again = client.get("/programs/upper-back/sheet.pdf", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_sheet_is_rendered_once_for_each_content(
    owner_client: Client, workout: Workout, monkeypatch: pytest.MonkeyPatch
) -> None:
    renders: list[int] = []
    render = sheets_pdf.render_pdf

    def counting(html: str) -> bytes:
        renders.append(1)
        return render(html)

    monkeypatch.setattr(sheets_pdf, "render_pdf", counting)
    address = f"{workout.get_absolute_url()}sheet.pdf"
    before = owner_client.get(address)
    owner_client.get(address)
    assert len(renders) == 1
    workout.title = "Renamed"
    workout.bump_revision()
    workout.save()
    after = owner_client.get(address)
    assert len(renders) == 2
    assert after["ETag"] != before["ETag"]


def test_hostile_and_foreign_text_prints_as_text(owner: User, owner_client: Client) -> None:
    item = WorkoutItemFactory(
        workout__owner=owner,
        workout__title="<img src='http://127.0.0.1:1/x'> Спина & Rücken",
        note="</section><link rel=attachment href='file:///etc/passwd'>",
    )
    text = text_of(sheet(owner_client, f"{item.workout.get_absolute_url()}sheet.pdf"))
    assert "<img src=" in text
    assert "Спина & Rücken" in text
    assert "root:" not in text


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:8000/",
        "https://example.org/x.svg",
        "ftp://example.org/x",
        "data:text/html;base64,PGI+",
        "//example.org/x",
    ],
)
def test_renderer_fetches_nothing_from_outside(url: str) -> None:
    with pytest.raises(ValueError, match="nothing from outside"):
        SheetFetcher().fetch(url)


def test_long_sheet_splits_no_exercise(owner: User, owner_client: Client) -> None:
    workout = WorkoutItemFactory(workout__owner=owner).workout
    WorkoutItemFactory.create_batch(29, workout=workout)
    reader = sheet(owner_client, f"{workout.get_absolute_url()}sheet.pdf?weeks=4")
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
    for item in workout.items.all():
        (page,) = [text for text in pages if f"{item.exercise.name}\n" in text]
        assert page.count("3 sets of 8–12 reps") >= 1


@pytest.mark.parametrize(
    ("values", "alt"),
    [
        ({"sets": 3, "reps_min": 8, "reps_max": 12}, "Boxes for 3 sets, 4 weeks"),
        ({"total_min": 30, "total_max": 40}, "A tally to 40, 4 weeks"),
        ({"hold_seconds": 3, "reps_min": 10, "reps_max": 10}, "Circles for 10 holds, 4 weeks"),
        ({"duration_seconds": 45}, "Boxes for 1 set, 4 weeks"),
    ],
)
def test_boxes_fit_the_kind(values: dict[str, Any], alt: str) -> None:
    svg, said = boxes_picture(
        WorkoutItemFactory.build(**({"sets": None, "reps_min": None, "reps_max": None} | values)), 4
    )
    assert said == alt
    assert svg.startswith("<svg ")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("paper=a3", "paper"),
        ("weeks=0", "weeks"),
        ("weeks=9", "weeks"),
        ("weeks=two", "weeks"),
        ("pictures=yes", "pictures"),
        ("large=%F0%9F%92%AA", "large"),
        ("paper=<b>", "paper"),
    ],
)
def test_bad_option_is_named_in_a_400(client: Client, query: str, name: str) -> None:
    response = client.get(f"/programs/upper-back/sheet.pdf?{query}")
    assertContains(response, f"<li>{name} (", status_code=400)


def test_nul_in_the_query_is_a_400(client: Client) -> None:
    assertContains(
        client.get("/programs/upper-back/sheet.pdf?paper=%00"), "NUL character", status_code=400
    )
