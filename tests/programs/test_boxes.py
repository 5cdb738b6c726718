"""The boxes of a sheet: what is drawn is whole."""

from __future__ import annotations

import re

import pytest

from exercises.models import PrescriptionKind
from programs.sheets.boxes import Grid, draw_boxes
from programs.sheets.sheet import Dose

DOSES = {
    "sets with a load": Dose(PrescriptionKind.SETS, sets=3, reps=12, load="kg"),
    "a total": Dose(PrescriptionKind.TOTAL, sets=1, total=40),
    "holds": Dose(PrescriptionKind.HOLD, sets=1, reps=10, each_side=True),
}


@pytest.mark.parametrize("blocks", [1, 2, 4])
@pytest.mark.parametrize("dose", DOSES.values(), ids=DOSES.keys())
def test_nothing_is_cut_off_at_the_edges(dose: Dose, blocks: int) -> None:
    grid = Grid(weeks=4, width=92, height=40, blocks=blocks)
    svg, _ = draw_boxes(dose, grid)
    starts = [float(x) for x in re.findall(r'(?:d="|Z)M(-?[\d.]+)', svg)]
    starts += [float(x) for x in re.findall(r' x="(-?[\d.]+)', svg)]
    assert starts
    assert min(starts) >= 0
    assert max(starts) <= grid.width * 10
