"""What Lighthouse says of pages on a phone: its own command from npm, in Debian's Chromium."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

from tests.benchmarks.weight import browser_flags

LIGHTHOUSE = "lighthouse@12.8.2"
TRIES = 3
CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "search engines",
}


def lighthouse_scores(address: str, paths: list[str]) -> dict[str, dict[str, int]]:
    """By path: a score from 0 to 100 for each category; nothing where npm is not at hand."""
    npx = shutil.which("npx")
    if npx is None:
        return {}
    return {path: _scores(npx, address + path) for path in paths}


def _scores(npx: str, address: str) -> dict[str, int]:
    """Of one page; none when Lighthouse fails again and again, as it does when Chromium does not start."""
    flags = " ".join(["--headless", *browser_flags()])
    words = ["--quiet", "--output=json", f"--chrome-flags={flags}"]
    for _ in range(TRIES):
        found = subprocess.run(  # noqa: S603
            [npx, "--yes", LIGHTHOUSE, address, *words],
            env={**os.environ, "CHROME_PATH": shutil.which("chromium") or ""},
            stdout=subprocess.PIPE,
            check=False,
        )
        if found.returncode == 0:
            categories = json.loads(found.stdout)["categories"]
            return {
                told: round(categories[name]["score"] * 100) for name, told in CATEGORIES.items()
            }
    return {}
