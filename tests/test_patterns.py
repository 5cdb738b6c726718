"""No regular expression of ours takes long, however long and odd the text is."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.conf import settings

SCRIPT = r"""
import importlib, pkgutil, re, django
django.setup()
import backfit, exercises, programs

def patterns(value):
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from patterns(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from patterns(each)

found = set()
for package in (backfit, exercises, programs):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".migrations." in module.name or module.name.endswith("wsgi"):
            continue
        for value in list(vars(importlib.import_module(module.name)).values()):
            found.update(patterns(value))
units = ["<", "<a", "<a ", "a@", "@", "a", "a-", " ", ", ", "\n", "1", "1.", "1:", "1x", "x", "-", "/", ":",
         "note:", "'", '"', "(", "[", "é", "\x00", "MO-", "/w/", "calendar/", "gzip;q=", "{", "%", "#", "_"]
for pattern in found:
    for unit in units:
        text = unit * (25_000 // len(unit))
        for odd in (text, text + "\x01"):
            pattern.fullmatch(odd)
            for _ in pattern.finditer(odd):
                pass
print(len(found))
"""


@pytest.mark.slow
def test_every_pattern_reads_long_odd_texts_in_linear_time() -> None:
    # A quadratic pattern needs hours for this; the limit is far above what linear ones need.
    done = subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, "-c", SCRIPT],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
        env={"DJANGO_SETTINGS_MODULE": "backfit.settings", "SECRET_KEY": "x"},
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10
