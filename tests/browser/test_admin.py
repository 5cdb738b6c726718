"""Editors at work in a real browser, under the strict content policy and with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from PIL import Image
from playwright.sync_api import Page, expect

from backfit.accounts.permissions import EDITORS_GROUP
from exercises.models import Exercise, Guide, Muscle, Status
from programs.models import Program, ProgramItem
from tests.factories import (
    PASSWORD,
    ExerciseFactory,
    ProgramDayFactory,
    ProgramItemFactory,
    UserFactory,
)

NAMES = ["First", "Second", "Third"]


@pytest.fixture
def program(site: str) -> Iterator[Program]:
    """A draft program with three exercises, which goes after the test."""
    day = ProgramDayFactory(program__status=Status.DRAFT)
    for position, name in enumerate(NAMES):
        exercise = ExerciseFactory(name=f"{name} move", status=Status.DRAFT)
        exercise.primary_muscles.set(Muscle.objects.filter(slug="latissimus-dorsi"))
        ProgramItemFactory(day=day, exercise=exercise, position=position)
    yield day.program
    day.program.delete()
    Exercise.objects.filter(name__in=[f"{name} move" for name in NAMES]).delete()
    Exercise.history.all().delete()
    Program.history.all().delete()


@pytest.fixture
def desk(page: Page, site: str, program: Program) -> Iterator[Page]:
    """The admin, signed in as one of the Editors; any complaint of the browser fails the test."""
    person = UserFactory(email="gwen@example.org", is_staff=True)
    person.groups.add(Group.objects.get(name=EDITORS_GROUP))
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.goto(f"{site}/admin/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(
        page.get_by_role("link", name="Log out").or_(page.get_by_text("Log out"))
    ).to_be_visible()
    yield page
    assert complaints == []


def order(program: Program) -> list[str]:
    items = ProgramItem.objects.filter(day__program=program).order_by("position")
    return [item.exercise.name.split()[0] for item in items.select_related("exercise")]


def test_items_are_ordered_by_keyboard_and_by_dragging(
    desk: Page, site: str, program: Program
) -> None:
    desk.goto(f"{site}/admin/programs/program/{program.pk}/change/")
    rows = desk.locator(".djn-group-nested .djn-item.djn-inline-form")
    down = rows.nth(0).get_by_role("button", name="Move down")
    down.focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Now 3 of 3")).to_be_attached()
    expect(rows.nth(2).get_by_role("button", name="Move down")).to_be_focused()
    desk.get_by_role("button", name="Save and continue editing").first.click()
    expect(desk.get_by_text("was changed successfully")).to_be_visible()
    assert order(program) == ["Second", "Third", "First"]

    handles = desk.locator(".djn-group-nested .djn-item.djn-inline-form > h3.djn-drag-handler")
    handles.nth(2).scroll_into_view_if_needed()
    lowest = handles.nth(2).bounding_box()
    assert lowest
    desk.mouse.move(lowest["x"] + 60, lowest["y"] + 8)
    desk.mouse.down()
    desk.mouse.move(lowest["x"] + 60, lowest["y"] - 40, steps=5)
    desk.mouse.move(lowest["x"] + 60, lowest["y"] - 330, steps=15)
    desk.mouse.up()
    expect(desk.locator(".ui-sortable-helper")).to_have_count(0)
    desk.get_by_role("button", name="Save and continue editing").first.click()
    expect(desk.get_by_text("was changed successfully")).to_be_visible()
    assert order(program) != ["Second", "Third", "First"]
    desk.get_by_role("link", name="History").click()
    expect(desk.locator("ins").first).to_be_visible()


def test_dose_of_an_added_exercise_is_typed_as_one_line_or_left_to_the_exercise(
    desk: Page, site: str, program: Program
) -> None:
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(f"{site}/admin/programs/program/{program.pk}/change/")
    rows = desk.locator(".djn-group-nested .djn-item.djn-inline-form:not(.djn-empty-form)")
    for name in ("Deadlift", "Dead hang"):
        desk.get_by_role("link", name="Add another Exercise", exact=True).click()
        rows.last.locator(".field-exercise .select2-selection").click()
        desk.locator(".select2-search__field").last.fill(name)
        desk.get_by_role("option", name=name, exact=True).click()
    rows.nth(3).get_by_label("Dose").fill("three of eight")
    desk.get_by_role("button", name="Save and continue editing").first.click()
    expect(rows.nth(3).get_by_text("“three” is not understood.")).to_be_visible()
    expect(rows.nth(3).get_by_label("Dose")).to_have_value("three of eight")
    rows.nth(3).get_by_label("Dose").fill("3x10-12 @40kg rest 90")
    desk.get_by_role("button", name="Save and continue editing").first.click()
    expect(rows.nth(3).get_by_label("Dose")).to_have_value("3x10-12 @ 40kg rest 90s")
    own = Exercise.objects.get(slug="dead-hang").prescription_label
    assert program.days.get().items.get(exercise__slug="dead-hang").prescription_label == own
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390


HOLD_TIMERS = """() => {
    window.held = [];
    window.realTimeout = setTimeout;
    window.setTimeout = (run) => held.push(run);
}"""
RUN_TIMERS = """() => {
    window.setTimeout = realTimeout;
    for (const run of held) run();
}"""


@pytest.mark.parametrize("by", ["click", "keys"])
def test_what_is_typed_as_soon_as_a_choice_opens_is_searched_for(
    desk: Page, site: str, program: Program, by: str
) -> None:
    desk.goto(f"{site}/admin/programs/program/{program.pk}/change/")
    choice = desk.locator(".djn-group-nested .field-exercise .select2-selection").first
    expect(choice).to_be_visible()
    desk.evaluate(HOLD_TIMERS)  # whatever the page does by a timer comes after the keys
    if by == "click":
        with desk.expect_response("**/admin/autocomplete/?*"):
            choice.click()
    else:
        choice.press("Enter")
    with desk.expect_response("**/admin/autocomplete/?*term=Dead*hang&*"):
        desk.keyboard.type("Dead hang")
        expect(desk.locator(".select2-search__field").last).to_have_value("Dead hang")
        desk.evaluate(RUN_TIMERS)
    option = desk.locator(".select2-results__option[aria-selected]")
    expect(option).to_have_text(["Dead hang"])
    option.click()
    expect(choice).to_contain_text("Dead hang")


def test_list_that_opens_under_the_pointer_takes_no_release_for_a_choice(
    desk: Page, site: str, program: Program
) -> None:
    desk.set_viewport_size({"width": 390, "height": 500})
    desk.goto(f"{site}/admin/programs/program/{program.pk}/change/")
    choice = desk.locator(".djn-group-nested .field-exercise .select2-selection").first
    expect(choice).to_contain_text("First move")
    choice.evaluate("each => each.scrollIntoView({ block: 'end' })")
    box = choice.bounding_box()
    assert box
    desk.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    with desk.expect_response("**/admin/autocomplete/?*"):
        desk.mouse.down()
    expect(desk.locator(".select2-results")).to_have_count(0)
    desk.mouse.up()
    options = desk.locator(".select2-results__option[aria-selected]")
    expect(options.first).to_be_visible()
    expect(choice).to_contain_text("First move")
    # Pressed again it closes, and stays so.
    choice.click()
    expect(options).to_have_count(0)


def test_figure_preview_follows_the_text(desk: Page, site: str) -> None:
    exercise = Exercise.objects.get(slug="deadlift")
    desk.goto(f"{site}/admin/exercises/exercise/{exercise.pk}/change/")
    text, preview = desk.locator(".figure-data"), desk.locator(".figure-preview")
    expect(preview.locator("svg")).to_have_count(2)
    written = text.input_value()
    text.fill(written.replace('"side"', '"sideways"'))
    expect(preview).to_have_text("The figure: view must be one of side, front, back.")
    text.fill(written)
    expect(preview.locator("svg")).to_have_count(2)


def test_content_is_imported_after_a_look(desk: Page, site: str, tmp_path: Path) -> None:
    path = tmp_path / "muscles.csv"
    muscle = Muscle.objects.get(slug="calf-group")
    path.write_text("slug,latin_name\ncalf-group,Musculus novus\n", "utf-8")
    desk.goto(f"{site}/admin/exercises/muscle/")
    desk.get_by_role("link", name="Export").click()
    expect(desk.get_by_label("Format")).to_be_visible()
    desk.goto(f"{site}/admin/exercises/muscle/import/")
    desk.get_by_label("File to import").set_input_files(path)
    desk.get_by_label("Format").select_option(label="csv")
    desk.get_by_role("button", name="Submit").click()
    expect(desk.get_by_text("0 new, 1 changed, 0 as they are.")).to_be_visible()
    expect(desk.locator("ins").first).to_be_visible()
    muscle.refresh_from_db()
    assert muscle.latin_name != "Musculus novus"


def test_photo_is_uploaded_and_shown(
    desk: Page, site: str, program: Program, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    exercise = Exercise.objects.get(name="First move")
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (300, 200), "teal").save(path)
    desk.goto(f"{site}/admin/exercises/exercise/{exercise.pk}/change/")
    desk.get_by_text("Add another Photo").click()
    desk.locator("#id_photos-0-image").set_input_files(path)
    desk.locator("#id_photos-0-alt").fill("A teal wall.")
    desk.get_by_role("button", name="Save and continue editing").first.click()
    expect(desk.get_by_role("img", name="A teal wall.")).to_be_visible()
    desk.get_by_role("link", name="Preview").click()
    shown = desk.get_by_role("img", name="A teal wall.")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.complete && image.naturalWidth") == 300
    exercise.photos.all().delete()


def test_every_field_of_the_desk_has_a_name(desk: Page, site: str, program: Program) -> None:
    rules = ["label", "select-name", "button-name", "link-name", "target-size"]
    rules += ["aria-input-field-name"]
    deadlift = Exercise.objects.get(slug="deadlift")
    guide = Guide.objects.get(slug="stretching")
    for address in (
        "exercises/exercise/",
        "exercises/exercise/add/",
        "exercises/exercise/import/",
        "exercises/product/add/",
        f"exercises/exercise/{deadlift.pk}/change/",
        f"exercises/guide/{guide.pk}/change/",
        f"programs/program/{program.pk}/change/",
    ):
        desk.goto(f"{site}/admin/{address}")
        expect(desk.locator(".select2-search__field:not([aria-label])")).to_have_count(0)
        found = Axe().run(desk, options={"runOnly": {"type": "rule", "values": rules}})
        assert found.violations_count == 0, found.generate_report()
