"""What tests of programs share: a program in phases, which no curated one needs to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from programs.content.catalogue import ProgramLoader
from programs.models import Program

PHASED = Path(__file__).parent / "phased"


class PhasedLoader(ProgramLoader):
    """Loads the sample: twelve weeks in three phases; its day B is not held in the first."""

    folder = PHASED


@pytest.fixture
def phased(db: None) -> Program:
    """Control, Hinge and Load, four weeks each, with a day A, and a day B from the second phase on."""
    PhasedLoader().load()
    return Program.objects.with_items().get(slug="control-hinge-load")
