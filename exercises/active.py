"""What holds for whoever asks, like the active language and time zone: their clock, the person in their figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from asgiref.local import Local

Value = TypeVar("Value")


class Active(Generic[Value]):
    """One value that is active while a block runs, in its thread or task alone."""

    def __init__(self) -> None:
        self._local = Local()

    @property
    def value(self) -> Value | None:
        """The active value; None outside all blocks."""
        return getattr(self._local, "value", None)

    @contextmanager
    def set_to(self, value: Value) -> Iterator[None]:
        """Make `value` the active one while the block runs, then the one before."""
        before = self.value
        self._local.value = value
        try:
            yield
        finally:
            self._local.value = before
