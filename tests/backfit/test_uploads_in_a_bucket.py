"""Uploads in a bucket, so that several machines share them: tried with a server that speaks S3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from backfit.bucket_address import bucket_options
from exercises.models import Exercise, ExercisePhoto, Product
from tests.backfit.test_site import told
from tests.exercises.test_admin import CSV, confirm, dry_run
from tests.exercises.test_uploads import picture, upload
from tests.object_store import object_store, stored_names

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db]


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with object_store() as address:
        yield address


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Where uploads would be without a bucket."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def use(settings: Any, address: str) -> None:
    """Keep uploads there, as `UPLOADS_URL` does."""
    backend, options = "backfit.operations.bucket_storage.BucketStorage", bucket_options(address)
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": backend, "OPTIONS": {**options, "location": "media"}},
        "imports": {"BACKEND": backend, "OPTIONS": {**options, "location": "imports"}},
    }


@pytest.fixture
def bucket(settings: Any, store: str) -> str:
    use(settings, store)
    return store


def test_photo_is_kept_shown_and_deleted_there(
    editor_client: Client,
    bucket: str,
    folder: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    before = stored_names(bucket)
    exercise = Exercise.objects.get(slug="deadlift")
    assert upload(editor_client, exercise, picture()).status_code == 302
    photo = ExercisePhoto.objects.get()
    assert (photo.width, photo.height) == (60, 40)
    assert stored_names(bucket) == sorted([*before, f"media/{photo.image.name}"])
    assert not list(folder.iterdir())
    shown = Client().get(photo.url)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    assert shown.content.startswith(b"RIFF")
    with django_capture_on_commit_callbacks(execute=True):
        photo.delete()
    assert stored_names(bucket) == before
    assert Client().get(photo.url).status_code == 404


def test_photos_of_products_do_not_take_each_others_place(
    editor_client: Client, bucket: str
) -> None:
    field = Product._meta.get_field("photo").formfield()
    products = list(Product.objects.all()[:2])
    for product, size in zip(products, ((60, 40), (40, 60)), strict=True):
        sent = SimpleUploadedFile("photo.jpg", picture(size=size), "image/jpeg")
        product.photo = field.clean(sent)
        product.save()
    assert len({product.photo.name for product in products}) == 2
    for product in products:
        shown = editor_client.get(product.picture_url)
        assert shown.status_code == 200
        assert b"".join(shown.streaming_content).startswith(b"RIFF")
    products[0].photo.storage.delete(products[0].photo.name)
    assert editor_client.get(products[0].picture_url).status_code == 404


def test_file_to_import_waits_where_every_machine_finds_it(
    editor_client: Client, bucket: str, settings: Any, tmp_path: Path
) -> None:
    content = f'{CSV}frog,Frog,A pose,hips,adductors,"Sit\r\nLean",2,10,'.encode()
    answer = dry_run(editor_client, "exercises", "exercise", "csv", content)
    assert [name for name in stored_names(bucket) if name.startswith("imports/")]
    settings.VAR_DIR = str(tmp_path / "another-machine")
    done = confirm(editor_client, "exercises", "exercise", answer)
    assertRedirects(done, "/admin/exercises/exercise/")
    assert Exercise.objects.get(slug="frog").name == "Frog"
    assert not [name for name in stored_names(bucket) if name.startswith("imports/")]
    again = confirm(editor_client, "exercises", "exercise", answer)
    assertRedirects(again, "/admin/exercises/exercise/import/")


def test_while_the_store_is_gone_photos_ask_to_come_back(settings: Any) -> None:
    use(settings, "http://key:secret@127.0.0.1:1/uploads")
    client = Client(raise_request_exception=False)
    answer = client.get(f"/media/exercise-photos/{'0' * 32}.webp")
    assertContains(answer, "back in a moment", status_code=503)
    assert answer["Retry-After"] == "30"
    assert client.get("/exercises/deadlift/").status_code == 200


def test_setting_says_where_uploads_are() -> None:
    names = "[s.STORAGES[each]['BACKEND'].split('.')[-1] for each in ('default', 'imports')]"
    address = "https://KEY:a%2Fb@s3.example.org:9000/mine?region=eu-west-1"
    assert told(names, UPLOADS_URL=address) == "['BucketStorage', 'BucketStorage']"
    assert bucket_options(address) == {
        "endpoint_url": "https://s3.example.org:9000",
        "access_key": "KEY",
        "secret_key": "a/b",
        "bucket_name": "mine",
        "region_name": "eu-west-1",
    }


@pytest.mark.parametrize(
    "address",
    [
        "s3://KEY:SECRET@host/bucket",
        "https://host/bucket",
        "https://KEY:SECRET@host/",
        "https://KEY:SECRET@host/bucket/folder",
        "https://KEY:SECRET@host/bucket?zone=x",
    ],
)
def test_address_that_is_no_bucket_is_refused_without_telling_the_secret(address: str) -> None:
    with pytest.raises(ValueError, match=r"^(must be|needs|takes) ") as refused:
        bucket_options(address)
    assert "SECRET@host/bucket?" not in str(refused.value)
