"""The page of what broke once names tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs/faults.md").read_text()


def test_every_test_that_the_page_names_is_there() -> None:
    sources = [path.read_text() for path in (ROOT / "tests").rglob("test_*.py")]
    defined = set(re.findall(r"^def (test_\w+)", "\n".join(sources), re.MULTILINE))
    named = re.findall(r"`(test_\w+?)(_…)?`", PAGE)
    assert len(named) > 50
    missing = {
        name
        for name, is_beginning in named
        if not any(
            each.startswith(f"{name}_") if is_beginning else each == name for each in defined
        )
        and not list((ROOT / "tests").rglob(f"{name}.py"))
    }
    assert missing == set()


def test_every_file_that_the_page_names_is_there_and_every_row_names_one() -> None:
    files = set(re.findall(r"`(tests/[\w/]+\.py)`", PAGE))
    assert {file for file in files if not (ROOT / file).is_file()} == set()
    tables = PAGE.partition("## What some of them cost")[0]
    rows = [line for line in tables.splitlines() if line.startswith("| ") and "---" not in line]
    assert [row for row in rows if "test" not in row and "what broke" not in row] == []
