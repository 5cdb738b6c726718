"""The journey in Russian: a Russian browser, pages below `/ru/`, and Russian words on each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import vobject
from playwright.sync_api import Browser, Page, expect

from programs.models import SetLog
from tests.browser.player_helpers import action, root
from tests.factories import PASSWORD

Check = Callable[[Page], None]
TITLE = "Программа для верха спины"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a phone that is set to Russian, in Moscow."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="ru-RU", timezone_id="Europe/Moscow"
    )
    yield context.new_page()
    context.close()


def test_whole_way_is_walked_in_russian(
    page: Page, site: str, accessible: Check, tmp_path: Path
) -> None:
    def look() -> None:
        """The page is Russian, accessible, and no wider than the phone."""
        expect(page.locator("html")).to_have_attribute("lang", "ru")
        assert f"{site}/ru/" in page.url
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def link(name: str) -> None:
        page.get_by_role("link", name=name, exact=True).first.click()

    def button(name: str) -> None:
        page.get_by_role("button", name=name, exact=True).first.click()

    # The way in: the browser's language is offered, and two questions lead to a program.
    page.goto(site)
    link("Читать эту страницу по-русски")
    expect(page.get_by_role("heading", level=1)).to_have_text("Что беспокоит сегодня?")
    look()
    page.goto(f"{site}/ru/find/?where=upper-back")
    page.get_by_label("Зал").check()
    button("Показать мою программу")
    expect(page.get_by_text("20 упражнений · 50 мин · Средний")).to_be_visible()
    expect(page.get_by_role("link", name="Печать", exact=True)).to_be_visible()
    look()

    # The program, its calendar and its sheet.
    page.goto(f"{site}/ru/programs/upper-back/")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_text("3 подхода по 8–\u206012 повторений").first).to_be_visible()
    page.get_by_label("Первый день").fill("2026-12-01")
    page.get_by_label("Время", exact=True).fill("18:30")
    with page.expect_download() as download:
        button("Получить файл календаря")
    download.value.save_as(tmp_path / "program.ics")
    event = vobject.readOne((tmp_path / "program.ics").read_text("utf-8")).vevent
    assert event.summary.value == TITLE
    assert "1. Подтягивание: 30–\u206040 повторений всего" in event.description.value
    printed = page.request.get(f"{site}/ru/programs/upper-back/sheet.pdf")
    assert printed.body().startswith(b"%PDF-")

    # Sign up, and it is added under a Russian name.
    button("В мои тренировки")
    page.locator("[name=email]").fill("nina@example.org")
    page.locator("[name=password1]").fill(PASSWORD)
    look()
    page.locator("[name=password1]").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("теперь в «Моих тренировках»")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    workout = page.url
    look()

    # A dose with a comma in the weight.
    page.get_by_text("Ещё", exact=True).click()
    link("Изменить тренировку")
    page.get_by_role("button", name="Изменить «Тяга штанги в наклоне»").click()
    row = page.get_by_role("group", name="Нагрузка: Тяга штанги в наклоне")
    row.get_by_label("Отягощение (кг)").fill("42,5")
    row.get_by_role("button", name="Сохранить").click()
    expect(row).to_have_count(0)
    expect(page.get_by_text("с весом 42,5\u00a0кг")).to_be_visible()
    look()

    # Planned, it is in the week under Russian days.
    page.goto(workout)
    link("Запланировать занятия")
    page.get_by_role("button", name="Запланировать занятия").click()
    expect(page.get_by_role("status")).to_contain_text("Занятия запланированы.")
    expect(page.locator(".day-name", has_text="декабря").first).to_be_visible()
    look()

    # Done with the player, which reads and writes the comma too.
    page.goto(workout)
    link("Начать")
    button("Начать")
    page.get_by_label("повторения", exact=True).fill("12")
    button("Сделано")
    expect(root(page)).to_have_attribute("data-player-phase", "rest")
    while page.locator("[data-player-exercise]").get_attribute("data-player-exercise") == "pull-up":
        action(page, "skip").click()
    load = page.locator("#player-load")
    expect(load).to_have_value("42,5")
    expect(page.locator("[data-player-amount=load] label")).to_contain_text("отягощение, кг")
    page.locator("[data-player-amount=load] [data-player-step='1']").click()
    expect(load).to_have_value("45")
    load.fill("47,5")
    action(page, "done").click()
    action(page, "finish").click()
    button("Да")
    expect(page.locator("[data-player-end-facts]")).to_contain_text("поднято 380\u00a0кг")
    expect(page.locator("[data-player-results]")).to_contain_text("47,5\u00a0кг")
    expect(page.get_by_text("Сохранено в вашей истории.")).to_be_visible()
    look()
    with page.expect_navigation():
        button("Сохранить")
    expect(page.get_by_text("47,5\u00a0кг").first).to_be_visible()

    # Written down from paper, and told as progress.
    page.goto(f"{workout}log/")
    page.get_by_label("Отягощение (кг), Подход 1, Тяга штанги в наклоне").fill("50,5")
    page.get_by_label("Повторения, Подход 1, Тяга штанги в наклоне").fill("8")
    look()
    button("Сохранить занятие")
    expect(page.get_by_role("status")).to_contain_text("записана")
    assert SetLog.objects.latest("pk").load_kg == Decimal("50.5")
    page.goto(f"{site}/ru/workouts/progress/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Прогресс")
    expect(page.get_by_role("link", name="Тяга штанги в наклоне").first).to_be_visible()
    look()
