"""The site in Russian: addresses, content, words, numbers and dates, calendars, mails, and what editors see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import read_mo
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format

from backfit.accounts.models import User
from backfit.management.commands.check_translations import translated_entries
from exercises.content import translations
from exercises.content.catalogue import ExerciseLoader
from exercises.content.loader import read_toml
from exercises.formats import number_text
from exercises.languages import in_language, without_language
from exercises.models import Exercise
from exercises.models.translated import as_written
from exercises.quick_line import parse_prescription, print_prescription
from exercises.weekdays import WEEKDAY_NAMES
from programs.agenda.agenda import Day
from programs.forms.workouts import NewWorkoutForm
from programs.models import CalendarFeed, Program
from programs.progress.balance import Load, balance_sentence
from tests.factories import ScheduleFactory, WorkoutFactory

pytestmark = pytest.mark.django_db

NAME, RUSSIAN = "Deadlift", "Становая тяга"


def test_address_alone_tells_the_language(client: Client) -> None:
    client.cookies["django_language"] = "ru"
    english = client.get("/exercises/deadlift/", headers={"Accept-Language": "ru"})
    russian = client.get("/ru/exercises/deadlift/", headers={"Accept-Language": "en"})
    assert f"<h1>{NAME}</h1>" in english.content.decode()
    assert "Content-Language" not in english
    text = russian.content.decode()
    assert f"<h1>{RUSSIAN}</h1>" in text
    assert '<html lang="ru"' in text
    assert "Accept-Language" not in russian["Vary"]
    site = settings.SITE_URL
    for code, path in (("en", ""), ("ru", "/ru"), ("x-default", "")):
        link = f'hreflang="{code}" href="{site}{path}/exercises/deadlift/"'
        assert link in text
        assert link in english.content.decode()
    assert f'rel="canonical" href="{site}/ru/exercises/deadlift/"' in text
    assert 'property="og:locale" content="ru_RU"' in text
    assert '"inLanguage": "ru"' in text


def test_switcher_stays_on_the_page(client: Client) -> None:
    assert (
        'href="/ru/search/?q=neck" hreflang="ru"' in client.get("/search/?q=neck").content.decode()
    )
    assert (
        'href="/accounts/login/" hreflang="en"'
        in client.get("/ru/accounts/login/").content.decode()
    )


@pytest.mark.parametrize(
    "path", ["/healthz", "/robots.txt", "/sitemap.xml", "/admin/", "/workouts/sync/"]
)
def test_machines_have_one_address(client: Client, path: str) -> None:
    assert client.get(path).status_code != 404
    assert client.get(f"/ru{path}").status_code == 404
    assert client.get("/en-gb/").status_code == 404


def test_paths_go_there_and_back() -> None:
    assert in_language("/guides/", "ru") == "/ru/guides/"
    assert in_language("/ru/guides/?a=1", "en-gb") == "/guides/?a=1"
    assert without_language("/rugby/") == "/rugby/"


def test_ways_stay_in_the_language(client: Client) -> None:
    away = client.get("/ru/workouts/")
    assert away["Location"] == "/ru/accounts/login/?next=/ru/workouts/"
    guide = client.get("/ru/guides/anatomy-of-the-back/").content.decode()
    assert 'href="/ru/exercises/chin-tuck/"' in guide
    assert 'href="/exercises/chin-tuck/"' not in guide


def test_pages_in_russian_ask_the_database_no_more_often(
    client: Client, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for path in (
        "/exercises/",
        "/programs/upper-back/",
        "/search/?q=back",
        "/find/?where=neck&have=none",
    ):
        counts = []
        for prefix in ("", "/ru"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"{prefix}{path}").status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1], path


def test_what_is_not_translated_is_english_and_says_so(client: Client) -> None:
    exercise = Exercise.objects.get(slug="deadlift")
    exercise.translations["ru"].pop("breathing")
    exercise.save()
    with translation.override("ru"):
        assert exercise.name == RUSSIAN
        assert exercise.breathing == Exercise.objects.get(slug="deadlift").breathing
        assert exercise.language_of("breathing") == "en"
        assert exercise.language_of("name") == ""
        with as_written():
            assert exercise.name == NAME
        exercise.save()  # writes the columns as they are
    exercise.refresh_from_db()
    assert exercise.name == NAME
    assert (
        f' lang="en">{exercise.breathing}' in client.get("/ru/exercises/deadlift/").content.decode()
    )


def test_texts_of_a_program_in_english_say_so(client: Client) -> None:
    program = Program.objects.get(slug="pain-to-strength")
    phase, day = program.phases.first(), program.days.first()
    assert phase
    assert day
    program.translations["ru"].pop("description")
    phase.translations["ru"].pop("goal")
    day.translations["ru"].pop("notes", None)
    for row in (program, phase, day):
        row.save()
    page = client.get("/ru/programs/pain-to-strength/").content.decode()
    assert f' lang="en">{phase.goal[:20]}' in page
    assert f' lang="en"><p>{program.description[:20]}' in page
    assert not day.notes or f' lang="en">{day.notes[:20]}' in page


def test_products_and_shops_are_told_in_russian(client: Client, settings: Any) -> None:
    settings.SHOW_SAMPLE_PRODUCTS = True
    page = client.get("/ru/equipment/products/?city=Moscow").content.decode()
    assert '<option value="Moscow" selected>Москва (3)</option>' in page
    assert "HVAT Latex Band, набор лент" in page
    page = client.get("/ru/equipment/resistance-bands/hvat-latex-band/").content.decode()
    assert "Москва, ТЦ «Круг»" in page
    assert "Латекс" in page


def test_loading_keeps_translations_of_editors() -> None:
    call_command("load_content", verbosity=0)
    exercise = Exercise.objects.get(slug="deadlift")
    exercise.translations["ru"]["name"] = "Моя тяга"
    exercise.save()
    row = Exercise.objects.get(slug="bird-dog")
    row.translations.pop("ru")
    row.save()
    call_command("load_content", verbosity=0)
    exercise.refresh_from_db()
    row.refresh_from_db()
    assert exercise.translations["ru"]["name"] == "Моя тяга"
    assert row.translations["ru"]["name"]
    assert exercise.content_digest == ExerciseLoader().read(exercise).digest()


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ({"name": "Имя", "steps": ["раз"]}, "steps: 1 entries, 2 in English"),
        ({"steps": ["раз", "два"]}, "name: not translated"),
        ({"name": "Имя", "steps": ["раз", ""]}, "steps 2: not translated"),
        ({"name": "Имя", "steps": ["раз", "два"], "new": "x"}, "new: has nothing in English"),
        ({"name": ["Имя"], "steps": ["раз", "два"]}, "name: must be a text"),
    ],
)
def test_translation_of_another_shape_is_refused(texts: dict[str, object], problem: str) -> None:
    english = {"name": "Name", "steps": ["one", "two"], "note": "", "aliases": []}
    assert list(translations.problems(english, texts)) == [problem]
    good = {"name": "Имя", "steps": ["раз", "два"], "aliases": ["ещё"]}
    assert list(translations.problems(english, good)) == []


def test_nothing_is_missing_or_stale_and_catalogues_are_compiled() -> None:
    call_command("check_translations")
    for code, _name in settings.LANGUAGES[1:]:
        folder = Path(settings.LOCALE_PATHS[0]) / code / "LC_MESSAGES"
        with (folder / "django.mo").open("rb") as compiled:
            texts = {m.id if isinstance(m.id, str) else m.id[0] for m in read_mo(compiled) if m.id}
        from tests.pseudo_language import messages

        known = {m if isinstance(m, str) else m[0] for m, _context in messages()}
        assert known - texts == set(), "make messages"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "1 подход"),
        (2, "2 подхода"),
        (5, "5 подходов"),
        (11, "11 подходов"),
        (21, "21 подход"),
        (22, "22 подхода"),
        (25, "25 подходов"),
        (1.5, "1.5 подхода"),
    ],
)
def test_plurals_are_russian(number: float, words: str) -> None:
    with translation.override("ru"):
        text = translation.ngettext("%(number)s set", "%(number)s sets", number)
        assert text % {"number": number} == words


def texts_in(value: Any, *place: str | int) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each text of an entry with its place, except what people search by."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from texts_in(each, *place, number)
    else:
        for key in value.keys() - {"aliases", "search_terms"}:
            yield from texts_in(value[key], *place, key)


def content_texts() -> Iterator[tuple[str, str, str]]:
    """Each text of the content: its file, the English, and the Russian."""
    for path, entry in translated_entries("ru"):
        russian = dict(texts_in(read_toml(path, path.name)))
        for place, english in texts_in(entry):
            yield path.name, english, russian.get(place, "")


def test_numbers_of_the_content_are_the_same_in_russian() -> None:
    """Doses, limits of pain, weights, ages: what the English says in digits, the Russian does too."""

    def numbers(text: str) -> set[str]:
        return {each.replace(",", ".") for each in re.findall(r"\d+(?:[.,]\d+)?", text)}

    lost = {
        (name, *sorted(missing))
        for name, english, russian in content_texts()
        if (missing := numbers(english) - numbers(russian))
    }
    assert not lost


def test_who_needs_an_ambulance_is_told_the_russian_numbers() -> None:
    calls = re.compile(r"call an ambulance|emergency services|call for help|is an emergency", re.I)
    silent = {
        name
        for name, english, russian in content_texts()
        if calls.search(english) and not {"103", "112"} <= set(re.findall(r"\d+", russian))
    }
    assert not silent


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        (r"bladder|passing (urine|water)", r"моч"),
        (r"\bnumb(ness)?\b", r"онем|неме[ею]т"),
        (r"both legs", r"обе(их)? (ног|сразу)|слабеют обе"),
        (r"chest pain|pain in the chest", r"бол[а-я]+ в груди"),
        (r"double vision", r"двоени"),
        (r"dizz|giddy|light-headed", r"головокруж|кружится голова|голова кружится|закруж"),
        (r"tingl", r"покалыв"),
        (r"pregnan", r"беремен"),
        (r"fever", r"температур|лихорадк"),
        (r"blood pressure", r"давлени"),
        (r"latex", r"латекс|Latex Band"),  # a name of a product
        (r"safety check", r"проверк\w+ безопасности"),
        (r"never hold", r"не задерживайте"),
    ],
)
def test_no_warning_is_lost_in_russian(english: str, russian: str) -> None:
    lost = {
        (name, text)
        for name, text, translated in content_texts()
        if re.search(english, text, re.I) and not re.search(russian, translated, re.I)
    }
    assert not lost


def test_weekdays_are_small_letters_inside_a_russian_sentence() -> None:
    with translation.override("ru"):
        names = [str(name) for name in WEEKDAY_NAMES.values()]
    assert names[:3] == ["понедельник", "вторник", "среда"]
    assert all(name.islower() for name in names)


def test_one_english_word_for_two_things_is_two_russian_words() -> None:
    """The button that prints is no size of letters, sessions of training are no sign-ins."""
    with translation.override("ru"):
        assert translation.gettext("Print") == "Печать"
        assert translation.pgettext("size of the letters", "Print") == "Шрифт"
        assert translation.gettext("Sessions") == "Занятия"
        assert translation.pgettext("where one is signed in", "Sessions") == "Сеансы"
        assert str(NewWorkoutForm().fields["title"].label) == "Название"


def test_what_lags_behind_is_told_in_the_right_case() -> None:
    """Names of body parts stand as they are in a sentence, so the sentence fits around them."""
    loads = [Load("lower-back", "Поясница", Decimal(20)), Load("core", "Кор", Decimal(4))]
    with translation.override("ru"):
        assert balance_sentence(loads).startswith("На «поясница» приходится")


def test_dates_and_numbers_are_russian() -> None:
    with translation.override("ru"):
        assert date_format(date(2026, 3, 2), "DATE_FORMAT") == "2 марта 2026"
        assert date_format(date(2026, 3, 2), "LONG_DATE_FORMAT") == "2 марта 2026 (понедельник)"
        assert date_format(date(2026, 3, 4), "LONG_MONTH_DAY_FORMAT") == "4 марта (среда)"
        assert Day(date(2026, 12, 3), "UTC", []).month == "декабря"
        assert number_text(Decimal("93.50")) == "93,5"


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("3×8-12 40кг", "3x8-12 @ 40kg"),
        ("30–40 всего", "30-40 total"),
        ("3 подхода по 8–12 повторений, отдых 2 мин", "3x8-12 rest 2min"),
        ("3х10 с весом 42,5 кг на каждую сторону", "3x10 each side @ 42.5kg"),
        ("удержание 20 с, 3 раза, темп 3-1-1", "hold 20s x3 tempo 3-1-1"),
        ("2х45с заметка: Спина прямая", "2x45s note: Спина прямая"),
    ],
)
def test_quick_line_reads_both_languages(typed: str, english: str) -> None:
    values = parse_prescription(typed)
    assert print_prescription(values) == english
    with translation.override("ru"):
        russian = print_prescription(values)
        assert parse_prescription(russian) == parse_prescription(english) == values


@pytest.mark.parametrize("prefix", ["", "/ru"])
@pytest.mark.parametrize(
    "text",
    ["deadlift", "становая тяга", "СТАНОВАЯ", "становая тяга со штангои", "становоя", "deadlfit"],
)
def test_search_finds_names_of_both_languages(client: Client, prefix: str, text: str) -> None:
    found = client.get(f"{prefix}/search/", {"q": text}).content.decode()
    assert f"{prefix}/exercises/deadlift/" in found


def test_calendars_and_mails_speak_the_persons_language(
    client: Client, owner: User, mailing: None
) -> None:
    ScheduleFactory(workout=WorkoutFactory(owner=owner))
    feed = CalendarFeed.objects.make_for(owner)
    english = client.get(feed.get_absolute_url())
    User.objects.filter(pk=owner.pk).update(language="ru")
    russian = client.get(feed.get_absolute_url(), headers={"If-None-Match": english["ETag"]})
    assert russian.status_code == 200
    uids = [
        [line for line in each.content.decode().splitlines() if line.startswith("UID")]
        for each in (english, russian)
    ]
    assert uids[0] == uids[1] != []
    assert "/ru/workouts/" in russian.content.decode().replace("\r\n ", "")
    client.post("/accounts/password/reset/", {"email": owner.email})
    assert "код" in mail.outbox[-1].subject


def test_programs_calendar_is_in_the_language_of_its_address(client: Client) -> None:
    address = "/programs/upper-back/calendar.ics?start=2026-12-07&time=18:00&tz=Europe/Moscow"
    english, russian = (client.get(f"{each}{address}").content.decode() for each in ("", "/ru"))
    title = Program.objects.get(slug="upper-back").translations["ru"]["title"]
    assert f"SUMMARY:{title}" in russian
    assert [each for each in english.splitlines() if each.startswith("UID")] == [
        each for each in russian.splitlines() if each.startswith("UID")
    ]


def test_sign_up_and_settings_keep_the_language(
    client: Client, owner_client: Client, owner: User
) -> None:
    form = {"email": "nina@example.org", "password1": "a correct horse battery"}
    client.post("/ru/accounts/signup/", form)
    assert User.objects.get(email=form["email"]).language == "ru"
    page = owner_client.get("/ru/account/").content.decode()
    assert '<option value="ru">Русский</option>' in page


def test_editors_translate_beside_the_english(editor_client: Client) -> None:
    exercise = Exercise.objects.get(slug="bird-dog")
    address = f"/admin/exercises/exercise/{exercise.pk}/translate/ru/"
    page = editor_client.get(address)
    assert exercise.summary in page.content.decode().replace("&#x27;", "'")
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    lines = {
        name: "\n".join(each) if isinstance(each, list) else each or ""
        for name, each in data.items()
    }
    short = {**lines, "0-steps": "Один шаг"}
    assert editor_client.post(address, short).status_code == 422
    assert editor_client.post(address, {**lines, "0-name": "Птица-собака"}).status_code == 302
    exercise.refresh_from_db()
    with translation.override("ru"):
        assert exercise.name == "Птица-собака"
    assert exercise.history.count() == 2
    exercise.summary = "Another text."
    exercise.save()
    assert "errornote" in editor_client.get(address).content.decode()
    stale = editor_client.get("/admin/exercises/exercise/?translation=stale").content.decode()
    assert "Bird-dog" in stale
    assert NAME not in stale.partition("result_list")[2]
