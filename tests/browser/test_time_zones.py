"""The field for a time zone suggests names: the browser's own, or those of the site."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

WITHOUT_A_LIST = "delete Intl.supportedValuesOf"


@pytest.mark.parametrize("script", ["", WITHOUT_A_LIST], ids=["own list", "list of the site"])
def test_names_are_suggested_once_the_field_is_used(
    browser: Browser, site: str, script: str
) -> None:
    context = browser.new_context(timezone_id="Asia/Tokyo")
    context.add_init_script(script)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/programs/upper-back/")
    field = page.get_by_label("Time zone")
    expect(field).to_have_value("Asia/Tokyo")
    expect(page.locator("datalist")).to_have_count(0)
    page.get_by_text("Reminder and time zone").click()
    field.focus()
    expect(page.locator("#time-zones option[value='Europe/Berlin']")).to_be_attached()
    expect(page.locator("#time-zones option[value='UTC']")).to_have_count(1)
    assert any(url.endswith("/time-zones.json") for url in asked) == bool(script)
    context.close()


def test_zone_is_typed_where_no_script_runs(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/programs/upper-back/")
    page.get_by_text("Reminder and time zone").click()
    page.get_by_label("Time zone").fill("Europe/Berlin")
    with page.expect_download() as download:
        page.get_by_role("button", name="Get the calendar file").click()
    assert download.value.suggested_filename == "upper-back.ics"
    context.close()
