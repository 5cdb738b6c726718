"""What the pages of progress show: of all exercises together, and of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from exercises.formats import comma_list, duration_text, number_text
from exercises.models import BodyPart, Exercise
from exercises.people import Person, Visitor
from exercises.pictures import trained_map
from exercises.units import Unit, from_kg, load_text, with_unit
from programs.logs.next_time import suggestions_for
from programs.logs.progress_facts import (
    Key,
    Totals,
    efforts_before,
    in_span,
    of_exercise,
    rank_sums,
    record_sets,
    sessions_by_exercise,
    sets_of,
    sums_of,
    totals_of,
)
from programs.logs.session_values import SessionValues
from programs.models import OwnExercise, SessionSum, WorkoutItem, WorkoutLog
from programs.progress import (
    Best,
    ExerciseSession,
    ExerciseUse,
    Line,
    Load,
    Measure,
    Suggestion,
    balance_sentence,
    best_effort,
    find_bests,
    hard_sets,
)
from programs.progress.charts import line_chart, year_strip
from programs.progress.series import LABELS
from programs.progress.text import distance_text, session_text, set_text

DAY, WEEK = timedelta(days=1), timedelta(days=7)
YEAR = 52 * WEEK
HOME_WEEKS, MIN_SESSIONS_OF_LINE = 12, 3
AnyExercise = Exercise | OwnExercise
LOADS = {Measure.LOAD, Measure.ASSISTANCE, Measure.ESTIMATE, Measure.VOLUME}
TIMES = {Measure.HOLD, Measure.TIME}


def code_of(exercise: AnyExercise) -> str:
    """How addresses and uploads name it: a slug, or `own-<uuid>`."""
    return exercise.code if isinstance(exercise, OwnExercise) else exercise.slug


def progress_address(exercise: AnyExercise) -> str:
    """The page of one exercise's progress."""
    return reverse("programs:progress-exercise", args=[code_of(exercise)])


def measure_text(value: Decimal, measure: Measure, unit: Unit) -> str:
    """`42.5 kg`, `30 s`, `12`: estimates and sums to the whole number."""
    if measure in (Measure.ESTIMATE, Measure.VOLUME):
        whole = from_kg(value, unit).quantize(Decimal(1), ROUND_HALF_EVEN)
        return with_unit(number_text(whole, grouped=True), unit)
    if measure in LOADS:
        return load_text(value, unit)
    if measure in TIMES:
        return duration_text(int(value))
    return distance_text(value) if measure == Measure.DISTANCE else number_text(value)


@dataclass(frozen=True)
class Chart:
    """A measure over time: its label, the drawing, and the same numbers as rows (day, value, dose)."""

    label: str
    svg: SafeString
    rows: list[tuple[date, str, str]]
    is_estimate: bool
    period: int
    """How many weeks one point stands for; 0 when it is one session."""


@dataclass(frozen=True)
class ExerciseRow:
    """An exercise of the overview: its name and page, in how many sessions, and the last of them."""

    name: str
    url: str
    count: int
    last: date
    best: str


@dataclass(frozen=True)
class NamedBest:
    """A new best: of which exercise, when, and the set."""

    name: str
    url: str
    day: date
    text: str


@dataclass(frozen=True)
class BalanceRow:
    """A body part with its hard sets a week, in words and as the length of a bar."""

    name: str
    text: str
    percent: int
    """Of the part that gets the most."""


@dataclass(frozen=True)
class Year:
    """The last year: a square a day, and the same as months with their sessions."""

    svg: SafeString
    months: list[tuple[date, int]]
    sessions: int


@dataclass(frozen=True)
class Overview:
    """All exercises together; `main` is the one that was done most."""

    exercises: list[ExerciseRow]
    bests: list[NamedBest]
    balance: list[BalanceRow]
    sentence: str
    recent_map: SafeString
    main: ExerciseProgress | None


@dataclass(frozen=True)
class ExerciseProgress:
    """One exercise: its charts, first the most telling one, its best, and what comes next."""

    name: str
    url: str
    charts: list[Chart]
    best: str
    bests: list[NamedBest]
    last: ExerciseSession | None
    suggestion: Suggestion | None


@dataclass(frozen=True)
class LastAndBest:
    """What a person did of an exercise last and best, in words, and where there is more."""

    day: date
    last: str
    best: str
    url: str


def last_and_best(user: Visitor, exercise: Exercise) -> LastAndBest | None:
    """None when nothing was done of it, and without a query for who is not signed in (two queries)."""
    if not user.is_authenticated:
        return None
    unit: Unit = getattr(user, "units", "kg")
    sums = sums_of(user).filter(exercise=exercise)
    newest = sums.order_by("-date", "-log_id").values("log_id")[:1]
    last = sessions_by_exercise(sets_of(user).filter(exercise=exercise, log_id__in=newest))
    if not last:
        return None
    [session] = last[_key(exercise)]
    records = sessions_by_exercise(record_sets(sums, rank_sums(sums)))[_key(exercise)]
    text = session_text(session.work(), unit)
    return LastAndBest(session.day, text, _best(records, unit), progress_address(exercise))


def line_at_home(user: Person, today: date, unit: Unit) -> tuple[Chart, str, str] | None:
    """The exercise that was done most lately: its chart, what it says in a sentence, its page.

    None while there are too few sessions for a line (constant queries).
    """
    first = today - HOME_WEEKS * WEEK
    span = sums_of(user).filter(in_span(first, today))
    totals = totals_of(rank_sums(span))
    key = max(totals, key=lambda each: (totals[each].sessions, each[0] or 0), default=None)
    if key is None or totals[key].sessions < MIN_SESSIONS_OF_LINE:
        return None
    exercise = _exercises([key])[key]
    values = SessionValues.of(span.filter(of_exercise(exercise)))
    measure = values.measures()[0]
    period, lines = values.lines(measure, (values.first_day or today, today))
    sentence = _("%(exercise)s. %(measure)s: from %(begin)s on %(day)s to %(now)s") % {
        "exercise": exercise,
        "measure": LABELS[measure],
        "begin": measure_text(lines[0][0].value, measure, unit),
        "day": date_format(lines[0][0].day, "MONTH_DAY_FORMAT"),
        "now": measure_text(lines[-1][-1].value, measure, unit),
    }
    chart = _chart(measure, lines, (lines[0][0].day, today), unit, period)
    return chart, sentence, progress_address(exercise)


def bests_of_session(user: Visitor, log: WorkoutLog) -> dict[Key, list[Best]]:
    """The new bests of a session, by exercise (two queries)."""
    mine, this = sums_of(user), sets_of(user).filter(log=log)
    exercises = this.values("exercise"), this.values("own_exercise")
    known = Q(exercise__in=exercises[0]) | Q(own_exercise__in=exercises[1])
    earlier = Q(date__lt=log.date) | Q(date=log.date, log__lt=log.pk)
    before = efforts_before(mine.filter(known & earlier))
    found = {
        key: [best for best in find_bests(done, before.get(key)) if not best.is_first]
        for key, done in sessions_by_exercise(this).items()
    }
    return {key: bests for key, bests in found.items() if bests}


def best_texts(user: Person, log: WorkoutLog, unit: Unit) -> dict[str, str]:
    """The new bests of a session in words, by the code of the exercise: `42.5 kg × 10`."""
    bests = bests_of_session(user, log)
    exercises = _exercises(bests) if bests else {}
    return {
        code_of(exercises[key]): comma_list(set_text(each.done, unit) for each in found)
        for key, found in bests.items()
        if key in exercises
    }


def overview_of(user: Person, first: date | None, today: date, unit: Unit) -> Overview:
    """The overview from `first`, or from the beginning, to today (constant queries)."""
    mine = sums_of(user)
    span = mine.filter(in_span(first, today))
    ranks = rank_sums(span)
    totals = totals_of(ranks)
    records = sessions_by_exercise(record_sets(span, ranks))
    before = efforts_before(mine.filter(date__lt=first)) if first else {}
    exercises = _exercises(totals)
    found = [(exercises[key], totals[key]) for key in totals if key in exercises]
    found.sort(key=lambda each: (-each[1].sessions, str(each[0])))
    bests = [
        best
        for key, done in records.items()
        if key in exercises
        for best in _named(exercises[key], find_bests(done, before.get(key)), unit)
    ]
    begin = first or min((each.first for each in totals.values()), default=today)
    loads = _loads(found, begin, today)
    return Overview(
        exercises=[
            ExerciseRow(
                str(exercise),
                progress_address(exercise),
                sums.sessions,
                sums.last,
                _best(records.get(_key(exercise), []), unit),
            )
            for exercise, sums in found
        ],
        bests=sorted(bests, key=lambda best: best.day, reverse=True),
        balance=[
            BalanceRow(each.name, _tenths(each.weekly), round(100 * each.weekly / loads[0].weekly))
            for each in loads
        ],
        sentence=balance_sentence(loads),
        recent_map=_recent_map(found, today),
        main=_main(user, span, found[0][0], records, first, today, unit) if found else None,
    )


def _tenths(value: Decimal) -> str:
    return number_text(value.quantize(Decimal("0.1"), ROUND_HALF_EVEN), places=1)


def exercise_progress(
    user: Person, exercise: AnyExercise, first: date | None, today: date, unit: Unit
) -> ExerciseProgress:
    """One exercise from `first`, or from the beginning, to today (constant queries)."""
    mine = sums_of(user).filter(of_exercise(exercise))
    span = mine.filter(in_span(first, today))
    key = _key(exercise)
    records = sessions_by_exercise(record_sets(span, rank_sums(span))).get(key, [])
    before = efforts_before(mine.filter(date__lt=first)) if first else {}
    values = SessionValues.of(span)
    sets = sets_of(user).filter(of_exercise(exercise), log=values.last_log)
    last = sessions_by_exercise(sets).get(key, [])
    return ExerciseProgress(
        name=str(exercise),
        url=progress_address(exercise),
        charts=_charts(values, values.measures(), first, today, unit),
        best=_best(records, unit),
        bests=_named(exercise, find_bests(records, before.get(key)), unit)[::-1],
        last=last[-1] if last else None,
        suggestion=_suggestion(user, exercise, today, unit),
    )


def _main(
    user: Person,
    span: QuerySet[SessionSum],
    exercise: AnyExercise,
    records: Mapping[Key, list[ExerciseSession]],
    first: date | None,
    today: date,
    unit: Unit,
) -> ExerciseProgress:
    """The exercise that was done most, with its most telling chart alone."""
    values = SessionValues.of(span.filter(of_exercise(exercise)))
    return ExerciseProgress(
        name=str(exercise),
        url=progress_address(exercise),
        charts=_charts(values, values.measures()[:1], first, today, unit),
        best=_best(records.get(_key(exercise), []), unit),
        bests=[],
        last=None,
        suggestion=_suggestion(user, exercise, today, unit),
    )


def _charts(
    values: SessionValues, measures: Iterable[Measure], first: date | None, today: date, unit: Unit
) -> list[Chart]:
    days = first or values.first_day or today, today
    lines = {measure: values.lines(measure, days) for measure in measures}
    return [
        _chart(measure, found, days, unit, period) for measure, (period, found) in lines.items()
    ]


def _key(exercise: AnyExercise) -> Key:
    return (exercise.pk, None) if isinstance(exercise, Exercise) else (None, exercise.pk)


def _suggestion(user: Person, exercise: AnyExercise, today: date, unit: Unit) -> Suggestion | None:
    """What to do next time, where the exercise is in a workout of the person's (the newest counts)."""
    if isinstance(exercise, OwnExercise):
        return None
    items = WorkoutItem.objects.filter(workout__owner_id=user.pk, exercise=exercise)
    items = items.select_related("exercise").prefetch_related("exercise__equipment")
    newest = list(items.order_by("-workout__updated_at", "-pk")[:1])
    return next(iter(suggestions_for(user, newest, today, unit).values()), None)


def _chart(
    measure: Measure, lines: Sequence[Line], days: tuple[date, date], unit: Unit, period: int
) -> Chart:
    label = str(LABELS[measure])
    rows = [
        (point.day, measure_text(point.value, measure, unit), point.dose)
        for line in lines
        for point in line
    ]
    title = _("%(measure)s from %(first)s to %(last)s; the table below has the numbers") % {
        "measure": label,
        "first": date_format(days[0]),
        "last": date_format(days[1]),
    }
    svg = line_chart(lines, title, lambda value: measure_text(value, measure, unit), days)
    return Chart(label, mark_safe(svg), rows[::-1], measure == Measure.ESTIMATE, period)


def _best(sessions: Iterable[ExerciseSession], unit: Unit) -> str:
    done = best_effort(sessions)
    return set_text(done, unit) if done else ""


def _named(exercise: AnyExercise, bests: Iterable[Best], unit: Unit) -> list[NamedBest]:
    """The bests that were more than one before; the first time is a start."""
    return [
        NamedBest(
            str(exercise), progress_address(exercise), best.session.day, set_text(best.done, unit)
        )
        for best in bests
        if not best.is_first
    ]


def _exercises(keys: Iterable[Key]) -> dict[Key, AnyExercise]:
    """The exercises of these keys with their muscles (five queries at most)."""
    pairs = list(keys)
    catalogue = Exercise.objects.select_related("body_part").prefetch_related(
        "primary_muscles__body_part", "secondary_muscles__body_part"
    )
    catalogue = catalogue.only("slug", "name", "translations", "kind", "body_part")
    own = OwnExercise.objects.filter(pk__in=[own for _exercise, own in pairs if own])
    known = catalogue.filter(pk__in=[exercise for exercise, _own in pairs if exercise])
    return {_key(each): each for each in [*known, *own]}


def _loads(found: Iterable[tuple[AnyExercise, Totals]], begin: date, today: date) -> list[Load]:
    """Hard sets a week of each body part from `begin` to today, the most first."""
    weeks = max(Decimal((today - begin).days + 1) / 7, Decimal(1))
    names: dict[str, BodyPart] = {}
    sums = hard_sets(
        _use(exercise, each.hard_sets, names)
        for exercise, each in found
        if isinstance(exercise, Exercise) and exercise.kind == Exercise.Kind.STRENGTH
    )
    loads = [Load(slug, names[slug].name, sets / weeks) for slug, sets in sums.items() if sets]
    return sorted(loads, key=lambda load: (-load.weekly, load.name))


def _use(exercise: Exercise, sets: int, names: dict[str, BodyPart]) -> ExerciseUse:
    primary = {part.slug: part for part in exercise.body_parts}
    others = {muscle.body_part for muscle in exercise.secondary_muscles.all()}
    secondary = {part.slug: part for part in others if part.slug not in primary}
    names.update(primary | secondary)
    return ExerciseUse(sets, frozenset(primary), frozenset(secondary))


def _recent_map(found: Iterable[tuple[AnyExercise, Totals]], today: date) -> SafeString:
    """The body map with what was trained in the last seven days."""
    recent = [
        exercise
        for exercise, each in found
        if isinstance(exercise, Exercise) and each.last > today - WEEK
    ]
    return mark_safe(trained_map(recent, _("What you trained in the last seven days")))


def year_of(user: Visitor, today: date, week_first: date) -> Year:
    """The year up to today in squares; `week_first` is the first day of this week (one query)."""
    first = week_first - YEAR
    logs = WorkoutLog.objects.owned_by(user).filter(date__range=(first, today))
    rows = list(logs.order_by().values_list("date").annotate(Count("pk"), Count("sets")))
    months: dict[date, set[int]] = {}
    sets: dict[date, int] = {}
    for day, _sessions, count in rows:
        sets[day] = max(count, 1)
        months.setdefault(day.replace(day=1), set()).add(day.day)
    title = _(
        "The days of the last year on which you trained; the table below counts them by month"
    )
    return Year(
        svg=mark_safe(year_strip(sets, first, today, title)),
        months=sorted(((month, len(days)) for month, days in months.items()), reverse=True),
        sessions=len(sets),
    )
