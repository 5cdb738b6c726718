"""One truth everywhere: supersets, the person's unit and a program's minutes, wherever a plan is shown."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from backfit.accounts.models import User
from exercises.models import Equipment, KitItem
from exercises.quick_line import parse_prescription, print_prescription
from exercises.units import exact_in_unit, load_in_kg
from programs.coach import Code
from programs.data_export import sheets
from programs.feeds.events import schedule_events
from programs.models import CalendarFeed, Program, Workout
from programs.models.share import WorkoutShare
from programs.sheets.html import sheet_html
from programs.sheets.options import LayoutName, SheetOptions
from programs.sheets.sheet import build_sheet
from programs.views.sheet_source import SheetSource
from tests.factories import (
    ScheduleFactory,
    SetLogFactory,
    WorkoutFactory,
    WorkoutItemFactory,
    WorkoutLogFactory,
)
from tests.pages import NO_PAGE, read
from tests.programs.editor_helpers import fresh, order
from tests.test_people_and_urls import ROWS, owned_by

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)
PROGRAM_FILES = sorted((settings.BASE_DIR / "programs" / "content").glob("*.toml"))
ALL_PROGRAMS = [path.stem for path in PROGRAM_FILES]
PHASED_PROGRAMS = [path.stem for path in PROGRAM_FILES if "[[phases]]" in path.read_text()]


@pytest.fixture
def pair(owner: User) -> Workout:
    """A workout of two exercises that are done in turn."""
    workout = WorkoutFactory(owner=owner)
    for position in range(2):
        WorkoutItemFactory(workout=workout, position=position, superset=1, load_kg="20.412")
    return Workout.objects.with_items().get(pk=workout.pk)


@pytest.fixture
def pounds(owner: User) -> User:
    owner.units = "lb"
    owner.save()
    return owner


def test_superset_is_told_wherever_the_workout_is(
    client: Client, owner_client: Client, pair: Workout
) -> None:
    share = WorkoutShare.objects.make_for(pair)
    url = pair.get_absolute_url()
    pages = [url, f"{url}edit/", f"{url}log/"]
    for page in pages:
        assert owner_client.get(page).content.decode().count("Superset 1, no rest between") == 2
    shared = client.get(share.get_absolute_url()).content.decode()
    assert shared.count("Superset 1, no rest between") == 2
    assert all("superset 1, no rest between" in line for line in pair.lines())
    ScheduleFactory(workout=pair)
    token = CalendarFeed.objects.make_for(pair.owner).token
    for address in (f"{url}calendar.ics", f"/calendar/{token}/backfit.ics"):
        text = owner_client.get(address).content.decode().replace("\r\n ", "")
        assert text.count("superset 1\\, no rest between") == 2


def test_loads_are_in_the_persons_unit_wherever_the_workout_is(
    client: Client, owner_client: Client, pounds: User, pair: Workout
) -> None:
    url = pair.get_absolute_url()
    for page in (url, f"{url}edit/", f"{url}log/"):
        text = owner_client.get(page).content.decode()
        assert "45\u00a0lb" in text or 'placeholder="45"' in text
        assert "\u00a0kg" not in text
    schedule = ScheduleFactory(workout=pair)
    [event] = schedule_events(schedule, unit="lb")
    assert event
    assert "at 45\u00a0lb" in event.description
    shared = client.get(WorkoutShare.objects.make_for(pair).get_absolute_url())
    assert "at 20.412\u00a0kg" in shared.content.decode()


def dose_post(client: Client, workout: Workout, line: str, load: str = "") -> None:
    """Change the first exercise's dose by its line, or by its field when the line stays empty."""
    item = workout.plan_items()[0]
    page = client.get(f"{workout.get_absolute_url()}edit/?open={item.pk}")
    form = page.context["page"].dose_form
    data = {f"dose-{name}": form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    workout.refresh_from_db()
    data |= {"revision": str(workout.revision), "open": str(item.pk), "do": "save"}
    data |= {"dose-line": line} if line else {"dose-load_kg": load}
    assert client.post(f"{workout.get_absolute_url()}edit/", data).status_code == 302


@pytest.mark.usefixtures("pounds")
def test_bare_number_of_a_pounds_person_is_pounds(owner_client: Client, pair: Workout) -> None:
    dose_post(owner_client, pair, "3x8 @ 100")
    assert pair.items.earliest("position").load_kg == Decimal("45.359")
    dose_post(owner_client, pair, "", load="135")
    assert pair.items.earliest("position").load_kg == Decimal("61.235")
    item = pair.items.earliest("position")
    page = owner_client.get(f"{pair.get_absolute_url()}edit/?open={item.pk}").content.decode()
    assert "@ 135lb" in page
    assert 'value="135"' in page
    assert "Load (lb)" in page


@pytest.mark.usefixtures("pounds")
def test_opening_and_saving_in_pounds_changes_no_load(owner_client: Client, pair: Workout) -> None:
    pair.items.update(load_kg=Decimal("20"))
    item = pair.items.earliest("position")
    page = owner_client.get(f"{pair.get_absolute_url()}edit/?open={item.pk}")
    dose_post(owner_client, pair, page.context["page"].dose_form["line"].value())
    assert pair.items.earliest("position").load_kg == Decimal("20")
    assert Workout.objects.get(pk=pair.pk).revision == pair.revision


@given(st.decimals("0.05", "500", places=3))
def test_every_load_comes_back_from_its_pounds(kilograms: Decimal) -> None:
    assert load_in_kg(Decimal(exact_in_unit(kilograms, "lb")), "lb") == kilograms
    dose = parse_prescription(f"3x8 @ {kilograms}kg")
    assert parse_prescription(print_prescription(dose, "lb"), "lb") == dose


@given(st.decimals("0.2", "1100", places=2))
def test_what_was_typed_in_pounds_comes_back(pounds: Decimal) -> None:
    assert Decimal(exact_in_unit(load_in_kg(pounds, "lb"), "lb")) == pounds


@pytest.mark.parametrize("layout", ["sheet", "poster", "pocket", "logbook"])
def test_superset_is_told_on_every_sheet(layout: LayoutName, pair: Workout) -> None:
    options = SheetOptions(layout=layout)
    printed = build_sheet(
        "Pair", "", [pair], url="https://example.org", revision=1, changed=DAY, options=options
    )
    assert sheet_html(printed).lower().count("superset 1") >= 2


KILOGRAMS = re.compile(r"[0-9][\s\u00a0]?kg\b")
UNITS_NAMED = ("/import/", "/equipment/", "/find/", "/search/")
"""Where kilograms are a format's, or what a maker says of a product."""


def test_no_page_of_a_pounds_person_tells_kilograms(
    owner_client: Client, pounds: User, pair: Workout
) -> None:
    things = owned_by(pounds) | {"workout": pair.uuid}
    log = WorkoutLogFactory(workout=pair)
    exercise = pair.plan_items()[0].exercise
    for number in (1, 2):
        SetLogFactory(log=log, exercise=exercise, load_kg="20.412", number=number)
    things["logged"] = log.uuid
    today = timezone.localdate()
    ScheduleFactory(workout=pair, starts_on=today, ends_on=today + timedelta(days=50))
    addresses = [address.format(**things) for method, address, *_ in ROWS if method == "GET"]
    addresses += [
        f"/workouts/progress/{exercise.slug}/",
        f"{pair.get_absolute_url()}edit/?open=new",
    ]
    telling: set[str] = set()
    found: dict[str, list[str]] = {}
    for address in addresses:
        if NO_PAGE.search(address) or any(part in address for part in UNITS_NAMED):
            continue
        words = read(owner_client.get(address, follow=True).content.decode())
        telling |= {address} if re.search(r"45[\s\u00a0]lb|Load \(lb\)", words) else set()
        found |= {address: KILOGRAMS.findall(words)} if KILOGRAMS.search(words) else {}
    assert found == {}
    url = pair.get_absolute_url()
    logged = f"/workouts/history/{log.uuid}/"
    assert {url, f"{url}edit/", logged, f"/workouts/progress/{exercise.slug}/"} <= telling


@pytest.mark.pdf
def test_files_of_a_pounds_person_tell_pounds(
    owner_client: Client, pounds: User, pair: Workout, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []
    monkeypatch.setattr(
        "programs.sheets.pdf.render_pdf", lambda html: printed.append(html) or b"%PDF-"
    )
    url = pair.get_absolute_url()
    today = timezone.localdate()
    ScheduleFactory(workout=pair, starts_on=today, ends_on=today + timedelta(days=50))
    owner_client.get(f"{url}sheet.pdf")
    list(sheets(pounds))
    assert len(printed) >= 1
    assert all("t 45\u00a0lb" in html and not KILOGRAMS.search(html) for html in printed)
    token = CalendarFeed.objects.make_for(pounds).token
    for address in (f"{url}calendar.ics", f"/calendar/{token}/backfit.ics"):
        text = owner_client.get(address).content.decode().replace("\r\n ", "")
        assert "at 45\u00a0lb" in text
        assert not KILOGRAMS.search(text)


def test_sheets_of_a_persons_data_are_in_their_unit(pounds: User, pair: Workout) -> None:
    asked: list[SheetOptions] = []
    with patch("programs.data_export.sheet_pdf", side_effect=lambda s: asked.append(s.options)):
        list(sheets(pounds))
    assert [options.unit for options in asked] == ["lb"]
    assert pair


@pytest.mark.parametrize("slug", ALL_PROGRAMS)
def test_program_and_its_copy_take_the_same_minutes(
    owner: User, owner_client: Client, slug: str
) -> None:
    program = Program.objects.with_items().get(slug=slug)
    url = program.copy_for(owner).get_absolute_url()
    told = f"<dd>{program.duration_minutes}\u00a0min</dd>"
    for page in (f"/programs/{slug}/", url, f"{url}edit/"):
        assert told in owner_client.get(page).content.decode()
    form = owner_client.get(url).context["calendar_form"]
    assert form.initial["duration"] == f"{program.duration_minutes}"
    copies = Workout.objects.filter(source_day__program=program)
    source = SheetSource.of_workout(copies[0])
    assert f"{program.duration_minutes} minutes" in source.subtitle


@pytest.mark.parametrize("slug", PHASED_PROGRAMS)
def test_another_phase_or_name_changes_no_minutes(
    owner: User, owner_client: Client, slug: str
) -> None:
    program = Program.objects.with_items().get(slug=slug)
    workout = program.copy_for(owner)
    url = workout.get_absolute_url()
    told = f"<dd>{program.duration_minutes}\u00a0min</dd>"
    owner_client.post(f"{url}phases/", {"do": "on", "revision": "1"})
    order(owner_client, workout, "save", open="details", **{"details-title": "Mine"})
    assert fresh(workout).title == "Mine"
    for page in (url, f"{url}edit/", f"{url}edit/?phase=2"):
        assert told in owner_client.get(page).content.decode()


def test_shared_workout_and_its_copy_take_the_same_minutes(
    owner: User, other: User, other_client: Client
) -> None:
    program = Program.objects.with_items().get(slug="upper-back")
    shared = WorkoutShare.objects.make_for(program.copy_for(owner))
    url = shared.workout.add_for(other)[0].get_absolute_url()
    told = f"<dd>{program.duration_minutes}\u00a0min</dd>"
    for page in (shared.get_absolute_url(), url, f"{url}edit/"):
        assert told in other_client.get(page).content.decode()


def test_builder_and_page_tell_the_same_minutes_of_a_changed_copy(
    owner: User, owner_client: Client
) -> None:
    workout = Program.objects.with_items().get(slug="upper-back").copy_for(owner)
    url = workout.get_absolute_url()
    first = workout.plan_items()[0].pk
    owner_client.post(f"{url}edit/", {"do": f"remove.{first}", "revision": "1"})
    minutes = fresh(workout).estimated_minutes()
    assert minutes != 45
    for page in (url, f"{url}edit/"):
        assert f"<dd>{minutes}\u00a0min</dd>" in owner_client.get(page).content.decode()


@pytest.mark.parametrize("slug", ALL_PROGRAMS)
def test_coach_is_quiet_on_an_untouched_copy(owner: User, owner_client: Client, slug: str) -> None:
    program = Program.objects.with_items().get(slug=slug)
    program.copy_for(owner)
    copies = list(Workout.objects.owned_by(owner).order_by("pk"))
    assert len(copies) == len(program.plans)
    for copy in copies:
        page = owner_client.get(f"{copy.get_absolute_url()}edit/").context["page"]
        assert page.coach == []
        assert page.week == []


def test_every_program_of_ours_is_looked_at() -> None:
    assert set(Program.objects.published().values_list("slug", flat=True)) == set(ALL_PROGRAMS)


def test_coach_is_quiet_until_a_copy_of_ours_is_changed(owner: User, owner_client: Client) -> None:
    program = Program.objects.with_items().get(slug="muscle-growth")
    edit = f"{program.copy_for(owner).get_absolute_url()}edit/"
    page = owner_client.get(edit).context["page"]
    assert not page.coach
    command = {"revision": "1", "do": f"duplicate.{page.items[0].pk}"}
    assert owner_client.post(edit, command).status_code == 302
    assert owner_client.get(edit).context["page"].coach


def test_coach_is_quiet_on_what_a_copy_left_out(owner: User, owner_client: Client) -> None:
    KitItem.objects.put(owner, Equipment.objects.get(slug="fitball"), have=True)
    program = Program.objects.with_items().get(slug="home-back-strength")
    edit = f"{program.copy_for(owner, {'hyperextension': None}).get_absolute_url()}edit/"
    page = owner_client.get(edit).context["page"]
    assert not page.coach, "as it was copied, and the kit has all of it"
    command = {"revision": "2", "do": f"duplicate.{page.items[0].pk}"}
    assert owner_client.post(edit, command).status_code == 302
    assert owner_client.get(edit).context["page"].coach


def test_what_the_kit_lacks_can_be_swapped_or_left_out_of_a_copy(
    owner: User, owner_client: Client
) -> None:
    KitItem.objects.put(owner, Equipment.objects.get(slug="mat"), have=True)
    copy = Program.objects.with_items().get(slug="wide-back").copy_for(owner)
    page = owner_client.get(f"{copy.get_absolute_url()}edit/").context["page"]
    assert {tip.advice.code for tip in page.coach} == {Code.EQUIPMENT_MISSING}
    assert {tip.command.split(".")[0] for tip in page.coach} == {"swap", "remove"}
