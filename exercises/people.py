"""The people whom the catalogue and the programs know, without the project's model of a person.

The model lives in `backfit.accounts`, which imports both. What they need of it is named here.
"""

from __future__ import annotations

from typing import Any, Literal, Protocol

from django.contrib.auth.models import AnonymousUser

from exercises.units import Unit


class Person(Protocol):
    """Somebody with an account who is signed in."""

    @property
    def pk(self) -> Any: ...

    @property
    def is_authenticated(self) -> Literal[True]: ...

    @property
    def is_staff(self) -> bool: ...

    @property
    def device_key(self) -> str:
        """What tells their data on a device from another person's."""

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

    @property
    def language(self) -> str:
        """The code of a language of the site; empty for the site's own."""

    @property
    def clock(self) -> str:
        """`24` or `12` hours."""

    @property
    def figure(self) -> str:
        """`man` or `woman`: whom the figures show."""


Visitor = Person | AnonymousUser
"""Whoever asks for a page: a person, or somebody who is not signed in."""


def unit_of(visitor: Visitor) -> Unit:
    """The unit that somebody reads and writes loads in: kilograms for who is not signed in."""
    return "lb" if visitor.is_authenticated and visitor.units == "lb" else "kg"


def clock_of(visitor: Visitor) -> Literal["12", "24"]:
    """The clock that somebody reads times by: 24 hours for who is not signed in."""
    return "12" if visitor.is_authenticated and visitor.clock == "12" else "24"


def figure_of(visitor: Visitor) -> Literal["man", "woman"]:
    """The person whom somebody sees in the figures: the man for who is not signed in."""
    return "woman" if visitor.is_authenticated and visitor.figure == "woman" else "man"


LETTER_REGIONS = ("-us", "-ca", "-mx", "-ph", "-cl", "-co")
"""Regions of browser languages where US Letter is the usual paper."""


def usual_paper(accept_language: str) -> str:
    """`a4` or `letter`: the usual paper where people read these languages, by `Accept-Language`."""
    first = accept_language.split(",", maxsplit=1)[0].split(";", maxsplit=1)[0].strip().lower()
    return "letter" if first.endswith(LETTER_REGIONS) else "a4"
