"""Sheets: what is on them, their layouts and options, and that they are accessible."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from django.utils.http import urlencode
from page import validate_pdf_bytes
from PIL import Image
from pytest_django.asserts import assertContains

from backfit.accounts.models import User
from exercises.models import Exercise
from exercises.units import Unit
from programs.forms.sheets import SheetForm
from programs.models import Program, Workout, WorkoutShare
from programs.sheets import log_boxes, render_cache
from programs.sheets.fallback_fonts import SUBSTITUTE, needs_font
from programs.sheets.fonts import printable
from programs.sheets.html import sheet_html
from programs.sheets.log_boxes import Grid, draw_boxes
from programs.sheets.options import LayoutName, SheetOptions
from programs.sheets.renderer import SheetFetcher, render_pdf, render_png
from programs.sheets.sheet import build_sheet, dose_of, sentences
from programs.views.sheet_source import SheetSource
from tests.factories import ScheduleFactory, WorkoutFactory, WorkoutItemFactory

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]

UPPER_BACK = "/programs/upper-back/sheet.pdf"


def sheet(client: Client, address: str) -> pypdf.PdfReader:
    response = client.get(address)
    assert response["Content-Type"] == "application/pdf", response.content
    return pypdf.PdfReader(io.BytesIO(response.content))


def text_of(reader: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def large_workout(owner: User, count: int) -> Workout:
    """A workout with so many different exercises, each with a figure."""
    workout = WorkoutFactory(owner=owner)
    figures = list(Exercise.objects.exclude(figure={}).values_list("figure", flat=True))
    for number in range(count):
        WorkoutItemFactory(
            workout=workout,
            exercise__name=f"Movement {number:03}",
            exercise__figure=figures[number % len(figures)],
            exercise__cues=["One cue", "Another cue"],
        )
    return workout


def test_sheet_holds_the_program_on_one_page(client: Client) -> None:
    reader = sheet(client, UPPER_BACK)
    text = text_of(reader)
    for words in ("Upper back program", "Pull-up", "30–40 reps in total", "Stop", "revision 1"):
        assert words in text
    assert len(reader.pages) == 1
    assert reader.metadata is not None
    assert reader.metadata.title == "Upper back program"
    assert str(reader.root_object["/Lang"]).lower() == "en-gb"  # BCP 47: case means nothing
    assert [item.title for item in reader.outline if not isinstance(item, list)] == [
        "Upper back program"
    ]


@pytest.mark.parametrize(
    ("slug", "options"),
    [
        *(
            (slug, f"layout={layout}&{options}")
            for layout, slug in (
                ("sheet", "neck-mobility"),
                ("poster", "lower-back"),
                ("pocket", "upper-back"),
                ("logbook", "two-day-back"),
            )
            for options in (
                "weeks=2",
                "paper=letter&weeks=2&large=1&bw=1&units=lb",
                "pictures=0&weeks=1&safety=0&name=0",
            )
        ),
        ("two-day-back", ""),
        ("office-break", "weeks=8&paper=letter"),
        ("home-back-strength", "layout=pocket&large=1"),
    ],
)
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
    response = client.get(f"{UPPER_BACK}?{query}", headers={"Accept-Language": language})
    box = pypdf.PdfReader(io.BytesIO(response.content)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


@pytest.mark.parametrize("weeks", [1, 4, 8])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_eight_exercises_fit_one_page(
    owner: User, owner_client: Client, weeks: int, paper: str
) -> None:
    workout = large_workout(owner, 8)
    address = f"{workout.get_absolute_url()}sheet.pdf?weeks={weeks}&paper={paper}"
    reader = sheet(owner_client, address)
    assert len(reader.pages) == 1
    assert "Page 1 of 1" in text_of(reader)


def test_long_sheet_splits_no_exercise(owner: User, owner_client: Client, settings: Any) -> None:
    count = 60
    settings.SHEET_SECONDS = 120
    workout = large_workout(owner, count)
    reader = sheet(owner_client, f"{workout.get_absolute_url()}sheet.pdf?weeks=4")
    pages = [page.extract_text() for page in reader.pages]
    assert 2 < len(pages) <= count / 3
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
        assert text.count("Movement") == text.count("3 sets of 8–12 reps") == text.count("Another")
        # In the heading or the running header, and in the footer.
        assert text.count(workout.title) == 2
    assert sum(text.count("Movement") for text in pages) == count


def rows_a_week(owner: User, workout: Workout, today: date = date(2026, 12, 7)) -> int:
    """How many rows a week the workout's sheet has."""
    mine = Workout.objects.owned_by(owner).for_sheet().with_frequency().get(pk=workout.pk)
    source = SheetSource.of_workout(mine, today)
    form = SheetForm(QueryDict(urlencode(SheetForm.defaults(paper="a4"))))
    assert form.is_valid()
    return source.sheet(form).sessions


def test_sheet_has_a_row_for_each_planned_session_of_a_week(owner: User) -> None:
    workout = WorkoutFactory(owner=owner)
    assert rows_a_week(owner, workout) == 1
    ScheduleFactory(workout=workout, starts_on=date(2026, 12, 7), weekdays=["MO", "TH"])
    assert rows_a_week(owner, workout) == 2
    ScheduleFactory(workout=workout, starts_on=date(2026, 12, 7), weekdays=["SA"])
    assert rows_a_week(owner, workout) == 3
    workout.schedules.earliest("pk").cancel(datetime(2026, 12, 7, tzinfo=UTC))
    assert rows_a_week(owner, workout) == 1
    assert rows_a_week(owner, workout, date(2029, 1, 1)) == 1


def test_change_from_one_week_on_counts_no_session_twice(owner: User) -> None:
    workout = WorkoutFactory(owner=owner)
    schedule = ScheduleFactory(workout=workout, starts_on=date(2026, 12, 7), weekdays=["MO", "TH"])
    schedule.move_from(date(2026, 12, 17), date(2026, 12, 18), schedule.time)
    assert rows_a_week(owner, workout) == 2


@pytest.mark.parametrize(
    ("slug", "rows"), [("upper-back", 2), ("two-day-back", 1), ("neck-mobility", 3)]
)
def test_workout_that_is_not_planned_is_done_as_often_as_its_program(
    owner: User, slug: str, rows: int
) -> None:
    program = Program.objects.with_items().get(slug=slug)
    assert rows_a_week(owner, program.copy_for(owner)) == rows
    assert set(SheetSource.of_program(program).sessions) == {rows}


def test_shared_sheet_does_not_tell_when_its_owner_trains(
    owner: User, client: Client, owner_client: Client
) -> None:
    item = WorkoutItemFactory(workout__owner=owner)
    share = WorkoutShare.objects.make_for(item.workout)
    addresses = [f"{each.get_absolute_url()}sheet.pdf" for each in (share, item.workout)]
    shown, own = client.get(addresses[0]).content, owner_client.get(addresses[1]).content
    ScheduleFactory(workout=item.workout, starts_on=timezone.localdate(), weekdays=["MO", "TU"],
                    ends_on=timezone.localdate() + timedelta(days=30))  # fmt: skip
    assert client.get(addresses[0]).content == shown
    assert owner_client.get(addresses[1]).content != own


@pytest.mark.parametrize(
    ("layout", "often", "paper"),
    [
        ("sheet", 3, "letter"),
        ("sheet", 7, "a4"),
        ("pocket", 3, "letter"),
        ("pocket", 7, "a4"),
        ("logbook", 7, "letter"),
    ],
)
def test_rows_for_many_sessions_push_no_exercise_off_its_page(
    owner: User, owner_client: Client, layout: str, often: int, paper: str
) -> None:
    workout = large_workout(owner, 14)
    days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][:often]
    today = timezone.localdate()
    ScheduleFactory(
        workout=workout, starts_on=today, weekdays=days, ends_on=today + timedelta(days=30)
    )
    address = f"{workout.get_absolute_url()}sheet.pdf?layout={layout}&paper={paper}&large=1&weeks=4"
    reader = sheet(owner_client, address)
    times = {"sheet": 1, "pocket": 1, "logbook": 5}[layout]
    text = text_of(reader)
    assert all(text.count(f"Movement {number:03}") == times for number in range(14))
    if layout == "logbook":
        assert text.count(f"Effort, day {often}") == 4
        assert f"Effort, day {often + 1}" not in text
    if layout == "pocket":
        assert len(reader.pages) == text.count("Fold the top half back")


@pytest.mark.parametrize("layout", ["poster", "pocket", "logbook"])
def test_other_layouts_hold_every_exercise_once_a_place(
    owner: User, owner_client: Client, layout: str
) -> None:
    workout = large_workout(owner, 30)
    address = f"{workout.get_absolute_url()}sheet.pdf?layout={layout}&weeks=2"
    text = text_of(sheet(owner_client, address))
    times = {"poster": 1, "pocket": 1, "logbook": 3}[layout]
    assert all(text.count(f"Movement {number:03}") == times for number in range(30))


def test_pocket_leaflet_folds_into_four(client: Client) -> None:
    (page,) = sheet(client, f"{UPPER_BACK}?layout=pocket&paper=a4").pages
    places: dict[str, tuple[float, float, float]] = {}

    def note(text: str, ctm: Any, matrix: Any, *_: Any) -> None:
        turn = matrix[0] * ctm[0]
        x = matrix[4] * ctm[0] + ctm[4]
        y = matrix[5] * ctm[3] + ctm[5]
        places.setdefault(text.strip(), (x, y, turn))

    page.extract_text(visitor_text=note)
    cover = next(place for text, place in places.items() if text.startswith("Upper back"))
    back = next(place for text, place in places.items() if text.startswith("Before you start"))
    inside = next(place for text, place in places.items() if text.startswith("Pull-up"))
    assert cover[0] > 297
    assert cover[1] < 421
    assert back[0] < 297
    assert back[1] < 421
    assert inside[1] > 421
    assert cover[2] > 0 > inside[2]


def test_log_book_has_cover_contents_and_a_page_a_week(client: Client) -> None:
    reader = sheet(client, "/programs/two-day-back/sheet.pdf?layout=logbook&weeks=3")
    pages = [page.extract_text() for page in reader.pages]
    assert "Log book for 3 weeks" in pages[0]
    assert "Contents" in pages[1]
    starts = [n for n, text in enumerate(pages, start=1) if "Week 1" in text and "Effort" in text]
    assert len(starts) == 2
    assert len(pages) == starts[1] + 2
    for start in starts:
        for week in (1, 2, 3):
            assert f"Week {week}, p. {start + week - 1}" in pages[1].replace("\n", " ")


def test_log_book_of_a_person_holds_their_workouts_alone(
    owner_client: Client, other_client: Client, client: Client, workout: Workout
) -> None:
    mine = text_of(sheet(owner_client, "/workouts/logbook.pdf?weeks=1"))
    theirs = text_of(sheet(other_client, "/workouts/logbook.pdf?weeks=1"))
    assert workout.title in mine
    assert workout.title not in theirs
    assert client.get("/workouts/logbook.pdf").status_code == 302


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("safety=0", "Name", "Stop"),
        ("name=0", "Stop", "Started"),
    ],
)
def test_options_change_the_sheet(client: Client, query: str, there: str, gone: str) -> None:
    words = text_of(sheet(client, f"{UPPER_BACK}?{query}")).split()
    assert there in words
    assert gone not in words


def test_load_is_printed_in_pounds(owner: User, owner_client: Client) -> None:
    item = WorkoutItemFactory(workout__owner=owner, load_kg="22.5")
    text = text_of(sheet(owner_client, f"{item.workout.get_absolute_url()}sheet.pdf?units=lb"))
    assert "At 49.6 lb" in text


def test_unit_is_the_persons_unless_chosen(owner: User, owner_client: Client) -> None:
    item = WorkoutItemFactory(workout__owner=owner, load_kg="22.5")
    owner.units = "lb"
    owner.save()
    address = f"{item.workout.get_absolute_url()}sheet.pdf"
    assert "At 49.6 lb" in text_of(sheet(owner_client, address))
    assert "At 22.5 kg" in text_of(sheet(owner_client, f"{address}?units=kg"))


def test_black_and_white_has_no_colour(client: Client) -> None:
    def colours(query: str) -> int:
        image = Image.open(
            io.BytesIO(client.get(f"/programs/upper-back/sheet.png?{query}").content)
        )
        found = image.convert("RGB").getcolors(1 << 20) or []
        return sum(count for count, (r, g, b) in found if max(r, g, b) - min(r, g, b) > 40)

    assert colours("bw=0") > 1000
    assert colours("bw=1") == 0


def test_preview_shows_the_first_page(client: Client) -> None:
    response = client.get("/programs/upper-back/sheet.png?paper=letter")
    assert response["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(response.content)).size == (816, 1056)


@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_same_sheet_has_the_same_bytes_and_is_304(client: Client, kind: str) -> None:
    address = f"/programs/upper-back/sheet.{kind}"
    first = client.get(address)
    render_cache.clear_memory()
    assert client.get(address).content == first.content
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "title",
    [
        "<img src='http://127.0.0.1:1/x'> Спина & Rücken",
        "תרגילי גב לבוקר",
        "تمارين الظهر",
        "背中の運動 💪 허리 运动 · ท่าบริหารหลัง · पीठ का व्यायाम",
        "W" * 120,
        "{{ settings.SECRET_KEY }} {% load static %}",
    ],
)
@pytest.mark.parametrize("layout", ["sheet", "poster", "pocket", "logbook"])
def test_hostile_and_foreign_text_prints_as_text(
    owner: User, owner_client: Client, title: str, layout: str
) -> None:
    item = WorkoutItemFactory(
        workout__owner=owner,
        workout__title=title,
        workout__notes="</style><script>alert(1)</script> body { display: none }",
        note="</section><link rel=attachment href='file:///etc/passwd'>",
    )
    address = f"{item.workout.get_absolute_url()}sheet.pdf?layout={layout}&weeks=1"
    response = owner_client.get(address)
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    assert reader.metadata is not None
    assert reader.metadata.title == title
    assert "root:" not in text_of(reader)
    assert not reader.attachments
    report = validate_pdf_bytes(response.content, profile="ua1")
    assert [(f.rule_id, f.message) for f in report.failures] == []


SCRIPTS = {
    "Japanese": "背中の運動",
    "Korean": "허리",
    "Chinese": "腰背锻炼",
    "Thai": "หลัง",
    "Hindi": "क्षत्रिय",
    "Tamil": "முதுகு",
    "Georgian": "ზურგი",
    "Hebrew": "גב",
    "Arabic": "ظهر",
    "emoji": "💪🏽",
    "joined emoji": "👩\u200d🔬❤\ufe0f",
    "signs": "☂♞⚕",
    "no font has it": "\U00012345",
    "private use": "\ue000",
    "not a character": "\uffff",
}


def ink_of(*texts: str) -> list[int]:
    """So many dark points each page has that holds one of the texts alone."""
    pages = "".join(f"<h1 style='break-after: page'>{text}</h1>" for text in texts)
    html = f"<html lang=en><title>x</title><body>{pages}</body></html>"
    pdf = render_pdf(html, Path(settings.VAR_DIR) / "fonts")
    pictures = [render_png(pdf, page, 72) for page in range(len(texts))]
    return [sum(Image.open(io.BytesIO(png)).convert("L").histogram()[:200]) for png in pictures]


@pytest.mark.parametrize("script", SCRIPTS)
def test_text_of_every_script_shows_something(script: str) -> None:
    signs = [sign for sign in SCRIPTS[script] if needs_font(sign)]
    blank, *shown = ink_of(" ", *signs)
    assert blank == 0
    assert all(shown)


def test_space_between_scripts_is_a_space_and_no_missing_sign() -> None:
    apart, together = ink_of("背 a 💪 a", "背a💪a")
    assert abs(apart - together) < 12


def test_no_character_of_unicode_is_without_a_font_or_a_substitute() -> None:
    folder = Path(settings.VAR_DIR) / "fonts"
    text = "".join(chr(code) for code in range(0x20, 0x20000, 7) if not 0xD800 <= code < 0xE000)
    shown = printable(text, folder)
    assert len(shown) == len(text)
    assert SUBSTITUTE in shown
    assert printable(shown, folder) == shown
    assert printable("Плечо – “back” 3 × 8 ½ é", folder) == "Плечо – “back” 3 × 8 ½ é"


@pytest.mark.parametrize("layout", ["sheet", "poster", "pocket", "logbook"])
def test_thousand_different_characters_are_printed_in_time(
    owner: User, owner_client: Client, layout: str
) -> None:
    notes = "".join(chr(0x4E00 + 7 * n) for n in range(1000))
    item = WorkoutItemFactory(workout__owner=owner, workout__notes=notes)
    address = f"{item.workout.get_absolute_url()}sheet.pdf?layout={layout}&weeks=1"
    assert sheet(owner_client, address).pages


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


@pytest.mark.parametrize(
    ("values", "load", "alt"),
    [
        ({"sets": 3, "reps_min": 8, "reps_max": 12}, "", "Boxes for 3 sets, 4 weeks"),
        (
            {"sets": 3, "reps_min": 8, "reps_max": 12},
            "kg",
            "Boxes for 3 sets and the load in kg, 4 weeks",
        ),
        ({"total_min": 30, "total_max": 40}, "", "A tally to 40, 4 weeks"),
        ({"hold_seconds": 3, "reps_min": 10, "reps_max": 10}, "", "Circles for 10 holds, 4 weeks"),
        (
            {"hold_seconds": 3, "reps_min": 3, "reps_max": 3, "each_side": True},
            "",
            "Circles for 3 holds each side, 4 weeks",
        ),
        ({"duration_seconds": 45}, "", "Boxes for 1 set, 4 weeks"),
    ],
)
def test_boxes_fit_the_kind(values: dict[str, Any], load: str, alt: str) -> None:
    empty = {"sets": None, "reps_min": None, "reps_max": None}
    item = WorkoutItemFactory.build(**(empty | values))
    svg, said = draw_boxes(dose_of(item, load), Grid(4, 70, 30))
    assert said == alt
    assert svg.startswith("<svg ")
    sides = 2 if item.each_side else 1
    holds = item.reps_max * 4 * sides if item.hold_seconds else 0
    assert svg.count("<circle") == holds


@pytest.mark.parametrize("unit", ["kg", "lb"])
@pytest.mark.parametrize("layout", ["sheet", "logbook"])
@pytest.mark.parametrize(
    "values",
    [
        {"load_kg": "40"},
        {"sets": 5},
        {"sets": None, "reps_min": None, "reps_max": None, "total_min": 30, "total_max": 40},
    ],
)
def test_box_for_the_load_is_headed_by_its_unit(
    owner: User, monkeypatch: pytest.MonkeyPatch, unit: Unit, layout: LayoutName, values: Any
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(log_boxes, "outlines", lambda text, *_: drawn.append(text) or "")
    log_boxes.draw_boxes_in.cache_clear()
    barbell = Exercise.objects.get(slug="bent-over-barbell-row")
    item = WorkoutItemFactory(workout__owner=owner, exercise=barbell, **values)
    options = SheetOptions(layout=layout, unit=unit, weeks=1)
    plans: Any = [item.workout]
    html = sheet_html(
        build_sheet(
            "Pull",
            "",
            plans,
            url="",
            revision=1,
            changed=date(2026, 12, 7),
            options=options,
        )
    )
    log_boxes.draw_boxes_in.cache_clear()
    other = "lb" if unit == "kg" else "kg"
    assert f"and the load in {unit}," in html
    assert drawn.count(unit) >= 1
    assert other not in drawn
    assert f"load in {other}" not in html


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
        ("layout=book", "layout"),
        ("bw=grey", "bw"),
        ("safety=2", "safety"),
        ("name=Olga", "name"),
        ("units=stone", "units"),
    ],
)
@pytest.mark.parametrize("file", ["sheet.pdf", "sheet.png"])
def test_bad_option_is_named_in_a_400(client: Client, file: str, query: str, name: str) -> None:
    response = client.get(f"/programs/upper-back/{file}?{query}")
    assertContains(response, f"<li>{name} (", status_code=400)


def test_nul_in_the_query_is_a_400(client: Client) -> None:
    assertContains(client.get(f"{UPPER_BACK}?paper=%00"), "NUL character", status_code=400)


def test_details_are_sentences() -> None:
    assert sentences("rest 45 s", "", "bend the knees.") == "Rest 45 s. Bend the knees."
    assert sentences("rest 45 s") == "Rest 45 s"
    assert sentences("", "") == ""
