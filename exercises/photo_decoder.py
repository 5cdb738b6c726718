"""Decodes one uploaded photo and encodes it again: what a process of its own does, and then ends.

A picture takes memory by its pixels, not by its file: 300 kB may unpack to 160 MB. In a process that ends,
that memory goes back to the system whatever the libraries keep. Needs no Django; started by
`exercises.uploads` with the upload as its input, and answers by its output and its exit status.
"""

from __future__ import annotations

import resource
import signal
import sys
from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 40_000_000
MAX_SIDE = 1600  # pixels
QUALITY = 82
MAX_MEMORY_BYTES = 1024 * 1024 * 1024
"""Of address space: three times what the largest picture takes, with the libraries."""
MAX_SECONDS = 30
"""Of processor time: a picture that is decoded in time is so on a busy machine as well."""
DEEP_GREY = ("I;16", "I;16B", "I;16L", "I")

NO_PHOTO, TOO_MANY_PIXELS = 3, 4
"""Exit statuses for what a person can mend."""


def encode(content: bytes) -> bytes:
    """The photo as WebP, with nothing in it but pixels. Raises `ValueError`, `OSError` and others of Pillow."""
    with Image.open(BytesIO(content), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise Image.DecompressionBombError
        upright = _upright(image)
    upright.info.clear()
    file = BytesIO()
    upright.save(file, "WEBP", quality=QUALITY, method=4)
    return file.getvalue()


def _upright(image: Image.Image) -> Image.Image:
    """The picture in sRGB, small enough, the way up that its camera meant."""
    image.draft("RGB", (MAX_SIDE, MAX_SIDE))
    shown = _in_eight_bits(image) if image.mode in DEEP_GREY else image
    shown.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    # Pillow reads the turn from the file's metadata: turn before anything drops them.
    return _in_srgb(ImageOps.exif_transpose(shown))


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 bits a pixel as grey of 8; Pillow's own conversion would cut off all above 255."""
    grey = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    grey.info = {name: value for name, value in image.info.items() if name != "transparency"}
    return grey


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


def main() -> int:
    """Read the upload, write the WebP; the status tells what went wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    signal.setitimer(signal.ITIMER_PROF, MAX_SECONDS)
    try:
        sys.stdout.buffer.write(encode(sys.stdin.buffer.read()))
    except (Image.DecompressionBombError, MemoryError):
        return TOO_MANY_PIXELS
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, OverflowError):
        return NO_PHOTO
    return 0


if __name__ == "__main__":
    sys.exit(main())
