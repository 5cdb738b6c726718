"""Pure packages translate and format text; they use nothing else of Django."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED = tuple(f"django.utils.{name}" for name in ("dates", "formats", "text", "translation"))


def sources() -> list[Path]:
    """Every file of the packages that the import contract calls pure."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    [pure] = [each for each in contracts if each["name"].startswith("Pure packages")]
    paths = [ROOT / name.replace(".", "/") for name in pure["source_modules"]]
    return [
        file
        for path in paths
        for file in (path.rglob("*.py") if path.is_dir() else [path.with_suffix(".py")])
    ]


def imported(source: str) -> set[str]:
    """The modules that a file imports by their absolute names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_pure_package_uses_django_for_text_alone(path: Path) -> None:
    django = {name for name in imported(path.read_text()) if name.split(".")[0] == "django"}
    assert {name for name in django if not name.startswith(ALLOWED)} == set()
