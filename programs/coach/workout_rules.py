"""How a workout is put together: what comes first, and how the load is spread over the back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exercises.formats import and_list
from programs.coach.advice import Advice, Code, Fix
from programs.coach.suitability import leave_out
from programs.coach.types import (
    BACK,
    COMPOUND,
    ISOLATION,
    MAIN,
    MOBILITY,
    SETS,
    WARM_UP,
    ExerciseFacts,
    ItemFacts,
    NamedRef,
    WorkoutFacts,
)

UPPER_BACK = BACK[:2]
"""Pulls for the lats and rows for the middle back count alike as upper back, as the programs say."""

REGION_NAMES = dict(
    zip(
        BACK,
        (gettext_lazy("upper back"), gettext_lazy("middle back"), gettext_lazy("lower back")),
        strict=True,
    )
)
MAX_UPPER_BACK = 3
MAX_BALANCE_RATIO = 2
MAX_SETS_TO_ADVISE = 5
WARM_UPS = {True: "shoulder-rolls", False: "seated-cat-cow"}
"""The guide's mobility exercises: for work mainly above the waist, and for other work."""

ABOVE_THE_WAIST = {"neck", "shoulders", "upper_back", "middle_back", "chest", "arms"}


def volume_by_region(items: Iterable[ItemFacts]) -> dict[str, int]:
    """Sets by region of the body; a set counts once for each region of its primary muscles."""
    volume: dict[str, int] = {}
    for item in items:
        for region in item.exercise.regions:
            volume[region] = volume.get(region, 0) + item.sets
    return volume


def equipment_needed(items: Iterable[ItemFacts]) -> list[NamedRef]:
    """What one trains with, each once, in the order of its first use."""
    return list(dict.fromkeys(thing for item in items for thing in item.exercise.equipment))


def no_warm_up(workout: WorkoutFacts, candidates: Sequence[ExerciseFacts]) -> list[Advice]:
    """Strength work with neither a warm-up nor a mobility exercise before it."""
    if not lacks_warm_up(workout):
        return []
    work = workout.work()
    sentence = _(
        "%(exercise)s is strength work, and nothing before it warms you up. Begin with five"
        " minutes of easy movement and an exercise for the joints."
    ) % {"exercise": work[0].name}
    fix = _warm_up(work, candidates)
    return [Advice(Code.NO_WARM_UP, "workout", sentence, (work[0].id,), fix=fix)]


def lacks_warm_up(workout: WorkoutFacts) -> bool:
    """Whether there is strength work, and neither a warm-up nor a mobility exercise before it."""
    work = workout.work()
    before = workout.items[: workout.items.index(work[0])] if work else ()
    warms_up = any(item.section == WARM_UP or item.exercise.kind == MOBILITY for item in before)
    return bool(work) and not warms_up


def _warm_up(work: list[ItemFacts], candidates: Sequence[ExerciseFacts]) -> Fix | None:
    """The guide's mobility exercise for this work if it is among the candidates, else the first."""
    volume = volume_by_region(work)
    above = sum(sets for region, sets in volume.items() if region in ABOVE_THE_WAIST)
    choice = WARM_UPS[above * 2 >= sum(volume.values())]
    found = [exercise for exercise in candidates if exercise.kind == MOBILITY]
    if not found:
        return None
    best = min(found, key=lambda exercise: exercise.slug != choice)
    label = _("Add %(exercise)s as a warm-up") % {"exercise": best.name}
    return Fix("add", label, exercise=best.slug, section=WARM_UP, to=0)


def isolation_first(workout: WorkoutFacts) -> list[Advice]:
    """Each exercise for one joint that comes before one for several, in the main section.

    Two in the same superset are done in turn on purpose, and neither is before the other.
    """
    main = workout.section(MAIN)
    found = []
    for place, item in enumerate(main):
        later = [other for other in main[place + 1 :] if _should_come_before(other, item)]
        if item.is_work and item.exercise.mechanics == ISOLATION and later:
            sentence = _(
                "%(exercise)s works one joint and comes before %(others)s. Begin with exercises for"
                " several joints, while you are fresh, and end with those for one."
            ) % {"exercise": item.name, "others": and_list(i.name for i in later)}
            fix = _move_after(item, later[-1], main)
            found.append(Advice(Code.ISOLATION_FIRST, "items", sentence, (item.id,), fix=fix))
    return found


def _should_come_before(other: ItemFacts, item: ItemFacts) -> bool:
    together = item.superset is not None and other.superset == item.superset
    return other.is_work and other.exercise.mechanics == COMPOUND and not together


def _move_after(item: ItemFacts, last: ItemFacts, section: list[ItemFacts]) -> Fix | None:
    """Move `item` to behind `last`; none when that would tear a superset apart."""
    if item.superset is not None:
        return None
    follows = section[section.index(last) + 1 :]
    partners = [other for other in follows if other.superset == last.superset is not None]
    after = partners[-1] if partners else last
    label = _("Move it after %(exercise)s") % {"exercise": after.name}
    return Fix("move", label, item=item.id, to=section.index(after))


def upper_back_count(workout: WorkoutFacts) -> list[Advice]:
    """More than three exercises for the upper back, lats and middle back together."""
    found = [item for item in workout.work() if item.exercise.main_region in UPPER_BACK]
    if len(found) <= MAX_UPPER_BACK:
        return []
    sentence = ngettext(
        "%(exercises)s: %(number)s exercise is a lot for the upper back in one workout. Two or three"
        " are enough; give other parts of the back a share.",
        "%(exercises)s: %(number)s exercises are a lot for the upper back in one workout. Two or"
        " three are enough; give other parts of the back a share.",
        len(found),
    ) % {"exercises": and_list(item.name for item in found), "number": len(found)}
    ids = tuple(item.id for item in found)
    return [Advice(Code.UPPER_BACK_COUNT, "items", sentence, ids, fix=leave_out(found[-1]))]


def uneven_back(workout: WorkoutFacts) -> list[Advice]:
    """A region of the back with more than twice the sets of another that is trained too.

    A workout for one region alone is somebody's choice, and no reason for advice.
    """
    volume = volume_by_region(workout.work())
    back = sorted((region for region in BACK if region in volume), key=lambda r: volume[r])
    if not back or volume[back[-1]] <= MAX_BALANCE_RATIO * volume[back[0]]:
        return []
    least, most = back[0], back[-1]
    sentence = ngettext(
        "The %(most)s gets %(number)s set and the %(least)s %(fewer)s. Spread the load more evenly,"
        " so that no part of the back falls behind.",
        "The %(most)s gets %(number)s sets and the %(least)s %(fewer)s. Spread the load more evenly,"
        " so that no part of the back falls behind.",
        volume[most],
    ) % {
        "most": REGION_NAMES[most],
        "number": volume[most],
        "least": REGION_NAMES[least],
        "fewer": volume[least],
    }
    concerned = tuple(i.id for i in workout.work() if {most, least} & set(i.exercise.regions))
    fix = _add_sets(workout, most, least, volume)
    return [Advice(Code.UNEVEN_BACK, "workout", sentence, concerned, (most, least), fix)]


def _add_sets(workout: WorkoutFacts, most: str, least: str, volume: dict[str, int]) -> Fix | None:
    """More sets of an exercise for `least`, if as many as are usual are enough."""
    wanted = -(-volume[most] // MAX_BALANCE_RATIO) - volume[least]
    for item in workout.work():
        regions, sets = item.exercise.regions, item.sets + wanted
        in_place = least in regions and most not in regions
        if item.dose == SETS and in_place and sets <= MAX_SETS_TO_ADVISE:
            label = ngettext(
                "Do %(number)s set of %(exercise)s", "Do %(number)s sets of %(exercise)s", sets
            ) % {"number": sets, "exercise": item.name}
            return Fix("change", label, item=item.id, columns={"sets": sets})
    return None
