"""Uploaded photos: read with care, turned upright, sized, and written anew without what else was in the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import IO

from PIL import Image, ImageCms, ImageFile, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_FILE_BYTES = 10 * 1024 * 1024  # bytes
MAX_PIXELS = 40_000_000
MAX_SIDE = 1600  # pixels
QUALITY = 82


class PhotoError(ValueError):
    """An upload that is no photo we keep; the message says why, to the person who sent it."""


def prepare_photo(upload: IO[bytes], size: int) -> bytes:
    """The photo as WebP, its longer side at most 1600 pixels, with nothing in it but pixels.

    `size` is the upload's, in bytes. Raises `PhotoError`.
    """
    if size > MAX_FILE_BYTES:
        raise PhotoError("The file is larger than 10 MB: choose a smaller one.")
    try:
        with _whole_files_only(), Image.open(upload, formats=FORMATS) as image:
            return _written(_upright(image))
    except PhotoError:
        raise
    except Image.DecompressionBombError as error:
        raise PhotoError(_too_many()) from error
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, OverflowError) as error:
        raise PhotoError("This is not a whole JPEG, PNG or WebP picture.") from error


@contextmanager
def _whole_files_only() -> Iterator[None]:
    """WeasyPrint lets Pillow fill up files that are cut off, for the whole process; here they are refused."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _too_many() -> str:
    return f"The picture has more than {MAX_PIXELS // 1_000_000} million pixels: make it smaller."


def _upright(image: Image.Image) -> Image.Image:
    """The picture in sRGB, small enough, the way up that its camera meant."""
    if image.width * image.height > MAX_PIXELS:
        raise PhotoError(_too_many())
    image.draft("RGB", (MAX_SIDE, MAX_SIDE))
    # Pillow reads the turn from the file's metadata: turn before anything drops them.
    turned = ImageOps.exif_transpose(image)
    turned.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return _in_srgb(turned)


def _in_srgb(image: Image.Image) -> Image.Image:
    """RGB or RGBA; the colours of another profile converted, so that none need be kept."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        with suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, source, target, outputMode=mode)
            image = converted or image
    return image.convert(mode)


def _written(image: Image.Image) -> bytes:
    image.info.clear()
    file = BytesIO()
    image.save(file, "WEBP", quality=QUALITY, method=4)
    return file.getvalue()
