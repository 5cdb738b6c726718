"""Four people on their first visit, each from the front door to what they came for, in so many taps.

`docs/journeys.md` gives the same numbers: a change that costs people a tap is seen here first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from backfit.accounts.permissions import EDITORS_GROUP
from programs.models import Program, Schedule, Workout, WorkoutLog
from tests.browser.every_page import sign_in
from tests.browser.player_helpers import action, finish, root
from tests.factories import PASSWORD, UserFactory

Check = Callable[[Page], None]
SIZES = [(390, "light"), (1280, "dark")]
OF_OUR_MARKUP = ["label", "select-name", "button-name", "link-name", "target-size"]


class Visit:
    """A page on which every tap is counted, and which is accessible and fits its window before each of them.

    The administration need not fit: its tables are Django's.
    """

    def __init__(self, page: Page, accessible: Check, *, fits: bool = True) -> None:
        self.page = page
        self.accessible = accessible
        self.fits = fits
        self.taps = 0

    def look(self) -> None:
        self.accessible(self.page)
        if self.fits:
            assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def tap(self, what: Locator) -> None:
        expect(
            what
        ).to_be_visible()  # on the page that the last tap led to, which may still be on its way
        self.page.wait_for_load_state()
        self.look()
        what.click()
        self.taps += 1

    def tap_link(self, name: str) -> None:
        self.tap(self.page.get_by_role("link", name=name, exact=True).first)

    def tap_button(self, name: str) -> None:
        self.tap(self.page.get_by_role("button", name=name, exact=True).first)

    def write(self, label: str, text: str) -> None:
        """Into a field: one tap, then keys."""
        self.page.wait_for_load_state("networkidle")  # scripts that listen to typing have come
        self.page.get_by_label(label, exact=True).fill(text)
        self.taps += 1

    def sign_up(self, email: str) -> None:
        self.write("Email", email)
        self.write("Password", PASSWORD)
        self.tap_button("Sign up")


@pytest.fixture(params=SIZES, ids=str)
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A browser of one width in light or dark, as it is sold in the United States."""
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
        locale="en-US",
        timezone_id="America/New_York",
    )
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext, accessible: Check) -> Visit:
    return Visit(context.new_page(), accessible)


def test_office_neck_begins_to_move_without_an_account(visit: Visit, site: str) -> None:
    visit.page.goto(site)
    visit.tap(visit.page.get_by_role("link", name="Neck stiff, aching"))
    visit.tap_button("Show my program")
    visit.tap_link("Start")
    visit.tap_button("Start")
    expect(root(visit.page)).to_have_attribute("data-player-phase", "hold")
    expect(visit.page.get_by_role("heading", name="Chin tuck")).to_be_visible()
    assert visit.page.context.cookies() == []
    assert visit.taps == 4


def test_sore_lower_back_does_a_session_today_and_writes_the_next_one_down(
    visit: Visit, site: str
) -> None:
    page = visit.page
    page.goto(site)
    visit.tap(page.get_by_role("link", name="Lower back sore, recurring"))
    visit.tap(page.get_by_label("A band or a ball"))
    visit.tap_button("Show my program")
    visit.tap(page.get_by_role("button", name="Add").first)
    visit.sign_up("lena@example.org")
    expect(page.get_by_role("status")).to_contain_text("is now in My Workouts")
    assert visit.taps == 7
    visit.tap_link("Start")
    visit.tap_button("Start")
    assert visit.taps == 9
    action(page, "done").click()
    finish(page)
    visit.look()
    visit.tap_button("Keep it")
    expect(page.get_by_role("link", name="Bird-dog")).to_be_visible()
    visit.tap_link("Home back strength program")

    visit.taps = 0
    visit.tap(page.get_by_text("More", exact=True))
    visit.tap_link("Log a session")
    visit.tap(page.get_by_label("All as planned"))
    visit.tap_button("Save session")
    expect(page.get_by_role("status")).to_contain_text("is written down.")
    visit.look()
    assert visit.taps == 4
    assert sorted(log.sets.count() for log in WorkoutLog.objects.all()) == [1, 17]


def test_gym_goer_builds_in_pounds_and_plans(visit: Visit, site: str) -> None:
    page = visit.page
    page.goto(f"{site}/accounts/signup/")
    visit.sign_up("joe@example.org")
    visit.tap_link("Build your own")
    visit.write("Name", "Pull day")
    visit.tap_button("Build it")
    for words, name in (("deadlift", "Deadlift"), ("lat pulldown", "Lat pulldown")):
        visit.write("Search", words)
        visit.tap(page.get_by_role("button", name=f"Add {name}", exact=True))
        expect(page.get_by_role("button", name=f"Edit {name}", exact=True)).to_be_visible()
    visit.tap_button("Edit Deadlift")
    visit.write("Quick line", "5x5 @ 225 rest 150")
    expect(page.get_by_text("5 sets of 5 reps, at 225 lb")).to_be_visible()
    visit.tap(page.get_by_role("group", name="Dose of Deadlift").get_by_role("button", name="Save"))
    expect(page.get_by_role("group", name="Dose of Deadlift")).to_have_count(0)
    visit.tap_link("Done: see the workout")
    expect(page.get_by_text("at 225 lb")).to_be_visible()
    visit.tap_link("Plan sessions")
    visit.tap_button("Plan sessions")
    expect(page.get_by_role("status")).to_contain_text("Your sessions are planned.")
    visit.look()
    assert visit.taps == 16
    assert Schedule.objects.get().time_zone == "America/New_York"
    assert Workout.objects.get().owner.units == "lb"


@pytest.fixture
def editor(context: BrowserContext, site: str) -> Iterator[Page]:
    """The administration, open to one of the Editors; the program that they add goes after the test."""
    person = UserFactory.create(email="gwen@example.org", is_staff=True)
    person.groups.add(Group.objects.get(name=EDITORS_GROUP))
    page = context.new_page()
    sign_in(context, person, site)
    page.goto(f"{site}/admin/")
    yield page
    Program.objects.filter(slug="desk-reset").delete()
    Program.history.filter(slug="desk-reset").delete()


def test_editor_adds_a_program(editor: Page, site: str) -> None:
    def look(page: Page) -> None:
        found = Axe().run(page, options={"runOnly": {"type": "rule", "values": OF_OUR_MARKUP}})
        assert found.violations_count == 0, found.generate_report()

    visit = Visit(editor, look, fits=False)
    visit.tap(editor.locator(".model-program .addlink").first)
    expect(editor.locator("#id_title")).to_be_focused()
    editor.keyboard.type("Desk reset")
    visit.write("Goal:", "Desk")
    visit.write("Summary:", "Two moves for a stiff back.")
    visit.tap(editor.get_by_label("Monday"))
    for number, name in enumerate(("Bird-dog", "Glute bridge")):
        visit.tap(editor.locator("a:visible", has_text="Add another Exercise").last)
        row = f"#id_days-0-items-{number}-exercise"
        visit.tap(editor.locator(f"{row} + .select2 .select2-selection"))
        editor.keyboard.type(name)
        option = editor.locator(".select2-results__option", has_text=name).first
        expect(option).to_be_visible()
        # The list opens below, never over the fields above it.
        expect(editor.locator(".select2-dropdown--above")).to_have_count(0)
        visit.tap(option)
        expect(editor.locator(row)).not_to_have_value("")
        for column, text in (("sets", "2"), ("reps_min", "8")):
            for box in editor.locator(f"#id_days-0-items-{number}-{column}").all():
                box.fill(text)  # where no dose of the exercise's own stands in
    editor.get_by_label("Status").select_option("published")
    visit.taps += 2
    visit.tap_button("Save")
    expect(editor.get_by_text("was added successfully")).to_be_visible()
    visit.look()
    assert visit.taps == 13
    editor.goto(f"{site}/programs/desk-reset/")
    expect(editor.locator(".plan-item")).to_have_count(2)
    expect(editor.locator(".plan-dose").first).to_contain_text("2 sets")
