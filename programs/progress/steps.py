"""The loads that a person can make: by the plates, dumbbells and bands they own."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from exercises.units import GRAM, Unit, from_kg, load_in_kg

USUAL_STEP: dict[Unit, Decimal] = {"kg": Decimal("2.5"), "lb": Decimal(5)}
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class LoadSteps:
    """How loads go up: `loads` to choose from (dumbbells), or by `step` kilograms (plates).

    Without both it is 2.5 kg or 5 lb in the person's `unit`. `bands` are theirs, the lightest first.
    """

    unit: Unit = "kg"
    loads: tuple[Decimal, ...] = ()
    step: Decimal | None = None
    bands: tuple[str, ...] = ()

    def up(self, load: Decimal) -> Decimal | None:
        """The next heavier load, always more than `load`; None when they own none."""
        if self.loads:
            return min((each for each in self.loads if each > load), default=None)
        return self._moved(load, 1)

    def down(self, load: Decimal) -> Decimal | None:
        """The next lighter load above nothing; None when there is none."""
        if self.loads:
            return max((each for each in self.loads if each < load), default=None)
        lighter = self._moved(load, -1)
        return lighter if lighter > 0 else None

    def at_most(self, load: Decimal, start: Decimal) -> Decimal | None:
        """The heaviest load up to `load` that is some steps below `start`."""
        lighter = self.down(start)
        while lighter is not None and lighter > load:
            lighter = self.down(lighter)
        return lighter

    def next_band(self, band: str) -> str:
        """The next stronger band of theirs; empty when there is none, or `band` is none of theirs."""
        names = [each.casefold() for each in self.bands]
        place = names.index(band.casefold()) + 1 if band.casefold() in names else len(names)
        return self.bands[place] if place < len(names) else ""

    def _moved(self, load: Decimal, steps: int) -> Decimal:
        if self.step is not None:
            return (load + steps * self.step).quantize(GRAM)
        shown = from_kg(load, self.unit).quantize(HUNDREDTH, ROUND_HALF_EVEN)
        if self.unit == "kg":
            return load + steps * USUAL_STEP["kg"]
        return load_in_kg(shown + steps * USUAL_STEP["lb"], "lb")
