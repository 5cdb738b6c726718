"""Files as apps write them, and each damaged in every way: words, nothing stored, and never an error of ours."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape
from pytest_django.asserts import assertContains

from backfit.accounts.models import User
from programs.logs.history_export import history_csv, history_json
from programs.logs.importing import read_history
from programs.logs.importing.table import MAX_BYTES, MAX_CELL, MAX_ROWS
from programs.logs.importing.types import ReadHistory, UnreadableHistoryError
from programs.models import ImportedHistory
from tests.factories import SetLogFactory, WorkoutLogFactory
from tests.programs.test_history_import import ADDRESS, confirm, everything, upload

SAMPLES = {path.name: path.read_bytes() for path in (Path(__file__).parent / "histories").iterdir()}
PLAIN = b"Date,Exercise,Weight (kg),Reps,Notes\n2026-03-02,Deadlift,60,5,\xd1\x8f\n"
SAMPLES["any.csv"] = PLAIN
Damage = Callable[[bytes], bytes]


def text(change: Callable[[str], str]) -> Damage:
    """A damage of the text."""
    return lambda content: change(content.decode()).encode()


def last_cell(cell: str) -> Damage:
    """One more row, whose every cell is this text."""

    def add(content: str) -> str:
        head = content.splitlines()[0]
        mark = max(",;", key=head.count)
        return content + mark.join([cell] * (head.count(mark) + 1)) + "\n"

    return text(add)


def zipped(content: bytes) -> bytes:
    """As a spreadsheet is packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", content)
    return made.getvalue()


def mixed_ends(content: str) -> str:
    """Each line with another end; those inside a cell stay."""
    ends = ["\r\n", "\n", "\r"]
    parts = content.split("\n")
    return "".join(part + ends[place % 3] for place, part in enumerate(parts[:-1])) + parts[-1]


SAME: dict[str, Damage] = {
    "byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "UTF-16": lambda content: content.decode().encode("utf-16"),
    "UTF-16, big": lambda content: b"\xfe\xff" + content.decode().encode("utf-16-be"),
    "UTF-16 without a mark": lambda content: content.decode().encode("utf-16-le"),
    "line ends of Windows": lambda content: content.replace(b"\n", b"\r\n"),
    "line ends of old Macs": lambda content: content.replace(b"\n", b"\r"),
    "mixed line ends": text(mixed_ends),
    "empty lines": lambda content: content + b"\n\n  \n",
    "no last line end": lambda content: content.rstrip(b"\n"),
}
"""What changes nothing of what is read."""

LEFT_OUT: dict[str, Damage] = {
    "formula cells": last_cell("=cmd|' /C calc'!A0"),
    "HTML in cells": last_cell("<img src=x onerror=alert(1)>"),
    "words for numbers": last_cell("many"),
    "huge number": last_cell("9" * 400),
    "control characters": last_cell("\x01\x1b\u202e\ufffe"),
    "long cell": last_cell("x" * (MAX_CELL - 1)),
    "too many cells": text(lambda content: content + ",;" * 40 + "x\n"),
}
"""What is left out with its reason, and the rest is read."""

REFUSED: dict[str, tuple[Damage, str]] = {
    "empty": (lambda _content: b"", "The file is empty."),
    "spaces": (lambda _content: b" \r\n\t ", "The file is empty."),
    "header alone": (lambda content: content.split(b"\n")[0], "no rows after it"),
    "open quote": (lambda content: content + b'"open', "quotation marks"),
    "quote inside": (last_cell('"a"b'), "quotation marks"),
    "huge cell": (last_cell("x" * (MAX_CELL + 1)), "a cell is longer than 20,000"),
    "huge quoted cell": (last_cell('"' + "x" * 150_000 + '"'), "a cell is longer than 20,000"),
    "NUL": (lambda content: content + b"a\0b\n", "This is not a text file."),
    "spreadsheet": (zipped, "This file is packed, or a spreadsheet."),
    "zip bomb": (lambda _content: zipped(b"0" * 60_000_000), "This file is packed"),
    "gzip": (gzip.compress, "This file is packed"),
    "old spreadsheet": (lambda content: b"\xd0\xcf\x11\xe0" + content, "or a spreadsheet"),
    "web page": (lambda content: b"\n<!DOCTYPE html><html>" + content, "This is a web page"),
    "picture": (lambda _content: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This is not a text file."),
    "too large": (lambda content: content.ljust(MAX_BYTES + 1), "larger than 6\u00a0MB"),
    "too long": (
        lambda content: content + content.splitlines(True)[-1] * (MAX_ROWS + 1),
        "more than 50,000 rows",
    ),
    "half of a UTF-16": (lambda content: content.decode().encode("utf-16")[:-1], "damaged from"),
    "too many columns": (lambda content: b"a," * 200 + b"\n" + content, "more than 100 columns"),
}
"""What is refused whole, with a sentence."""

each_sample = pytest.mark.parametrize("sample", SAMPLES)


def told(history: ReadHistory) -> list[object]:
    """What was read, whatever its lines end with."""
    return [
        (session.start, session.title, session.note, done.name, done.kind, done.reps, done.load_kg)
        for session in history.sessions
        for done in session.sets
    ]


def facts(content: bytes) -> tuple[str, list[object], int]:
    history = read_history(content)
    return history.source, told(history), len(history.skipped)


@each_sample
@pytest.mark.parametrize("damage", SAME)
def test_writing_of_the_file_does_not_matter(sample: str, damage: str) -> None:
    assert facts(SAME[damage](SAMPLES[sample])) == facts(SAMPLES[sample])


@each_sample
@pytest.mark.once
@pytest.mark.parametrize("damage", LEFT_OUT)
@pytest.mark.django_db
def test_damaged_row_is_left_out_in_words_and_the_rest_can_be_brought(
    sample: str, damage: str, owner: User, owner_client: Client
) -> None:
    content = LEFT_OUT[damage](SAMPLES[sample])
    preview = upload(owner_client, content)
    plan = preview.context["plan"]
    assert told(plan.history) == told(read_history(SAMPLES[sample]))
    line, reason = plan.history.skipped[-1]
    assertContains(preview, escape(reason))
    assert line > len(SAMPLES[sample].splitlines()) - 1
    assert everything(owner) == []
    assertContains(confirm(owner_client, preview), "Undo")


@each_sample
@pytest.mark.once
@pytest.mark.parametrize("damage", REFUSED)
@pytest.mark.django_db
def test_unreadable_file_is_refused_in_words_and_nothing_is_stored(
    sample: str, damage: str, owner: User, owner_client: Client
) -> None:
    change, sentence = REFUSED[damage]
    file = SimpleUploadedFile("history.csv", change(SAMPLES[sample]), "text/csv")
    response = owner_client.post(ADDRESS, {"file": file})
    assert response.status_code == 422
    assert sentence in response.context["form"].errors["file"][0]
    assert not ImportedHistory.objects.exists()
    assert everything(owner) == []


def sets_before(content: bytes, end: int) -> int:
    """How many sets are read of a file that ends there; 0 when it is refused in words."""
    try:
        return len(told(read_history(content[:end])))
    except UnreadableHistoryError as error:
        return 0 if str(error) else 10_000


@each_sample
def test_file_that_ends_anywhere_is_read_so_far_or_refused(sample: str) -> None:
    content = SAMPLES[sample]
    whole = len(told(read_history(content)))
    assert all(sets_before(content, end) <= whole for end in range(len(content)))


@pytest.mark.django_db
def test_own_export_that_ends_anywhere_is_read_so_far_or_refused(owner: User) -> None:
    log = WorkoutLogFactory(owner=owner, workout=None, note='Two\nlines, "quoted"')
    SetLogFactory(log=log, note="x;y")
    for content in (history_csv(owner), history_json(owner)):
        assert all(sets_before(content, end) <= 1 for end in range(len(content)))


@pytest.mark.django_db
def test_letters_of_another_encoding_are_pointed_out(owner_client: Client) -> None:
    words = "how its letters are written"
    sample = SAMPLES["fitnotes-android.csv"]
    assertContains(upload(owner_client, sample.decode().encode("cp1251")), words)
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        page = upload(owner_client, sample.decode().encode(encoding)).content.decode()
        assert words not in page
