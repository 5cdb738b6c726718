"""The people whom the catalogue and the programs know, without the project's model of a person.

The model lives in `backfit.accounts`, which imports both. What they need of it is named here.
"""

from __future__ import annotations

from typing import Any, Literal, Protocol

from django.contrib.auth.models import AnonymousUser


class Person(Protocol):
    """Somebody with an account who is signed in."""

    @property
    def pk(self) -> Any: ...

    @property
    def is_authenticated(self) -> Literal[True]: ...

    @property
    def is_staff(self) -> bool: ...

    @property
    def time_zone(self) -> str:
        """An IANA zone; `UTC` until the person says another."""

    @property
    def units(self) -> str:
        """`kg` or `lb`."""

    @property
    def paper(self) -> str:
        """`a4`, `letter`, or empty for what is usual where they live."""

    @property
    def week_start(self) -> str:
        """`MO` or `SU`."""


Visitor = Person | AnonymousUser
"""Whoever asks for a page: a person, or somebody who is not signed in."""
