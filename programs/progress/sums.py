"""What a session came to of one exercise, as whole numbers that are stored and compared quickly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from programs.progress.bests import Effort, Track, effort_of, track_of
from programs.progress.series import EPLEY, Measure, gathered
from programs.progress.types import DoneSet

GRAMS, CENTIMETRES = 1000, 100
SCALES: dict[Measure, int] = {
    Measure.LOAD: GRAMS,
    Measure.ASSISTANCE: GRAMS,
    Measure.HOLD: 1,
    Measure.DISTANCE: CENTIMETRES,
    Measure.REPS: 1,
    Measure.VOLUME: GRAMS,
    Measure.TIME: 1,
    Measure.TOTAL: 1,
    Measure.ESTIMATE: GRAMS * EPLEY,
}
"""How many whole parts a measure's value has, so that none is lost: the estimate is so many thirtieths."""
MORE_THAN_ANY_AMOUNT = 10**9


@dataclass(frozen=True, slots=True)
class TrackSum:
    """One track of an exercise in one session: its best set by key with its rank, and its values.

    `sessions` is 1 in the first of a session's tracks, else 0. `sets` counts the numbers of work sets that
    no other track of the session has counted: the left and the right of a set are one.
    """

    track: str
    top: int
    rank: int
    sessions: int
    sets: int
    values: Mapping[str, int | None]


def track_sums(sets: Iterable[tuple[int, DoneSet]]) -> list[TrackSum]:
    """The sums of one exercise in one session from its sets with their keys; warm-ups do not count."""
    tracks: dict[Track, list[tuple[int, DoneSet]]] = {}
    for key, done in sets:
        if done.is_work:
            tracks.setdefault(track_of(done), []).append((key, done))
    numbers: set[int] = set()
    sums: list[TrackSum] = []
    for track, members in tracks.items():
        top, best = max(members, key=lambda each: effort_of(each[1]))
        work = [done for _key, done in members]
        new = {done.number for done in work} - numbers
        numbers |= new
        sums.append(
            TrackSum(
                track_text(track),
                top,
                rank_of(effort_of(best)),
                int(not sums),
                len(new),
                _values(work),
            )
        )
    return sums


def _values(work: list[DoneSet]) -> dict[str, int | None]:
    found = {measure: gathered(work, measure) for measure in Measure}
    return {
        measure.value: None if value is None else round(value * SCALES[measure])
        for measure, value in found.items()
    }


def rank_of(effort: Effort) -> int:
    """An effort as one number in the same order."""
    return round(effort.net_load * GRAMS) * MORE_THAN_ANY_AMOUNT + round(
        effort.amount * CENTIMETRES
    )


def effort_from(rank: int) -> Effort:
    """The effort of a rank."""
    net, amount = divmod(rank, MORE_THAN_ANY_AMOUNT)
    return Effort(Decimal(net) / GRAMS, Decimal(amount) / CENTIMETRES)


def track_text(track: Track) -> str:
    """A track as text: side, kind, band."""
    side, band, kind = track
    return f"{side}|{kind}|{band}"


def track_from(text: str) -> Track:
    """The track of a text."""
    side, kind, band = text.split("|", 2)
    return side, band, kind
