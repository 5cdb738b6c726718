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


@pytest.mark.parametrize("sessions", [1, 3, 7])
@pytest.mark.parametrize("blocks", [1, 2, 4])
@pytest.mark.parametrize("dose", DOSES.values(), ids=DOSES.keys())
def test_nothing_is_cut_off_at_the_edges(dose: Dose, blocks: int, sessions: int) -> None:
    grid = Grid(weeks=4, width=92, height=60, blocks=blocks, sessions=sessions)
    svg, _ = draw_boxes(dose, grid)
    starts = [float(x) for x in re.findall(r'(?:d="|Z)M(-?[\d.]+)', svg)]
    starts += [float(x) for x in re.findall(r' x="(-?[\d.]+)', svg)]
    assert starts
    assert min(starts) >= 0
    assert max(starts) <= grid.width * 10
    bottoms = [float(y) for y in re.findall(r"M-?[\d.]+ (-?[\d.]+)", svg)]
    assert max(bottoms) <= grid.drawn_height * 10


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


@pytest.mark.parametrize("sessions", [1, 2, 7])
@pytest.mark.parametrize("blocks", [1, 2])
@pytest.mark.parametrize("dose", DOSES.values(), ids=DOSES.keys())
def test_no_heading_lies_over_another(dose: Dose, blocks: int, sessions: int) -> None:
    width = 64 if sessions < 7 else 64 * blocks
    svg, _ = draw_boxes(dose, Grid(4, width, height=44, blocks=blocks, sessions=sessions))
    spans = spans_of_headings(svg)
    assert len(spans) > blocks
    for (_, end), (start, _) in pairwise(spans):
        assert start > end


@pytest.mark.parametrize("sessions", [1, 2, 3, 4])
@pytest.mark.parametrize("blocks", [1, 2])
def test_week_has_a_row_for_each_session(sessions: int, blocks: int) -> None:
    grid = Grid(weeks=4, width=92, height=80, blocks=blocks, sessions=sessions)
    holds = Dose(PrescriptionKind.HOLD, sets=1, reps=3)
    svg, said = draw_boxes(holds, grid)
    assert svg.count("<circle") == 4 * sessions * 3
    assert len(set(re.findall(r'cy="([\d.]+)"', svg))) == 4 * sessions / blocks
    assert said == (
        "Circles for 3 holds, 4 weeks"
        if sessions == 1
        else f"Circles for 3 holds, {sessions} rows a week, 4 weeks"
    )


@pytest.mark.parametrize("sessions", [5, 7])
def test_many_sessions_have_a_box_each_in_the_row_of_their_week(sessions: int) -> None:
    grid = Grid(weeks=4, width=92, height=40, sessions=sessions)
    _svg, said = draw_boxes(DOSES["sets with a load"], grid)
    assert grid.rows == 4
    assert said == (
        f"A box for each of the {sessions} sessions of a week and the load in kg, 4 weeks"
    )
