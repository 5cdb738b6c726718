"""Files of other apps, read: each format with its traps, and everything that a file can have wrong."""

# Other apps write times by the clock on the wall, in no zone.

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from programs.logs.importing import read_history
from programs.logs.importing.columns import guessed
from programs.logs.importing.table import MAX_BYTES, MAX_CELL, MAX_ROWS
from programs.logs.importing.types import Choices, ReadHistory, ReadSet, UnreadableHistoryError
from programs.logs.importing.values import moment, month_of

STRONG_IOS = """Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE
2026-04-06 07:15:02,"Pull, early",48m,"Bent Over Row (Barbell)",W,40.0,10.0,0,0.0,"","Tired
but fine",
2026-04-06 07:15:02,"Pull, early",48m,"Bent Over Row (Barbell)",1,62.5,6.0,0,0.0,"=1+1","Tired
but fine",0
2026-04-06 07:15:02,"Pull, early",48m,"Chin Up (Assisted)",1,20.0,7.0,0,0.0,"","",9
2026-04-06 19:00:00,"Pull, late",10m,Plank,1,0.0,0.0,0,61.0,"","",
"""
STRONG_SEMICOLON = """Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (kg);Reps;RPE;Distance (meters);Seconds;Notes;Workout Notes
"7";"2026-04-06 07:15:02";"Pull";"2880";"Row";"W";"40";"10";"";"";"";"";"Good"
"7";"2026-04-06 07:15:02";"Pull";"2880";"Row";"1";"62,5";"6";"7,5";"";"";"";""
"7";"2026-04-06 07:15:02";"Pull";"2880";"Row";"Rest Timer";"";"";"";"";"120";"";""
"7";"2026-04-06 07:15:02";"Pull";"2880";"Row";"D";"40";"11";"";"";"";"";""
"7";"2026-04-06 07:15:02";"Pull";"2880";"Row";"F";"30";"15";"";"";"";"";""
"7";"2026-04-06 07:15:02";"Pull";"2880";"Row";"Note";"";"";"";"";"";"Elbows in";""
"""
STRONG_UNITS = """Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;Workout Notes;Workout Duration
2026-04-06 07:15:02;"Pull";"Row";1;135;lbs;6;;;;0;"";"";1h 2m
2026-04-06 07:15:02;"Pull";"Run";1;;;;;2;km;600;"";"";1h 2m
"""
HEVY = """title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_lbs,reps,distance_miles,duration_seconds,rpe
"Pull","6 Apr 2026, 07:15","6 Apr 2026, 08:03","Slow\\nstart","Row (Cable)",0,"low pulley",0,"warmup",45,10,,,
"Pull","6 Apr 2026, 07:15","6 Apr 2026, 08:03","Slow\\nstart","Row (Cable)",0,"low pulley",1,"dropset",90,8,,,9.5
"Pull","6 Apr 2026, 07:15","6 Apr 2026, 08:03","Slow\\nstart","Dead Hang",,"",,"normal",,,,35,
"Тяга","2026-04-07 18:00:00","2026-04-07 18:20:00","","Подтягивания (с помощью)",,"",0,"failure",30,5,,,
"""
FITNOTES = """Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment
2026-04-06,Row,Rücken,60.0,kgs,8,,,,"steady, slow"
2026-04-06,Row,Rücken,130.0,lbs,8,,,,
2026-04-06,Rower,Cardio,,,,1.5,km,00:07:30,
"""
FITNOTES_IOS = """Date,Exercise,Category,Weight (kg),Weight (lbs),Reps,Distance,Distance Unit,Time,Notes,Kind
2026-04-06,Row,Back,,130,8,,,,,wr
2026-04-06,Hollow Hold,Core,,,,,,00:01:05,shaky,t
"""
LIFTOSAUR = """Workout DateTime,Program,Day Name,Exercise,Is Warmup Set?,Completed Reps,Completed RPE,Completed Weight Value,Completed Weight Unit,Completed Reps Time,Notes
2026-04-06T05:15:02.000Z,Mine,Day A,"Row, Barbell",1,10,,40,kg,2026-04-06T05:20:00.000Z,Grip
2026-04-06T05:15:02.000Z,Mine,Day A,"Row, Barbell",0,6,8.5,135,lb,2026-04-06T05:31:00.000Z,Grip
2026-04-06T05:15:02.000Z,Mine,Day A,"Row, Barbell",0,,,,,,Grip
"""
ALL = [STRONG_IOS, STRONG_SEMICOLON, STRONG_UNITS, HEVY, FITNOTES, FITNOTES_IOS, LIFTOSAUR]


def read(text: str, **choices: object) -> ReadHistory:
    return read_history(text.encode(), Choices(**choices))


def local(text: str) -> datetime:
    """A time without its zone."""
    return datetime.fromisoformat(text)


def sets(history: ReadHistory) -> list[ReadSet]:
    return [each for session in history.sessions for each in session.sets]


def test_strong_without_a_unit_asks_for_it_with_the_heaviest_set() -> None:
    history = read(STRONG_IOS, unit="lb")
    early, late = history.sessions
    assert (early.title, early.start) == ("Pull, early", local("2026-04-06 07:15:02"))
    assert (early.seconds, early.note, late.seconds) == (2880, "Tired\nbut fine", 600)
    warm_up, work, chin_up, plank = sets(history)
    assert (warm_up.kind, work.kind, work.effort, work.note) == ("warm-up", "work", None, "=1+1")
    assert work.load_kg == Decimal("28.350")
    assert chin_up.load_kg is None
    assert (chin_up.assistance_kg, chin_up.effort) == (Decimal("9.072"), Decimal(9))
    assert (plank.reps, plank.load_kg, plank.seconds) == (None, None, 61)
    assert history.heaviest == (Decimal("62.5"), "Bent Over Row (Barbell)")


def test_strong_with_semicolons_keeps_kinds_and_notes_and_skips_timers() -> None:
    history = read(STRONG_SEMICOLON)
    assert [each.kind for each in sets(history)] == ["warm-up", "work", "drop", "failure"]
    assert (sets(history)[1].load_kg, sets(history)[1].effort) == (Decimal("62.5"), Decimal("7.5"))
    assert sets(history)[-1].note == "Elbows in"
    assert history.sessions[0].note == "Good"
    assert history.skipped == [(4, "A rest timer is no set.")]
    assert history.heaviest is None


def test_strong_with_a_unit_in_each_row() -> None:
    row, run = sets(read(STRONG_UNITS))
    assert row.load_kg == Decimal("61.235")
    assert (run.distance_m, run.seconds) == (Decimal(2000), 600)


def test_hevy_reads_localised_months_written_breaks_and_help() -> None:
    history = read(HEVY)
    pull, more = history.sessions
    assert (pull.start, pull.finish) == (local("2026-04-06 07:15:00"), local("2026-04-06 08:03:00"))
    assert pull.note == "Slow\nstart"
    assert [each.kind for each in pull.sets] == ["warm-up", "drop", "work"]
    assert [each.note for each in pull.sets] == ["low pulley", "", ""]
    assert (pull.sets[1].load_kg, pull.sets[2].seconds) == (Decimal("40.823"), 35)
    assert (more.title, more.sets[0].assistance_kg) == ("Тяга", Decimal("13.608"))


def test_fitnotes_has_days_and_a_unit_in_each_row_or_column() -> None:
    kg, lb, rower = sets(read(FITNOTES))
    assert read(FITNOTES).sessions[0].start == date(2026, 4, 6)
    assert (kg.load_kg, lb.load_kg, kg.note) == (Decimal(60), Decimal("58.967"), "steady, slow")
    assert (rower.distance_m, rower.seconds) == (Decimal(1500), 450)
    row, hold = sets(read(FITNOTES_IOS))
    assert (row.load_kg, hold.seconds, hold.note) == (Decimal("58.967"), 65, "shaky")


def test_liftosaur_is_in_utc_and_leaves_out_what_was_not_done() -> None:
    history = read(LIFTOSAUR)
    (session,) = history.sessions
    assert session.start == datetime(2026, 4, 6, 5, 15, 2, tzinfo=UTC)
    assert session.finish == datetime(2026, 4, 6, 5, 31, tzinfo=UTC)
    assert [(each.name, each.kind, each.note) for each in session.sets] == [
        ("Row, Barbell", "warm-up", "Grip"),
        ("Row, Barbell", "work", ""),
    ]
    assert history.skipped == [(4, "This set was not done.")]


def test_any_csv_is_read_by_naming_its_columns() -> None:
    text = "Lift;Peso;Quando;n\nRow;60,5;3/4/2026;8\nRow;62;14/4/2026;6\n"
    assert read(text).missing_roles
    columns = {"exercise": 0, "load": 1, "date": 2, "reps": 3}
    history = read(text, columns=columns, unit="kg")
    assert [each.start for each in history.sessions] == [date(2026, 4, 3), date(2026, 4, 14)]
    assert [each.load_kg for each in sets(history)] == [Decimal("60.5"), 62]
    assert not history.asks_day_first


def test_columns_are_guessed_by_their_names() -> None:
    assert guessed(["Date", "Exercise", "Weight (lb)", "Reps", "Notes"]) == {
        "date": 0,
        "exercise": 1,
        "load": 2,
        "reps": 3,
        "note": 4,
    }
    history = read("Date,Exercise,Weight (lb),Reps\n2026-04-06,Row,100,5\n", unit="kg")
    assert sets(history)[0].load_kg == Decimal("45.359")
    assert history.heaviest is None


def test_day_or_month_first_is_asked_only_where_no_date_tells() -> None:
    text = "Date,Exercise,Reps\n3/4/2026,Row,5\n"
    assert read(text).asks_day_first
    assert read(text, day_first=False).sessions[0].start == date(2026, 3, 4)
    assert read(text + "3/14/2026,Row,5\n").sessions[0].start == date(2026, 3, 4)


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "ene feb mar abr may jun jul ago sept oct nov dic",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
    "nl": "jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.",
    "ru": "янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.",
    "pl": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "tr": "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
}


@pytest.mark.parametrize("language", MONTHS)
def test_months_in_many_languages(language: str) -> None:
    assert [month_of(name) for name in MONTHS[language].split()] == list(range(1, 13))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-04-06 07:15:02", local("2026-04-06 07:15:02")),
        ("6 de abr. de 2026, 07:15", local("2026-04-06 07:15:00")),
        ("Apr 6, 2026, 7:15 PM", local("2026-04-06 19:15:00")),
        ("Apr 6, 2026, 12:05 a.m.", local("2026-04-06 00:05:00")),
        ("6.4.2026 07:15", local("2026-04-06 07:15:00")),
        ("2026年4月6日 07:15", local("2026-04-06 07:15:00")),
        ("6 avr. 2026 à 07:15", local("2026-04-06 07:15:00")),
    ],
)
def test_dates_as_apps_write_them(text: str, expected: datetime) -> None:
    assert moment(text, day_first=True) == expected


@pytest.mark.parametrize("text", ALL)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_format_in_every_encoding_and_with_any_line_ends(text: str, encoding: str) -> None:
    plain = read(text)
    for sent in (text, text.replace("\n", "\r\n")):
        found = read_history(sent.encode(encoding))
        assert found.source == plain.source
        assert [(s.start, s.title) for s in found.sessions] == [
            (s.start, s.title) for s in plain.sessions
        ]
        assert [(s.name, s.reps, s.load_kg) for s in sets(found)] == [
            (s.name, s.reps, s.load_kg) for s in sets(plain)
        ]


def test_latin_letters_of_an_old_export() -> None:
    content = FITNOTES.encode("cp1252")
    assert [each.name for each in sets(read_history(content))] == ["Row", "Row", "Rower"]


def packed() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("history.csv", b"0" * 50_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"  \n", "The file is empty."),
        (b"a" * (MAX_BYTES + 1), "larger than 6\u00a0MB"),
        (packed(), "This file is packed"),
        (gzip.compress(b"0" * 1000), "This file is packed"),
        (b"a,b\n\0\x01\x02", "This is not a text file."),
        (b"\xff\xfea\0b", "damaged from byte"),
        (STRONG_IOS.split("\n", maxsplit=1)[0].encode(), "no rows after it"),
        ((STRONG_IOS + '2026-04-06,"open').encode(), "Line 8: the quotation marks"),
        (FITNOTES.replace('"steady, slow"', '"a"b').encode(), "Line 2: the quotation marks"),
        (FITNOTES.replace("steady", "x" * (MAX_CELL + 1)).encode(), "Line 2: a cell is longer"),
        (FITNOTES.replace("steady", "x" * 200_000).encode(), "a cell is longer"),
        (b"a,b\n" + b"1,2\n" * (MAX_ROWS + 1), "more than 50,000 rows"),
        (b"a," * 200 + b"\n1,2\n", "more than 100 columns"),
        (b"{", "not JSON from line 1, column 2"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"format": "other"}', "must be “backfit-history”"),
        (b'{"format": "backfit-history", "version": 1, "sessions": [3]}', "Session 1"),
    ],
    ids=range(18),
)
def test_what_cannot_be_read_is_told_in_words(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableHistoryError) as told:
        read_history(content)
    assert sentence in str(told.value)


@pytest.mark.parametrize("text", ALL)
def test_damaged_rows_are_left_out_with_their_line(text: str) -> None:
    head, first, *rest = text.splitlines()
    separator = ";" if ";" in head else ","
    too_long = first.count('"') % 2 == 0
    broken = "\n".join([head, f"{first}{separator * 3}x", *rest]) if too_long else text
    history = read(broken)
    assert bool([line for line, _reason in history.skipped if line == 2]) == too_long


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026-04-06,Row,,many", "“many” is not a number."),
        ("2026-04-06,Row,,1e9", "“1e9” is not a number."),
        ("2026-04-06,Row,,NaN", "“NaN” is not a number."),
        ("2026-04-06,Row,,2.5", "“2.5” is not a whole number."),
        ("2026-04-06,Row,99999999,5", "A number is too small or too large."),
        ("2026-04-06,Row,,99999", "A number is too small or too large."),
        ("2026-04-06,Row,60,", "This set has neither repetitions, time nor distance."),
        ("2026-04-06,,60,5", "The name of the exercise is missing."),
        (f"2026-04-06,{'R' * 200},60,5", "longer than 120 characters"),
        ("2026-13-06,Row,60,5", "“2026-13-06” is not a date."),
        ("0001-01-01,Row,60,5", "“0001-01-01” is not a date."),
        ("soon,Row,60,5", "“soon” is not a date."),
        (",Row,60,5", "The date is missing."),
    ],
)
def test_senseless_rows_are_left_out_with_the_reason(row: str, reason: str) -> None:
    history = read(f"Date,Exercise,Weight (kg),Reps\n{row}\n2026-04-06,Row,60,5\n")
    (line, told), *_others = history.skipped
    assert line == 2
    assert reason in told
    assert len(sets(history)) == 1


def test_names_in_one_script_stay_apart() -> None:
    text = "Date,Exercise,Reps\n2026-04-06,Тяга,5\n2026-04-06,Кошка,5\n2026-04-06,Мостик,5\n"
    assert {each.name for each in sets(read(text))} == {"Тяга", "Кошка", "Мостик"}
