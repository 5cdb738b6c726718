"""What is installed is what the requirements say: everything they need in turn is pinned as well."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PYTHONS = [
    {"python_version": "3.11", "python_full_version": "3.11.2"},
    {"python_version": "3.13", "python_full_version": "3.13.5"},
]
"""Those of Debian 12 and 13."""


def requirements(name: str) -> Iterator[Requirement]:
    """Every line of the file, and of those that it includes."""
    for line in Path(settings.BASE_DIR, name).read_text().splitlines():
        if line.startswith("-r "):
            yield from requirements(line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            yield Requirement(line)


def needs(requirement: Requirement, python: dict[str, str]) -> Iterator[Requirement]:
    """What the package itself asks for, with the extras that are asked of it."""
    try:
        texts = requires(requirement.name) or []
    except PackageNotFoundError:  # for another Python than this one
        texts = []
    for text in texts:
        found = Requirement(text)
        extras = requirement.extras or {""}
        if not found.marker or any(found.marker.evaluate({**python, "extra": e}) for e in extras):
            yield found


def applies(requirement: Requirement, python: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(dict(python))


@pytest.mark.parametrize("python", PYTHONS, ids=lambda each: each["python_full_version"])
@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_everything_is_pinned_once(name: str, python: dict[str, str]) -> None:
    listed = [each for each in requirements(name) if applies(each, python)]
    pinned = [canonicalize_name(each.name) for each in listed]
    assert [str(each) for each in listed if not str(each.specifier).startswith("==")] == []
    assert sorted(pinned) == sorted(set(pinned))
    waiting = list(listed)
    seen: set[tuple[str, ...]] = set()
    missing: set[str] = set()
    while waiting:
        for need in needs(waiting.pop(), python):
            key = canonicalize_name(need.name)
            if key not in pinned and key != "pip":
                missing.add(f"{need} for {python['python_full_version']}")
            elif (key, *sorted(need.extras)) not in seen and need.extras:
                seen.add((key, *sorted(need.extras)))
                waiting.append(need)
    assert missing == set()
