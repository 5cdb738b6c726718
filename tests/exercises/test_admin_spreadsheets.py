"""Files of spreadsheet programs in the admin: whatever they hold, they are read within bounds or told."""

from __future__ import annotations

import csv
import tracemalloc
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from django.contrib.admin.sites import site
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.asserts import assertContains

from exercises.admin.import_export import CatalogueImportExportMixin, CatalogueResource
from exercises.admin.import_export.formats import Csv, Xlsx
from exercises.admin.import_export.pages import PendingImportStorage
from exercises.admin.import_export.workbook import TooLargeError, workbook_of, workbook_rows
from exercises.formulas import guard_formula, unguard_formula
from exercises.models import Product
from tests.factories import ProductFactory

pytestmark = pytest.mark.django_db

FORMATS = {"csv": "0", "xlsx": "1", "json": "2"}
PRODUCTS = "slug,status,equipment,brand,model,summary,is_sample"
ADMINS = [
    pytest.param(model, admin, id=model.__name__)
    for model, admin in site._registry.items()
    if isinstance(admin, CatalogueImportExportMixin)
]


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Files that wait to be imported are the test's own."""
    monkeypatch.setattr(PendingImportStorage, "files", FileSystemStorage(tmp_path))


def address(model: Any, what: str) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/{what}/"


def export(client: Client, model: Any, kind: str) -> bytes:
    return client.post(address(model, "export"), {"format": FORMATS[kind]}).content


def send(client: Client, model: Any, kind: str, content: bytes) -> Any:
    file = SimpleUploadedFile(f"new.{kind}", content)
    data = {"format": FORMATS[kind], "import_file": file, "resource": "0"}
    return client.post(address(model, "import"), data)


def confirmed(client: Client, model: Any, answer: Any) -> None:
    assert "confirm_form" in answer.context, answer.content.decode()
    client.post(address(model, "process_import"), answer.context["confirm_form"].initial)


def with_sheet(xml: str) -> bytes:
    """A workbook whose first sheet is this XML."""
    made = BytesIO()
    with ZipFile(BytesIO(workbook_of([["slug"]]))) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, xml if name.endswith("sheet1.xml") else old.read(name))
    return made.getvalue()


def sheet(rows: str, dimension: str = "") -> str:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}">{dimension}<sheetData>{rows}</sheetData></worksheet>'


# --- what is exported can be imported ------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("model", "admin"), ADMINS)
def test_every_export_is_read_back_as_it_was(
    editor_client: Client, model: Any, admin: Any, kind: str
) -> None:
    assert all(issubclass(each, CatalogueResource) for each in admin.resource_classes)
    answer = send(editor_client, model, kind, export(editor_client, model, kind))
    totals = answer.context["result"].totals
    assert totals["skip"] == sum(totals.values()) > 0


NASTY = ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "'=1", "'", "a_x0041_b", "_x000D_"]


@pytest.mark.parametrize("kind", FORMATS)
def test_texts_that_look_like_formulas_are_exported_as_texts(
    editor_client: Client, kind: str
) -> None:
    for brand in NASTY:
        ProductFactory(brand=brand)
    content = export(editor_client, Product, kind)
    if kind == "csv":
        cells = [cell for row in csv.reader(StringIO(content.decode())) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert "'=cmd|' /C calc'!A0" in cells
    if kind == "xlsx":
        found = openpyxl.load_workbook(BytesIO(content))
        rows: Any = found.worksheets[0].iter_rows()
        assert "f" not in {cell.data_type for row in rows for cell in row}
    totals = send(editor_client, Product, kind, content).context["result"].totals
    assert totals["skip"] == sum(totals.values())


@pytest.mark.parametrize("text", [*NASTY, "", "plain", "it's", "''+1", "\t1", "\r1"])
def test_guarded_text_is_no_formula_and_reads_back(text: str) -> None:
    assert not guard_formula(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguard_formula(guard_formula(text)) == text


def test_control_characters_of_old_rows_do_not_stop_a_workbook() -> None:
    (row,) = workbook_rows(workbook_of([["one\x0btwo\rthree\x00", 5, None, True]]))
    assert row == ["one\x0btwo\rthree\x00", 5, None, True]


def test_empty_cell_of_a_workbook_is_an_empty_text(editor_client: Client) -> None:
    head = PRODUCTS.split(",")
    row = ["loop-0", "draft", "resistance-bands", "Acme", "Loop 0", None, None]
    confirmed(
        editor_client,
        Product,
        send(editor_client, Product, "xlsx", workbook_of([head, row])),
    )
    product = Product.objects.get(slug="loop-0")
    assert (product.summary, product.is_sample) == ("", False)
    assert product.history.count() == 1


# --- as spreadsheet programs write them ----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f"{PRODUCTS}\nloop-1,draft,resistance-bands,Acme,Loop 1,A loop.,0\n,,,,,,\n , ,,,,,\n",
        f"{PRODUCTS}\nloop-1,draft,resistance-bands,Acme,Loop 1,A loop.,0\n".replace(",", ";"),
        f"{PRODUCTS}\nloop-1,draft,resistance-bands,Acme,Loop 1,A loop.,0\n".replace(",", "\t"),
        f"\ufeff{PRODUCTS}\r\nloop-1,draft,resistance-bands,Acme,Loop 1,A loop.,FALSE\r\n",
    ],
)
def test_tables_of_spreadsheet_programs_are_read(editor_client: Client, text: str) -> None:
    confirmed(editor_client, Product, send(editor_client, Product, "csv", text.encode()))
    assert Product.objects.get(slug="loop-1").summary == "A loop."


def test_first_sheet_is_read_whichever_is_shown(editor_client: Client) -> None:
    book = openpyxl.Workbook()
    first: Any = book.worksheets[0]
    first.append([*PRODUCTS.split(","), None])
    first.append(["loop-2", "draft", "resistance-bands", "Acme", 2, "A loop.", True])
    first.cell(row=30, column=9).number_format = "0.0"
    book.create_sheet("Notes").append(["nothing"])
    book.active = 1
    made = BytesIO()
    book.save(made)
    confirmed(editor_client, Product, send(editor_client, Product, "xlsx", made.getvalue()))
    product = Product.objects.get(slug="loop-2")
    assert (product.model, product.is_sample) == ("2", True)


@pytest.mark.parametrize("word", ["TRUE", "true", "True", "yes", "1", "1.0"])
def test_words_for_true_are_understood_in_either_case(editor_client: Client, word: str) -> None:
    text = f"{PRODUCTS}\nloop-4,draft,resistance-bands,Acme,Loop 4,A loop.,{word}"
    confirmed(editor_client, Product, send(editor_client, Product, "csv", text.encode()))
    assert Product.objects.get(slug="loop-4").is_sample


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("weight_kg", '"0,5"', "“0,5” is not a number such as 0.5."),
        ("weight_kg", "much", "“much” is not a number such as 0.5."),
        ("is_sample", "ИСТИНА", "“ИСТИНА” is neither 1 nor 0."),
        ("summary", "one\0two", "holds characters that are no text"),
        ("summary", "one\x0btwo", "holds characters that are no text"),
        ("price", "much", "is no price such as"),
        ("price", "1e999 EUR", "price"),
        ("priced_on", "31.12.2026", "“31.12.2026” is no day such as 2026-12-31."),
        ("length_cm", "1e9", "“1e9” is not"),
        ("equipment", "nothing", "There is no equipment “nothing”."),
    ],
)
def test_what_makes_no_sense_is_told_in_words(
    editor_client: Client, column: str, value: str, sentence: str
) -> None:
    values = {"status": "draft", "equipment": "resistance-bands", "brand": "Acme", "model": "L"}
    values |= {column: value}
    text = f"slug,{','.join(values)}\nloop-3,{','.join(values.values())}\n"
    answer = send(editor_client, Product, "csv", text.encode())
    assertContains(answer, sentence)
    assert "confirm_form" not in answer.context
    for raw in ("decimal.", "&lt;class", "constraint failed", "Traceback"):
        assert raw not in answer.content.decode()


# --- within bounds -------------------------------------------------------------------------------------

CELL = '<c r="{}" t="inlineStr"><is><t>x</t></is></c>'
TOO_LARGE = {
    "a cell in the last corner": sheet(f'<row r="1048576">{CELL.format("XFD1048576")}</row>'),
    "a cell in the last column": sheet(f'<row r="1">{CELL.format("XFD1")}</row>'),
    "a cell far below": sheet(f'<row r="900000">{CELL.format("A900000")}</row>'),
    "three million empty rows": sheet("<row/>" * 3_000_000),
    "many cells without names": sheet(f"<row>{'<c/>' * 20_000}</row>"),
    "many elements of no kind": sheet("<x/>" * 2_000_000),
    "what it says of itself": sheet("", '<dimension ref="A1:XFD1048576"/>'),
    "only rows, as it says": sheet("", '<dimension ref="A1:B1048576"/>'),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_workbook_that_reaches_too_far_is_refused_at_once(name: str) -> None:
    content = with_sheet(TOO_LARGE[name])
    tracemalloc.start()
    with pytest.raises(TooLargeError):
        list(workbook_rows(content))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_refused_workbook_is_told_in_words(editor_client: Client) -> None:
    content = with_sheet(TOO_LARGE["a cell in the last corner"])
    assertContains(send(editor_client, Product, "xlsx", content), "A sheet reaches further than")


@pytest.mark.parametrize("format_", [Csv, Xlsx])
def test_no_more_rows_are_read_than_are_imported(
    format_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def endless(self: Any, content: Any) -> Iterator[list[str]]:
        yield ["slug"]
        while True:
            read.append(1)
            yield [f"a-{len(read)}"]

    monkeypatch.setattr(format_, "rows", endless)
    with pytest.raises(ValueError, match="more than 1000 rows"):
        format_().create_dataset("")
    assert len(read) == 1001
