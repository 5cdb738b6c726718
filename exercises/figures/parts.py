"""A picture is a list of parts, painted in order; a part is a shape in a colour role, put in its place."""

from __future__ import annotations

from dataclasses import dataclass

from .geometry import Point, Shape

ORIGIN = Point(0.0, 0.0)


@dataclass(frozen=True)
class Part:
    """One painted shape. `fill` and `stroke` name a colour role of the theme; "" paints nothing.

    Neighbouring parts of one `layer` get one common outline in the print theme.
    """

    shape: Shape
    fill: str = ""
    at: Point = ORIGIN
    turn: float = 0.0  # degrees
    stretch: float = (
        1.0  # along local x, before turning: a bone that leaves the picture plane looks shorter
    )
    layer: str = ""
    stroke: str = ""
    width: float = 0.0  # of the stroke, world units

    def corners(self) -> list[Point]:
        """World points that bound the part."""
        return [
            Point(point.x * self.stretch, point.y).placed(self.at, self.turn)
            for point in self.shape.hull
        ]


@dataclass(frozen=True)
class Brush:
    """Paints parts of one layer, in its near or far colours."""

    layer: str
    far: bool = False

    def fill(
        self, shape: Shape, role: str, at: Point = ORIGIN, turn: float = 0.0, stretch: float = 1.0
    ) -> Part:
        return Part(shape, role + ("-far" if self.far else ""), at, turn, stretch, self.layer)

    def line(
        self, shape: Shape, role: str, width: float, at: Point = ORIGIN, turn: float = 0.0
    ) -> Part:
        return Part(
            shape, at=at, turn=turn, stroke=role + ("-far" if self.far else ""), width=width
        )
