"""What a workout log says of loads and sets, as text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from exercises.formats import comma_list, duration_text, number_text
from exercises.units import Unit, from_kg, with_unit
from programs.models import SetLog
from programs.models.set_log import SetKind
from programs.progress.text import distance_text, with_load, with_side


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
        (with_side(text, side) for side, text in by_side.items()),
    )


def _sets_of_side(sets: Sequence[SetLog], unit: Unit) -> str:
    """The sets of one side; a load that all have is given once."""
    if len({(each.load_kg or None, each.assistance_kg or None, each.band) for each in sets}) == 1:
        return _with_load(comma_list(_amount(each) for each in sets), sets[0], unit)
    return comma_list(_with_load(_amount(each), each, unit) for each in sets)


def _amount(done: SetLog) -> str:
    """How much, and what for if not the work itself: `10`, `10 (warm-up)`, `3 × 10 s`, `1,500 m`."""
    parts = [] if done.distance_m is None else [distance_text(done.distance_m)]
    if done.seconds is not None:
        time = duration_text(done.seconds)
        times = _("%(reps)s × %(time)s") % {"reps": done.reps, "time": time}
        parts.append(time if done.reps is None else times)
    elif done.reps is not None:
        parts.append(f"{done.reps}")
    amount = " ".join(parts)
    if done.kind == SetKind.WARM_UP:
        return _("%(amount)s (warm-up)") % {"amount": amount}
    if done.kind == SetKind.DROP:
        return _("%(amount)s (drop set)") % {"amount": amount}
    if done.kind == SetKind.FAILURE:
        return _("%(amount)s (to failure)") % {"amount": amount}
    return amount


def _with_load(amounts: str, done: SetLog, unit: Unit) -> str:
    return with_load(amounts, done.load_kg, done.assistance_kg, done.band, unit)


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
