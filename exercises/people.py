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


LETTER_REGIONS = ("-us", "-ca", "-mx", "-ph", "-cl", "-co")
"""Regions of browser languages where US Letter is the usual paper."""


def usual_paper(accept_language: str) -> str:
    """`a4` or `letter`: the usual paper where people read these languages, by `Accept-Language`."""
    first = accept_language.split(",", maxsplit=1)[0].split(";", maxsplit=1)[0].strip().lower()
    return "letter" if first.endswith(LETTER_REGIONS) else "a4"
