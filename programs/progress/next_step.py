"""What to do next time: one suggestion from what was done, with one sentence why.

From our guide “How to choose the load”: growth needs up to 12 repetitions and endurance 15 to 20; first
more repetitions, then more load (double progression). Nothing goes up after sets that are missing, after
a break or after the exercise was left out; three misses in a row take a tenth off, and so does an exercise
that hurt. Behind it: American
College of Sports Medicine, Resistance Training Prescription for Muscle Function, Hypertrophy, and
Physical Performance in Healthy Adults (position stand, 2026).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.formats import duration_text
from exercises.units import load_text
from programs.progress.steps import LoadSteps
from programs.progress.text import session_text
from programs.progress.types import HOLD, SETS, TIME, TOTAL, DoneSet, Dose, ExerciseSession, Variant

BREAK, LONG_BREAK = timedelta(days=14), timedelta(days=28)
MISSES = 3
TAKEN_OFF = Decimal("0.9")
MAX_REPS = 20
"""Beyond twenty repetitions it is not endurance that grows but time that goes."""
MIN_SETS_OF_TOTAL = 3
MAX_LONG_HOLD, MAX_SHORT_HOLD = 60, 10
"""Seconds: of one long hold, and of several short ones, which are repeated more often instead."""


Values = dict[str, int | str | Decimal | None]


@dataclass(frozen=True)
class Suggestion:
    """What to do today, in words, and why; `reps`, `seconds` and `load` (kg) fill in the boxes."""

    text: str
    why: str
    reps: int | None = None
    seconds: int | None = None
    load: Decimal | None = None
    band: str = ""
    last: str = ""
    """What was done last time, in words."""

    @property
    def sentence(self) -> str:
        """`Today 3 × 8 at 42.5 kg. All 3 sets reached 12: take the next step.`"""
        return _("%(what)s. %(why)s") % {"what": self.text, "why": self.why}


def next_step(
    dose: Dose,
    sessions: Sequence[ExerciseSession],
    today: date,
    steps: LoadSteps,
    *,
    left_out_on: date | None = None,
    hurt_on: date | None = None,
    easier: Variant | None = None,
    harder: Variant | None = None,
) -> Suggestion | None:
    """What to do today of an exercise; `sessions` are what was done of it, oldest first.

    None when nothing was done yet. `left_out_on` and `hurt_on`: when a session last went without it, and
    when it last hurt.
    """
    done = [session for session in sessions if session.work()]
    if not done:
        return None
    last = done[-1]
    best = _Basis.of(last, dose, steps)
    if hurt_on and hurt_on >= last.day:
        found = _after_pain(best, easier)
    elif left_out_on and left_out_on > last.day and today - last.day < BREAK:
        found = best.same(_("You left it out last time: no more than before."))
    else:
        found = _next_step(dose, done, today, best, harder)
    return replace(found, last=session_text(last.work(), steps.unit))


def _next_step(
    dose: Dose,
    done: Sequence[ExerciseSession],
    today: date,
    best: _Basis,
    harder: Variant | None,
) -> Suggestion:
    """The first rule that applies, those that hold back before those that go on."""
    last = done[-1]
    if today - last.day >= LONG_BREAK:
        return _less(best, _("It is more than four weeks ago: begin lighter."))
    if today - last.day >= BREAK:
        return best.same(_("It is more than two weeks ago: take it up where you were."))
    if best.is_incomplete:
        return best.same(_("Not all sets were done last time: do all of them first."))
    if len(done) >= MISSES and all(_missed(each, dose, best) for each in done[-MISSES:]):
        return _less(
            best, _("Three times in a row fell short: go back a tenth and build up again.")
        )
    rules = {SETS: _sets_step, TOTAL: _total_step, HOLD: _hold_step, TIME: _time_step}
    return rules[dose.kind](best, harder)


@dataclass(frozen=True)
class _Basis:
    """The last session as the rules look at it: the sets with the heaviest load, side by side."""

    dose: Dose
    steps: LoadSteps
    sets: tuple[DoneSet, ...]
    top: tuple[DoneSet, ...]

    @classmethod
    def of(cls, session: ExerciseSession, dose: Dose, steps: LoadSteps) -> _Basis:
        """Drop sets follow a set; they are no sets of the plan."""
        sets = tuple(each for each in session.work() if each.kind != "drop")
        sets = sets or tuple(session.work())
        heaviest = max(each.net_load for each in sets)
        return cls(dose, steps, sets, tuple(each for each in sets if each.net_load == heaviest))

    @property
    def load(self) -> Decimal | None:
        return self.top[0].load or None

    @property
    def assistance(self) -> Decimal | None:
        return self.top[0].assistance or None

    @property
    def band(self) -> str:
        return self.top[0].band

    @property
    def lowest(self) -> int:
        """The fewest repetitions of a set with the load."""
        return min(each.reps or 0 for each in self.top)

    @property
    def shortest(self) -> int:
        """The shortest hold, in seconds."""
        return min(each.seconds or 0 for each in self.sets)

    @property
    def is_incomplete(self) -> bool:
        """Whether sets of the plan are missing; a lighter set does not count for a heavier one."""
        return self.dose.kind != TOTAL and len(self.sets) < self.wanted

    @property
    def sides(self) -> int:
        """Two where the sides were written down apart."""
        return self.dose.sides if any(each.side for each in self.sets) else 1

    @property
    def wanted(self) -> int:
        """How many sets the plan asks for."""
        return self.dose.sets * self.sides

    @property
    def all_at_load(self) -> bool:
        return len(self.top) >= self.wanted

    def again(self, why: str, **changes: int | str | Decimal | None) -> Suggestion:
        """The same load as last time, with what changes."""
        values: dict[str, int | str | Decimal | None] = {
            "load": self.load,
            "band": self.band,
            "reps": self._usual_reps,
        } | changes
        if self.dose.kind in (HOLD, TIME):
            values.setdefault("seconds", self.dose.seconds)
        return _suggest(self, why, **values)

    def same(self, why: str) -> Suggestion:
        """Just what was done last time, within the plan."""
        reps = max(self.dose.reps_min, min(self.lowest, self.dose.reps_max))
        return self.again(why, **({"reps": reps} if self.dose.kind == SETS else {}))

    @property
    def _usual_reps(self) -> int | None:
        if self.dose.kind == SETS:
            return max(self.dose.reps_min, min(self.lowest + 1, self.dose.reps_max))
        return self.dose.reps_max if self.dose.kind == HOLD and self.dose.reps_max > 1 else None


def _suggest(basis: _Basis, why: str, **values: int | str | Decimal | None) -> Suggestion:
    """The suggestion with its words, such as `Today 3 sets of 8 at 42.5 kg`."""
    load = values.get("load")
    assistance = values.pop("assistance", basis.assistance)
    parts = _amount_text(basis.dose, values)
    if isinstance(load, Decimal):
        text = _("Today %(amount)s at %(load)s") % {
            "amount": parts,
            "load": load_text(load, basis.steps.unit),
        }
    elif isinstance(assistance, Decimal) and assistance:
        help_text = load_text(assistance, basis.steps.unit)
        text = _("Today %(amount)s with %(load)s of help") % {"amount": parts, "load": help_text}
    elif values.get("band"):
        text = _("Today %(amount)s with the %(band)s band") % {
            "amount": parts,
            "band": values["band"],
        }
    else:
        text = _("Today %(amount)s") % {"amount": parts}
    return Suggestion(text, why, **values)  # type: ignore[arg-type]


def _amount_text(dose: Dose, values: Values) -> str:
    if dose.kind == TOTAL:
        total = dose.total_max
        return ngettext("%(number)s rep in all", "%(number)s reps in all", total) % {
            "number": total
        }
    reps, seconds = values.get("reps"), values.get("seconds")
    if isinstance(seconds, int):
        time = duration_text(seconds)
        amount = _("%(reps)s × %(time)s") % {"reps": reps, "time": time} if reps else time
    else:
        amount = f"{reps}"
    return _("%(sets)s × %(amount)s") % {"sets": dose.sets, "amount": amount}


def _less(basis: _Basis, why: str) -> Suggestion:
    """A tenth less, in steps that the person owns; without a load the same as before."""
    if basis.load is None:
        return basis.again(why)
    lighter = basis.steps.at_most(basis.load * TAKEN_OFF, basis.load)
    return basis.again(why, load=lighter or basis.load, reps=basis.dose.reps_min)


def _after_pain(basis: _Basis, easier: Variant | None) -> Suggestion:
    """What hurt is done with less, or in an easier way; without either, no more than before."""
    if basis.load is not None:
        return _less(basis, _("It hurt last time: begin lighter, and stop if it hurts again."))
    if easier:
        why = _("It hurt last time: do %(exercise)s instead, which is easier.")
        return basis.same(why % {"exercise": easier.name})
    return basis.same(_("It hurt last time: no more than before, and stop if it hurts again."))


def _missed(session: ExerciseSession, dose: Dose, basis: _Basis) -> bool:
    """Whether a session fell short of its dose with the load of now."""
    sets = session.work()
    if dose.kind != SETS or {each.net_load for each in sets} != {basis.top[0].net_load}:
        return False
    return any((each.reps or 0) < dose.reps_min for each in sets)


def _sets_step(basis: _Basis, harder: Variant | None) -> Suggestion:
    """Double progression: up when every set, with the whole load, reached the top of the range."""
    dose = basis.dose
    if not basis.all_at_load:
        return basis.again(_("Not all sets had this load: do all of them with it first."))
    if basis.lowest < dose.reps_max:
        why = ngettext(
            "Go up when the set reaches %(reps)s.",
            "Go up when all %(sets)s sets reach %(reps)s.",
            dose.sets,
        ) % {"sets": dose.sets, "reps": dose.reps_max}
        return basis.again(why)
    reached = ngettext(
        "The set reached %(reps)s: take the next step.",
        "All %(sets)s sets reached %(reps)s: take the next step.",
        dose.sets,
    ) % {"sets": dose.sets, "reps": dose.reps_max}
    if basis.assistance:
        less_help = basis.steps.down(basis.assistance) or Decimal(0)
        return basis.again(reached, reps=dose.reps_min, assistance=less_help)
    if basis.load and (heavier := basis.steps.up(basis.load)):
        return basis.again(reached, reps=dose.reps_min, load=heavier)
    if stronger := basis.steps.next_band(basis.band):
        return basis.again(reached, reps=dose.reps_min, band=stronger)
    return _beyond(basis, harder)


def _beyond(basis: _Basis, harder: Variant | None) -> Suggestion:
    """All reached and no more load: a harder variant, else more repetitions up to twenty."""
    if harder:
        return basis.again(_try(harder), reps=basis.dose.reps_max)
    more = min(basis.lowest + 1, max(MAX_REPS, basis.dose.reps_max))
    if more > basis.lowest:
        why = _("All sets reached the top and there is no more load: add a repetition.")
        return basis.again(why, reps=more)
    return basis.again(_("You are at the top of what it gives: keep it there."), reps=more)


def _try(harder: Variant) -> str:
    return _("All of it is done. Ready for more? Try %(exercise)s.") % {"exercise": harder.name}


def _total_step(basis: _Basis, harder: Variant | None) -> Suggestion:
    """A total: the same in fewer sets first, then the next variant."""
    dose, done = basis.dose, sum(each.reps or 0 for each in basis.sets)
    if done < dose.total_max * basis.sides:
        return basis.again(_("Go on when the whole number is done."))
    sets = len(basis.sets) // basis.sides
    if sets > MIN_SETS_OF_TOTAL:
        why = ngettext(
            "You needed %(sets)s set: try one less.",
            "You needed %(sets)s sets: try one less.",
            sets,
        ) % {"sets": sets}
        return basis.again(why)
    if basis.load and (heavier := basis.steps.up(basis.load)):
        return basis.again(_("All of it in few sets: take the next step."), load=heavier)
    return basis.again(_try(harder) if harder else _("All of it in few sets: keep it there."))


def _hold_step(basis: _Basis, harder: Variant | None) -> Suggestion:
    """Holds: one to five seconds more up to the end of the range, then more of them or a variant."""
    dose = basis.dose
    is_repeated = dose.reps_max > 1
    fewest = min(each.reps or 1 for each in basis.sets)
    if basis.shortest < dose.seconds or (is_repeated and fewest < dose.reps_min):
        return basis.again(_("Go up when every hold is as long as planned."))
    if not dose.is_strength:
        return basis.again(_("A stretch needs no more than its plan."))
    longest = MAX_SHORT_HOLD if is_repeated else MAX_LONG_HOLD
    if basis.shortest < longest:
        more = min(basis.shortest + _more_seconds(basis.shortest), longest)
        return basis.again(
            _("Every hold was as long as planned: hold a little longer."), seconds=more
        )
    if is_repeated:
        why = _("Every hold was long enough: do one more of them.")
        return basis.again(why, seconds=basis.shortest, reps=fewest + 1)
    if harder:
        return basis.again(_try(harder), seconds=basis.shortest)
    return basis.again(_("A minute is long enough: keep it there."), seconds=basis.shortest)


def _more_seconds(seconds: int) -> int:
    """A tenth more, from one to five seconds."""
    return max(1, min(5, round(seconds / 10)))


def _time_step(basis: _Basis, _harder: Variant | None) -> Suggestion:
    """Time: five seconds more of strength work; a walk or a stretch stays as planned."""
    if basis.shortest < basis.dose.seconds:
        return basis.again(_("Go up when the whole time is done."))
    if basis.dose.is_strength:
        why = _("The whole time was done: add five seconds.")
        return basis.again(why, seconds=basis.shortest + 5)
    return basis.again(_("It needs no more than its plan."))
