"""What a workout log says of loads and sets, as text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from functools import reduce

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from exercises.formats import comma_list, duration_text, number_text
from exercises.units import Unit, from_kg, to_kg, with_unit
from programs.models import SetLog
from programs.models.set_log import Side

HUNDREDTH, THOUSANDTH = Decimal("0.01"), Decimal("0.001")


def load_in_unit(kilograms: Decimal, unit: Unit) -> str:
    """The number alone, in the person's unit, to the hundredth: what they typed comes back."""
    return number_text(from_kg(kilograms, unit).quantize(HUNDREDTH, ROUND_HALF_EVEN))


def load_in_kg(number: Decimal, unit: Unit) -> Decimal:
    """The number that was typed, in kilograms to the gram."""
    return to_kg(number, unit).quantize(THOUSANDTH, ROUND_HALF_EVEN)


def volume_text(kilograms: Decimal, unit: Unit) -> str:
    """A workout's volume (load times repetitions), to the whole unit: `1,240 kg`."""
    return with_unit(number_text(round(from_kg(kilograms, unit)), grouped=True), unit)


def sets_text(sets: Sequence[SetLog], unit: Unit) -> str:
    """All sets of one exercise: `10, 10, 8 at 40 kg`, `left 3 × 10 s; right 3 × 10 s`."""
    by_side = {
        side: _sets_of_side([each for each in sets if each.side == side], unit)
        for side in dict.fromkeys(each.side for each in sets)
    }
    pattern = pgettext("list of the two sides", "%(before)s; %(after)s")
    return reduce(
        lambda before, after: pattern % {"before": before, "after": after},
        (_with_side(side, text) for side, text in by_side.items()),
    )


def _with_side(side: str, text: str) -> str:
    if side == Side.LEFT:
        return _("left %(sets)s") % {"sets": text}
    if side == Side.RIGHT:
        return _("right %(sets)s") % {"sets": text}
    return text


def _sets_of_side(sets: Sequence[SetLog], unit: Unit) -> str:
    """The sets of one side; a load that all have is given once."""
    if len({(each.load_kg or None, each.band) for each in sets}) == 1:
        return _with_load(comma_list(_amount(each) for each in sets), sets[0], unit)
    return comma_list(_with_load(_amount(each), each, unit) for each in sets)


def _amount(done: SetLog) -> str:
    if done.seconds is None:
        return f"{done.reps}"
    time = duration_text(done.seconds)
    if done.reps is None:
        return time
    return _("%(reps)s × %(time)s") % {"reps": done.reps, "time": time}


def _with_load(amounts: str, done: SetLog, unit: Unit) -> str:
    if done.load_kg:
        load = with_unit(load_in_unit(done.load_kg, unit), unit)
        return _("%(sets)s at %(load)s") % {"sets": amounts, "load": load}
    if done.band:
        return _("%(sets)s with %(band)s band") % {"sets": amounts, "band": done.band}
    return amounts


def log_facts(log: object, unit: Unit) -> list[str]:
    """The sums of a log loaded by `for_list`: `9 sets`, `74 reps`, `1,240 kg lifted`, `90 s timed`."""
    sums = vars(log)
    facts = []
    if sets := sums["set_count"]:
        facts.append(ngettext("%(count)s set", "%(count)s sets", sets) % {"count": sets})
    if sums["volume"]:
        facts.append(_("%(load)s lifted") % {"load": volume_text(sums["volume"], unit)})
    elif reps := sums["repetitions"]:
        facts.append(ngettext("%(count)s rep", "%(count)s reps", reps) % {"count": reps})
    if sums["seconds"]:
        facts.append(_("%(time)s timed") % {"time": duration_text(_rounded(sums["seconds"]))})
    return facts


def _rounded(seconds: int) -> int:
    """To the second below two minutes, then to the minute."""
    return seconds if seconds < 120 else round(seconds / 60) * 60
