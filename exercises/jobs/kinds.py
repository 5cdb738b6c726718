"""The kinds of jobs: each is a function that does one, under a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from exercises.jobs.run import Run

Perform = Callable[["Run"], None]


@dataclass(frozen=True)
class Kind:
    """What does the jobs of a kind, what that is called, and how urgent it is (−100 to 100)."""

    perform: Perform
    label: StrPromise
    priority: int


KINDS: dict[str, Kind] = {}


def job_kind(name: str, label: StrPromise, priority: int = 0) -> Callable[[Perform], Perform]:
    """Register the decorated function under `name`. Its module is imported when the apps are ready."""

    def register(perform: Perform) -> Perform:
        KINDS[name] = Kind(perform, label, priority)
        return perform

    return register
