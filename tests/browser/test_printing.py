"""The page of a sheet's options with its preview, and a page sent to the printer with Ctrl-P."""

from __future__ import annotations

import io

import pypdf
from playwright.sync_api import Browser, Page, expect


def test_preview_follows_the_options(page: Page, site: str) -> None:
    page.goto(f"{site}/programs/upper-back/")
    page.get_by_role("link", name="More options").click()
    preview = page.get_by_alt_text("The first page of the sheet")
    expect(preview).to_have_js_property("complete", value=True)
    expect(page.get_by_role("button", name="Update the preview")).to_have_count(0)
    with page.expect_response(lambda response: "layout=poster" in response.url) as answer:
        page.get_by_label("Poster").check()
    assert answer.value.headers["content-type"] == "image/png"
    expect(page.get_by_text("The preview is up to date.")).to_be_visible()
    assert "layout=poster" in page.url
    page.reload()
    expect(page.get_by_label("Poster")).to_be_checked()


def test_options_work_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/programs/upper-back/sheet/")
    page.get_by_label("Paper").select_option("letter")
    page.get_by_role("button", name="Update the preview").click()
    preview = page.get_by_alt_text("The first page of the sheet")
    expect(preview).to_have_attribute("height", "1027")
    context.close()


def test_page_prints_clean(page: Page, site: str) -> None:
    page.goto(f"{site}/programs/upper-back/")
    page.wait_for_load_state("networkidle")
    pdf = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = "\n".join(each.extract_text() for each in pdf.pages)
    for there in ("Upper back program", "Pull-up", "reps in total", "Before you start"):
        assert there in text
    for gone in (
        "Sign in",
        "Add to My Workouts",
        "Get the calendar file",
        "Time zone",
        "US Letter",
    ):
        assert gone not in text
