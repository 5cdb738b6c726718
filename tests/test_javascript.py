"""The scripts' pure modules, tested by Node's own test runner (tests/js)."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

SCRIPTS = settings.BASE_DIR / "static" / "js"
TEMPLATES = settings.BASE_DIR / "templates"
TESTS = Path(__file__).parent / "js"


MAX_PLAYER_BYTES = 25_000
"""What a phone fetches of scripts to be led through a session, compressed by gzip."""


def player_modules() -> set[str]:
    """The names of the player's module and of all that it imports."""
    found, left = set[str](), ["player.js"]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += re.findall(r'from "\./([\w-]+\.js)"', (SCRIPTS / "player" / name).read_text())
    return found


def test_scripts_of_the_player_are_small() -> None:
    fetched = [SCRIPTS / "app.js", *(SCRIPTS / "player" / name for name in player_modules())]
    assert sum(len(gzip.compress(each.read_bytes())) for each in fetched) <= MAX_PLAYER_BYTES


def test_page_of_the_player_asks_for_all_its_modules_at_once() -> None:
    page = (TEMPLATES / "programs" / "player.html").read_text()
    asked = re.findall(r"modulepreload\" href=\"{% static 'js/player/([\w-]+\.js)' %}\"", page)
    assert sorted(asked) == sorted(player_modules())


@pytest.mark.node
def test_pure_modules_hold_in_node() -> None:
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("Node.js is needed to test the scripts.")
        pytest.skip("Node.js is not installed: the scripts' modules are not tested.")
    files = sorted(str(file) for file in TESTS.glob("*.test.mjs"))
    run = subprocess.run([node, "--test", *files], capture_output=True, text=True, check=False)  # noqa: S603
    assert run.returncode == 0, run.stdout[-5000:]


def test_pages_ask_for_one_script_which_knows_all_others() -> None:
    """A behaviour is asked for by a data attribute; only the administration has scripts of its own."""
    pages = {path: path.read_text() for path in TEMPLATES.rglob("*.html")}
    asking = [path.relative_to(TEMPLATES) for path, text in pages.items() if "<script type" in text]
    assert sorted(map(str, asking)) == ["admin/base_site.html", "base.html"]
    registry = (SCRIPTS / "app.js").read_text()
    entries = re.findall(
        r"\[data-([\w-]+)[^\]]*\]\"\]?(?:: | = )\(\) => import\(\"\./([^\"]+)\"\)", registry
    )
    assert len(entries) == registry.count("import(")
    modules = [
        path
        for room in ("backfit", "exercises", "programs")
        for path in (settings.BASE_DIR / room).rglob("*.py")
    ]
    forms = [path.read_text() for path in modules]
    for attribute, module in entries:
        assert "export default" in (SCRIPTS / module).read_text(), module
        asked = any(f"data-{attribute}" in text for text in [*pages.values(), *forms])
        assert asked or attribute.startswith("allauth-"), attribute
