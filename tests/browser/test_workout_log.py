"""The paper round trip on a phone: scan the sheet, type in what was written, look back on it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from programs.builder.editor import WorkoutEditor
from programs.models import Program, WorkoutLog
from tests.factories import PASSWORD, UserFactory


def test_what_was_written_on_a_sheet_is_typed_in(
    browser: Browser, site: str, accessible: Callable[[Page], None]
) -> None:
    workout = (
        Program.objects.with_items().get(slug="upper-back").copy_for(UserFactory(email="o@x.org"))
    )
    builder = WorkoutEditor(workout)
    builder.move_down(builder.items[0].pk)
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, timezone_id="Asia/Tokyo", color_scheme="dark"
    )
    page = context.new_page()
    page.goto(f"{site}/accounts/login/?next={workout.get_absolute_url()}?r=1")
    page.get_by_label("Email").fill("o@x.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.get_by_role("link", name="Log what you wrote").click()
    expect(page.locator(".log-name").first).to_have_text("Pull-up")
    expect(page.locator("input[name=time_zone]")).to_have_value("Asia/Tokyo")
    accessible(page)
    page.get_by_label("Reps, In total, Pull-up").fill("35")
    page.get_by_label("Reps, Set 1, Bent-over barbell row").fill("ten")
    page.get_by_label("Load (kg), Set 1, Bent-over barbell row").fill("40")
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is saved yet.")
    expect(page.get_by_label("Reps, In total, Pull-up")).to_have_value("35")
    accessible(page)
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide
    page.get_by_label("Reps, Set 1, Bent-over barbell row").fill("10")
    page.get_by_label("Effort").select_option("7")
    page.get_by_role("button", name="Save session").dblclick()
    expect(page.get_by_role("status")).to_contain_text("is written down.")
    expect(page.get_by_text("10 at 40 kg")).to_be_visible()
    accessible(page)

    assert WorkoutLog.objects.count() == 1
    page.get_by_role("link", name="What you did").click()
    expect(page.locator(".history-row")).to_have_count(1)
    accessible(page)
    context.close()


def test_draft_outlives_reloading_and_ends_when_it_is_saved(browser: Browser, site: str) -> None:
    owner = UserFactory(email="o@x.org")
    workout = Program.objects.with_items().get(slug="upper-back").copy_for(owner)
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    log = f"{site}{workout.get_absolute_url()}log/"
    page.goto(f"{site}/accounts/login/?next={workout.get_absolute_url()}log/")
    page.get_by_label("Email").fill("o@x.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    reps = page.get_by_label("Reps, Set 1, Bent-over barbell row")
    tick = page.get_by_label("As planned: Set 1, Bent-over barbell row")
    tick.check()
    planned = reps.input_value()
    assert planned.isdecimal()
    tick.uncheck()
    expect(reps).to_have_value("")
    page.get_by_label("All as planned").check()
    expect(reps).to_have_value(planned)
    reps.fill("17")
    page.get_by_label("Notes").fill("Slept badly")
    for _ in range(2):
        page.goto(f"{site}/workouts/")
        page.goto(log)
        expect(page.get_by_text("What you typed before is here again.")).to_be_visible()
        expect(reps).to_have_value("17")
        expect(page.get_by_label("Notes")).to_have_value("Slept badly")
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_role("status")).to_contain_text("is written down.")
    page.goto(log)
    expect(reps).to_have_value("")
    expect(page.get_by_text("What you typed before is here again.")).to_be_hidden()
    assert WorkoutLog.objects.get().sets.filter(reps=17).count() == 1
    context.close()
