"""An exercise of the catalogue, with its anatomy."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import cached_property

from exercises.content_version import ContentQuerySet
from exercises.figures import Figure, FigureError, figure_version, read_figure
from exercises.models.anatomy import BodyPart, Muscle
from exercises.models.condition import Condition
from exercises.models.equipment import EVERYWHERE, Equipment
from exercises.models.fields import LineField, ProseField
from exercises.models.prescription import Prescription
from exercises.models.publishable import LinesField, PublishableModel, PublishableQuerySet
from exercises.search.ranking import SearchEntry, answering, weigh
from exercises.search.spelling import similar_words


class Level(models.TextChoices):
    """Who an exercise or a program suits."""

    BEGINNER = "beginner", "Beginner"
    INTERMEDIATE = "intermediate", "Intermediate"
    ADVANCED = "advanced", "Advanced"


class ExerciseQuerySet(PublishableQuerySet["Exercise"]):
    """Exercises by visibility, by filter, and with what a page shows of them."""

    def for_cards(self) -> Self:
        """With what a list shows: body parts, equipment, primary muscles (constant queries)."""
        return self.select_related("body_part").prefetch_related(
            "equipment", "primary_muscles__body_part"
        )

    def with_details(self) -> Self:
        """With everything a full page shows, of conditions those that are public (constant queries)."""
        return self.for_cards().prefetch_related(
            "secondary_muscles",
            "stabilisers__muscles",
            "joints__muscles",
            "photos",
            Prefetch("contraindications", Condition.objects.published()),
            "easier",
            "harder",
        )

    def for_coach(self) -> Self:
        """With what decides whether an exercise suits a person and a workout (three queries)."""
        muscles = Prefetch("primary_muscles", Muscle.objects.select_related("body_part"))
        exercises = self.select_related("body_part").prefetch_related("equipment", muscles)
        return exercises.only("slug", "name", "kind", "mechanics", "body_part")

    def suitable(self, kit: Collection[str] | None, conditions: Collection[str] = ()) -> Self:
        """Exercises that need nothing beyond `kit`, and that none of the conditions rules out.

        Both are slugs; a kit of None means that it is not known, and then any equipment will do.
        """
        exercises = self
        if kit is not None:
            missing = Exercise.equipment.through.objects.exclude(
                equipment__slug__in={*kit, *EVERYWHERE}
            )
            exercises = exercises.exclude(Exists(missing.filter(exercise=OuterRef("pk"))))
        if conditions:
            ruled_out = Exercise.contraindications.through.objects.filter(
                condition__slug__in=conditions
            )
            exercises = exercises.exclude(Exists(ruled_out.filter(exercise=OuterRef("pk"))))
        return exercises

    def replacing(self, exercises: Iterable[Exercise], limit: int) -> Self:
        """For each of `exercises` up to `limit` of these that are of its kind and work all its primary
        muscles, the nearest: those with the fewest other muscles, then those of the same mechanics.

        Load the primary muscles of `exercises` first.
        """
        nearest = Q(pk__in=[])
        everything: Self = self.model._default_manager.all()  # type: ignore[assignment]
        targets = {(e.kind, e.mechanics, frozenset(e.primary_muscles.all())) for e in exercises}
        for kind, mechanics, muscles in targets:
            others = self.filter(kind=kind)
            for muscle in muscles:
                others = others.filter(primary_muscles=muscle)
            same_first = Case(When(mechanics=mechanics, then=0), default=1)
            ordered = others.order_by(_primary_muscle_count(), same_first, "name")
            nearest |= Q(pk__in=ordered.values("pk")[:limit])
        return everything.filter(nearest)

    def search_entries(self, text: str = "") -> list[SearchEntry]:
        """Each exercise that answers the text, as the search sees it.

        Five queries, however many there are, and one more where the database compares the words.
        """
        equipment = _slugs_by_exercise(self, "equipment__slug")
        muscles = _slugs_by_exercise(self, "primary_muscles__name")
        others = _slugs_by_exercise(self, "secondary_muscles__name")
        parts = _slugs_by_exercise(self, "primary_muscles__body_part__slug")
        rows = self.values(
            "pk",
            "name",
            "aliases",
            "body_part__slug",
            "body_part__name",
            *("kind", "mode", "mechanics", "level_min", "level_max"),
        )
        entries = [
            SearchEntry(
                pk=row["pk"],
                name=row["name"],
                words=weigh(
                    row["name"],
                    row["aliases"],
                    [row["body_part__name"], *muscles[row["pk"]], *others[row["pk"]]],
                ),
                facets={
                    "body_part": frozenset({row["body_part__slug"], *parts[row["pk"]]}),
                    "equipment": frozenset(equipment[row["pk"]]),
                    "level": frozenset(levels_between(row["level_min"], row["level_max"])),
                    **{name: frozenset({row[name]}) for name in ("kind", "mode", "mechanics")},
                },
            )
            for row in rows
        ]
        return answering(entries, text, similar_words)

    def in_order(self, keys: list[int]) -> list[Exercise]:
        """The exercises with these keys, in this order."""
        found = {exercise.pk: exercise for exercise in self.filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]


def _primary_muscle_count() -> Subquery:
    """How many primary muscles an exercise of the outer query has."""
    muscles = Exercise.objects.filter(pk=OuterRef("pk")).annotate(n=Count("primary_muscles"))
    return Subquery(muscles.order_by().values("n"))


def _slugs_by_exercise(exercises: ExerciseQuerySet, path: str) -> dict[int, list[str]]:
    """The values at the end of a relation, by exercise."""
    values: dict[int, list[str]] = defaultdict(list)
    for pk, value in (
        exercises.order_by().filter(**{f"{path}__isnull": False}).values_list("pk", path)
    ):
        values[pk].append(value)
    return values


def levels_between(lowest: str, highest: str) -> list[str]:
    """The levels from `lowest` to `highest`, both included."""
    return Level.values[Level.values.index(lowest) : Level.values.index(highest) + 1]


class Exercise(PublishableModel, Prescription):
    """One movement: how to do it, what it trains, for whom; its prescription is the default one."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", "Strength"
        STRETCH = "stretch", "Stretch"
        MOBILITY = "mobility", "Mobility"

    class Mode(models.TextChoices):
        STATIC = "static", "Static"
        DYNAMIC = "dynamic", "Dynamic"

    class Mechanics(models.TextChoices):
        COMPOUND = "compound", "Compound (multi-joint)"
        ISOLATION = "isolation", "Isolation (single-joint)"

    name = LineField(max_length=80)
    aliases = LinesField(help_text="Other names people search for, one a line.")
    summary = ProseField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.STRENGTH)
    mode = models.CharField(max_length=7, choices=Mode, default=Mode.DYNAMIC)
    mechanics = models.CharField(max_length=9, choices=Mechanics, default=Mechanics.COMPOUND)
    level_min = models.CharField("level from", max_length=12, choices=Level, default=Level.BEGINNER)
    level_max = models.CharField("level to", max_length=12, choices=Level, default=Level.ADVANCED)
    effort_min = models.PositiveSmallIntegerField("effort from", default=4, help_text="Of ten.")
    effort_max = models.PositiveSmallIntegerField("effort to", default=7, help_text="Of ten.")

    steps = LinesField(help_text="In order, one step a line.")
    breathing = ProseField(blank=True)
    cues = LinesField(help_text="Short key points, one a line; they are printed on the sheet.")
    mistakes = LinesField("common mistakes", help_text="One a line, with what to do instead.")

    body_part = models.ForeignKey(BodyPart, models.PROTECT, related_name="exercises")
    bodyweight = models.BooleanField(default=False, help_text="The load is one's own body.")
    equipment = models.ManyToManyField(Equipment, blank=True, related_name="exercises")
    primary_muscles = models.ManyToManyField(Muscle, related_name="primary_in")
    secondary_muscles = models.ManyToManyField(Muscle, blank=True, related_name="secondary_in")
    contraindications = models.ManyToManyField(Condition, blank=True, related_name="exercises")
    harder = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="easier",
        verbose_name="harder variants",
    )

    figure = models.JSONField(
        default=dict,
        blank=True,
        help_text="Poses as data: view, props, and one to four frames. The preview says what is wrong.",
    )

    objects = ExerciseQuerySet.as_manager()

    class Meta(Prescription.Meta):
        ordering = ["name"]
        constraints = [
            *Prescription.Meta.constraints,
            models.UniqueConstraint(
                Lower("name"),
                name="exercise_unique_name",
                violation_error_message="Another exercise has this name already.",
            ),
            models.CheckConstraint(
                condition=Q(effort_min__gte=1, effort_max__gte=F("effort_min"), effort_max__lte=10),
                name="exercise_effort_in_order",
                violation_error_message="The effort runs from low to high, from 1 to 10.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exercises:exercise-detail", args=[self.slug])

    def clean(self) -> None:
        """Check the prescription, the figure, and that the level runs upwards."""
        super().clean()
        try:
            self.drawing()
        except FigureError as error:
            raise ValidationError({"figure": str(error)}) from error
        if Level.values.index(self.level_max) < Level.values.index(self.level_min):
            raise ValidationError({"level_max": "The highest level is below the lowest."})

    def drawing(self) -> Figure | None:
        """The figure to draw, None when the exercise has none. Raises `FigureError`."""
        return read_figure(self.figure) if self.figure else None

    @cached_property
    def pictures(self) -> FigurePictures | None:
        """Addresses and alternate texts of the drawn pictures, None when there is no figure."""
        return FigurePictures(self) if self.figure else None

    def history_relations(self) -> dict[str, list[str]]:
        """Its relations, and the lines of its anatomy, in words."""
        return super().history_relations() | {
            "Stabilisers": [item.line for item in self.stabilisers.prefetch_related("muscles")],
            "Joints": [item.line for item in self.joints.prefetch_related("muscles")],
            "Photos": [str(photo) for photo in self.photos.all()],
        }

    @property
    def body_parts(self) -> list[BodyPart]:
        """The main body part, then those of the other primary muscles, each once."""
        parts: list[BodyPart] = [self.body_part]
        for muscle in self.primary_muscles.all():
            if muscle.body_part not in parts:
                parts.append(muscle.body_part)
        return parts

    @property
    def body_parts_label(self) -> str:
        """`Quadriceps · Lower back · Glutes`."""
        return " · ".join(part.name for part in self.body_parts)

    @property
    def equipment_label(self) -> str:
        """`Cable machine`, `Barbell, resistance bands`, `Bodyweight (pull-up bar)`."""
        names = _sentence_case(item.name for item in self.equipment.all())
        if not self.bodyweight:
            return names or "No equipment"
        return f"Bodyweight ({_small_initial(names)})" if names else "Bodyweight"

    @property
    def level_label(self) -> str:
        """`Beginner`, or `Beginner and advanced` when it suits a range of levels."""
        lowest, highest = Level(self.level_min).label, Level(self.level_max).label
        return lowest if lowest == highest else f"{lowest} and {highest.lower()}"

    @property
    def effort_label(self) -> str:
        """`4–7 of 10`."""
        if self.effort_min == self.effort_max:
            return f"{self.effort_min} of 10"
        return f"{self.effort_min}–{self.effort_max} of 10"


class FigurePictures:
    """The pictures drawn from an exercise's figure, as pages refer to them.

    Every address holds a digest of the figure and of what draws it: while it is the same, so is the picture, for ever.
    """

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        data = json.dumps(exercise.figure, sort_keys=True)
        self.digest = hashlib.sha256(f"{figure_version()}{data}".encode()).hexdigest()[:12]
        self.alts = [str(frame["alt"]) for frame in exercise.figure["frames"]]

    def url(self, name: str) -> str:
        """The address of one picture: `still`, `animation`, or `frame-1` to `frame-4`."""
        path = reverse("exercises:exercise-picture", args=[self.exercise.slug, name])
        return f"{path}?v={self.digest}"

    @property
    def still(self) -> str:
        return self.url("still")

    @property
    def still_alt(self) -> str:
        still: int = self.exercise.figure.get("still", 0)
        return self.alts[still]

    @property
    def animation(self) -> str:
        return self.url("animation")

    @property
    def frames(self) -> list[tuple[str, str]]:
        """Address and alternate text of each frame, in order."""
        return [(self.url(f"frame-{number}"), alt) for number, alt in enumerate(self.alts, start=1)]


def _sentence_case(names: Iterable[str]) -> str:
    """Names joined by commas, those after the first with a small initial."""
    first, *rest = list(names) or [""]
    return ", ".join([first, *map(_small_initial, rest)])


def _small_initial(name: str) -> str:
    """`Pull-up bar` → `pull-up bar`; names with capitals inside (`CrossCore`, `TRX`) stay."""
    return f"{name[0].lower()}{name[1:]}" if name[1:].split(maxsplit=1)[0].islower() else name


class Stabiliser(models.Model):
    """A group of muscles that keeps the rest of the body still during an exercise."""

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="stabilisers")
    group = LineField(max_length=60)
    muscles = models.ManyToManyField(Muscle, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    objects = ContentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.group

    @property
    def line(self) -> str:
        """`Abdominals: Obliques, Rectus abdominis`."""
        return f"{self.group}: {', '.join(muscle.name for muscle in self.muscles.all())}"


class JointAction(models.Model):
    """A joint during an exercise: its position, and the muscles that stretch or work there."""

    class Role(models.TextChoices):
        STRETCHED = "stretched", "Stretched"
        WORKING = "working", "Working"

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="joints")
    joint = LineField(max_length=60)
    position = LineField(max_length=80)
    role = models.CharField(max_length=9, choices=Role, default=Role.WORKING)
    muscles = models.ManyToManyField(Muscle, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    objects = ContentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.joint}: {self.position}"

    @property
    def line(self) -> str:
        """`Knee: flexion to extension (working: Quadriceps)`."""
        muscles = ", ".join(muscle.name for muscle in self.muscles.all())
        return f"{self} ({self.get_role_display().lower()}: {muscles})"
