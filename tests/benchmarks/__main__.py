"""Runs the benchmarks, each in a process of its own: `make bench`."""

import subprocess
import sys

if __name__ == "__main__":
    for name in ("feed", "sheets", "memory"):
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=True)  # noqa: S603
