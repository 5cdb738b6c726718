"""Products in the admin, and from spreadsheets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from djmoney.money import Money
from PIL import Image
from pytest_django.asserts import assertContains, assertRedirects

from exercises.admin.product import ProductResource, StockResource
from exercises.models import Product, Shop, Stock
from tests.programs.test_admin import form_of

pytestmark = pytest.mark.django_db
HEADER = "slug,status,equipment,brand,model,price,old_price,priced_on,weight_kg\n"


@pytest.mark.parametrize("name", ["product", "shop", "stock", "review"])
def test_every_list_and_form_opens(editor_client: Client, name: str) -> None:
    address = f"/admin/exercises/{name}/"
    assert editor_client.get(address).status_code == 200
    page = editor_client.get(f"{address}?q=starfit")
    assert page.status_code == 200
    row = {"product": Product, "shop": Shop, "stock": Stock}.get(name)
    if row is not None:
        found = row.objects.first()
        assert found is not None
        assert editor_client.get(f"{address}{found.pk}/change/").status_code == 200
        assert editor_client.get(f"{address}add/").status_code == 200
        assert editor_client.get(f"{address}import/").status_code == 200


def test_new_price_joins_the_history(editor_client: Client) -> None:
    product = Product.objects.get(slug="starfit-es-201")
    page = f"/admin/exercises/product/{product.pk}/change/"
    data = form_of(editor_client.get(page))
    for name in ("price", "old_price", "photo"):
        data.pop(name, None)
    data |= {"price_0": "259.90", "price_1": "RUB", "old_price_0": "279", "old_price_1": "RUB"}
    for number in range(int(data["prices-TOTAL_FORMS"])):
        data |= {f"prices-{number}-price_0": "279", f"prices-{number}-price_1": "RUB"}
    response = editor_client.post(page, data | {"priced_on": "2026-12-01"})
    assert response.context is None, response.context["adminform"].form.errors
    assertRedirects(response, "/admin/exercises/product/")
    assert [str(row) for row in product.prices.all()] == [
        *("279 RUB on 2026-11-22", "259.90 RUB on 2026-12-01"),
    ]
    assertContains(editor_client.get(product.get_absolute_url()), 'class="chart"')


def test_price_without_a_currency_is_told(editor_client: Client) -> None:
    page = "/admin/exercises/product/add/"
    data = form_of(editor_client.get(page)) | {"old_price_0": "279", "old_price_1": ""}
    response = editor_client.post(page, {name: value for name, value in data.items() if value})
    assert response.context["adminform"].form.errors["old_price"] == [
        "Choose the currency as well."
    ]


def test_photo_is_made_anew_and_stands_for_the_drawing(
    editor_client: Client, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    product = Product.objects.get(slug="starfit-es-201")
    page = f"/admin/exercises/product/{product.pk}/change/"
    data = form_of(editor_client.get(page)) | {"price_0": "279", "price_1": "RUB"}
    for name in ("price", "old_price", "photo"):
        data.pop(name, None)
    for number in range(int(data["prices-TOTAL_FORMS"])):
        data |= {f"prices-{number}-price_0": "279", f"prices-{number}-price_1": "RUB"}
    sent = BytesIO()
    where_taken = Image.Exif()
    where_taken[0x013B] = "Secret Photographer"
    Image.new("RGB", (60, 40), "red").save(sent, "JPEG", exif=where_taken)
    photo = SimpleUploadedFile("photo.jpg", sent.getvalue(), "image/jpeg")
    assertRedirects(editor_client.post(page, data | {"photo": photo}), "/admin/exercises/product/")
    product = Product.objects.get(slug="starfit-es-201")
    assertContains(client.get(product.get_absolute_url()), f'alt="Photo: {product.name}"')
    shown = client.get(product.picture_url)
    assert shown["Content-Type"] == "image/webp"
    assert not Image.open(BytesIO(shown.getvalue())).getexif()


def upload(client: Client, text: str) -> object:
    file = SimpleUploadedFile("products.csv", text.encode(), content_type="text/csv")
    return client.post(
        "/admin/exercises/product/import/", {"import_file": file, "format": "0", "resource": ""}
    )


def test_import_shows_first_and_writes_then(editor_client: Client) -> None:
    line = "new-band,published,resistance-bands,Acme,X1,12.50 EUR,15 EUR,2026-11-20,0.25\n"
    response = upload(editor_client, HEADER + line)
    assertContains(response, "new-band")
    assert not Product.objects.filter(slug="new-band").exists()
    confirm = response.context["confirm_form"].initial
    editor_client.post("/admin/exercises/product/process_import/", confirm)
    product = Product.objects.get(slug="new-band")
    assert (product.price, product.old_price) == (Money("12.50", "EUR"), Money(15, "EUR"))
    assert (product.weight_kg, product.priced_on) == (Decimal("0.25"), date(2026, 11, 20))
    assert product.prices.count() == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("bad,published,resistance-bands,Acme,X1,twelve,,2026-11-20,\n", "no price such as"),
        ("bad,published,resistance-bands,Acme,X1,12 EUR,,,\n", "on which day"),
        ("bad,published,resistance-bands,Acme,X1,12 EUR,9 EUR,2026-11-20,\n", "must be higher"),
        ("bad,published,no-such-kind,Acme,X1,,,,\n", "There is no equipment “no-such-kind”."),
    ],
)
def test_wrong_row_is_told_in_the_dry_run(editor_client: Client, line: str, message: str) -> None:
    assertContains(upload(editor_client, HEADER + line), message)
    assert not Product.objects.filter(slug="bad").exists()


def test_export_reads_back_as_it_was() -> None:
    for resource in (ProductResource(), StockResource()):
        data = resource.export()
        result = resource.import_data(data, dry_run=True, raise_errors=True)
        assert result.totals["skip"] == len(data) > 0


@pytest.mark.parametrize("name", ["product", "shop", "stock"])
def test_json_reads_back_as_it_was(editor_client: Client, name: str) -> None:
    address = f"/admin/exercises/{name}"
    content = editor_client.post(f"{address}/export/", {"format": "2"}).content
    file = SimpleUploadedFile("all.json", content)
    answer = editor_client.post(f"{address}/import/", {"import_file": file, "format": "2"})
    totals = answer.context["result"].totals
    assert totals["skip"] == sum(totals.values()) > 0


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("product", "slug,colour\nbad,red\n", "Unknown columns: “colour”."),
        ("stock", "product,shop,pieces\na,b,1\na,b,2\n", "These are in the file twice: a, b."),
    ],
)
def test_file_that_would_be_read_wrongly_is_refused(
    editor_client: Client, name: str, text: str, sentence: str
) -> None:
    file = SimpleUploadedFile("bad.csv", text.encode())
    data = {"import_file": file, "format": "0"}
    assertContains(editor_client.post(f"/admin/exercises/{name}/import/", data), sentence)


def test_people_who_are_no_editors_cannot_import(owner_client: Client) -> None:
    assert owner_client.get("/admin/exercises/product/import/").status_code == 302
