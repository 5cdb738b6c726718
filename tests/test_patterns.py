"""No regular expression of ours takes long, however long and odd the text is."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

LENGTH = int(os.environ.get("PATTERN_LENGTH", "60000"))
"""Characters of each odd text: so many that a quadratic pattern takes a second for what others do in
milliseconds. `PATTERN_LENGTH=1000000` takes many minutes."""
SECONDS = LENGTH / 200_000
"""Of processor time, which a busy machine does not lengthen, for one pattern and one text: far above what a linear
pattern takes."""

SCRIPT = r"""
import importlib, pkgutil, re, sys, time, django
django.setup()
import backfit, exercises, programs

length, seconds = int(sys.argv[1]), float(sys.argv[2])

def patterns(value):
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from patterns(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from patterns(each)

def taken(pattern, text):
    began = time.process_time()
    pattern.fullmatch(text)
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - began

found = set()
for package in (backfit, exercises, programs):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".migrations." in module.name or module.name.endswith("wsgi"):
            continue
        for value in list(vars(importlib.import_module(module.name)).values()):
            found.update(patterns(value))
found = set(map(re.compile, sys.argv[3:])) or found
units = ["<", "<a", "<a ", "a@", "@", "a", "a-", " ", ", ", "\n", "1", "1.", "1:", "1x", "x", "-", "/", ":",
         "note:", "'", '"', "(", "[", "é", "\x00", "MO-", "/w/", "calendar/", "gzip;q=", "{", "%", "#", "_"]
slow = {}
slowest = 0
for pattern in found:
    for unit in units:
        text = unit * (length // len(unit))
        for odd in (text, text + "\x01"):
            # What else the machine does may lengthen one try, a quadratic pattern lengthens each.
            least = taken(pattern, odd)
            least = min(least, taken(pattern, odd)) if least > seconds else least
            slowest = max(slowest, least)
            if least > seconds:
                slow.setdefault(pattern.pattern, []).append((unit, round(least, 2)))
print(f"{len(found)} patterns, the slowest took {slowest:.3f} s", slow or "")
sys.exit(bool(slow))
"""


def tried(*instead: str) -> subprocess.CompletedProcess[str]:
    """All patterns of ours, or those given, with every odd text."""
    return subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, "-c", SCRIPT, str(LENGTH), str(SECONDS), *instead],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
        env={"DJANGO_SETTINGS_MODULE": "backfit.settings", "SECRET_KEY": "x"},
    )


@pytest.mark.slow
def test_every_pattern_reads_long_odd_texts_in_linear_time() -> None:
    done = tried()
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) > 10


@pytest.mark.slow
def test_quadratic_pattern_is_found() -> None:
    done = tried(r"<[a-zA-Z/!?][^>]*>", r"<[a-z]{1,9}")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "[^>]*" in done.stdout
    assert "{1,9}" not in done.stdout
