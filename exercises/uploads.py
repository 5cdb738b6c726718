"""Uploaded photos: made anew in a process of their own, so that no picture makes a web worker grow."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from exercises.photo_decoder import MAX_PIXELS, TOO_MANY_PIXELS

MAX_FILE_BYTES = 10 * 1024 * 1024
DECODER = (sys.executable, "-m", "exercises.photo_decoder")
PATIENCE = 300
"""Seconds after which a decoder that waits for a processor is given up."""
CODE = Path(__file__).resolve().parent.parent


class PhotoError(ValueError):
    """An upload that is no photo we keep; the message says why, to the person who sent it."""


def prepare_photo(upload: IO[bytes], size: int) -> bytes:
    """The photo as WebP, its longer side at most 1600 pixels, with nothing in it but pixels.

    `size` is the upload's, in bytes. Raises `PhotoError`.
    """
    if size > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // 1024**2
        raise PhotoError(
            _("The file is larger than %(limit)d MB: choose a smaller one.") % {"limit": limit}
        )
    try:
        done = subprocess.run(  # noqa: S603
            DECODER,
            input=upload.read(),
            capture_output=True,
            cwd=CODE,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PhotoError(_too_many()) from error
    if done.returncode in (TOO_MANY_PIXELS, -signal.SIGPROF):
        raise PhotoError(_too_many())
    if done.returncode != 0:
        raise PhotoError(_("This is not a whole JPEG, PNG or WebP picture."))
    return done.stdout


def _too_many() -> str:
    words = _("The picture has more than %(limit)d million pixels: make it smaller.")
    return words % {"limit": MAX_PIXELS // 1_000_000}
