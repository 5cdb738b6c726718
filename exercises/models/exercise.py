"""An exercise of the catalogue, with its anatomy."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.content_version import ContentQuerySet
from exercises.figure_choice import active_figure
from exercises.figures import Figure, FigureError, figure_version, read_figure
from exercises.formats import comma_list, range_text
from exercises.models.anatomy import BodyPart, Muscle
from exercises.models.condition import Condition
from exercises.models.equipment import EVERYWHERE, Equipment
from exercises.models.fields import LineField, ProseField
from exercises.models.history import without_history
from exercises.models.prescription import Prescription
from exercises.models.publishable import (
    CheckedModel,
    LinesField,
    PublishableModel,
    PublishableQuerySet,
    SearchableModel,
    Status,
)
from exercises.models.publishing import publishing_errors
from exercises.models.source import Source, replace_sources
from exercises.models.translated import TranslatedModel, content_language, in_all_languages
from exercises.search.ranking import SearchEntry, answering, weigh
from exercises.search.spelling import similar_words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Level(models.TextChoices):
    """The level of training that an exercise or a program suits."""

    BEGINNER = "beginner", _("Beginner")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class ExerciseQuerySet(PublishableQuerySet["Exercise"]):
    """Exercises by visibility, by filter, and with what a page shows of them."""

    def for_cards(self) -> Self:
        """With what a list shows: body parts, equipment, primary muscles (constant queries)."""
        return self.select_related("body_part").prefetch_related(
            "equipment", "primary_muscles__body_part"
        )

    def with_details(self) -> Self:
        """With everything that an exercise's page shows; published conditions only (constant queries)."""
        return self.for_cards().prefetch_related(
            "secondary_muscles",
            "stabilisers__muscles",
            "joints__muscles",
            "photos",
            "sources",
            Prefetch("contraindications", Condition.objects.published()),
            "easier",
            "harder",
        )

    def for_coach(self) -> Self:
        """With what decides whether an exercise suits a person and a workout (three queries)."""
        muscles = Prefetch("primary_muscles", Muscle.objects.select_related("body_part"))
        exercises = self.select_related("body_part").prefetch_related("equipment", muscles)
        return exercises.only("slug", "name", "translations", "kind", "mechanics", "body_part")

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
        """The search entries of the exercises that match the text.

        Five queries for any number, and one more where the database compares words.
        """
        equipment = _slugs_by_exercise(self, "equipment__slug")
        muscles = _names_by_exercise(self, "primary_muscles")
        others = _names_by_exercise(self, "secondary_muscles")
        parts = _slugs_by_exercise(self, "primary_muscles__body_part__slug")
        needs_nothing = gettext("no equipment, without equipment")
        rows = self.select_related("body_part").only(
            *("name", "aliases", "search_terms", "translations"),
            *("kind", "mode", "mechanics", "level_min", "level_max"),
            *(f"body_part__{name}" for name in ("slug", "name", "translations")),
        )
        entries = [
            SearchEntry(
                pk=row.pk,
                name=row.name,
                words=weigh(
                    in_all_languages(row, "name"),
                    in_all_languages(row, "aliases"),
                    [
                        *in_all_languages(row, "search_terms"),
                        *in_all_languages(row.body_part, "name"),
                        *muscles[row.pk],
                        *others[row.pk],
                        *([] if {*equipment[row.pk]} - {*EVERYWHERE} else [needs_nothing]),
                    ],
                ),
                facets=_facets(row, parts[row.pk], equipment[row.pk]),
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


def _facets(
    row: Exercise, body_parts: list[str], equipment: list[str]
) -> dict[str, frozenset[str]]:
    """The values of each filter of the library that the exercise has."""
    return {
        "body_part": frozenset({row.body_part.slug, *body_parts}),
        "equipment": frozenset(equipment),
        "level": frozenset(levels_between(row.level_min, row.level_max)),
        **{name: frozenset({getattr(row, name)}) for name in ("kind", "mode", "mechanics")},
    }


def _slugs_by_exercise(exercises: ExerciseQuerySet, path: str) -> dict[int, list[str]]:
    """The values at the end of a relation, by exercise."""
    values: dict[int, list[str]] = defaultdict(list)
    for pk, value in (
        exercises.order_by().filter(**{f"{path}__isnull": False}).values_list("pk", path)
    ):
        values[pk].append(value)
    return values


def _names_by_exercise(exercises: ExerciseQuerySet, relation: str) -> dict[int, list[str]]:
    """The names of related rows in all languages, by exercise (one query)."""
    names: dict[int, list[str]] = defaultdict(list)
    found = exercises.order_by().filter(**{f"{relation}__isnull": False})
    rows = found.values_list("pk", f"{relation}__name", f"{relation}__translations")
    for pk, name, translations in rows:
        names[pk] += [name, *(each["name"] for each in translations.values() if "name" in each)]
    return names


LEVEL_RANGES = {
    (Level.BEGINNER, Level.INTERMEDIATE): _("Beginner and intermediate"),
    (Level.BEGINNER, Level.ADVANCED): _("Beginner to advanced"),
    (Level.INTERMEDIATE, Level.ADVANCED): _("Intermediate and advanced"),
}


def levels_between(lowest: str, highest: str) -> list[str]:
    """The levels from `lowest` to `highest`, both included."""
    return Level.values[Level.values.index(lowest) : Level.values.index(highest) + 1]


MAX_NAME_LENGTH = 80


def _suffixes() -> Iterator[str]:
    """Nothing, then ` (2)`, ` (3)` and so on."""
    yield ""
    yield from (f" ({number})" for number in count(2))


NOT_COPIED = {
    *("id", "name", "slug", "status", "content_digest", "checked_on", "created_at", "updated_at")
}
"""What a copy of an exercise has of its own."""


class Exercise(TranslatedModel, SearchableModel, CheckedModel, PublishableModel, Prescription):
    """One movement: how to do it, what it trains, for whom; its prescription is the default one."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", _("Strength")
        STRETCH = "stretch", _("Stretch")
        MOBILITY = "mobility", _("Mobility")

    class Mode(models.TextChoices):
        STATIC = "static", _("Static")
        DYNAMIC = "dynamic", _("Dynamic")

    class Mechanics(models.TextChoices):
        COMPOUND = "compound", _("Compound (multi-joint)")
        ISOLATION = "isolation", _("Isolation (single-joint)")

    name = LineField(_("name"), max_length=MAX_NAME_LENGTH)
    aliases = LinesField(_("aliases"), help_text=_("Other names people search for, one a line."))
    summary = ProseField(_("summary"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.STRENGTH)
    mode = models.CharField(_("mode"), max_length=7, choices=Mode, default=Mode.DYNAMIC)
    mechanics = models.CharField(
        _("mechanics"), max_length=9, choices=Mechanics, default=Mechanics.COMPOUND
    )
    level_min = models.CharField(
        _("level from"), max_length=12, choices=Level, default=Level.BEGINNER
    )
    level_max = models.CharField(
        _("level to"), max_length=12, choices=Level, default=Level.ADVANCED
    )
    effort_min = models.PositiveSmallIntegerField(
        _("effort from"), default=4, help_text=_("Of ten.")
    )
    effort_max = models.PositiveSmallIntegerField(_("effort to"), default=7, help_text=_("Of ten."))

    steps = LinesField(_("steps"), help_text=_("In order, one step a line."))
    breathing = ProseField(_("breathing"), blank=True)
    cues = LinesField(
        _("cues"), help_text=_("Short key points, one a line; they are printed on the sheet.")
    )
    mistakes = LinesField(_("common mistakes"), help_text=_("One a line, with what to do instead."))

    body_part = models.ForeignKey(
        BodyPart, models.PROTECT, related_name="exercises", verbose_name=_("body part")
    )
    bodyweight = models.BooleanField(
        _("bodyweight"), default=False, help_text=_("The load is one's own body.")
    )
    equipment = models.ManyToManyField(
        Equipment, blank=True, related_name="exercises", verbose_name=_("equipment")
    )
    stand_ins = models.ManyToManyField(
        Equipment,
        blank=True,
        related_name="standing_in_at",
        verbose_name=_("stand-ins"),
        help_text=_("With which this exercise can be done as well, or nearly so."),
    )
    primary_muscles = models.ManyToManyField(
        Muscle, related_name="primary_in", verbose_name=_("primary muscles")
    )
    secondary_muscles = models.ManyToManyField(
        Muscle, blank=True, related_name="secondary_in", verbose_name=_("secondary muscles")
    )
    contraindications = models.ManyToManyField(
        Condition, blank=True, related_name="exercises", verbose_name=_("contraindications")
    )
    no_contraindications = models.BooleanField(
        _("no contraindications known"),
        default=False,
        help_text=_("Tick this when you looked for contraindications and found none."),
    )
    harder = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="easier",
        verbose_name=_("harder variants"),
    )

    figure = models.JSONField(
        _("figure"),
        default=dict,
        blank=True,
        help_text=_(
            "Poses as data: view, props, and one to four frames. The preview says what is wrong."
        ),
    )

    objects = ExerciseQuerySet.as_manager()

    translated_fields = (
        *("name", "aliases", "search_terms", "summary", "steps", "breathing", "cues", "mistakes"),
        "note",
    )

    class Meta(Prescription.Meta):
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        ordering = ["name"]
        constraints = [
            *Prescription.Meta.constraints,
            models.UniqueConstraint(
                Lower("name"),
                name="exercise_unique_name",
                violation_error_message=_("Another exercise has this name already."),
            ),
            models.CheckConstraint(
                condition=Q(effort_min__gte=1, effort_max__gte=F("effort_min"), effort_max__lte=10),
                name="exercise_effort_in_order",
                violation_error_message=_("The effort runs from low to high, from 1 to 10."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exercises:exercise-detail", args=[self.slug])

    def clean(self) -> None:
        """Check the prescription, the figure, and the order of the levels."""
        super().clean()
        try:
            self.drawing()
        except FigureError as error:
            raise ValidationError({"figure": str(error)}) from error
        if Level.values.index(self.level_max) < Level.values.index(self.level_min):
            raise ValidationError({"level_max": _("The highest level is below the lowest.")})

    def publishing_obstacle(self) -> str:
        """Which of steps, cues and an answer about contraindications is missing."""
        errors = self.publishing_errors(Status.PUBLISHED, self.contraindications.all())
        return " ".join(map(str, errors.values()))

    def publishing_errors(
        self, status: str, contraindications: Collection[Condition]
    ) -> dict[str, StrPromise]:
        """Why it cannot be saved with this status and these conditions, by column."""
        return publishing_errors(
            status,
            steps=self.steps,
            cues=self.cues,
            contraindications=contraindications,
            no_contraindications=self.no_contraindications,
        )

    @transaction.atomic
    def start_copy(self) -> Exercise:
        """A new draft with all that this one says; photos and variants are its own to get."""
        columns = {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.name not in NOT_COPIED
        }
        made = Exercise(**columns, name=self._free_name(), slug=self._free_slug())
        with without_history(made):
            made.save()
        for name in (
            "equipment",
            "stand_ins",
            "primary_muscles",
            "secondary_muscles",
            "contraindications",
        ):
            getattr(made, name).set(getattr(self, name).all())
        rows: list[Stabiliser | JointAction] = [*self.stabilisers.all(), *self.joints.all()]
        for row in rows:
            muscles = list(row.muscles.all())
            row.pk, row.exercise, row._state.adding = None, made, True
            row.save()
            row.muscles.set(muscles)
        replace_sources(made, self.sources.values_list("title", "url"))
        return made

    def _free_name(self) -> str:
        """A name for a copy that no exercise has."""
        copied = gettext("Copy of %(name)s") % {"name": self.name}
        names = (copied[: MAX_NAME_LENGTH - len(suffix)] + suffix for suffix in _suffixes())
        return next(
            name for name in names if not Exercise.objects.filter(name__iexact=name).exists()
        )

    def _free_slug(self) -> str:
        """A slug for a copy that no exercise has."""
        numbers = (f"{self.slug[:70]}-{number}" for number in count(2))
        return next(slug for slug in numbers if not Exercise.objects.filter(slug=slug).exists())

    def drawing(self) -> Figure | None:
        """The figure to draw; None when the exercise has none. Raises `FigureError`."""
        return read_figure(self.figure) if self.figure else None

    @property
    def figure_alts(self) -> list[str]:
        """What each picture of the figure shows, in words."""
        written = [str(frame["alt"]) for frame in self.figure.get("frames", [])]
        code = content_language()
        translated = self.translation(code).get("figure_alts", []) if code else []
        return translated if len(translated) == len(written) else written

    @cached_property
    def pictures(self) -> FigurePictures | None:
        """Addresses and alternative texts of the drawn pictures; None without a figure."""
        return FigurePictures(self) if self.figure else None

    def relation_lines(self) -> dict[str, list[str]]:
        """Its relations, and the lines of its anatomy and photos."""
        return super().relation_lines() | {
            "Stabilisers": [item.line for item in self.stabilisers.prefetch_related("muscles")],
            "Joints": [item.line for item in self.joints.prefetch_related("muscles")],
            "Photos": [str(photo) for photo in self.photos.all()],
            "Sources": [f"{source.title} ({source.url})" for source in self.sources.all()],
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
        """`Quadriceps · Lower back · Glutes`."""
        return " · ".join(part.name for part in self.body_parts)

    @property
    def equipment_label(self) -> str:
        """`Cable machine`, `Barbell, resistance bands`, `Bodyweight (pull-up bar)`."""
        names = _sentence_case(item.name for item in self.equipment.all())
        if not self.bodyweight:
            return names or gettext("No equipment")
        if not names:
            return gettext("Bodyweight")
        return gettext("Bodyweight (%(equipment)s)") % {"equipment": _small_initial(names)}

    @property
    def level_label(self) -> str:
        """`Beginner`, or `Beginner to advanced` when it suits a range of levels."""
        levels = Level(self.level_min), Level(self.level_max)
        return str(LEVEL_RANGES.get(levels, levels[0].label))

    @property
    def effort_label(self) -> str:
        """`4–7 of 10`."""
        effort = range_text(self.effort_min, self.effort_max)
        return gettext("%(effort)s of 10") % {"effort": effort}


class FigurePictures:
    """Addresses and alternative texts of the pictures drawn from an exercise's figure.

    Every address holds a digest of the figure and of the drawing code, so that browsers may cache the
    picture for ever. Those of the woman say so too (`exercises.figure_choice`).
    """

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        data = json.dumps(exercise.figure, sort_keys=True)
        self.digest = hashlib.sha256(f"{figure_version()}{data}".encode()).hexdigest()[:12]

    @property
    def alts(self) -> list[str]:
        """What each picture shows, in the active language."""
        return self.exercise.figure_alts

    def url(self, name: str) -> str:
        """The address of one picture: `still`, `animation`, or `frame-1` to `frame-4`."""
        path = reverse("exercises:exercise-picture", args=[self.exercise.slug, name])
        asked = "&figure=woman" if active_figure() == "woman" else ""
        return f"{path}?v={self.digest}{asked}"

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
        """Address and alternative text of each frame, in order."""
        return [(self.url(f"frame-{number}"), alt) for number, alt in enumerate(self.alts, start=1)]


def _sentence_case(names: Iterable[str]) -> str:
    """Names joined by commas, all but the first with a small initial."""
    first, *rest = list(names) or [""]
    return comma_list([first, *map(_small_initial, rest)])


def _small_initial(name: str) -> str:
    """`Pull-up bar` → `pull-up bar`; names with capitals inside (`CrossCore`, `TRX`) stay."""
    return f"{name[0].lower()}{name[1:]}" if name[1:].split(maxsplit=1)[0].islower() else name


class Stabiliser(TranslatedModel):
    """A group of muscles that keeps the rest of the body still during an exercise."""

    exercise = models.ForeignKey(
        Exercise, models.CASCADE, related_name="stabilisers", verbose_name=_("exercise")
    )
    group = LineField(_("group"), max_length=60)
    muscles = models.ManyToManyField(Muscle, related_name="+", verbose_name=_("muscles"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ContentQuerySet.as_manager()

    translated_fields = ("group",)

    class Meta:
        verbose_name = _("stabiliser")
        verbose_name_plural = _("stabilisers")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.group

    @property
    def line(self) -> str:
        """`Abdominals: Obliques, Rectus abdominis`."""
        muscles = comma_list(muscle.name for muscle in self.muscles.all())
        return gettext("%(group)s: %(muscles)s") % {"group": self.group, "muscles": muscles}


class JointAction(TranslatedModel):
    """A joint during an exercise: its position, and the muscles that stretch or work there."""

    class Role(models.TextChoices):
        STRETCHED = "stretched", _("Stretched")
        WORKING = "working", _("Working")

    exercise = models.ForeignKey(
        Exercise, models.CASCADE, related_name="joints", verbose_name=_("exercise")
    )
    joint = LineField(_("joint"), max_length=60)
    position = LineField(_("position"), max_length=80)
    role = models.CharField(_("role"), max_length=9, choices=Role, default=Role.WORKING)
    muscles = models.ManyToManyField(Muscle, related_name="+", verbose_name=_("muscles"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ContentQuerySet.as_manager()

    translated_fields = ("joint", "position")

    class Meta:
        verbose_name = _("joint action")
        verbose_name_plural = _("joint actions")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return gettext("%(joint)s: %(position)s") % {
            "joint": self.joint,
            "position": self.position,
        }

    @property
    def line(self) -> str:
        """`Knee: flexion to extension (working: Quadriceps)`."""
        values = {
            "joint": self.joint,
            "position": self.position,
            "muscles": comma_list(muscle.name for muscle in self.muscles.all()),
        }
        if self.role == self.Role.STRETCHED:
            return gettext("%(joint)s: %(position)s (stretched: %(muscles)s)") % values
        return gettext("%(joint)s: %(position)s (working: %(muscles)s)") % values


class ExerciseSource(Source):
    """Where the facts of an exercise come from."""

    exercise = models.ForeignKey(
        Exercise, models.CASCADE, related_name="sources", verbose_name=_("exercise")
    )
