"""A number stays on one line with its unit, wherever it is written."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from exercises.quick_line import parse_prescription

UNIT = r"(?:s|min|h|kg|lb|mm|cm|m|km)\b"
SPOKEN = re.compile(rf"(?:[0-9]|\)[sd]|\}}\}}) {UNIT}")
QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"')
PACKAGES = ("backfit", "exercises", "programs")
OF_CONSOLE = {"make_population.py"}
"""Written to a terminal."""


def messages() -> list[tuple[str, str]]:
    """Every text in a module, docstrings and comments left out; every line of a template and of content."""
    found = []
    for package in PACKAGES:
        for path in (settings.BASE_DIR / package).rglob("*.py"):
            if "migrations" not in path.parts and path.name not in OF_CONSOLE:
                source = re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text())
                found += [(path.name, text) for text in QUOTED.findall(source)]
    lines = [(Path(settings.BASE_DIR) / "templates").rglob("*.html")]
    lines += [(settings.BASE_DIR / package).rglob("content/**/*.toml") for package in PACKAGES]
    for path in chain.from_iterable(lines):
        found += [(path.name, line) for line in path.read_text().splitlines()]
    return found


def test_every_message_keeps_a_number_and_its_unit_together() -> None:
    assert not [(name, text) for name, text in messages() if SPOKEN.search(text)]


@pytest.mark.django_db
def test_page_keeps_rest_and_its_seconds_together(client: Client) -> None:
    page = client.get("/programs/upper-back/").content.decode()
    assert re.search(rf"rest [0-9]+\u00a0{UNIT}", page)
    assert not re.search(rf">[^<]*rest [0-9]+ {UNIT}", page)


def test_what_is_written_with_a_no_break_space_can_be_typed_back() -> None:
    dose = parse_prescription("2 sets of 45\u00a0s, rest 30\u00a0s")
    assert (dose.sets, dose.duration_seconds, dose.rest_seconds) == (2, 45, 30)
    assert parse_prescription("3x8 @ 42.5\u00a0kg").load_kg == Decimal("42.5")
