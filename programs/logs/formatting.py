"""What was done, in words: loads and sets as a person wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from exercises.models.prescription import POUNDS_PER_KILOGRAM, Unit, counted, seconds_in_words
from programs.models import SetLog

HUNDREDTH, THOUSANDTH = Decimal("0.01"), Decimal("0.001")


def load_in_unit(kilograms: Decimal, unit: Unit) -> str:
    """The number alone, in the person's unit, to the hundredth: what was typed comes back."""
    value = kilograms if unit == "kg" else kilograms * POUNDS_PER_KILOGRAM
    return f"{value.quantize(HUNDREDTH, ROUND_HALF_EVEN).normalize():f}"


def load_in_kg(number: Decimal, unit: Unit) -> Decimal:
    """The number that was typed, in kilograms to the gram."""
    value = number if unit == "kg" else number / POUNDS_PER_KILOGRAM
    return value.quantize(THOUSANDTH, ROUND_HALF_EVEN)


def lifted(kilograms: Decimal, unit: Unit) -> str:
    """A session's volume, to the whole unit: `1,240 kg`."""
    value = kilograms if unit == "kg" else kilograms * POUNDS_PER_KILOGRAM
    return f"{round(value):,} {unit}"


def sets_in_words(sets: Sequence[SetLog], unit: Unit) -> str:
    """All sets of one exercise: `10, 10, 8 at 40 kg`, `left 3 × 10 s; right 3 × 10 s`."""
    sides = dict.fromkeys(each.side for each in sets)
    parts = []
    for side in sides:
        text = _side_in_words([each for each in sets if each.side == side], unit)
        parts.append(f"{side} {text}".strip())
    return "; ".join(parts)


def _side_in_words(sets: Sequence[SetLog], unit: Unit) -> str:
    """The sets of one side; a load that all have is said once."""
    loads = [_load_in_words(each, unit) for each in sets]
    if len(set(loads)) == 1:
        return ", ".join(_amount(each) for each in sets) + loads[0]
    return ", ".join(_amount(each) + load for each, load in zip(sets, loads, strict=True))


def _amount(done: SetLog) -> str:
    if done.seconds is None:
        return f"{done.reps}"
    time = seconds_in_words(done.seconds)
    return time if done.reps is None else f"{done.reps} × {time}"


def _load_in_words(done: SetLog, unit: Unit) -> str:
    if done.load_kg:
        return f" at {load_in_unit(done.load_kg, unit)} {unit}"
    return f" with {done.band} band" if done.band else ""


def facts_of(session: object, unit: Unit) -> list[str]:
    """The sums of a session loaded by `for_list`: `9 sets`, `74 reps`, `1,240 kg lifted`, `90 s timed`."""
    sums = vars(session)
    facts = [counted(sums["set_count"], "set")] if sums["set_count"] else []
    if sums["volume"]:
        facts.append(f"{lifted(sums['volume'], unit)} lifted")
    elif sums["repetitions"]:
        facts.append(counted(sums["repetitions"], "rep"))
    if sums["seconds"]:
        facts.append(f"{_about(sums['seconds'])} timed")
    return facts


def _about(seconds: int) -> str:
    """To the second below two minutes, then to the minute."""
    return seconds_in_words(seconds if seconds < 120 else round(seconds / 60) * 60)
