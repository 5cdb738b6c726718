"""What entries must not say of one another: rules of the content that a schema cannot tell.

Each rule is a function over parsed entries, and gives a sentence for each breach that names the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from exercises.models.exercise import Level

if TYPE_CHECKING:
    from exercises.content.catalogue import ExerciseSchema

Trait = Literal[
    "arching",
    "belly-pressure",
    "deep-hip-bend",
    "deep-knee-bend",
    "forward-bend",
    "hand-load",
    "head-down",
    "heavy-load",
    "kneeling",
    "latex-band",
    "long-hold",
    "neck-end-range",
    "overhead",
    "prone",
    "spine-twist",
    "supine",
    "unsteady",
]

CONDITIONS: Mapping[Trait, frozenset[str]] = {
    # The lower back bent backwards.
    "arching": frozenset({"stenosis"}),
    # A trunk braced hard.
    "belly-pressure": frozenset({"after-birth", "hernia"}),
    "deep-hip-bend": frozenset({"hip-problem"}),
    "deep-knee-bend": frozenset({"knee-problem"}),
    # The spine rounded as far as it goes, or the trunk bent forward under a load.
    "forward-bend": frozenset({"disc-sciatica", "osteoporosis"}),
    # Hanging, gripping hard or leaning on the hands.
    "hand-load": frozenset({"wrist-problem"}),
    # The head below the hips, or lowered to where they are.
    "head-down": frozenset({"dizziness", "eye-pressure", "high-blood-pressure"}),
    "heavy-load": frozenset({"after-birth", "hernia", "high-blood-pressure", "pregnancy"}),
    "kneeling": frozenset({"knee-problem"}),
    "latex-band": frozenset({"latex-allergy"}),
    # An effort held for ten seconds or more; a stretch is none.
    "long-hold": frozenset({"high-blood-pressure"}),
    "neck-end-range": frozenset({"dizziness", "neck-problem", "upper-neck"}),
    # An arm raised overhead, or held behind the head.
    "overhead": frozenset({"shoulder-problem"}),
    "prone": frozenset({"pregnancy"}),
    "spine-twist": frozenset({"osteoporosis"}),
    "supine": frozenset({"pregnancy"}),
    # On one leg, on a ball, or held by straps.
    "unsteady": frozenset({"balance"}),
}
"""The conditions that each trait of an exercise speaks against; their reasons stand in conditions/."""

HEAVY_EFFORT = 8
"""An exercise whose effort reaches this is one with a heavy load."""

POSITIONS: Mapping[Trait, re.Pattern[str]] = {
    "kneeling": re.compile(r"\b(kneel|on all fours|on hands and knees)", re.IGNORECASE),
    "prone": re.compile(
        r"\b(lie|lying) (on your (stomach|belly|front)|(along .+ )?face down)", re.IGNORECASE
    ),
    "supine": re.compile(r"\b(lie|lying) (on your back|along a flat bench)", re.IGNORECASE),
}
"""How the first step of an exercise names the position that is a trait."""

EQUIPMENT_WORDS: Mapping[str, re.Pattern[str]] = {
    "bench": re.compile(r"\bbench", re.IGNORECASE),
    "chair": re.compile(r"(?<!roman )\bchairs?\b|\bstools?\b", re.IGNORECASE),
    "plyo-box": re.compile(r"\bbox(es)?\b", re.IGNORECASE),
    "pull-up-bar": re.compile(r"\bwall-mounted\b|\bwall bars?\b", re.IGNORECASE),
    "rack": re.compile(r"\brack\b", re.IGNORECASE),
}
"""The words of a text that name a kind of equipment."""


def exercise_problems(exercises: Iterable[ExerciseSchema]) -> list[str]:
    """All breaches of the rules of exercises, as sentences."""
    by_slug = {entry.slug: entry for entry in exercises}
    problems = []
    for entry in by_slug.values():
        found = (
            *variant_problems(entry, by_slug),
            *equipment_problems(entry),
            *position_problems(entry),
            *trait_problems(entry),
            *source_problems(entry),
        )
        problems += [f"{entry.slug}.toml: {problem}" for problem in found]
    return problems


def variant_problems(entry: ExerciseSchema, by_slug: Mapping[str, ExerciseSchema]) -> Iterator[str]:
    """A harder variant begins at no lower level, an easier one at no higher."""
    for slug in entry.harder:
        if slug in by_slug and _rank(by_slug[slug]) < _rank(entry):
            yield f"harder: “{slug}” begins at a lower level ({by_slug[slug].level_min})."
    for slug in entry.easier:
        if slug in by_slug and _rank(by_slug[slug]) > _rank(entry):
            yield f"easier: “{slug}” begins at a higher level ({by_slug[slug].level_min})."


def equipment_problems(entry: ExerciseSchema) -> Iterator[str]:
    """What the text has people sit, lie or stand on is listed."""
    texts = (entry.summary, *entry.steps, entry.breathing, *entry.cues, *entry.mistakes)
    for slug, words in EQUIPMENT_WORDS.items():
        found = next((match for text in texts if (match := words.search(text))), None)
        if found and slug not in entry.equipment:
            yield f"equipment: the text names “{found[0]}”, and “{slug}” is not listed."


def position_problems(entry: ExerciseSchema) -> Iterator[str]:
    """The position in which an exercise begins is one of its traits."""
    for trait, words in POSITIONS.items():
        if words.search(entry.steps[0] if entry.steps else "") and trait not in entry.traits:
            yield f"traits: the first step names the position, and “{trait}” is not listed."


def trait_problems(entry: ExerciseSchema) -> Iterator[str]:
    """Contraindications follow from the traits, those that are listed and those that show."""
    for trait in sorted({*entry.traits, *_shown_traits(entry)}):
        for condition in sorted(CONDITIONS[trait] - {*entry.contraindications}):
            yield f"contraindications: “{condition}” is missing, for the trait “{trait}”."


def source_problems(entry: ExerciseSchema) -> Iterator[str]:
    """Every exercise tells where its facts are from."""
    if not entry.sources:
        yield "sources: at least one is needed."


def _shown_traits(entry: ExerciseSchema) -> Iterator[Trait]:
    """The traits that other keys tell."""
    if "resistance-bands" in entry.equipment:
        yield "latex-band"
    if entry.effort[1] >= HEAVY_EFFORT:
        yield "heavy-load"


def _rank(entry: ExerciseSchema) -> int:
    return Level.values.index(entry.level_min)
