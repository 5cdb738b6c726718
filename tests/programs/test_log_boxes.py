"""The boxes of a sheet: what is drawn is whole."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from exercises.models import PrescriptionKind
from programs.sheets.log_boxes import Grid, draw_boxes
from programs.sheets.sheet import Dose

DOSES = {
    "sets with a load": Dose(PrescriptionKind.SETS, sets=3, reps=12, load="kg"),
    "a total": Dose(PrescriptionKind.TOTAL, sets=1, total=40),
    "holds": Dose(PrescriptionKind.HOLD, sets=1, reps=10, each_side=True),
    "few holds": Dose(PrescriptionKind.HOLD, sets=1, reps=3, each_side=True),
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


def spans_of_headings(svg: str) -> list[tuple[float, float]]:
    """From where to where each word above the boxes reaches, in tenths of a millimetre."""
    found = []
    for path in re.findall(r'<path d="([^"]+)"/>', svg):
        across, down = [], []
        for command, numbers in re.findall(r"([MLHVQC])([^A-Z]*)", path):
            values = [float(each) for each in re.findall(r"-?[\d.]+", numbers)]
            across += {"H": values, "V": []}.get(command, values[::2])
            down += {"H": [], "V": values}.get(command, values[1::2])
        if max(down) < 42:
            found.append((min(across), max(across)))
    return sorted(found)


@pytest.mark.parametrize("blocks", [1, 2])
@pytest.mark.parametrize("dose", DOSES.values(), ids=DOSES.keys())
def test_no_heading_lies_over_another(dose: Dose, blocks: int) -> None:
    svg, _ = draw_boxes(dose, Grid(weeks=4, width=64, height=28, blocks=blocks))
    spans = spans_of_headings(svg)
    assert len(spans) > blocks
    for (_, end), (start, _) in pairwise(spans):
        assert start > end
