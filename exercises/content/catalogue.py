"""The catalogue's kinds of content, in the order of their references."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from exercises.content.anatomy import BodyPartLoader, MuscleLoader
from exercises.content.guides import GuideLoader
from exercises.content.loader import (
    CheckedSchema,
    ContentError,
    ContentLoader,
    Lookup,
    PrescriptionSchema,
    Range,
    SearchableSchema,
    Slugs,
    SourceSchema,
    columns,
    slugs,
    write_sources,
)
from exercises.content.rules import Trait
from exercises.content.translations import Spread, Texts
from exercises.models import (
    BodyPart,
    Condition,
    Equipment,
    Exercise,
    JointAction,
    Muscle,
)
from exercises.models.publishing import publishing_errors

CONTENT_DIR = Path(__file__).parent


class EquipmentSchema(SearchableSchema):
    """equipment/<slug>.toml"""

    name: str
    order: int
    place: Equipment.Place
    summary: str
    how_to_choose: str
    safety: str
    stands_in_for: Slugs = ()


class EquipmentLoader(ContentLoader[EquipmentSchema, Equipment]):
    """Kinds of equipment."""

    entry_class, model, folder = EquipmentSchema, Equipment, CONTENT_DIR / "equipment"
    text_keys = ("name", "search_terms", "summary", "how_to_choose", "safety")
    own = [name for name in EquipmentSchema.model_fields if name != "stands_in_for"]

    def rows(self) -> Iterable[Equipment]:
        return Equipment.objects.prefetch_related("stands_in_for")

    def read(self, row: Equipment) -> EquipmentSchema:
        return EquipmentSchema(
            **columns(row, self.own), stands_in_for=slugs(row.stands_in_for.all())
        )

    def write(self, row: Equipment, entry: EquipmentSchema) -> None:
        for name in self.own:
            setattr(row, name, getattr(entry, name))

    def relate(self, row: Equipment, entry: EquipmentSchema) -> None:
        row.stands_in_for.set(Lookup(Equipment).many(entry.stands_in_for, entry.slug))


class ConditionSchema(CheckedSchema):
    """conditions/<slug>.toml"""

    name: str
    kind: Condition.Kind
    order: int
    question: str
    reason: str
    what_to_do: str
    source: str = ""
    source_url: str = ""


class ConditionLoader(ContentLoader[ConditionSchema, Condition]):
    """Conditions that speak against training."""

    entry_class, model, folder = ConditionSchema, Condition, CONTENT_DIR / "conditions"
    text_keys = ("name", "search_terms", "question", "reason", "what_to_do")

    def rows(self) -> Iterable[Condition]:
        return Condition.objects.all()

    def read(self, row: Condition) -> ConditionSchema:
        return ConditionSchema(**columns(row, ConditionSchema.model_fields))

    def write(self, row: Condition, entry: ConditionSchema) -> None:
        for name in ConditionSchema.model_fields:
            setattr(row, name, getattr(entry, name))


class StabiliserSchema(BaseModel):
    """A `[[stabilisers]]` table of an exercise."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    group: str
    muscles: Slugs


class JointSchema(BaseModel):
    """A `[[joints]]` table of an exercise."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    joint: str
    position: str
    role: JointAction.Role
    muscles: Slugs


class ExerciseSchema(CheckedSchema):
    """exercises/<slug>.toml"""

    name: str
    aliases: tuple[str, ...] = ()
    summary: str
    kind: Exercise.Kind
    mode: Exercise.Mode
    mechanics: Exercise.Mechanics
    level_min: str
    level_max: str
    effort: Range
    body_part: str
    bodyweight: bool = False
    equipment: Slugs = ()
    stand_ins: Slugs = ()
    primary_muscles: Slugs
    secondary_muscles: Slugs = ()
    contraindications: Slugs = ()
    no_contraindications: bool = False
    easier: Slugs = ()
    harder: Slugs = ()
    steps: tuple[str, ...]
    breathing: str
    cues: tuple[str, ...]
    mistakes: tuple[str, ...]
    prescription: PrescriptionSchema
    stabilisers: tuple[StabiliserSchema, ...] = ()
    joints: tuple[JointSchema, ...] = ()
    sources: tuple[SourceSchema, ...] = ()
    figure: dict[str, Any] = Field(default_factory=dict)
    traits: Annotated[tuple[Trait, ...], Field(exclude=True)] = ()
    """What the rules derive contraindications from; no row keeps them, and the digest has none."""

    @property
    def figure_alts(self) -> list[str]:
        """What each picture of the figure shows."""
        return [str(frame.get("alt", "")) for frame in self.figure.get("frames", [])]


OWN_COLUMNS = [
    "slug",
    "status",
    "name",
    "summary",
    "kind",
    "mode",
    "mechanics",
    "level_min",
    "level_max",
    "bodyweight",
    "no_contraindications",
    "breathing",
    "figure",
    "checked_on",
]
LINES = ["aliases", "search_terms", "steps", "cues", "mistakes"]
RELATIONS = {
    "equipment": Equipment,
    "stand_ins": Equipment,
    "primary_muscles": Muscle,
    "secondary_muscles": Muscle,
    "contraindications": Condition,
    "easier": Exercise,
    "harder": Exercise,
}


class ExerciseLoader(ContentLoader[ExerciseSchema, Exercise]):
    """Exercises with their anatomy."""

    entry_class, model, folder = ExerciseSchema, Exercise, CONTENT_DIR / "exercises"
    text_keys = (
        *("name", "aliases", "search_terms", "summary", "steps", "breathing", "cues", "mistakes"),
        "figure_alts",
    )

    def texts(self, entry: ExerciseSchema) -> Texts:
        return super().texts(entry) | {
            "prescription": {"note": entry.prescription.note},
            "stabiliser_groups": [each.group for each in entry.stabilisers],
            "joints": [{"joint": each.joint, "position": each.position} for each in entry.joints],
        }

    def spread(self, row: Exercise, texts: Texts) -> Spread:
        own = {key: texts.get(key) for key in self.text_keys}
        yield row, own | {"note": texts.get("prescription", {}).get("note")}
        groups, joints = texts.get("stabiliser_groups", []), texts.get("joints", [])
        for stabiliser, group in zip(row.stabilisers.all(), groups, strict=False):
            yield stabiliser, {"group": group}
        yield from zip(row.joints.all(), joints, strict=False)

    def parse(self, path: Path) -> ExerciseSchema:
        """Read one file. A public exercise has all that an editor must give before publishing."""
        entry = super().parse(path)
        names = ["status", "steps", "cues", "contraindications", "no_contraindications"]
        if problems := publishing_errors(**columns(entry, names)):
            said = "; ".join(f"{column}: {problem}" for column, problem in problems.items())
            raise ContentError(f"{path.name}: {said}")
        return entry

    def rows(self) -> Iterable[Exercise]:
        self.body_parts: Lookup[BodyPart] = Lookup(BodyPart)
        self._lookups: dict[type[Any], Lookup[Any]] = {}
        return Exercise.objects.with_details().prefetch_related("stand_ins")

    def read(self, row: Exercise) -> ExerciseSchema:
        return ExerciseSchema(
            **columns(row, OWN_COLUMNS),
            **{name: tuple(getattr(row, name)) for name in LINES},
            **{name: slugs(getattr(row, name).all()) for name in RELATIONS},
            effort=(row.effort_min, row.effort_max),
            body_part=row.body_part.slug,
            prescription=PrescriptionSchema(**PrescriptionSchema.prescription_keys_of(row)),
            stabilisers=tuple(
                StabiliserSchema(group=item.group, muscles=slugs(item.muscles.all()))
                for item in row.stabilisers.all()
            ),
            joints=tuple(
                JointSchema(
                    **columns(item, ["joint", "position", "role"]),
                    muscles=slugs(item.muscles.all()),
                )
                for item in row.joints.all()
            ),
            sources=SourceSchema.of(row),
        )

    def write(self, row: Exercise, entry: ExerciseSchema) -> None:
        for name in OWN_COLUMNS:
            setattr(row, name, getattr(entry, name))
        for name in LINES:
            setattr(row, name, list(getattr(entry, name)))
        for name, value in entry.prescription.prescription_columns().items():
            setattr(row, name, value)
        row.effort_min, row.effort_max = entry.effort
        row.body_part = self.body_parts.one(entry.body_part, entry.slug)

    def relate(self, row: Exercise, entry: ExerciseSchema) -> None:
        for name, model in RELATIONS.items():
            getattr(row, name).set(self._lookup(model).many(getattr(entry, name), entry.slug))
        # What editors translated stays at its place.
        groups = dict(enumerate(each.translations for each in row.stabilisers.all()))
        actions = dict(enumerate(each.translations for each in row.joints.all()))
        row.stabilisers.all().delete()
        row.joints.all().delete()
        for order, stabiliser in enumerate(entry.stabilisers):
            group = row.stabilisers.create(
                group=stabiliser.group, order=order, translations=groups.get(order, {})
            )
            group.muscles.set(self._lookup(Muscle).many(stabiliser.muscles, entry.slug))
        for order, joint in enumerate(entry.joints):
            own = columns(joint, ["joint", "position", "role"])
            action = row.joints.create(**own, order=order, translations=actions.get(order, {}))
            action.muscles.set(self._lookup(Muscle).many(joint.muscles, entry.slug))
        write_sources(row, entry)

    def _lookup(self, model: type[Any]) -> Lookup[Any]:
        if model not in self._lookups:
            self._lookups[model] = Lookup(model)
        return self._lookups[model]


LOADERS: list[ContentLoader[Any, Any]] = [
    BodyPartLoader(),
    MuscleLoader(),
    EquipmentLoader(),
    ConditionLoader(),
    ExerciseLoader(),
    GuideLoader(),
]
"""The catalogue in the order of its references: each shelf refers to those before it, or to itself."""
