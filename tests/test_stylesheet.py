"""The stylesheet holds each component once, and nothing that no page uses."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from django.conf import settings

CSS = settings.BASE_DIR / "static" / "css"
FILES = sorted({*CSS.rglob("*.css")} - {CSS / "admin.css"})

SOURCES = "\n".join(
    path.read_text()
    for folder in ("templates", "static/js", "exercises", "programs", "backfit")
    for path in sorted((settings.BASE_DIR / folder).rglob("*"))
    if path.suffix in (".html", ".js", ".py")
)
WORDS = set(re.findall(r"[\w-]+", SOURCES))
BEGINNINGS = set(re.findall(r"([\w-]+-)\{", SOURCES))
"""What names are begun with in templates and scripts: `days-{{ view }}`."""

CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
ALONE = re.compile(r"(?m)^\.([\w-]+) \{")


def selectors(text: str) -> str:
    """A stylesheet without its declarations and comments."""
    return re.sub(r"\{[^{}]*\}|/\*.*?\*/", "{}", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_rule_is_for_something_on_a_page(path: object) -> None:
    names = set(CLASS.findall(selectors(path.read_text())))
    unused = {name for name in names - WORDS if not name.startswith(tuple(BEGINNINGS))}
    assert unused == set()


def test_every_component_is_told_in_one_file() -> None:
    files = defaultdict(set)
    for path in FILES:
        for name in ALONE.findall(path.read_text()):
            files[name].add(path.name)
    assert {name: each for name, each in files.items() if len(each) > 1} == {}
