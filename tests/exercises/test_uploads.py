"""Photos that staff upload: made anew, served as pictures only, gone when nobody shows them."""

from __future__ import annotations

import errno
import resource
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files import locks
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageCms
from pytest_django.asserts import assertContains, assertNotContains

from exercises import uploads
from exercises.models import Exercise, ExercisePhoto, Status
from exercises.uploads import PhotoError, prepare_photo
from tests.forms import form_of

pytestmark = pytest.mark.django_db

ORIENTATION, GPS, ARTIST = 0x0112, 0x8825, 0x013B


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """Uploads of a test are the test's own."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path / "exercise-photos"


@pytest.fixture
def exercise() -> Exercise:
    return Exercise.objects.get(slug="deadlift")


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any
) -> bytes:
    """A picture that is red on the left and blue on the right."""
    image = Image.new(mode, size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def made(content: bytes) -> Image.Image:
    return Image.open(BytesIO(prepare_photo(BytesIO(content), len(content))))


def pixel(image: Image.Image, x: int, y: int) -> Any:
    return image.convert("RGBA").getpixel((x, y))


def exif(**tags: Any) -> Image.Exif:
    found = Image.Exif()
    found[ARTIST] = "Secret Photographer"
    found[GPS] = {1: "N", 2: (52.0, 31.0, 12.0)}
    for tag, value in tags.items():
        found[int(tag[1:])] = value
    return found


def upload(
    client: Client, exercise: Exercise, content: bytes, name: str = "me.jpg", **more: Any
) -> Any:
    """Add a photo through the exercise's form."""
    page = f"/admin/exercises/exercise/{exercise.pk}/change/"
    data = form_of(client.get(page)) | {
        "photos-TOTAL_FORMS": "1",
        "photos-0-exercise": str(exercise.pk),
        "photos-0-image": SimpleUploadedFile(name, content),
        "photos-0-alt": "Start of the lift.",
        "photos-0-order": "0",
    }
    return client.post(page, data | more)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_photo_of_each_format_becomes_webp(kind: str, mode: str) -> None:
    image = made(picture(kind, mode=mode) if mode == "RGB" else grey(kind))
    assert (image.format, image.size, image.mode) == ("WEBP", (60, 40), "RGB")


def grey(kind: str) -> bytes:
    file = BytesIO()
    Image.new("L", (60, 40), 90).save(file, kind)
    return file.getvalue()


def test_large_photo_is_made_smaller_and_keeps_its_shape() -> None:
    assert made(picture(size=(4000, 2000))).size == (1600, 800)
    assert made(picture(size=(90, 60))).size == (90, 60)


def test_nothing_but_the_picture_is_kept() -> None:
    content = picture(exif=exif(), comment=b"secret comment")
    assert b"Secret Photographer" in content
    kept = prepare_photo(BytesIO(content), len(content))
    assert b"Secret" not in kept
    assert b"EXIF" not in kept
    image = Image.open(BytesIO(kept))
    assert dict(image.getexif()) == {}
    assert not {"exif", "icc_profile", "xmp"} & image.info.keys()


def test_photo_stands_upright() -> None:
    """6 means: turn a quarter clockwise to see it as the camera did."""
    image = made(picture(exif=exif(_274=6)))
    assert image.size == (40, 60)
    top, bottom = pixel(image, 20, 5), pixel(image, 20, 55)
    assert top[0] > 200 > bottom[0]
    assert bottom[2] > 200 > top[2]


def test_transparency_stays() -> None:
    file = BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(file, "PNG")
    assert pixel(made(file.getvalue()), 5, 5)[3] == 0


def test_colour_profile_is_applied_and_dropped() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = made(picture("PNG", icc_profile=profile))
    assert "icc_profile" not in image.info
    assert pixel(image, 5, 5)[0] > 240
    assert made(picture("PNG", icc_profile=b"no profile")).size == (60, 40)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [  # big pictures are made when their test runs, not when tests are collected
        (b"<html><script>alert(1)</script></html>", "not a whole JPEG, PNG or WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a whole JPEG, PNG or WebP"),
        (b"", "not a whole JPEG, PNG or WebP"),
        (lambda: picture("GIF"), "not a whole JPEG, PNG or WebP"),
        (lambda: picture("TIFF"), "not a whole JPEG, PNG or WebP"),
        (lambda: picture(size=(600, 400), quality=95)[:1500], "not a whole JPEG, PNG or WebP"),
        (lambda: picture("PNG", size=(8000, 5001)), "more than 40 million pixels"),
        (lambda: picture("PNG", size=(20000, 20000), mode="1"), "more than 40 million pixels"),
    ],
    ids=["html", "svg", "empty", "gif", "tiff", "cut-off", "too-many-pixels", "bomb"],
)
def test_what_is_no_photo_is_refused_in_words(
    content: bytes | Callable[[], bytes], sentence: str
) -> None:
    content = content() if callable(content) else content
    with pytest.raises(PhotoError, match=sentence):
        prepare_photo(BytesIO(content), len(content))


@pytest.mark.parametrize(
    ("mode", "value", "shade"),
    [("I;16", 40000, 156), ("I;16", 0, 0), ("I;16", 65535, 255), ("L", 156, 156)],
)
def test_grey_of_any_depth_keeps_its_shade(mode: str, value: int, shade: int) -> None:
    file = BytesIO()
    Image.new(mode, (300, 200), value).save(file, "PNG")
    assert all(abs(part - shade) <= 2 for part in pixel(made(file.getvalue()), 150, 100)[:3])


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_photo_of_every_mode_is_taken(mode: str) -> None:
    file = BytesIO()
    Image.new(mode, (2000, 100)).save(file, "PNG")
    assert made(file.getvalue()).size == (1600, 80)


@pytest.mark.slow
def test_largest_picture_leaves_the_memory_of_the_worker_as_it_was() -> None:
    """A small file that unpacks to 40 million pixels of 4 bytes."""
    content = picture("PNG", size=(8000, 5000), mode="RGBA")
    assert len(content) < 400_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert made(content).size == (1600, 1000)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (after - before) * 1024 < 20_000_000


def test_decoder_that_fails_or_stops_is_told_as_a_picture_that_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kill = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    for script in (kill, "1 / 0"):
        monkeypatch.setattr(uploads, "DECODER", (sys.executable, "-c", script))
        with pytest.raises(PhotoError, match="not a whole"):
            prepare_photo(BytesIO(b"x"), 1)


def test_time_of_a_decoder_is_that_of_its_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other things refuses no picture."""
    script = (
        "import threading; from exercises import photo_decoder as decoder\n"
        "decoder.MAX_SECONDS, decoder.encode = 0.3, lambda content: {}\n"
        "raise SystemExit(decoder.main())"
    )

    def decode_by(expression: str) -> bytes:
        decoder = (sys.executable, "-c", script.format(expression))
        monkeypatch.setattr(uploads, "DECODER", decoder)
        return prepare_photo(BytesIO(b"x"), 1)

    assert decode_by("threading.Event().wait(0.6) or b'photo'") == b"photo"
    with pytest.raises(PhotoError, match="more than 40"):
        decode_by("all(True for _ in iter(int, 1))")


def test_full_disk_leaves_no_part_of_a_photo(
    media: Path, exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    photo = ExercisePhoto(exercise=exercise, alt="None.")
    photo.image = SimpleUploadedFile("me.webp", picture("WEBP"))
    monkeypatch.setattr(locks, "lock", full)
    with pytest.raises(OSError, match="No space left"):
        photo.save()
    assert list(media.iterdir()) == []


def test_too_large_a_file_is_refused_unread() -> None:
    with pytest.raises(PhotoError, match="larger than 10\u00a0MB"):
        prepare_photo(BytesIO(b""), uploads.MAX_FILE_BYTES + 1)


def test_uploaded_photo_is_shown_on_the_page(
    client: Client, group_editor_client: Client, exercise: Exercise, media: Path
) -> None:
    response = upload(group_editor_client, exercise, picture(exif=exif()))
    assert response.status_code == 302
    photo = exercise.photos.get()
    assert (photo.width, photo.height) == (60, 40)
    page = client.get(exercise.get_absolute_url())
    assertContains(
        page,
        f'<img src="{photo.url}" alt="Start of the lift." width="60" height="40" loading="lazy">',
        html=True,
    )
    assert "me" not in str(photo.image.name)
    (file,) = media.iterdir()
    assert b"Secret" not in file.read_bytes()
    assert exercise.history.first().history_relations["Photos"] == ["Start of the lift."]


def test_photo_is_served_as_a_picture_and_kept_for_ever(
    client: Client, group_editor_client: Client, exercise: Exercise
) -> None:
    upload(group_editor_client, exercise, picture())
    photo = exercise.photos.get()
    assert photo.url == f"/media/{photo.image.name}"
    response = client.get(photo.url)
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content == photo.image.read()
    assert not response.cookies


@pytest.mark.parametrize(
    "path",
    [
        "",
        "exercise-photos/",
        "exercise-photos/" + "0" * 32 + ".webp",
        "exercise-photos/" + "0" * 32 + ".html",
        "exercise-photos/../settings.webp",
        "exercise-photos/..%2f..%2fetc%2fpasswd.webp",
        "secret.html",
    ],
)
def test_nothing_else_is_served(client: Client, media: Path, path: str) -> None:
    media.mkdir()
    (media / ("0" * 32 + ".html")).write_text("<script>")
    (media.parent / "secret.html").write_text("<script>")
    assert client.get(f"/media/{path}").status_code == 404


def test_html_in_the_folder_is_never_served_as_html(client: Client, media: Path) -> None:
    media.mkdir()
    (media / ("a" * 32 + ".webp")).write_text("<script>alert(1)</script>")
    response = client.get(f"/media/exercise-photos/{'a' * 32}.webp")
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "more", "message"),
    [
        (b"<script>", {}, "This is not a whole JPEG, PNG or WebP picture."),
        (picture(), {"photos-0-alt": ""}, "This field is required."),
    ],
)
def test_form_says_what_is_wrong_and_keeps_nothing(
    group_editor_client: Client,
    exercise: Exercise,
    media: Path,
    content: bytes,
    more: dict[str, str],
    message: str,
) -> None:
    assertContains(upload(group_editor_client, exercise, content, **more), message)
    assert not exercise.photos.exists()
    assert not media.exists()


def test_new_photo_in_a_form_with_another_mistake_asks_again(
    group_editor_client: Client, exercise: Exercise, media: Path
) -> None:
    upload(group_editor_client, exercise, picture())
    stored = exercise.photos.get().image.name
    more = {"photos-INITIAL_FORMS": "1", "photos-0-id": str(exercise.photos.get().pk)}
    response = upload(group_editor_client, exercise, picture(), summary="", **more)
    assertContains(response, "Not uploaded yet")
    assert [file.name for file in media.iterdir()] == [Path(str(stored)).name]


def test_replaced_photo_goes(
    group_editor_client: Client,
    exercise: Exercise,
    media: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    upload(group_editor_client, exercise, picture())
    (first,) = media.iterdir()
    photo = exercise.photos.get()
    more = {"photos-INITIAL_FORMS": "1", "photos-0-id": str(photo.pk)}
    with django_capture_on_commit_callbacks(execute=True):
        upload(group_editor_client, exercise, picture(size=(80, 40)), **more)
    photo.refresh_from_db()
    (second,) = media.iterdir()
    assert first != second
    assert (second.name, photo.width) == (Path(photo.image.name).name, 80)


def test_new_words_keep_the_photo(
    group_editor_client: Client,
    exercise: Exercise,
    media: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    upload(group_editor_client, exercise, picture())
    before = [file.name for file in media.iterdir()]
    photo = exercise.photos.get()
    photo.alt = "Better words."
    with django_capture_on_commit_callbacks(execute=True):
        photo.save()
    assert [file.name for file in media.iterdir()] == before


def test_photo_goes_with_its_exercise_but_not_before_it_is_certain(
    group_editor_client: Client, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    draft = Exercise.objects.get(slug="deadlift")
    draft.pk, draft.slug, draft.name, draft.status = None, "copy", "Copy", Status.DRAFT
    draft.save()
    draft.primary_muscles.set(Exercise.objects.get(slug="deadlift").primary_muscles.all())
    upload(group_editor_client, draft, picture())
    with django_capture_on_commit_callbacks(execute=True):
        draft.delete()
        assert len(list(media.iterdir())) == 1
    assert list(media.iterdir()) == []
    assert not ExercisePhoto.objects.exists()


def test_page_without_photos_has_no_empty_section(client: Client, exercise: Exercise) -> None:
    assertNotContains(client.get(exercise.get_absolute_url()), 'id="photos"')
