"""Files on the disk that are written whole or not at all: on a full disk nothing half-written stays."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.files import File
from django.core.files.move import file_move_safe
from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Django's storage of uploads, which removes what it could not finish. Raises `OSError`."""

    def _save(self, name: str, content: File[Any]) -> str:
        try:
            saved: str = super()._save(name, content)  # type: ignore[misc]  # unknown to the stubs
        except OSError:
            with suppress(OSError):
                self.delete(name)
            raise
        return saved


class WholeFileCache(FileBasedCache):
    """Django's cache in files, which removes its temporary file when it cannot write it. Raises `OSError`."""

    _dir: str
    _createdir: Callable[[], None]
    _cull: Callable[[], None]
    _key_to_file: Callable[..., str]
    _write_content: Callable[..., None]

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Write the entry under another name and move it into its place."""
        self._createdir()
        place = self._key_to_file(key, version)
        self._cull()
        descriptor, temporary = tempfile.mkstemp(dir=self._dir)
        try:
            with open(descriptor, "wb") as file:
                self._write_content(file, timeout, value)
            file_move_safe(temporary, place, allow_overwrite=True)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
