"""Which person the figures show: `man` unless somebody chose the woman.

Who is signed in has said so in the settings; an address may say it for one page (`?figure=woman`). Like the active
clock, the choice is that of whoever asks, so all addresses of figures get it from `active_figure`. Pages for everybody
show what their address says alone; what a device remembers is added there by `static/js/figure-choice.js`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest

from exercises.active import Active
from exercises.figures.build import PERSONS, PersonName
from exercises.people import figure_of

PARAMETER = "figure"

_choice = Active[Callable[[], PersonName]]()


def figures_by(choose: Callable[[], PersonName]) -> AbstractContextManager[None]:
    """Show figures of the person that `choose` gives; it is asked when a figure is shown."""
    return _choice.set_to(choose)


def figure_for(request: HttpRequest) -> PersonName:
    """The person whom the address names, else the one that who asks has chosen."""
    return asked_figure(request) or figure_of(request.user)


def active_figure() -> PersonName:
    """The person whom the figures show now."""
    return _choice.value() if _choice.value else "man"


def asked_figure(request: HttpRequest) -> PersonName | None:
    """The person whom the address names; None when it names none that there is, or cannot be read."""
    try:
        asked = request.GET.get(PARAMETER)
    except (
        SuspiciousOperation
    ):  # too many fields: the page that says so has figures to choose as well
        return None
    return next((person for person in PERSONS if person == asked), None)
