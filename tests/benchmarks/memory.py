"""How much memory many sheets take: `python -m tests.benchmarks.memory [RENDERS]` (after `make prepare`).

Every sheet is another one and nothing is kept, so each is rendered: programs by turns, in all layouts,
for one to eight weeks. Resident memory is told of this process, which stands for a worker of the
server, and of the renderer that it asks, which is replaced after its share.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

WARM_UP = 20
RENDERS = 1000


def main() -> None:
    """Render and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backfit.settings")
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    renders = int(sys.argv[1]) if len(sys.argv) > 1 else RENDERS
    worker, renderers = sizes(renders)
    first = worker[WARM_UP - 1]
    print(f"memory over {renders} renders, all different")
    print(f"  a worker, after {WARM_UP:4}   {first:7.1f} MB")
    for after in (renders * quarter // 4 for quarter in range(1, 5)):
        size = worker[after - 1]
        print(f"  a worker, after {after:4}   {size:7.1f} MB  ({size - first:+.1f} MB)")
    print(f"  its renderer, at most  {max(renderers):7.1f} MB, at last {renderers[-1]:.1f} MB")


def sizes(renders: int) -> tuple[list[float], list[float]]:
    """Megabytes of the worker and of its renderer after each of so many renders."""
    from django.core.cache import cache
    from django.test import Client

    from programs.sheets import render_cache, renderer_pool

    client, worker, renderers = Client(), [], []
    for _, address in zip(range(renders), addresses(), strict=False):
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}")
        cache.clear()
        render_cache.clear_memory()
        worker.append(resident(os.getpid()))
        renderers += [resident(idle.process.pid or 0) for idle in renderer_pool._idle]
    return worker, renderers


def addresses() -> Iterator[str]:
    """Sheets without end, neighbours all different."""
    from programs.models import Program

    slugs = list(Program.objects.published().values_list("slug", flat=True))
    while True:
        for weeks, layout, slug in product(range(1, 9), ("sheet", "poster", "pocket"), slugs):
            yield f"/programs/{slug}/sheet.pdf?layout={layout}&weeks={weeks}"


def resident(process: int) -> float:
    """Megabytes of memory that the process holds (proc(5), statm)."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
