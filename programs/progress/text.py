"""Sets in words: one as a best, all of a session, and the parts that the log's own texts share."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from exercises.formats import comma_list, duration_text, number_text
from exercises.units import Unit, load_text
from programs.progress.types import DoneSet


def amount_text(done: DoneSet) -> str:
    """How much: `10`, `3 × 10 s`, `25 s`, `400 m`."""
    if done.metres and not done.seconds:
        return distance_text(done.metres)
    if not done.seconds:
        return f"{done.reps}"
    time = duration_text(done.seconds)
    if done.reps is None or done.reps == 1:
        return time
    return _("%(reps)s × %(time)s") % {"reps": done.reps, "time": time}


def set_text(done: DoneSet, unit: Unit) -> str:
    """One set as a best: `42.5 kg × 10`, `left 25 s`, `8 with 20 kg of help`."""
    amount = amount_text(done)
    if done.load:
        load = load_text(done.load, unit)
        return with_side(_("%(load)s × %(amount)s") % {"load": load, "amount": amount}, done.side)
    return with_side(_with_load(amount, done, unit), done.side)


def session_text(sets: Sequence[DoneSet], unit: Unit) -> str:
    """All sets of a session: `10, 10, 8 at 40 kg`, `left 20 s, right 25 s`."""
    loads = {(each.load, each.assistance, each.band) for each in sets}
    if len(loads) > 1:
        return comma_list(
            with_side(_with_load(amount_text(each), each, unit), each.side) for each in sets
        )
    amounts = comma_list(with_side(amount_text(each), each.side) for each in sets)
    return _with_load(amounts, sets[0], unit)


def with_side(text: str, side: str) -> str:
    """`left 25 s`."""
    if side == "left":
        return _("left %(sets)s") % {"sets": text}
    return _("right %(sets)s") % {"sets": text} if side == "right" else text


def _with_load(amounts: str, done: DoneSet, unit: Unit) -> str:
    return with_load(amounts, done.load, done.assistance, done.band, unit)


def with_load(
    amounts: str, load: Decimal | None, assistance: Decimal | None, band: str, unit: Unit
) -> str:
    """`10, 8 at 40 kg`, `8 with 20 kg of help`, `12 with green band`; loads are given in kilograms."""
    if load:
        return _("%(sets)s at %(load)s") % {"sets": amounts, "load": load_text(load, unit)}
    if assistance:
        return _("%(sets)s with %(load)s of help") % {
            "sets": amounts,
            "load": load_text(assistance, unit),
        }
    if band:
        return _("%(sets)s with %(band)s band") % {"sets": amounts, "band": band}
    return amounts


def distance_text(metres: Decimal) -> str:
    """`400 m`, `1,500 m`."""
    return _("%(number)s m") % {"number": number_text(metres, grouped=True)}
