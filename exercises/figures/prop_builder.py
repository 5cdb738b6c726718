"""What props and arrows know of the scene: the view, the solved body and their own settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from .geometry import Point, Shape
from .parts import ORIGIN, Part
from .pose import Prop, View
from .skeleton import Skeleton

Depth = Literal[
    "back", "middle", "front"
]  # behind the body, behind the near arm, before everything


@dataclass(frozen=True)
class PropFrame:
    """One prop or arrow beside one solved body."""

    view: View
    body: Skeleton
    thing: Prop

    def has(self, key: str) -> bool:
        return key in self.thing.settings

    def number(self, key: str, default: float) -> float:
        return float(self.thing.settings.get(key, default))

    def flag(self, key: str, default: bool = False) -> bool:
        return bool(self.thing.settings.get(key, default))

    def point(self, key: str) -> Point:
        return self.resolve(self.thing.settings[key])

    def points(self, key: str) -> list[Point]:
        values: Sequence[Any] = self.thing.settings[key]
        return [self.resolve(value) for value in values]

    def resolve(self, value: Any) -> Point:
        """A position as it is, or the named point of the body."""
        return self.body.spot(value) if isinstance(value, str) else Point(*value)


@dataclass(frozen=True)
class DepthPart:
    """A part of a prop with its depth in the picture."""

    depth: Depth
    part: Part


UNLINED = frozenset(
    {"steel", "steel-dark", "strap-dark"}
)  # dark enough in print without an outline


class PropBuilder:
    """Collects the parts of one prop. Parts that follow each other share an outline."""

    def __init__(self, stage: PropFrame) -> None:
        self.layer = stage.thing.kind
        self.placed: list[DepthPart] = []

    def fill(
        self, shape: Shape, role: str, depth: Depth = "back", at: Point = ORIGIN, turn: float = 0.0
    ) -> None:
        """Paint a shape; it grows together with the one before when that has the same colour, depth and place."""
        part = Part(shape, role, at, turn, layer="" if role in UNLINED else f"{self.layer}-{role}")
        before = self.placed[-1] if self.placed else None
        if (
            before
            and before.depth == depth
            and before.part == replace(part, shape=before.part.shape)
        ):
            self.placed[-1] = DepthPart(depth, replace(part, shape=before.part.shape.joined(shape)))
        else:
            self.placed.append(DepthPart(depth, part))

    def line(self, shape: Shape, role: str, width: float, depth: Depth = "back") -> None:
        self.placed.append(DepthPart(depth, Part(shape, stroke=role, width=width)))
