"""Programs in phases as content: TOML, rules, and the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from programs.content.rules import program_problems
from programs.models import Program, ProgramPhase
from programs.models.program_phase import phase_problems
from programs.phases import Phase
from tests.programs.conftest import PHASED, PhasedLoader

pytestmark = pytest.mark.django_db


def test_phased_program_reads_back_as_its_file(phased: Program) -> None:
    loader = PhasedLoader()
    [entry] = loader.entries()
    [row] = loader.rows().filter(pk=phased.pk)
    assert loader.read(row) == entry
    assert PhasedLoader().load().unchanged == ["program control-hinge-load"]
    ProgramPhase.objects.filter(name="Hinge").update(weeks=6)
    assert PhasedLoader().load().kept == ["program control-hinge-load"]


BREACHES = {
    'name = "Hinge"': ("weeks = 4", "", "Every phase but the last needs its weeks."),
    'name = "Load"': ("weeks = 4", "weeks = 45", "All phases together have more than 52 weeks."),
    "sets = 1\nreps = 8": (
        "phase = 3",
        "phase = 4",
        "An exercise is in phase 4, which does not exist.",
    ),
}
"""By the text that comes before: what is written instead, and what the check says of it."""


def problems_of(text: str, folder: Path) -> list[str]:
    path = folder / "control-hinge-load.toml"
    path.write_text(text)
    return program_problems([PhasedLoader().parse(path)], [])


def test_check_names_phases_that_make_no_sense(tmp_path: Path) -> None:
    sound = (PHASED / "control-hinge-load.toml").read_text()
    assert problems_of(sound, tmp_path) == []
    for place, (old, new, problem) in BREACHES.items():
        before, after = sound.split(place, 1)
        broken = before + place + after.replace(old, new, 1)
        assert problems_of(broken, tmp_path) == [f"control-hinge-load.toml: phases: {problem}"]
    late = sound.replace('"cat-cow"', '"cat-cow"\nphase = 2').replace("phase = 1", "phase = 2")
    assert problems_of(late, tmp_path) == [
        "control-hinge-load.toml: phases: Phase 1 has no exercise."
    ]


def test_one_phase_is_none() -> None:
    assert list(phase_problems([Phase("Control", 4)], {1})) == [
        "A program has no phases, or 2 to 12."
    ]


def test_page_tells_each_phase_with_its_doses(client: Client, phased: Program) -> None:
    page = client.get(phased.get_absolute_url()).content.decode()
    parts = page.split('<h3 class="phase-title"')
    assert [part.partition(">")[2].partition("<")[0] for part in parts[1:]] == [
        "Weeks 1–\u20604: Control",
        "Weeks 5–\u20608: Hinge",
        "Weeks 9–\u206012: Load",
    ]
    control, hinge, load = parts[1:]
    assert "Every set feels easy" in control
    assert "It hurts more on the next morning." in control
    assert "Day B" not in control
    assert "2 sets of 8–\u206010 reps" in hinge
    assert "Day B" in hinge
    assert "3 sets of 8–\u206010 reps" in load
    assert "in 2 exercises" in parts[0]


def test_program_is_not_published_with_an_empty_phase(phased: Program) -> None:
    assert phased.publishing_obstacle() == ""
    phased.phases.create(name="Rest", weeks=1, position=9)
    phased.days.get(position=0).items.filter(phase=None).update(phase=1)
    assert phased.publishing_obstacle() == "Phase 4 has no exercise."


def test_history_tells_phases(phased: Program) -> None:
    lines = phased.relation_lines()
    assert lines["Phase 1: Control"][0] == "Weeks 1–\u20604: Control"
    assert any(line.startswith("Phase 2: Glute bridge: 2 sets") for line in lines["Day 1"])
